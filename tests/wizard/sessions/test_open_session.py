"""An open session: history, what is unsaved, and saving."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from rules.answers.answers import Entry, Row, Table
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from tests.wizard.cases import COMPLETE, plain, typed, written
from wizard.disk.errors import ChangedOnDisk
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession, Snapshot
from wizard.sessions.saving import save

TODAY = date(2026, 11, 24)
CALLS = "volume.calls_per_month"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


def answer(session: OpenSession, key: str, text: str, visit: str | None = None) -> None:
    session.answer(key, typed(key, text), visit)


def likely(session: OpenSession, key: str = CALLS) -> float:
    value = session.answers.value(key)
    assert isinstance(value, Estimate)
    return value.likely


# ------------------------------------------------------------------ history


def test_changes_of_one_visit_are_one_step(path: Path) -> None:
    session = OpenSession.open(path)
    for text in ("7M", "7.5M", "7.6M"):
        answer(session, CALLS, text, "calls 1")

    assert session.undo()
    assert likely(session) == 6_000_000
    assert not session.undo()
    assert session.redo()
    assert likely(session) == 7_600_000


def test_another_visit_to_the_same_field_is_another_step(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M", "calls 1")
    answer(session, CALLS, "8M", "calls 2")

    session.undo()
    assert likely(session) == 7_000_000


def test_changes_without_a_visit_are_steps_of_their_own(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M")
    answer(session, CALLS, "8M")

    session.undo()
    assert likely(session) == 7_000_000


def test_what_is_typed_after_an_undo_in_the_same_visit_is_a_new_step(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M", "calls 1")
    session.undo()
    answer(session, CALLS, "9M", "calls 1")

    assert not session.redo(), "a new change ends what could be made again"
    session.undo()
    assert likely(session) == 6_000_000


def test_undo_goes_back_across_questions_and_redo_returns(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M", "calls 1")
    answer(session, "title", "Other", "title 2")
    session.answer("student.cost_per_1k_calls", None, "student 3")

    while session.undo():
        pass
    assert plain(session.answers) == plain(written(path))
    while session.redo():
        pass
    assert likely(session) == 7_000_000
    assert session.answers.value("title") == "Other"
    assert "student.cost_per_1k_calls" not in session.answers
    assert not session.redo()
    assert session.undo()


def test_an_unusable_text_is_history_too(path: Path) -> None:
    session = OpenSession.open(path)
    session.answer(CALLS, Entry("1,5", problem="two readings"), "calls 1")

    assert list(session.unusable_keys) == [CALLS]
    session.undo()
    assert list(session.unusable_keys) == []
    session.redo()
    assert session.answers[CALLS].text == "1,5"


def test_every_change_hands_on_all_it_takes_to_recover(path: Path) -> None:
    seen: list[Snapshot] = []
    session = OpenSession(OpenSession.open(path).file, on_change=seen.append)
    answer(session, CALLS, "7M")
    session.undo()

    assert [one.answers.value(CALLS).likely for one in seen] == [7_000_000, 6_000_000]
    assert all(one.file is session.file for one in seen)


# ------------------------------------------------------------------ unsaved


def test_dirty_is_what_differs_from_the_file_not_what_was_touched(path: Path) -> None:
    session = OpenSession.open(path)
    found = [session.dirty]
    answer(session, CALLS, "7M")
    found.append(session.dirty)
    session.undo()
    found.append(session.dirty)
    assert found == [False, True, False], "undone back to what is saved"

    session.redo()
    session.save(TODAY)
    found = [session.dirty]
    session.undo()
    found.append(session.dirty)
    session.redo()
    found.append(session.dirty)
    assert found == [False, True, False], "undone to before the save, and made again"


def test_one_unsaved_answer_is_told_from_several_and_from_none(path: Path) -> None:
    session = OpenSession.open(path)
    found = [session.has_one_unsaved]
    answer(session, CALLS, "7M")
    found.append(session.has_one_unsaved)
    session.decide({"decision": "go"})
    found.append(session.has_one_unsaved)
    session.undo()
    answer(session, "volume.monthly_growth", "2%")
    found.append(session.has_one_unsaved)
    assert found[:2] == [False, True]
    assert not any(found[2:])


def test_what_a_save_cannot_write_stays_unsaved_until_it_is_mended(path: Path) -> None:
    session = OpenSession.open(path)
    session.answer(CALLS, Entry("lots", problem="Not a number"))
    answer(session, "title", "Renamed")
    session.save(TODAY)

    found = [(session.dirty, session.savable, session.left_out)]
    answer(session, CALLS, "7M")
    session.save(TODAY)
    found.append((session.dirty, session.savable, session.left_out))
    assert found == [(True, False, (CALLS,)), (False, False, ())]


def test_a_cell_that_cannot_be_written_leaves_its_table_unsaved(path: Path) -> None:
    session = OpenSession.open(path)
    table = session.answers["quality.slices"].value
    bad = table.rows[0].with_cell("share", Entry("most", problem="Not a number"))
    session.answer("quality.slices", Entry("", table.with_row(bad)))
    session.save(TODAY)

    assert session.dirty
    assert session.left_out == ("quality.slices",)
    session.answer("quality.slices", Entry("", table))
    assert not session.dirty


def test_a_new_table_with_an_unusable_cell_is_saved_but_for_that(path: Path) -> None:
    path.write_text(COMPLETE.partition("[[quality.slices]]")[0], "utf-8")
    session = OpenSession.open(path)
    rows = (
        Row("1", {"name": Entry("billing", "billing"), "share": Entry("0.3", 0.3)}),
        Row("2", {"name": Entry("rest", "rest"), "share": Entry("most", problem="No number")}),
    )
    session.answer("quality.slices", Entry("", Table(rows)))
    session.save(TODAY)

    saved = written(path)["quality.slices"].value.rows
    assert [sorted(row.cells) for row in saved] == [["name", "share"], ["name"]]
    assert session.dirty
    assert session.left_out == ("quality.slices",)


def test_an_unusable_sum_beside_a_name_leaves_the_one_in_the_file(path: Path) -> None:
    session = OpenSession.open(path)
    table = session.answers["upfront.other"].value
    (column,) = set(table.rows[0].cells) - {"name"}
    bad = table.rows[0].with_cell(column, Entry("lots", problem="Not a number"))
    session.answer("upfront.other", Entry("", table.with_row(bad)))
    answer(session, "title", "Renamed")
    session.save(TODAY)

    assert "licence = 5_000" in path.read_text("utf-8")
    assert session.left_out == ("upfront.other",)


def test_what_was_unusable_in_the_file_already_is_not_unsaved(path: Path) -> None:
    path.write_text(COMPLETE.replace("cost_per_1k_calls = 0.5", 'cost_per_1k_calls = "?"'), "utf-8")
    session = OpenSession.open(path)
    answer(session, "title", "Renamed")
    session.save(TODAY)

    assert session.unusable_keys == ("student.cost_per_1k_calls",)
    assert not session.dirty
    assert session.left_out == ()


# ------------------------------------------------------------------ saving


def test_a_save_writes_answers_and_a_fresh_result(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "600k")
    session.save(TODAY)

    text = path.read_text(encoding="utf-8")
    assert written(path).value(CALLS).likely == 600_000
    assert 'verdict = "do-not-distill"' in text or 'verdict = "reconsider"' in text
    assert "# purchase order 17" in text
    assert OpenSession.open(path).file.problems == ()


def test_saving_twice_changes_nothing_more(path: Path) -> None:
    session = OpenSession.open(path)
    session.save(TODAY)
    first = path.read_bytes()
    session.save(date(2027, 1, 1))
    assert path.read_bytes() == first


def test_rows_keep_their_ids_over_saves(path: Path) -> None:
    session = OpenSession.open(path)
    billing, fraud = session.answers["quality.slices"].value.rows
    table = session.answers["quality.slices"].value.without_row(billing.id)
    share = Entry("1", 1.0)
    fraud = fraud.with_cell("share", share)
    added = Row(table.next_id(), {"name": Entry("other", "other"), "share": share})
    session.answer("quality.slices", Entry("", table.with_row(fraud).with_row(added)))
    session.save(TODAY)

    ids = [fraud.id, added.id]
    assert [row.id for row in session.file.answers["quality.slices"].value.rows] == ids

    # What was learnt of the rows at the first save must hold at the second.
    table = session.answers["quality.slices"].value
    changed = added.with_cell("name", Entry("rest", "rest"))
    session.answer("quality.slices", Entry("", table.with_row(changed).without_row(fraud.id)))
    session.save(TODAY)

    assert plain(written(path))["quality.slices"] == [{"name": "rest", "share": 1.0}]
    session.undo()
    session.save(TODAY)
    rows = plain(written(path))["quality.slices"]
    assert isinstance(rows, list)
    assert [row["name"] for row in rows] == ["fraud", "other"], "back where it was"


def test_an_unusable_entry_is_named_and_its_key_stays_as_it_was(path: Path) -> None:
    session = OpenSession.open(path)
    session.answer(CALLS, Entry("lots", problem="Not a number"))
    answer(session, "title", "Renamed")
    session.save(TODAY)

    assert session.unusable_keys == (CALLS,)
    assert written(path).value(CALLS).likely == 6_000_000
    assert written(path).value("title") == "Renamed"


def test_contradicting_answers_can_be_saved_and_mended_later(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, "policy.strong_payback_months", "20")
    assert [one.key for one in session.assess().errors] == ["policy.strong_payback_months"]
    session.save(TODAY)

    again = OpenSession.open(path)
    assert [one.key for one in again.file.errors] == ["policy.strong_payback_months"]
    answer(again, "policy.defensible_payback_months", "22")
    assert again.assess().errors == ()
    again.save(TODAY)
    assert OpenSession.open(path).file.problems == ()


def test_half_a_pair_does_not_keep_the_rest_from_being_saved(path: Path) -> None:
    session = OpenSession.open(path)
    table = session.answers["upfront.other"].value
    half = Row(table.next_id(), {"name": Entry("gateway", "gateway")})
    session.answer("upfront.other", Entry("", table.with_row(half)))
    answer(session, "title", "Renamed")
    session.save(TODAY)

    assert written(path).value("title") == "Renamed"
    assert len(written(path)["upfront.other"].value.rows) == 2


def test_what_another_program_wrote_meanwhile_is_not_undone(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M")
    path.write_text(COMPLETE + "# theirs\n", encoding="utf-8")

    with pytest.raises(ChangedOnDisk):
        session.save(TODAY)
    assert path.read_text(encoding="utf-8").endswith("# theirs\n")
    assert session.dirty

    with pytest.raises(ChangedOnDisk) as caught:
        session.save(TODAY)
    session.save(TODAY, over=caught.value)
    assert written(path).value(CALLS).likely == 7_000_000
    assert not session.dirty


def test_over_what_was_found_is_not_over_what_came_after_it(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M")
    path.write_text(COMPLETE + "# theirs\n", encoding="utf-8")
    with pytest.raises(ChangedOnDisk) as caught:
        session.save(TODAY)
    path.write_text(COMPLETE + "# theirs, later\n", encoding="utf-8")
    with pytest.raises(ChangedOnDisk):
        session.save(TODAY, over=caught.value)
    assert path.read_text(encoding="utf-8").endswith("# theirs, later\n")

    path.unlink()
    with pytest.raises(ChangedOnDisk) as caught:
        session.save(TODAY)
    path.write_text(COMPLETE + "# anew\n", encoding="utf-8")
    with pytest.raises(ChangedOnDisk):
        session.save(TODAY, over=caught.value)
    assert path.read_text(encoding="utf-8").endswith("# anew\n")


def test_under_another_name_the_session_belongs_to_the_new_file(path: Path) -> None:
    session = OpenSession.open(path)
    answer(session, CALLS, "7M")
    other = path.with_name("other.toml")
    session.save(TODAY, other)
    answer(session, CALLS, "8M")
    session.save(TODAY)

    assert path.read_text(encoding="utf-8") == COMPLETE
    assert written(other).value(CALLS).likely == 8_000_000


def test_another_name_that_is_taken_is_not_overwritten(path: Path) -> None:
    other = path.with_name("other.toml")
    other.write_text("schema = 1\n")
    with pytest.raises(ChangedOnDisk):
        OpenSession.open(path).save(TODAY, other)
    assert other.read_text() == "schema = 1\n"


def test_a_new_session_has_no_file_until_it_is_given_one(tmp_path: Path) -> None:
    session = OpenSession.new("schema = 1\n")
    answer(session, "title", "New")
    with pytest.raises(ValueError, match="path"):
        session.save(TODAY)
    with pytest.raises(ValueError, match=r"^a session without a file needs a path"):
        session.reload()
    session.save(TODAY, tmp_path / "new.toml")
    assert written(tmp_path / "new.toml").value("title") == "New"


def test_a_teams_policy_judges_but_is_not_written_into_the_file(path: Path) -> None:
    strict = TeamPolicy({"strong_payback_months": 0.1, "defensible_payback_months": 0.2}, "team")
    session = OpenSession.open(path, team=strict)
    verdict = session.assess().verdict
    assert verdict is not None
    assert verdict.base == "reconsider"
    session.save(TODAY)

    assert OpenSession.open(path).file.problems == (), "the saved result is by the file's policy"
    assert "policy" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("emptied", [0, 1])
def test_a_row_that_is_emptied_remains_a_row_and_others_are_added_after_it(
    tmp_path: Path, emptied: int
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'schema = 1\n\n[[quality.slices]]\nname = "billing"\n\n[[quality.slices]]\nname = "fraud"\n'
    )
    session = OpenSession.open(path)
    rows = list(session.answers.table("quality.slices").rows)
    added = Row("new", {"name": Entry("other", "other")})
    rows[emptied] = Row(rows[emptied].id, {})
    session.answer("quality.slices", Entry("", Table((*rows, added))))

    session.save(date(2026, 11, 24))

    saved = written(path).table("quality.slices").rows
    names = [row.values().get("name") for row in saved]
    expected = ["billing", "fraud", "other"]
    assert names == [None if at == emptied else name for at, name in enumerate(expected)]


# ------------------------------------------------------------------ rows that are keys


def items(path: Path) -> list[dict[str, object]]:
    return [row.values() for row in written(path).table("upfront.other").rows]


def renamed(session: OpenSession, number: int, name: str) -> None:
    table = session.answers.table("upfront.other")
    row = table.rows[number].with_cell("name", Entry(name, name))
    session.answer("upfront.other", Entry("", table.with_row(row)))


@pytest.mark.parametrize("number", [0, 1])
def test_a_renamed_row_is_saved_wherever_it_stands(path: Path, number: int) -> None:
    session = OpenSession.open(path)
    ids = {row.id for row in session.answers.table("upfront.other").rows}
    renamed(session, number, "audit")
    session.save(TODAY)

    table = session.answers.table("upfront.other")
    costs = {row["name"]: row["cost"] for row in (one.values() for one in table.rows)}
    saved = {row["name"]: row["cost"] for row in items(path)}
    assert saved == costs
    assert "audit" in saved
    assert not session.dirty
    in_file = {row.id: row.values() for row in session.file.answers.table("upfront.other").rows}
    assert in_file == {row.id: row.values() for row in table.rows}
    assert set(in_file) == ids


def test_a_row_that_was_moved_loses_the_cell_that_was_emptied_and_keeps_all_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'schema = 1\nalternatives = [{ name = "a" },'
        ' { name = "b", upfront = 6, annual_upkeep = 2, mine = 3 }]\n'
    )
    session = OpenSession.open(path)
    first, second = session.answers.table("alternatives").rows
    moved = (second.with_cell("annual_upkeep", None), first)
    session.answer("alternatives", Entry("", Table(moved)))
    session.save(TODAY)
    assert tomllib.loads(path.read_text())["alternatives"] == [
        {"name": "b", "upfront": 6, "mine": 3}, {"name": "a"},
    ]  # fmt: skip


def test_a_row_that_was_taken_out_comes_back_where_it_was_and_is_saved(path: Path) -> None:
    session = OpenSession.open(path)
    table = session.answers.table("upfront.other")
    session.answer("upfront.other", Entry("", table.without_row(table.rows[0].id)))
    session.save(TODAY)
    session.undo()
    session.save(TODAY)

    assert {row["name"] for row in items(path)} == {"licence", "legal review"}


@pytest.mark.parametrize("column", ["name", "cost"])
def test_half_a_row_is_not_in_the_file_and_all_else_is_saved(path: Path, column: str) -> None:
    session = OpenSession.open(path)
    table = session.answers.table("upfront.other")
    half = table.rows[0].with_cell(column, None)
    session.answer("upfront.other", Entry("", table.with_row(half)))
    session.save(TODAY)

    assert [row["name"] for row in items(path)] == ["legal review"]
    assert session.answers.table("upfront.other").rows[0] == half, "what is typed stays"
    assert (session.dirty, session.savable, session.left_out) == (True, False, ("upfront.other",))
    in_file = session.file.answers.table("upfront.other")
    assert [row.id for row in in_file.rows] == [table.rows[1].id]
    answer(session, "title", "Other")
    session.save(TODAY)


@pytest.mark.parametrize("cell", ["name", "cost"])
@pytest.mark.parametrize("others", [True, False])
def test_half_a_new_row_is_never_said_to_be_saved(path: Path, cell: str, others: bool) -> None:
    if not others:
        text = COMPLETE.replace("licence = 5_000", "").replace("[upfront.other]", "")
        path.write_text("\n".join(one for one in text.splitlines() if "legal" not in one), "utf-8")
    session = OpenSession.open(path)
    before = session.answers
    table = before.table("upfront.other")
    assert bool(table.rows) == others
    whole = {"name": Entry("audit", "audit"), "cost": Entry("4k", Estimate(4000.0))}
    half = Row(table.next_id(), {cell: whole[cell]})
    session.answer("upfront.other", Entry("", table.with_row(half)))

    state = (session.dirty, session.savable, session.left_out)
    assert state == (True, False, ("upfront.other",)), "nothing of it can be written"
    answer(session, "title", "Other")
    session.save(TODAY)
    assert len(items(path)) == len(table.rows)
    state = (session.dirty, session.savable, session.left_out)
    assert state == (True, False, ("upfront.other",))

    row = Row(half.id, whole)
    session.answer("upfront.other", Entry("", table.with_row(row)))
    assert session.savable
    session.save(TODAY)
    assert not session.dirty
    assert "audit" in [one["name"] for one in items(path)]


def test_rows_with_one_name_are_not_saved_and_the_name_is_said(path: Path) -> None:
    session = OpenSession.open(path)
    renamed(session, 0, "legal review")
    with pytest.raises(InputUnusable) as caught:
        save(session, TODAY)

    (problem,) = caught.value.problems
    assert "Give each row a name of its own; more than one is legal review" in problem.message

"""Copies of a session joined: what is taken, what becomes a round, and what is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wizard.conftest import Payback
from wizard.problems import InputUnusable
from wizard.sessions import migrations
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile, read_session
from wizard.workshop.merge import Merged, merge
from wizard.workshop.record import put, resume

DAY = date(2026, 11, 24)
BASE = """\
schema = 1
title = "Tickets"  # ours
[task]
endpoint = "label"
[volume]
calls_per_month = 6_000_000  # from the logs
[[alternatives]]
name = "Prompt"
kind = "prompt-small-model"
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def files(folder: Path, base: str, **copies: str) -> tuple[SessionFile, list[SessionFile]]:
    return (
        read_session(write(folder, "base", base)),
        [read_session(write(folder, name, text)) for name, text in copies.items()],
    )


def merged(folder: Path, base: str = BASE, **copies: str) -> Merged:
    first, others = files(folder, base, **copies)
    return merge(first, others, DAY)


def outcome(found: Merged) -> dict[str, Any]:
    session = OpenSession(found.file)
    session.apply(found.answers)
    return tomllib.loads(session.text(DAY))


def test_what_one_copy_changed_is_taken_and_what_all_changed_alike_once(tmp_path: Path) -> None:
    ada = BASE.replace('"label"', '"label"\nbreadth = "narrow"') + "upfront = 5\n"
    bo = BASE.replace("6_000_000", "7_000_000").replace('"label"', '"label"\nbreadth = "narrow"')
    found = merged(tmp_path, ada=ada, bo=bo)
    assert [(one.key, one.names) for one in found.taken] == [
        ("task.breadth", ("ada", "bo")),
        ("alternatives[0].upfront", ("ada",)),
        ("volume.calls_per_month", ("bo",)),
    ]
    assert found.conflicts == ()
    raw = outcome(found)
    assert raw["task"]["breadth"] == "narrow"
    assert raw["volume"]["calls_per_month"] == 7_000_000
    assert raw["alternatives"] == [{"name": "Prompt", "kind": "prompt-small-model", "upfront": 5}]
    assert "workshop" not in raw


def test_the_session_keeps_its_layout(tmp_path: Path) -> None:
    found = merged(tmp_path, ada=BASE.replace("6_000_000", "7_000_000"))
    session = OpenSession(found.file)
    session.apply(found.answers)
    text = session.text(DAY)
    assert text.startswith(BASE.replace("6_000_000", "7_000_000"))


def test_different_estimates_become_a_round_by_participant(tmp_path: Path) -> None:
    ada = BASE.replace("6_000_000", '{ likely = 7e6, low = 5e6, high = 9e6, source = "logs" }')
    ada += '[[workshop.participants]]\nname = "Ada"\nrole = "platform"\n'
    bo = BASE.replace("6_000_000", "5_000_000")
    found = merged(tmp_path, ada_copy=ada, bo=bo)
    (conflict,) = found.conflicts
    assert conflict.is_round
    assert [name for name, _ in conflict.said] == ["Ada", "bo"]
    raw = outcome(found)
    assert raw["volume"]["calls_per_month"] == 6_000_000, "the session's own stays"
    assert raw["workshop"] == {
        "participants": [{"name": "Ada", "role": "platform"}, {"name": "bo"}],
        "rounds": [
            {
                "key": "volume.calls_per_month",
                "number": 1,
                "date": DAY,
                "estimates": [
                    {
                        "participant": "Ada",
                        "low": 5_000_000,
                        "likely": 7_000_000,
                        "high": 9_000_000,
                        "reason": "logs",
                    },
                    {"participant": "bo", "likely": 5_000_000},
                ],
            }
        ],
    }


def test_a_workshop_takes_up_what_copies_differ_in(tmp_path: Path) -> None:
    base = write(tmp_path, "base", BASE)
    session = OpenSession.open(base)
    others = [
        read_session(write(tmp_path, name, BASE.replace("6_000_000", number)))
        for name, number in (("ada", "1_000"), ("bo", "2_000"))
    ]
    found = merge(session.file, others, DAY)
    session.file = found.file
    now = resume(session)
    assert now.agenda[0].key == "volume.calls_per_month"
    now = now.ask("volume.calls_per_month", DAY)
    assert now.phase == "revealed"
    assert now.pool().likely == 1_500


def test_a_second_conflict_is_a_further_round(tmp_path: Path) -> None:
    base = BASE + (
        '[[workshop.rounds]]\nkey = "volume.calls_per_month"\nnumber = 1\n'
        'estimates = [{ participant = "Cy", likely = 3 }]\n'
    )
    ada, bo = (base.replace("6_000_000", number) for number in ("7", "8"))
    raw = outcome(merged(tmp_path, base, ada=ada, bo=bo))
    assert [one["number"] for one in raw["workshop"]["rounds"]] == [1, 2]


def test_other_differences_keep_what_the_session_says(tmp_path: Path) -> None:
    ada, bo = (
        BASE.replace('"label"', f'"label"\nbreadth = "{word}"') for word in ("narrow", "broad")
    )
    found = merged(tmp_path, ada=ada, bo=bo)
    (conflict,) = found.conflicts
    assert not conflict.is_round
    assert conflict.kept is None
    assert "breadth" not in outcome(found)["task"]


def test_one_number_with_several_sources_has_all_of_them_and_the_weakest_basis(
    tmp_path: Path,
) -> None:
    ada, bo, cy = (
        BASE.replace("6_000_000", f'{{ likely = 7, basis = "{basis}", source = "{source}" }}')
        for basis, source in (("measured", "logs"), ("assumed", "gut"), ("quoted", "logs"))
    )
    found = merged(tmp_path, ada=ada, bo=bo, cy=cy)
    assert outcome(found)["volume"]["calls_per_month"] == {
        "likely": 7,
        "basis": "assumed",
        "source": "logs; gut",
    }


def test_rows_that_copies_add_are_joined_by_name(tmp_path: Path) -> None:
    ada = BASE + '\n[[alternatives]]\nname = "Route"\nkind = "route"\nupfront = 3\n'
    bo = (
        BASE
        + '\n[[alternatives]]\nname = "Cache"\n'
        + ('[[alternatives]]\nname = "Route"\nkind = "route"\nupfront = 4\n')
    )
    found = merged(tmp_path, ada=ada, bo=bo)
    assert [one.key for one in found.conflicts] == ["alternatives[1].upfront"]
    raw = outcome(found)
    assert [one["name"] for one in raw["alternatives"]] == ["Prompt", "Route", "Cache"]
    assert raw["workshop"]["rounds"][0]["key"] == "alternatives[1].upfront"


def test_rows_without_names_are_taken_as_a_whole(tmp_path: Path) -> None:
    slices = "\n[[quality.slices]]\nshare = 0.5\nteacher_score = 0.9\nstudent_score = 0.9\n"
    found = merged(tmp_path, BASE + slices, ada=BASE + slices * 2, bo=BASE + slices)
    assert len(outcome(found)["quality"]["slices"]) == 2
    found = merged(tmp_path, BASE + slices, ada=BASE + slices * 2, bo=BASE + slices * 3)
    assert [(one.key, one.is_round) for one in found.conflicts] == [("quality.slices", False)]


def test_costs_by_name_are_joined(tmp_path: Path) -> None:
    ada, bo = (BASE + f"[upfront.other]\n{name}\n" for name in ('"a b" = 1', "licence = 2"))
    assert outcome(merged(tmp_path, ada=ada, bo=bo))["upfront"]["other"] == {
        "a b": 1,
        "licence": 2,
    }


def test_a_cost_that_copies_name_alike_and_give_differently_can_be_agreed_on(
    tmp_path: Path,
) -> None:
    found = merged(
        tmp_path,
        ada=BASE + "[upfront.other]\nLegal = 100\nTravel = 5\n",
        bo=BASE + "[upfront.other]\nLegal = 300\n",
    )
    assert [one.key for one in found.taken] == ["upfront.other.Travel"]
    assert [one.key for one in found.conflicts] == ["upfront.other.Legal"]
    session = OpenSession(found.file)
    session.apply(found.answers)
    now = resume(session).ask("upfront.other.Legal", DAY)
    assert list(now.said) == ["ada", "bo"]
    put(session, now.agree_pooled(DAY))
    other = tomllib.loads(session.text(DAY))["upfront"]["other"]
    assert (other["Travel"], other["Legal"]["likely"]) == (5, 200)


def test_workshops_of_copies_are_joined(tmp_path: Path) -> None:
    def with_answer(name: str, likely: int, agreed: str = "") -> str:
        return BASE + (
            f'[[workshop.participants]]\nname = "{name}"\n'
            '[[workshop.rounds]]\nkey = "volume.share_moved"\nnumber = 1\n'
            f'estimates = [{{ participant = "{name}", likely = 0.{likely} }}]\n{agreed}'
        )

    agreed = '[[workshop.agreed]]\nkey = "volume.share_moved"\nlikely = 0.5\nmethod = "chosen"\n'
    found = merged(tmp_path, ada=with_answer("Ada", 5, agreed), bo=with_answer("Bo", 6))
    raw = outcome(found)["workshop"]
    assert [one["participant"] for one in raw["rounds"][0]["estimates"]] == ["Ada", "Bo"]
    assert raw["agreed"] == [{"key": "volume.share_moved", "likely": 0.5, "method": "chosen"}]
    assert found.warnings == ()
    differing = merged(
        tmp_path,
        ada=with_answer("Ada", 5, agreed),
        bo=with_answer("Ada", 6, agreed.replace("0.5", "0.6")),
    )
    assert [one.message for one in differing.warnings] == [
        "round 1, Ada: this copy differs from the others, and is left behind",
        "what was agreed: this copy differs from the others, and is left behind",
    ]


def test_what_one_copy_agreed_on_is_open_where_another_differs(tmp_path: Path) -> None:
    agreed = '[[workshop.agreed]]\nkey = "volume.calls_per_month"\nlikely = 7\nmethod = "chosen"\n'
    ada, bo = (BASE.replace("6_000_000", number) for number in ("7", "8"))
    found = merged(tmp_path, ada=ada + agreed, bo=bo)
    assert "agreed" not in outcome(found)["workshop"]
    assert [one.key for one in found.warnings] == ["volume.calls_per_month"]


def test_a_copy_from_before_an_agreement_does_not_replace_it(tmp_path: Path) -> None:
    agreed = '[[workshop.agreed]]\nkey = "volume.calls_per_month"\nlikely = 7\nmethod = "chosen"\n'
    base = BASE.replace("6_000_000", "7") + agreed
    old = merged(tmp_path, base=base, old=BASE)
    assert old.taken == ()
    assert [one.key for one in old.conflicts] == ["volume.calls_per_month"]
    session = outcome(old)
    assert session["volume"]["calls_per_month"] == 7
    assert [one["likely"] for one in session["workshop"]["rounds"][0]["estimates"]] == [6_000_000]
    # Whoever knew of it has measured since.
    measured = merged(tmp_path, base=base, ada=base.replace("= 7  #", "= 8  #"))
    assert [one.names for one in measured.taken] == [("ada",)]
    assert outcome(measured)["volume"]["calls_per_month"] == 8


# ------------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("base", "copy", "words"),
    [
        (BASE, BASE.replace('"Tickets"', '"Others"'), 'title: is "Others" here and "Tickets"'),
        (BASE, BASE.replace('"label"', '"other"'), "task.endpoint: .*another session"),
        (BASE, BASE.replace("[task]", 'currency = "EUR"\n[task]'), "currency: is EUR here and USD"),
        (BASE, BASE.replace("calls_per_month = 6_000_000", ""), "calls_per_month: is answered in"),
        (BASE, BASE.partition("[[alt")[0], 'alternatives: has no row "Prompt" in this copy'),
        (BASE, BASE.replace('"Prompt"', '"Else"'), "removed or renamed it"),
        (BASE, BASE.replace('kind = "prompt-small-model"', ""), r"alternatives\[0\].kind: is answ"),
        (
            BASE + "[[quality.slices]]\nshare = 1\n[[quality.slices]]\nshare = 2\n",
            BASE + "[[quality.slices]]\nshare = 1\n",
            "quality.slices: has 1 of 2 rows",
        ),
        (BASE, BASE.replace("6_000_000", "-1"), "mend it in this copy first"),
        (BASE, BASE + "[workshop]\nrounds = 5\n", "workshop.rounds: .*mend it"),
    ],
)
def test_a_copy_from_which_something_would_be_lost_is_refused(
    tmp_path: Path, base: str, copy: str, words: str
) -> None:
    with pytest.raises(InputUnusable, match=words) as refused:
        merged(tmp_path, base, bo=BASE if base == BASE else base, ada=copy)
    assert all("ada.toml" in str(one) for one in refused.value.problems)


def test_a_copy_in_an_older_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lift = migrations.Migration("nothing", 1, lambda raw: {})
    monkeypatch.setattr(
        "wizard.sessions.session_file.pending", lambda raw: [lift][raw["schema"] - 1 :]
    )
    with pytest.raises(InputUnusable, match=r"schema: is 1 here and 2 in .*base"):
        merged(tmp_path, BASE.replace("schema = 1", "schema = 2"), ada=BASE)


def test_two_copies_by_one_name_go_by_their_files_and_then_no_further(tmp_path: Path) -> None:
    ada = BASE + '[[workshop.participants]]\nname = "Ada"\n'
    texts = [ada.replace("6_000_000", number) for number in ("7", "8")]
    found = merged(tmp_path, one=texts[0], two=texts[1])
    assert [name for name, _ in found.conflicts[0].said] == ["Ada", "two"]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    three = [
        read_session(write(tmp_path / at, "ada", text))
        for at, text in zip("ab", texts, strict=True)
    ]
    three.append(read_session(write(tmp_path / "c", "ada", texts[0])))
    with pytest.raises(InputUnusable, match="second copy by the name of ada"):
        merge(read_session(write(tmp_path, "base", BASE)), three, DAY)


def test_whoever_the_session_names_already_is_not_taken_for_whoever_filled_in_a_copy(
    tmp_path: Path,
) -> None:
    base = BASE + '[[workshop.participants]]\nname = "Ada"\n'
    first, second = (base.replace("6_000_000", number) for number in ("7", "8"))
    found = merged(tmp_path, base, one=first, two=second)
    assert [name for name, _ in found.conflicts[0].said] == ["one", "two"]
    both = base + '[[workshop.participants]]\nname = "Bo"\n'
    found = merged(tmp_path, both, one=first, two=both.replace("6_000_000", "8"))
    assert [name for name, _ in found.conflicts[0].said] == ["Ada", "two"]


def test_an_unusable_answer_of_the_session_is_no_fault_of_a_copy(tmp_path: Path) -> None:
    broken = BASE.replace("6_000_000", '"many"')
    found = merged(tmp_path, broken, ada=broken, bo=BASE)
    assert [one.key for one in found.taken] == ["volume.calls_per_month"]


def test_a_session_whose_workshop_cannot_be_read_in_full_is_refused(tmp_path: Path) -> None:
    base = BASE + '[[workshop.rounds]]\nkey = "volume.calls_per_month"\nnumber = "one"\n'
    with pytest.raises(InputUnusable, match=r"base\.toml.*workshop.rounds\[0\].number"):
        merged(tmp_path, base, ada=BASE)


def test_what_is_no_answer_is_told_to_be_left_behind(tmp_path: Path) -> None:
    found = merged(tmp_path, ada=BASE + 'mood = "good"\n')
    assert [str(one) for one in found.warnings] == [
        f"{tmp_path / 'ada.toml'}:10: alternatives[0].mood: is not a key of a session; it is left"
        " behind"
    ]


def test_records_of_a_copy_are_told_to_be_left_behind(tmp_path: Path) -> None:
    decided = BASE + '[[decisions]]\ndecision = "go"\n'
    ours = decided + "[student]\nlaunched_on = 2026-10-01\n"
    found = merged(tmp_path, decided, ada=ours, bo=BASE)
    assert [(one.key, one.message) for one in found.warnings] == [
        ("student.launched_on", "is a record of this copy; it is left behind")
    ]
    assert "student" not in outcome(found)
    assert outcome(found)["decisions"] == [{"decision": "go"}]


numbers = st.none() | st.integers(1, 3)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4), st.integers(1, 3))
def test_every_number_of_every_copy_is_in_what_comes_of_it(
    tmp_path: Path, copies: list[tuple[int | None, int | None]], own: int
) -> None:
    def text(volume: int | None, fixed: int | None) -> str:
        base = BASE.replace("6_000_000", str(volume or own))
        return base if fixed is None else f"{base}[student]\nfixed_cost_per_month = {fixed}\n"

    named = {f"copy{number}": text(*one) for number, one in enumerate(copies)}
    found = merged(tmp_path, text(own, None), **named)
    raw: Mapping[str, Any] = outcome(found)
    for key, place, place_of_own in (
        ("volume.calls_per_month", 0, own),
        ("student.fixed_cost_per_month", 1, None),
    ):
        table, name = key.split(".")
        answer = raw.get(table, {}).get(name)
        said = {
            each["participant"]: each["likely"]
            for one in raw.get("workshop", {}).get("rounds", [])
            if one["key"] == key
            for each in one["estimates"]
        }
        changed = {
            f"copy{number}": one[place]
            for number, one in enumerate(copies)
            if one[place] is not None and one[place] != place_of_own
        }
        if len(set(changed.values())) > 1:
            assert (said, answer) == (changed, place_of_own)
        else:
            assert (said, answer) == ({}, next(iter(changed.values()), place_of_own))
    assert (
        outcome(merged(tmp_path, text(own, None), **dict(reversed(named.items()))))["volume"]
        == raw["volume"]
    )


# -------------------------------------------------------------------- the command


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, Path, Path]:
    return (
        write(tmp_path, "base", BASE),
        write(tmp_path, "ada", BASE.replace("6_000_000", "7_000_000")),
        write(tmp_path, "bo", BASE.replace("6_000_000", "8_000_000") + "upfront = 5\n"),
    )


def test_without_a_target_it_says_what_would_come_of_it(
    payback: Payback, three: tuple[Path, ...]
) -> None:
    before = [path.read_bytes() for path in three]
    done = payback("workshop", "merge", *three)
    assert done.status == 0
    assert done.out.splitlines()[0] == "alternatives[0].upfront = USD 5 (from bo)"
    assert done.out.splitlines()[1] == (
        "volume.calls_per_month: conflict, ada says 7M and bo says 8M; kept 6M: a round of a"
        " workshop"
    )
    assert done.out.splitlines()[2].startswith("1 answer taken and 1 conflict. ")
    assert "Nothing was written: add -o PATH, or --in-place" in done.err
    assert [path.read_bytes() for path in three] == before
    assert sorted(one.name for one in three[0].parent.iterdir()) == [
        "ada.toml",
        "base.toml",
        "bo.toml",
    ]


def test_copies_that_are_joined_again_make_no_further_round(
    payback: Payback, three: tuple[Path, ...]
) -> None:
    base, ada, bo = three
    bo.write_text(BASE.replace("6_000_000", "8_000_000"), "utf-8")
    for _ in range(2):
        assert payback("workshop", "merge", base, ada, bo, "--in-place").status == 0
    rounds = tomllib.loads(base.read_text("utf-8"))["workshop"]["rounds"]
    assert [(one["key"], one["number"]) for one in rounds] == [("volume.calls_per_month", 1)]


def test_what_an_answer_takes_the_place_of_is_said(
    payback: Payback, three: tuple[Path, ...]
) -> None:
    """A session that was changed since it was copied is changed back, which shows there."""
    base, ada, _ = three
    assert payback("set", base, "volume.calls_per_month=5M").status == 0
    done = payback("workshop", "merge", base, ada)
    assert done.out.splitlines()[0] == (
        "volume.calls_per_month = 7,000,000 calls (from ada, in place of 5M)"
    )


def test_it_writes_elsewhere_in_place_or_to_standard_output(
    payback: Payback, three: tuple[Path, ...], tmp_path: Path
) -> None:
    target = tmp_path / "all.toml"
    assert payback("workshop", "merge", *three, "-o", target).status == 0
    written = target.read_text(encoding="utf-8")
    assert tomllib.loads(written)["workshop"]["participants"] == [{"name": "ada"}, {"name": "bo"}]
    assert payback("check", target).status == 0
    printed = payback("workshop", "merge", *three, "-o", "-")
    assert printed.out == written
    assert "conflict, ada says" in printed.err
    assert three[0].read_text(encoding="utf-8") == BASE
    assert payback("workshop", "merge", *three, "--in-place").status == 0
    assert three[0].read_text(encoding="utf-8") == written


def test_in_place_keeps_what_another_program_writes_while_it_runs(
    payback: Payback, three: tuple[Path, ...], meddled: Callable[[Path], None]
) -> None:
    meddled(three[0])
    assert payback("workshop", "merge", *three, "--in-place").status == 0
    text = three[0].read_text(encoding="utf-8")
    assert "# theirs\n" in text
    assert tomllib.loads(text)["workshop"]["participants"] == [{"name": "ada"}, {"name": "bo"}]


def test_what_exists_is_replaced_with_force_only_and_what_is_read_never(
    payback: Payback, three: tuple[Path, ...], tmp_path: Path
) -> None:
    target = write(tmp_path, "mine", "mine")
    done = payback("workshop", "merge", *three, "-o", target)
    assert (done.status, "--force" in done.err) == (2, True)
    assert target.read_text(encoding="utf-8") == "mine"
    assert payback("workshop", "merge", *three, "-o", target, "--force").status == 0
    link = tmp_path / "link.toml"
    link.symlink_to(three[0])
    for path in (three[0], three[2], link):
        before = path.read_bytes()
        done = payback("workshop", "merge", *three, "-o", path, "--force")
        assert (done.status, "one of the files to merge" in done.err) == (2, True)
        assert path.read_bytes() == before
    assert payback("workshop", "merge", *three, "-o", tmp_path).status == 2
    assert payback("workshop", "merge", *three, "-o", target, "--in-place").status == 2
    done = payback("workshop", "merge", *three, "--in-place", "--force")
    assert (done.status, "--force goes with -o" in done.err) == (2, True)


def test_a_conflict_that_no_workshop_can_hold_is_2_and_written_all_the_same(
    payback: Payback, three: tuple[Path, ...]
) -> None:
    for path, word in ((three[1], "narrow"), (three[2], "broad")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"label"', f'"label"\nbreadth = "{word}"'), encoding="utf-8")
    done = payback("workshop", "merge", *three, "--in-place")
    assert done.status == 2
    assert (
        "task.breadth: conflict, ada says narrow and bo says broad; kept nothing: settle it with"
        in done.out
    )
    assert "7_000_000" in three[0].read_text(encoding="utf-8")


def test_a_new_cost_that_copies_give_differently_is_written_as_a_round_and_agreed_on_later(
    payback: Payback, tmp_path: Path
) -> None:
    base = write(tmp_path, "base", BASE)
    ada = write(tmp_path, "ada", BASE + "[upfront.other]\nLegal = 100\n")
    bo = write(tmp_path, "bo", BASE + "[upfront.other]\nLegal = 300\n")
    target = tmp_path / "all.toml"
    done = payback("workshop", "merge", base, ada, bo, "-o", target)
    assert (done.status, done.err) == (0, "")
    assert "upfront.other.Legal: conflict, ada says 100 and bo says 300; kept nothing" in done.out
    assert "other" not in tomllib.loads(target.read_text(encoding="utf-8")).get("upfront", {})
    session = OpenSession(read_session(target))
    put(session, resume(session).ask("upfront.other.Legal", DAY).agree_pooled(DAY))
    assert tomllib.loads(session.text(DAY))["upfront"]["other"]["Legal"]["likely"] == 200


def test_decisions_of_copies_are_told_to_be_put_on_record(
    payback: Payback, three: tuple[Path, ...]
) -> None:
    with three[1].open("a", encoding="utf-8") as file:
        file.write('\n[[decisions]]\ndate = 2026-01-02\ndecision = "later"\nby = "Ada"\n')
    assert "1 decision put on record and" in payback("workshop", "merge", *three).out
    payback("workshop", "merge", *three, "--in-place")
    assert "on record" not in payback("workshop", "merge", *three).out


def test_a_merge_that_contradicts_itself_is_refused(payback: Payback, tmp_path: Path) -> None:
    base = write(tmp_path, "base", BASE + "[teacher.tokens]\ninput = 100\n")
    ada = write(tmp_path, "ada", BASE + "[teacher.tokens]\ninput = 50\n")
    bo = write(tmp_path, "bo", BASE + "[teacher.tokens]\ninput = 100\ncached_input = 80\n")
    done = payback("workshop", "merge", base, ada, bo, "--in-place")
    assert done.status == 2
    assert "teacher.tokens.cached_input" in done.err


def test_every_file_that_cannot_be_read_is_named(payback: Payback, three: tuple[Path, ...]) -> None:
    three[1].write_text("x", encoding="utf-8")
    done = payback("workshop", "merge", *three, three[0].with_name("gone.toml"))
    assert done.status == 2
    assert "ada.toml" in done.err
    assert "gone.toml" in done.err


def test_a_hostile_name_stays_on_its_line(payback: Payback, tmp_path: Path) -> None:
    base = write(tmp_path, "base", BASE)
    name = "[red]\x1b[2J\nx"
    ada = write(
        tmp_path,
        "ada",
        BASE.replace("6_000_000", "7")
        + ('[[workshop.participants]]\nname = "[red]\\u001b[2J\\nx"\n'),
    )
    bo = write(tmp_path, "bo", BASE.replace("6_000_000", "8"))
    done = payback("workshop", "merge", base, ada, bo, "--in-place")
    assert done.status == 0
    assert len(done.out.splitlines()) == 2
    assert "\x1b" not in done.out
    assert read_session(base).raw["workshop"]["participants"][0]["name"] == name

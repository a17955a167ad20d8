"""Every command as people and pipelines use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wizard.cli.assess
from rules.catalog import RULES
from tests.environment import surroundings
from tests.wizard.cases import COMPLETE, SAMPLES, plain, written
from tests.wizard.conftest import Payback
from wizard import __version__
from wizard.cli import _COMMANDS
from wizard.disk import store
from wizard.disk.paths import config_file
from wizard.sessions.open_session import OpenSession

KEYS = {
    "schema", "title", "currency", "as_of", "complete", "missing", "problems", "inputs",
    "policy", "policy_overrides", "result", "rules", "verdict", "pitch", "sensitivity", "risk",
    "alternatives",
}  # fmt: skip


def parsed(text: str) -> dict[str, Any]:
    """One JSON object without NaN or infinities."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    result: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return result


# ------------------------------------------------------------------ assess


def test_a_page_begins_with_title_and_verdict(payback: Payback, case: Path) -> None:
    outcome = payback("assess", case)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Tickets\n[+] Defensible case: payback in ")


@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES.keys())
def test_json_of_a_sample(payback: Payback, path: Path) -> None:
    outcome = payback("assess", path, "--json")
    found = parsed(outcome.out)

    assert (outcome.status, outcome.err) == (0, "")
    assert found.keys() == KEYS
    assert found["schema"] == 1
    assert found["complete"] == (found["missing"] == [])
    assert (found["verdict"] is None) == (not found["complete"])


def test_several_files_are_json_lines(payback: Payback) -> None:
    outcome = payback("assess", "--json", *SAMPLES.values())
    titles = [parsed(line)["title"] for line in outcome.out.splitlines()]
    assert outcome.status == 0
    assert len(titles) == len(SAMPLES)


def test_one_file_is_one_object_even_over_several_lines(payback: Payback, case: Path) -> None:
    assert parsed(payback("assess", "--json", case).out)["title"] == "Tickets"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_bad_one_among_several_is_reported_and_the_rest_printed(
    payback: Payback, case: Path, tmp_path: Path, options: list[str]
) -> None:
    bad, missing = tmp_path / "bad.toml", tmp_path / "missing.toml"
    bad.write_text("schema = 1\ntitle = 5\n")
    outcome = payback("assess", bad, case, missing, SAMPLES["unfinished_draft"], *options)

    assert outcome.status == 2
    assert [line.partition(": ")[0] for line in outcome.err.splitlines()] == [
        f"{bad}:2", str(missing),
    ]  # fmt: skip
    assert "Tickets" in outcome.out
    assert "Invoice field extraction" in outcome.out
    if options:
        assert len(outcome.out.splitlines()) == 2


def test_pages_of_several_files_are_set_apart(payback: Payback, case: Path) -> None:
    pages = payback("assess", case, case).out
    single = payback("assess", case).out
    assert pages == f"{single}\n{single}"


def test_warnings_are_in_the_answer(payback: Payback, case: Path) -> None:
    case.write_text(COMPLETE.replace('breadth = "narrow"', 'breadth = "narrow"\nbredth = 1'))
    page, found = payback("assess", case).out, parsed(payback("assess", case, "--json").out)

    assert "did you mean task.breadth?" in " ".join(page.split())
    (problem,) = [one for one in found["problems"] if one["key"] == "task.bredth"]
    assert (problem["file"], problem["line"], problem["key"]) == (str(case), 8, "task.bredth")


def test_the_title_is_the_files_name_where_none_is_given(payback: Payback, case: Path) -> None:
    case.write_text(COMPLETE.replace('title = "Tickets"\n', ""))
    assert payback("assess", case).out.startswith("case\n")
    assert parsed(payback("assess", case, "--json").out)["title"] == "case"


def test_what_if_leaves_the_file_alone(payback: Payback, case: Path) -> None:
    found = parsed(
        payback(
            "assess", case, "--json", "--set", "volume.calls_per_month=60k", "--set", "title=Less"
        ).out
    )
    assert found["title"] == "Less"
    assert found["verdict"]["id"] == "do-not-distill"
    assert case.read_text() == COMPLETE


def test_a_setting_replaces_what_is_wrong_in_the_file(payback: Payback, case: Path) -> None:
    for old, new, setting in (
        ("calls_per_month = {", "calls_per_month = -1 # {", "volume.calls_per_month=5M"),
        ("share = 0.7", "share = -1", "quality.slices[0].share=70%"),
        ("share = 0.7\n", "", "quality.slices[0].share=70%"),
    ):
        case.write_text(COMPLETE.replace(old, new))
        assert payback("assess", case).status == 2
        assert payback("assess", case, "--set", setting).status == 0, setting


BILL_TRIED = [
    # What is tried, and what 1,000 calls to the teacher cost then: 9,600 a month pay 3M calls.
    ([], 3.2),
    (["volume.calls_per_month=1.5M"], 3.2),
    (["volume.calls_per_month=1.5M", "teacher.bill_per_month.basis=measured"], 3.2),
    (["volume.calls_per_month=1.5M", "teacher.bill_per_month=9600"], 6.4),
    (["volume.calls_per_month = 1.5M", "teacher.bill_per_month = 9600"], 6.4),
    (["teacher.bill_per_month.likely=9600", "volume.calls_per_month=1.5M"], 6.4),
    (["teacher.bill_per_month=12k"], 4.0),
    (["teacher.cost_per_1k_calls=3", "volume.calls_per_month=1.5M"], 3.0),
]


@pytest.mark.parametrize(("settings", "cost"), BILL_TRIED)
def test_another_volume_that_is_tried_makes_no_call_dearer(
    payback: Payback, tmp_path: Path, settings: list[str], cost: float
) -> None:
    path = tmp_path / "case.toml"
    bill = "{ likely = 9600, low = 9000, high = 10800 }"
    text = (
        f"schema = 1\n[volume]\ncalls_per_month = 3_000_000\n[teacher]\nbill_per_month = {bill}\n"
    )
    path.write_text(text, encoding="utf-8")
    options = [word for one in settings for word in ("--set", one)]
    outcome = payback("assess", path, "--json", *options)
    assert outcome.status == 0
    found = parsed(outcome.out)
    assert found["result"]["teacher_cost_per_1k"] == pytest.approx(cost)
    if settings == ["volume.calls_per_month=1.5M"]:
        (paid,) = (one for one in found["inputs"] if one["key"] == "teacher.bill_per_month")
        assert (paid["low"], paid["value"], paid["high"]) == (4_500, 4_800, 5_400)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            ["teacher.cost_per_1k_calls=1e308"],
            "teacher.cost_per_1k_calls: makes figures too large to calculate with; check its number"
            " of digits (given: '1e308')\n",
        ),
        (
            ["upfront.other.'gateway'=1e308"],
            "upfront.other.gateway: makes figures too large to calculate with; check its number of"
            " digits (given: '1e308')\n",
        ),
    ],
)
def test_a_problem_with_what_is_tried_is_not_told_of_the_file(
    payback: Payback, case: Path, settings: list[str], said: str
) -> None:
    options = [word for one in settings for word in ("--set", one)]
    outcome = payback("assess", case, *options)
    assert (outcome.status, outcome.err) == (2, said)


def test_a_warning_of_what_is_tried_is_not_told_of_the_file(payback: Payback, case: Path) -> None:
    key = "teacher.tokens.input_price"
    outcome = payback("assess", case, "--json", "--set", f"{key}=5000")
    (warning,) = [one for one in json.loads(outcome.out)["problems"] if one["key"] == key]
    assert (warning["file"], warning["line"]) == (None, None)
    assert warning["message"].endswith(" (given: '5000')")


def test_a_setting_that_cannot_be_used(payback: Payback, case: Path) -> None:
    outcome = payback("assess", case, "--set", "volume.cals=5", "--set", "task.breadth=x")
    assert (outcome.status, outcome.out) == (2, "")
    assert [line.partition(":")[0] for line in outcome.err.splitlines()] == [
        "volume.cals", "task.breadth",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "status"),
    [("strong", 3), ("defensible", 0), ("reconsider", 0), ("do-not-distill", 0)],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_fail_under(
    payback: Payback, case: Path, limit: str, status: int, options: list[str]
) -> None:
    outcome = payback("assess", case, "--fail-under", limit, *options)
    assert outcome.status == status
    assert outcome.out, "the answer is printed all the same"
    assert outcome.err == ""


def test_fail_under_counts_no_verdict_as_worse_and_bad_input_as_worst(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    draft, limit = SAMPLES["unfinished_draft"], ["--fail-under", "do-not-distill"]
    assert payback("assess", draft, *limit).status == 3
    assert payback("assess", case, draft, case, *limit).status == 3
    assert payback("assess", draft, tmp_path / "missing", *limit).status == 2
    assert payback("assess", tmp_path / "missing", draft, *limit).status == 2


def test_a_teams_policy_wins_and_is_named(payback: Payback, case: Path, tmp_path: Path) -> None:
    case.write_text(f"{COMPLETE}\n[policy]\ndefensible_payback_months = 24\n")
    team = tmp_path / "team.toml"
    team.write_text("defensible_payback_months = 1\nstrong_payback_months = 0.5\n")

    found = parsed(payback("assess", case, "--json", "--policy", team).out)

    assert found["policy"]["defensible_payback_months"] == 1
    assert {one["origin"] for one in found["policy_overrides"]} == {str(team)}
    assert found["verdict"]["id"] != parsed(payback("assess", case, "--json").out)["verdict"]["id"]


def test_warnings_about_a_policy_do_not_enter_the_answer(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    team = tmp_path / "team.toml"
    team.write_text("horizon_month = 12\nprice_cut = 0.4\n")
    outcome = payback("assess", case, "--json", "--policy", team)
    assert outcome.status == 0
    assert parsed(outcome.out)
    assert outcome.err.startswith(f"warning: {team}:1: horizon_month: ")


# ------------------------------------------------------------------ set


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and came, as a diff would show them, without the result."""
    old, new = before.splitlines(), after.partition("\n[result]\n")[0].splitlines()
    while new and not new[-1]:
        new.pop()
    return [one for one in old if one not in new], [one for one in new if one not in old]


def test_set_changes_its_line_and_the_result_only(payback: Payback, case: Path) -> None:
    outcome = payback("set", case, "teacher.cost_per_1k_calls=$4.50")

    assert (outcome.status, outcome.err) == (0, "")
    first, second = outcome.out.splitlines()
    assert first == "teacher.cost_per_1k_calls = USD 4.5 per 1,000 calls"
    assert second.startswith("Defensible case")
    assert changed_lines(COMPLETE, case.read_text()) == (
        ["cost_per_1k_calls = 4.20 # invoice"],
        ["cost_per_1k_calls = 4.5 # invoice"],
    )


@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES.keys())
def test_set_on_a_heavily_commented_file(payback: Payback, tmp_path: Path, path: Path) -> None:
    copy = tmp_path / "case.toml"
    before = path.read_text(encoding="utf-8")
    copy.write_text(before, encoding="utf-8")

    assert (
        payback("set", copy, "volume.calls_per_month=123456", "volume.monthly_growth=").status == 0
    )

    gone, came = changed_lines(before, copy.read_text(encoding="utf-8"))
    assert [line.partition(" =")[0] for line in came] == ["calls_per_month"]
    answers = [line.partition(" =")[0] for line in gone if not line.startswith("#")]
    assert set(answers) <= {"calls_per_month", "monthly_growth"}
    assert len(gone) <= len(answers) + 3, "an answer takes at most its own remark with it"

    saved = copy.read_bytes()
    assert payback("set", copy, "volume.calls_per_month=123456").status == 0
    assert copy.read_bytes() == saved, "the same again changes nothing"


def test_set_rows(payback: Payback, case: Path) -> None:
    outcome = payback(
        "set", case, "quality.slices[1].examples=4k", "upfront.other.gateway=1500",
        "upfront.other.licence=", "alternatives[0].name=Route", "alternatives[0].kind=route",
    )  # fmt: skip
    assert (outcome.status, outcome.err) == (0, "")
    found = plain(written(case))
    assert found["alternatives"] == [{"name": "Route", "kind": "route"}]
    assert tomllib.loads(case.read_text())["upfront"]["other"] == {
        "legal review": 2_500, "gateway": 1_500,
    }  # fmt: skip
    assert "# The big one." in case.read_text()


@pytest.mark.parametrize(
    ("upfront", "left"),
    [
        ("[upfront.other]\na = 1\n", ""),
        ("[upfront]\nother = { a = 1 }\n", ""),
        ("[upfront]\nother.a = 1\n", ""),
        ("[upfront] # mine\nother = { a = 1 }\n", "[upfront] # mine\n"),
        ("[upfront]\ncontingency = 0.1\n\n[upfront.other]\na = 1\nb = 2\n",
         "[upfront]\ncontingency = 0.1\n"),
    ],
)  # fmt: skip
def test_set_removes_all_named_rows(
    payback: Payback, tmp_path: Path, upfront: str, left: str
) -> None:
    path = tmp_path / "u.toml"
    path.write_text(f"schema = 1\n{upfront}")
    outcome = payback("set", path, "upfront.other=")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("upfront.other removed\n")
    assert path.read_text().partition("\n[result]")[0] == f"schema = 1\n{left}"


def test_a_table_that_held_one_answer_goes_with_it_unless_it_has_comments(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "u.toml"
    tables = "\n[policy]\nprice_cut = 0.4\n\n[risk]\n# drawn for the board\nseed = 7\n"
    path.write_text(f"schema = 1\n{tables}")
    assert payback("set", path, "policy.price_cut=", "risk.seed=").status == 0
    text = path.read_text()
    assert "[policy]" not in text
    assert "[risk]\n# drawn for the board\n" in text


ESTIMATE = "{ likely = 6, low = 4, high = 8"


@pytest.mark.parametrize(
    ("present", "setting", "written"),
    [
        (f'{ESTIMATE}, basis = "measured", source = "logs" }}', "=7",
         '{ likely = 7, basis = "measured", source = "logs" }'),
        (f'{ESTIMATE}, basis = "measured", source = "logs" }}', f"={ESTIMATE.replace('4', '5')} }}",
         "{ likely = 6, low = 5, high = 8 }"),
        (f"{ESTIMATE} }}", ".low=5", "{ likely = 6, low = 5, high = 8 }"),
        (f"{ESTIMATE}, source = '' }}", ".low=5", "{ likely = 6, low = 5, high = 8, source = '' }"),
        (f'{ESTIMATE}, basis = "estimated" }}', ".basis=", f"{ESTIMATE} }}"),
        (f'{ESTIMATE}, basis = "measured" }}', ".basis=", f"{ESTIMATE} }}"),
        (f'{ESTIMATE}, basis = "measured" }}', ".basis=estimated",
         f'{ESTIMATE}, basis = "estimated" }}'),
        (f'{ESTIMATE}, source = "logs" }}', ".source=", f"{ESTIMATE} }}"),
        ("6", f"={ESTIMATE} }}", f"{ESTIMATE} }}"),
        ("6", "=6 (4..8)", f"{ESTIMATE} }}"),
        (f"{ESTIMATE} }}", "=7 (4..8)", "{ likely = 7, low = 4, high = 8 }"),
        (f"{ESTIMATE} }}", ".basis=estimated", f'{ESTIMATE}, basis = "estimated" }}'),
    ],
)  # fmt: skip
def test_a_number_is_written_with_what_was_said_of_it(
    payback: Payback, tmp_path: Path, present: str, setting: str, written: str
) -> None:
    path = tmp_path / "v.toml"
    path.write_text(f"schema = 1\n[volume]\ncalls_per_month = {present} # mine\n")
    outcome = payback("set", path, f"volume.calls_per_month{setting}")
    assert (outcome.status, outcome.err) == (0, "")
    assert f"calls_per_month = {written} # mine\n" in path.read_text()


def test_set_keeps_what_another_program_writes_while_it_runs(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = iter(range(3))
    real = OpenSession.save

    def save(session: OpenSession, *arguments: Any, **more: Any) -> None:
        for number in others:
            case.write_text(f"{case.read_text()}# theirs {number}\n")
            break
        real(session, *arguments, **more)

    monkeypatch.setattr(OpenSession, "save", save)
    outcome = payback("set", case, "title=New")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.count("title") == 1
    assert written(case).value("title") == "New"
    assert [f"# theirs {number}" in case.read_text() for number in range(3)] == [True] * 3


def test_set_gives_up_on_a_file_that_never_rests(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = OpenSession.save

    def save(session: OpenSession, *arguments: Any, **more: Any) -> None:
        case.write_text(f"{case.read_text()}# theirs\n")
        real(session, *arguments, **more)

    monkeypatch.setattr(OpenSession, "save", save)
    outcome = payback("set", case, "title=New")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith(
        "since it was read. It keeps being changed; try again when that has ended.\n"
    )
    assert written(case).value("title") == "Tickets"


def test_set_waits_for_another_program_and_says_so_in_the_end(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.cli.changing.PATIENCE_S", 0)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.alone(case):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        outcome = payback("set", case, "title=New")
    finally:
        done.set()
        holder.join()
    assert (outcome.status, outcome.out) == (2, "")
    assert "has been saving it for several seconds. Try again in a moment" in outcome.err
    assert case.read_text() == COMPLETE
    assert payback("set", case, "title=New").status == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Path.unlink, "there is no such file"),
        (lambda path: path.write_text("[["), "case.toml:1: Invalid initial character"),
        (lambda path: path.write_text("schema = 99\n"), "schema"),
    ],
    ids=["deleted", "unreadable", "another schema"],
)
def test_set_says_what_has_become_of_a_file_while_it_ran(
    payback: Payback,
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], Any],
    words: str,
) -> None:
    real = OpenSession.save

    def save(session: OpenSession, *arguments: Any, **more: Any) -> None:
        change(case)
        real(session, *arguments, **more)

    monkeypatch.setattr(OpenSession, "save", save)
    outcome = payback("set", case, "title=New")
    assert (outcome.status, outcome.out) == (2, "")
    assert str(case) in outcome.err
    assert words in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_set_says_what_is_missing_where_there_is_no_verdict(payback: Payback, case: Path) -> None:
    outcome = payback("set", case, "task.breadth=")
    assert outcome.status == 0
    assert "No verdict yet: 1 answer is missing. Payback: " in outcome.out


def test_set_is_all_or_nothing(payback: Payback, case: Path) -> None:
    outcome = payback("set", case, "title=New", "task.breadth=wide", "volume.nope=1")
    assert (outcome.status, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 2
    assert case.read_text() == COMPLETE


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("policy.strong_payback_months=20", "must not fall"),
        ("quality.slices[0].share=", "stated here but not for quality.slices[0]; give every slice"),
        ("risk.correlations[0].a=volume.calls_per_month", "is required here"),
        ("volume.calls_per_month=1e308", "too large to calculate with"),
    ],
)
def test_set_makes_no_contradiction(payback: Payback, case: Path, setting: str, says: str) -> None:
    outcome = payback("set", case, setting)
    assert (outcome.status, outcome.out) == (2, "")
    assert says in outcome.err
    assert case.read_text() == COMPLETE


def test_set_takes_both_sides_of_one_at_once(payback: Payback, case: Path) -> None:
    outcome = payback(
        "set", case, "policy.strong_payback_months=20", "policy.defensible_payback_months=22"
    )
    assert (outcome.status, outcome.err) == (0, "")
    assert payback("assess", case).status == 0


def test_set_mends_one_thing_while_others_are_wrong_and_names_them(
    payback: Payback, case: Path
) -> None:
    broken = COMPLETE.replace('"narrow"', '"wide"').replace("share = 0.3", "share = -1")
    case.write_text(broken)
    outcome = payback("set", case, "task.breadth=narrow")

    assert outcome.status == 0
    assert f"{case}:" in outcome.err
    assert "quality.slices[1].share" in outcome.err
    assert "share = -1" in case.read_text(), "what cannot be used stays as its author wrote it"
    assert 'breadth = "narrow" # one decision' in case.read_text()


# ------------------------------------------------------------------ the others


def test_new_writes_a_session_that_check_understands(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert payback("new").out == "payback.toml\n"
    outcome = payback("check", "payback.toml")
    assert (outcome.status, outcome.err) == (0, "")
    assert "volume.calls_per_month: How many calls" in outcome.out


def test_new_names_the_schema_that_it_writes_beside_a_session(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert payback("new", "--short", "--schema").out == "payback.toml\nsession.schema.json\n"

    session, schema = Path("payback.toml"), Path("session.schema.json")
    assert session.read_text().startswith("#:schema ./session.schema.json\nschema = 1\n")
    assert schema.read_text() == payback("schema").out
    assert payback("set", session, "volume.calls_per_month=6M").status == 0
    assert "?\ncalls_per_month = 6_000_000\n" in session.read_text()
    assert payback("check", session).err == ""

    schema.write_text('{"title": "Payback session"}')
    assert payback("new", "other.toml", "--schema").status == 0
    assert schema.read_text() == payback("schema").out, "that of another version is replaced"


@pytest.mark.parametrize("held", ["{", "[]", '{"title": "Orders"}', "\xff"])
def test_new_replaces_no_schema_of_something_else(
    payback: Payback, tmp_path: Path, held: str
) -> None:
    schema, session = tmp_path / "session.schema.json", tmp_path / "case.toml"
    schema.write_text(held, encoding="latin-1")
    outcome = payback("new", session, "--schema")
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{schema}: is not the schema of a session" in outcome.err
    assert not session.exists()
    assert schema.read_text(encoding="latin-1") == held


def test_new_begins_no_session_whose_schema_cannot_be_written(
    payback: Payback, tmp_path: Path
) -> None:
    schema, session = tmp_path / "session.schema.json", tmp_path / "case.toml"
    schema.mkdir()
    outcome = payback("new", session, "--schema")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{schema}: it is a folder, not a file; move it, or leave")
    assert not session.exists()


def test_a_session_that_is_printed_has_nothing_beside_it(payback: Payback) -> None:
    assert payback("new", "-", "--short").out.startswith("schema = 1\n")
    outcome = payback("new", "-", "--schema")
    assert (outcome.status, outcome.out) == (2, "")
    assert "name the session" in outcome.err


def test_check_says_complete_and_warns(payback: Payback, case: Path) -> None:
    case.write_text(f"{COMPLETE}\n[extra]\nx = 1\n")
    outcome = payback("check", case, SAMPLES["support_ticket_classifier"])
    assert outcome.status == 0
    assert [line.rpartition(": ")[2] for line in outcome.out.splitlines()] == ["complete"] * 2
    assert outcome.err.startswith("warning: ")


def test_problems_are_listed_by_line(payback: Payback, case: Path) -> None:
    text = COMPLETE.replace("[student]", "[student]\nnope = 1").replace("share = 0.3", "share = 0")
    case.write_text(text.replace('title = "Tickets"', "title = 5"))
    for command in ("check", "assess"):
        lines = [
            int(line.removeprefix("warning: ").removeprefix(f"{case}:").partition(":")[0])
            for line in payback(command, case).err.splitlines()
        ]
        assert len(lines) > 1
        assert lines == sorted(lines), command


def test_check_goes_on_behind_a_bad_file(payback: Payback, case: Path, tmp_path: Path) -> None:
    outcome = payback("check", tmp_path / "missing", case)
    assert outcome.status == 2
    assert outcome.out == f"{case}: complete\n"


def test_check_reports_a_stale_result_with_its_line(payback: Payback, case: Path) -> None:
    payback("set", case, "title=Saved")
    text = case.read_text().replace("engineering_time = 30_000", "engineering_time = 90_000")
    case.write_text(text)
    line = text.splitlines().index("[result]") + 1
    outcome = payback("check", case)
    assert outcome.status == 0
    assert f"warning: {case}:{line}: result: no longer matches" in outcome.err


def test_rules_are_listed_and_explained(payback: Payback) -> None:
    listed = payback("rules").out.splitlines()
    assert [line.split()[0] for line in listed] == [rule.id for rule in RULES]
    for rule in RULES:
        said = payback("rules", rule.id).out
        assert rule.title in said
        assert rule.remedy in said


def test_the_schema_is_json(payback: Payback) -> None:
    assert parsed(payback("schema").out)["title"] == "Payback session"


def test_samples_are_listed_printed_and_copied(payback: Payback, tmp_path: Path) -> None:
    assert [line.split()[0] for line in payback("samples").out.splitlines()] == list(SAMPLES)
    path = SAMPLES["unfinished_draft"]
    for name in ("unfinished_draft", "unfinished_draft.toml"):
        assert payback("samples", name).out == path.read_text(encoding="utf-8")

    outcome = payback("samples", "unfinished_draft", "--copy", tmp_path)
    copy = tmp_path / "unfinished_draft.toml"
    assert outcome.out == f"{copy}\n"
    assert copy.read_bytes() == path.read_bytes()
    assert payback("samples", "unfinished_draft", "--copy", tmp_path).status == 2, "not overwritten"


def test_all_samples_are_copied_at_once(payback: Payback, tmp_path: Path) -> None:
    there = tmp_path / "on_device_dictation.toml"
    there.write_text("mine", encoding="utf-8")
    outcome = payback("samples", "--copy", tmp_path)
    # One that is in the way stays, is told of, and keeps none of the others away.
    assert (outcome.status, there.read_text(encoding="utf-8")) == (2, "mine")
    assert outcome.err == (
        f"{there}: exists already; move it away, or name another folder with --copy\n"
    )
    assert {path.stem for path in tmp_path.iterdir()} == set(SAMPLES)
    there.unlink()
    for path in tmp_path.iterdir():
        path.unlink()
    assert payback("samples", "--copy", tmp_path).status == 0


def test_the_help_says_where_the_config_file_lies(payback: Payback) -> None:
    assert payback("--help").out.splitlines()[-1] == f"  {config_file()}"


@pytest.mark.parametrize("variable", [("TERM", "dumb"), ("ACCESSIBLE", "1")])
def test_without_a_command_a_plain_terminal_is_told_of_the_plain_interview(
    payback: Payback, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)
    assert "plain lines" not in payback().out.splitlines()[-1], "nobody sits at a pipe"
    monkeypatch.setattr("wizard.cli.launch.has_terminal", lambda: True)
    said = payback()
    assert said.status == 0
    assert "`payback ask FILE`" in " ".join(said.out.splitlines()[-2:])


def test_version_and_help(payback: Payback) -> None:
    assert payback("--version").out.split()[-1] == __version__
    page = payback("--help").out
    assert payback("-h").out == page
    assert payback().status == 0
    for name in _COMMANDS:
        assert f"  {name} " in page
        assert payback(name, "--help").out.startswith(f"Usage: payback {name}")


def test_a_step_that_is_none_is_told_with_the_option_and_with_those_that_are(
    payback: Payback, case: Path
) -> None:
    done = payback("open", case, "--step", "volum")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("--step: 'volum' is not a step; there are task, volume, teacher, ")


def test_an_unexpected_failure_is_a_bug_and_says_how_to_report_it(
    payback: Payback, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PAYBACK_HOME", str(home))

    def failing(*arguments: object) -> None:
        raise ZeroDivisionError(f"division of 4711 by zero in {case}")

    monkeypatch.setattr(wizard.cli.assess, "read_and_judge", failing)
    outcome = payback("assess", case)
    assert (outcome.status, outcome.out) == (1, "")
    assert "Payback failed" in outcome.err
    assert "4711" not in outcome.err
    (report,) = (home / "state" / "failures").iterdir()
    assert str(report) in outcome.err
    text = report.read_text("utf-8")
    assert "command assess" in text
    assert "builtins.ZeroDivisionError" in text
    assert "4711" not in text
    assert str(case) not in text
    monkeypatch.setenv("PAYBACK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        payback("assess", case)


# ------------------------------------------------------------------ as a process


def test_as_a_process(process: Payback, case: Path) -> None:
    outcome = process("assess", case, "--json", "--fail-under", "strong")
    assert (outcome.status, outcome.err) == (3, "")
    assert parsed(outcome.out)["title"] == "Tickets"


@pytest.mark.parametrize("arguments", [["--help"], ["rules"], ["schema"], ["rules", "--help"]])
def test_whoever_reads_may_stop_early(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *arguments],
            env=surroundings(),
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_answer_that_goes_to_a_full_disk(case: Path, options: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", "assess", case, *options],
            env=surroundings(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert b"could not be written: the disk or your share of it is full" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_any_encoding_of_the_terminal_will_do(process: Payback, case: Path) -> None:
    case.write_text(COMPLETE.replace("Tickets", "Größe 日本"), encoding="utf-8")
    outcome = process("assess", case, PYTHONIOENCODING="latin-1")
    assert outcome.status == 0
    assert outcome.out.splitlines()[0].endswith(" \\u65e5\\u672c")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(process: Payback, payback: Payback, shell: str) -> None:
    script = payback("completion", shell).out
    assert "_PAYBACK_COMPLETE" in script
    assert "payback" in script
    environment = {"_PAYBACK_COMPLETE": f"{shell}_complete", "COMP_WORDS": "payback as"}
    environment["COMP_CWORD"] = "as" if shell == "fish" else "1"
    found = process(**environment).out
    assert "assess" in found
    assert "ask" in found
    assert "rules" not in found


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("rules no-u", ["no-unit-saving"]),
        ("samples un", ["unfinished_draft"]),
        ("set case.toml volume.call", ["volume.calls_per_month="]),
        ("set case.toml title=x volume.call", ["volume.calls_per_month="]),
        ("assess case.toml --set volume.call", ["volume.calls_per_month="]),
    ],
)
def test_a_shell_completes_rules_samples_and_keys(
    process: Payback, words: str, offered: list[str]
) -> None:
    found = process(
        _PAYBACK_COMPLETE="bash_complete",
        COMP_WORDS=f"payback {words}",
        COMP_CWORD=str(len(words.split())),
    )
    assert found.out.split() == [f"plain,{one}" for one in offered]


def test_the_path_in_the_help_of_completion_can_be_copied(payback: Payback) -> None:
    command = "payback completion bash > ~/.local/share/bash-completion/completions/payback"
    assert f"  {command}\n" in payback("completion", "--help").out


def test_commands_without_a_screen_do_not_load_textual(case: Path) -> None:
    program = (
        "import sys; from wizard.cli import run\n"
        f"for words in (['--version'], ['--help'], ['assess', {str(case)!r}, '--quick'], ['rules'],"
        f" ['ask', {str(case)!r}], ['set', {str(case)!r}, 'title=x']): run(words)\n"
        "print(sorted({'textual', 'rich', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_decimal_comma_of_the_config_file_counts_for_what_is_typed(
    payback: Payback, case: Path
) -> None:
    calls = "volume.calls_per_month"
    assert "could mean" in payback("set", case, f"{calls}=1.200,50").err
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("decimal_comma = true\n", "utf-8")
    assert "= 1.200,5 calls" in payback("set", case, f"{calls}=1.200,50").out
    assert "likely = 1200.5" in case.read_text("utf-8")
    assert payback("assess", case, "--set", f"{calls}=1.200,50").status == 0
    assert "1,2 or 1200" in payback("set", case, f"{calls}=1,200").err
    config_file().write_text('decimal_comma = "yes"\n', "utf-8")
    unset = payback("set", case, f"{calls}=1.200,50")
    assert "decimal_comma" in unset.err
    assert "needs true or false" in unset.err
    assert unset.status == 2

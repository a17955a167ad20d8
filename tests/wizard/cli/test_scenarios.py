"""`payback scenarios`, and what the other commands make of the scenarios of a session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.wizard.cases import SAMPLES
from tests.wizard.conftest import Payback

MINE = """
[[scenarios]]  # of the planning round
name = "Two markets"
set = { "volume.calls_per_month" = "40M", "upfront.engineering_time" = 90_000 }
"""
WRONG = """
[[scenarios]]
name = "typo"
set = { "volume.calls_per_mont" = 3 }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    text = SAMPLES["growing_product_search"].read_text(encoding="utf-8")
    path.write_text(text + MINE, encoding="utf-8")
    return path


def with_wrong(file: Path) -> int:
    """Add a scenario that cannot be used; returns the line of what is wrong."""
    file.write_text(file.read_text(encoding="utf-8") + WRONG, encoding="utf-8")
    return len(file.read_text(encoding="utf-8").splitlines())


def test_the_page_has_the_table_and_the_picture(file: Path, payback: Payback) -> None:
    said = payback("scenarios", file)
    assert (said.status, said.err) == (0, "")
    (mine,) = [line for line in said.out.splitlines() if "Two markets" in line]
    assert mine.split()[2] == "defensible"
    assert "Verdict by calls a month and by the teacher's price per 1,000 calls" in said.out
    assert "◆ the case" in said.out
    assert max(map(len, said.out.splitlines())) <= 80


def test_json_has_what_each_sets_and_what_it_comes_to(file: Path, payback: Payback) -> None:
    said = json.loads(payback("scenarios", "--json", file).out)
    mine = said["scenarios"][-1]
    assert (mine["name"], mine["origin"]) == ("Two markets", "session")
    assert mine["set"] == {"volume.calls_per_month": "40M", "upfront.engineering_time": 90_000}
    settings = [f"--set={key}={value}" for key, value in mine["set"].items()]
    plain = json.loads(payback("assess", "--json", "--quick", file, *settings).out)
    assert mine["verdict"] == plain["verdict"]["id"]
    assert mine["npv"] == plain["result"]["cash"]["npv"]
    assert mine["payback_months"] == plain["result"]["payback_months"]
    assert mine["cash_payback_months"] == plain["result"]["cash"]["payback_months"]
    assert {one["origin"] for one in said["scenarios"]} == {"case", "built-in", "session"}
    assert len(said["frontier"]["prices"]) == 20
    assert said["frontier"]["judgements"] < 1_000


def test_json_has_rows_and_days_as_the_file_has_them(file: Path, payback: Payback) -> None:
    values = (
        '"alternatives" = [{ name = "smaller", upfront = { likely = 5, low = 4, high = 6 } }]',
        '"upfront.other" = { licence = 10 }',
        '"teacher.retires_on" = 2027-06-01',
    )
    rows = f'[[scenarios]]\nname = "Rows"\nset = {{ {", ".join(values)} }}\n'
    file.write_text(file.read_text(encoding="utf-8") + rows, encoding="utf-8")
    said = json.loads(payback("scenarios", "--json", file).out)
    assert said["scenarios"][-1]["set"] == {
        "alternatives": [{"name": "smaller", "upfront": {"likely": 5, "low": 4, "high": 6}}],
        "upfront.other": {"licence": 10},
        "teacher.retires_on": "2027-06-01",
    }


def test_one_that_cannot_be_used_is_told_by_line_and_the_others_are_judged(
    file: Path, payback: Payback
) -> None:
    line = with_wrong(file)
    key = 'scenarios[1].set."volume.calls_per_mont"'
    for command in (("scenarios",), ("check",), ("report", "--format", "md", "-o", "-")):
        said = payback(*command, file)
        assert f"case.toml:{line}: {key}: is not a key that can be set" in said.err, command
        assert said.status == (0 if command[0] == "report" else 2), command
        if command[0] != "check":
            assert "Two markets" in said.out
            assert "left out" in said.out
    problems = json.loads(payback("scenarios", "--json", file).out)["problems"]
    assert [one["key"] for one in problems] == [key]


def test_a_case_without_a_verdict_says_what_it_waits_for(tmp_path: Path, payback: Payback) -> None:
    path = tmp_path / "draft.toml"
    path.write_text("schema = 1\nvolume.calls_per_month = 5\n", encoding="utf-8")
    said = payback("scenarios", path)
    assert said.status == 0
    assert "Scenarios need a case with a verdict; this one waits for" in said.said
    assert "Breadth of the task" in said.said
    assert "task.breadth" not in said.said
    assert json.loads(payback("scenarios", "--json", path).out)["frontier"] is None


def test_a_policy_of_the_team_judges_them_too(file: Path, payback: Payback) -> None:
    policy = file.with_name("team.toml")
    policy.write_text("[policy]\nprice_cut = 0.2\n", encoding="utf-8")
    found = {}
    for given in ((), ("--policy", policy)):
        said = json.loads(payback("scenarios", "--json", file, *given).out)
        cut = next(one for one in said["scenarios"] if one["name"] == "Price cut")
        found[len(given)] = cut["set"]["teacher.cost_per_1k_calls"]
    assert found[2] == pytest.approx(found[0] / 0.5 * 0.8)


def test_they_stay_through_saves_and_change_nothing_that_is_judged(
    file: Path, payback: Payback
) -> None:
    before = payback("assess", "--json", file).out
    plain = file.with_name("plain.toml")
    plain.write_text(SAMPLES["growing_product_search"].read_text(encoding="utf-8"), "utf-8")
    assert payback("assess", "--json", plain).out == before
    assert payback("set", file, "upfront.months_to_launch=4").status == 0
    assert MINE in file.read_text(encoding="utf-8")


def test_a_redacted_copy_leaves_them_out_and_says_so(file: Path, payback: Payback) -> None:
    copy = file.with_name("copy.toml")
    said = payback("redact", file, "-o", copy)
    assert said.status == 0
    assert "scenarios" in said.err.partition("Left out:")[2].splitlines()[0]
    text = copy.read_text(encoding="utf-8")
    assert "Two markets" not in text
    assert "scenarios" not in text


def test_joining_copies_leaves_theirs_behind_and_says_so(file: Path, payback: Payback) -> None:
    copy = file.with_name("anna.toml")
    text = file.read_text(encoding="utf-8")
    copy.write_text(text.replace("40M", "50M"), encoding="utf-8")
    said = payback("workshop", "merge", file, copy, "--in-place")
    assert "scenarios: is a record of this copy; it is left behind" in said.err
    assert MINE in file.read_text(encoding="utf-8")


def test_the_empty_session_shows_how_one_is_written(tmp_path: Path, payback: Payback) -> None:
    empty = payback("new", "-").out
    lines = empty.partition("---- Scenarios")[2].splitlines()[2:]
    example = "\n".join(line.removeprefix("#") for line in lines)
    path = tmp_path / "case.toml"
    text = SAMPLES["growing_product_search"].read_text(encoding="utf-8")
    path.write_text(f"{text}\n{example}\n", encoding="utf-8")
    said = payback("scenarios", path)
    assert (said.status, said.err) == (0, "")
    assert "Two markets" in said.out

"""Sessions side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rules.comparing.comparison import Side
from rules.figures.catalogue import shown_in
from rules.words.wording import percent
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of
from tests.wizard.conftest import Payback
from wizard.reports.comparison_page import comparison_page
from wizard.reports.side_by_side import Compared, side_by_side
from wizard.reports.text import plain


@pytest.fixture
def dearer(case: Path) -> Path:
    path = case.with_name("dearer.toml")
    path.write_text(
        COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 1.5")
        .replace("engineering_time = 30_000", "engineering_time = 60_000")
        .replace('breadth = "narrow"', 'breadth = "moderate"')
    )
    return path


def compared(payback: Payback, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payback("compare", "--json", *arguments).out)
    return found


def test_an_answer_that_ends_a_payback_leads_to_never_and_back_from_it(
    payback: Payback, case: Path
) -> None:
    never = case.with_name("never.toml")
    never.write_text(COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 9"))
    for pair, said in (((case, never), "to never"), ((never, case), "from never")):
        below = payback("compare", *pair).out.partition("From A to B")[2]
        (student,) = [line for line in below.splitlines() if "0.5 (estimated)" in line]
        assert said in student
        (whole,) = [line for line in below.splitlines() if line.strip().startswith("All:")]
        assert said in whole
        (difference,) = compared(payback, *pair)["differences"]
        assert difference["payback_months"] is None


def test_figures_stand_in_columns_and_differences_below(
    payback: Payback, case: Path, dearer: Path
) -> None:
    outcome = payback("compare", case, dearer)
    assert (outcome.status, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert "".join(outcome.out.split()).startswith(f"A{case}:Tickets")
    (verdict,) = [line for line in lines if line.startswith("Verdict")]
    assert verdict.split() == ["Verdict", "defensible", "defensible"]
    below = outcome.out.partition("From A to B")[2]
    (student,) = [line for line in below.splitlines() if "0.5 (estimated)" in line]
    assert "1.5 (estimated)" in student
    assert "Interaction" in below
    assert below.index("Interaction") < below.index("Without effect on either")
    (breadth,) = [line.split() for line in below.splitlines() if "narrow" in line]
    assert breadth[-1] == "moderate"


def test_chances_stand_in_columns_and_below_them_what_was_drawn(
    payback: Payback, case: Path, dearer: Path
) -> None:
    said = payback("compare", case, dearer).out
    drawn = [json.loads(payback("assess", path, "--json").out)["risk"] for path in (case, dearer)]
    (row,) = [line for line in said.splitlines() if line.startswith("Worth more than 0")]
    assert row.split()[-2:] == [percent(one["positive_npv"]) for one in drawn]
    assert all(re.search(rf"^{letter}  [0-9]+ numbers vary", said, re.M) for letter in "AB")
    files = compared(payback, case, dearer)["files"]
    for one, risk in zip(files, drawn, strict=True):
        assert one["chances"] == {name: risk[name] for name in one["chances"]}
        assert {"draws", "within_target", "npv", "supports_verdict"} <= set(one["chances"])


def test_slices_stand_beside_each_other(payback: Payback, tmp_path: Path) -> None:
    first = SAMPLES["support_ticket_classifier"]
    second = tmp_path / "second.toml"
    text = first.read_text(encoding="utf-8").replace("student_score = 0.938", "student_score = 0.9")
    second.write_text(text.replace('name = "account access"', 'name = "logging in"'))
    lines = payback("compare", first, second).out.splitlines()
    at = next(number for number, line in enumerate(lines) if "billing and" in line)
    assert lines[at].split()[2:] == ["A", "31%", "2,600", "94.1%", "93.8%", "-", "-"]
    assert lines[at + 1].split()[1:] == ["B", "31%", "2,600", "94.1%", "90%", "-", "-"]
    (same,) = [line.split() for line in lines if line.strip().startswith("delivery and")]
    assert same[2] == "AB"
    (gone,) = [line.split() for line in lines if line.strip().startswith("account access")]
    (new,) = [line.split() for line in lines if line.strip().startswith("logging in")]
    assert (gone[2], new[2]) == ("A", "B")
    # Where there is no room for them, the cells that differ stand as any other answer does.
    narrow = as_lines(first, second, 50)
    assert ["-", "Student", "score", "93.8%", "90%"] in [line.split() for line in narrow]


def as_lines(first: Path, second: Path, width: int) -> list[str]:
    sides = [
        Compared(path.stem, letter, path.stem, Side(answers_of(path.read_text(encoding="utf-8"))))
        for letter, path in (("A", first), ("B", second))
    ]
    return plain(comparison_page(side_by_side(sides), width)).splitlines()


def test_figures_that_are_wider_than_their_column_do_not_run_together(
    payback: Payback, case: Path, dearer: Path
) -> None:
    for path, calls in ((case, "1e13"), (dearer, "1e14")):
        assert payback("set", path, f"volume.calls_per_month={calls}").status == 0
    outcome = payback("compare", case, dearer)
    table, _, below = outcome.out.partition("From A to B")
    (shortest,) = [line for line in table.splitlines() if line.startswith("Payback ")]
    assert re.split(r" {2,}", shortest) == ["Payback", *["less than 0.1 months"] * 2]
    assert re.search(r"months-|known-|[0-9]\$|[0-9]-\$", table + below) is None
    assert re.search(r"<0\.1 +[+-]\$[0-9,]{16}", below)


def test_the_json_has_each_figure_and_each_part(payback: Payback, case: Path, dearer: Path) -> None:
    found = compared(payback, case, dearer)
    before, after = (one["figures"] for one in found["files"])
    assert list(before) == [one.compared_as or one.flat_name for one in shown_in("compared")]
    (difference,) = found["differences"]
    assert difference["npv"] == pytest.approx(after["npv"] - before["npv"])
    parts = [one["npv"] for one in (*difference["answers"], difference["interaction"])]
    assert sum(parts) == pytest.approx(difference["npv"])
    assert [one["key"] for one in difference["answers"]] == [
        "task.breadth", "student.cost_per_1k_calls", "upfront.engineering_time",
    ]  # fmt: skip


def test_figures_are_those_of_assess(payback: Payback, case: Path, dearer: Path) -> None:
    result = json.loads(payback("assess", dearer, "--json").out)["result"]
    figures = compared(payback, case, dearer)["files"][1]["figures"]
    assert figures["npv"] == result["cash"]["npv"]
    assert figures["irr"] == result["cash"]["irr"]
    assert figures["payback_months"] == result["payback_months"]


def test_samples_of_all_kinds_fit_the_page(payback: Payback) -> None:
    outcome = payback("compare", *SAMPLES.values())
    assert outcome.status == 0
    assert max(map(len, outcome.out.splitlines())) <= 80
    assert " nan" not in outcome.out
    assert "No verdict yet" in outcome.out
    assert "are not subtracted from each other" in outcome.out


def test_different_currencies_in_json(payback: Payback, case: Path, tmp_path: Path) -> None:
    euro = tmp_path / "euro.toml"
    euro.write_text(COMPLETE.replace("schema = 1", 'schema = 1\ncurrency = "EUR"'))
    (difference,) = compared(payback, case, euro)["differences"]
    assert difference["refusal"] == "USD and EUR are not subtracted from each other"
    assert (difference["npv"], difference["interaction"]) == (None, None)
    assert [one["npv"] for one in difference["answers"]] == [None]


def test_one_that_cannot_be_used_is_shown_as_such(
    payback: Payback, case: Path, dearer: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("schema = 1\n[volume]\ncalls_per_month = 0\n")
    outcome = payback("compare", case, bad, dearer)
    assert outcome.status == 2
    assert "B  Not usable:" in outcome.out
    assert "From A to C" in outcome.out
    assert f"{bad}:3: volume.calls_per_month" in outcome.err
    found = compared(payback, case, bad, dearer)
    assert [one["usable"] for one in found["files"]] == [True, False, True]
    assert found["files"][1]["problems"][0]["line"] == 3
    assert [one["to"] for one in found["differences"]] == [str(dearer)]


def test_nothing_is_compared_with_a_first_that_cannot_be_used(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    outcome = payback("compare", tmp_path / "missing.toml", case)
    assert outcome.status == 2
    assert "Nothing is compared with A" in outcome.out
    assert "defensible" in outcome.out
    assert compared(payback, tmp_path / "missing.toml", case)["differences"] == []


def test_none_that_can_be_used(payback: Payback, tmp_path: Path) -> None:
    outcome = payback("compare", tmp_path / "a.toml", tmp_path / "b.toml")
    assert outcome.status == 2
    assert "not usable" in outcome.out


@pytest.mark.parametrize("number", [1, 9])
def test_how_many(payback: Payback, case: Path, number: int) -> None:
    outcome = payback("compare", *[case] * number)
    assert outcome.status == 2
    assert f"Name 2 to 8 sessions, not {number}." in outcome.err


def test_the_same_file_twice_differs_in_nothing(payback: Payback, case: Path) -> None:
    assert "No answer differs." in payback("compare", case, case).out


def test_a_policy_holds_for_all(payback: Payback, case: Path, dearer: Path) -> None:
    policy = case.with_name("team.toml")
    policy.write_text("defensible_payback_months = 3\nstrong_payback_months = 1\n")
    found = compared(payback, case, dearer, "--policy", policy)
    assert found["files"][1]["verdict"] == "reconsider"
    assert "policy" not in [one["key"] for one in found["differences"][0]["answers"]]


@pytest.mark.parametrize("command", ["assess", "compare"])
def test_a_narrow_terminal_breaks_no_word(
    command: str, payback: Payback, case: Path, dearer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (case, dearer) if command == "compare" else (case,)
    usual = payback(command, *files).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, payback(command, *files).out.splitlines())) <= 60
    monkeypatch.setenv("COLUMNS", "200")
    assert payback(command, *files).out == usual

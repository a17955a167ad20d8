"""What is said of a case: of answers that are missing, and of those that are left out."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.answers import Answers
from rules.answers.entries import parse_entry
from rules.argument.brief import (
    brief,
    headline,
    left_out,
)
from rules.argument.first_page import NOT_USABLE, STILL_NEEDED
from rules.argument.lines import Section, name_of
from rules.assess import Assessment, assess
from rules.questions import QUESTIONS
from rules.results import saved_result
from tests.rules import cases

ANSWERS = {
    "volume.calls_per_month": "6M",
    "teacher.cost_per_1k_calls": "4",
    "student.cost_per_1k_calls": "1",
    "upfront.engineering_time": "30k",
    "maintenance.redistillations_per_year": "2",
    "task.breadth": "narrow",
}


def judged(**changes: str) -> Assessment:
    """The assessment of some answers as typed; an empty one takes an answer away."""
    texts = ANSWERS | {key.replace("__", "."): text for key, text in changes.items()}
    entries = {
        key: parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")))
        for key, text in texts.items()
    }
    return assess(Answers({key: entry for key, entry in entries.items() if entry is not None}))


def section(assessment: Assessment, heading: str) -> Section | None:
    return next((one for one in brief(assessment) if one.heading == heading), None)


def test_a_verdict_says_how_many_answers_it_leaves_out() -> None:
    whole, without = judged(), judged(volume__monthly_growth="x")
    assert whole.verdict is not None
    assert headline(whole) == whole.verdict.headline
    assert left_out(whole) == ""
    assert section(whole, NOT_USABLE) is None
    assert headline(without) == f"{whole.verdict.headline} 1 answer not usable, left out."
    shown = section(without, NOT_USABLE)
    assert shown is not None
    (line,) = shown.lines
    assert (line.label, line.key) == ("Monthly growth", "volume.monthly_growth")
    assert "Not a number" in line.text


def test_a_required_answer_that_is_not_usable_is_not_called_missing() -> None:
    wrong = judged(task__breadth="sideways")
    assert wrong.missing == ("task.breadth",)
    assert wrong.unanswered == ()
    assert headline(wrong) == "No verdict yet: 1 answer is not usable."
    assert section(wrong, STILL_NEEDED) is None
    both = judged(task__breadth="sideways", volume__calls_per_month="")
    assert headline(both) == "No verdict yet: 1 answer is missing, 1 is not usable."
    assert both.to_mend == ("volume.calls_per_month", "task.breadth")


def test_what_is_needed_is_named_by_its_label() -> None:
    shown = section(judged(task__breadth=""), STILL_NEEDED)
    assert shown is not None
    (line,) = shown.lines
    assert line.label == QUESTIONS["task.breadth"].label
    assert line.text == QUESTIONS["task.breadth"].prompt


def test_a_number_that_is_too_large_is_to_be_mended_and_not_left_out() -> None:
    huge = judged(volume__calls_per_month="1e300", teacher__cost_per_1k_calls="1e300")
    assert huge.verdict is None
    assert huge.unusable == ()
    assert huge.to_mend
    assert "too large" in headline(huge)


def test_no_figure_has_two_names_and_no_verdict_two_spellings() -> None:
    against = judged(volume__calls_per_month="10k", quality__cost_per_error="5")
    labels = [line.label for one in brief(against) for line in one.lines if line.label]
    assert {"Net before errors", "Net after errors"} <= set(labels)
    assert "do-not-distill" not in " ".join(
        line.text for one in brief(against) for line in one.lines
    )


def test_alternatives_stand_beside_the_student_in_columns() -> None:
    alternative = {
        "name": "a small model with a long name",
        "cost_per_1k_calls": cases.estimate(1),
        "upfront": cases.estimate(2_000),
    }
    sections = {
        one.heading: one.lines for one in brief(cases.judged({"alternatives": [alternative]}))
    }
    rows = sections["Side by side"]
    assert [one.label for one in rows] == [
        "In columns", "Keep the teacher", "Distil", "a small model with a long name",
    ]  # fmt: skip
    assert all(one.is_row for one in rows)
    # One column under the other.
    assert len({len(one.text) for one in rows}) == 1
    assert rows[2].text.split()[:2] == ["$38,000", "$21,600"]
    assert rows[3].text.split()[:2] == ["$2,000", "$18,000"]


def test_an_alternative_that_nobody_has_scored_is_not_told_as_if_its_errors_were_known() -> None:
    rows = [
        {"name": "scored", "cost_per_1k_calls": cases.estimate(1), "error_rate_increase": 0.01},
        {"name": "unscored", "cost_per_1k_calls": cases.estimate(1)},
    ]
    sections = {one.heading: one.lines for one in brief(cases.judged({"alternatives": rows}))}
    known, unknown = (one.text for one in sections["Alternatives"])
    assert "Nobody has shown its errors, so the student's are counted for it" in unknown
    assert "Nobody" not in known


def test_an_alternative_without_a_cost_is_not_put_beside_anything() -> None:
    sections = {one.heading for one in brief(cases.judged({"alternatives": [{"name": "cheap"}]}))}
    assert "Side by side" not in sections
    assert "Alternatives" in sections


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("volume.calls_per_month", "Calls per month"),
        ("quality.slices[0].examples", "Slices, 1: Examples"),
        ("upfront.other.audit", "Other upfront costs, audit"),
        ("elsewhere.x", "elsewhere.x"),
    ],
)
def test_an_answer_is_named_with_its_row_and_column(key: str, name: str) -> None:
    assert name_of(key) == name


def test_an_unfinished_case_tells_no_cost_of_errors_that_nobody_spoke_of() -> None:
    silent = judged(task__breadth="")
    told = section(silent, "Figures")
    assert told is not None
    assert "Error cost a year" not in {line.label for line in told.lines}
    assert "annual_error_cost" not in saved_result(silent, date(2026, 1, 15))
    spoken = judged(
        task__breadth="", quality__error_rate_increase="1%", quality__cost_per_error="0"
    )
    told = section(spoken, "Figures")
    assert told is not None
    assert "Error cost a year" in {line.label for line in told.lines}
    assert saved_result(spoken, date(2026, 1, 15))["annual_error_cost"] == 0
    # A verdict counts what nobody spoke of as nothing, and shows that it does.
    assert saved_result(judged(), date(2026, 1, 15))["annual_error_cost"] == 0


def test_what_is_not_known_yet_is_not_spoken_of() -> None:
    open_upkeep = judged(maintenance__redistillations_per_year="")
    (payback,) = (one.text for one in open_upkeep.pitch if one.part == "payback")
    assert payback.endswith("of full savings.")
    said = [line.text for one in brief(open_upkeep) for line in one.lines]
    assert "teacher $4.00, student $1.00" in said
    assert not any("not known" in text for text in said)


def test_an_alternative_that_costs_as_much_upfront_is_not_paid_back_in_0_months() -> None:
    rows = [{"name": "dear", "cost_per_1k_calls": cases.estimate(3), "upfront": 90_000}]
    lines = next(
        one.lines
        for one in brief(cases.judged({"alternatives": rows}))
        if one.heading == "Alternatives"
    )
    assert "Over it, distilling costs nothing more upfront and leaves more." in lines[0].text

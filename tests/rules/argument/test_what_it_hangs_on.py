"""Sensitivity and risk in words."""

from __future__ import annotations

import math

import pytest

from rules.argument.what_it_hangs_on import (
    Outlook,
    _waiting,
    amount,
    chances,
    hangs_on,
    outlook_of,
    sections,
    with_outlook,
)
from rules.assess import Assessment
from rules.words.money import Words
from tests.rules.cases import Changes, judged, measured, scored

RANGED: Changes = {
    "volume.calls_per_month": measured(6e6, 4.5e6, 8e6),
    "maintenance.redistillations_per_year": measured(2, 1, 6),
}


def texts(assessment: Assessment) -> dict[str, str]:
    found = outlook_of(assessment)
    return {
        one.label or one.text: one.text
        for section in sections(assessment, found)
        for one in section.lines
    }


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("volume.calls_per_month", 6e6, "6M"),
        ("volume.monthly_growth", 0.025, "2.5%"),
        ("teacher.cost_per_1k_calls", 4.2, "€4.20"),
        ("upfront.months_to_launch", 2, "2 months"),
        ("teacher.p95_latency_seconds", 1.8, "1.8 s"),
        ("maintenance.redistillations_per_year", 2, "2"),
        ('upfront.other."legal review"', 3_000, "€3,000"),
    ],
)
def test_a_number_reads_in_its_unit(key: str, value: float, words: str) -> None:
    assert amount(key, value, "EUR") == words


def test_the_load_bearing_number_comes_first_with_its_room() -> None:
    unsure = {"quality.slices": None, "quality.basis": None, "volume.monthly_growth": None}
    assessment = judged({**RANGED, **unsure})
    found = outlook_of(assessment).sensitivity
    assert found is not None
    first, *_ = hangs_on(assessment, found).lines
    assert first.key == found.load_bearing == "volume.calls_per_month"
    assert first.text.startswith(
        "The case hangs most on calls per month: between 4.5M and 8M the net present value goes"
    )
    assert "It may fall from 6M to 880k (-85%) before payback exceeds 12 months." in first.text


def test_a_range_that_nobody_gave_is_said_to_be_none() -> None:
    assessment = judged({"quality.slices": None, "quality.basis": None})
    found = outlook_of(assessment).sensitivity
    assert found is not None
    first, *_ = hangs_on(assessment, found).lines
    assert "(nobody gave a range; this one stands in for it)" in first.text


def test_the_article_s_three_numbers_are_always_named() -> None:
    said = texts(judged())
    for label in ("Calls per month", "Student, per 1,000 calls", "Redistillations a year"):
        assert label in said, said
    assert "may rise" in said["Redistillations a year"]
    assert "a year leaves nothing" in said["Redistillations a year"]


def test_chances_say_how_likely_and_between_what() -> None:
    assessment = judged(RANGED)
    found = outlook_of(assessment).risk
    assert found is not None
    said = {one.label: one.text for one in chances(assessment, found).lines}
    assert said["Within 12 months"] == "98.3% of 10,000 draws"
    assert "even chances" in said["Cash payback"]
    assert said["Net present value"].count("$") == 3


def test_a_correlation_without_effect_is_told_beside_the_chances() -> None:
    rows = [{"a": "volume.calls_per_month", "b": "volume.fallback_rate", "rho": 0.5}]
    assessment = judged({**RANGED, "risk.correlations": rows})
    found = outlook_of(assessment).risk
    assert found is not None
    (line,) = (one for one in chances(assessment, found).lines if "no effect" in one.text)
    assert line.text.startswith("The correlation of volume.calls_per_month and volume.fall")
    assert line.key == "risk.correlations"


def test_cash_that_next_to_no_draw_brings_back_has_no_range() -> None:
    assessment = judged({**RANGED, "upfront.engineering_time": measured(9e9)})
    found = outlook_of(assessment).risk
    assert found is not None
    said = {one.label: one.text for one in chances(assessment, found).lines}
    assert said["Cash payback"] == "never, in nine draws of ten or more"


def test_what_is_worth_measuring_first_is_named_with_its_error() -> None:
    close = {
        **RANGED,
        "volume.calls_per_month": measured(1.6e6, 4e5, 5e6),
        "upfront.engineering_time": measured(90_000),
    }
    found = judged(close)
    said = texts(found)
    assert "Know calls per month first" in said
    assert "± $" in said["Know calls per month first"]
    lines = [one for part in sections(found, outlook_of(found)) for one in part.lines]
    (about,) = (one.key for one in lines if one.label == "Know calls per month first")
    assert about == "volume.calls_per_month"


def test_where_no_number_could_change_the_decision_nothing_is_to_be_measured() -> None:
    sure = {
        "volume.calls_per_month": measured(6e6, 5.5e6, 6.5e6),
        "teacher.annual_price_change": measured(0.0),
        "volume.share_moved": measured(0.9),
        "volume.fallback_rate": measured(0.01),
        "upfront.contingency": measured(0.1),
        "quality.cost_per_error": measured(0.001),
    }
    assert any("No single number is worth measuring" in text for text in texts(judged(sure)))


@pytest.mark.parametrize(
    "held", [{"teacher.annual_price_change": None}, {"upfront.engineering_time": None}]
)
def test_while_something_large_is_held_nothing_is_said_not_to_be_worth_measuring(
    held: Changes,
) -> None:
    sure = {
        "volume.calls_per_month": measured(6e6, 5.5e6, 6.5e6),
        "teacher.annual_price_change": measured(0.0),
        "volume.share_moved": measured(0.9),
        "volume.fallback_rate": measured(0.01),
        "upfront.contingency": measured(0.1),
        "quality.cost_per_error": measured(0.001),
        **held,
    }
    said = texts(judged(sure))
    assert not any("No single number is worth measuring" in text for text in said)
    assert any("held still, nobody can say" in text for text in said)


def test_a_number_that_decides_alone_is_not_passed_over_where_the_draws_are_too_few() -> None:
    # Errors of $350 each, of which half the draws have next to none.
    ruinous = {"quality.slices": [scored(0.9, 0.9, 1_000)], "quality.cost_per_error": measured(350)}
    found = judged({**ruinous, "volume.calls_per_month": measured(1_000_000)})
    said = texts(found)
    assert any("What knowing additional errors" in text for text in said)
    assert not any("alone would change the decision" in text for text in said)


def test_without_a_verdict_there_is_no_outlook() -> None:
    assessment = judged({"task.breadth": None})
    assert outlook_of(assessment) == Outlook()
    assert sections(assessment, Outlook()) == ()


def test_the_pitch_names_the_load_bearing_number_whatever_it_is() -> None:
    unsure = {"quality.slices": None, "quality.basis": None, "volume.monthly_growth": None}
    for changes, label in (
        ({**RANGED, **unsure}, "calls per month"),
        (
            {**unsure, "student.cost_per_1k_calls": measured(0.4, 0.1, 3.9)},
            "student, per 1,000 calls",
        ),
    ):
        assessment = judged(changes)
        told = with_outlook(assessment, outlook_of(assessment))
        (risk,) = (one.text for one in told.pitch if one.part == "risk")
        assert f"It hangs most on {label}" in risk
        assert "over its range the net present value lies between " in risk
    assert with_outlook(assessment, None) is assessment


# ------------------------------------------------------------------ the cost of delay


def waiting(evpi: float, delay: float) -> list[str]:
    return [one.text for one in _waiting(evpi, delay, Words())]


def test_what_measuring_may_cost_is_said_with_what_waiting_costs() -> None:
    delay, said = waiting(9_000.0, 3_000.0)
    assert delay == "$3,000 a month"
    assert said == (
        "Measuring first is only worth it while it costs less than waiting: each month of it costs"
        " $3,000, and knowing every number would add at most $9,000, so not even that pays for"
        " more than 3 months."
    )


@pytest.mark.parametrize(
    ("evpi", "delay", "end"),
    [
        (100.0, 3_000.0, "so not even that pays for any waiting."),
        (0.0, 3_000.0, "knowing every number would add $0, so do not wait for it."),
        (500.0, -800.0, "is worth $800 more. Measuring first can be worth up to $500."),
    ],
)
def test_where_waiting_is_free_or_knowing_worthless_that_is_said(
    evpi: float, delay: float, end: str
) -> None:
    assert waiting(evpi, delay)[-1].endswith(end)


def test_a_delay_that_is_not_known_is_not_told() -> None:
    assert waiting(500.0, math.nan) == []


def test_a_simulation_that_nobody_waits_for_is_broken_off() -> None:
    assert outlook_of(judged(RANGED), lambda: True).risk is not None
    assert outlook_of(judged(RANGED), lambda: False).risk is None


def test_a_launch_that_is_worth_the_same_a_month_later_is_worth_nothing_more() -> None:
    *_, said = _waiting(10.0, 0.0, Words("USD"))
    assert "a launch a month later is worth the same." in said.text

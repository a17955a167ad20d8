"""The catalogue of figures: what has to hold of every declaration."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import get_args

import pytest

from rules.answers.policy import Policy
from rules.figures.catalogue import EXPLAINED, FIGURES, figure, shown_in
from rules.figures.catalogue.figure import Figure, Place
from rules.questions import question_of
from rules.words.money import Words
from tests.rules.cases import NOTHING, Changes, judged

ALL = (*FIGURES, *EXPLAINED)
PLACES: tuple[Place, ...] = get_args(Place)
NARROW = 18
"""Signs of the labels in the panel."""


def twice(names: Iterable[object]) -> list[object]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_names_and_labels_tell_figures_apart() -> None:
    assert twice(one.name for one in ALL) == []
    assert twice(one.full_label for one in ALL) == []
    assert twice(one.compared_as or one.flat_name for one in ALL) == []


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_figure_says_what_it_is_and_leads_to_an_answer(one: Figure) -> None:
    assert question_of(one.key) is not None
    assert one.formula
    assert not one.formula.endswith(".")
    assert one.at.keys() <= set(PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_has_one_order(place: Place) -> None:
    shown = shown_in(place)
    assert shown
    assert twice(one.at[place] for one in shown) == []
    labels = [one.narrow_label or one.label for one in shown]
    if place != "summary":
        assert twice(labels) == []
    if place in ("panel", "compared"):
        assert [label for label in labels if len(label) > NARROW] == []


def test_nothing_is_shown_of_which_no_result_holds_the_value() -> None:
    for place in ("panel", "verdict", "compared", "summary"):
        assert [one.name for one in shown_in(place) if one not in FIGURES] == []


def words_of(name: str, changes: Changes | None = None) -> tuple[str, str]:
    assessment, words = judged(changes), Words("USD")
    one = figure(name)
    return (
        one.cell(assessment.figures, words),
        one.in_full(assessment.figures, assessment.policy, words),
    )


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_what_is_not_known_makes_no_line(one: Figure) -> None:
    figures = judged(NOTHING).figures
    if math.isnan(one.read(figures)):
        assert one.in_full(figures, Policy(), Words("USD")) == ""
        assert one.cell(figures, Words("USD")) == "not known"


@pytest.mark.parametrize("monitoring", [333.333, 1_000.05, 9_999.45])
@pytest.mark.parametrize("calls", [1_000_123, 2_345_678, 3_141_592])
@pytest.mark.parametrize("cost_per_error", [0, 0.001_234, 0.9])
def test_what_is_left_before_and_after_errors_adds_up_as_printed(
    calls: float, monitoring: float, cost_per_error: float
) -> None:
    changes: Changes = {
        "volume.calls_per_month": calls,
        "maintenance.monitoring_per_month": monitoring,
        "quality.cost_per_error": cost_per_error,
        "quality.error_rate_increase": 0.0123,
    }
    names = ("annual_net_benefit", "annual_error_cost", "annual_net_after_errors")
    before, errors, after = (
        int(words_of(name, changes)[0].replace("$", "").replace(",", "")) for name in names
    )
    upkeep = judged(changes).figures.headline.annual_maintenance
    savings = judged(changes).figures.headline.annual_savings
    assert before - errors == after
    assert abs(round(savings) - before - upkeep) < 1.5


def test_what_never_comes_to_be_is_said() -> None:
    dear: Changes = {"student.cost_per_1k_calls": 50}
    assert words_of("break_even_calls_per_month", dear) == (
        "none",
        "no volume pays back within 12 months",
    )
    assert words_of("cash.payback_months", dear) == ("never", "never within 36 months")
    # No change of sign, no rate: a cell says so, and no line is made of it.
    assert words_of("cash.irr", dear) == ("none", "")


def test_a_line_says_the_unit_that_the_label_does_not() -> None:
    assert words_of("annual_net_after_errors")[1].endswith(" a year")
    assert " a year" not in words_of("annual_maintenance")[1]
    assert figure("annual_net_after_errors").full_label == "Net after errors a year"
    assert figure("annual_maintenance").full_label == "Upkeep a year"
    assert figure("payback_months").full_label == "Payback, months"

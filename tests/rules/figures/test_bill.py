"""The teacher's cost from its bill: divided once, by the calls that it was for."""

from __future__ import annotations

import math

import pytest

from rules.answers.policy import Policy
from rules.argument.brief import all_figures
from rules.argument.made_of import built_number
from rules.figures.bill import as_answers
from rules.figures.figures import Figures, compute_figures
from rules.figures.variations import Variations
from tests.rules.cases import VOLUME, Changes, case, estimate, judged, measured

BILL: Changes = {"teacher.cost_per_1k_calls": None, "teacher.bill_per_month": measured(24_000)}
"""What 6,000,000 calls cost at 4 per thousand."""
SHEET: Changes = {
    "teacher.tokens.input": 1_000,
    "teacher.tokens.output": 0,
    "teacher.tokens.input_price": 3,
    "teacher.tokens.output_price": 10,
}


def figures(changes: Changes, **replaced: float) -> Figures:
    by_key = {key.replace("__", "."): value for key, value in replaced.items()}
    return compute_figures(case(changes), Policy(), by_key)


def test_the_bill_stands_in_for_a_cost_per_call() -> None:
    by_bill, direct = judged(BILL), judged()
    assert by_bill.complete
    assert by_bill.figures.headline == direct.figures.headline
    assert by_bill.figures.cash == direct.figures.cash
    assert by_bill.verdict is not None
    assert by_bill.verdict.id == "strong"


def test_another_volume_leaves_the_cost_of_a_call_as_it_is() -> None:
    half = figures(BILL, volume__calls_per_month=VOLUME / 2)
    assert half.headline.teacher_cost_per_1k == 4
    assert half.headline == figures({}, volume__calls_per_month=VOLUME / 2).headline
    assert figures(BILL).half_volume == figures({}).half_volume
    assert figures(BILL).break_even_calls_per_month == figures({}).break_even_calls_per_month
    varied = Variations(case(BILL)).drivers_with("volume.calls_per_month", 1.0)
    assert varied.teacher_cost_per_1k == 4


def test_another_bill_is_another_cost_of_a_call() -> None:
    assert figures(BILL, teacher__bill_per_month=30_000.0).headline.teacher_cost_per_1k == 5
    varied = Variations(case(BILL)).drivers_with("teacher.bill_per_month", 12_000.0)
    assert varied.teacher_cost_per_1k == 2


def test_a_bill_without_a_volume_gives_no_cost_and_the_volume_is_what_is_missing() -> None:
    found = judged({**BILL, "volume.calls_per_month": None})
    assert found.missing == ("volume.calls_per_month",)
    assert found.figures.headline.teacher_cost_per_1k != found.figures.headline.teacher_cost_per_1k


def test_a_bill_without_a_volume_says_what_a_year_costs_all_the_same() -> None:
    found = judged({**BILL, "volume.calls_per_month": None, "volume.share_moved": 0.5})
    assert found.figures.headline.annual_teacher_spend == 12 * 24_000
    assert found.figures.headline.most_at_stake == 6 * 24_000
    lines = {line.label: line.text for line in all_figures(found)}
    assert lines["Spent on the teacher"] == "$288,000 a year"
    # A cost that wins over the bill says nothing as long as the calls are not known.
    dearer = judged({"teacher.bill_per_month": measured(1), "volume.calls_per_month": None})
    assert math.isnan(dearer.figures.headline.annual_teacher_spend)


@pytest.mark.parametrize(
    ("winner", "cost"),
    [({"teacher.cost_per_1k_calls": 4.5}, 4.5), ({"teacher.cost_per_1k_calls": None, **SHEET}, 3)],
)
def test_a_direct_cost_or_a_worksheet_wins_over_the_bill(winner: Changes, cost: float) -> None:
    found = judged({**BILL, **winner})
    assert found.figures.headline.teacher_cost_per_1k == cost
    assert "teacher.bill_per_month" not in found.figures.inputs.read.used


def test_a_worksheet_that_is_begun_says_what_it_lacks_though_there_is_a_bill() -> None:
    found = judged({**BILL, "teacher.tokens.input": 900})
    assert found.missing == (
        "teacher.tokens.output",
        "teacher.tokens.input_price",
        "teacher.tokens.output_price",
    )


@pytest.mark.parametrize(
    ("bill", "volume", "basis"),
    [
        ("measured", "assumed", "assumed"),
        ("estimated", "measured", "estimated"),
        ("quoted", "measured", "quoted"),
    ],
)
def test_the_cost_is_as_good_as_the_weaker_of_bill_and_volume(
    bill: str, volume: str, basis: str
) -> None:
    changes = {
        "teacher.cost_per_1k_calls": None,
        "teacher.bill_per_month": estimate(24_000, basis=bill),
        "volume.calls_per_month": estimate(VOLUME, basis=volume),
    }
    inputs = judged(changes).figures.inputs
    assert inputs.bases["teacher.cost_per_1k_calls"] == basis
    assert built_number(inputs, "teacher.cost_per_1k_calls") == 4


@pytest.mark.parametrize(
    "tried",
    [
        {"volume.calls_per_month": 3_000_000.0},
        {"volume.calls_per_month": 3_000_000.0, "teacher.bill_per_month": 12_000.0},
        {"teacher.bill_per_month": 12_000.0, "upfront.training_compute": 1.0},
    ],
)
def test_what_was_tried_comes_to_the_same_once_it_is_answered(tried: dict[str, float]) -> None:
    answered: Changes = {**BILL, **as_answers(case(BILL), tried)}
    tried_out = compute_figures(case(BILL), Policy(), tried)
    assert figures(answered).headline == tried_out.headline
    assert figures(answered).cash == tried_out.cash


def test_what_was_tried_is_what_is_answered_where_no_bill_counts() -> None:
    tried = {"volume.calls_per_month": 3_000_000.0}
    assert as_answers(case(), tried) == tried
    assert as_answers(case({"teacher.bill_per_month": 24_000}), tried) == tried


def test_labels_of_the_teacher_cost_what_its_calls_do_by_the_bill() -> None:
    sheet = {"upfront.data_generation": None, "upfront.data_generation_worksheet.examples": 50_000}
    assert judged({**BILL, **sheet}).figures.inputs.upfront_items["data_generation"] == 200

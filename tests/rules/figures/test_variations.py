"""A case with one number exchanged is what reading it anew would give, to the last digit."""

from __future__ import annotations

import pytest

from rules.figures.inputs import resolve
from rules.figures.reading import Reading
from rules.figures.variations import Variations
from tests.rules.cases import Changes, case, measured

SHEETS: Changes = {
    "teacher.cost_per_1k_calls": None,
    "teacher.tokens.input": measured(900),
    "teacher.tokens.cached_input": measured(300),
    "teacher.tokens.output": measured(80),
    "teacher.tokens.input_price": measured(2.5),
    "teacher.tokens.output_price": measured(10),
    "teacher.tokens.batch_share": measured(0.2),
    "student.cost_per_1k_calls": None,
    "student.hosting.gpu_price_per_hour": measured(2),
    "student.hosting.calls_per_second_per_replica": measured(20),
    "upfront.data_generation": None,
    "upfront.data_generation_worksheet.examples": measured(30_000),
    "upfront.training_compute": None,
    "upfront.training_worksheet.gpu_hours": measured(300),
    "upfront.training_worksheet.gpu_price_per_hour": measured(2.2),
    "upfront.evaluation_build": None,
    "upfront.evaluation_worksheet.days": measured(12),
    "upfront.evaluation_worksheet.day_rate": measured(700),
    "upfront.engineering_time": None,
    "upfront.engineering_worksheet.days_each": measured(20),
    "upfront.engineering_worksheet.day_rate": measured(800),
    "upfront.other.gateway": measured(0.1),
    "upfront.other.legal": measured(0.2),
    "upfront.other.'two words'": measured(1e6 / 3),
    "upfront.contingency": measured(0.15),
    "maintenance.cost_per_redistillation": None,
}
STUDENT_TOKENS: Changes = {
    "student.cost_per_1k_calls": None,
    "student.tokens.input": measured(900),
    "student.tokens.output": measured(80),
    "student.tokens.input_price": measured(0.1),
    "student.tokens.output_price": measured(0.4),
}
BILL: Changes = {
    "teacher.cost_per_1k_calls": None,
    "teacher.bill_per_month": measured(9_700),
    "upfront.data_generation": None,
    "upfront.data_generation_worksheet.examples": measured(30_000),
}
CASES: dict[str, Changes] = {
    "answered": {},
    "by the bill": BILL,
    "by worksheets": SHEETS,
    "by the student's tokens": STUDENT_TOKENS,
    "with an error rate": {"quality.error_rate_increase": measured(0.01)},
    "incomplete": {"teacher.cost_per_1k_calls": None, "task.breadth": None},
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("factor", [0.0, 1 / 3, 1.0, 7.0])
def test_each_number_of_each_kind_of_case(name: str, factor: float) -> None:
    made = case(CASES[name])
    variations = Variations(made)
    assert repr(variations.drivers) == repr(resolve(made).drivers)
    for key, used in variations.used.items():
        value = used.estimate.likely * factor + 0.0625
        anew = resolve(made, Reading({key: value})).drivers
        assert repr(variations.drivers_with(key, value)) == repr(anew), key


@pytest.mark.parametrize("name", CASES)
def test_what_is_settled_holds_for_all_that_follows(name: str) -> None:
    made = case(CASES[name])
    variations = Variations(made, {"volume.calls_per_month": 123.0})
    settled = {"volume.calls_per_month": 123.0}
    for key, used in variations.used.items():
        settled[key] = used.estimate.likely * 1.7 + 0.0625
        anew = resolve(made, Reading(settled)).drivers
        assert repr(variations.drivers_with(key, settled[key])) == repr(anew), key
        variations.settle(key, settled[key])
        assert repr(variations.drivers) == repr(anew), key

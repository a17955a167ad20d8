"""Numbers that are built from others: worksheets, and defaults that the arithmetic supplies.

The formulas are the same for the case in force and for each column of months beside it: they differ
in the cells that they refer to.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from rules.answers.case import Case
from rules.answers.sheets import TokenSheet
from rules.figures.worksheets import ITEM_SHEETS, UNBILLED
from wizard.reports.workbook.constants import CALLS_PER_PRICE, SECONDS_PER_HOUR
from wizard.reports.workbook.formula import Cells, Formula, formula
from wizard.reports.workbook.functions import maximum, of_sum, total, whole_up

BILL = "teacher.bill_per_month"


class Numbers(Protocol):
    """Numbers by key, as formulas refer to them."""

    def __getitem__(self, key: str) -> Formula:
        """The number of a key."""

    def __contains__(self, key: str) -> bool:
        """Whether there is one."""

    @property
    def other_costs(self) -> Cells | None:
        """What the further upfront items cost."""


class Built(NamedTuple):
    """A number that follows from others."""

    formula: Formula
    source: str
    """What it follows from, in words."""


def sheet_begun(case: Case, key: str) -> bool:
    """Whether the number of a key is built by its worksheet."""
    if key == "student.cost_per_1k_calls":
        return case.student.cost_per_1k_calls is None and case.student.tokens.begun
    if key == "teacher.cost_per_1k_calls":
        return case.teacher.cost_per_1k_calls is None
    item = key.removeprefix("upfront.")
    return getattr(case.upfront, item) is None and getattr(case.upfront, ITEM_SHEETS[item]).begun


def worksheets(case: Case, numbers: Numbers, base_calls: Formula) -> Iterator[tuple[str, Built]]:
    """Every number that is built, by key, each before those that it is a part of.

    Whoever takes one has it among the numbers before asking for the next.

    Args:
        case: a complete one.
        numbers: that there are already.
        base_calls: the volume that a bill was for.
    """
    for role, tokens in (("teacher", case.teacher.tokens), ("student", case.student.tokens)):
        key = f"{role}.cost_per_1k_calls"
        if tokens.begun and sheet_begun(case, key):
            at = f"{role}.tokens"
            for name in ("cached_input_price", "cache_write_price"):
                if f"{at}.{name}" not in numbers:
                    yield f"{at}.{name}", Built(numbers[f"{at}.input_price"], "the input price")
            yield key, Built(_tokens(numbers, at, tokens), "tokens a call and their prices")
    if BILL in numbers:
        per_call = numbers[BILL] / base_calls
        yield (
            "teacher.cost_per_1k_calls",
            Built(per_call * CALLS_PER_PRICE, "the bill, for the calls that it was for"),
        )
    at = "upfront.data_generation_worksheet"
    if sheet_begun(case, "upfront.data_generation"):
        labelling = f"{at}.teacher_cost_per_1k_calls"
        if labelling not in numbers and case.upfront.labelled_by in UNBILLED:
            yield labelling, Built(formula(0), "no call is paid for")
        elif labelling not in numbers:
            yield labelling, Built(numbers["teacher.cost_per_1k_calls"], "the teacher's cost")
    for item, build in _ITEMS.items():
        key = f"upfront.{item}"
        if sheet_begun(case, key):
            yield key, Built(build(numbers, f"upfront.{ITEM_SHEETS[item]}"), "its worksheet")
    key = "maintenance.cost_per_redistillation"
    if key not in numbers:
        again = numbers["upfront.data_generation"] + numbers["upfront.training_compute"]
        yield key, Built(again, "data generation and training compute, once more")


def _tokens(numbers: Numbers, at: str, sheet: TokenSheet) -> Formula:
    cached, written = numbers[f"{at}.cached_input"], numbers[f"{at}.cache_write_input"]
    plain = maximum(0, numbers[f"{at}.input"] - cached - written)
    millionths = (
        plain * numbers[f"{at}.input_price"]
        + cached * numbers[f"{at}.cached_input_price"]
        + written * numbers[f"{at}.cache_write_price"]
        + numbers[f"{at}.output"] * numbers[f"{at}.output_price"]
    )
    if sheet.batch_share is None:
        return millionths / CALLS_PER_PRICE
    discount = numbers[f"{at}.batch_share"] * numbers[f"{at}.batch_discount"]
    return millionths / CALLS_PER_PRICE * (1 - discount)


def _data_generation(numbers: Numbers, at: str) -> Formula:
    examples, cost = numbers[f"{at}.examples"], numbers[f"{at}.teacher_cost_per_1k_calls"]
    labelled = examples / numbers[f"{at}.acceptance_rate"] * numbers[f"{at}.attempts_per_example"]
    reviewed = examples * numbers[f"{at}.review_share"] * numbers[f"{at}.cost_per_review"]
    return labelled * cost / CALLS_PER_PRICE + reviewed


def _training_compute(numbers: Numbers, at: str) -> Formula:
    hours = numbers[f"{at}.gpu_hours"] * numbers[f"{at}.gpu_price_per_hour"]
    tokens = numbers[f"{at}.million_tokens"] * numbers[f"{at}.price_per_million"]
    return numbers[f"{at}.runs"] * (hours + tokens * numbers[f"{at}.epochs"])


def _evaluation_build(numbers: Numbers, at: str) -> Formula:
    days = numbers[f"{at}.days"] * numbers[f"{at}.day_rate"]
    return days + numbers[f"{at}.labels"] * numbers[f"{at}.cost_per_label"]


def _engineering_time(numbers: Numbers, at: str) -> Formula:
    return numbers[f"{at}.people"] * numbers[f"{at}.days_each"] * numbers[f"{at}.day_rate"]


_ITEMS: Mapping[str, Callable[[Numbers, str], Formula]] = {
    "data_generation": _data_generation,
    "training_compute": _training_compute,
    "evaluation_build": _evaluation_build,
    "engineering_time": _engineering_time,
}


# ------------------------------------------------------------- sums that all columns take


def upfront_total(numbers: Numbers) -> Formula:
    """The four items and all others, with contingency."""
    parts = [numbers[f"upfront.{item}"] for item in ITEM_SHEETS]
    if numbers.other_costs is not None:
        parts.append(total(numbers.other_costs))
    return of_sum(parts) * (1 + numbers["upfront.contingency"])


def annual_maintenance(numbers: Numbers, months_per_year: Formula) -> Formula:
    """What keeping the student good costs a year."""
    again = (
        numbers["maintenance.redistillations_per_year"]
        * numbers["maintenance.cost_per_redistillation"]
    )
    return again + months_per_year * numbers["maintenance.monitoring_per_month"]


class Hosted(NamedTuple):
    """What replicas cost and carry."""

    cost: Formula
    """Money per month of one."""
    capacity: Formula
    """Calls per month of one, at its planned load."""
    least: Formula

    def replicas(self, handled: Formula) -> Formula:
        """How many a month's handled calls need."""
        return maximum(self.least, whole_up(handled / self.capacity))


def replica_cost(numbers: Numbers) -> Formula:
    """Money per month of one replica."""
    at = "student.hosting"
    return (
        numbers[f"{at}.gpus_per_replica"]
        * numbers[f"{at}.gpu_price_per_hour"]
        * numbers[f"{at}.hours_per_month"]
        * (1 + numbers[f"{at}.overhead"])
    )


def replica_capacity(numbers: Numbers) -> Formula:
    """Calls per month of one replica."""
    at = "student.hosting"
    return (
        numbers[f"{at}.calls_per_second_per_replica"]
        * numbers[f"{at}.target_load"]
        / numbers[f"{at}.peak_to_average"]
        * (numbers[f"{at}.hours_per_month"] * SECONDS_PER_HOUR)
    )


def months_of(answered: Formula, times: Formula, later: Formula | None = None) -> Formula:
    """Whole months to launch or to ramp, as a scenario has them."""
    months = answered * times
    return whole_up(months if later is None else months + later)

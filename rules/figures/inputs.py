"""From a case to the numbers the arithmetic runs on, and to what is still missing.

Source: docs/specification.md §1.2 (defaults), §1.3 (what a verdict needs), §2 (worksheets).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from rules.answers.case import Case
from rules.answers.estimate import Basis, Estimate, weakest
from rules.answers.keys import join
from rules.answers.sheets import Sheet
from rules.figures import worksheets
from rules.figures.dates import whole_months
from rules.figures.economics import Drivers
from rules.figures.ops import NEVER, UNKNOWN, Number
from rules.figures.reading import Reading


class Inputs(NamedTuple):
    """A case reduced to numbers, with what they rest on."""

    drivers: Drivers
    upfront_items: Mapping[str, Number]
    """Money by item, before contingency."""
    other_items: Mapping[str, Number]
    """Money of the further items, by the names people gave them."""
    redistillations_per_year: Number
    bases: Mapping[str, Basis]
    """Basis of each headline number that was answered, directly or by a worksheet, by key."""
    missing: tuple[str, ...]
    """Keys that a verdict still needs."""
    read: Reading
    """The record of the estimates used."""


def resolve(case: Case, read: Reading | None = None) -> Inputs:
    """The numbers of a case, NaN where one is not known.

    Args:
        case: any case, also an incomplete one.
        read: how estimates are read; by default at their likely values.
    """
    resolver = _Resolver(case, read or Reading())
    drivers = resolver.drivers()
    return Inputs(
        drivers=drivers,
        upfront_items=resolver.items,
        other_items={
            name: resolver.read(join("upfront.other", name), estimate)
            for name, estimate in case.upfront.other.items()
        },
        redistillations_per_year=resolver.redistillations_per_year,
        bases=resolver.bases,
        missing=tuple(missing_keys(case)),
        read=resolver.read,
    )


def drivers_of(case: Case, read: Reading) -> Drivers:
    """The numbers that the arithmetic runs on alone; `case` and `read` as in `resolve`."""
    return _Resolver(case, read).drivers()


class _Resolver:
    """Reads one case once, collecting the bases of the numbers answered."""

    def __init__(self, case: Case, read: Reading) -> None:
        self.case = case
        self.read = read
        self.bases: dict[str, Basis] = {}
        self.items: dict[str, Number] = {}
        self.redistillations_per_year: Number = UNKNOWN

    def drivers(self) -> Drivers:
        case, read = self.case, self.read
        calls = self.answered("volume.calls_per_month", case.volume.calls_per_month)
        teacher_cost = read.part("teacher_cost", self.teacher_cost)
        student_cost = read.part("student_cost", self.student_cost)
        self.items = items = self.upfront_items(teacher_cost)
        other = read.total("upfront.other", case.upfront.other)
        contingency = read("upfront.contingency", case.upfront.contingency, 0.0)
        upfront_total = (sum(items.values()) + other) * (1 + contingency)
        self.redistillations_per_year = self.answered(
            "maintenance.redistillations_per_year", case.maintenance.redistillations_per_year
        )
        redistillation = read.either(
            "maintenance.cost_per_redistillation",
            case.maintenance.cost_per_redistillation,
            items["data_generation"] + items["training_compute"],
        )
        return Drivers(
            calls_per_month=calls,
            monthly_growth=read("volume.monthly_growth", case.volume.monthly_growth, 0.0),
            share_moved=read("volume.share_moved", case.volume.share_moved, 1.0),
            fallback_rate=read("volume.fallback_rate", case.volume.fallback_rate, 0.0),
            teacher_cost_per_1k=teacher_cost,
            annual_price_change=read(
                "teacher.annual_price_change", case.teacher.annual_price_change, 0.0
            ),
            student_cost_per_1k=student_cost,
            fixed_cost_per_month=self.answered(
                "student.fixed_cost_per_month", case.student.fixed_cost_per_month, 0.0
            ),
            hosting=read.part("hosting", lambda: worksheets.hosting(case.student.hosting, read)),
            upfront_total=upfront_total,
            months_to_launch=read("upfront.months_to_launch", case.upfront.months_to_launch, 0.0),
            ramp_months=read("upfront.ramp_months", case.upfront.ramp_months, 0.0),
            redistillation_cost_per_year=self.redistillations_per_year * redistillation,
            monitoring_per_month=read(
                "maintenance.monitoring_per_month", case.maintenance.monitoring_per_month, 0.0
            ),
            error_rate_increase=read.part("error_rate_increase", self.error_rate_increase),
            cost_per_error=read("quality.cost_per_error", case.quality.cost_per_error, 0.0),
            undivided_bill=self.undivided_bill(),
            months_of_service=months_of_service(case),
        )

    @property
    def is_billed(self) -> bool:
        """Whether what the teacher costs is taken from a bill, if from anything."""
        teacher = self.case.teacher
        return teacher.cost_per_1k_calls is None and not teacher.tokens.begun

    def undivided_bill(self) -> Number:
        """The bill of a case that does not say its calls; not known where it counts for none."""
        bill, calls = self.case.teacher.bill_per_month, self.case.volume.calls_per_month
        if bill is None or calls is not None or not self.is_billed:
            return UNKNOWN
        return self.read("teacher.bill_per_month", bill)

    def teacher_cost(self) -> Number:
        """Money per 1,000 calls of the teacher."""
        teacher, read = self.case.teacher, self.read
        if self.is_billed:
            return self.cost_from_bill()
        return self.built(
            "teacher.cost_per_1k_calls",
            teacher.cost_per_1k_calls,
            teacher.tokens,
            lambda: worksheets.tokens_cost_per_1k(teacher.tokens, "teacher.tokens", read),
        )

    def cost_from_bill(self) -> Number:
        """Money per 1,000 calls of the teacher, from what is paid for all of them.

        The calls are those that the bill was for, whatever volume the case is tried at.
        """
        bill, calls = self.case.teacher.bill_per_month, self.case.volume.calls_per_month
        if bill is None:
            return UNKNOWN
        money = self.read("teacher.bill_per_month", bill)
        if calls is None:
            return UNKNOWN
        basis = weakest([bill.basis, calls.basis])
        if basis is not None:
            self.bases["teacher.cost_per_1k_calls"] = basis
        return 1_000 * money / calls.likely

    def student_cost(self) -> Number:
        """Money per 1,000 calls of the student, without what is paid by the month."""
        student, read = self.case.student, self.read
        return self.built(
            "student.cost_per_1k_calls",
            student.cost_per_1k_calls,
            student.tokens,
            lambda: worksheets.tokens_cost_per_1k(student.tokens, "student.tokens", read),
            otherwise=0.0 if served_at_fixed_cost(self.case) else UNKNOWN,
        )

    def answered(self, key: str, answer: Estimate | None, default: float | None = None) -> Number:
        """A number answered directly."""
        if answer is not None:
            self.bases[key] = answer.basis
        return self.read(key, answer, default)

    def built(
        self,
        key: str,
        answer: Estimate | None,
        sheet: Sheet,
        build: Callable[[], Number],
        otherwise: float = UNKNOWN,
    ) -> Number:
        """A number answered directly, else by its worksheet, else by what stands in for it."""
        if answer is not None:
            return self.answered(key, answer)
        if not sheet.begun:
            return otherwise if math.isnan(otherwise) else self.read(key, None, otherwise)
        number, basis = build(), worksheets.sheet_basis(sheet)
        # A complete sheet gives nothing while it needs a teacher's cost that is not known.
        unknown = isinstance(number, float) and math.isnan(number)
        if sheet.complete and basis is not None and not unknown:
            self.bases[key] = basis
        return number

    def upfront_items(self, teacher_cost: Number) -> dict[str, Number]:
        """The four items; not known while nothing upfront was answered, else 0 without answer."""
        upfront, read = self.case.upfront, self.read
        builders: dict[str, Callable[[], Number]] = {
            "data_generation": lambda: worksheets.data_generation(
                upfront.data_generation_worksheet,
                0.0 if upfront.labelled_by in worksheets.UNBILLED else teacher_cost,
                read,
            ),
            "training_compute": lambda: worksheets.training_compute(
                upfront.training_worksheet, read
            ),
            "evaluation_build": lambda: worksheets.evaluation_build(
                upfront.evaluation_worksheet, read
            ),
            "engineering_time": lambda: worksheets.engineering_time(
                upfront.engineering_worksheet, read
            ),
        }
        return {
            item: read.part(item, partial(self.upfront_item, item, build), "teacher_cost")
            for item, build in builders.items()
        }

    def upfront_item(self, item: str, build: Callable[[], Number]) -> Number:
        """One of the four, answered or built by its worksheet."""
        return self.built(
            f"upfront.{item}",
            getattr(self.case.upfront, item),
            getattr(self.case.upfront, worksheets.ITEM_SHEETS[item]),
            build,
            otherwise=0.0 if any_upfront(self.case) else UNKNOWN,
        )

    def error_rate_increase(self) -> Number:
        """The answer, else what the slices show, else 0."""
        quality = self.case.quality
        answer = quality.error_rate_increase
        if answer is None:
            derived = worksheets.error_rate_from_slices(quality)
            if derived is not None:
                answer = Estimate(derived, basis=quality.basis, source=quality.source)
        return self.read("quality.error_rate_increase", answer, 0.0)


def months_of_service(case: Case) -> float:
    """The whole months from as_of until the student's base model retires; infinite without both."""
    if case.as_of is None or case.student.retires_on is None:
        return NEVER
    return float(whole_months(case.as_of, case.student.retires_on))


def served_at_fixed_cost(case: Case) -> bool:
    """Whether the student is paid for by the month, so that a call may cost nothing."""
    return case.student.hosting.begun or case.student.fixed_cost_per_month is not None


def any_upfront(case: Case) -> bool:
    """Whether anything upfront was answered; an explicit 0 is an answer."""
    upfront = case.upfront
    return bool(upfront.other) or any(
        getattr(upfront, item) is not None or getattr(upfront, sheet).begun
        for item, sheet in worksheets.ITEM_SHEETS.items()
    )


def missing_keys(case: Case) -> Iterator[str]:
    """The keys a verdict still needs, worksheet inputs where a worksheet was begun."""
    if case.volume.calls_per_month is None:
        yield "volume.calls_per_month"
    if case.teacher.cost_per_1k_calls is None:
        if case.teacher.tokens.begun:
            yield from _absent("teacher.tokens", case.teacher.tokens)
        elif case.teacher.bill_per_month is None:
            yield "teacher.cost_per_1k_calls"
    if case.student.cost_per_1k_calls is None:
        if case.student.tokens.begun:
            yield from _absent("student.tokens", case.student.tokens)
        elif not served_at_fixed_cost(case):
            yield "student.cost_per_1k_calls"
    yield from _absent("student.hosting", case.student.hosting)
    if not any_upfront(case):
        yield "upfront.data_generation"
    for item, name in worksheets.ITEM_SHEETS.items():
        if getattr(case.upfront, item) is None:
            yield from _absent(f"upfront.{name}", getattr(case.upfront, name))
    if case.maintenance.redistillations_per_year is None:
        yield "maintenance.redistillations_per_year"
    if case.task.breadth is None:
        yield "task.breadth"


def _absent(at: str, sheet: Sheet) -> Iterator[str]:
    for name in sheet.absent:
        yield f"{at}.{name}"

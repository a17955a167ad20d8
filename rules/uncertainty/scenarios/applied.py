"""What a built-in scenario sets: answers by key, as somebody could set them one by one.

Source: docs/specification.md §15.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from rules.answers.bounds_of import bounds_of
from rules.answers.estimate import Estimate
from rules.assess import Assessment
from rules.figures.bill import as_answers
from rules.figures.cash import net_present_value
from rules.figures.variations import Variations
from rules.figures.worksheets import UNBILLED
from rules.uncertainty.ranges import ERROR_RATE, PRICE_CHANGE, VOLUME, as_reckoned
from rules.uncertainty.scenarios.built_in import Change, End

LAUNCH = "upfront.months_to_launch"
TEACHER_COST = "teacher.cost_per_1k_calls"
_LABELLING = "upfront.data_generation_worksheet.teacher_cost_per_1k_calls"
NOT_OF_THE_CASE = ("alternatives[", "teacher.p95_latency", "student.p95_latency")
"""Beginnings of keys whose numbers no scenario puts at an end of their range: they are of other
ways, or of no figure of money."""
Values = Mapping[str, Estimate]


class Unfit(ValueError):
    """Why a scenario cannot be made of a case, in words for the user."""


class Ends(NamedTuple):
    """A number with a stated range, at both ends, as it is reckoned with."""

    key: str
    low: float
    high: float
    low_is_worse: bool

    def at(self, end: End) -> float:
        """The value at an end."""
        if end in ("low", "high"):
            return self.low if end == "low" else self.high
        return self.low if (end == "worse") == self.low_is_worse else self.high


def values_of(change: Change, assessment: Assessment) -> Values:
    """The answers that a change sets in a complete case.

    Raises:
        Unfit: where the case does not tell enough for it.
    """
    found: dict[str, Estimate] = {}
    for make in _MAKERS:
        found |= make(change, assessment)
    if VOLUME not in found:
        return found
    tried = as_answers(assessment.case, {key: one.likely for key, one in found.items()})
    return {key: _like(assessment, key, value) for key, value in tried.items()}


def teacher_costing(assessment: Assessment, cost_per_1k: float) -> Values:
    """Another price of the teacher from the first month on; what is upfront was paid at today's."""
    upfront = assessment.case.upfront
    sheet = upfront.data_generation_worksheet
    found = {TEACHER_COST: _like(assessment, TEACHER_COST, cost_per_1k)}
    labels_cost = upfront.labelled_by not in UNBILLED and sheet.teacher_cost_per_1k_calls is None
    if upfront.data_generation is None and sheet.begun and labels_cost:
        today = assessment.figures.headline.teacher_cost_per_1k
        found[_LABELLING] = _like(assessment, TEACHER_COST, today)
    return found


def ends_of(assessment: Assessment) -> Iterator[Ends]:
    """The numbers with a stated range that are of the case itself, in the order of use.

    Which end is worse is found for each number alone, by the net present value. Of what the cash
    flow does not rest on, which is upside, the low end is.
    """
    variations = Variations(assessment.case)
    for used in assessment.used:
        low, high = used.estimate.low, used.estimate.high
        if low is None or high is None or used.key.startswith(NOT_OF_THE_CASE):
            continue
        low, high = (as_reckoned(used.key, used.estimate.likely, end) for end in (low, high))
        low_is_worse = True
        if used.key in variations.used:
            at_low, at_high = (
                net_present_value(variations.drivers_with(used.key, end), assessment.policy)
                for end in (low, high)
            )
            low_is_worse = bool(at_low <= at_high)
        yield Ends(used.key, low, high, low_is_worse)


def _like(assessment: Assessment, key: str, value: float) -> Estimate:
    """Another number that rests on what the one in its place rests on, without its range."""
    used = assessment.figures.inputs.read.used.get(key)
    if used is not None and not used.is_default:
        return Estimate(value, basis=used.estimate.basis, source=used.estimate.source)
    return Estimate(value, basis=assessment.figures.inputs.bases.get(key, "estimated"))


def _fewer_calls(change: Change, assessment: Assessment) -> Values:
    if change.calls == 1:
        return {}
    calls = assessment.figures.drivers.calls_per_month * change.calls
    return {VOLUME: _like(assessment, VOLUME, calls)}


def _cut(change: Change, assessment: Assessment) -> Values:
    if not change.is_cut:
        return {}
    price = assessment.figures.drivers.teacher_cost_per_1k * (1 - assessment.policy.price_cut)
    if not price > 0:
        raise Unfit("nothing would be left of the teacher's price")
    return teacher_costing(assessment, price)


def _falling(change: Change, assessment: Assessment) -> Values:
    if change.price_change is None:
        return {}
    return {PRICE_CHANGE: _like(assessment, PRICE_CHANGE, change.price_change)}


def _late(change: Change, assessment: Assessment) -> Values:
    if not change.months_late:
        return {}
    launch = float(assessment.figures.drivers.months_to_launch) + change.months_late
    most = bounds_of(LAUNCH).most
    if most is not None and launch > most:
        raise Unfit(f"launch would be later than {most:g} months from now")
    return {LAUNCH: _like(assessment, LAUNCH, launch)}


def _at_ends(change: Change, assessment: Assessment) -> Values:
    if change.end == "value":
        return {}
    found = {one.key: one.at(change.end) for one in ends_of(assessment)}
    if not found:
        raise Unfit("no number has a stated range")
    return {key: _like(assessment, key, value) for key, value in found.items()}


def _more_errors(change: Change, assessment: Assessment) -> Values:
    if not change.at_upper_bound:
        return {}
    quality, slices = assessment.figures.quality, assessment.case.quality.slices
    if not any(one.scored for one in slices):
        raise Unfit("no slices were scored, so nothing bounds the errors")
    if math.isnan(quality.upper_95):
        raise Unfit("a scored slice does not say how many examples it has")
    estimate = Estimate(quality.upper_95, basis=assessment.case.quality.basis)
    if assessment.case.quality.error_rate_increase is not None:
        estimate = _like(assessment, ERROR_RATE, quality.upper_95)
    return {ERROR_RATE: estimate}


_MAKERS: tuple[Callable[[Change, Assessment], Values], ...] = (
    _fewer_calls,
    _cut,
    _falling,
    _late,
    _at_ends,
    _more_errors,
)

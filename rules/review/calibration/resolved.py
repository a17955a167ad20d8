"""Numbers of approved cases whose truth is known by now, each with the range it was given.

Source: docs/specification.md §17. Why so: docs/decisions/0107-what-counts-as-the-truth.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from rules.answers.estimate import Basis, Estimate
from rules.answers.records import Workshop
from rules.answers.slack import at_least, at_most
from rules.figures.variations import Variations
from rules.questions import question_of
from rules.review.actual_months import Month
from rules.review.following_up import FollowUp
from rules.review.measured import (
    CALLS,
    ERROR_RATE,
    FALLBACK,
    GROWTH,
    LATEST,
    P95,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
    a_month_of_calls,
    priced,
)
from rules.review.plan import Plan
from rules.uncertainty.ranges import Origin, Range, ranges_of
from rules.workshop.people import identity

LAUNCH: Final = "upfront.months_to_launch"
AS_MEASURED: Final = (GROWTH, SHARE, FALLBACK, STUDENT_COST, ERROR_RATE, P95)
"""Answers whose truth is what the months say about them; the others are laid beside the plan."""


class Resolved(NamedTuple):
    """A number that an approved case gave, and what it came to."""

    case: str
    """By which the case is told from others."""
    key: str
    kind: str
    """What sort of number it is, as `rules.questions.Kind`."""
    basis: Basis
    origin: Origin
    """Who said between which values it lies."""
    scale: float
    """`stand_in_scale` of the policy by which the case was approved."""
    in_force: float
    """`stand_in_scale` of the policy by which the case is judged now."""
    low: float
    likely: float
    high: float
    truth: float
    """In the unit of the answer."""

    @property
    def has_range(self) -> bool:
        """Whether there is a range that can hold: a stand-in without width is none."""
        return self.origin != "stand-in" or self.high > self.low

    @property
    def is_within(self) -> bool:
        """Whether the truth lies between low and high."""
        return _is_within(self.truth, self.low, self.high)

    @property
    def off(self) -> float | None:
        """The truth as a share of what was likely, less 1; None where likely is 0."""
        return self.truth / self.likely - 1 if self.likely else None

    @property
    def reach(self) -> float | None:
        """How far off the truth is, in distances from likely to the end on its side.

        None where the range has no room on that side.
        """
        end = self.high if self.truth >= self.likely else self.low
        room = abs(end - self.likely)
        return abs(self.truth - self.likely) / room if room else None


class Judged(NamedTuple):
    """One person's last range in a workshop, and what the number came to."""

    case: str
    key: str
    person: str
    low: float
    likely: float
    high: float
    truth: float

    @property
    def is_within(self) -> bool:
        """Whether the truth lies in the person's range."""
        return _is_within(self.truth, self.low, self.high)


def _is_within(truth: float, low: float, high: float) -> bool:
    return at_least(truth, low) and at_most(truth, high)


def truths(found: FollowUp) -> dict[str, float]:
    """What numbers of the plan came to, by key; only those that the months tell.

    Volume and the teacher's price are told by the first months that have them, beside what the
    plan said for the same months: the nearest to the day of the guess, so that a wrong growth or
    price change hardly counts as a wrong volume or price. Calls are counted by the day: months
    differ in length, and those of the plan do not.
    """
    months, plan = found.actual.months, found.plan
    known = {
        key: one.value for key, one in found.measured.items() if key in AS_MEASURED and one.is_known
    }
    if months:
        known |= dict(_beside_the_plan(months, plan))
    late = found.months_late
    # A day of launch without a month behind it is a plan still.
    if late is not None and months:
        known[LAUNCH] = float(plan.launch + late)
    return known


def _beside_the_plan(months: tuple[Month, ...], plan: Plan) -> Iterator[tuple[str, float]]:
    planned = {one.service: one.terms for one in plan.months(months[-1].service)}
    drivers = plan.drivers
    counted = [one for one in months if one.calls > 0 and one.service in planned][:LATEST]
    if counted:
        actual = math.fsum(a_month_of_calls(one) for one in counted)
        expected = math.fsum(planned[one.service].calls for one in counted)
        yield CALLS, drivers.calls_per_month * actual / expected
    told = [one for one in priced(months, plan) if one.service in planned][:LATEST]
    if told:
        paid = math.fsum(one.teacher_cost for one in told)
        at_plan = math.fsum(
            one.teacher_calls * planned[one.service].teacher_cost_per_1k / 1_000 for one in told
        )
        if at_plan > 0:
            yield TEACHER_COST, drivers.teacher_cost_per_1k * paid / at_plan


def resolved(name: str, found: FollowUp) -> tuple[Resolved, ...]:
    """The numbers of a case that its months have resolved.

    A number that was built by a worksheet, or left at its default, was not guessed and is none.
    Without an approval on record nothing was promised, and nothing is resolved.

    Args:
        name: by which the case is told from others.
        found: the case followed up.
    """
    if found.approved is None or found.plan.missing:
        return ()
    case, policy = found.planned.case, found.planned.policy
    used = Variations(case).used
    ranges = ranges_of(case, policy, used)
    scales = policy.stand_in_scale, found.now.policy.stand_in_scale
    return tuple(
        _resolved(name, key, used[key].estimate, ranges[key], scales, truth)
        for key, truth in truths(found).items()
        if key in ranges
    )


def _resolved(
    name: str, key: str, given: Estimate, reach: Range, scales: tuple[float, float], truth: float
) -> Resolved:
    question = question_of(key)
    scale, in_force = scales
    kind = "" if question is None else question.kind.value
    return Resolved(
        case=name,
        key=key,
        kind=kind,
        basis=given.basis,
        origin=reach.origin,
        scale=scale,
        in_force=in_force,
        low=reach.low,
        likely=given.likely,
        high=reach.high,
        truth=truth,
    )


def judged(name: str, found: FollowUp, workshop: Workshop) -> tuple[Judged, ...]:
    """What each person said of the numbers that are resolved, in the last round they took part in.

    A round that was held after the approval is no guess of what was approved.

    Args:
        name: by which the case is told from others.
        found: the case followed up.
        workshop: on record in its session.
    """
    known: Mapping[str, float] = {one.key: one.truth for one in resolved(name, found)}
    approved_on = None if found.approved is None else found.approved.date
    last: dict[tuple[str, str], Judged] = {}
    for one in sorted(workshop.rounds, key=lambda one: one.number):
        if one.key not in known:
            continue
        if one.date is not None and approved_on is not None and one.date > approved_on:
            continue
        for said in one.estimates:
            if said.low is None or said.likely is None or said.high is None:
                continue
            last[one.key, identity(said.participant)] = Judged(
                case=name,
                key=one.key,
                person=said.participant,
                low=said.low,
                likely=said.likely,
                high=said.high,
                truth=known[one.key],
            )
    return tuple(last.values())

"""Plan against actual, month by month, and what of the gap each assumption explains.

Each assumption is put at what it was in fact, alone, in what the plan said for the same months; the
rest of the gap is their interaction, as where cases are compared.

Source: docs/specification.md §14.4. Why so: docs/decisions/0098-plan-beside-actual.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, get_args

from rules.answers.slack import SLACK
from rules.figures.ops import FLOATS, UNKNOWN
from rules.review.actual_months import Month
from rules.review.measured import has_price, with_fallbacks
from rules.review.money import Terms, added_up
from rules.review.plan import Plan, PlannedMonth
from rules.review.suspects import suspect
from rules.usage.months import of_average_length

Assumption = Literal[
    "calls", "share_moved", "fallback_rate", "teacher_price", "student_cost", "upkeep", "error_rate"
]
ASSUMPTIONS: tuple[Assumption, ...] = get_args(Assumption)
_ALIKE: Final = 0.01
"""The share up to which calls that differ from a plan's, by the day, are as planned."""

_VALUE: Final[Mapping[Assumption, Callable[[Terms], float]]] = MappingProxyType(
    {
        "calls": lambda one: one.calls,
        "share_moved": lambda one: one.share_moved,
        "fallback_rate": lambda one: one.fallback_rate,
        "teacher_price": lambda one: one.teacher_cost_per_1k,
        "student_cost": lambda one: one.student_cost_per_1k,
        "upkeep": lambda one: one.upkeep,
        "error_rate": lambda one: one.error_rate,
    }
)
_WEIGHT: Final[Mapping[Assumption, Callable[[Terms], float]]] = MappingProxyType(
    {
        "calls": lambda one: 1.0,
        "share_moved": lambda one: one.calls,
        "fallback_rate": lambda one: one.handled,
        "teacher_price": lambda one: one.calls,
        "student_cost": lambda one: one.handled,
        "upkeep": lambda one: 1.0,
        "error_rate": lambda one: one.handled,
    }
)
"""What an average over months weighs each of them by."""


class MonthGap(NamedTuple):
    """One month, as it was planned and as it was."""

    month: Month
    planned: PlannedMonth
    actual: Terms
    """What the month does not tell is as planned."""
    untold: frozenset[Assumption]
    """What it does not tell."""

    def tells(self, name: Assumption) -> bool:
        """Whether the month by itself tells the value of an assumption, without the plan."""
        month = self.month
        needed = {"calls": month.calls, "student_cost": month.student_calls}
        return name not in self.untold and not math.isnan(needed.get(name, 0.0))

    @property
    def net(self) -> float:
        """By how much more was left of the savings than planned."""
        return self.actual.net - self.planned.terms.net

    @property
    def savings(self) -> float:
        """By how much more was saved than planned."""
        return self.actual.savings - self.planned.terms.savings


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption explains of the gap."""

    assumption: Assumption
    key: str
    """The answer that was most likely off, of those that the assumption rests on."""
    by_length: bool
    """Whether that months differ in length explains all of it, so that no answer was off."""
    planned: float
    """On average over the months that tell it."""
    actual: float
    net: float
    """What the plan's net would have been more, all months together, had it known this one."""
    by_month: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Plan against actual over all months that count."""

    plan: Plan
    months: tuple[MonthGap, ...]
    effects: tuple[Effect, ...]
    """Of the assumptions that any month tells, what explains most first."""
    interaction: float
    """What no assumption explains alone."""

    @property
    def net(self) -> float:
        """By how much more was left than planned, all months together; less than 0 for less."""
        return _settled(added_up(one.net for one in self.months), self.months)

    @property
    def savings(self) -> float:
        """By how much more was saved than planned, before upkeep and errors."""
        return _settled(added_up(one.savings for one in self.months), self.months)

    @property
    def planned_cash(self) -> tuple[float, ...]:
        """The balance after each month as planned: upfront, and months that have figures."""
        return self._balance([one.planned.terms.net for one in self.months])

    @property
    def actual_cash(self) -> tuple[float, ...]:
        """The same with what the months came to. What was spent upfront is as planned."""
        return self._balance([one.actual.net for one in self.months])

    @property
    def untold(self) -> tuple[Assumption, ...]:
        """What no month tells, so that it is as planned throughout."""
        return tuple(name for name in ASSUMPTIONS if all(name in one.untold for one in self.months))

    @property
    def unpriced(self) -> tuple[MonthGap, ...]:
        """The months in which the teacher's price is the planned one, for want of calls on it."""
        return tuple(one for one in self.months if "teacher_price" in one.untold)

    def _balance(self, nets: Sequence[float]) -> tuple[float, ...]:
        return tuple(accumulate(nets, initial=-float(self.plan.drivers.upfront_total)))[1:]


def gap(plan: Plan, months: Sequence[Month]) -> Gap:
    """Lay months beside their plan, and explain by how much they differ.

    Args:
        plan: what was decided, or is answered now.
        months: those that count, in order.
    """
    last = max((one.service for one in months), default=0)
    planned = {one.service: one for one in plan.months(last)}
    beside = tuple(
        _beside(plan, one, planned[one.service]) for one in months if one.service in planned
    )
    effects = [
        _effect(plan, name, beside)
        for name in ASSUMPTIONS
        if any(name not in one.untold for one in beside)
    ]
    effects.sort(key=lambda one: -abs(one.net))
    found = Gap(plan, beside, tuple(effects), 0.0)
    rest = found.net - added_up(one.net for one in effects)
    return replace(found, interaction=_settled(rest, beside))


def _settled(amount: float, months: Sequence[MonthGap]) -> float:
    """A difference; nothing where it is what is left of subtracting equal amounts."""
    spent = added_up(abs(one.planned.terms.without) for one in months)
    return 0.0 if abs(amount) <= SLACK * spent else amount


def _beside(plan: Plan, month: Month, planned: PlannedMonth) -> MonthGap:
    """A month beside its plan; what it does not tell is taken from there."""
    terms, untold = planned.terms, set[Assumption]()

    def told(name: Assumption, value: float, otherwise: float) -> float:
        if not math.isnan(value):
            return value
        untold.add(name)
        return otherwise

    calls = told("calls", _calls_of(month, terms), terms.calls)
    share = told("share_moved", month.share_moved, terms.share_moved)
    counted = with_fallbacks(month, plan)
    price = counted.teacher_cost_per_1k if has_price(counted) else UNKNOWN
    actual = Terms(
        calls=calls,
        share_moved=share,
        fallback_rate=told("fallback_rate", month.fallback_rate, terms.fallback_rate),
        teacher_cost_per_1k=told("teacher_price", price, terms.teacher_cost_per_1k),
        student_cost=told("student_cost", month.student_cost, plan.student_cost(calls * share)),
        upkeep=told("upkeep", month.upkeep, terms.upkeep),
        error_rate=told("error_rate", month.error_rate, terms.error_rate),
        cost_per_error=terms.cost_per_error,
    )
    return MonthGap(month, planned, actual, frozenset(untold))


def _calls_of(month: Month, planned: Terms) -> float:
    """All calls of a month; where it tells those on the student alone, of the planned share."""
    if not math.isnan(month.calls):
        return month.calls
    calls: float = FLOATS.divide(month.student_calls, planned.share_moved)
    return calls


def _effect(plan: Plan, name: Assumption, months: Sequence[MonthGap]) -> Effect:
    by_month = tuple(
        _with(plan, one, name).net - one.planned.terms.net if name not in one.untold else 0.0
        for one in months
    )
    telling = [one for one in months if name not in one.untold]
    value = _VALUE[name]
    points = [(one.planned, value(one.planned.terms), _mark(name, one)) for one in telling]
    return Effect(
        name,
        suspect(name, plan, points),
        name == "calls" and all(_alike(planned, marked) for _, planned, marked in points),
        _average(name, [one.planned.terms for one in telling]),
        _average(name, [one.actual for one in telling]),
        _settled(added_up(by_month), telling),
        by_month,
    )


def _alike(planned: float, marked: float) -> bool:
    return math.isclose(planned, marked, rel_tol=_ALIKE)


def _mark(name: Assumption, one: MonthGap) -> float:
    """What a month says of the answers behind an assumption: how long it is, says nothing."""
    value = _VALUE[name](one.actual)
    return of_average_length(value, one.month.month) if name == "calls" else value


def _with(plan: Plan, one: MonthGap, name: Assumption) -> Terms:
    """The planned month with one assumption as it was in fact."""
    planned, actual = one.planned.terms, one.actual
    match name:
        case "calls" | "share_moved":
            other = planned._replace(**{name: getattr(actual, name)})
            return other._replace(student_cost=plan.student_cost(other.handled))
        case "teacher_price":
            return planned._replace(teacher_cost_per_1k=actual.teacher_cost_per_1k)
        case "student_cost":
            return planned._replace(student_cost=_student_cost(plan, planned, actual))
        case _:
            return planned._replace(**{name: getattr(actual, name)})


def _student_cost(plan: Plan, planned: Terms, actual: Terms) -> float:
    """What the planned calls would have cost, had the plan been off as it was for actual ones.

    Held against what the plan has the same calls cost, so that few calls at a cost that does not
    depend on calls are not taken for a dear student.
    """
    expected = plan.student_cost(actual.handled)
    if expected > 0:
        return planned.student_cost * actual.student_cost / expected
    return planned.student_cost + actual.student_cost - expected


def _average(name: Assumption, terms: Sequence[Terms]) -> float:
    weights = [_WEIGHT[name](one) for one in terms]
    whole = added_up(weights)
    if whole <= 0:
        return UNKNOWN
    pairs = zip(weights, (_VALUE[name](one) for one in terms), strict=True)
    return added_up(weight * value for weight, value in pairs if weight > 0) / whole

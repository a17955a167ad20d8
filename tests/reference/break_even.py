"""The volume from which on it pays (docs/specification.md, 3.2): by looking, and in closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .case import Case
from .headline import annual_maintenance
from .hosting import Hosting
from .slack import NEVER, at_most


@dataclass
class Terms:
    """What a month has to earn, and what a handled call earns before fixed cost."""

    per_call: float
    needed: float


def terms_of(case: Case) -> Terms | None:
    """None while an input is missing; a `needed` of infinity where no volume will do."""
    cost_t, cost_s, upfront = case.teacher.value, case.student.value, case.upfront_total
    upkeep = annual_maintenance(case)
    if cost_t is None or cost_s is None or upfront is None or upkeep is None:
        return None
    if not case.fixed_known:
        return None
    months = case.policy["defensible_payback_months"]
    per_call = ((1 - case.fallback) * cost_t - cost_s) / 1000
    if at_most((1 - case.fallback) * cost_t, cost_s) or (upfront > 0 and months <= 0):
        return Terms(per_call, NEVER)
    in_time = upfront / months if upfront > 0 else 0.0
    return Terms(per_call, max(in_time, upkeep / 12) + case.fixed)


def break_even(case: Case) -> float | None:
    """break_even_calls_per_month by looking at each replica count in turn.

    With n replicas paid for, a volume does exactly where u * h - n * c >= what a month has to earn.
    For each n the handled calls that need n replicas are an interval, of which the upper part does.
    """
    terms = terms_of(case)
    if terms is None:
        return None
    if terms.needed == NEVER:
        return NEVER
    if case.hosting is None:
        return terms.needed / terms.per_call / case.share_moved
    return hosted(case.hosting, terms) / case.share_moved


def hosted(hosting: Hosting, terms: Terms) -> float:
    """Handled calls from which on it pays on replicas."""
    capacity = hosting.calls_of_one_replica()
    if at_most(terms.per_call * capacity, hosting.cost_of(1)):
        return NEVER  # every further replica costs at least what it can save
    floor_replicas = math.floor(hosting.min_replicas)

    def replicas_of_level(level: int) -> float:
        return hosting.min_replicas if level == 0 else floor_replicas + level

    def interval(level: int) -> tuple[float, float]:
        """Handled calls (above the first number, up to the second) served at this level."""
        if level == 0:
            return 0.0, floor_replicas * capacity
        return (floor_replicas + level - 1) * capacity, (floor_replicas + level) * capacity

    def good_from(level: int) -> float:
        """Handled calls from which the level's replicas are paid for."""
        return (terms.needed + hosting.cost_of(replicas_of_level(level))) / terms.per_call

    start = 0 if floor_replicas >= 1 else 1
    # A level that is good from its lower edge stays so for all levels above it: find one.
    top = start + 1
    while good_from(top) > interval(top)[0]:
        top *= 2
    smallest = interval(top)[0]
    for level in range(top - 1, start - 1, -1):
        lower, upper = interval(level)
        if good_from(level) > upper:
            break
        smallest = max(lower, good_from(level))
        if good_from(level) > lower:
            break
    return smallest


def closed_form(case: Case) -> float | None:
    """The same by the formula."""
    terms = terms_of(case)
    if terms is None:
        return None
    if terms.needed == NEVER:
        return NEVER
    a, u = terms.needed, terms.per_call
    if case.hosting is None:
        return a / u / case.share_moved
    q, c = case.hosting.calls_of_one_replica(), case.hosting.cost_of(1)
    if u * q <= c:
        return NEVER
    n = max(case.hosting.min_replicas, math.ceil((a + u * q) / (u * q - c)) - 1)
    return (a + n * c) / u / case.share_moved

"""How far one number alone may worsen before the case fails.

No search takes steps in proportion to a number: what only changes how many replicas are needed is
solved in closed form, everything else in a bracket that at most
`rules/uncertainty/roots.py` halves.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from rules.answers.bounds import Bounds, inside
from rules.answers.bounds_of import bounds_of
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.figures.cash import LARGEST
from rules.figures.economics import Drivers, headline
from rules.figures.ops import FLOATS
from rules.figures.variations import Variations
from rules.uncertainty.replicas import Load, most_hours, smallest_load
from rules.uncertainty.roots import falls_through_zero

Breaks = Literal["payback", "net"]
FURTHEST = 1e12
"""How many times its value a number without an upper bound is tried at."""
INSIDE_ANOTHER = ("tokens.cached_input", "tokens.cache_write_input")
"""Numbers that take away from another until nothing of that is left, and then add: what they do to
a case turns once. What any other number does goes one way."""


class Margin(NamedTuple):
    """How far one number alone may worsen before the case fails."""

    key: str
    value: float
    limit: float | None = None
    """Where the case fails; None where it never does, or does already."""
    breaks: Breaks | None = None
    """What fails there: payback exceeds what is defensible, or a year leaves nothing."""

    @property
    def change(self) -> float | None:
        """The way to the limit as a fraction of the value; as it is where the value is 0.

        None too where the value is so close to 0 that no fraction of it can be told.
        """
        if self.limit is None:
            return None
        if not self.value:
            return self.limit
        change = (self.limit - self.value) / abs(self.value)
        return change if abs(change) <= LARGEST else None


class Margins:
    """The margins of the numbers of one case."""

    def __init__(self, variations: Variations, policy: Policy) -> None:
        self._variations = variations
        self._policy = policy
        self._drivers = variations.drivers
        self._start = self._gaps(self._drivers)
        figures = headline(self._drivers)
        self._fails = (
            above(figures.payback_months, policy.defensible_payback_months)
            or figures.annual_net_benefit <= 0
        )

    def of(self, key: str, value: float) -> Margin:
        """How far the number of a key may worsen from its value."""
        if self._fails:
            return Margin(key, value)
        limit = self._hosted_limit(key, value)
        if limit is None:
            limit = self._limit(key, value)
        if limit is None or not math.isfinite(limit):
            return Margin(key, value)
        payback, net = (
            # A part without room at the start is what fails where there is none for the number.
            abs(now) / start if start > 0 else (0.0 if limit == value else math.inf)
            for now, start in zip(
                self._gaps(self._variations.drivers_with(key, limit)), self._start, strict=True
            )
        )
        return Margin(key, value, limit, "payback" if payback <= net else "net")

    def _gaps(self, drivers: Drivers) -> tuple[float, float]:
        """How far savings exceed what payback needs, and a year's costs; money, bad below 0."""
        figures = headline(drivers)
        needed = drivers.upfront_total / self._policy.defensible_payback_months
        return figures.monthly_savings - needed, figures.annual_net_benefit

    def _room(self, gaps: tuple[float, float]) -> float:
        """1 for the case as it is, 0 where it is about to fail, less where it fails.

        Of a part that has no room left at the start only `_eats_into_nothing` knows.
        """
        parts = (now / start for now, start in zip(gaps, self._start, strict=True) if start > 0)
        return max(min(parts, default=1.0), -1e9)

    def _eats_into_nothing(self, gaps: tuple[float, float]) -> bool:
        """Whether a part gets worse that stands on its threshold already."""
        return any(start <= 0 and now < start for now, start in zip(gaps, self._start, strict=True))

    def _is_no_worse(self, gaps: tuple[float, float]) -> bool:
        """Whether every part is at least what it is for the case as it is."""
        return all(now >= start for now, start in zip(gaps, self._start, strict=True))

    def _limit(self, key: str, value: float) -> float | None:
        """The nearer of the limits on either side, where there are two."""

        def gaps(at: float) -> tuple[float, float]:
            return self._gaps(self._variations.drivers_with(key, at))

        bounds = bounds_of(key)
        limits = []
        for direction in (-1, 1):
            near, near_room = value, self._room(self._start)
            steps = tuple(_ever_further(value, direction, bounds))
            goes_one_way = not key.endswith(INSIDE_ANOTHER)
            if goes_one_way and steps and self._is_no_worse(gaps(steps[-1])):
                continue
            for far in steps:
                there = gaps(far)
                if self._eats_into_nothing(there):
                    limits.append(near)
                    break
                far_room = self._room(there)
                if far_room <= 0:
                    limits.append(
                        falls_through_zero(
                            lambda at: self._room(gaps(at)), (near, near_room), (far, far_room)
                        )
                    )
                    break
                near, near_room = far, far_room
        return min(limits, key=lambda limit: abs(limit - value), default=None)

    def _hosted_limit(self, key: str, value: float) -> float | None:
        """The limit of what only changes how many replicas are needed, by closed form.

        Every replica costs its month in full, so that room falls while their number stays and
        jumps where it changes: a search could step over the first value that fails.
        """
        drivers, hosting = self._drivers, self._drivers.hosting
        if hosting is None:
            return None
        needed = drivers.fixed_cost_per_month + max(
            drivers.upfront_total / self._policy.defensible_payback_months,
            drivers.annual_maintenance / 12,
        )
        load = Load(
            handled=drivers.calls_per_month * drivers.share_moved,
            capacity=hosting.capacity,
            cost=hosting.cost_per_replica,
            least=hosting.min_replicas,
        )
        if key in ("volume.calls_per_month", "volume.share_moved"):
            smallest = smallest_load(load, drivers.saving_per_call, needed)
            return value * min(1.0, float(FLOATS.divide(smallest, load.handled)))
        affordable = FLOATS.divide(load.handled * drivers.saving_per_call - needed, load.cost)
        # Replicas that nothing limits, or that are too many to be told apart, limit nothing.
        if not 1 <= affordable <= LARGEST or not load.replicas >= 1:
            return None
        match key.removeprefix("student.hosting."):
            case "calls_per_second_per_replica" | "target_load":
                return value * (load.tightest(affordable) / load.capacity)
            case "peak_to_average":
                return value * (load.capacity / load.tightest(affordable))
            case "hours_per_month":
                return most_hours(value, load, affordable)
        return None


def _ever_further(value: float, direction: int, bounds: Bounds) -> Iterator[float]:
    """Values ever further in one direction, the bound last."""
    if direction < 0:
        lowest = bounds.least if bounds.least is not None else bounds.above
        yield inside(bounds, 0.0 if lowest is None else lowest, value)
        if bounds.above is not None:
            yield inside(bounds, bounds.above + (value - bounds.above) * 1e-9, value)
        return
    highest = bounds.most if bounds.most is not None else bounds.below
    if highest is not None:
        yield inside(bounds, highest, value)
        if bounds.below is not None:
            yield inside(bounds, bounds.below - (bounds.below - value) * 1e-9, value)
        return
    step = abs(value) or 1.0
    end = min(step * FURTHEST, LARGEST)
    while step < end:
        yield value + step
        step *= 4

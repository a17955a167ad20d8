"""Which number breaks the case: what each one swings, and how wrong each one may be.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rules.bounds import bounds_of, inside
from rules.case import Case
from rules.economics import Drivers, headline
from rules.estimate import Bounds
from rules.inputs import resolve
from rules.leaves import Leaves, Used
from rules.payback import cash_flow
from rules.policy import Policy
from rules.questions import Kind, question_of
from rules.roots import falls_through_zero
from rules.slack import above

DIFFERENCES = {"volume.monthly_growth": 0.02, "teacher.annual_price_change": 0.25}
"""Rates that swing by a difference of their own where no range was given."""
OF_A_SHARE = 0.05
OF_VOLUME = 0.5
OF_AN_AMOUNT = 0.25
VOLUME = "volume.calls_per_month"
Breaks = Literal["payback", "net"]
LARGEST = 1e12
"""How many times its value a number without an upper bound is tried at."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The case with one number at one end of its range."""

    value: float
    npv: float
    payback_months: float
    """Of the cash flow; infinite where it never pays back."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What one number does to the case over its range."""

    key: str
    low: Extreme
    high: Extreme
    is_default: bool
    """Whether nobody gave a range, so that one stands in for it."""

    @property
    def npv_swing(self) -> float:
        """How far apart the ends lie, in money of today."""
        return abs(self.high.npv - self.low.npv)


@dataclass(frozen=True, slots=True)
class Margin:
    """How far one number alone may worsen before the case fails."""

    key: str
    value: float
    limit: float | None = None
    """Where the case fails; None where it never does, or does already."""
    breaks: Breaks | None = None
    """What fails there: payback exceeds what is defensible, or a year leaves nothing."""

    @property
    def change(self) -> float | None:
        """The way to the limit as a fraction of the value; as it is where the value is 0."""
        if self.limit is None:
            return None
        return (self.limit - self.value) / abs(self.value) if self.value else self.limit


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The tornado, its largest swing first, and the margins in the same order."""

    tornado: tuple[Swing, ...]
    margins: tuple[Margin, ...]

    @property
    def load_bearing(self) -> str | None:
        """The key of the assumption that the case hangs on most."""
        return self.tornado[0].key if self.tornado and self.tornado[0].npv_swing > 0 else None


def sensitivity(case: Case, policy: Policy) -> Sensitivity | None:
    """What each answered number that the cash flow rests on swings, and its margin.

    None for a case that is incomplete, or too large to calculate with.
    """
    numbers = _Numbers(case, policy)
    if not math.isfinite(numbers.extreme({}, 0.0).npv):
        return None
    swings = sorted(
        map(numbers.swing, numbers.used.values()),
        key=lambda one: (-one.npv_swing, one.key),
    )
    return Sensitivity(tuple(swings), tuple(numbers.margin(one.key) for one in swings))


def default_range(key: str, likely: float) -> tuple[float, float]:
    """What stands in for a range that nobody gave, within the bounds of the key."""
    if key in DIFFERENCES:
        by = DIFFERENCES[key]
    elif _is_share(key):
        by = OF_A_SHARE
    else:
        by = abs(likely) * (OF_VOLUME if key == VOLUME else OF_AN_AMOUNT)
    bounds = bounds_of(key)
    return inside(bounds, likely - by, likely), inside(bounds, likely + by, likely)


def _is_share(key: str) -> bool:
    question = question_of(key)
    return question is not None and question.kind is Kind.PERCENT


class _Numbers:
    """The numbers that the cash flow of one case rests on, and the case with others in place."""

    def __init__(self, case: Case, policy: Policy) -> None:
        self.case = case
        self.policy = policy
        read = Leaves()
        self.drivers = resolve(case, read).drivers
        self.used = {key: used for key, used in read.used.items() if not used.is_default}
        self._start = self._gaps(self.drivers)

    def with_(self, key: str, value: float) -> Drivers:
        """What the case comes to with another value for one key."""
        return resolve(self.case, Leaves({key: value})).drivers

    def extreme(self, replaced: Mapping[str, float], value: float) -> Extreme:
        """The cash figures with other values in place."""
        cash = cash_flow(resolve(self.case, Leaves(replaced)).drivers, self.policy)
        return Extreme(value, cash.npv, cash.payback_months)

    def swing(self, used: Used) -> Swing:
        """What a number swings over its range, or over the one that stands in for it."""
        estimate = used.estimate
        if estimate.low is not None and estimate.high is not None:
            low, high = estimate.low, estimate.high
        else:
            low, high = default_range(used.key, estimate.likely)
        return Swing(
            used.key,
            self.extreme({used.key: low}, low),
            self.extreme({used.key: high}, high),
            is_default=not estimate.has_range,
        )

    # -------------------------------------------------------------------- margins

    def _gaps(self, drivers: Drivers) -> tuple[float, float]:
        """How far savings exceed what payback needs, and a year's costs; money, bad below 0."""
        figures = headline(drivers)
        needed = drivers.upfront_total / self.policy.defensible_payback_months
        return figures.monthly_savings - needed, figures.annual_net_benefit

    def _room(self, drivers: Drivers) -> float:
        """1 for the case as it is, 0 where it is about to fail, less where it fails."""
        parts = (
            now / start if start > 0 else min(now, 0.0)
            for now, start in zip(self._gaps(drivers), self._start, strict=True)
        )
        return max(min(parts), -1e9)

    @property
    def fails(self) -> bool:
        """Whether payback is late, or a year leaves nothing, as the case is."""
        figures = headline(self.drivers)
        return (
            above(figures.payback_months, self.policy.defensible_payback_months)
            or figures.annual_net_benefit <= 0
        )

    def margin(self, key: str) -> Margin:
        """How far one number alone may worsen."""
        value = self.used[key].estimate.likely
        if self.fails:
            return Margin(key, value)
        limit = self._hosted_limit(key, value)
        if limit is None:
            limit = self._limit(key, value)
        if limit is None:
            return Margin(key, value)
        payback, net = (
            abs(now) / max(abs(start), 1e-300)
            for now, start in zip(self._gaps(self.with_(key, limit)), self._start, strict=True)
        )
        return Margin(key, value, limit, "payback" if payback <= net else "net")

    def _limit(self, key: str, value: float) -> float | None:
        """The nearer of the limits on either side, where there are two."""

        def room(at: float) -> float:
            return self._room(self.with_(key, at))

        bounds = bounds_of(key)
        limits = []
        for direction in (-1, 1):
            near = value
            for far in _ever_further(value, direction, bounds):
                if room(far) <= 0:
                    limits.append(falls_through_zero(room, near, far))
                    break
                near = far
        return min(limits, key=lambda limit: abs(limit - value), default=None)

    def _hosted_limit(self, key: str, value: float) -> float | None:
        """The limit of what only changes how many replicas are needed, by closed form.

        Every replica costs its month in full, so that room falls while their number stays and
        jumps where it changes: a search could step over the first value that fails.
        """
        hosting = self.drivers.hosting
        if hosting is None:
            return None
        drivers = self.drivers
        needed = drivers.fixed_cost_per_month + max(
            drivers.upfront_total / self.policy.defensible_payback_months,
            drivers.annual_maintenance / 12,
        )
        handled = drivers.calls_per_month * drivers.share_moved
        replica, capacity = hosting.cost_per_replica, hosting.capacity
        if key in (VOLUME, "volume.share_moved") and drivers.saving_per_call > 0:
            count = math.ceil(handled / capacity * (1 - 1e-9))
            for replicas in range(count, 0, -1):
                paid = max(hosting.min_replicas, replicas) * replica
                fails_below = (needed + paid) / drivers.saving_per_call
                emptied = (replicas - 1) * capacity
                if replicas <= hosting.min_replicas or fails_below > emptied:
                    return value * min(1.0, float(fails_below / handled))
            return None
        left = handled * drivers.saving_per_call - needed
        if key.startswith("student.hosting.") and replica > 0:
            affordable = math.floor(left / replica * (1 + 1e-9))
            tightest = handled / affordable if affordable >= 1 else math.inf
            match key.removeprefix("student.hosting."):
                case "calls_per_second_per_replica" | "target_load":
                    return float(value * tightest / capacity)
                case "peak_to_average":
                    return float(value * capacity / tightest)
                case "hours_per_month":
                    return _hours_limit(
                        value, handled / capacity * value, hosting.min_replicas, left / replica
                    )
        return None


def _hours_limit(hours: float, needed: float, least: float, affordable: float) -> float:
    """The nearest number of hours in a replica's month that costs more than is affordable.

    More hours make a month dearer and fewer replicas necessary, so the cost goes up and down.

    Args:
        hours: as answered.
        needed: replicas times hours that the load takes.
        least: replicas that run in any case.
        affordable: replicas of that many hours that the case can carry.
    """
    replicas = max(1, math.ceil(needed / hours * (1 - 1e-9)))
    room = affordable * hours / needed
    # n replicas last until n - 1 are enough, when they cost n / (n - 1) times what is needed.
    first = min(replicas, math.ceil(room / (room - 1)) - 1) if room > 1 else replicas
    limits = [max(hours, affordable * hours / max(first, 1))]
    if least > 0:
        limits.append(affordable * hours / least)
    if (replicas + 1) / replicas > room:
        limits.append(needed / replicas)
    return min(limits, key=lambda limit: abs(limit - hours))


def _ever_further(value: float, direction: int, bounds: Bounds) -> Iterator[float]:
    """Values ever further in one direction, the bound last."""
    if direction < 0:
        lowest = bounds.least if bounds.least is not None else bounds.above
        yield inside(bounds, 0.0 if lowest is None else lowest, value)
        if bounds.above is not None:
            yield bounds.above + (value - bounds.above) * 1e-9
        return
    highest = bounds.most if bounds.most is not None else bounds.below
    if highest is not None:
        yield inside(bounds, highest, value)
        if bounds.below is not None:
            yield bounds.below - (bounds.below - value) * 1e-9
        return
    step = abs(value) or 1.0
    end = step * LARGEST
    while step < end:
        yield value + step
        step *= 4

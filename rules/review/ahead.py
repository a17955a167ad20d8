"""What months not yet on record are reckoned from, and draws of it.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.economics import Drivers
from rules.figures.inputs import drivers_of, resolve
from rules.figures.ops import FLOATS, array_ops
from rules.figures.reading import Reading
from rules.figures.variations import Variations
from rules.review.gap import Gap
from rules.review.known import (
    LEAST_FOR_SCATTER,
    SCATTER,
    Known,
    Volume,
    known_rates,
    known_student_cost,
    known_volume,
)
from rules.review.measured import CALLS, GROWTH, LATEST, STUDENT_COST, priced
from rules.review.numbers_ahead import Told, numbers_ahead, shifted
from rules.review.timeline import Timeline
from rules.uncertainty.draws import Draws, drawn_of, pairs_among, stream
from rules.uncertainty.ranges import drawn_ranges, ranges_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Ahead:
    """What the months ahead are reckoned from."""

    case: Case
    """As it is answered now."""
    policy: Policy
    """By which it was decided."""
    at: Timeline
    rates: Mapping[str, Known]
    student_cost: Known | None
    volume: Volume | None
    price_month: float
    """The month after approval that the teacher's price is of, on average."""
    now: Drivers
    """Of the case as it is answered now, at its likely values, from approval."""
    likely: Drivers
    """Of the months after the last one on record, at likely values."""
    noise: float
    """How far a single month's money lies off, as a standard deviation."""
    drawn: tuple[str, ...]
    """Keys of the answers that keep their range, and are drawn from it."""

    @property
    def months_since_volume(self) -> int:
        """How long ago the last month on record is that tells its calls, from the last of all."""
        return 0 if self.volume is None else self.at.last - self.volume.month

    @property
    def known(self) -> tuple[str, ...]:
        """Keys that months tell, which the answers of the case give way to."""
        volume = (CALLS, GROWTH) if self.volume is not None else ()
        cost = (STUDENT_COST,) if self.student_cost is not None else ()
        return (*volume, *self.rates, *cost)

    def from_month(self, month: int) -> Drivers:
        """The likely numbers as they are for the months after another one."""
        return shifted(self.likely, month - self.at.last)

    def draw(self, count: int) -> tuple[Drivers, NDArray[Any]]:
        """So many draws of the numbers ahead, and how far each month lies off besides.

        Imports numpy.

        Returns:
            The drivers, and money by month after the last one on record and by draw.
        """
        seed = self.case.risk.seed
        every = drawn_of(self.case, self.policy, Variations(self.case).used)
        drawn = {key: every[key] for key in self.drawn}
        draws = Draws(drawn, pairs_among(drawn, self.case), seed)
        normal = draws.normal(count)
        values = {key: draws.values(key, normal[key]) for key in drawn}

        def deviates(name: str, *more: int) -> NDArray[Any]:
            return stream(seed, name).standard_normal((*more, count))

        rates = {
            key: one.value + one.error * deviates(f"known {key}") for key, one in self.rates.items()
        }
        cost = self.student_cost
        level, slope = None, None
        if (volume := self.volume) is not None:
            first, second = deviates("known level"), deviates("known slope")
            rest = math.sqrt(max(0.0, 1 - volume.correlation**2))
            slope = volume.slope + volume.slope_error * (volume.correlation * first + rest * second)
            level = volume.level + volume.level_error * first + slope * self.months_since_volume
        told = Told(
            rates,
            None if cost is None else cost.value + cost.error * deviates("known student cost"),
            level,
            slope,
            self.price_month,
        )
        drivers = drivers_of(self.case, Reading(values))
        found = numbers_ahead(drivers, self.now, told, self.at, array_ops())
        months = self.at.horizon - self.at.last
        return found, self.noise * deviates("months", months)


def ahead(case: Case, policy: Policy, gap: Gap, at: Timeline) -> Ahead:
    """What the months ahead are reckoned from.

    Args:
        case: as it is answered now, complete.
        policy: by which it was decided.
        gap: plan against actual, of the months on record.
        at: where the case stands.
    """
    months = [one.month for one in gap.months]
    variations = Variations(case)
    used, now = variations.used, variations.drivers
    ranges = ranges_of(case, policy, used)
    per_year = resolve(case).redistillations_per_year
    rates = known_rates(months, gap.plan, per_year)
    cost = known_student_cost(now, months)
    volume = known_volume(months, now.monthly_growth, ranges.get(GROWTH), at)
    of_price = [at.month_of(one.service) for one in priced(months, gap.plan)][-LATEST:]
    price_month = math.fsum(of_price) / len(of_price) if of_price else 1.0
    told = Told(
        {key: one.value for key, one in rates.items()},
        None if cost is None else cost.value,
        None if volume is None else volume.level + volume.slope * (at.last - volume.month),
        None if volume is None else volume.slope,
        price_month,
    )

    def reckoned(drivers: Drivers) -> Drivers:
        return numbers_ahead(drivers, now, told, at, FLOATS)

    likely = reckoned(now)
    drawn = tuple(
        sorted(
            key
            for key, one in drawn_ranges(case, policy, used).items()
            if any(
                reckoned(variations.drivers_with(key, end)) != likely for end in (one.low, one.high)
            )
        )
    )
    return Ahead(
        case=case,
        policy=policy,
        at=at,
        rates=rates,
        student_cost=cost,
        volume=volume,
        price_month=price_month,
        now=now,
        likely=likely,
        noise=_noise(likely._replace(ramp_months=now.ramp_months), gap, at),
        drawn=drawn,
    )


def nets(drivers: Drivers, policy: Policy, months: int) -> Sequence[float]:
    """The money of so many months from the one that the numbers are of, without any upfront."""
    over = policy.model_copy(update={"horizon_months": months})
    return cash_flow(drivers, over).flows[1:]


def _noise(likely: Drivers, gap: Gap, at: Timeline) -> float:
    """How far months lie off what the likely numbers have for them."""
    if not gap.months:
        horizon = max(1, at.horizon)
        return SCATTER * max(map(abs, nets(likely, gap.plan.policy, horizon)))
    expected = nets(shifted(likely, -at.last), gap.plan.policy, at.last)
    off = [one.actual.net - expected[at.month_of(one.month.service) - 1] for one in gap.months]
    if len(off) < LEAST_FOR_SCATTER:
        size = math.fsum(abs(one.actual.net) for one in gap.months) / len(off)
        return SCATTER * size
    return math.sqrt(math.fsum(one * one for one in off) / (len(off) - 2))

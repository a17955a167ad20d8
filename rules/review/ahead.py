"""The numbers that months not yet on record rest on: what is known by now, then the answers.

Source: docs/specification.md §14.5. Why so: docs/decisions/0100-what-months-say-of-those-ahead.md.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.economics import Drivers
from rules.figures.inputs import drivers_of, resolve
from rules.figures.ops import FLOATS, Number, Ops, array_ops
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
from rules.review.measured import (
    CALLS,
    ERROR_RATE,
    FALLBACK,
    GROWTH,
    LATEST,
    SHARE,
    STUDENT_COST,
    TEACHER_COST,
    UPKEEP,
    priced,
)
from rules.review.timeline import Timeline
from rules.uncertainty.draws import Drawn, Draws
from rules.uncertainty.ranges import drawn_ranges, ranges_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIELDS: Final[Mapping[str, str]] = {
    SHARE: "share_moved",
    FALLBACK: "fallback_rate",
    ERROR_RATE: "error_rate_increase",
}
"""The numbers that are taken as months tell them, and lie from 0 to 1."""


class Told(NamedTuple):
    """Values of what months tell, at which the months ahead are reckoned: floats, or draws."""

    rates: Mapping[str, Number]
    """By key."""
    student_cost: Number | None
    """A multiple of what the case has the same calls cost; None where months do not tell."""
    level: Number | None
    """Logarithm of the calls of the last month on record, on trend; None where none tells."""
    slope: Number | None
    price_month: float
    """The month after approval that the teacher's price is of, on average."""


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
        import numpy as np

        seed = self.case.risk.seed
        variations = Variations(self.case)
        ranges = drawn_ranges(self.case, self.policy, variations.used)
        drawn = {
            key: Drawn(key, variations.used[key].estimate.likely, ranges[key]) for key in self.drawn
        }
        pairs = {
            (one.a, one.b): one.rho
            for one in self.case.risk.correlations
            if one.a in drawn and one.b in drawn and one.rho is not None
        }
        draws = Draws(drawn, pairs, seed)
        normal = draws.normal(count)
        values = {key: draws.values(key, normal[key]) for key in drawn}

        def deviates(name: str, *more: int) -> NDArray[Any]:
            number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
            stream = np.random.Generator(np.random.PCG64([seed % 2**64, number]))
            return stream.standard_normal((*more, count))

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


def numbers_ahead(drivers: Drivers, now: Drivers, told: Told, at: Timeline, ops: Ops) -> Drivers:
    """The numbers of the months after the last one on record.

    Args:
        drivers: of the case as it is answered, from approval.
        now: the same at its likely values, which what is told of the student's cost is held
            against.
        told: what months tell, which wins.
        at: where the case stands.
        ops: for floats or for arrays of draws.
    """
    last = at.last
    rates = told.rates
    growth = drivers.monthly_growth
    if told.level is not None and told.slope is not None:
        growth = ops.power(math.e, told.slope) - 1
        calls = ops.power(math.e, told.level + told.slope)
    else:
        calls = drivers.calls_per_month * ops.power(1 + growth, last)
    dearer = 1 + drivers.annual_price_change
    if TEACHER_COST in rates:
        price = ops.maximum(rates[TEACHER_COST], 0.0)
        price = price * ops.power(dearer, (last + 1 - told.price_month) / 12)
    else:
        price = drivers.teacher_cost_per_1k * ops.power(dearer, last / 12)
    # Launches are rounded up to whole months, give or take a little that is for those ahead: one
    # that lies behind would come a month later for it.
    launch = drivers.months_to_launch * 0 + (at.launch - last - 0.5)
    if not at.is_launched:
        launch = ops.maximum(ops.ceil(drivers.months_to_launch), float(at.today)) - last - 0.5
    found = drivers._replace(
        calls_per_month=calls,
        monthly_growth=growth,
        teacher_cost_per_1k=price,
        upfront_total=calls * 0,
        months_to_launch=launch,
        months_of_service=drivers.months_of_service - last,
        **{
            field: ops.minimum(ops.maximum(rates[key], 0.0), 1.0)
            for key, field in _FIELDS.items()
            if key in rates
        },
    )
    if SHARE in rates:
        # It is that of the months after the ramp.
        found = found._replace(ramp_months=0.0)
    if UPKEEP in rates:
        found = found._replace(
            redistillation_cost_per_year=12 * ops.maximum(rates[UPKEEP], 0.0),
            monitoring_per_month=0.0,
        )
    if told.student_cost is not None:
        times = ops.maximum(told.student_cost, 0.0)
        hosting = now.hosting
        found = found._replace(
            student_cost_per_1k=now.student_cost_per_1k * times,
            fixed_cost_per_month=now.fixed_cost_per_month * times,
            hosting=None
            if hosting is None
            else hosting._replace(cost_per_replica=hosting.cost_per_replica * times),
        )
    return found


def shifted(drivers: Drivers, months: int) -> Drivers:
    """The same numbers as they are so many months later, or earlier."""
    return drivers._replace(
        calls_per_month=drivers.calls_per_month * FLOATS.power(1 + drivers.monthly_growth, months),
        teacher_cost_per_1k=drivers.teacher_cost_per_1k
        * FLOATS.power(1 + drivers.annual_price_change, months / 12),
        months_to_launch=drivers.months_to_launch - months,
        months_of_service=drivers.months_of_service - months,
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

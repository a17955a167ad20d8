"""A case that begins later: what it is worth today, and what of it others pay as well.

Its upfront is spent in the month in which it begins, and its launch comes as many months later. The
horizon stays where it is, so that what is delayed has fewer months to earn in; volume and prices go
on as they would.

Source: docs/specification.md §16.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.comparing.portfolio.member import Member
from rules.comparing.portfolio.sharing import item_amount, shared_by
from rules.comparing.portfolio.streams import Values
from rules.figures.cash import CashFlow, cash_flow
from rules.figures.economics import Drivers
from rules.figures.inputs import resolve
from rules.figures.ops import FLOATS, Number, array_ops
from rules.figures.reading import Reading

CONTINGENCY = "upfront.contingency"


class Parts(NamedTuple):
    """What a case pays under the name of one shared cost, draw by draw."""

    upfront: Number
    """Money in the month in which it begins."""
    idle: tuple[Number, ...]
    """Money of each month from 1 to the horizon for hosting that its own calls do not use; empty
    where it shares none."""


class Reckoned:
    """A member as far as it does not depend on when it begins.

    Args:
        member: complete.
        values: drawn numbers in place of the likely ones, by key.
    """

    def __init__(self, member: Member, values: Values) -> None:
        self.member = member
        self._ops = array_ops() if values else FLOATS
        with _unwarned():
            inputs = resolve(member.case, Reading(values))
        self._drivers = inputs.drivers
        shared = shared_by(member.case)
        contingency = values.get(CONTINGENCY, inputs.read.used[CONTINGENCY].estimate.likely)
        self._items = {one.name: item_amount(one.items, inputs, contingency) for one in shared}
        self._hosted = {one.name for one in shared if one.hosting}

    @property
    def upfront(self) -> Number:
        """Money that it takes, what it shares included."""
        return self._drivers.upfront_total

    def cash(self, start: int, *, by_month: bool = False) -> CashFlow:
        """Its flows where it begins after so many months, as if its upfront were spent today."""
        with _unwarned():
            return cash_flow(self._from(start), self.member.policy, self._ops, by_month=by_month)

    def npv(self, start: int) -> Number:
        """What it is worth today where it begins after so many months."""
        later = 1 / worth_after(self.member.policy, start)
        return self.cash(start).npv + self.upfront * (1 - later)

    def parts(self, start: int) -> dict[str, Parts]:
        """What it shares, by the name of the cost, where it begins after so many months."""
        return {
            name: Parts(
                amount,
                tuple(self._idle(start)) if name in self._hosted else (),
            )
            for name, amount in self._items.items()
        }

    def _from(self, start: int) -> Drivers:
        if not start:
            return self._drivers
        launch = self._ops.ceil(self._drivers.months_to_launch) + start
        return self._drivers._replace(months_to_launch=launch)

    def _idle(self, start: int) -> Iterator[Number]:
        """Of each month, the cost of hosting beyond what its calls need at the target load."""
        drivers, ops = self._from(start), self._ops
        hosting = drivers.hosting
        assert hosting is not None
        launch, ramp = ops.ceil(drivers.months_to_launch), ops.ceil(drivers.ramp_months)
        volume = drivers.calls_per_month * drivers.share_moved
        for month in range(1, self.member.policy.horizon_months + 1):
            live = 1.0 * (month > launch) * (month <= drivers.months_of_service)
            share = ops.where(ramp > 0, ops.minimum(1.0, ops.divide(month - launch, ramp)), 1.0)
            handled = volume * live * share
            used = ops.divide(handled, hosting.capacity) * hosting.cost_per_replica
            yield live * ops.maximum(hosting.cost(handled, ops) - used, 0.0)
            volume = volume * (1 + drivers.monthly_growth)


def worth_after(policy: Policy, months: int) -> float:
    """What money after so many months is divided by, to be worth what it is today."""
    return float(FLOATS.power(1 + policy.discount_rate, months / 12))


def _unwarned() -> AbstractContextManager[object]:
    """Numbers that are beyond all reckoning are found in what they come to."""
    import numpy as np

    return np.errstate(all="ignore")

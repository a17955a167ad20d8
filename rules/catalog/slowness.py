"""Which one effect makes cash slow where the headline payback is not, and what to do about it.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.figures.cash import cash_flow
from rules.figures.economics import Drivers
from rules.figures.figures import Figures
from rules.figures.ops import NEVER


class Slowed(NamedTuple):
    """An effect that cash counts and the headline payback does not."""

    about: str
    """Key of the answer behind it."""
    is_present: Callable[[Drivers], bool]
    without: Callable[[Drivers], Drivers]
    """The case as if it were not there."""
    remedy: str
    told_by: tuple[str, ...] = ()
    """Ids of the rules that speak of it."""


SLOWED_BY: Mapping[str, Slowed] = {
    "delay": Slowed(
        "upfront.months_to_launch",
        lambda of: of.months_to_launch > 0 or of.ramp_months > 0,
        lambda of: of._replace(months_to_launch=0.0, ramp_months=0.0),
        "Shorten the time until all calls have moved: the months before that bring nothing in.",
    ),
    "errors": Slowed(
        "quality.cost_per_error",
        lambda of: of.error_rate_increase * of.cost_per_error > 0,
        lambda of: of._replace(cost_per_error=0.0),
        "Bring the additional errors down before launch, or move only the calls that the student"
        " gets right.",
        ("errors-outweigh-savings", "unpriced-quality-loss"),
    ),
    "prices": Slowed(
        "teacher.annual_price_change",
        lambda of: of.annual_price_change < 0,
        lambda of: of._replace(annual_price_change=0.0),
        "Let the teacher's falling price do the saving: invest only what is back before it has"
        " fallen.",
        ("savings-run-out",),
    ),
    "volume": Slowed(
        "volume.monthly_growth",
        lambda of: of.monthly_growth < 0,
        lambda of: of._replace(monthly_growth=0.0),
        "Find out why calls leave before investing in serving them more cheaply.",
        ("shrinking-volume", "savings-run-out"),
    ),
    "upkeep": Slowed(
        "maintenance.cost_per_redistillation",
        lambda of: of.annual_maintenance > 0,
        lambda of: of._replace(redistillation_cost_per_year=0.0, monitoring_per_month=0.0),
        "Make upkeep cheaper: redistil less often, reuse the data, share the monitoring.",
        ("unstable-teacher", "upkeep-heavy", "low-volume"),
    ),
    "retirement": Slowed(
        "student.retires_on",
        lambda of: of.months_of_service < NEVER,
        lambda of: of._replace(months_of_service=NEVER),
        "Choose a base model that is supported until the cash is back.",
        ("student-retires",),
    ),
}


def effects_on_cash(drivers: Drivers, policy: Policy) -> Iterator[str]:
    """What cash counts in this case and the headline payback does not."""
    if drivers.months_to_launch > 0:
        yield "launch"
    if drivers.ramp_months > 0:
        yield "ramp"
    if drivers.annual_maintenance > 0:
        yield "upkeep"
    if drivers.error_rate_increase * drivers.cost_per_error > 0:
        yield "errors"
    if drivers.annual_price_change < 0:
        yield "falling prices"
    if drivers.monthly_growth < 0:
        yield "falling volume"
    if drivers.months_of_service < policy.horizon_months:
        yield "the end of the student's service"


def what_slows(figures: Figures, policy: Policy) -> str | None:
    """The effect without which the cash would be back soonest, by its name in `SLOWED_BY`.

    None where there is no such effect, and where payback is late without any: then it is the
    upfront or what a call saves.
    """
    if figures.late(figures.headline.payback_months):
        return None

    def if_it_were_not_there(name: str) -> tuple[float, float]:
        without = SLOWED_BY[name].without(figures.drivers)
        cash = cash_flow(without, policy, by_month=False)
        return cash.payback_months, -cash.npv

    present = [name for name, one in SLOWED_BY.items() if one.is_present(figures.drivers)]
    return min(present, key=if_it_were_not_there, default=None)

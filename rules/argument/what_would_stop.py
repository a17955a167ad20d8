"""What would stop a case after launch: where volume, price, errors and upkeep undo it.

Each alone, all else as it is at today's volume and prices.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from rules.answers.slack import above, below
from rules.argument.lines import Line
from rules.assess import Assessment
from rules.words.wording import count, months, percent, points


def what_would_stop(assessment: Assessment) -> tuple[Line, ...]:
    """A line for each threshold that is not passed already."""
    found = (_volume, _price, _errors, _upkeep)
    return tuple(line for of in found for line in of(assessment))


def _volume(assessment: Assessment) -> Iterator[Line]:
    figures = assessment.figures
    now, limit = figures.drivers.calls_per_month, figures.break_even_calls_per_month
    if 0 < limit < math.inf and above(now, limit):
        yield Line(
            f"Below {count(limit)} calls a month, {count(now)} today, {_undone(assessment)}.",
            "volume.calls_per_month",
            lead="Volume",
        )


def _price(assessment: Assessment) -> Iterator[Line]:
    """The cut of the teacher's price after which savings are no more than they have to be."""
    head, drivers = assessment.figures.headline, assessment.figures.drivers
    avoided = head.handled_calls_per_month * drivers.avoided_cost_per_1k / 1_000
    spare = head.monthly_savings - max(_needed(assessment))
    if not above(spare, 0) or not below(spare, avoided):
        return
    cut, words = spare / avoided, assessment.words
    left = words.money((1 - cut) * head.teacher_cost_per_1k)
    yield Line(
        f"With the teacher {percent(cut)} cheaper, {left} per 1,000 calls, {_undone(assessment)}.",
        "teacher.cost_per_1k_calls",
        lead="Price",
    )


def _errors(assessment: Assessment) -> Iterator[Line]:
    """The share of errors that eats as much of a year as a case may lose to them."""
    figures, policy = assessment.figures, assessment.policy
    head, price, now = figures.headline, figures.drivers.cost_per_error, figures.quality
    per_share = 12 * head.handled_calls_per_month * price
    share = policy.maintenance_share
    limit = share * head.annual_net_benefit / per_share if per_share else policy.slice_tolerance
    if not above(limit, now.error_rate_increase) or not below(limit, 1):
        return
    counted = points(now.error_rate_increase).split()[0]
    takes = f"they take {percent(share)} of what upkeep leaves"
    if not per_share:
        takes = "a loss on which nobody has put a price is too large"
    key = "quality.error_rate_increase"
    more = f"{points(limit)} more wrong answers"
    yield Line(f"From {more} on, {counted} counted, {takes}.", key, lead="Errors")


def _upkeep(assessment: Assessment) -> Iterator[Line]:
    head, share = assessment.figures.headline, assessment.policy.maintenance_share
    limit, words = share * head.annual_savings, assessment.words
    if above(limit, head.annual_maintenance):
        yield Line(
            f"From {words.a_year(limit)} on, {words.yearly(head.annual_maintenance)} counted,"
            f" it takes {percent(share)} of the savings.",
            "maintenance.redistillations_per_year",
            lead="Upkeep",
        )


def _needed(assessment: Assessment) -> tuple[float, float]:
    """Savings a month that pay the upfront back in time, and those that carry the upkeep."""
    head = assessment.figures.headline
    in_time = head.upfront_total / assessment.policy.defensible_payback_months
    return in_time, head.annual_maintenance / 12


def _undone(assessment: Assessment) -> str:
    """What fails first when savings shrink."""
    in_time, upkeep = _needed(assessment)
    if in_time >= upkeep:
        limit = months(assessment.policy.defensible_payback_months)
        return f"payback takes longer than {limit}"
    return "savings no longer carry the upkeep"

"""Plan against actual in words: what each assumption was and was to be, and what that explains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from rules.questions import QUESTIONS
from rules.review.actual_months import ActualMonths, first_month_of_service
from rules.review.following_up import FollowUp
from rules.review.gap import Assumption, Effect, Gap
from rules.review.money import added_up
from rules.usage.months import DAYS_PER_MONTH, days_in
from rules.words.money import Words
from rules.words.wording import count, listed, percent, plural

NAMES: Final[Mapping[Assumption, str]] = MappingProxyType(
    {
        "calls": "Calls a month",
        "share_moved": "Share of calls on the student",
        "fallback_rate": "Share of these that fell back",
        "teacher_price": "Teacher per 1,000 calls",
        "student_cost": "Student per 1,000 calls",
        "upkeep": "Upkeep a month",
        "error_rate": "Additional errors",
    }
)
"""What assumptions are called."""
_SHARES: Final = ("share_moved", "fallback_rate", "error_rate")
_LENGTH_SHOWS: Final = 0.01
"""The share by which months differ in length from those of the plan from which on it is told."""
_WORTH_NAMING: Final = 0.01
"""The share of all that is explained from which on the answer behind it is named."""
_MONEY: Final = ("teacher_price", "student_cost", "upkeep")


def said(assumption: Assumption, value: float, words: Words) -> str:
    """A value of an assumption."""
    if math.isnan(value):
        return "-"
    if assumption in _SHARES:
        return percent(value)
    return words.money(value) if assumption in _MONEY else count(value)


def signed(amount: float, words: Words) -> str:
    """An amount by which something is more or less: `+$200`, `-$31,200`, `$0`."""
    return f"+{words.money(amount)}" if amount > 0 else words.money(amount)


def explained(gap: Gap, words: Words) -> tuple[list[str], str]:
    """What each effect explains, and what their interaction does: as printed they are the gap."""
    amounts = [*(one.net for one in gap.effects), gap.interaction]
    # It is what is left, so that what rounding leaves belongs to it, where there is any.
    rest = len(amounts) - 1 if gap.interaction else None
    *effects, interaction = (signed(one, words) for one in words.adding_up(amounts, put_right=rest))
    return effects, interaction


def behind(effect: Effect, gap: Gap) -> str:
    """The question of the answer that was most likely off; empty where next to none was."""
    if abs(effect.net) <= _WORTH_NAMING * added_up(abs(one.net) for one in gap.effects):
        return ""
    return "(length of the months)" if effect.by_length else QUESTIONS[effect.key].label


def in_short(found: FollowUp) -> str:
    """How the months came out against the plan, in a sentence."""
    gap, words = found.gap, found.now.words
    if not gap.months:
        return "No month after launch counts yet."
    many = plural(len(gap.months), "month", "months")
    planned = added_up(one.planned.terms.net for one in gap.months)
    actual = planned + gap.net
    if math.isnan(gap.net):
        return f"What {many} came to is not known: the plan lacks {listed([*gap.plan.missing])}."
    more = "more" if gap.net > 0 else "less"
    by = f"{words.money(abs(gap.net))} {more} than planned" if gap.net else "as planned"
    # What is told of the plan and of the difference comes to what is told of the months.
    planned, _ = words.adding_up((planned, gap.net), put_right=0)
    return (
        f"In {many} the student brought {words.money(actual)} after upkeep and errors, {by}"
        f" ({words.money(planned)})."
    )


def launch_in_words(found: FollowUp) -> str:
    """When the launch was, and how late; empty where nothing tells."""
    said_on = day_in_words(found.actual, found.on)
    if not said_on:
        return ""
    late, launched = found.months_late, found.actual.launched_on
    if launched is not None and found.plan.is_of_one_that_served(launched):
        return f"{said_on}, before the approval that it is held against."
    if late is None or late == 0:
        return f"{said_on}{', as planned' if late == 0 else ''}."
    when = plural(abs(late), "month", "months") + (" later" if late > 0 else " earlier")
    cost = found.planned.figures.cost_of_delay if found.planned.complete else math.nan
    price = ""
    if late > 0 and math.isfinite(cost) and cost > 0:
        price = f"; by the plan a month of delay costs {found.now.words.money(cost)} of value today"
    return f"{said_on}, {when} than planned{price}. Months are counted from launch."


def day_in_words(actual: ActualMonths, on: date | None) -> str:
    """When the launch was, as a sentence without its end; empty where nothing tells.

    Args:
        actual: months on record.
        on: today; where it is given, a launch after it is still to come.
    """
    launched = actual.launched_on
    if launched is None:
        return ""
    if actual.is_assumed:
        return (
            f"Launched in {launched:%Y-%m}, as far as the months tell (student.launched_on is open)"
        )
    is_to_come = on is not None and launched > on
    return f"{'To be launched' if is_to_come else 'Launched'} on {launched.isoformat()}"


def before_the_first_month(found: FollowUp) -> Iterator[str]:
    """That what a launch within a month brought in the rest of that month counts nowhere."""
    launched = found.actual.launched_on
    if launched is None or found.actual.is_assumed or not found.gap.months:
        return
    first = first_month_of_service(launched)
    if first > launched:
        yield (
            f"What the student brought from its launch on {launched.isoformat()} to the end of that"
            f" month is in no balance and no difference: months count from {first:%Y-%m}, the first"
            " in which it served from the first day."
        )


def lengths_in_words(found: FollowUp) -> Iterator[str]:
    """That months on record are shorter or longer than those of a plan, where it shows."""
    told = [one.month for one in found.gap.months if "calls" not in one.untold]
    if not told:
        return
    days = sum(days_in(one.month) for one in told)
    off = days / (DAYS_PER_MONTH * len(told)) - 1
    if abs(off) < _LENGTH_SHOWS:
        return
    is_one = len(told) == 1
    which = f"{told[0].month:%Y-%m} is" if is_one else "those on record are together"
    more = "longer" if off > 0 else "shorter"
    yield (
        f"The plan's months are {DAYS_PER_MONTH:.1f} days long; {which} {percent(abs(off))} {more},"
        f" and {'has' if is_one else 'have'} as many {'more' if off > 0 else 'fewer'} calls by that"
        " alone. What is said of growth and of the answer that was off goes by the day."
    )


def prices_in_words(found: FollowUp) -> Iterator[str]:
    """By which price of the teacher it is told what would have been spent."""
    gap = found.gap
    if not gap.months:
        return
    unpriced = [f"{one.month.month:%Y-%m}" for one in gap.unpriced]
    if len(unpriced) < len(gap.months):
        yield (
            "What would have been spent is at the teacher's price of each month: what the calls"
            " cost that still ran on it. These may be longer or harder than the ones that moved."
        )
    yield "Cash begins with the upfront cost as planned; what was spent in fact is not on record."
    if unpriced:
        yield (
            f"{listed(unpriced)} cannot say what a call on the teacher costs: too few ran there, or"
            " how many did, or their cost, is not known. Its price is the planned one there."
        )
    untold = [NAMES[one].lower() for one in gap.untold if one != "teacher_price"]
    if untold:
        yield f"No month tells: {', '.join(untold)}; taken as planned."

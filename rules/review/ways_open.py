"""The decision that is open now, in which what is spent does not count: each way with its worth.

Worth is against having every call on the teacher from today, so that going back is worth nothing.

Source: docs/specification.md §14.5. Why so: docs/decisions/0101-the-decision-that-is-open-now.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.figures.alternatives import alternative_drivers, judge_alternatives
from rules.figures.cash import net_present_value
from rules.figures.economics import Drivers
from rules.figures.inputs import resolve
from rules.figures.ops import FLOATS, UNKNOWN
from rules.figures.reading import Reading
from rules.review.ahead import Ahead
from rules.review.gap import Gap
from rules.words.wording import plural

LEAST_AHEAD: Final = 12
"""Months that the decision looks ahead at least, where less of the horizon is left."""

LEAST_GAIN: Final = 0.01
"""Of what a redistillation costs: one that brings less is said to bring nothing."""

Kind = Literal["keep", "redistil", "move-more", "teacher", "alternative"]


class Way(NamedTuple):
    """Something that can be done now."""

    kind: Kind
    name: str
    """Of an alternative; empty for the others."""
    npv: float
    """From here; NaN where it cannot be known."""
    cost: float
    """What it takes now, counted in the npv."""
    remark: str
    """What it is reckoned on, or why it is not, as a clause."""
    counts: bool = True
    """Whether it can be the best: an alternative that was not shown to be good enough cannot."""

    @property
    def with_student(self) -> bool:
        """Whether the student goes on."""
        return self.kind in ("keep", "redistil", "move-more")


class WaysOpen(NamedTuple):
    """All that can be done now."""

    ways: tuple[Way, ...]
    """The student's first, then the teacher, then alternatives as the case has them."""
    months: int
    """How far they look ahead."""

    @property
    def best(self) -> Way:
        """The one that is worth most; of those worth the same the first."""
        return max((one for one in self.ways if one.counts), key=lambda one: one.npv)

    @property
    def best_with_student(self) -> Way:
        """The same of those in which the student goes on."""
        return max((one for one in self.ways if one.with_student), key=lambda one: one.npv)


def ways_open(ahead: Ahead, gap: Gap) -> WaysOpen:
    """What can be done now, at the likely values of what is known by now.

    Args:
        ahead: what the months ahead are reckoned from.
        gap: plan against actual.
    """
    at = ahead.at
    months = max(at.horizon - at.today, LEAST_AHEAD)
    over = ahead.policy.model_copy(update={"horizon_months": months})
    student = ahead.from_month(at.today)
    keep = Way("keep", "", _npv(student, over), 0.0, _kept(ahead))
    ways = (
        keep,
        *_redistilled(ahead, gap, student, over),
        *_with_more_calls(gap, student, over),
        Way("teacher", "", 0.0, 0.0, "saves nothing and costs nothing more"),
        *_alternatives(ahead, student, over),
    )
    return WaysOpen(ways, months)


def _npv(drivers: Drivers, over: Policy) -> float:
    found: float = net_present_value(drivers, over)
    return found


def _kept(ahead: Ahead) -> str:
    if ahead.at.is_launched:
        return "as it runs now"
    return "launched next; what is still to be spent before that comes off"


def _redistilled(ahead: Ahead, gap: Gap, student: Drivers, over: Policy) -> Iterator[Way]:
    """One redistillation now brings back what was approved of quality and fallback, and no more."""
    if not ahead.at.is_launched:
        return
    items = resolve(ahead.case).upfront_items
    stated = ahead.case.maintenance.cost_per_redistillation
    cost = (
        float(stated.likely)
        if stated is not None
        else float(items["data_generation"] + items["training_compute"])
    )
    planned = gap.plan.drivers
    better = student._replace(
        error_rate_increase=min(student.error_rate_increase, planned.error_rate_increase),
        fallback_rate=min(student.fallback_rate, planned.fallback_rate),
        upfront_total=cost,
    )
    gain = _npv(better, over) + cost - _npv(student, over)
    remark = (
        "errors and fallback are as approved again"
        if gain > LEAST_GAIN * cost
        else "errors and fallback are hardly worse than approved, so it brings nothing"
    )
    yield Way("redistil", "", _npv(better, over), cost, remark)


def _with_more_calls(gap: Gap, student: Drivers, over: Policy) -> Iterator[Way]:
    """The approved share where fewer calls have moved, else all of them."""
    share, planned = student.share_moved, gap.plan.drivers.share_moved
    target = planned if above(planned, share) else 1.0
    if not above(target, share):
        return
    remark = "the approved share" if target == planned else "all of them"
    yield Way(
        "move-more",
        "",
        _npv(student._replace(share_moved=target), over),
        0.0,
        f"{remark}, with errors and fallback as they are",
    )


def _alternatives(ahead: Ahead, student: Drivers, over: Policy) -> Iterator[Way]:
    """Each alternative of the case from today, with the student until it serves."""
    read = Reading()
    judged = judge_alternatives(ahead.case, student, over, read)
    for index, (one, result) in enumerate(zip(ahead.case.alternatives, judged, strict=True)):
        name = one.name or f"alternative {index + 1}"
        if not result.priced:
            yield Way(
                "alternative", name, UNKNOWN, UNKNOWN, "does not say what a call costs", False
            )
            continue
        drivers = alternative_drivers(one, f"alternatives[{index}]", student, read)
        # Until it serves, the calls stay where they are.
        launch = min(int(FLOATS.ceil(drivers.months_to_launch)), over.horizon_months)
        until = over.model_copy(update={"horizon_months": launch})
        before = _npv(student, until) if launch else 0.0
        shown = result.is_proven and result.is_good_enough(student, over)
        remark = (
            f"after {plural(launch, 'month', 'months')} with the student"
            if launch
            else "from now on"
        )
        if not shown:
            remark += "; not shown to be good enough"
        yield Way(
            "alternative",
            name,
            before + _npv(drivers, over),
            float(drivers.upfront_total),
            remark,
            shown and not math.isnan(drivers.upfront_total),
        )

"""Headline figures: today's volume, today's prices, fully rolled out.

Source: docs/specification.md §3.1 and §3.2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from rules.figures.catalogue.figure import Figure
from rules.figures.ops import FLOATS, NEVER, UNKNOWN
from rules.words.money import Words
from rules.words.wording import count, months, percent

if TYPE_CHECKING:
    from rules.answers.policy import Policy
    from rules.figures.figures import Figures


def _per_1k(of: Figures, policy: Policy, words: Words) -> str:
    head = of.headline
    costs = (
        ("teacher", head.teacher_cost_per_1k),
        ("student", head.student_cost_per_1k),
        ("with upkeep", head.student_cost_per_1k_with_maintenance),
    )
    return ", ".join(f"{name} {words.money(one)}" for name, one in costs if not math.isnan(one))


def _with_upkeep(of: Figures, policy: Policy, words: Words) -> str:
    cost = of.headline.student_cost_per_1k_with_maintenance
    return "" if math.isnan(cost) else f"with upkeep {words.money(cost)}"


def _teacher_alone(of: Figures, policy: Policy, words: Words) -> str:
    # Where the student's cost is known, its line has both of them side by side.
    if not math.isnan(of.headline.student_cost_per_1k):
        return ""
    return f"teacher {words.money(of.headline.teacher_cost_per_1k)}"


def _how_many_move(of: Figures, policy: Policy, words: Words) -> str:
    share = of.drivers.share_moved
    return "all of them move" if share == 1 else f"{percent(share)} of them move"


def _calls(of: Figures, policy: Policy, words: Words) -> str:
    return f"{count(of.drivers.calls_per_month)}, {_how_many_move(of, policy, words)}"


def _of_the_spend(of: Figures, policy: Policy, words: Words) -> str:
    if not of.headline.annual_teacher_spend:
        return "nothing is spent on the teacher"
    return f"{percent(of.headline.spend_reduction)} of the spend on the teacher"


def _savings(of: Figures, policy: Policy, words: Words) -> str:
    saved = words.money(of.headline.annual_savings)
    return f"{saved}, {_of_the_spend(of, policy, words)}"


_LEFT = 0
"""The place, among what savings are made of, of what is left of them."""


def _parts_of_savings(of: Figures) -> tuple[float, float, float]:
    """What a year's savings are made of: what is left of them, errors, upkeep.

    Rounding is put right in what is left, so that upkeep and errors read alike wherever they stand.
    """
    head = of.headline
    return head.annual_net_after_errors, head.annual_error_cost, head.annual_maintenance


def _of_the_savings(which: int) -> Callable[[Figures, Words], str]:
    """A part of a year's savings, as it is printed beside the others."""

    def said(of: Figures, words: Words) -> str:
        parts = _parts_of_savings(of)
        adding = all(map(math.isfinite, parts))
        return words.summands(parts, _LEFT)[which] if adding else words.money(parts[which])

    return said


def _before_errors(of: Figures, words: Words) -> str:
    """What is left before errors, as it is printed beside them and what is left after them."""
    parts = _parts_of_savings(of)
    if not all(map(math.isfinite, parts)):
        return words.money(of.headline.annual_net_benefit)
    return words.subtotal(parts, 2, _LEFT)


def _at_full_savings(of: Figures, policy: Policy, words: Words) -> str:
    payback = of.headline.payback_months
    return months(payback) if payback == NEVER else f"{months(payback)}, at full savings"


def _whose_errors(of: Figures, policy: Policy, words: Words) -> str:
    if of.quality.origin == "none":
        return "nobody has measured any"
    return "" if of.drivers.cost_per_error else "no price on an error"


def _error_cost(of: Figures, policy: Policy, words: Words) -> str:
    said, whose = _of_the_savings(1)(of, words), _whose_errors(of, policy, words)
    return f"{said}, {whose}" if whose else said


def _break_even(of: Figures, policy: Policy, words: Words) -> str:
    in_time, needed = months(policy.defensible_payback_months), of.break_even_calls_per_month
    if not math.isfinite(needed):
        return f"no volume pays back within {in_time}"
    return f"{count(needed)} calls a month (payback {in_time})"


def _are_errors_answered(of: Figures) -> bool:
    price = of.inputs.read.used.get("quality.cost_per_error")
    return of.quality.origin != "none" and price is not None and not price.is_default


def _replicas(of: Figures) -> float:
    hosting = of.drivers.hosting
    if hosting is None:
        return UNKNOWN
    needed: float = hosting.replicas(of.headline.handled_calls_per_month, FLOATS)
    return needed


FIGURES = (
    Figure(
        "upfront_total", "Upfront", "money", lambda of: of.headline.upfront_total,
        "upfront.data_generation",
        "the items for data generation, training, evaluation and engineering, and any others,"
        " added up, and contingency on top of the sum",
        {"panel": 40, "verdict": 10, "front": 80, "compared": 40, "summary": 50, "formulas": 10},
        remark=lambda of, policy, words: "spent once",
    ),
    Figure(
        "monthly_savings", "Savings a month", "money", lambda of: of.headline.monthly_savings,
        "volume.calls_per_month",
        "handled calls ÷ 1,000 × (the teacher's cost per 1,000 calls × the share that needs no"
        " fallback − the student's cost per 1,000 calls) − the student's fixed cost a month",
        {"panel": 50, "verdict": 20, "compared": 30, "summary": 40, "formulas": 30},
    ),
    Figure(
        "teacher_cost_per_1k", "Teacher, per 1,000 calls", "price",
        lambda of: of.headline.teacher_cost_per_1k, "teacher.cost_per_1k_calls",
        "as answered, or from its worksheet",
        {"panel": 90, "front": 60},
        narrow_label="Teacher per 1k",
        line=_teacher_alone,
        line_label="Per 1,000 calls",
    ),
    Figure(
        "student_cost_per_1k", "Student, per 1,000 calls", "price",
        lambda of: of.headline.student_cost_per_1k, "student.cost_per_1k_calls",
        "the student's own cost, the teacher's on the share that falls back, and the fixed cost a"
        " month spread over the handled calls",
        {"panel": 100, "verdict": 120, "front": 70},
        narrow_label="Student per 1k",
        line=_per_1k,
        remark=_with_upkeep,
        line_label="Per 1,000 calls",
    ),
    Figure(
        "student_cost_per_1k_with_maintenance", "Student with upkeep, per 1,000 calls", "price",
        lambda of: of.headline.student_cost_per_1k_with_maintenance,
        "maintenance.redistillations_per_year",
        "the student per 1,000 calls, and upkeep a year spread over the handled calls of a year",
        {},
    ),
    Figure(
        "payback_months", "Payback", "months", lambda of: of.headline.payback_months,
        "volume.calls_per_month",
        "upfront ÷ savings a month, at today's volume and prices, fully rolled out",
        {"panel": 10, "verdict": 30, "front": 90, "compared": 10, "summary": 10, "formulas": 50},
        unit="months",
        line=_at_full_savings,
        remark=lambda of, policy, words: "at full savings",
    ),
    Figure(
        "annual_maintenance", "Upkeep a year", "money", lambda of: of.headline.annual_maintenance,
        "maintenance.redistillations_per_year",
        "redistillations a year × the cost of one + 12 × monitoring a month",
        {"verdict": 50, "front": 20, "summary": 60, "formulas": 60},
        among=_of_the_savings(2),
    ),
    Figure(
        "annual_net_benefit", "Net before errors", "money",
        lambda of: of.headline.annual_net_benefit, "maintenance.redistillations_per_year",
        "12 × savings a month − upkeep a year",
        {"verdict": 60, "summary": 70, "formulas": 70},
        unit="a year",
        among=_before_errors,
    ),
    Figure(
        "annual_error_cost", "Error cost a year", "money",
        lambda of: of.headline.annual_error_cost, "quality.cost_per_error",
        "12 × handled calls × the share of additional wrong answers × the cost of one",
        {"verdict": 70, "front": 30, "formulas": 80},
        among=_of_the_savings(1),
        is_answered=_are_errors_answered,
        line=_error_cost,
        remark=_whose_errors,
    ),
    Figure(
        "annual_net_after_errors", "Net after errors", "money",
        lambda of: of.headline.annual_net_after_errors, "quality.cost_per_error",
        "net before errors − error cost a year",
        {"panel": 60, "verdict": 80, "front": 40, "compared": 50, "summary": 90, "formulas": 90},
        unit="a year",
        among=_of_the_savings(0),
        remark=lambda of, policy, words: "a year, after upkeep",
    ),
    Figure(
        "net_payback_months", "Payback after upkeep and errors", "months",
        lambda of: of.headline.net_payback_months, "quality.cost_per_error",
        "12 × upfront ÷ net after errors",
        {},
        unit="months",
    ),
    Figure(
        "annual_teacher_spend", "Spent on the teacher", "money",
        lambda of: of.headline.annual_teacher_spend, "teacher.cost_per_1k_calls",
        "12 × calls per month ÷ 1,000 × the teacher's cost per 1,000 calls; 12 × the bill of a"
        " month where nobody has said for how many calls it is",
        {"verdict": 115},
        unit="a year",
    ),
    Figure(
        "spend_reduction", "Spend reduction", "share", lambda of: of.headline.spend_reduction,
        "volume.share_moved",
        "12 × savings a month ÷ what the endpoint spends on the teacher in a year",
        {"verdict": 140, "formulas": 100},
    ),
    Figure(
        "most_at_stake", "At most to be saved", "money", lambda of: of.headline.most_at_stake,
        "teacher.cost_per_1k_calls",
        "what the endpoint spends on the teacher in a year × the share of calls that move: saved by"
        " a student that costs nothing",
        {"formulas": 105},
        unit="a year",
    ),
    Figure(
        "handled", "Handled calls", "calls", lambda of: of.headline.handled_calls_per_month,
        "volume.share_moved",
        "calls per month × the share of calls that move",
        {"formulas": 20},
        unit="a month",
    ),
    Figure(
        "break_even_calls_per_month", "Break-even", "calls",
        lambda of: of.break_even_calls_per_month, "volume.calls_per_month",
        "the lowest volume from which on payback is defensible and savings cover upkeep, at this"
        " and every higher volume",
        {"panel": 80, "verdict": 110, "compared": 80, "summary": 120, "formulas": 120},
        unit="calls a month",
        narrow_label="Break-even calls",
        none="none",
        line=_break_even,
    ),
    Figure(
        "calls_to_payback", "Calls until paid back", "calls",
        lambda of: of.headline.calls_to_payback, "volume.calls_per_month",
        "payback in months × handled calls a month",
        {"formulas": 55},
        none="never",
    ),
)  # fmt: skip

HALF_VOLUME = (
    Figure(
        "half_volume.payback_months", "Half the volume", "months",
        lambda of: of.half_volume.payback_months, "volume.calls_per_month",
        "payback at half the calls per month, with upfront and upkeep as they are",
        {"panel": 30, "verdict": 100, "compared": 90, "summary": 30, "formulas": 110},
        unit="payback in months",
        line=lambda of, policy, words: f"payback {months(of.half_volume.payback_months)}",
    ),
    Figure(
        "half_volume.annual_net_benefit", "Half the volume", "money",
        lambda of: of.half_volume.annual_net_benefit, "volume.calls_per_month",
        "net before errors at half the calls per month, with upkeep as it is",
        {"summary": 80},
        unit="net before errors a year",
    ),
)  # fmt: skip

EXPLAINED = (
    Figure(
        "annual_savings", "Savings a year", "money", lambda of: of.headline.annual_savings,
        "volume.calls_per_month",
        "12 × savings a month",
        {"front": 10},
        line=_savings,
        remark=_of_the_spend,
    ),
    Figure(
        "calls", "Calls a month", "calls", lambda of: of.drivers.calls_per_month,
        "volume.calls_per_month",
        "as answered",
        {"front": 50},
        line=_calls,
        remark=_how_many_move,
    ),
    Figure(
        "replicas", "Replicas", "count", _replicas, "student.hosting.calls_per_second_per_replica",
        "where the student is hosted, calls per second at the peak ÷ what one replica serves at"
        " its planned load, rounded up, and no fewer than the fewest; each costs its GPUs × their"
        " price an hour × the hours switched on, with overhead, and belongs to the student's fixed"
        " cost a month",
        {"formulas": 40},
    ),
)  # fmt: skip

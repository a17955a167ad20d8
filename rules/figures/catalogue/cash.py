"""Cash figures: month by month over the horizon.

Source: docs/specification.md §3.3.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rules.figures.catalogue.figure import Figure
from rules.figures.ops import NEVER, UNKNOWN
from rules.words.money import Words
from rules.words.wording import months

if TYPE_CHECKING:
    from rules.answers.policy import Policy
    from rules.figures.figures import Figures


def _over_the_horizon(of: Figures, policy: Policy, words: Words) -> str:
    return f"over {months(policy.horizon_months)}"


def _counted(of: Figures, policy: Policy, words: Words) -> str:
    if of.cash.payback_months == NEVER:
        return f"within {months(policy.horizon_months)} of approval"
    return "from approval, all counted"


def _payback(of: Figures, policy: Policy, words: Words) -> str:
    back = of.cash.payback_months
    if back == NEVER:
        return f"never within {months(policy.horizon_months)}"
    return f"{months(back)}, {_counted(of, policy, words)}"


def _npv(of: Figures, policy: Policy, words: Words) -> str:
    return f"{words.money(of.cash.npv)} {_over_the_horizon(of, policy, words)}"


def _irr(of: Figures) -> float:
    if not math.isfinite(of.cash.npv):
        return UNKNOWN
    return NEVER if of.irr is None else of.irr


def _savings_end(of: Figures) -> float:
    if math.isnan(of.cash.first_year_net):
        return UNKNOWN
    month = of.cash.savings_end_month
    return NEVER if month is None else month


def _savings_end_line(of: Figures, policy: Policy, words: Words) -> str:
    month = of.cash.savings_end_month
    return "" if month is None else f"{months(month)} after approval"


FIGURES = (
    Figure(
        "cash.payback_months", "Cash payback", "months", lambda of: of.cash.payback_months,
        "upfront.months_to_launch",
        "the month from which on the balance stays above zero, counted month by month from"
        " approval: upfront first, nothing until launch, then savings as traffic moves, with"
        " growth and price changes, less upkeep and errors",
        {"panel": 20, "verdict": 40, "front": 100, "compared": 20, "summary": 20, "formulas": 130},
        unit="months",
        line=_payback,
        remark=_counted,
    ),
    Figure(
        "cash.npv", "Net present value", "money", lambda of: of.cash.npv, "policy.discount_rate",
        "all monthly amounts, each divided by (1 + the discount rate) to the power of its month"
        " ÷ 12, less upfront",
        {"panel": 70, "verdict": 90, "front": 110, "compared": 60, "summary": 100, "formulas": 140},
        line=_npv,
        remark=_over_the_horizon,
        compared_as="npv",
    ),
    Figure(
        "cash.irr", "Internal rate", "share", _irr, "policy.discount_rate",
        "the discount rate a year at which the net present value would be zero",
        {"verdict": 150, "compared": 70, "summary": 110, "formulas": 150},
        unit="a year",
        none="none",
        compared_as="irr",
    ),
    Figure(
        "cash.first_year_net", "First year, net", "money",
        lambda of: of.cash.first_year_net, "upfront.months_to_launch",
        "the monthly amounts of the first twelve months from approval, without upfront",
        {"verdict": 95, "formulas": 132},
    ),
    Figure(
        "cash.savings_end_month", "Savings end", "months", _savings_end,
        "teacher.annual_price_change",
        "the first month from which on no month brings anything any more, where an earlier one"
        " did; not the end of the student's service",
        {"verdict": 155, "formulas": 134},
        unit="months after approval",
        none="never",
        line=_savings_end_line,
    ),
    Figure(
        "cash.cost_of_delay", "Cost of delay", "money", lambda of: of.cost_of_delay,
        "upfront.months_to_launch",
        "the net present value − what it would be with the launch one month later",
        {"verdict": 145, "formulas": 145},
        unit="for one month",
    ),
)  # fmt: skip

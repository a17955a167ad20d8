"""Rules about what lost quality costs, and how sure that is.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import Words, points


def _errors_outweigh_savings(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    gains = above(head.annual_savings, head.annual_maintenance)
    if not (gains and at_least(head.annual_error_cost, head.annual_net_benefit)):
        return None
    return Finding(
        {
            "annual_error_cost": head.annual_error_cost,
            "annual_net_benefit": head.annual_net_benefit,
            "error_rate_increase": figures.drivers.error_rate_increase,
        }
    )


def _explain_errors_outweigh_savings(evidence: Evidence, words: Words) -> str:
    return (
        f"{points(evidence['error_rate_increase'])} more wrong answers cost"
        f" {words.money(evidence['annual_error_cost'])} a year, as much as the"
        f" {words.money(evidence['annual_net_benefit'])} gained, or more."
    )


ERRORS_OUTWEIGH_SAVINGS = Rule(
    id="errors-outweigh-savings",
    title="Errors outweigh savings",
    about="quality.cost_per_error",
    caps=("do-not-distill",),
    fires_when="the annual net benefit is positive and the annual error cost is at least as large",
    check=_errors_outweigh_savings,
    explain=_explain_errors_outweigh_savings,
    remedy="Move only the slices on which the student holds, or add a fallback that catches the"
    " rest.",
    is_cause_of_late_cash=True,
)


def _unpriced_quality_loss(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    if not (
        above(drivers.error_rate_increase, policy.slice_tolerance) and drivers.cost_per_error == 0
    ):
        return None
    return Finding(
        {
            "error_rate_increase": drivers.error_rate_increase,
            "slice_tolerance": policy.slice_tolerance,
        }
    )


def _explain_unpriced_quality_loss(evidence: Evidence, words: Words) -> str:
    return (
        f"The student gives {points(evidence['error_rate_increase'])} more wrong answers, above"
        f" the tolerated {points(evidence['slice_tolerance'])}, and an error is said to cost"
        " nothing."
    )


UNPRICED_QUALITY_LOSS = Rule(
    id="unpriced-quality-loss",
    title="Quality loss without a price",
    about="quality.cost_per_error",
    caps=("reconsider",),
    fires_when="the error rate increase is above slice_tolerance and cost_per_error is 0",
    check=_unpriced_quality_loss,
    explain=_explain_unpriced_quality_loss,
    remedy="Put a price on a wrong answer: rework, refunds, a support contact.",
)

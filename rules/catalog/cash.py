"""Rules about cash: when it comes back, and what a year leaves.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.words.wording import Words, months


def _worth_something(npv: float, figures: Figures) -> bool:
    """Whether a present value is above zero by more than the rounding of the amounts in it."""
    invested = figures.headline.upfront_total
    return above(npv + invested, invested)


def _slow_cash(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    payback, npv = figures.cash.payback_months, figures.cash.npv
    if not figures.late(payback):
        return None
    cap: VerdictId = "defensible"
    if above(payback, policy.stop_payback_months) or not _worth_something(npv, figures):
        cap = "reconsider"
    if payback == math.inf:
        cap = "do-not-distill"
    return Finding(
        {
            "cash_payback_months": payback,
            "npv": npv,
            "horizon_months": policy.horizon_months,
            "defensible_payback_months": policy.defensible_payback_months,
        },
        cap,
    )


def _explain_slow_cash(evidence: Evidence, words: Words) -> str:
    if evidence["cash_payback_months"] == math.inf:
        return (
            "Month by month, with launch, ramp and upkeep, the cash invested is not back within"
            f" {months(evidence['horizon_months'])}."
        )
    return (
        "Month by month, with launch, ramp and upkeep, the cash invested is back after"
        f" {months(evidence['cash_payback_months'], evidence['defensible_payback_months'])}, not"
        " within the defensible"
        f" {months(evidence['defensible_payback_months'])}; net present value"
        f" {words.money(evidence['npv'])}."
    )


SLOW_CASH = Rule(
    id="slow-cash",
    title="Cash comes back late",
    about="upfront.months_to_launch",
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="cash payback is late; reconsider beyond stop_payback_months or where npv <= 0;"
    " do-not-distill where it never comes back within the horizon",
    check=_slow_cash,
    explain=_explain_slow_cash,
    remedy="Shorten the time until all calls have moved, or cut the upfront, where there is"
    " something to cut.",
    is_symptom=True,
)


def _no_net_benefit(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    if not head.nets_nothing:
        return None
    return Finding(
        {
            "annual_savings": head.annual_savings,
            "annual_maintenance": head.annual_maintenance,
            "annual_error_cost": head.annual_error_cost,
            "annual_net_after_errors": head.annual_net_after_errors,
        }
    )


def _explain_no_net_benefit(evidence: Evidence, words: Words) -> str:
    savings = evidence["annual_savings"]
    saved = f"saves {words.money(savings)}, but"
    if savings < 0:
        saved = f"costs {words.money(-savings)} more than the teacher, and"
    return (
        f"A year {saved} upkeep takes"
        f" {words.money(evidence['annual_maintenance'])} and additional errors"
        f" {words.money(evidence['annual_error_cost'])}: net"
        f" {words.money(evidence['annual_net_after_errors'])}."
    )


NO_NET_BENEFIT = Rule(
    id="no-net-benefit",
    title="No net benefit",
    about="maintenance.cost_per_redistillation",
    caps=("do-not-distill",),
    fires_when="annual net after errors <= 0",
    check=_no_net_benefit,
    explain=_explain_no_net_benefit,
    remedy="Do not distil this endpoint as it stands; lower the largest of these amounts first.",
    is_symptom=True,
)

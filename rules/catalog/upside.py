"""Rules about what stands beside the figures: the upside.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import Words


def _upside_only(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    net = head.annual_net_after_errors
    spent = head.annual_maintenance + head.annual_error_cost
    turned = above(head.annual_savings + figures.annual_upside, spent)
    if not (head.nets_nothing and turned):
        return None
    return Finding({"annual_net_after_errors": net, "annual_upside": figures.annual_upside})


def _explain_upside_only(evidence: Evidence, words: Words) -> str:
    return (
        f"The case loses {words.money(-evidence['annual_net_after_errors'])} a year and turns"
        f" positive only by an upside of {words.money(evidence['annual_upside'])}, which no"
        " saving backs."
    )


UPSIDE_ONLY = Rule(
    id="upside-only",
    title="Only the upside carries it",
    about="upside.capability_revenue_per_month",
    caps=("do-not-distill",),
    fires_when="annual net after errors <= 0, but above 0 with the upside added",
    check=_upside_only,
    explain=_explain_upside_only,
    remedy="Propose the feature on its own revenue, as a product decision, not as a saving.",
)


def _latency_unattached(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    value = case.upside.latency_value_per_month
    if value is None or not value.likely > 0 or case.upside.latency_metric.strip():
        return None
    return Finding({"latency_value_per_month": value.likely})


LATENCY_UNATTACHED = Rule(
    id="latency-unattached",
    title="Latency value without a metric",
    about="upside.latency_metric",
    caps=(None,),
    fires_when="a latency value is given without a latency_metric",
    check=_latency_unattached,
    explain=lambda evidence, words: (
        f"{words.money(evidence['latency_value_per_month'])} a month for lower latency is tied to"
        " no metric, so it counts as a quality and not as a figure."
    ),
    remedy="Name a metric that is already tracked, such as conversion or retention, or leave the"
    " amount out.",
)

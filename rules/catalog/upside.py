"""Rules about what stands beside the figures: the upside.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.phrases import settled
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.upside import Gain, gains, latency, quality
from rules.words.money import Words
from rules.words.wording import listed


def _upside_only(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    net = head.annual_net_after_errors
    spent = head.annual_maintenance + head.annual_error_cost
    turned = above(head.annual_savings + figures.annual_upside, spent)
    if not (head.nets_nothing and turned):
        return None
    counted = [one for one in gains(case.upside) if one.can_count and one.has_amount]
    return Finding(
        {
            "annual_net_after_errors": net,
            "annual_upside": figures.annual_upside,
            "gains": listed([one.name for one in counted]),
            "needs_metric": all(one.needs_metric for one in counted),
            "spend_per_year": head.spend_per_year,
            "redeemed": figures.redeemed,
        },
        "reconsider" if figures.redeemed else "do-not-distill",
        counted[-1].amount_key,
    )


def _explain_upside_only(evidence: Evidence, words: Words) -> str:
    net = settled(evidence["annual_net_after_errors"], evidence["spend_per_year"])
    loses = f"loses {words.a_year(-net)}" if net < 0 else "saves nothing"
    return (
        f"As things are today the case {loses} and turns positive only by an upside of"
        f" {words.a_year(evidence['annual_upside'])}, which no saving backs."
    )


def _upside_only_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    if not evidence["needs_metric"]:
        return _ON_ITS_OWN
    return (
        f"Propose {evidence['gains']} for what the metric shows, as a product decision, not as a"
        " saving."
    )


_ON_ITS_OWN = "Propose the feature on its own revenue, as a product decision, not as a saving."

UPSIDE_ONLY = Rule(
    id="upside-only",
    title="Only the upside carries it",
    place=360,
    about="upside.capability_revenue_per_month",
    caps=("reconsider", "do-not-distill"),
    fires_when="annual net after errors <= 0, but above 0 with the upside added; reconsider where"
    " the cash pays for the case all the same",
    check=_upside_only,
    explain=_explain_upside_only,
    remedy=_ON_ITS_OWN,
    remedy_at_hand=_upside_only_at_hand,
)


def _unattached(gain: Gain) -> Finding | None:
    """That an amount does not count, for want of a metric it would show in."""
    if gain.can_count or gain.amount is None or not gain.has_amount:
        return None
    return Finding({gain.amount_key.removeprefix("upside."): gain.amount.likely})


def _told(amount: float, gain: str, words: Words) -> str:
    return (
        f"{words.money(amount)} a month for {gain} is tied to no metric, so it counts as a quality"
        " and not as a figure."
    )


LATENCY_UNATTACHED = Rule(
    id="latency-unattached",
    title="Latency value without a metric",
    place=370,
    about="upside.latency_metric",
    caps=(None,),
    fires_when="a latency value is given without a latency_metric",
    check=lambda case, figures, policy: _unattached(latency(case.upside)),
    explain=lambda evidence, words: _told(
        evidence["latency_value_per_month"], "lower latency", words
    ),
    remedy="Name a metric that is already tracked, such as conversion or retention, or leave the"
    " amount out.",
)

QUALITY_GAIN_UNATTACHED = Rule(
    id="quality-gain-unattached",
    title="Value of better answers without a metric",
    place=380,
    about="upside.quality_metric",
    caps=(None,),
    fires_when="a value of better answers is given without a quality_metric",
    check=lambda case, figures, policy: _unattached(quality(case.upside)),
    explain=lambda evidence, words: _told(
        evidence["quality_value_per_month"], "better answers", words
    ),
    remedy="Name a metric that is already tracked, such as tickets reopened or refunds, or leave"
    " the amount out.",
)

"""Rules about other ways to make the calls cheaper.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import Words


def _cheaper_alternative(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    better = [
        one
        for one in figures.alternatives
        if one.is_worthwhile(figures.drivers.error_rate_increase, policy)
        and above(one.npv, figures.cash.npv)
    ]
    if not better:
        return None
    best = max(better, key=lambda one: one.npv)
    return Finding(
        {
            "alternative": best.name or best.kind,
            "alternative_npv": best.npv,
            "npv": figures.cash.npv,
            "alternative_upfront": best.upfront_total,
            "alternative_monthly_savings": best.monthly_savings,
        }
    )


def _explain_cheaper_alternative(evidence: Evidence, words: Words) -> str:
    return (
        f"The alternative '{evidence['alternative']}' is worth"
        f" {words.money(evidence['alternative_npv'])} today at"
        f" acceptable quality, distilling {words.money(evidence['npv'])}."
    )


CHEAPER_ALTERNATIVE = Rule(
    id="cheaper-alternative",
    title="An alternative is worth more",
    about="alternatives",
    caps=("reconsider",),
    fires_when="an alternative with a cost has an error rate increase within slice_tolerance of"
    " the student's, npv > 0 and npv above the student's",
    check=_cheaper_alternative,
    explain=_explain_cheaper_alternative,
    remedy="Take the cheaper alternative first; distil later if that still pays on top of it.",
)

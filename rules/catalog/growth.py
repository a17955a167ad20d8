"""Rules about a volume that does not stay as it is.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import below
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import Words, months, percent

SHRINKING = -0.01
"""Monthly growth below which a volume counts as shrinking."""


def _shrinking_volume(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    growth = figures.drivers.monthly_growth
    if not below(growth, SHRINKING):
        return None
    return Finding(
        {"monthly_growth": growth, "cash_payback_months": figures.cash.payback_months},
        "reconsider" if figures.cash.payback_months == math.inf else "defensible",
    )


def _explain_shrinking_volume(evidence: Evidence, words: Words) -> str:
    payback = evidence["cash_payback_months"]
    back = "is not back within the horizon"
    if math.isfinite(payback):
        back = f"is back after {months(payback)}"
    return (
        f"The volume shrinks by {percent(-evidence['monthly_growth'])} a month; with that, the"
        f" cash invested {back}."
    )


SHRINKING_VOLUME = Rule(
    id="shrinking-volume",
    title="Shrinking volume",
    about="volume.monthly_growth",
    caps=("defensible", "reconsider"),
    fires_when="monthly growth is below -1 %; reconsider where the cash never comes back within"
    " the horizon",
    check=_shrinking_volume,
    explain=_explain_shrinking_volume,
    remedy="Find out why calls leave before investing in serving them more cheaply.",
    is_cause_of_late_cash=True,
)

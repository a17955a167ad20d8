"""How much of a case is guessed.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.inputs import ITEM_SHEETS
from rules.words.wording import Words, listed

LOAD_BEARING = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    "student.cost_per_1k_calls",
    *(f"upfront.{item}" for item in ITEM_SHEETS),
    "maintenance.redistillations_per_year",
)
"""The numbers of which at most half may be guesses."""


def _guessed(figures: Figures) -> Iterator[str]:
    for key in LOAD_BEARING:
        if figures.inputs.bases.get(key) == "assumed":
            yield key


def _guesswork(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    answered = [key for key in LOAD_BEARING if key in figures.inputs.bases]
    guessed = list(_guessed(figures))
    if not 2 * len(guessed) > len(answered):
        return None
    return Finding(
        {
            "assumed": float(len(guessed)),
            "answered": float(len(answered)),
            "keys": listed(guessed),
        }
    )


def _explain_guesswork(evidence: Evidence, words: Words) -> str:
    return (
        f"{evidence['assumed']:.0f} of the {evidence['answered']:.0f} numbers that carry the case"
        f" are guesses: {evidence['keys']}."
    )


GUESSWORK = Rule(
    id="guesswork",
    title="Mostly guesswork",
    about="volume.calls_per_month",
    caps=("defensible",),
    fires_when="more than half of volume, both costs, the four upfront items and redistillations,"
    " as far as they are answered, are assumed",
    check=_guesswork,
    explain=_explain_guesswork,
    remedy="Measure or get a quote for the largest of them first.",
)

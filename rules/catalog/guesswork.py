"""How much of a case is guessed.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.answers.case import Case
from rules.answers.estimate import Basis, weakest
from rules.answers.policy import Policy
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.worksheets import ITEM_SHEETS, sheet_basis
from rules.words.money import Words
from rules.words.wording import listed

STUDENT_COST = "student.cost_per_1k_calls"

LOAD_BEARING = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    STUDENT_COST,
    *(f"upfront.{item}" for item in ITEM_SHEETS),
    "maintenance.redistillations_per_year",
)
"""The numbers of which at most half may be guesses."""


_CALLED = {
    "volume.calls_per_month": "the volume",
    "teacher.cost_per_1k_calls": "the teacher's cost",
    STUDENT_COST: "the student's cost",
    "maintenance.redistillations_per_year": "redistillations a year",
    **{f"upfront.{item}": item.replace("_", " ") for item in ITEM_SHEETS},
}


def _bases(case: Case, figures: Figures) -> Mapping[str, Basis]:
    """The basis of each of these numbers that is answered, the student's by the month too."""
    bases = {key: one for key, one in figures.inputs.bases.items() if key in LOAD_BEARING}
    student = case.student
    if not (student.cost_per_1k_calls or student.tokens.begun):
        hosting = sheet_basis(student.hosting) if student.hosting.complete else None
        fixed = figures.inputs.bases.get("student.fixed_cost_per_month")
        by_the_month = weakest([one for one in (hosting, fixed) if one is not None])
        if by_the_month is not None:
            bases[STUDENT_COST] = by_the_month
    return bases


def _guesswork(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    bases = _bases(case, figures)
    guessed = [key for key in LOAD_BEARING if bases.get(key) == "assumed"]
    if not 2 * len(guessed) > len(bases):
        return None
    return Finding(
        {
            "assumed": float(len(guessed)),
            "answered": float(len(bases)),
            "keys": listed(guessed),
            "names": listed([_CALLED[key] for key in guessed]),
        },
        about=guessed[0],
    )


def _explain_guesswork(evidence: Evidence, words: Words) -> str:
    return (
        f"{evidence['assumed']:.0f} of the {evidence['answered']:.0f} numbers that carry the case"
        f" are guesses: {evidence['names']}."
    )


GUESSWORK = Rule(
    id="guesswork",
    title="Mostly guesswork",
    place=440,
    about="volume.calls_per_month",
    caps=("defensible",),
    fires_when="more than half of volume, both costs, the four upfront items and redistillations,"
    " as far as they are answered, by a worksheet or by hosting too, are assumed",
    check=_guesswork,
    explain=_explain_guesswork,
    remedy="Measure or get a quote for the largest of them first.",
)

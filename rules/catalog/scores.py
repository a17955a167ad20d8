"""Rules about the scores of single slices.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.slices import regressions, scored_slices
from rules.words.wording import Words, listed, percent

SUSPECT_GAP = 0.1
"""How far a student may beat its teacher before a broken parser is likelier."""


def name_of(one: Slice) -> str:
    """A slice within a sentence."""
    return f"'{one.name}'" if one.name else "a slice without a name"


def names_of(slices: Sequence[Slice]) -> str:
    """Slices within a sentence, those without a name counted."""
    named = [f"'{one.name}'" for one in slices if one.name]
    nameless = len(slices) - len(named)
    if nameless == 1:
        named.append("a slice without a name")
    elif nameless:
        named.append(f"{nameless} slices without a name")
    return listed(named)


def _slice_regression(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = regressions(case, policy)
    if not found:
        return None
    critical = [one for one, _, _ in found if one.critical]
    worst_slice, score, bar = max(found, key=lambda each: (each[0].critical, each[2] - each[1]))
    return Finding(
        {
            "slices": names_of([one for one, _, _ in found]),
            "critical_slices": names_of(critical),
            "worst_slice": name_of(worst_slice),
            "student_score": score,
            "needed_score": bar,
        },
        "do-not-distill" if critical else "defensible",
    )


def _explain_slice_regression(evidence: Evidence, words: Words) -> str:
    worst = evidence["worst_slice"]
    scores = (
        f"scores {percent(evidence['student_score'])} where {percent(evidence['needed_score'])} is"
        " needed"
    )
    critical = f" Critical: {evidence['critical_slices']}." if evidence["critical_slices"] else ""
    if evidence["slices"] == worst:
        return f"On {worst} the student {scores}.{critical}"
    return f"The student falls short on {evidence['slices']}; on {worst} it {scores}.{critical}"


SLICE_REGRESSION = Rule(
    id="slice-regression",
    title="A slice regresses",
    about="quality.slices",
    caps=("defensible", "do-not-distill"),
    fires_when="a student's slice score is below its minimum_score, or below the teacher's less"
    " slice_tolerance where it has none; do-not-distill where the slice is critical",
    check=_slice_regression,
    explain=_explain_slice_regression,
    remedy="Add training data for the slice, or keep its calls on the teacher.",
)


def _suspect_slice(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    suspects = [
        (one, teacher, student)
        for one, teacher, student in scored_slices(case)
        if above(student - teacher, SUSPECT_GAP)
    ]
    if not suspects:
        return None
    worst_slice, teacher, student = max(suspects, key=lambda each: each[2] - each[1])
    return Finding(
        {
            "slices": names_of([one for one, _, _ in suspects]),
            "worst_slice": name_of(worst_slice),
            "teacher_score": teacher,
            "student_score": student,
        }
    )


def _explain_suspect_slice(evidence: Evidence, words: Words) -> str:
    return (
        f"On {evidence['worst_slice']} the student scores {percent(evidence['student_score'])}"
        f" against the teacher's {percent(evidence['teacher_score'])}: more likely a broken"
        " parser than a triumph."
    )


SUSPECT_SLICE = Rule(
    id="suspect-slice",
    title="Suspect slice",
    about="quality.slices",
    caps=(None,),
    fires_when="the teacher scores below the student by more than 0.1 on a slice",
    check=_suspect_slice,
    explain=_explain_suspect_slice,
    remedy="Read twenty of the teacher's failures on that slice before believing the score.",
)

"""Rules about the scores of single slices.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Beside, Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.figures.slices import is_agreement, regressions, scored_slices
from rules.words.money import Words
from rules.words.wording import listed, percent, told_apart

SUSPECT_GAP = 0.1
"""How far a student may beat its teacher before a broken parser is likelier."""


NAMELESS = "a slice without a name"


def name_of(one: Slice) -> str:
    """A slice within a sentence."""
    return f"'{one.name}'" if one.name else NAMELESS


def names_of(slices: Sequence[Slice]) -> str:
    """Slices within a sentence, those without a name counted."""
    named = [f"'{one.name}'" for one in slices if one.name]
    nameless = len(slices) - len(named)
    if nameless == 1:
        named.append(NAMELESS)
    elif nameless:
        named.append(f"{nameless} slices without a name")
    return listed(named)


def _slice_regression(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = regressions(case, policy)
    if not found:
        return None
    critical = [one for one, _, _ in found if one.critical]
    agreement = is_agreement(case)
    worst_slice, score, bar = max(found, key=lambda each: (each[0].critical, each[2] - each[1]))
    cap: VerdictId = "defensible"
    if critical:
        cap = "reconsider" if agreement else "do-not-distill"
    return Finding(
        {
            "slices": names_of([one for one, _, _ in found]),
            "critical_slices": names_of(critical),
            "worst_slice": name_of(worst_slice),
            "student_score": score,
            "needed_score": bar,
            "score_kind": case.quality.score_kind,
        },
        cap,
    )


def _explain_slice_regression(evidence: Evidence, words: Words) -> str:
    worst, slices, critical = (
        evidence[name] for name in ("worst_slice", "slices", "critical_slices")
    )
    needed = percent(evidence["needed_score"])
    score = told_apart(percent(evidence["student_score"]), needed, "under")
    agrees = evidence["score_kind"] == "agreement"
    verb = "agrees with the teacher on" if agrees else "scores"
    if slices == worst:
        text = f"On {worst} the student {verb} {score} where {needed} is needed."
        return f"{text} The slice is critical." if critical else text
    where = "one of them" if worst == NAMELESS else worst
    text = (
        f"The student falls short on {slices}; on {where} it {verb} {score} where {needed} is"
        " needed."
    )
    if not critical:
        return text
    return f"{text} Critical: {'all of them' if critical == slices else critical}."


def _regression_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    slices = evidence["critical_slices"] or evidence["slices"]
    mend = f"Keep the calls of {slices} on the teacher, or add training data for them"
    if evidence["score_kind"] == "agreement":
        return (
            f"Have people judge the answers on {slices} on which the two differ: the teacher may be"
            f" the one in the wrong. {mend} where it is not."
        )
    return f"{mend} and score both models again."


SLICE_REGRESSION = Rule(
    id="slice-regression",
    title="A slice regresses",
    place=190,
    about="quality.slices",
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="a student's slice score is below its minimum_score, or below the teacher's less"
    " slice_tolerance where it has none; do-not-distill where the slice is critical, but reconsider"
    " there where score_kind is agreement",
    check=_slice_regression,
    explain=_explain_slice_regression,
    remedy="Add training data for the slice, or keep its calls on the teacher.",
    remedy_at_hand=_regression_at_hand,
)


def _agreement_scores(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    slices = scored_slices(case)
    if not (slices and is_agreement(case)):
        return None
    return Finding({"scored_slices": float(len(slices)), "score_kind": "agreement"})


AGREEMENT_SCORES = Rule(
    id="agreement-scores",
    title="Scores are agreement",
    place=240,
    about="quality.score_kind",
    caps=(None,),
    fires_when="a slice is scored and score_kind is agreement",
    check=_agreement_scores,
    explain=lambda evidence, words: (
        "The scores say how often the student says what the teacher says. Where the two differ it"
        " is not always the student that is wrong, and where they agree both may be."
    ),
    remedy="Have people judge a sample of both kinds, and score both models by that.",
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
    place=250,
    about="quality.slices",
    caps=(None,),
    fires_when="the teacher scores below the student by more than 0.1 on a slice",
    check=_suspect_slice,
    explain=_explain_suspect_slice,
    remedy="Read twenty of the teacher's failures on that slice before believing the score.",
)

"""Rules about what is known of quality.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import below
from rules.catalog.rule import Evidence, Finding, Rule
from rules.catalog.scores import name_of, names_of
from rules.figures.figures import Figures
from rules.figures.slices import is_measured, scored_slices
from rules.words.wording import Words, count, points


def _no_quality_evidence(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    slices = scored_slices(case)
    if slices and is_measured(case):
        return None
    return Finding({"scored_slices": float(len(slices)), "basis": case.quality.basis})


def _explain_no_quality_evidence(evidence: Evidence, words: Words) -> str:
    if evidence["scored_slices"] == 0:
        return "No slice has a score for both models, so nothing bounds the quality lost."
    return f"The slice scores are {evidence['basis']}, not measured."


NO_QUALITY_EVIDENCE = Rule(
    id="no-quality-evidence",
    title="No quality evidence",
    about="quality.slices",
    caps=("defensible",),
    fires_when="no slice is scored for both models, or quality.basis is not measured",
    check=_no_quality_evidence,
    explain=_explain_no_quality_evidence,
    remedy="Freeze an evaluation set with slices that matter to the business, score both models on"
    " it, and have people check the scores a model gave.",
)


def examples_needed(teacher: float, student: float, tolerance: float) -> float:
    """Examples from which a difference of the tolerance is more than noise.

    The larger of a two-sided 95 % normal bound and the rule of three, which holds where the
    normal one fails: at scores near 0 or 1.
    """
    variance = teacher * (1 - teacher) + student * (1 - student)
    return max(1.96**2 * variance / tolerance / tolerance, 3 / tolerance)


def _thin_evaluation(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    thin = [
        (one, one.examples, needed)
        for one, teacher, student in scored_slices(case)
        if one.examples is not None
        and below(one.examples, needed := examples_needed(teacher, student, policy.slice_tolerance))
    ]
    if not thin:
        return None
    worst_slice, examples, needed = max(thin, key=lambda each: (each[0].critical, -each[1]))
    return Finding(
        {
            "slices": names_of([one for one, _, _ in thin]),
            "worst_slice": name_of(worst_slice),
            "examples": float(examples),
            "needed_examples": needed,
            "slice_tolerance": policy.slice_tolerance,
        },
        "defensible" if any(one.critical for one, _, _ in thin) else None,
    )


def _explain_thin_evaluation(evidence: Evidence, words: Words) -> str:
    worst = evidence["worst_slice"]
    others = "" if evidence["slices"] == worst else f" Too few examples on {evidence['slices']}."
    return (
        f"{worst[0].upper()}{worst[1:]} has {count(evidence['examples'])} examples; telling"
        f" {points(evidence['slice_tolerance'])} from chance takes about"
        f" {count(evidence['needed_examples'])}.{others}"
    )


THIN_EVALUATION = Rule(
    id="thin-evaluation",
    title="Thin evaluation",
    about="quality.slices",
    caps=(None, "defensible"),
    fires_when="a slice has fewer than 1.96² * (pT(1 - pT) + pS(1 - pS)) / slice_tolerance²"
    " examples, or fewer than 3 / slice_tolerance; defensible where it is critical",
    check=_thin_evaluation,
    explain=_explain_thin_evaluation,
    remedy="Label more examples of these slices, or say which larger loss would still be fine.",
)

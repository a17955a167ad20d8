"""Rules about what is known of quality, and how much of the case is guessed.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.inputs import ITEM_SHEETS
from rules.figures.slices import is_measured, regressions, scored_slices
from rules.words.wording import Words, count, listed, percent, points

SUSPECT_GAP = 0.1
"""How far a student may beat its teacher before a broken parser is likelier."""

LOAD_BEARING = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    "student.cost_per_1k_calls",
    *(f"upfront.{item}" for item in ITEM_SHEETS),
    "maintenance.redistillations_per_year",
)
"""The numbers of which at most half may be guesses."""


def _name(one: Slice) -> str:
    return f"'{one.name}'" if one.name else "a slice without a name"


def _names(slices: list[Slice]) -> str:
    return listed([_name(one) for one in slices])


def _errors_outweigh_savings(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    gains = above(head.annual_savings, head.annual_maintenance)
    if not (gains and at_least(head.annual_error_cost, head.annual_net_benefit)):
        return None
    return Finding(
        {
            "annual_error_cost": head.annual_error_cost,
            "annual_net_benefit": head.annual_net_benefit,
            "error_rate_increase": figures.drivers.error_rate_increase,
        }
    )


def _explain_errors_outweigh_savings(evidence: Evidence, words: Words) -> str:
    return (
        f"{points(evidence['error_rate_increase'])} more wrong answers cost"
        f" {words.money(evidence['annual_error_cost'])} a year, as much as the"
        f" {words.money(evidence['annual_net_benefit'])} gained, or more."
    )


ERRORS_OUTWEIGH_SAVINGS = Rule(
    id="errors-outweigh-savings",
    title="Errors outweigh savings",
    about="quality.cost_per_error",
    caps=("do-not-distill",),
    fires_when="the annual net benefit is positive and the annual error cost is at least as large",
    check=_errors_outweigh_savings,
    explain=_explain_errors_outweigh_savings,
    remedy="Move only the slices on which the student holds, or add a fallback that catches the"
    " rest.",
    is_cause_of_late_cash=True,
)


def _unpriced_quality_loss(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    if not (
        above(drivers.error_rate_increase, policy.slice_tolerance) and drivers.cost_per_error == 0
    ):
        return None
    return Finding(
        {
            "error_rate_increase": drivers.error_rate_increase,
            "slice_tolerance": policy.slice_tolerance,
        }
    )


def _explain_unpriced_quality_loss(evidence: Evidence, words: Words) -> str:
    return (
        f"The student gives {points(evidence['error_rate_increase'])} more wrong answers, above"
        f" the tolerated {points(evidence['slice_tolerance'])}, and an error is said to cost"
        " nothing."
    )


UNPRICED_QUALITY_LOSS = Rule(
    id="unpriced-quality-loss",
    title="Quality loss without a price",
    about="quality.cost_per_error",
    caps=("reconsider",),
    fires_when="the error rate increase is above slice_tolerance and cost_per_error is 0",
    check=_unpriced_quality_loss,
    explain=_explain_unpriced_quality_loss,
    remedy="Put a price on a wrong answer: rework, refunds, a support contact.",
)


def _slice_regression(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = regressions(case, policy)
    if not found:
        return None
    critical = [one for one, _, _ in found if one.critical]
    worst_slice, score, bar = max(found, key=lambda each: (each[0].critical, each[2] - each[1]))
    return Finding(
        {
            "slices": _names([one for one, _, _ in found]),
            "critical_slices": _names(critical),
            "worst_slice": _name(worst_slice),
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
            "slices": _names([one for one, _, _ in thin]),
            "worst_slice": _name(worst_slice),
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
            "slices": _names([one for one, _, _ in suspects]),
            "worst_slice": _name(worst_slice),
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

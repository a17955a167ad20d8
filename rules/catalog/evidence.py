"""Rules about the evaluation: whether there is one, and how much it can bound.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.answers.case import Case, Slice
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.catalog.scores import NAMELESS, name_of, names_of
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.figures.slices import is_measured, scored_slices
from rules.words.money import Words
from rules.words.wording import plural, points, told_apart, whole


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
    place=200,
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

    The larger of a two-sided 95% normal bound and the rule of three, which holds where the
    normal one fails: at scores near 0 or 1.
    """
    variance = teacher * (1 - teacher) + student * (1 - student)
    return max(1.96**2 * variance / tolerance / tolerance, 3 / tolerance)


def _measured_slices(case: Case) -> list[tuple[Slice, float, float]]:
    """The scored slices where their scores were measured: only then there is an evaluation."""
    return scored_slices(case) if is_measured(case) else []


def _thin_evaluation(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    evaluated = _measured_slices(case)
    if not evaluated:
        return None
    uncounted = [one for one, _, _ in evaluated if one.examples is None]
    few = [
        (one, one.examples, needed)
        for one, teacher, student in evaluated
        if one.examples is not None
        and below(one.examples, needed := examples_needed(teacher, student, policy.slice_tolerance))
    ]
    quality, net = figures.quality, figures.headline.annual_net_benefit
    counted = figures.drivers.error_rate_increase
    is_wide = above(quality.upper_95, counted + policy.slice_tolerance)
    gains = above(figures.headline.annual_savings, figures.headline.annual_maintenance)
    eats_the_net = gains and at_least(quality.annual_error_cost_at_upper, net)
    if not (uncounted or few or is_wide or eats_the_net):
        return None
    holds_back = uncounted or is_wide or eats_the_net or any(one.critical for one, _, _ in few)
    fewest = max(few, key=lambda each: (each[0].critical, -each[1]), default=None)
    return Finding(
        {
            "slices_without_examples": names_of(uncounted),
            "slices": names_of([one for one, _, _ in few]),
            "worst_slice": None if fewest is None else name_of(fewest[0]),
            "examples": None if fewest is None else float(fewest[1]),
            "needed_examples": None if fewest is None else fewest[2],
            "slice_tolerance": policy.slice_tolerance,
            "error_rate_increase": counted,
            "upper_95": quality.upper_95,
            "bound_is_wide": is_wide,
            "annual_error_cost_at_upper": quality.annual_error_cost_at_upper,
            "annual_net_benefit": net,
            "bound_eats_net_benefit": eats_the_net,
        },
        "defensible" if holds_back else None,
    )


def _what_is_thin(evidence: Evidence, words: Words) -> Iterator[str]:
    if uncounted := evidence["slices_without_examples"]:
        yield f"How many examples were scored is not said of {uncounted}, so nothing bounds chance."
    if evidence["worst_slice"] is not None:
        yield _too_few(evidence)
    counted, tolerance = evidence["error_rate_increase"], evidence["slice_tolerance"]
    upper = points(evidence["upper_95"])
    if evidence["bound_is_wide"]:
        reached = told_apart(upper, points(counted + tolerance), "over")
        yield (
            f"At 95% confidence the loss may reach {reached}; the case counts"
            f" {points(counted) if counted > 0 else 'none'}, and {points(tolerance)} more would be"
            " tolerated."
        )
    if evidence["bound_eats_net_benefit"]:
        at = "At that bound" if evidence["bound_is_wide"] else f"At the bound of {upper}"
        yield (
            f"{at} errors would cost {words.a_year(evidence['annual_error_cost_at_upper'])},"
            f" no less than the {words.yearly(evidence['annual_net_benefit'])} that is left of the"
            " savings after upkeep."
        )


def _too_few(evidence: Evidence) -> str:
    worst, slices = evidence["worst_slice"], evidence["slices"]
    subject = "one of the slices" if worst == NAMELESS != slices else worst
    examples = (
        "1 example" if evidence["examples"] == 1 else f"{whole(evidence['examples'])} examples"
    )
    others = "" if slices == worst else f" Too few examples on {slices}."
    return (
        f"{subject[0].upper()}{subject[1:]} has {examples}; telling"
        f" {points(evidence['slice_tolerance'])} from chance takes {_needed(evidence)}.{others}"
    )


def _needed(evidence: Evidence) -> str:
    return whole(FLOATS.ceil(evidence["needed_examples"]))


def _thin_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    advice = []
    if uncounted := evidence["slices_without_examples"]:
        advice.append(f"Say how many examples were scored on {uncounted}.")
    if evidence["worst_slice"] is not None:
        few = "these slices" if evidence["slices"] != evidence["worst_slice"] else "this slice"
        of = evidence["slices"] if uncounted else few
        advice.append(f"Label more examples of {of}, or say which larger loss would still be fine.")
    elif evidence["bound_is_wide"] or evidence["bound_eats_net_benefit"]:
        advice.append("Label more examples, until the bound is one that the case can bear.")
    return " ".join(advice)


THIN_EVALUATION = Rule(
    id="thin-evaluation",
    title="Thin evaluation",
    place=210,
    about="quality.slices",
    caps=(None, "defensible"),
    fires_when="scores are measured, and a slice has no number of examples, or fewer than 1.96² *"
    " (pT(1 - pT) + pS(1 - pS)) / slice_tolerance², or fewer than 3 / slice_tolerance; or the loss"
    " may at 95% confidence exceed the error rate increase by more than slice_tolerance, or cost"
    " all of the annual net benefit; it only informs where slices have too few examples and none"
    " of these is critical",
    check=_thin_evaluation,
    explain=lambda evidence, words: " ".join(_what_is_thin(evidence, words)),
    remedy="Label more examples of these slices, or say which larger loss would still be fine.",
    remedy_at_hand=_thin_at_hand,
)


def _evaluation_not_frozen(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    if not _measured_slices(case) or case.quality.frozen:
        return None
    return Finding({"frozen": False})


EVALUATION_NOT_FROZEN = Rule(
    id="evaluation-not-frozen",
    title="Evaluation not frozen",
    place=220,
    about="quality.frozen",
    caps=("defensible",),
    fires_when="scores are measured and the evaluation set is not frozen",
    check=_evaluation_not_frozen,
    explain=lambda evidence, words: (
        "The evaluation set is not frozen: a student that was tuned against the examples it is"
        " scored on may look better than it is."
    ),
    remedy="Freeze the set, keep its examples out of training and tuning, and score both models on"
    " it once more.",
)


def _stale_evaluation(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    evaluated, judged = case.quality.evaluated_on, case.as_of
    if not _measured_slices(case) or evaluated is None or judged is None:
        return None
    age = (judged - evaluated).days
    if age <= policy.evaluation_max_age_days:
        return None
    return Finding(
        {
            "evaluated_on": evaluated.isoformat(),
            "as_of": judged.isoformat(),
            "age_days": float(age),
            "evaluation_max_age_days": policy.evaluation_max_age_days,
        }
    )


def _explain_stale_evaluation(evidence: Evidence, words: Words) -> str:
    return (
        f"The evaluation of {evidence['evaluated_on']} was {whole(evidence['age_days'])} days old"
        f" on {evidence['as_of']}; it counts for"
        f" {plural(evidence['evaluation_max_age_days'], 'day', 'days')}. Inputs and teacher move on"
        " meanwhile."
    )


STALE_EVALUATION = Rule(
    id="stale-evaluation",
    title="Stale evaluation",
    place=230,
    about="quality.evaluated_on",
    caps=("defensible",),
    fires_when="scores are measured and evaluated_on lies more than evaluation_max_age_days before"
    " as_of",
    check=_stale_evaluation,
    explain=_explain_stale_evaluation,
    remedy="Score both models once more, on inputs of the last months.",
)

"""Rules about quality, evidence, the task and its labels (docs/specification.md, 4.3)."""

from __future__ import annotations

from .estimates import OBSERVED
from .evidence import loss_of
from .facts import Facts
from .slack import above, at_least, below
from .verdicts import DEFENSIBLE, NO_CAP, RECONSIDER, STOP


def tolerance(f: Facts) -> float:
    """How much loss of score is let pass."""
    return float(f.case.policy["slice_tolerance"])


def has_measured_slices(f: Facts) -> bool:
    return bool(f.case.slices) and f.case.measured


def scores_are_agreement(f: Facts) -> bool:
    return bool(f.case.of("quality", "score_kind", "correctness") == "agreement")


def broad_task(f: Facts) -> str | None:
    breadth, types = f.case.of("task", "breadth"), f.case.of("task", "task_types")
    many = types is not None and types > f.case.policy["broad_task_types"]
    if not (breadth == "broad" or (breadth == "moderate" and many)):
        return None
    clean = not any(one.regresses(tolerance(f)) for one in f.case.slices)
    proven = has_measured_slices(f) and clean and f.case.cost_per_error > 0
    return DEFENSIBLE if proven else RECONSIDER


def errors_outweigh_savings(f: Facts) -> str | None:
    net, errors = f.figures["annual_net_benefit"], f.figures["annual_error_cost"]
    if errors is None or not f.nets_something:
        return None
    if not at_least(errors, f.case.policy["maintenance_share"] * net):
        return None
    return STOP if at_least(errors, net) and not f.redeemed else RECONSIDER


def unpriced_quality_loss(f: Facts) -> str | None:
    loss, unpriced = f.case.error_increase, f.case.cost_per_error == 0
    large = above(loss, tolerance(f))
    believed = f.case.cost_per_error_basis in OBSERVED
    if not large and not (loss > 0 and unpriced and not believed):
        return None
    if (large and unpriced) or above(loss, 5 * tolerance(f)):
        return RECONSIDER
    return DEFENSIBLE


def quality_figures_disagree(f: Facts) -> str | None:
    stated = f.case.stated_error_increase
    if stated is None or not f.case.slices:
        return None
    by_slices = loss_of(f.case.slices)
    if not below(stated, (1 - f.case.fallback) * by_slices):
        return None
    return RECONSIDER if above(by_slices, tolerance(f)) else DEFENSIBLE


def slice_regression(f: Facts) -> str | None:
    bad = [one for one in f.case.slices if one.regresses(tolerance(f))]
    if not bad:
        return None
    if not any(one.critical for one in bad):
        return DEFENSIBLE
    return RECONSIDER if scores_are_agreement(f) else STOP


def no_quality_evidence(f: Facts) -> str | None:
    return None if has_measured_slices(f) else DEFENSIBLE


def thin_evaluation(f: Facts) -> str | None:
    if not has_measured_slices(f):
        return None
    thin = [one for one in f.case.slices if one.is_thin(tolerance(f))]
    upper = f.figures["quality"]["upper_95"]
    loose = upper is not None and above(upper, f.case.error_increase + tolerance(f))
    at_bound = f.figures["quality"]["annual_error_cost_at_upper"]
    dear = False
    if at_bound is not None and f.nets_something:
        dear = at_least(at_bound, f.figures["annual_net_benefit"])
    if loose or dear or any(one.critical or one.examples is None for one in thin):
        return DEFENSIBLE
    return NO_CAP if thin else None


def evaluation_not_frozen(f: Facts) -> str | None:
    frozen = f.case.of("quality", "frozen", False)
    return DEFENSIBLE if has_measured_slices(f) and not frozen else None


def stale_evaluation(f: Facts) -> str | None:
    day, today = f.case.of("quality", "evaluated_on"), f.case.session.get("as_of")
    if not has_measured_slices(f) or day is None or today is None:
        return None
    return DEFENSIBLE if (today - day).days > f.case.policy["evaluation_max_age_days"] else None


def agreement_scores(f: Facts) -> str | None:
    return NO_CAP if f.case.slices and scores_are_agreement(f) else None


def suspect_slice(f: Facts) -> str | None:
    # Written as the difference, so that 0.95 against 0.85 is not "more than 0.1" by rounding.
    odd = any(above(one.student - one.teacher, 0.1) for one in f.case.slices)
    return NO_CAP if odd else None


def terms_prohibited(f: Facts) -> str | None:
    return STOP if _terms(f) == "prohibited" else None


def terms_unreviewed(f: Facts) -> str | None:
    return DEFENSIBLE if _terms(f) == "unreviewed" else None


def _terms(f: Facts) -> str | None:
    """The terms of the model that writes the labels, where one does."""
    if f.case.labelled_by not in ("teacher", "other-model"):
        return None
    return str(f.case.of("teacher", "training_terms", "unreviewed"))


def no_training_data(f: Facts) -> str | None:
    return RECONSIDER if _data(f) == "unavailable" else None


def training_data_unknown(f: Facts) -> str | None:
    return DEFENSIBLE if _data(f) == "unknown" else None


def _data(f: Facts) -> str:
    return str(f.case.of("task", "training_data", "unknown"))

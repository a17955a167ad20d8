"""Rules about serving, and about what the sum leaves out (docs/specification.md, 4.3)."""

from __future__ import annotations

from .estimates import OBSERVED, basis_at, number, table
from .facts import Facts
from .headline import is_attached
from .slack import above, at_least, below
from .verdicts import DEFENSIBLE, NO_CAP, STOP


def fallback_too_high(f: Facts) -> str | None:
    cost_t, cost_s = f.case.teacher.value, f.case.student.value
    if cost_t is None or cost_s is None:
        return None
    if f.case.fallback > 0 and below(cost_s, cost_t):
        if at_least(f.case.fallback, 1 - cost_s / cost_t):
            return STOP
    return None


def fixed_cost_heavy(f: Facts) -> str | None:
    savings = f.figures["monthly_savings"]
    if savings is None:
        return None
    least = f.case.fixed
    if f.case.hosting is not None:
        least += f.case.hosting.cost_of(f.case.hosting.min_replicas)
    gross = savings + f.case.fixed_cost(f.figures["handled"])
    if least > 0 and gross > 0 and at_least(least, f.case.policy["fixed_cost_share"] * gross):
        return DEFENSIBLE
    return None


def idle_hardware(f: Facts) -> str | None:
    hosting = f.case.hosting
    if hosting is None or f.figures["handled"] is None:
        return None
    bar = f.case.policy["idle_share"] * hosting.target_load / hosting.peak_to_average
    return NO_CAP if below(hosting.load_factor(f.figures["handled"]), bar) else None


def unmeasured_serving(f: Facts) -> str | None:
    case = f.case
    enough = ("measured",) if case.hosting_begun else OBSERVED
    if case.student.basis is not None and case.student.basis not in enough:
        return NO_CAP
    speed = basis_at(table(case.session, "student.hosting"), "calls_per_second_per_replica")
    if speed is not None and speed != "measured":
        return NO_CAP
    flat = basis_at(table(case.session, "student"), "fixed_cost_per_month")
    if not case.student.given and not case.hosting_begun and flat is not None:
        return NO_CAP if flat not in OBSERVED else None
    return None


def slower_student(f: Facts) -> str | None:
    teacher, student = f.figures["latency"]["teacher"], f.figures["latency"]["student"]
    if teacher is None or student is None:
        return None
    return NO_CAP if above(student, teacher) else None


def _is_left_out(f: Facts, item: str) -> bool:
    """An item of nothing that nobody has seen to be nothing."""
    answer = f.case.items[item]
    return answer.value == 0 and answer.basis not in OBSERVED


def data_generation_missing(f: Facts) -> str | None:
    if f.case.labelled_by == "existing-labels":
        return None
    return DEFENSIBLE if _is_left_out(f, "data_generation") else None


def cost_line_missing(f: Facts) -> str | None:
    if _is_left_out(f, "evaluation_build") or _is_left_out(f, "engineering_time"):
        return DEFENSIBLE
    return NO_CAP if _is_left_out(f, "training_compute") else None


def maintenance_missing(f: Facts) -> str | None:
    if f.case.redistillations is None or f.case.redistillations != 0:
        return None
    return None if f.case.redistillations_basis in OBSERVED else DEFENSIBLE


def latency_unattached(f: Facts) -> str | None:
    return _unattached(f, "latency_value_per_month", "latency_metric")


def quality_gain_unattached(f: Facts) -> str | None:
    return _unattached(f, "quality_value_per_month", "quality_metric")


def _unattached(f: Facts, value: str, metric: str) -> str | None:
    amount = number(table(f.case.session, "upside"), value, 0.0)
    return NO_CAP if amount > 0 and not is_attached(f.case, metric) else None


def guesswork(f: Facts) -> str | None:
    case = f.case
    bases = [case.volume_basis, case.teacher.basis, case.student_basis, case.redistillations_basis]
    bases += [item.basis for item in case.items.values()]
    answered = [basis for basis in bases if basis is not None]
    guesses = [basis for basis in answered if basis == "assumed"]
    return DEFENSIBLE if 2 * len(guesses) > len(answered) else None

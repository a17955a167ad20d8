"""Every rule and the verdict (docs/specification.md, section 4).

A rule is a function of a `Facts`; it returns None where it does not fire, else the best verdict it
still allows, or "-" where it leaves the verdict alone. A number that is None is not known: a rule
that needs it does not fire, and an escalation that needs it does not happen.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import economics as eco
from .economics import NEVER, Case, Slice, above, at_least, at_most, below

VERDICTS = ("strong", "defensible", "reconsider", "do-not-distill")
NO_CAP = "-"
DEFENSIBLE, RECONSIDER, STOP = VERDICTS[1:]


@dataclass
class Facts:
    """A case with its figures."""

    case: Case
    figures: dict[str, Any]
    cash: dict[str, Any]
    alternatives: list[dict[str, Any]]

    @property
    def limit(self) -> float:
        """D."""
        return self.case.policy["defensible_payback_months"]

    def late(self, months: float | None) -> bool:
        """Known, and never or after D."""
        return months is not None and above(months, self.limit)

    def in_time(self, months: float | None) -> bool:
        """Known, and within D."""
        return months is not None and at_most(months, self.limit)

    @property
    def payback(self) -> float | None:
        """payback_months of the headline."""
        return self.figures["payback_months"]

    @property
    def yearly_savings(self) -> float | None:
        """12 * monthly_savings."""
        monthly = self.figures["monthly_savings"]
        return None if monthly is None else 12 * monthly

    def task(self, key: str, default: Any) -> Any:
        """A key of [task]."""
        return self.case.session.get("task", {}).get(key, default)

    def quality_basis(self) -> str:
        """Where the slice scores come from."""
        return self.case.session.get("quality", {}).get("basis", "estimated")


def worse(*verdicts: str) -> str:
    """The worst of several verdicts."""
    return max(verdicts, key=VERDICTS.index)


def add_months(day: date, months: int) -> date:
    """Calendar months later, the last day of the month where the day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def regresses(one: Slice, tolerance: float) -> bool:
    """Below its own minimum, or below the teacher by more than the tolerance where it has none."""
    if one.minimum is not None:
        return below(one.student, one.minimum)
    return below(one.student, one.teacher - tolerance)


# --- volume and money -----------------------------------------------------------------------------


def no_unit_saving(f: Facts) -> str | None:
    cost_t, cost_s = f.case.teacher.value, f.case.student.value
    if cost_t is not None and cost_s is not None:
        if at_most((1 - f.case.fallback) * cost_t, cost_s):
            return STOP
    if f.figures["break_even_calls_per_month"] == NEVER:
        return STOP
    return None


def low_volume(f: Facts) -> str | None:
    threshold = f.figures["break_even_calls_per_month"]
    payback, cash = f.payback, f.cash["payback_months"]
    if threshold is None or threshold == NEVER or payback is None or not f.late(payback):
        return None
    stop = f.case.policy["stop_payback_months"]
    if above(payback, stop) and cash is not None and above(cash, stop):
        return STOP
    return RECONSIDER


def uncertain_volume(f: Facts) -> str | None:
    if f.case.volume_basis == "assumed":
        return DEFENSIBLE
    if f.case.volume_low is not None and f.in_time(f.payback):
        if f.late(eco.payback_at(f.case, f.case.volume_low, f.case.teacher.value)):
            return DEFENSIBLE
    return None


def half_volume_breaks(f: Facts) -> str | None:
    if f.in_time(f.payback) and f.late(f.figures["half_volume"]["payback_months"]):
        return RECONSIDER if f.case.growth <= 0 else DEFENSIBLE
    return None


def shrinking_volume(f: Facts) -> str | None:
    if below(f.case.growth, -0.01):
        return RECONSIDER if f.cash["payback_months"] == NEVER else DEFENSIBLE
    return None


def slow_cash(f: Facts) -> str | None:
    months = f.cash["payback_months"]
    if not f.late(months):
        return None
    if months == NEVER:
        return STOP
    upfront = eco.known(f.case.upfront_total)
    nothing_left = at_most(f.cash["npv"] + upfront, upfront)
    if above(months, f.case.policy["stop_payback_months"]) or nothing_left:
        return RECONSIDER
    return DEFENSIBLE


def unstable_teacher(f: Facts) -> str | None:
    cost, saved = eco.redistillations_cost(f.case), f.yearly_savings
    if cost is not None and saved is not None and saved > 0:
        if at_least(cost, f.case.policy["maintenance_share"] * saved):
            return STOP if at_least(cost, saved) else RECONSIDER
    if f.case.redistillations is not None and at_least(f.case.redistillations, 12):
        return DEFENSIBLE
    return None


def upkeep_heavy(f: Facts) -> str | None:
    cost, saved = eco.redistillations_cost(f.case), f.yearly_savings
    if cost is None or saved is None or saved <= 0:
        return None
    bar = f.case.policy["maintenance_share"] * saved
    if at_least(f.figures["annual_maintenance"], bar) and below(cost, bar):
        return RECONSIDER
    return None


def _paid_out(f: Facts) -> float | None:
    """Maintenance and errors of a year, to set against a year's savings."""
    upkeep, errors = f.figures["annual_maintenance"], f.figures["annual_error_cost"]
    return None if upkeep is None or errors is None else upkeep + errors


def no_net_benefit(f: Facts) -> str | None:
    saved, paid = f.yearly_savings, _paid_out(f)
    if saved is None or paid is None:
        return None
    return STOP if at_most(saved, paid) else None


def _retires(f: Facts, who: str, cap: str) -> str | None:
    day = f.case.session.get(who, {}).get("retires_on")
    start = f.case.session.get("as_of")
    months = f.cash["payback_months"]
    if day is None or start is None or months is None:
        return None
    if months == NEVER:
        months = f.case.policy["horizon_months"]
    return cap if day < add_months(start, eco.ceiling(months)) else None


def teacher_retires(f: Facts) -> str | None:
    return _retires(f, "teacher", RECONSIDER)


def student_retires(f: Facts) -> str | None:
    return _retires(f, "student", STOP)


def price_cut_breaks(f: Facts) -> str | None:
    if f.case.teacher.value is None or not f.in_time(f.payback):
        return None
    cut = f.case.teacher.value * (1 - f.case.policy["price_cut"])
    return NO_CAP if f.late(eco.payback_at(f.case, f.case.volume, cut)) else None


# --- task and quality -----------------------------------------------------------------------------


def broad_task(f: Facts) -> str | None:
    breadth, types = f.task("breadth", None), f.task("task_types", None)
    many = types is not None and types > f.case.policy["broad_task_types"]
    if not (breadth == "broad" or (breadth == "moderate" and many)):
        return None
    tolerance = f.case.policy["slice_tolerance"]
    measured = bool(f.case.slices) and f.quality_basis() == "measured"
    clean = not any(regresses(one, tolerance) for one in f.case.slices)
    return DEFENSIBLE if measured and clean and f.case.cost_per_error > 0 else RECONSIDER


def errors_outweigh_savings(f: Facts) -> str | None:
    saved, upkeep = f.yearly_savings, f.figures["annual_maintenance"]
    net, errors = f.figures["annual_net_benefit"], f.figures["annual_error_cost"]
    if saved is None or upkeep is None or errors is None:
        return None
    if above(saved, upkeep) and at_least(errors, net):
        return STOP
    return None


def unpriced_quality_loss(f: Facts) -> str | None:
    loss = above(f.case.error_increase, f.case.policy["slice_tolerance"])
    return RECONSIDER if loss and f.case.cost_per_error == 0 else None


def slice_regression(f: Facts) -> str | None:
    bad = [one for one in f.case.slices if regresses(one, f.case.policy["slice_tolerance"])]
    if not bad:
        return None
    return STOP if any(one.critical for one in bad) else DEFENSIBLE


def no_quality_evidence(f: Facts) -> str | None:
    if not f.case.slices or f.quality_basis() != "measured":
        return DEFENSIBLE
    return None


def _thin(one: Slice, tolerance: float) -> bool:
    if one.examples is None:
        return False
    if tolerance == 0:
        return True
    spread = one.teacher * (1 - one.teacher) + one.student * (1 - one.student)
    for_difference = 1.96**2 * spread / tolerance**2
    return below(one.examples, for_difference) or below(one.examples, 3 / tolerance)


def thin_evaluation(f: Facts) -> str | None:
    thin = [one for one in f.case.slices if _thin(one, f.case.policy["slice_tolerance"])]
    if not thin:
        return None
    return DEFENSIBLE if any(one.critical for one in thin) else NO_CAP


def suspect_slice(f: Facts) -> str | None:
    # Written as the difference, so that 0.95 against 0.85 is not "more than 0.1" by rounding.
    odd = any(above(one.student - one.teacher, 0.1) for one in f.case.slices)
    return NO_CAP if odd else None


# --- serving --------------------------------------------------------------------------------------


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
    sheet = case.session.get("student", {}).get("hosting", {})
    if case.student.basis is not None and case.student.basis != "measured":
        return NO_CAP
    speed = sheet.get("calls_per_second_per_replica")
    if speed is not None and eco.basis_of(speed) != "measured":
        return NO_CAP
    if not case.student.given and not case.hosting_begun and case.fixed_given:
        return NO_CAP if case.fixed_basis != "measured" else None
    return None


def slower_student(f: Facts) -> str | None:
    teacher, student = f.figures["latency"]["teacher"], f.figures["latency"]["student"]
    if teacher is None or student is None:
        return None
    return NO_CAP if above(student, teacher) else None


# --- what is missing from the sum -----------------------------------------------------------------


def data_generation_missing(f: Facts) -> str | None:
    item = f.case.items["data_generation"]
    if item.value is None or item.value != 0:
        return None
    return None if item.basis in ("measured", "quoted") else DEFENSIBLE


def cost_line_missing(f: Facts) -> str | None:
    lines = ("training_compute", "evaluation_build", "engineering_time")
    return NO_CAP if any(f.case.items[line].value == 0 for line in lines) else None


def maintenance_missing(f: Facts) -> str | None:
    if f.case.redistillations is None or f.case.redistillations != 0:
        return None
    return None if f.case.redistillations_basis in ("measured", "quoted") else DEFENSIBLE


def cheaper_alternative(f: Facts) -> str | None:
    if f.cash["npv"] is None:
        return None
    allowed = f.case.error_increase + f.case.policy["slice_tolerance"]
    for other in f.alternatives:
        if other["npv"] is None or not at_most(other["error_rate_increase"], allowed):
            continue
        pays = above(other["npv"] + other["upfront_total"], other["upfront_total"])
        if pays and above(other["npv"], f.cash["npv"]):
            return RECONSIDER
    return None


def upside_only(f: Facts) -> str | None:
    saved, paid = f.yearly_savings, _paid_out(f)
    if saved is None or paid is None:
        return None
    extra = f.figures["upside"]["annual_value"]
    return STOP if at_most(saved, paid) and above(saved + extra, paid) else None


def latency_unattached(f: Facts) -> str | None:
    where = f.case.session.get("upside", {})
    value = eco.number(where, "latency_value_per_month", 0.0)
    return NO_CAP if value > 0 and not where.get("latency_metric", "").strip() else None


def _terms(f: Facts) -> str:
    return f.case.session.get("teacher", {}).get("training_terms", "unreviewed")


def terms_prohibited(f: Facts) -> str | None:
    return STOP if _terms(f) == "prohibited" else None


def terms_unreviewed(f: Facts) -> str | None:
    return DEFENSIBLE if _terms(f) == "unreviewed" else None


def no_training_data(f: Facts) -> str | None:
    return RECONSIDER if f.task("training_data", "unknown") == "unavailable" else None


def guesswork(f: Facts) -> str | None:
    case = f.case
    bases = [case.volume_basis, case.teacher.basis, case.student.basis, case.redistillations_basis]
    bases += [item.basis for item in case.items.values()]
    answered = [basis for basis in bases if basis is not None]
    guesses = [basis for basis in answered if basis == "assumed"]
    return DEFENSIBLE if 2 * len(guesses) > len(answered) else None


RULES: dict[str, Callable[[Facts], str | None]] = {
    "no-unit-saving": no_unit_saving,
    "low-volume": low_volume,
    "uncertain-volume": uncertain_volume,
    "half-volume-breaks": half_volume_breaks,
    "shrinking-volume": shrinking_volume,
    "slow-cash": slow_cash,
    "unstable-teacher": unstable_teacher,
    "upkeep-heavy": upkeep_heavy,
    "no-net-benefit": no_net_benefit,
    "teacher-retires": teacher_retires,
    "student-retires": student_retires,
    "price-cut-breaks": price_cut_breaks,
    "broad-task": broad_task,
    "errors-outweigh-savings": errors_outweigh_savings,
    "unpriced-quality-loss": unpriced_quality_loss,
    "slice-regression": slice_regression,
    "no-quality-evidence": no_quality_evidence,
    "thin-evaluation": thin_evaluation,
    "suspect-slice": suspect_slice,
    "fallback-too-high": fallback_too_high,
    "fixed-cost-heavy": fixed_cost_heavy,
    "idle-hardware": idle_hardware,
    "unmeasured-serving": unmeasured_serving,
    "slower-student": slower_student,
    "data-generation-missing": data_generation_missing,
    "cost-line-missing": cost_line_missing,
    "maintenance-missing": maintenance_missing,
    "cheaper-alternative": cheaper_alternative,
    "upside-only": upside_only,
    "latency-unattached": latency_unattached,
    "terms-prohibited": terms_prohibited,
    "terms-unreviewed": terms_unreviewed,
    "no-training-data": no_training_data,
    "guesswork": guesswork,
}


def fired(facts: Facts) -> list[dict[str, str | None]]:
    """The rules that fire, in the order of the catalogue; cap None is "-"."""
    result: list[dict[str, str | None]] = []
    for rule_id, rule in RULES.items():
        cap = rule(facts)
        if cap is not None:
            result.append({"id": rule_id, "cap": None if cap == NO_CAP else cap})
    return result


def base_verdict(f: Facts) -> str:
    """base of section 4, for a complete case."""
    payback = math.inf if f.payback is None else f.payback
    half_holds = f.in_time(f.figures["half_volume"]["payback_months"])
    growth = f.case.growth
    quick = at_most(payback, f.case.policy["strong_payback_months"])
    if quick and at_least(growth, -0.01) and half_holds:
        return "strong"
    if at_most(payback, f.limit) and (growth > 0 or half_holds):
        return DEFENSIBLE
    return RECONSIDER


def verdict(f: Facts, rules: list[dict[str, str | None]]) -> dict[str, Any]:
    """The worst of base and caps; capped_by are the rules whose cap is that verdict."""
    base = base_verdict(f)
    final = worse(base, *(rule["cap"] for rule in rules if rule["cap"] is not None))
    capped_by = [] if final == base else [rule["id"] for rule in rules if rule["cap"] == final]
    return {"id": final, "base": base, "capped_by": capped_by}

"""Rules about volume, money and time (docs/specification.md, 4.3)."""

from __future__ import annotations

from dataclasses import replace

from .cash import add_months, flows, is_worth_it, npv_of, student_plan
from .facts import Facts
from .headline import payback_at, redistillations_cost
from .slack import NEVER, above, at_least, at_most, below, ceiling, known
from .verdicts import DEFENSIBLE, NO_CAP, RECONSIDER, STOP


def no_unit_saving(f: Facts) -> str | None:
    cost_t, cost_s = f.case.teacher.value, f.case.student.value
    if cost_t is not None and cost_s is not None:
        if at_most((1 - f.case.fallback) * cost_t, cost_s):
            return STOP
    return STOP if f.figures["break_even_calls_per_month"] == NEVER else None


def low_volume(f: Facts) -> str | None:
    threshold = f.figures["break_even_calls_per_month"]
    saved, upkeep = f.yearly_savings, f.figures["annual_maintenance"]
    if threshold is None or threshold == NEVER:
        return None
    eaten = saved is not None and upkeep is not None and below(saved, upkeep)
    if not f.late(f.payback) and not eaten:
        return None
    return STOP if f.after_stop(f.payback) and f.after_stop(f.cash_payback) else RECONSIDER


def spend_too_small(f: Facts) -> str | None:
    upfront, stake = f.case.upfront_total, f.figures["most_at_stake"]
    if upfront is None or stake is None or upfront <= 0:
        return None
    months = 12 * upfront / stake
    if not above(months, f.limit):
        return None
    return STOP if above(months, f.stop) and not f.redeemed else RECONSIDER


def growth_carries(f: Facts) -> str | None:
    if not (f.case.growth > 0 and f.worth_it):
        return None
    plan = student_plan(f.case)
    flat = flows(replace(f.case, growth=0.0), plan)
    worth = npv_of(flat, f.case.policy["discount_rate"])
    return None if is_worth_it(worth, plan.upfront) else RECONSIDER


def uncertain_volume(f: Facts) -> str | None:
    if f.case.volume_basis == "assumed":
        return DEFENSIBLE
    if f.case.volume_low is not None and f.in_time(f.payback):
        if f.late(payback_at(f.case, f.case.volume_low, f.case.teacher.value)):
            return DEFENSIBLE
    return None


def half_volume_breaks(f: Facts) -> str | None:
    if f.in_time(f.payback) and f.late(f.figures["half_volume"]["payback_months"]):
        return DEFENSIBLE if f.growing else RECONSIDER
    return None


def shrinking_volume(f: Facts) -> str | None:
    if below(f.case.growth, -0.01):
        return RECONSIDER if f.cash_payback == NEVER else DEFENSIBLE
    return None


def slow_cash(f: Facts) -> str | None:
    if f.cash_payback is None or not (f.late(f.cash_payback) or f.worth_it is False):
        return None
    if f.cash_payback == NEVER:
        excused = f.pays_over_a_longer_horizon or f.pays_if_switched_off
        return RECONSIDER if excused else STOP
    if f.after_stop(f.cash_payback) or not f.worth_it:
        return RECONSIDER
    return DEFENSIBLE


def savings_run_out(f: Facts) -> str | None:
    return None if f.cash["savings_end_month"] is None else DEFENSIBLE


def unstable_teacher(f: Facts) -> str | None:
    if f.unstable_by_cost:
        cost, saved = known(redistillations_cost(f.case)), known(f.yearly_savings)
        return STOP if at_least(cost, saved) and not f.redeemed else RECONSIDER
    often = f.case.redistillations is not None and at_least(f.case.redistillations, 12)
    return DEFENSIBLE if often else None


def upkeep_heavy(f: Facts) -> str | None:
    saved, upkeep = f.yearly_savings, f.figures["annual_maintenance"]
    if saved is None or upkeep is None or saved <= 0 or f.unstable_by_cost:
        return None
    return RECONSIDER if at_least(upkeep, f.case.policy["maintenance_share"] * saved) else None


def no_net_benefit(f: Facts) -> str | None:
    saved, paid = f.yearly_savings, f.paid_out
    if saved is None or paid is None or above(saved, paid):
        return None
    return RECONSIDER if f.redeemed else STOP


def upside_only(f: Facts) -> str | None:
    saved, paid = f.yearly_savings, f.paid_out
    if saved is None or paid is None or above(saved, paid):
        return None
    if not above(saved + f.figures["upside"]["annual_value"], paid):
        return None
    return RECONSIDER if f.redeemed else STOP


def _retires(f: Facts, who: str) -> tuple[bool, bool, bool] | None:
    """Whether it retires before the cash is back, within a year, and within the horizon."""
    day, start = f.case.of(who, "retires_on"), f.case.session.get("as_of")
    months = f.months_that_count()
    if day is None or start is None or months is None:
        return None
    horizon = f.case.policy["horizon_months"]
    return (
        day < add_months(start, ceiling(months)),
        day < add_months(start, 12),
        day < add_months(start, horizon),
    )


def teacher_retires(f: Facts) -> str | None:
    when = _retires(f, "teacher")
    if when is None:
        return None
    before_back, _, within_horizon = when
    if before_back:
        return RECONSIDER
    return NO_CAP if within_horizon else None


def student_retires(f: Facts) -> str | None:
    when = _retires(f, "student")
    if when is None:
        return None
    before_back, within_a_year, within_horizon = when
    if before_back:
        return STOP
    if not within_horizon:
        return None
    return DEFENSIBLE if within_a_year else NO_CAP


def price_cut_breaks(f: Facts) -> str | None:
    if f.case.teacher.value is None or not f.in_time(f.payback):
        return None
    cut = f.case.teacher.value * (1 - f.case.policy["price_cut"])
    return NO_CAP if f.late(payback_at(f.case, f.case.volume, cut)) else None


def cheaper_alternative(f: Facts) -> str | None:
    return RECONSIDER if _ahead(f, known_errors=True) else None


def alternative_unproven(f: Facts) -> str | None:
    return DEFENSIBLE if _ahead(f, known_errors=False) else None


def _ahead(f: Facts, known_errors: bool) -> bool:
    """Whether an alternative is clearly worth more, and loses no more that nobody has priced."""
    worth = f.cash["npv"]
    if worth is None:
        return False
    tolerance = f.case.policy["slice_tolerance"]
    bar = worth + f.case.policy["alternative_margin"] * abs(worth)
    for other in f.alternatives:
        if other.npv is None or other.error_rate_is_known is not known_errors:
            continue
        errors = other.error_rate_increase
        priced = at_most(errors, tolerance) or f.case.cost_per_error > 0
        pays = is_worth_it(other.npv, other.upfront_total)
        if priced and at_most(errors, f.case.error_increase + tolerance):
            if pays and above(other.npv, bar):
                return True
    return False

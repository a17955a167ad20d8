"""Every rule with its caps, and the verdict (docs/specification.md, section 4).

A rule is a function of a `Facts`; it returns None where it does not fire, else the best verdict it
still allows, or "-" where it leaves the verdict alone. A number that is None is not known: a rule
that needs it does not fire, and an escalation that needs it does not happen.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from . import conditions_money as money
from . import conditions_proof as proof
from . import conditions_sums as sums
from .facts import Facts
from .slack import at_least, at_most
from .verdicts import DEFENSIBLE, NO_CAP, RECONSIDER, STOP, STRONG, worst

Condition = Callable[[Facts], str | None]

RULES: dict[str, tuple[Condition, tuple[str, ...]]] = {
    "no-unit-saving": (money.no_unit_saving, (STOP,)),
    "low-volume": (money.low_volume, (RECONSIDER, STOP)),
    "spend-too-small": (money.spend_too_small, (RECONSIDER, STOP)),
    "growth-carries": (money.growth_carries, (RECONSIDER,)),
    "uncertain-volume": (money.uncertain_volume, (DEFENSIBLE,)),
    "half-volume-breaks": (money.half_volume_breaks, (DEFENSIBLE, RECONSIDER)),
    "shrinking-volume": (money.shrinking_volume, (DEFENSIBLE, RECONSIDER)),
    "slow-cash": (money.slow_cash, (DEFENSIBLE, RECONSIDER, STOP)),
    "savings-run-out": (money.savings_run_out, (DEFENSIBLE,)),
    "unstable-teacher": (money.unstable_teacher, (DEFENSIBLE, RECONSIDER, STOP)),
    "upkeep-heavy": (money.upkeep_heavy, (RECONSIDER,)),
    "no-net-benefit": (money.no_net_benefit, (RECONSIDER, STOP)),
    "teacher-retires": (money.teacher_retires, (NO_CAP, RECONSIDER)),
    "student-retires": (money.student_retires, (NO_CAP, DEFENSIBLE, STOP)),
    "price-cut-breaks": (money.price_cut_breaks, (NO_CAP,)),
    "broad-task": (proof.broad_task, (DEFENSIBLE, RECONSIDER)),
    "errors-outweigh-savings": (proof.errors_outweigh_savings, (RECONSIDER, STOP)),
    "unpriced-quality-loss": (proof.unpriced_quality_loss, (DEFENSIBLE, RECONSIDER)),
    "quality-figures-disagree": (proof.quality_figures_disagree, (DEFENSIBLE, RECONSIDER)),
    "slice-regression": (proof.slice_regression, (DEFENSIBLE, RECONSIDER, STOP)),
    "no-quality-evidence": (proof.no_quality_evidence, (DEFENSIBLE,)),
    "thin-evaluation": (proof.thin_evaluation, (NO_CAP, DEFENSIBLE)),
    "evaluation-not-frozen": (proof.evaluation_not_frozen, (DEFENSIBLE,)),
    "stale-evaluation": (proof.stale_evaluation, (DEFENSIBLE,)),
    "agreement-scores": (proof.agreement_scores, (NO_CAP,)),
    "suspect-slice": (proof.suspect_slice, (NO_CAP,)),
    "fallback-too-high": (sums.fallback_too_high, (STOP,)),
    "fixed-cost-heavy": (sums.fixed_cost_heavy, (DEFENSIBLE,)),
    "idle-hardware": (sums.idle_hardware, (NO_CAP,)),
    "unmeasured-serving": (sums.unmeasured_serving, (NO_CAP,)),
    "slower-student": (sums.slower_student, (NO_CAP,)),
    "data-generation-missing": (sums.data_generation_missing, (DEFENSIBLE,)),
    "cost-line-missing": (sums.cost_line_missing, (NO_CAP, DEFENSIBLE)),
    "maintenance-missing": (sums.maintenance_missing, (DEFENSIBLE,)),
    "cheaper-alternative": (money.cheaper_alternative, (RECONSIDER,)),
    "alternative-unproven": (money.alternative_unproven, (DEFENSIBLE,)),
    "upside-only": (money.upside_only, (RECONSIDER, STOP)),
    "latency-unattached": (sums.latency_unattached, (NO_CAP,)),
    "quality-gain-unattached": (sums.quality_gain_unattached, (NO_CAP,)),
    "terms-prohibited": (proof.terms_prohibited, (STOP,)),
    "terms-unreviewed": (proof.terms_unreviewed, (DEFENSIBLE,)),
    "no-training-data": (proof.no_training_data, (RECONSIDER,)),
    "training-data-unknown": (proof.training_data_unknown, (DEFENSIBLE,)),
    "guesswork": (sums.guesswork, (DEFENSIBLE,)),
}

PAIRS = {
    (rule_id, None if cap == NO_CAP else cap)
    for rule_id, (_, caps) in RULES.items()
    for cap in caps
}


def fired(facts: Facts) -> list[dict[str, str | None]]:
    """The rules that fire; cap None is "-"."""
    result: list[dict[str, str | None]] = []
    for rule_id, (condition, _) in RULES.items():
        cap = condition(facts)
        if cap is not None:
            result.append({"id": rule_id, "cap": None if cap == NO_CAP else cap})
    return result


def base_verdict(f: Facts) -> str:
    """base of section 4.2, for a complete case."""
    payback = math.inf if f.payback is None else f.payback
    half_holds = f.in_time(f.figures["half_volume"]["payback_months"])
    quick = at_most(payback, f.case.policy["strong_payback_months"])
    if quick and at_least(f.case.growth, -0.01) and half_holds:
        return STRONG
    if at_most(payback, f.limit) and (f.growing or half_holds):
        return DEFENSIBLE
    return RECONSIDER


def verdict(f: Facts, rules: list[dict[str, str | None]]) -> dict[str, Any]:
    """The worst of base and caps; capped_by are the rules whose cap is that verdict."""
    base = base_verdict(f)
    final = worst(base, *(rule["cap"] for rule in rules if rule["cap"] is not None))
    capped_by = [] if final == base else [rule["id"] for rule in rules if rule["cap"] == final]
    return {"id": final, "base": base, "capped_by": capped_by}

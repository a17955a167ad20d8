"""Rules about money: when it comes back, what eats it, and which lines were left out.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.rule import Evidence, Finding, Rule, VerdictId
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.wording import Words, count, listed, months, percent


def _worth_something(npv: float, figures: Figures) -> bool:
    """Whether a present value is above zero by more than the rounding of the amounts in it."""
    invested = figures.headline.upfront_total
    return above(npv + invested, invested)


def _slow_cash(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    payback, npv = figures.cash.payback_months, figures.cash.npv
    if not figures.late(payback):
        return None
    cap: VerdictId = "defensible"
    if above(payback, policy.stop_payback_months) or not _worth_something(npv, figures):
        cap = "reconsider"
    if payback == math.inf:
        cap = "do-not-distill"
    return Finding(
        {
            "cash_payback_months": payback,
            "npv": npv,
            "horizon_months": policy.horizon_months,
            "defensible_payback_months": policy.defensible_payback_months,
        },
        cap,
    )


def _explain_slow_cash(evidence: Evidence, words: Words) -> str:
    if evidence["cash_payback_months"] == math.inf:
        return (
            "Month by month, with launch, ramp and upkeep, the cash invested is not back within"
            f" {months(evidence['horizon_months'])}."
        )
    return (
        "Month by month, with launch, ramp and upkeep, the cash invested is back after"
        f" {months(evidence['cash_payback_months'], evidence['defensible_payback_months'])}, not"
        " within the defensible"
        f" {months(evidence['defensible_payback_months'])}; net present value"
        f" {words.money(evidence['npv'])}."
    )


SLOW_CASH = Rule(
    id="slow-cash",
    title="Cash comes back late",
    about="upfront.months_to_launch",
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="cash payback is late; reconsider beyond stop_payback_months or where npv <= 0;"
    " do-not-distill where it never comes back within the horizon",
    check=_slow_cash,
    explain=_explain_slow_cash,
    remedy="Shorten the time until all calls have moved, or cut the upfront, where there is"
    " something to cut.",
    is_symptom=True,
)


def _no_net_benefit(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    if not head.nets_nothing:
        return None
    return Finding(
        {
            "annual_savings": head.annual_savings,
            "annual_maintenance": head.annual_maintenance,
            "annual_error_cost": head.annual_error_cost,
            "annual_net_after_errors": head.annual_net_after_errors,
        }
    )


def _explain_no_net_benefit(evidence: Evidence, words: Words) -> str:
    savings = evidence["annual_savings"]
    saved = f"saves {words.money(savings)}, but"
    if savings < 0:
        saved = f"costs {words.money(-savings)} more than the teacher, and"
    return (
        f"A year {saved} upkeep takes"
        f" {words.money(evidence['annual_maintenance'])} and additional errors"
        f" {words.money(evidence['annual_error_cost'])}: net"
        f" {words.money(evidence['annual_net_after_errors'])}."
    )


NO_NET_BENEFIT = Rule(
    id="no-net-benefit",
    title="No net benefit",
    about="maintenance.cost_per_redistillation",
    caps=("do-not-distill",),
    fires_when="annual net after errors <= 0",
    check=_no_net_benefit,
    explain=_explain_no_net_benefit,
    remedy="Do not distil this endpoint as it stands; lower the largest of these amounts first.",
    is_symptom=True,
)


def _fixed_cost_heavy(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers, head = figures.drivers, figures.headline
    floor = drivers.fixed_cost_per_month
    if drivers.hosting is not None:
        floor += drivers.hosting.min_replicas * drivers.hosting.cost_per_replica
    gross = head.monthly_savings + head.fixed_cost_per_month
    saves = above(drivers.avoided_cost_per_1k, drivers.student_cost_per_1k)
    if not (floor > 0 and saves and gross > 0 and at_least(floor, policy.fixed_cost_share * gross)):
        return None
    return Finding(
        {
            "fixed_cost_per_month": floor,
            "gross_savings_per_month": gross,
            "share": floor / gross,
        }
    )


def _explain_fixed_cost_heavy(evidence: Evidence, words: Words) -> str:
    return (
        f"{words.money(evidence['fixed_cost_per_month'])} a month is due whatever the volume,"
        f" {percent(evidence['share'])} of the"
        f" {words.money(evidence['gross_savings_per_month'])} saved per month before it."
    )


FIXED_COST_HEAVY = Rule(
    id="fixed-cost-heavy",
    title="Heavy fixed cost",
    about="student.fixed_cost_per_month",
    caps=("defensible",),
    fires_when="the fixed cost with the fewest replicas is at least fixed_cost_share of the gross"
    " monthly savings",
    check=_fixed_cost_heavy,
    explain=_explain_fixed_cost_heavy,
    remedy="Share the replica with other models, or use serving that is paid by the call.",
    is_cause_of_late_cash=True,
)


def _idle_hardware(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    hosting = figures.drivers.hosting
    if hosting is None or not case.student.hosting.complete:
        return None
    load = hosting.load_factor(figures.headline.handled_calls_per_month, FLOATS)
    expected = hosting.target_load / hosting.peak_to_average
    if not below(load, policy.idle_share * expected):
        return None
    return Finding(
        {
            "load_factor": load,
            "expected_load_factor": expected,
            "replicas": hosting.replicas(figures.headline.handled_calls_per_month, FLOATS),
        }
    )


def _explain_idle_hardware(evidence: Evidence, words: Words) -> str:
    replicas = evidence["replicas"]
    noun = "replica is" if replicas == 1 else "replicas are"
    return (
        f"{count(replicas)} {noun} used to {percent(evidence['load_factor'])} on average; well"
        f" loaded ones would reach"
        f" {percent(evidence['expected_load_factor'])}. Idle hours are paid for."
    )


IDLE_HARDWARE = Rule(
    id="idle-hardware",
    title="Idle hardware",
    about="student.hosting.calls_per_second_per_replica",
    caps=(None,),
    fires_when="hosting is given and its load factor is below idle_share * target_load /"
    " peak_to_average",
    check=_idle_hardware,
    explain=_explain_idle_hardware,
    remedy="Use smaller or fewer accelerators, scale with demand, or share them.",
)


def _unmeasured_serving(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    bases, student = figures.inputs.bases, case.student
    throughput = student.hosting.calls_per_second_per_replica
    of = {
        "student.cost_per_1k_calls": bases.get("student.cost_per_1k_calls"),
        "student.hosting.calls_per_second_per_replica": throughput and throughput.basis,
    }
    if not (student.cost_per_1k_calls or student.tokens.begun or student.hosting.begun):
        of = {"student.fixed_cost_per_month": bases.get("student.fixed_cost_per_month")}
    unmeasured = [key for key, basis in of.items() if basis not in (None, "measured")]
    if not unmeasured:
        return None
    return Finding({key: of[key] for key in unmeasured})


def _explain_unmeasured_serving(evidence: Evidence, words: Words) -> str:
    what = {
        "student.cost_per_1k_calls": "the student's cost per call",
        "student.hosting.calls_per_second_per_replica": "the calls a replica serves per second",
        "student.fixed_cost_per_month": "the student's fixed cost",
    }
    named = listed([f"{what[key]} ({basis})" for key, basis in evidence.items()])
    return f"Not measured on real serving: {named}. Real traffic often costs more than planned."


UNMEASURED_SERVING = Rule(
    id="unmeasured-serving",
    title="Serving not measured",
    about="student.cost_per_1k_calls",
    caps=(None,),
    fires_when="the student's cost, or the calls per second of a replica, is not measured",
    check=_unmeasured_serving,
    explain=_explain_unmeasured_serving,
    remedy="Run recorded traffic against the serving you would use, and read the bill.",
)


def _data_generation_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    basis = figures.inputs.bases.get("upfront.data_generation")
    if figures.inputs.upfront_items["data_generation"] != 0 or basis in ("measured", "quoted"):
        return None
    return Finding({"data_generation": 0.0, "basis": basis})


DATA_GENERATION_MISSING = Rule(
    id="data-generation-missing",
    title="Data generation not counted",
    about="upfront.data_generation",
    caps=("defensible",),
    fires_when="data generation is 0, unless its basis is measured or quoted",
    check=_data_generation_missing,
    explain=lambda evidence, words: (
        "Data generation is counted as 0: the line most often forgotten and often the largest."
    ),
    remedy="Cost one run of the teacher over the whole corpus: examples, attempts, acceptance.",
)


def _cost_line_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    items = figures.inputs.upfront_items
    absent = [
        name.replace("_", " ")
        for name in ("training_compute", "evaluation_build", "engineering_time")
        if items[name] == 0
    ]
    return Finding({"lines": listed(absent)}) if absent else None


COST_LINE_MISSING = Rule(
    id="cost-line-missing",
    title="Cost line not counted",
    about="upfront.training_compute",
    caps=(None,),
    fires_when="training compute, evaluation build or engineering time is 0",
    check=_cost_line_missing,
    explain=lambda evidence, words: f"Counted as 0: {evidence['lines']}.",
    remedy="Put a number on each line, or write down why it costs nothing.",
)


def _maintenance_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    basis = figures.inputs.bases.get("maintenance.redistillations_per_year")
    if figures.inputs.redistillations_per_year != 0 or basis in ("measured", "quoted"):
        return None
    return Finding({"redistillations_per_year": 0.0, "basis": basis})


MAINTENANCE_MISSING = Rule(
    id="maintenance-missing",
    title="No redistillation planned",
    about="maintenance.redistillations_per_year",
    caps=("defensible",),
    fires_when="redistillations per year is 0, unless its basis is measured or quoted",
    check=_maintenance_missing,
    explain=lambda evidence, words: (
        "No redistillation is planned, though teachers get updates and inputs drift."
    ),
    remedy="Plan at least one redistillation a year, or show data that has not drifted.",
)


def _upside_only(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    net = head.annual_net_after_errors
    spent = head.annual_maintenance + head.annual_error_cost
    turned = above(head.annual_savings + figures.annual_upside, spent)
    if not (head.nets_nothing and turned):
        return None
    return Finding({"annual_net_after_errors": net, "annual_upside": figures.annual_upside})


def _explain_upside_only(evidence: Evidence, words: Words) -> str:
    return (
        f"The case loses {words.money(-evidence['annual_net_after_errors'])} a year and turns"
        f" positive only by an upside of {words.money(evidence['annual_upside'])}, which no"
        " saving backs."
    )


UPSIDE_ONLY = Rule(
    id="upside-only",
    title="Only the upside carries it",
    about="upside.capability_revenue_per_month",
    caps=("do-not-distill",),
    fires_when="annual net after errors <= 0, but above 0 with the upside added",
    check=_upside_only,
    explain=_explain_upside_only,
    remedy="Propose the feature on its own revenue, as a product decision, not as a saving.",
)


def _latency_unattached(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    value = case.upside.latency_value_per_month
    if value is None or not value.likely > 0 or case.upside.latency_metric.strip():
        return None
    return Finding({"latency_value_per_month": value.likely})


LATENCY_UNATTACHED = Rule(
    id="latency-unattached",
    title="Latency value without a metric",
    about="upside.latency_metric",
    caps=(None,),
    fires_when="a latency value is given without a latency_metric",
    check=_latency_unattached,
    explain=lambda evidence, words: (
        f"{words.money(evidence['latency_value_per_month'])} a month for lower latency is tied to"
        " no metric, so it counts as a quality and not as a figure."
    ),
    remedy="Name a metric that is already tracked, such as conversion or retention, or leave the"
    " amount out.",
)

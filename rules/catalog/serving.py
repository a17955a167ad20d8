"""Rules about what serving the student costs, and how well that is known.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.wording import Words, count, listed, percent


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

"""Rules about what serving the student costs, and how well that is known.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.estimate import Basis
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.phrases import part_of
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.ops import FLOATS
from rules.words.money import Words
from rules.words.wording import count, listed, percent

COST = "student.cost_per_1k_calls"
FIXED_COST = "student.fixed_cost_per_month"
THROUGHPUT = "student.hosting.calls_per_second_per_replica"

_SERVING = {
    COST: "the student's cost per call",
    FIXED_COST: "the student's fixed cost",
    THROUGHPUT: "the calls a replica serves per second",
}


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
        },
        about=None if drivers.hosting is None else "student.hosting.gpu_price_per_hour",
    )


def _explain_fixed_cost_heavy(evidence: Evidence, words: Words) -> str:
    floor, gross = evidence["fixed_cost_per_month"], evidence["gross_savings_per_month"]
    return (
        f"{words.money(floor)} a month is due whatever the volume,"
        f" {part_of(floor, gross, words.money(gross))} saved a month before it."
    )


FIXED_COST_HEAVY = Rule(
    id="fixed-cost-heavy",
    title="Heavy fixed cost",
    place=270,
    about=FIXED_COST,
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
    place=280,
    about=THROUGHPUT,
    caps=(None,),
    fires_when="hosting is given and its load factor is below idle_share * target_load /"
    " peak_to_average",
    check=_idle_hardware,
    explain=_explain_idle_hardware,
    remedy="Use smaller or fewer accelerators, scale with demand, or share them.",
)


def _unmeasured_serving(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    bases, student = figures.inputs.bases, case.student
    of: dict[str, Basis | None] = {}
    if student.cost_per_1k_calls or student.tokens.begun:
        of[COST] = bases.get(COST)
    elif not student.hosting.begun:
        of[FIXED_COST] = bases.get(FIXED_COST)
    # What somebody else serves costs what they quote; on one's own hardware it is to be seen.
    seen = ("measured",) if student.hosting.begun else ("measured", "quoted")
    unmeasured = {key: basis for key, basis in of.items() if basis not in (None, *seen)}
    throughput = student.hosting.calls_per_second_per_replica
    if throughput is not None and throughput.basis != "measured":
        unmeasured[THROUGHPUT] = throughput.basis
    if not unmeasured:
        return None
    return Finding(unmeasured, about=next(iter(unmeasured)))


def _explain_unmeasured_serving(evidence: Evidence, words: Words) -> str:
    named = listed([f"{_SERVING[key]} ({basis})" for key, basis in evidence.items()])
    return f"Not measured on real serving: {named}. Real traffic often costs more than planned."


UNMEASURED_SERVING = Rule(
    id="unmeasured-serving",
    title="Serving not measured",
    place=290,
    about=COST,
    caps=(None,),
    fires_when="the calls per second of a replica are not measured, or the student's cost is not:"
    " by the call or by tokens with hosting beside it; without hosting, also by the month, unless"
    " it is quoted",
    check=_unmeasured_serving,
    explain=_explain_unmeasured_serving,
    remedy="Run recorded traffic against the serving you would use, and read the bill.",
)

"""The headline figures as formulas, and what stands beside them.

Source: docs/specification.md §3.1.
"""

from __future__ import annotations

from rules.figures.upside import latency, quality
from wizard.reports.workbook.constants import (
    CALLS_PER_PRICE,
    MONTHS_PER_YEAR,
    ONE_HALF,
    ROUNDING_SLACK,
)
from wizard.reports.workbook.figure_rows import FigureRows
from wizard.reports.workbook.formula import NONE, Formula
from wizard.reports.workbook.functions import if_, is_number, maximum
from wizard.reports.workbook.inputs import ERROR_RATE, NOT_SET
from wizard.reports.workbook.worksheets import (
    Hosted,
    annual_maintenance,
    replica_capacity,
    replica_cost,
    upfront_total,
)

Pair = tuple[Formula, Formula]
"""A figure at the present volume, and at half of it."""


def write_headline(figures: FigureRows) -> None:
    """Fill the rows of the headline."""
    _shared(figures)
    calls = figures.pair(
        "Calls", figures.drivers.calls, figures.drivers.calls * ONE_HALF, "whole",
        "in the scenario in force", "figures_calls",
    )  # fmt: skip
    handled, fixed, savings, spend = _month(figures, calls)
    after = _year(figures, calls[0], handled, savings, spend)
    _errors(figures, handled[0])
    _payback(figures, handled[0], savings, spend, after)
    _per_call(figures, handled[0], fixed[0])


def _shared(figures: FigureRows) -> None:
    inputs, drivers = figures.inputs, figures.drivers
    figures.section("What the figures share")
    figures.upfront = figures.result(
        "upfront_total", upfront_total(inputs), "the items and the others, with contingency"
    )
    figures.teacher = figures.result("teacher_cost_per_1k", drivers.teacher)
    avoided = (1 - inputs["volume.fallback_rate"]) * drivers.teacher
    figures.saving_per_call = figures.figure(
        "Saving per handled call, before fixed cost",
        (avoided - inputs["student.cost_per_1k_calls"]) / CALLS_PER_PRICE,
        "small",
        "what the teacher no longer costs, fallback considered, less the student's cost",
        "figures_saving_per_call",
    )
    figures.maintenance = figures.result(
        "annual_maintenance",
        annual_maintenance(inputs, MONTHS_PER_YEAR),
        "redistillations and monitoring",
    )
    figures.monthly_upkeep = figures.figure(
        "Upkeep a month", figures.maintenance / MONTHS_PER_YEAR, "money",
        "a twelfth of it", "figures_monthly_upkeep",
    )  # fmt: skip
    if figures.case.student.hosting.begun:
        cost = figures.figure(
            "One replica a month", replica_cost(inputs), "money",
            "GPUs, price, hours and overhead", "figures_replica_cost",
        )  # fmt: skip
        capacity = figures.figure(
            "Calls a month of one replica", replica_capacity(inputs), "whole",
            "at the planned load, with peaks allowed for", "figures_replica_capacity",
        )  # fmt: skip
        figures.hosted = Hosted(cost, capacity, inputs["student.hosting.min_replicas"])
    figures.section("A month")


def _month(figures: FigureRows, calls: Pair) -> tuple[Pair, Pair, Pair, Pair]:
    """Handled calls, fixed cost, savings, and what is spent on the student."""
    inputs, hosted = figures.inputs, figures.hosted
    share = inputs["volume.share_moved"]
    handled = figures.results(
        "handled", calls[0] * share, calls[1] * share, "calls times the share that moves"
    )
    answered = inputs["student.fixed_cost_per_month"]
    fixed = answered, answered
    if hosted is not None:
        replicas = figures.pair(
            "Replicas", hosted.replicas(handled[0]), hosted.replicas(handled[1]), "count",
            "as the peak needs, rounded up, and no fewer than the fewest", "figures_replicas",
        )  # fmt: skip
        figures.replicas = replicas[0]
        fixed = answered + replicas[0] * hosted.cost, answered + replicas[1] * hosted.cost
    fixed = figures.pair(
        "Fixed cost", *fixed, "money", "the student's fixed cost and its replicas",
        "figures_fixed_cost",
    )  # fmt: skip
    savings = figures.results(
        "monthly_savings",
        handled[0] * figures.saving_per_call - fixed[0],
        handled[1] * figures.saving_per_call - fixed[1],
        "saving per call times handled calls, less the fixed cost",
    )
    student = inputs["student.cost_per_1k_calls"]
    spend = figures.pair(
        "Spent on the student",
        handled[0] / CALLS_PER_PRICE * student + fixed[0],
        handled[1] / CALLS_PER_PRICE * student + fixed[1],
        "money",
        "its cost per call and the fixed cost",
        "figures_student_spend",
    )
    return handled, fixed, savings, spend


def _year(figures: FigureRows, calls: Formula, handled: Pair, savings: Pair, spend: Pair) -> Pair:
    """What a year brings, after errors; and what it costs to have it."""
    inputs = figures.inputs
    figures.section("A year")
    net = figures.results(
        "annual_net_benefit",
        MONTHS_PER_YEAR * savings[0] - figures.maintenance,
        MONTHS_PER_YEAR * savings[1] - figures.maintenance,
        "twelve months of savings less upkeep",
        of_half="half_volume.annual_net_benefit",
    )
    loss, price = inputs[ERROR_RATE], inputs["quality.cost_per_error"]
    errors = figures.results(
        "annual_error_cost",
        MONTHS_PER_YEAR * handled[0] * loss * price,
        MONTHS_PER_YEAR * handled[1] * loss * price,
        "handled calls, additional errors and the cost of one",
    )
    after = figures.results("annual_net_after_errors", net[0] - errors[0], net[1] - errors[1])
    teacher = figures.result(
        "annual_teacher_spend",
        MONTHS_PER_YEAR * calls / CALLS_PER_PRICE * figures.teacher,
        "all calls, as today",
    )
    figures.result(
        "spend_reduction",
        if_(teacher > 0, MONTHS_PER_YEAR * savings[0] / teacher, NONE),
        "twelve months of savings over it",
    )
    figures.result(
        "most_at_stake",
        teacher * inputs["volume.share_moved"],
        "what even a student that costs nothing could save",
    )
    spent = figures.figure(
        "Spent with the student",
        MONTHS_PER_YEAR * spend[0] + figures.maintenance + errors[0],
        "money",
        "its calls, upkeep and errors",
        "figures_yearly_spend",
    )
    return after[0], spent


def _errors(figures: FigureRows, handled: Formula) -> None:
    """The additional errors, and what bounds them where the evaluation does."""
    inputs, bound = figures.inputs, figures.bound
    figures.section("Errors")
    figures.result("quality.error_rate_increase", inputs[ERROR_RATE])
    if bound is None:
        return
    answered = maximum(inputs[ERROR_RATE], (1 - inputs["volume.fallback_rate"]) * bound)
    if not inputs.derives_error_rate:
        bound = answered
    elif ERROR_RATE in inputs.set_by_scenarios:
        # A rate that a scenario sets is one that was answered beside the scores.
        is_set = is_number(Formula(inputs.name_of_set(ERROR_RATE), NOT_SET))
        bound = if_(is_set, answered, bound)
    upper = figures.result("quality.upper_95", bound, "the upper end of its 95% interval")
    figures.result(
        "quality.annual_error_cost_at_upper",
        MONTHS_PER_YEAR * handled * upper * inputs["quality.cost_per_error"],
        "handled calls, so many additional errors and the cost of one",
    )


def _payback(figures: FigureRows, handled: Formula, savings: Pair, spend: Pair, year: Pair) -> None:
    figures.section("Payback")
    payback, _ = figures.results(
        "payback_months",
        _recovered(figures.upfront, savings[0], spend[0]),
        _recovered(figures.upfront, savings[1], spend[1]),
        'upfront over the savings of a month; "none" where nothing is saved',
        of_half="half_volume.payback_months",
    )
    figures.result(
        "net_payback_months",
        _recovered(MONTHS_PER_YEAR * figures.upfront, *year),
        "twelve times the upfront over the net after errors",
    )
    figures.result(
        "calls_to_payback",
        if_(is_number(payback), payback * handled, NONE),
        "payback times handled calls",
    )


def _per_call(figures: FigureRows, handled: Formula, fixed: Formula) -> None:
    inputs = figures.inputs
    figures.section("Per 1,000 calls, all in")
    fallback = inputs["volume.fallback_rate"] * figures.teacher
    thousands = handled / CALLS_PER_PRICE
    student = figures.result(
        "student_cost_per_1k",
        inputs["student.cost_per_1k_calls"] + fallback + fixed / thousands,
        "its cost per call, fallback and the fixed cost spread over handled calls",
    )
    figures.result(
        "student_cost_per_1k_with_maintenance",
        student + figures.maintenance / (MONTHS_PER_YEAR * thousands),
    )


def _recovered(upfront: Formula, gain: Formula, subtracted: Formula) -> Formula:
    """Upfront over gain, unless the gain is nothing but the rounding of a subtraction."""
    return if_(gain <= ROUNDING_SLACK * subtracted, NONE, upfront / gain)


def write_beside(figures: FigureRows) -> None:
    """Fill the rows of upside and latency."""
    inputs, upside = figures.inputs, figures.case.upside
    figures.section("Beside the figures, and in none of them")
    counted = inputs["upside.capability_revenue_per_month"]
    if "upside.capability_probability" in inputs:
        counted = counted * inputs["upside.capability_probability"]
    for one in (latency(upside), quality(upside)):
        if one.can_count:
            counted = inputs[one.amount_key] + counted
    how = "latency and better answers count where a business metric is named"
    figures.result("upside.annual_value", MONTHS_PER_YEAR * counted, how)
    keys = {role: f"{role}.p95_latency_seconds" for role in ("teacher", "student")}
    given = {role: key for role, key in keys.items() if key in inputs}
    for role, key in given.items():
        figures.result(f"latency.{role}", inputs[key])
    if len(given) == len(keys):
        change = inputs[keys["student"]] - inputs[keys["teacher"]]
        figures.result("latency.change", change, "student less teacher")

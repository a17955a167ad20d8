"""The sheet of headline figures, at the present volume and at half of it, with what explains them.

Source: docs/specification.md §3.1 and §3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.answers.slack import SLACK
from rules.assess import Assessment
from rules.figures.catalogue import figure as figure_of
from rules.figures.catalogue.figure import Figure, Kind
from wizard.reports.workbook.book import Sheet
from wizard.reports.workbook.formula import (
    NONE,
    Formula,
    and_,
    formula,
    if_,
    is_number,
    maximum,
    whole_up,
)
from wizard.reports.workbook.inputs import Inputs

REPLICA_ROWS = 12
_NOW, _HALF, _HOW, _NAME = 1, 2, 3, 4
STYLES: Mapping[Kind, str] = {
    "money": "money",
    "price": "price",
    "months": "months",
    "share": "share",
    "calls": "whole",
    "count": "count",
    "seconds": "number",
}
"""How the cells of each kind of figure look."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """What replicas cost and carry."""

    cost: Formula
    """Money per month of one."""
    capacity: Formula
    """Calls per month of one, at its planned load."""
    least: Formula

    def replicas(self, inputs: Inputs, handled: Formula) -> Formula:
        """How many a month's handled calls need."""
        at = "student.hosting"
        average = handled / (inputs[f"{at}.hours_per_month"] * 3600)
        needed = (
            average
            * inputs[f"{at}.peak_to_average"]
            / (inputs[f"{at}.calls_per_second_per_replica"] * inputs[f"{at}.target_load"])
        )
        return maximum(self.least, whole_up(needed))


class Figures:
    """The headline figures as formulas, and the sheet that holds them."""

    def __init__(self, sheet: Sheet, inputs: Inputs, assessment: Assessment) -> None:
        self.sheet = sheet
        self.inputs = inputs
        self.case = assessment.case
        self.months_of_service = assessment.figures.drivers.months_of_service
        self.by_name: dict[str, Formula] = {}
        """By the names of the results, as other sheets refer to them."""
        self.hosted: Hosted | None = None
        self.replicas: Formula | None = None
        """At the present volume."""
        self._row = 3

    def write(self) -> None:
        """Fill the sheet as far as the cash flow is not needed."""
        sheet = self.sheet
        sheet.columns(40, 17, 17, 62, 48)
        sheet.text(0, 0, "Headline figures", "title")
        sheet.merged(
            1,
            _NAME,
            "The student fully rolled out, at the present volume and prices. Half the volume leaves"
            " the upfront and the upkeep as they are.",
            "note",
        )
        sheet.header(
            2,
            "Figure",
            "Present volume",
            "Half the volume",
            "How",
            "Name of the cell",
            right=(1, 2),
        )
        self._units()
        self._columns()
        self._break_even()
        self._outside()

    def finish(self) -> None:
        """Set up scrolling and printing, once everything is in place."""
        self.sheet.finish(frozen=3, frozen_columns=1, repeated=2)

    # -------------------------------------------------------------------- rows

    def section(self, text: str) -> None:
        """A heading in the next row."""
        self.sheet.section(self._row, _NAME, text)
        self._row += 1

    def result(self, name: str, formula: Formula, how: str = "") -> Formula:
        """The cell of a figure of the catalogue, in a row of its own."""
        one = figure_of(name)
        return self.figure(one.full_label, formula, STYLES[one.kind], how, cell_of(one))

    def figure(self, label: str, formula: Formula, style: str, how: str, name: str) -> Formula:
        """What explains the figures, in a row of its own, under a name."""
        self.sheet.text(self._row, 0, label, "label")
        placed = self.sheet.put(self._row, _NOW, formula, f"figure {style}", name)
        self.sheet.text(self._row, _HOW, how, "remark")
        self.sheet.text(self._row, _NAME, name, "key")
        self.by_name[name] = placed
        self._row += 1
        return placed

    def _results(
        self, name: str, now: Formula, half: Formula, how: str = "", *, of_half: str = ""
    ) -> tuple[Formula, Formula]:
        """A figure of the catalogue at both volumes; `of_half` is that of half the volume."""
        one = figure_of(name)
        half_cell = cell_of(figure_of(of_half)) if of_half else ""
        return self._beside(
            self.result(name, now, how), half, STYLES[one.kind], cell_of(one), half_cell
        )

    def _pair(
        self, label: str, now: Formula, half: Formula, style: str, how: str, name: str
    ) -> tuple[Formula, Formula]:
        return self._beside(self.figure(label, now, style, how, name), half, style, name)

    def _beside(
        self, now: Formula, half: Formula, style: str, name: str, half_name: str = ""
    ) -> tuple[Formula, Formula]:
        """Put what half the volume comes to beside the figure that was put last."""
        row = self._row - 1
        halved = self.sheet.put(row, _HALF, half, f"figure {style}", half_name)
        if half_name:
            self.by_name[half_name] = halved
            self.sheet.text(row, _NAME, f"{name}, {half_name}", "key")
        return now, halved

    # ------------------------------------------------------------------ content

    def _units(self) -> None:
        inputs = self.inputs
        self.section("What the figures share")
        self.upfront = self.result(
            "upfront_total", inputs.upfront_total, "the items and the others, with contingency"
        )
        self.teacher = self.result("teacher_cost_per_1k", inputs["teacher.cost_per_1k_calls"])
        avoided = (1 - inputs["volume.fallback_rate"]) * inputs["teacher.cost_per_1k_calls"]
        self.saving_per_call = self.figure(
            "Saving per handled call, before fixed cost",
            (avoided - inputs["student.cost_per_1k_calls"]) / 1_000,
            "small",
            "what the teacher no longer costs, fallback considered, less the student's cost",
            "figures_saving_per_call",
        )
        self.maintenance = self.result(
            "annual_maintenance",
            inputs["maintenance.redistillations_per_year"]
            * inputs["maintenance.cost_per_redistillation"]
            + 12 * inputs["maintenance.monitoring_per_month"],
            "redistillations and monitoring",
        )
        if not self.case.student.hosting.begun:
            return
        at = "student.hosting"
        cost = self.figure(
            "One replica a month",
            inputs[f"{at}.gpus_per_replica"]
            * inputs[f"{at}.gpu_price_per_hour"]
            * inputs[f"{at}.hours_per_month"]
            * (1 + inputs[f"{at}.overhead"]),
            "money",
            "GPUs, price, hours and overhead",
            "figures_replica_cost",
        )
        capacity = self.figure(
            "Calls a month of one replica",
            inputs[f"{at}.calls_per_second_per_replica"]
            * inputs[f"{at}.target_load"]
            / inputs[f"{at}.peak_to_average"]
            * (inputs[f"{at}.hours_per_month"] * 3600),
            "whole",
            "at the planned load, with peaks allowed for",
            "figures_replica_capacity",
        )
        self.hosted = Hosted(cost, capacity, inputs[f"{at}.min_replicas"])

    def _columns(self) -> None:
        inputs = self.inputs
        self.section("A month")
        calls, half_calls = self._pair(
            "Calls",
            inputs["volume.calls_per_month"],
            inputs["volume.calls_per_month"] / 2,
            "whole",
            "",
            "figures_calls",
        )
        share = inputs["volume.share_moved"]
        handled, half_handled = self._results(
            "handled", calls * share, half_calls * share, "calls times the share that moves"
        )
        fixed = [inputs["student.fixed_cost_per_month"]] * 2
        if self.hosted is not None:
            needed = [self.hosted.replicas(inputs, one) for one in (handled, half_handled)]
            counts = self._pair(
                "Replicas", needed[0], needed[1], "count",
                "as the peak needs, rounded up, and no fewer than the fewest", "figures_replicas",
            )  # fmt: skip
            self.replicas = counts[0]
            fixed = [
                one + count * self.hosted.cost for one, count in zip(fixed, counts, strict=True)
            ]
        fixed_pair = self._pair(
            "Fixed cost", fixed[0], fixed[1], "money", "the student's fixed cost and its replicas",
            "figures_fixed_cost",
        )  # fmt: skip
        savings = self._results(
            "monthly_savings",
            handled * self.saving_per_call - fixed_pair[0],
            half_handled * self.saving_per_call - fixed_pair[1],
            "saving per call times handled calls, less the fixed cost",
        )
        student = inputs["student.cost_per_1k_calls"]
        spend = self._pair(
            "Spent on the student",
            handled / 1_000 * student + fixed_pair[0],
            half_handled / 1_000 * student + fixed_pair[1],
            "money",
            "its cost per call and the fixed cost",
            "figures_student_spend",
        )
        self._year(calls, (handled, half_handled), savings, spend)
        self._per_call(handled, fixed_pair[0])

    def _year(
        self,
        calls: Formula,
        handled: tuple[Formula, Formula],
        savings: tuple[Formula, Formula],
        spend: tuple[Formula, Formula],
    ) -> None:
        inputs = self.inputs
        self.section("A year")
        net = self._results(
            "annual_net_benefit",
            12 * savings[0] - self.maintenance,
            12 * savings[1] - self.maintenance,
            "twelve months of savings less upkeep",
            of_half="half_volume.annual_net_benefit",
        )
        loss = inputs["quality.error_rate_increase"]
        price = inputs["quality.cost_per_error"]
        errors = self._results(
            "annual_error_cost",
            12 * handled[0] * loss * price,
            12 * handled[1] * loss * price,
            "handled calls, additional errors and the cost of one",
        )
        after = self._results("annual_net_after_errors", net[0] - errors[0], net[1] - errors[1])
        teacher = self.result(
            "annual_teacher_spend", 12 * calls / 1_000 * self.teacher, "all calls, as today"
        )
        self.result(
            "spend_reduction",
            if_(teacher > 0, 12 * savings[0] / teacher, NONE),
            "twelve months of savings over it",
        )
        self.result(
            "most_at_stake",
            teacher * inputs["volume.share_moved"],
            "what even a student that costs nothing could save",
        )
        self._errors(handled[0], loss)
        self.section("Payback")
        payback = self._results(
            "payback_months",
            _recovered(self.upfront, savings[0], spend[0]),
            _recovered(self.upfront, savings[1], spend[1]),
            'upfront over the savings of a month; "none" where nothing is saved',
            of_half="half_volume.payback_months",
        )
        self.result(
            "net_payback_months",
            _recovered(12 * self.upfront, after[0], 12 * spend[0] + self.maintenance + errors[0]),
            "twelve times the upfront over the net after errors",
        )
        self.result(
            "calls_to_payback",
            if_(is_number(payback[0]), payback[0] * handled[0], NONE),
            "payback times handled calls",
        )

    def _errors(self, handled: Formula, loss: Formula) -> None:
        """The additional errors, and what bounds them where the evaluation does."""
        inputs = self.inputs
        self.section("Errors")
        self.result("quality.error_rate_increase", loss, "")
        if not inputs.bounds_errors:
            return
        upper = self.result(
            "quality.upper_95", inputs.upper_error_rate, "the upper end of its 95 % interval"
        )
        self.result(
            "quality.annual_error_cost_at_upper",
            12 * handled * upper * inputs["quality.cost_per_error"],
            "handled calls, so many additional errors and the cost of one",
        )

    def _per_call(self, handled: Formula, fixed: Formula) -> None:
        inputs = self.inputs
        self.section("Per 1,000 calls, all in")
        fallback = inputs["volume.fallback_rate"] * self.teacher
        student = self.result(
            "student_cost_per_1k",
            inputs["student.cost_per_1k_calls"] + fallback + fixed / (handled / 1_000),
            "its cost per call, fallback and the fixed cost spread over handled calls",
        )
        self.result(
            "student_cost_per_1k_with_maintenance",
            student + self.maintenance / (12 * (handled / 1_000)),
        )

    def _break_even(self) -> None:
        inputs = self.inputs
        self.section("Break-even: the volume from which on payback stays within the defensible")
        needed = self.figure(
            "A month has to earn, replicas aside",
            maximum(
                self.upfront / inputs["policy.defensible_payback_months"], self.maintenance / 12
            )
            + inputs["student.fixed_cost_per_month"],
            "money",
            "upfront over the defensible payback, or upkeep where that is more, and the fixed cost",
            "figures_needed",
        )
        name = "break_even_calls_per_month"
        share = inputs["volume.share_moved"]
        if self.hosted is None:
            nothing = self.saving_per_call <= SLACK * (inputs["student.cost_per_1k_calls"] / 1_000)
            volume = needed / (self.saving_per_call * share)
            self.result(
                name,
                if_(nothing, NONE, volume),
                'what a month has to earn over the saving per call; "none" where nothing is saved',
            )
            return
        earned = self.saving_per_call * self.hosted.capacity
        margin = self.figure(
            "A full replica earns beyond its cost", earned - self.hosted.cost, "money",
            "saving per call times its capacity, less its cost", "figures_replica_margin",
        )  # fmt: skip
        none = margin <= SLACK * self.hosted.cost
        count = self.figure(
            "Replicas at break-even",
            if_(none, NONE, maximum(self.hosted.least, whole_up((needed + earned) / margin) - 1)),
            "count",
            "beyond them, no further replica brings payback back above the limit",
            "figures_break_even_replicas",
        )
        volume = (needed + count * self.hosted.cost) / (self.saving_per_call * share)
        self.result(
            name,
            if_(none, NONE, volume),
            'what a month has to earn with so many replicas, over the saving per call; "none" where'
            " a full replica does not earn its own cost",
        )
        self._table(self.hosted, needed)

    def _table(self, hosted: Hosted, needed: Formula) -> None:
        """What each number of replicas carries and earns, around the present one."""
        sheet, share = self.sheet, self.inputs["volume.share_moved"]
        fixed = self.inputs["student.fixed_cost_per_month"]
        limit = self.inputs["policy.defensible_payback_months"]
        self.section("Replicas: what each number of them carries, and when it pays back")
        sheet.header(
            self._row,
            "Replicas",
            "Up to calls a month",
            "Payback when full",
            "Defensible from calls a month",
            "Cost a month",
            right=(0, 1, 2, 3, 4),
        )
        self._row += 1
        count = maximum(1, whole_up(hosted.least), self.replicas - 5 if self.replicas else 1)
        for _ in range(REPLICA_ROWS):
            row = self._row
            one = sheet.put(row, 0, count, "figure count")
            full = one * hosted.capacity
            sheet.put(row, 1, full / share, "figure whole")
            monthly = full * self.saving_per_call - one * hosted.cost - fixed
            earning = sheet.put(
                row, 2, if_(monthly > 0, self.upfront / monthly, NONE), "figure months"
            )
            from_volume = (needed + one * hosted.cost) / (self.saving_per_call * share)
            within = if_(and_(is_number(earning), earning <= limit), from_volume, NONE)
            sheet.put(row, 3, within, "figure whole")
            sheet.put(row, 4, one * hosted.cost, "figure money")
            count = one + 1
            self._row += 1

    def _outside(self) -> None:
        """What stands beside the figures and inside none of them."""
        inputs, upside = self.inputs, self.case.upside
        self.section("Beside the figures, and in none of them")
        revenue = inputs["upside.capability_revenue_per_month"]
        if "upside.capability_probability" in inputs:
            revenue = revenue * inputs["upside.capability_probability"]
        counted = revenue
        for what, metric in (
            ("latency", upside.latency_metric),
            ("quality", upside.quality_metric),
        ):
            if metric.strip():
                counted = inputs[f"upside.{what}_value_per_month"] + counted
        self.result(
            "upside.annual_value",
            12 * counted,
            "latency and better answers count where a business metric is named",
        )
        keys = {role: f"{role}.p95_latency_seconds" for role in ("teacher", "student")}
        given = {role: key for role, key in keys.items() if key in inputs}
        for role, key in given.items():
            self.result(f"latency.{role}", inputs[key])
        if len(given) == len(keys):
            change = inputs[keys["student"]] - inputs[keys["teacher"]]
            self.result("latency.change", change, "student less teacher")


def cell_of(one: Figure) -> str:
    """The name of a figure's cell."""
    return f"result_{one.flat_name}"


def _recovered(upfront: Formula, gain: Formula, subtracted: Formula) -> Formula:
    """Upfront over gain, unless the gain is nothing but the rounding of a subtraction."""
    return if_(gain <= formula(SLACK) * subtracted, NONE, upfront / gain)

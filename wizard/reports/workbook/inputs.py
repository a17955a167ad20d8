"""The sheet of inputs: every number used, and the formulas of those that worksheets build.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.assess import Assessment
from rules.bounds import bounds_of
from rules.case import TokenSheet
from rules.estimate import Bounds, Estimate
from rules.inputs import ITEM_SHEETS
from rules.keys import join
from rules.policy import THRESHOLDS
from rules.questions import QUESTIONS, Kind, Question, locate, question_of, step_of
from rules.results import label_of, unit_of
from wizard.reports.workbook.book import Sheet
from wizard.reports.workbook.formula import (
    Cells,
    Formula,
    maximum,
    of_sum,
    sum_of_products,
    total,
)

HEAD = ("Input", "Value", "Unit", "Low (P10)", "High (P90)", "Basis", "Source", "Key")
LABEL, VALUE, UNIT, LOW, HIGH, BASIS, SOURCE, KEY = range(len(HEAD))
LIVE_POLICY = (*THRESHOLDS, "horizon_months", "discount_rate")
"""Values of the policy that formulas use; the others matter to rules only."""
_FIRST = 4
_SHARES, _LOSSES = "quality_slices_share", "quality_slices_loss"


@dataclass(frozen=True, slots=True)
class Built:
    """A number that follows from others."""

    formula: Formula
    source: str
    """What it follows from, in words."""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    estimate: Estimate
    basis: str
    source: str


class Inputs:
    """The numbers of a complete case by key, as formulas refer to them."""

    def __init__(self, assessment: Assessment, months: int) -> None:
        """Name and build every number.

        Args:
            assessment: of a complete case.
            months: the longest horizon that the workbook has rows for.
        """
        self.assessment = assessment
        self.case = assessment.case
        self.months = months
        self.built: dict[str, Built] = {}
        self.other: tuple[str, ...] = ()
        """Keys of the further upfront items."""
        self._names: dict[str, str] = {}
        self._rows: dict[str, _Row] = {}
        self._values: dict[str, float] = {}
        self._slices = [
            (number, one) for number, one in enumerate(self.case.quality.slices) if one.scored
        ]
        self._collect()
        self._build()

    def __getitem__(self, key: str) -> Formula:
        """The number of a key, by the name of its cell."""
        return Formula(self._name(key), self._value(key))

    def __contains__(self, key: str) -> bool:
        """Whether the case uses the number of a key."""
        return key in self._rows or key in self.built

    def _value(self, key: str) -> float:
        return self.built[key].formula.number if key in self.built else self._values[key]

    def _name(self, key: str) -> str:
        if key not in self._names:
            parts = key.replace("[", ".").replace("]", "").split(".")
            if key.startswith("upfront.other."):
                # People name these, and a name may hold anything.
                parts = ["upfront", "other", str(self.other.index(key) + 1)]
            self._names[key] = "_".join(
                str(int(one) + 1) if one.isdigit() else one for one in parts
            )
        return self._names[key]

    # ---------------------------------------------------------------- what there is

    def _collect(self) -> None:
        for used in self.assessment.used:
            source = used.estimate.source
            basis: str = used.estimate.basis
            if used.is_default:
                basis, source = "", f"default, {source}" if source else "default"
            self._rows[used.key] = _Row(used.key, used.estimate, basis, source)
        origins = {one.key: one.origin for one in self.assessment.policy_overrides}
        for key in LIVE_POLICY:
            value = getattr(self.assessment.policy, key)
            origin = origins.get(key, "default")
            self._rows[f"policy.{key}"] = _Row(f"policy.{key}", Estimate(value), "", origin)
        silent = ["student.cost_per_1k_calls", *(f"upfront.{item}" for item in ITEM_SHEETS)]
        for key in silent:
            if key not in self._rows and not self._sheet_begun(key):
                self._rows[key] = _Row(key, Estimate(0.0), "", "default: not answered")
        self.other = tuple(key for key in self._rows if key.startswith("upfront.other."))
        self._values = {key: float(row.estimate.likely) for key, row in self._rows.items()}

    def _sheet_begun(self, key: str) -> bool:
        """Whether the number of a key is built by its worksheet."""
        if key == "student.cost_per_1k_calls":
            student = self.case.student
            return student.cost_per_1k_calls is None and student.tokens.begun
        if key == "teacher.cost_per_1k_calls":
            return self.case.teacher.cost_per_1k_calls is None
        item = key.removeprefix("upfront.")
        upfront = self.case.upfront
        return getattr(upfront, item) is None and getattr(upfront, ITEM_SHEETS[item]).begun

    # ---------------------------------------------------------------- what is built

    def _build(self) -> None:
        for role, tokens in (
            ("teacher", self.case.teacher.tokens),
            ("student", self.case.student.tokens),
        ):
            if self._sheet_begun(f"{role}.cost_per_1k_calls"):
                self._from_sheet(
                    f"{role}.cost_per_1k_calls", self._tokens(f"{role}.tokens", tokens)
                )
        builders: Mapping[str, Callable[[str], Formula]] = {
            "upfront.data_generation": self._data_generation,
            "upfront.training_compute": self._training_compute,
            "upfront.evaluation_build": self._evaluation_build,
            "upfront.engineering_time": self._engineering_time,
        }
        for key, build in builders.items():
            if self._sheet_begun(key):
                sheet = ITEM_SHEETS[key.removeprefix("upfront.")]
                self._from_sheet(key, build(f"upfront.{sheet}"))
        if self.case.quality.error_rate_increase is None and self._slices:
            self.built["quality.error_rate_increase"] = Built(
                self._error_rate(), "built from the slices below", self.case.quality.basis
            )
        self._else(
            "maintenance.cost_per_redistillation",
            self["upfront.data_generation"] + self["upfront.training_compute"],
            "default: data generation and training compute",
        )

    def _from_sheet(self, key: str, formula: Formula) -> None:
        basis = self.assessment.figures.inputs.bases.get(key, "")
        self.built[key] = Built(formula, "built from the rows below", basis)

    def _else(self, key: str, formula: Formula, source: str) -> Formula:
        """The answer of a key, or what stands in for it."""
        if key not in self._rows:
            self.built[key] = Built(formula, source)
        return self[key]

    def _tokens(self, at: str, sheet: TokenSheet) -> Formula:
        price = self[f"{at}.input_price"]
        cached, written = self[f"{at}.cached_input"], self[f"{at}.cache_write_input"]
        said = "default: the input price"
        cached_price = self._else(f"{at}.cached_input_price", price, said)
        write_price = self._else(f"{at}.cache_write_price", price, said)
        millionths = (
            (self[f"{at}.input"] - cached - written) * price
            + cached * cached_price
            + written * write_price
            + self[f"{at}.output"] * self[f"{at}.output_price"]
        )
        if sheet.batch_share is None:
            return millionths / 1_000
        discount = self[f"{at}.batch_share"] * self[f"{at}.batch_discount"]
        return millionths / 1_000 * (1 - discount)

    def _data_generation(self, at: str) -> Formula:
        examples = self[f"{at}.examples"]
        cost = self._else(
            f"{at}.teacher_cost_per_1k_calls",
            self["teacher.cost_per_1k_calls"],
            "default: the teacher's cost",
        )
        labelled = examples / self[f"{at}.acceptance_rate"] * self[f"{at}.attempts_per_example"]
        reviewed = examples * self[f"{at}.review_share"] * self[f"{at}.cost_per_review"]
        return labelled * cost / 1_000 + reviewed

    def _training_compute(self, at: str) -> Formula:
        hours = self[f"{at}.gpu_hours"] * self[f"{at}.gpu_price_per_hour"]
        tokens = self[f"{at}.million_tokens"] * self[f"{at}.price_per_million"]
        return self[f"{at}.runs"] * (hours + tokens * self[f"{at}.epochs"])

    def _evaluation_build(self, at: str) -> Formula:
        days = self[f"{at}.days"] * self[f"{at}.day_rate"]
        return days + self[f"{at}.labels"] * self[f"{at}.cost_per_label"]

    def _engineering_time(self, at: str) -> Formula:
        return self[f"{at}.people"] * self[f"{at}.days_each"] * self[f"{at}.day_rate"]

    def _error_rate(self) -> Formula:
        slices = [one for _, one in self._slices]
        shares = Cells(_SHARES, tuple(1.0 if one.share is None else one.share for one in slices))
        losses = Cells(
            _LOSSES,
            tuple(
                max(0.0, (one.teacher_score or 0.0) - (one.student_score or 0.0)) for one in slices
            ),
        )
        return sum_of_products(shares, losses) / total(shares)

    @property
    def _others(self) -> Cells:
        return Cells("upfront_other", tuple(self._values[key] for key in self.other))

    @property
    def upfront_total(self) -> Formula:
        """The four items and all others, with contingency."""
        parts = [self[f"upfront.{item}"] for item in ITEM_SHEETS]
        if self.other:
            parts.append(total(self._others))
        return of_sum(parts) * (1 + self["upfront.contingency"])

    # ------------------------------------------------------------------- the sheet

    def write(self, sheet: Sheet) -> None:
        """Fill the sheet."""
        sheet.columns(36, 15, 24, 13, 13, 13, 40, 42)
        sheet.text(0, 0, "Inputs", "title")
        sheet.merged(
            1,
            KEY,
            "Change a blue number on yellow, and everything follows. Black numbers are built from"
            " others; write a number over one to answer it directly. Low and high stand here as"
            " they were answered, and no formula uses them. The name of each cell is its key with"
            " _ for dots, rows counted from 1.",
            "note",
        )
        sheet.header(_FIRST - 1, *HEAD, right=(VALUE, LOW, HIGH))
        row = self._write_slices(sheet, self._write_rows(sheet, _FIRST))
        self._write_rules(sheet, row + 1)
        sheet.finish(frozen=_FIRST, frozen_columns=1, repeated=_FIRST - 1)

    def _write_rows(self, sheet: Sheet, row: int) -> int:
        under = ""
        others = []
        for key in self._ordered():
            title = self._title(key)
            if title != under:
                sheet.section(row, KEY, title)
                under, row = title, row + 1
            if key in self.other:
                others.append(row)
            self._write_row(sheet, row, key)
            row += 1
        if others:
            sheet.cells(others[0], others[-1], VALUE, self._others.values, "upfront_other")
        return row

    def _ordered(self) -> list[str]:
        """The keys in the order in which the wizard asks for them."""
        places = {key: number for number, key in enumerate(QUESTIONS)}

        def place(key: str) -> tuple[int, int, int]:
            found = locate(key)
            if found is None:
                return len(places), 0, 0
            question, row, column = found
            names = [one.key for one in question.columns]
            return (
                places[question.key],
                row if isinstance(row, int) else 0,
                names.index(column) if column is not None else 0,
            )

        return sorted(dict.fromkeys((*self._rows, *self.built)), key=place)

    @staticmethod
    def _title(key: str) -> str:
        found = locate(key)
        return step_of(found[0].key).title if found is not None else "Other"

    def _write_row(self, sheet: Sheet, row: int, key: str) -> None:
        question = question_of(key)
        kind = number_style(question, self._value(key))
        inner = question is not None and question.builds is not None
        sheet.text(row, LABEL, label_of(key, self.case), "label inner" if inner else "label")
        sheet.text(row, UNIT, _unit(question, self.case.currency))
        sheet.text(row, KEY, key, "key")
        built = self.built.get(key)
        stated = self._rows.get(key)
        if built is not None:
            sheet.put(row, VALUE, built.formula, f"figure {kind}", self._name(key))
            sheet.text(row, BASIS, built.basis)
            sheet.text(row, SOURCE, built.source)
            return
        if stated is None:
            return
        sheet.number(row, VALUE, stated.estimate.likely, f"input {kind}")
        sheet.name_cell(row, VALUE, self._name(key))
        if key == "policy.horizon_months":
            sheet.limit(row, VALUE, Bounds(least=1, most=self.months), whole=True)
        else:
            sheet.limit(row, VALUE, bounds_of(key))
        sheet.number(row, LOW, stated.estimate.low, f"fixed {kind}")
        sheet.number(row, HIGH, stated.estimate.high, f"fixed {kind}")
        sheet.text(row, BASIS, stated.basis)
        source = stated.source
        if key == "policy.horizon_months":
            source = f"{source}; this workbook has rows for at most {self.months} months"
        sheet.text(row, SOURCE, source)

    def _write_slices(self, sheet: Sheet, row: int) -> int:
        """The scores that the error rate is built from."""
        if "quality.error_rate_increase" not in self.built:
            return row
        sheet.section(row + 1, KEY, "Slices: the scores that the additional errors are built from")
        head = (
            "Slice",
            "Share",
            "Teacher score",
            "Student score",
            "Loss",
            "Basis",
            "Source",
            "Key",
        )
        sheet.header(row + 2, *head, right=(1, 2, 3, 4))
        first = row = row + 3
        quality = self.case.quality
        for index, one in self._slices:
            at = join("quality.slices", index)
            sheet.text(row, 0, one.name or f"Slice {index + 1}", "label")
            refs = []
            for column, name in enumerate(("share", "teacher_score", "student_score"), 1):
                value = getattr(one, name)
                sheet.number(row, column, 1.0 if value is None else value, "input percent")
                cell = f"quality_slices_{index + 1}_{name}"
                sheet.name_cell(row, column, cell)
                sheet.limit(row, column, bounds_of(f"{at}.{name}"))
                refs.append(Formula(cell, 1.0 if value is None else float(value)))
            sheet.put(row, 4, maximum(0, refs[1] - refs[2]), "figure percent")
            sheet.text(row, 5, quality.basis)
            sheet.text(row, 6, quality.source)
            sheet.text(row, 7, at, "key")
            row += 1
        sheet.cells(first, row - 1, 1, (), _SHARES)
        sheet.cells(first, row - 1, 4, (), _LOSSES)
        return row

    def _write_rules(self, sheet: Sheet, row: int) -> None:
        """The values of the policy that only rules compare with."""
        sheet.section(row, KEY, "Further policy: compared with by rules, which do not run here")
        origins = {one.key: one.origin for one in self.assessment.policy_overrides}
        for name, value in self.assessment.policy.model_dump().items():
            if name in LIVE_POLICY or value is None:
                continue
            row += 1
            question = question_of(f"policy.{name}")
            sheet.text(row, LABEL, question.label if question is not None else name, "label")
            sheet.number(row, VALUE, float(value), f"fixed {number_style(question, float(value))}")
            sheet.text(row, UNIT, _unit(question, self.case.currency))
            sheet.text(row, SOURCE, origins.get(name, "default"))
            sheet.text(row, KEY, f"policy.{name}", "key")


def number_style(question: Question | None, value: float) -> str:
    """How a number of a question looks."""
    match question.kind if question is not None else None:
        case Kind.MONEY:
            return "amount"
        case Kind.PERCENT:
            return "percent"
        case _:
            if value == int(value) or abs(value) >= 1_000:
                return "count"
            # Only a number without a format of its own is shortened to the width of its column.
            return "decimal" if abs(value) >= 1 else "number"


def _unit(question: Question | None, currency: str) -> str:
    if question is None:
        return ""
    return "%" if question.kind is Kind.PERCENT else unit_of(question, currency)

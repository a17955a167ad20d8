"""The numbers of a case as formulas refer to them, and those that worksheets build.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.answers.case import Slice, TokenSheet
from rules.answers.estimate import Estimate
from rules.answers.policy import THRESHOLDS
from rules.assess import Assessment
from rules.figures.inputs import ITEM_SHEETS, UNBILLED
from rules.figures.intervals import Z95
from wizard.reports.workbook.formula import (
    Cells,
    Formula,
    formula,
    maximum,
    minimum,
    of_sum,
    sum_of_products,
    total,
)

LIVE_POLICY = (*THRESHOLDS, "horizon_months", "discount_rate")
"""Values of the policy that formulas use; the others matter to rules only."""
SHARES, LOSSES = "quality_slices_share", "quality_slices_loss"
"""Names of the columns that the additional errors are built from."""
SPREADS = "quality_slices_spread"
"""Name of the column that their upper end is built from."""


@dataclass(frozen=True, slots=True)
class Built:
    """A number that follows from others."""

    formula: Formula
    source: str
    """What it follows from, in words."""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that stands as it was answered, or as a default has it."""

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
        self.stated: dict[str, Stated] = {}
        self.other_items: tuple[str, ...] = ()
        """Keys of the further upfront items."""
        self._names: dict[str, str] = {}
        self.slices = [
            (number, one) for number, one in enumerate(self.case.quality.slices) if one.scored
        ]
        self._collect()
        self._build()

    def __getitem__(self, key: str) -> Formula:
        """The number of a key, by the name of its cell."""
        built = self.built.get(key)
        number = built.formula.number if built is not None else self._likely(key)
        return Formula(self.name(key), number)

    def __contains__(self, key: str) -> bool:
        """Whether the case uses the number of a key."""
        return key in self.stated or key in self.built

    def name(self, key: str) -> str:
        """The name of the cell of a key."""
        if key not in self._names:
            parts = key.replace("[", ".").replace("]", "").split(".")
            if key.startswith("upfront.other."):
                # People name these, and a name may hold anything.
                parts = ["upfront", "other", str(self.other_items.index(key) + 1)]
            self._names[key] = "_".join(
                str(int(one) + 1) if one.isdigit() else one for one in parts
            )
        return self._names[key]

    def _likely(self, key: str) -> float:
        return float(self.stated[key].estimate.likely)

    # ---------------------------------------------------------------- what there is

    def _collect(self) -> None:
        for used in self.assessment.used:
            source = used.estimate.source
            basis: str = used.estimate.basis
            if used.is_default:
                basis, source = "", f"default, {source}" if source else "default"
            self.stated[used.key] = Stated(used.estimate, basis, source)
        origins = {one.key: one.origin for one in self.assessment.policy_overrides}
        for key in LIVE_POLICY:
            value = getattr(self.assessment.policy, key)
            origin = origins.get(key, "default")
            self.stated[f"policy.{key}"] = Stated(Estimate(value), "", origin)
        silent = ["student.cost_per_1k_calls", *(f"upfront.{item}" for item in ITEM_SHEETS)]
        for key in silent:
            if key not in self.stated and not self._sheet_begun(key):
                self.stated[key] = Stated(Estimate(0.0), "", "default: not answered")
        self.other_items = tuple(key for key in self.stated if key.startswith("upfront.other."))

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
            if tokens.begun and self._sheet_begun(f"{role}.cost_per_1k_calls"):
                self._from_sheet(
                    f"{role}.cost_per_1k_calls", self._tokens(f"{role}.tokens", tokens)
                )
        if "teacher.bill_per_month" in self.stated:
            # The calls that were paid for, which trying another volume leaves as they are.
            paid_for = self._likely("volume.calls_per_month")
            self._from_sheet(
                "teacher.cost_per_1k_calls",
                1_000 * self["teacher.bill_per_month"] / paid_for,
                "built from the bill below, for the calls stated",
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
        if self.case.quality.error_rate_increase is None and self.slices:
            self.built["quality.error_rate_increase"] = Built(
                self._error_rate(), "built from the slices below", self.case.quality.basis
            )
        self._else(
            "maintenance.cost_per_redistillation",
            self["upfront.data_generation"] + self["upfront.training_compute"],
            "default: data generation and training compute",
        )

    def _from_sheet(
        self, key: str, formula: Formula, source: str = "built from the rows below"
    ) -> None:
        basis = self.assessment.figures.inputs.bases.get(key, "")
        self.built[key] = Built(formula, source, basis)

    def _else(self, key: str, formula: Formula, source: str) -> Formula:
        """The answer of a key, or what stands in for it."""
        if key not in self.stated:
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
        unbilled = self.case.upfront.labelled_by in UNBILLED
        cost = self._else(
            f"{at}.teacher_cost_per_1k_calls",
            formula(0) if unbilled else self["teacher.cost_per_1k_calls"],
            "default: no call is paid for" if unbilled else "default: the teacher's cost",
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

    @property
    def _shares(self) -> Cells:
        return Cells(SHARES, tuple(_share(one) for _, one in self.slices))

    def _error_rate(self) -> Formula:
        losses = Cells(
            LOSSES,
            tuple(
                max(0.0, (one.teacher_score or 0.0) - (one.student_score or 0.0))
                for _, one in self.slices
            ),
        )
        return sum_of_products(self._shares, losses) / total(self._shares)

    @property
    def bounds_errors(self) -> bool:
        """Whether every scored slice says how many examples it has, so that errors are bounded."""
        return bool(self.slices) and all(one.examples is not None for _, one in self.slices)

    @property
    def upper_error_rate(self) -> Formula:
        """The upper end of the interval of the additional errors."""
        spreads = Cells(
            SPREADS,
            tuple(
                spread(
                    formula(_share(one)),
                    formula(one.teacher_score or 0.0),
                    formula(one.student_score or 0.0),
                    formula(one.examples or 0),
                ).number
                for _, one in self.slices
            ),
        )
        upper = self._error_rate() + total(spreads) ** 0.5 / total(self._shares)
        if self.case.quality.error_rate_increase is None:
            return upper
        kept = 1 - self["volume.fallback_rate"]
        return maximum(self["quality.error_rate_increase"], kept * upper)

    @property
    def other_costs(self) -> Cells:
        """What the further upfront items cost."""
        return Cells("upfront_other", tuple(map(self._likely, self.other_items)))

    @property
    def upfront_total(self) -> Formula:
        """The four items and all others, with contingency."""
        parts = [self[f"upfront.{item}"] for item in ITEM_SHEETS]
        if self.other_items:
            parts.append(total(self.other_costs))
        return of_sum(parts) * (1 + self["upfront.contingency"])


def _share(one: Slice) -> float:
    return 1.0 if one.share is None else float(one.share)


def spread(share: Formula, teacher: Formula, student: Formula, examples: Formula) -> Formula:
    """What a slice adds to the square of how far the additional errors may reach upwards.

    Source: rules/figures/intervals.py, whose steps these are.
    """
    up = _wilson(teacher, examples, 1) - teacher
    down = student - _wilson(student, examples, -1)
    loss = teacher - student
    highest = maximum(0, loss + (up**2 + down**2) ** 0.5)
    return (share * (highest - maximum(0, loss))) ** 2


def _wilson(score: Formula, examples: Formula, side: int) -> Formula:
    squared = formula(Z95**2) / examples
    middle = (score + squared / 2) / (1 + squared)
    variance = score * (1 - score) / examples + squared / (4 * examples)
    end = middle + side * Z95 * variance**0.5 / (1 + squared)
    return minimum(1, end) if side > 0 else maximum(0, end)

"""The numbers of a case as formulas refer to them, and those that worksheets build.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.answers.case import TokenSheet
from rules.answers.estimate import Estimate
from rules.answers.policy import THRESHOLDS
from rules.assess import Assessment
from rules.figures.inputs import ITEM_SHEETS
from wizard.reports.workbook.formula import (
    Cells,
    Formula,
    of_sum,
    sum_of_products,
    total,
)

LIVE_POLICY = (*THRESHOLDS, "horizon_months", "discount_rate")
"""Values of the policy that formulas use; the others matter to rules only."""
SHARES, LOSSES = "quality_slices_share", "quality_slices_loss"
"""Names of the columns that the additional errors are built from."""


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
        if self.case.quality.error_rate_increase is None and self.slices:
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
        slices = [one for _, one in self.slices]
        shares = Cells(SHARES, tuple(1.0 if one.share is None else one.share for one in slices))
        losses = Cells(
            LOSSES,
            tuple(
                max(0.0, (one.teacher_score or 0.0) - (one.student_score or 0.0)) for one in slices
            ),
        )
        return sum_of_products(shares, losses) / total(shares)

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

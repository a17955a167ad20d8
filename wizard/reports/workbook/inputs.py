"""The numbers of a case, as formulas refer to them, and what each of them rests on.

Source: docs/specification.md §1.2 and §3.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rules.answers.estimate import Estimate
from rules.answers.keys import join
from rules.answers.policy import THRESHOLDS
from rules.assess import Assessment
from rules.uncertainty.sensitivity import Sensitivity, Swing
from wizard.reports.charts import RANGE_SAID
from wizard.reports.workbook.formula import Cells, Formula
from wizard.reports.workbook.functions import if_, is_number
from wizard.reports.workbook.worksheets import Built, worksheets

LIVE_POLICY = (*THRESHOLDS, "horizon_months", "discount_rate", "price_cut")
"""Values of the policy that formulas use; the others matter to rules only."""
SLICES = "quality.slices"
ERROR_RATE = "quality.error_rate_increase"
SERVICE = "student.months_of_service"
"""No answer: the whole months between two dates that were answered."""
BASE_CALLS = "calls_of_the_bill"
"""Name of the cell that holds the volume that the teacher's bill was for."""
HELD_WHERE_STATED = ("alternatives[", "teacher.p95_latency", "student.p95_latency")
"""Numbers that are not of the case: no scenario puts them at an end of their range."""

NOT_SET = "as it is"
"""What stands where a scenario sets no other number."""


def instead(placed: Formula, usual: Formula) -> Formula:
    """What a scenario sets in place of a number, else the usual one."""
    return if_(is_number(placed), placed, usual)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that stands as it was answered, or as a default has it."""

    value: float
    basis: str = ""
    source: str = ""
    low: float | None = None
    high: float | None = None
    range: str = ""
    """Where low and high come from; empty where there are none."""
    worse: str = ""
    """The end of a stated range that is the worse one for the case."""


class Inputs:
    """The numbers of a complete case by key, as formulas refer to them: those in force."""

    def __init__(self, assessment: Assessment, found: Sensitivity | None, months: int) -> None:
        """Name and build every number.

        Args:
            assessment: of a complete case.
            found: what its numbers swing, where that is known.
            months: the longest horizon that the workbook has rows for.
        """
        self.assessment = assessment
        self.case = assessment.case
        self.months = months
        self.swings = {one.key: one for one in found.tornado} if found is not None else {}
        self.slices = [
            (number, one) for number, one in enumerate(self.case.quality.slices) if one.scored
        ]
        self.stated: dict[str, Stated] = {}
        self.built: dict[str, Built] = {}
        self._collect()
        self.other_items = tuple(key for key in self.stated if key.startswith("upfront.other."))
        """Keys of the further upfront items."""
        self._names: dict[str, str] = {}
        self.set_by_scenarios: tuple[str, ...] = ()
        """Keys of the numbers that a scenario may set another number in place of."""
        for key, built in worksheets(self.case, self, self.base_calls):
            self.built[key] = built

    def __getitem__(self, key: str) -> Formula:
        """The number of a key, by the name of its cell."""
        built = self.built.get(key)
        number = built.formula.number if built is not None else self.stated[key].value
        return Formula(self.name(key), number)

    def __contains__(self, key: str) -> bool:
        """Whether the case uses the number of a key."""
        return key in self.stated or key in self.built

    @property
    def other_costs(self) -> Cells | None:
        """What the further upfront items cost."""
        if not self.other_items:
            return None
        return Cells("upfront_other", tuple(self.stated[key].value for key in self.other_items))

    @property
    def base_calls(self) -> Formula:
        """The volume that a bill was for, whatever the scenario and whatever volume is tried."""
        return Formula(BASE_CALLS, self.stated["volume.calls_per_month"].value)

    @property
    def derives_error_rate(self) -> bool:
        """Whether the additional errors follow from scores."""
        return bool(self.slices) and self.case.quality.error_rate_increase is None

    def basis_of(self, key: str) -> str:
        """What a number that is built rests on."""
        if key == ERROR_RATE:
            return self.case.quality.basis
        return self.assessment.figures.inputs.bases.get(key, "")

    def name(self, key: str) -> str:
        """The name of the cell of a key."""
        if key not in self._names:
            parts = key.replace("[", ".").replace("]", "").split(".")
            if key.startswith("upfront.other."):
                # People name these, and a name may hold anything.
                parts = ["upfront", "other", str(self.other_items.index(key))]
            self._names[key] = "_".join(
                str(int(one) + 1) if one.isdigit() else one for one in parts
            )
        return self._names[key]

    def name_of_set(self, key: str) -> str:
        """The name of the cell of what the scenario in force sets in place of a number."""
        return f"scenario_set_{self.name(key)}"

    def in_force(self, key: str, usual: Formula) -> Formula:
        """A number as the scenario in force has it: what it sets, else the usual one."""
        if key not in self.set_by_scenarios:
            return usual
        return instead(Formula(self.name_of_set(key), NOT_SET), usual)

    # ---------------------------------------------------------------- what there is

    def _collect(self) -> None:
        for used in self.assessment.used:
            if used.key == ERROR_RATE and self.derives_error_rate:
                continue
            source = used.estimate.source
            basis: str = used.estimate.basis
            if used.is_default:
                basis, source = "", f"default, {source}" if source else "default"
            self.stated[used.key] = self._ranged(used.key, used.estimate, basis, source)
        origins = {one.key: one.origin for one in self.assessment.policy_overrides}
        for key in LIVE_POLICY:
            value = getattr(self.assessment.policy, key)
            self.stated[f"policy.{key}"] = Stated(value, "", origins.get(key, "default"))
        quality = self.case.quality
        for number, one in self.slices:
            for name in ("share", "teacher_score", "student_score", "examples"):
                value, key = getattr(one, name), join(SLICES, number, name)
                if value is not None:
                    self.stated[key] = Stated(float(value), quality.basis, quality.source)
                elif name == "share":
                    self.stated[key] = Stated(1.0, "", "default: all slices alike")
        service = self.assessment.figures.drivers.months_of_service
        if math.isfinite(service):
            said = f"from {self.case.as_of} to {self.case.student.retires_on}"
            self.stated[SERVICE] = Stated(service, "", said)

    def _ranged(self, key: str, estimate: Estimate, basis: str, source: str) -> Stated:
        """A number with the range that it swings over."""
        swing, value = self.swings.get(key), estimate.likely
        if swing is not None and swing.origin != "stated":
            return Stated(
                value, basis, source, swing.low.value, swing.high.value, RANGE_SAID[swing.origin]
            )
        if not estimate.has_range:
            return Stated(value, basis, source)
        low, high = estimate.low, estimate.high
        if swing is not None:
            # As whole months and counts are reckoned with.
            low, high = swing.low.value, swing.high.value
        worse = "" if key.startswith(HELD_WHERE_STATED) else _worse(swing)
        return Stated(value, basis, source, low, high, RANGE_SAID["stated"], worse)


def _worse(swing: Swing | None) -> str:
    """The end at which the case is worse; what the cash flow does not rest on is upside."""
    if swing is None or swing.low.npv <= swing.high.npv:
        return "low"
    return "high"

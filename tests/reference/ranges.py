"""What varies, and within what (docs/specification.md, 3.5).

A number that somebody answered and the cash flow rests on varies: within its stated range, the
interval of the slices, or a stand-in by its basis. Its key is its path in the session.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from typing import Any

from .building import put
from .case import Case, read
from .estimates import basis_of, likely, table
from .evidence import interval_of

TENTH = 1.2815515655
SCALES = {"assumed": 1.0, "estimated": 0.5, "quoted": 0.25, "measured": 0.25}
MONTHS = {"months_to_launch", "ramp_months"}
WHOLE = {"min_replicas", "gpus_per_replica", "runs"}
FRACTIONS = {
    "share_moved",
    "fallback_rate",
    "contingency",
    "overhead",
    "target_load",
    "acceptance_rate",
    "batch_share",
    "batch_discount",
    "review_share",
}
ERRORS = "quality.error_rate_increase"


@dataclass(frozen=True)
class Bounds:
    """Where a number has to lie; an open end is not admissible itself."""

    low: float = 0.0
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def clip(self, value: float, towards: float) -> float:
        """Within the bounds, and half-way from a number to an open end that would be reached."""
        if value < self.low or (self.open_low and value <= self.low):
            return (towards + self.low) / 2 if self.open_low else self.low
        if value > self.high or (self.open_high and value >= self.high):
            return (towards + self.high) / 2 if self.open_high else self.high
        return value


ABOVE_ZERO = Bounds(open_low=True)
SHARE = Bounds(0.0, 1.0)
SHARE_ABOVE_ZERO = Bounds(0.0, 1.0, open_low=True)
BOUNDS = {
    "calls_per_month": ABOVE_ZERO,
    "monthly_growth": Bounds(-0.5, 0.25),
    "share_moved": SHARE_ABOVE_ZERO,
    "fallback_rate": Bounds(0.0, 1.0, open_high=True),
    "bill_per_month": ABOVE_ZERO,
    "annual_price_change": Bounds(-1.0, 2.0, open_low=True),
    "calls_per_second_per_replica": ABOVE_ZERO,
    "peak_to_average": ABOVE_ZERO,
    "hours_per_month": ABOVE_ZERO,
    "target_load": SHARE_ABOVE_ZERO,
    "acceptance_rate": SHARE_ABOVE_ZERO,
    "batch_share": SHARE,
    "batch_discount": SHARE,
    "review_share": SHARE,
    "error_rate_increase": SHARE,
    "contingency": Bounds(0.0, 2.0),
    "months_to_launch": Bounds(0.0, 60.0),
    "ramp_months": Bounds(0.0, 60.0),
    "redistillations_per_year": Bounds(0.0, 365.0),
}


@dataclass(frozen=True)
class Range:
    """One number in ten lies below `low`, one in ten above `high`."""

    key: str
    low: float
    likely: float
    high: float
    origin: str

    @property
    def leaf(self) -> str:
        """The last part of the key."""
        return self.key.rsplit(".", 1)[-1]

    @property
    def bounds(self) -> Bounds:
        """Where it has to lie."""
        if self.key == "teacher.cost_per_1k_calls":
            return ABOVE_ZERO
        return BOUNDS.get(self.leaf, Bounds())

    def whole(self, value: float) -> float:
        """Rounded, where only whole ones can be had."""
        if self.leaf in MONTHS:
            value += math.ceil(self.likely) - self.likely
        if self.leaf in MONTHS | WHOLE:
            return float(math.floor(value + 0.5))
        return value


BUILT = (
    ("teacher", "cost_per_1k_calls", "tokens"),
    ("student", "cost_per_1k_calls", "tokens"),
    ("upfront", "data_generation", "data_generation_worksheet"),
    ("upfront", "training_compute", "training_worksheet"),
    ("upfront", "evaluation_build", "evaluation_worksheet"),
    ("upfront", "engineering_time", "engineering_worksheet"),
)
PLAIN = {
    "volume": ("calls_per_month", "monthly_growth", "share_moved", "fallback_rate"),
    "teacher": ("annual_price_change",),
    "student": ("fixed_cost_per_month",),
    "upfront": ("contingency", "months_to_launch", "ramp_months"),
    "maintenance": (
        "redistillations_per_year",
        "cost_per_redistillation",
        "monitoring_per_month",
    ),
    "quality": ("cost_per_error", "error_rate_increase"),
}
WHOLE_TABLES = ("student.hosting", "upfront.other")


def answered(session: dict) -> dict[str, Any]:
    """The estimates that the cash flow of distilling rests on, by key."""
    found: dict[str, Any] = {}
    for part, key, sheet in BUILT:
        where = table(session, part)
        if key in where:
            found[f"{part}.{key}"] = where[key]
        else:
            found |= {f"{part}.{sheet}.{k}": v for k, v in where.get(sheet, {}).items()}
    if is_billed(session):
        found["teacher.bill_per_month"] = session["teacher"]["bill_per_month"]
    for part, keys in PLAIN.items():
        where = table(session, part)
        found |= {f"{part}.{key}": where[key] for key in keys if key in where}
    for name in WHOLE_TABLES:
        found |= {f"{name}.{quoted(key)}": value for key, value in table(session, name).items()}
    return found


def quoted(name: str) -> str:
    """A part of a key, in quotation marks where TOML wants them."""
    bare = name.replace("_", "").replace("-", "").isalnum()
    return name if bare else f'"{name}"'


def is_billed(session: dict) -> bool:
    """Whether the teacher's cost follows from its bill."""
    teacher = table(session, "teacher")
    direct = "cost_per_1k_calls" in teacher or bool(teacher.get("tokens"))
    return "bill_per_month" in teacher and not direct


def stand_in(key: str, value: float, basis: str, scale: float) -> Range:
    """A range for a number without one, as wide as its basis is weak."""
    leaf = key.rsplit(".", 1)[-1]
    if leaf == "calls_per_month":
        swing = 0.5 * value
    elif leaf == "monthly_growth":
        swing = max(0.02, abs(value) / 2)
    elif leaf == "annual_price_change":
        swing = 0.25
    elif key == ERRORS:
        swing = max(0.01, value / 2)
    elif leaf in FRACTIONS and not key.startswith("upfront.other."):
        swing = 0.05
    else:
        swing = 0.25 * abs(value)
    swing *= scale * SCALES[basis]
    bounds = Range(key, value, value, value, "").bounds
    low, high = bounds.clip(value - swing, value), bounds.clip(value + swing, value)
    return Range(key, low, value, high, "stand-in")


def ranges_of(session: dict, team_policy: dict | None = None) -> list[Range]:
    """All ranges that have a width, in no order."""
    case = read(session, team_policy)
    scale = case.policy["stand_in_scale"]
    found = []
    for key, estimate in answered(session).items():
        value = likely(estimate)
        if isinstance(estimate, dict) and "low" in estimate:
            low, high = float(estimate["low"]), float(estimate["high"])
            found.append(Range(key, low, value, high, "stated"))
        else:
            found.append(stand_in(key, value, basis_of(estimate), scale))
    if case.slices and case.stated_error_increase is None:
        found.append(range_of_slices(case, scale))
    return [one for one in found if one.low < one.high]


def range_of_slices(case: Case, scale: float) -> Range:
    """What the slices leave open of the loss that follows from them."""
    ends = interval_of(case.slices, TENTH)
    if ends is None:
        basis = case.of("quality", "basis", "estimated")
        return stand_in(ERRORS, case.error_increase, basis, scale)
    return Range(ERRORS, ends[0], case.error_increase, ends[1], "slices")


def with_values(session: dict, values: dict[str, float]) -> dict:
    """The session with other numbers; what a call costs by the bill stays what it is."""
    other = copy.deepcopy(session)
    if is_billed(session) and "calls_per_month" in table(session, "volume"):
        bill = values.get("teacher.bill_per_month", likely(session["teacher"]["bill_per_month"]))
        calls = likely(session["volume"]["calls_per_month"])
        put(other, "teacher.cost_per_1k_calls", 1000 * bill / calls)
    for key, value in values.items():
        if key.startswith("upfront.other."):
            other["upfront"]["other"][key.removeprefix("upfront.other.").strip('"')] = value
        else:
            put(other, key, value)
    return other

"""Worksheets, headline, cash, break-even and alternatives (docs/specification.md, 1.2, 1.3, 2, 3).

Written to be checked by eye, not to be fast. Two values stand apart from ordinary numbers:
``None`` is "not known, an input is missing"; ``NEVER`` (infinity) is "known, and it never happens".
Both become null in a result, but only the second can make a rule fire.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar, overload

NEVER = math.inf
SLACK = 1e-9

BASES = ("measured", "quoted", "estimated", "assumed")

POLICY_DEFAULTS: dict[str, Any] = {
    "strong_payback_months": 3,
    "defensible_payback_months": 12,
    "stop_payback_months": 24,
    "horizon_months": 36,
    "discount_rate": 0.10,
    "slice_tolerance": 0.02,
    "maintenance_share": 0.5,
    "fixed_cost_share": 0.5,
    "idle_share": 0.5,
    "broad_task_types": 10,
    "price_cut": 0.5,
    "usd_rate": None,
}


# --- comparisons with a relative slack (section 3, first paragraph) -------------------------------


def same(a: float, b: float) -> bool:
    """Equal within the relative slack; infinity equals only infinity."""
    if math.isinf(a) or math.isinf(b):
        return a == b
    return abs(a - b) <= SLACK * max(abs(a), abs(b))


def at_most(a: float, b: float) -> bool:
    """a <= b, in favour of equality."""
    return a <= b or same(a, b)


def at_least(a: float, b: float) -> bool:
    """a >= b, in favour of equality."""
    return a >= b or same(a, b)


def below(a: float, b: float) -> bool:
    """a < b, and not merely by rounding."""
    return a < b and not same(a, b)


def above(a: float, b: float) -> bool:
    """a > b, and not merely by rounding."""
    return a > b and not same(a, b)


def ceiling(x: float) -> int:
    """Round up, but not because of a rounding error in the last digits."""
    return math.ceil(x - SLACK * abs(x))


Known = TypeVar("Known")


def known(value: Known | None) -> Known:
    """A value that cannot be missing here."""
    if value is None:
        raise AssertionError("a value that should be known is missing")
    return value


# --- estimates (section 1.1) ----------------------------------------------------------------------


def likely(estimate: Any) -> float:
    """The likely value of a number or an inline table."""
    return float(estimate["likely"] if isinstance(estimate, dict) else estimate)


def basis_of(estimate: Any) -> str:
    """The basis; a bare number, and a table that names none, is estimated."""
    return estimate.get("basis", "estimated") if isinstance(estimate, dict) else "estimated"


def table(session: dict, name: str) -> dict:
    """A sub-table by dotted name, empty where absent."""
    here: Any = session
    for part in name.split("."):
        here = here.get(part, {})
    return here


@overload
def number(where: dict, key: str, default: float) -> float: ...
@overload
def number(where: dict, key: str, default: None) -> float | None: ...
@overload
def number(where: dict, key: str, default: float | None) -> float | None: ...
def number(where: dict, key: str, default: float | None) -> float | None:
    """The likely value under a key, or the default."""
    return likely(where[key]) if key in where else default


# --- worksheets (section 2) -----------------------------------------------------------------------


@dataclass
class Answer:
    """What a key or its worksheet came to.

    given    somebody answered the key or began its worksheet
    value    the number, None where unknown
    basis    weakest basis of what was given, None where the value is a default or unknown
    missing  dotted keys of the required worksheet inputs that are not there
    """

    given: bool = False
    value: float | None = None
    basis: str | None = None
    missing: list[str] = field(default_factory=list)


def weakest(worksheet: dict) -> str:
    """The weakest basis among the inputs that were given."""
    return max((basis_of(v) for v in worksheet.values()), key=BASES.index)


def worksheet_answer(
    path: str, sheet: dict, required: tuple[str, ...], compute: Callable[[dict], float | None]
) -> Answer:
    """Evaluate a worksheet that was begun; nothing where a required input is missing."""
    missing = [f"{path}.{key}" for key in required if key not in sheet]
    if missing:
        return Answer(given=True, missing=missing)
    value = compute(sheet)
    return Answer(given=True, value=value, basis=None if value is None else weakest(sheet))


def tokens_cost(sheet: dict) -> float:
    """Section 2.1: cost per 1,000 calls."""
    total_input = likely(sheet["input"])
    cached = number(sheet, "cached_input", 0.0)
    written = number(sheet, "cache_write_input", 0.0)
    input_price = likely(sheet["input_price"])
    dollars_per_million_calls = 0.0
    dollars_per_million_calls += (total_input - cached - written) * input_price
    dollars_per_million_calls += cached * number(sheet, "cached_input_price", input_price)
    dollars_per_million_calls += written * number(sheet, "cache_write_price", input_price)
    dollars_per_million_calls += likely(sheet["output"]) * likely(sheet["output_price"])
    per_call = dollars_per_million_calls / 1e6
    discount = number(sheet, "batch_share", 0.0) * number(sheet, "batch_discount", 0.5)
    return 1000 * per_call * (1 - discount)


def data_generation_cost(sheet: dict, teacher_cost: float | None) -> float | None:
    """Section 2.3, data generation; unknown where it needs a teacher's cost that is unknown."""
    cost = number(sheet, "teacher_cost_per_1k_calls", teacher_cost)
    if cost is None:
        return None
    examples = likely(sheet["examples"])
    attempts = examples / number(sheet, "acceptance_rate", 1.0)
    attempts *= number(sheet, "attempts_per_example", 1.0)
    reviews = examples * number(sheet, "review_share", 0.0)
    return attempts * cost / 1000 + reviews * number(sheet, "cost_per_review", 0.0)


def training_cost(sheet: dict) -> float:
    """Section 2.3, training; no input is required."""
    hours = number(sheet, "gpu_hours", 0.0) * number(sheet, "gpu_price_per_hour", 0.0)
    tokens = number(sheet, "million_tokens", 0.0) * number(sheet, "price_per_million", 0.0)
    return number(sheet, "runs", 1.0) * (hours + tokens * number(sheet, "epochs", 1.0))


def evaluation_cost(sheet: dict) -> float:
    """Section 2.3, evaluation."""
    days = likely(sheet["days"]) * likely(sheet["day_rate"])
    return days + number(sheet, "labels", 0.0) * number(sheet, "cost_per_label", 0.0)


def engineering_cost(sheet: dict) -> float:
    """Section 2.3, engineering."""
    return number(sheet, "people", 1.0) * likely(sheet["days_each"]) * likely(sheet["day_rate"])


def direct_or_worksheet(
    where: dict,
    key: str,
    path: str,
    sheet: dict,
    required: tuple[str, ...],
    compute: Callable[[dict], float | None],
) -> Answer:
    """A direct answer wins; else the worksheet if begun; else nothing was given (section 2)."""
    if key in where:
        return Answer(given=True, value=likely(where[key]), basis=basis_of(where[key]))
    if sheet:
        return worksheet_answer(path, sheet, required, compute)
    return Answer()


# --- hosting (section 2.2) ------------------------------------------------------------------------


@dataclass
class Hosting:
    """A complete hosting worksheet."""

    gpu_price_per_hour: float
    gpus_per_replica: float
    calls_per_second_per_replica: float
    peak_to_average: float
    target_load: float
    min_replicas: float
    hours_per_month: float
    overhead: float

    def average(self, handled: float) -> float:
        """Average calls per second."""
        return handled / (self.hours_per_month * 3600)

    def replicas(self, handled: float) -> float:
        """Replicas that serve the peak at the target load, at least min_replicas."""
        peak = self.average(handled) * self.peak_to_average
        per_replica = self.calls_per_second_per_replica * self.target_load
        return max(self.min_replicas, ceiling(peak / per_replica))

    def cost_of(self, replicas: float) -> float:
        """Money per month for so many replicas, used or idle."""
        hours = replicas * self.gpus_per_replica * self.hours_per_month
        return hours * self.gpu_price_per_hour * (1 + self.overhead)

    def load_factor(self, handled: float) -> float:
        """Average load of the replicas that are paid for."""
        return self.average(handled) / (self.replicas(handled) * self.calls_per_second_per_replica)

    def calls_of_one_replica(self) -> float:
        """Calls per month that one replica carries at target load."""
        average = self.calls_per_second_per_replica * self.target_load / self.peak_to_average
        return average * self.hours_per_month * 3600


HOSTING_DEFAULTS = {
    "gpus_per_replica": 1.0,
    "peak_to_average": 3.0,
    "target_load": 0.7,
    "min_replicas": 1.0,
    "hours_per_month": 730.0,
    "overhead": 0.0,
}
HOSTING_REQUIRED = ("gpu_price_per_hour", "calls_per_second_per_replica")


# --- one case, read ------------------------------------------------------------------------------


@dataclass
class Slice:
    """A slice with both scores; the others are not yet measured and left out."""

    share: float | None
    examples: int | None
    teacher: float
    student: float
    critical: bool
    minimum: float | None


@dataclass
class Case:
    """The numbers of one session, defaults filled in (section 1.2); None is not known."""

    session: dict
    policy: dict[str, Any]
    volume: float | None = None
    volume_low: float | None = None
    volume_basis: str | None = None
    growth: float = 0.0
    share_moved: float = 1.0
    fallback: float = 0.0
    teacher: Answer = field(default_factory=Answer)
    price_change: float = 0.0
    student: Answer = field(default_factory=Answer)
    fixed: float = 0.0
    fixed_given: bool = False
    fixed_basis: str | None = None
    hosting: Hosting | None = None
    hosting_begun: bool = False
    hosting_missing: list[str] = field(default_factory=list)
    items: dict[str, Answer] = field(default_factory=dict)
    upfront_total: float | None = None
    launch: int = 0
    ramp: int = 0
    redistillations: float | None = None
    redistillations_basis: str | None = None
    cost_per_redistillation: float | None = None
    monitoring: float = 0.0
    slices: list[Slice] = field(default_factory=list)
    error_increase: float = 0.0
    cost_per_error: float = 0.0
    missing: list[str] = field(default_factory=list)

    @property
    def fixed_known(self) -> bool:
        """Whether F(h) can be computed: hosting is absent or complete."""
        return not self.hosting_missing

    def fixed_cost(self, handled: float) -> float:
        """F(h): fixed cost plus hosting for h handled calls per month."""
        total = self.fixed
        if self.hosting is not None:
            total += self.hosting.cost_of(self.hosting.replicas(handled))
        return total


def effective_policy(session: dict, team_policy: dict | None) -> dict[str, Any]:
    """Defaults, then the session's values, then the team's, which win (section 4)."""
    policy = dict(POLICY_DEFAULTS)
    for source in (session.get("policy", {}), team_policy or {}):
        for key, value in source.items():
            if key in policy:
                policy[key] = value
    return policy


def read_slices(quality: dict) -> list[Slice]:
    """Slices with both scores."""
    return [
        Slice(
            share=number(raw, "share", None),
            examples=raw.get("examples"),
            teacher=likely(raw["teacher_score"]),
            student=likely(raw["student_score"]),
            critical=bool(raw.get("critical", False)),
            minimum=number(raw, "minimum_score", None),
        )
        for raw in quality.get("slices", [])
        if "teacher_score" in raw and "student_score" in raw
    ]


def error_increase_from_slices(slices: list[Slice]) -> float:
    """Section 2.4: a gain on one slice never pays for a loss on another."""
    if not slices:
        return 0.0
    shares = [1.0 if s.share is None else s.share for s in slices]
    lost = sum(w * max(0.0, s.teacher - s.student) for w, s in zip(shares, slices, strict=True))
    return lost / sum(shares)


def read(session: dict, team_policy: dict | None = None) -> Case:
    """Read a session into a case, listing what a verdict still needs (section 1.3)."""
    case = Case(session=session, policy=effective_policy(session, team_policy))
    volume = table(session, "volume")
    teacher = table(session, "teacher")
    student = table(session, "student")
    upfront = table(session, "upfront")
    maintenance = table(session, "maintenance")
    quality = table(session, "quality")

    if "calls_per_month" in volume:
        raw = volume["calls_per_month"]
        case.volume = likely(raw)
        case.volume_basis = basis_of(raw)
        if isinstance(raw, dict) and "low" in raw:
            case.volume_low = float(raw["low"])
    else:
        case.missing.append("volume.calls_per_month")
    case.growth = number(volume, "monthly_growth", 0.0)
    case.share_moved = number(volume, "share_moved", 1.0)
    case.fallback = number(volume, "fallback_rate", 0.0)

    tokens_required = ("input", "output", "input_price", "output_price")
    case.teacher = direct_or_worksheet(
        teacher,
        "cost_per_1k_calls",
        "teacher.tokens",
        teacher.get("tokens", {}),
        tokens_required,
        tokens_cost,
    )
    if not case.teacher.given:
        case.missing.append("teacher.cost_per_1k_calls")
    case.missing += case.teacher.missing
    case.price_change = number(teacher, "annual_price_change", 0.0)

    case.student = direct_or_worksheet(
        student,
        "cost_per_1k_calls",
        "student.tokens",
        student.get("tokens", {}),
        tokens_required,
        tokens_cost,
    )
    sheet = student.get("hosting", {})
    case.hosting_begun = bool(sheet)
    case.fixed_given = "fixed_cost_per_month" in student
    if case.fixed_given:
        case.fixed = likely(student["fixed_cost_per_month"])
        case.fixed_basis = basis_of(student["fixed_cost_per_month"])
    if sheet:
        case.hosting_missing = [f"student.hosting.{k}" for k in HOSTING_REQUIRED if k not in sheet]
        if not case.hosting_missing:
            values = {k: likely(sheet[k]) for k in HOSTING_REQUIRED}
            values |= {k: number(sheet, k, d) for k, d in HOSTING_DEFAULTS.items()}
            case.hosting = Hosting(**values)
    if not case.student.given and (case.hosting_begun or case.fixed_given):
        case.student.value = 0.0
    elif not case.student.given:
        case.missing.append("student.cost_per_1k_calls")
    case.missing += case.student.missing
    case.missing += case.hosting_missing

    read_upfront(case, upfront)

    if "redistillations_per_year" in maintenance:
        case.redistillations = likely(maintenance["redistillations_per_year"])
        case.redistillations_basis = basis_of(maintenance["redistillations_per_year"])
    else:
        case.missing.append("maintenance.redistillations_per_year")
    by_default = None
    generation = case.items["data_generation"].value
    training = case.items["training_compute"].value
    if generation is not None and training is not None:
        by_default = generation + training
    case.cost_per_redistillation = number(maintenance, "cost_per_redistillation", by_default)
    case.monitoring = number(maintenance, "monitoring_per_month", 0.0)

    if "breadth" not in table(session, "task"):
        case.missing.append("task.breadth")

    case.slices = read_slices(quality)
    case.error_increase = number(
        quality, "error_rate_increase", error_increase_from_slices(case.slices)
    )
    case.cost_per_error = number(quality, "cost_per_error", 0.0)
    return case


def read_upfront(case: Case, upfront: dict) -> None:
    """The four items, `other`, the total and the months before and after launch."""
    sheets: list[tuple[str, str, tuple[str, ...], Callable[[dict], float | None]]] = [
        (
            "data_generation",
            "data_generation_worksheet",
            ("examples",),
            lambda sheet: data_generation_cost(sheet, case.teacher.value),
        ),
        ("training_compute", "training_worksheet", (), training_cost),
        ("evaluation_build", "evaluation_worksheet", ("days", "day_rate"), evaluation_cost),
        ("engineering_time", "engineering_worksheet", ("days_each", "day_rate"), engineering_cost),
    ]
    for item, sheet, required, compute in sheets:
        case.items[item] = direct_or_worksheet(
            upfront, item, f"upfront.{sheet}", upfront.get(sheet, {}), required, compute
        )
    other = upfront.get("other", {})
    anything = bool(other) or any(answer.given for answer in case.items.values())
    if not anything:
        case.missing.append("upfront.data_generation")
    for answer in case.items.values():
        case.missing += answer.missing
        if anything and not answer.given:
            answer.value = 0.0
    values = [answer.value for answer in case.items.values() if answer.value is not None]
    if anything and len(values) == len(case.items):
        total = sum(values) + sum(likely(amount) for amount in other.values())
        case.upfront_total = total * (1 + number(upfront, "contingency", 0.0))
    case.launch = math.ceil(number(upfront, "months_to_launch", 0.0))
    case.ramp = math.ceil(number(upfront, "ramp_months", 0.0))


# --- headline (section 3) -------------------------------------------------------------------------


def savings_at(case: Case, volume: float | None, teacher_cost: float | None) -> float | None:
    """monthly_savings at a volume and a teacher's cost; None where something is unknown."""
    if volume is None or teacher_cost is None or case.student.value is None:
        return None
    if not case.fixed_known:
        return None
    handled = volume * case.share_moved
    saved_per_1k = (1 - case.fallback) * teacher_cost - case.student.value
    return handled / 1000 * saved_per_1k - case.fixed_cost(handled)


def payback_of(upfront: float | None, savings: float | None) -> float | None:
    """payback_months: NEVER where the savings are not positive."""
    if upfront is None or savings is None:
        return None
    return NEVER if savings <= 0 else upfront / savings


def payback_at(case: Case, volume: float | None, teacher_cost: float | None) -> float | None:
    """payback_months at another volume or teacher's price, upfront unchanged."""
    return payback_of(case.upfront_total, savings_at(case, volume, teacher_cost))


def redistillations_cost(case: Case) -> float | None:
    """What the redistillations of a year cost."""
    if case.redistillations is None or case.cost_per_redistillation is None:
        return None
    return case.redistillations * case.cost_per_redistillation


def annual_maintenance(case: Case) -> float | None:
    """annual_maintenance; None where the redistillations or their cost are unknown."""
    cost = redistillations_cost(case)
    return None if cost is None else cost + 12 * case.monitoring


def break_even(case: Case) -> float | None:
    """break_even_calls_per_month by looking at each replica count in turn.

    With n replicas paid for, payback <= D exactly where u * h - n * c - fixed >= U / D. For each n
    the handled calls that need n replicas are an interval; the good part of it is its upper part.
    """
    cost_t, cost_s, upfront = case.teacher.value, case.student.value, case.upfront_total
    if cost_t is None or cost_s is None or upfront is None or not case.fixed_known:
        return None
    months = case.policy["defensible_payback_months"]
    per_call = ((1 - case.fallback) * cost_t - cost_s) / 1000
    if at_most((1 - case.fallback) * cost_t, cost_s):
        return NEVER
    if upfront > 0 and months <= 0:
        return NEVER
    needed = (upfront / months if upfront > 0 else 0.0) + case.fixed

    if case.hosting is None:
        return needed / per_call / case.share_moved

    hosting = case.hosting
    capacity = hosting.calls_of_one_replica()
    one = hosting.cost_of(1)
    if at_most(per_call * capacity, one):
        return NEVER  # every further replica costs at least what it can save

    def replicas_of_level(level: int) -> float:
        return hosting.min_replicas if level == 0 else floor_replicas + level

    def interval(level: int) -> tuple[float, float]:
        """Handled calls (above the first number, up to the second) served at this level."""
        if level == 0:
            return 0.0, floor_replicas * capacity
        return (floor_replicas + level - 1) * capacity, (floor_replicas + level) * capacity

    def good_from(level: int) -> float:
        """Handled calls from which the level's replicas are paid for in time."""
        return (needed + hosting.cost_of(replicas_of_level(level))) / per_call

    floor_replicas = math.floor(hosting.min_replicas)
    start = 0 if floor_replicas >= 1 else 1

    # A level that is good from its lower edge stays so for all levels above it: find one.
    top = start + 1
    while good_from(top) > interval(top)[0]:
        top *= 2
    smallest = interval(top)[0]
    for level in range(top - 1, start - 1, -1):
        lower, upper = interval(level)
        if good_from(level) > upper:
            break
        smallest = max(lower, good_from(level))
        if good_from(level) > lower:
            break
    return smallest / case.share_moved


def headline(case: Case) -> dict[str, Any]:
    """Every headline figure by its name; None unknown, NEVER infinite."""
    volume, cost_t, cost_s = case.volume, case.teacher.value, case.student.value
    upfront = case.upfront_total
    handled = None if volume is None else volume * case.share_moved
    savings = savings_at(case, volume, cost_t)
    upkeep = annual_maintenance(case)

    student_all_in = None
    if handled is not None and cost_t is not None and cost_s is not None and case.fixed_known:
        student_all_in = cost_s + case.fallback * cost_t + 1000 * case.fixed_cost(handled) / handled
    with_upkeep = None
    if student_all_in is not None and upkeep is not None and handled is not None:
        with_upkeep = student_all_in + 1000 * upkeep / (12 * handled)

    net = None if savings is None or upkeep is None else 12 * savings - upkeep
    error_cost = None
    if handled is not None:
        error_cost = 12 * handled * case.error_increase * case.cost_per_error
    after = None if net is None or error_cost is None else net - error_cost
    net_payback = None
    if after is not None and upfront is not None:
        net_payback = NEVER if after <= 0 else 12 * upfront / after

    spend = None if volume is None or cost_t is None else 12 * volume / 1000 * cost_t
    reduction = None if savings is None or spend is None else 12 * savings / spend

    half = None if volume is None else volume / 2
    half_savings = savings_at(case, half, cost_t)
    half_net = None
    if half_savings is not None and upkeep is not None:
        half_net = 12 * half_savings - upkeep

    teacher_p95 = number(table(case.session, "teacher"), "p95_latency_seconds", None)
    student_p95 = number(table(case.session, "student"), "p95_latency_seconds", None)
    change = None
    if teacher_p95 is not None and student_p95 is not None:
        change = student_p95 - teacher_p95

    return {
        "upfront_total": upfront,
        "handled": handled,
        "monthly_savings": savings,
        "teacher_cost_per_1k": cost_t,
        "student_cost_per_1k": student_all_in,
        "student_cost_per_1k_with_maintenance": with_upkeep,
        "payback_months": payback_of(upfront, savings),
        "annual_maintenance": upkeep,
        "annual_net_benefit": net,
        "annual_error_cost": error_cost,
        "annual_net_after_errors": after,
        "net_payback_months": net_payback,
        "annual_teacher_spend": spend,
        "spend_reduction": reduction,
        "half_volume": {
            "payback_months": payback_of(upfront, half_savings),
            "annual_net_benefit": half_net,
        },
        "break_even_calls_per_month": break_even(case),
        "latency": {"teacher": teacher_p95, "student": student_p95, "change": change},
        "upside": {"annual_value": upside(case)},
    }


def upside(case: Case) -> float:
    """A year of upside; a latency value without a metric is a quality, not a figure."""
    where = table(case.session, "upside")
    monthly = number(where, "capability_revenue_per_month", 0.0)
    monthly *= number(where, "capability_probability", 1.0)
    if where.get("latency_metric", "").strip():
        monthly += number(where, "latency_value_per_month", 0.0)
    return 12 * monthly


# --- cash (section 3) -----------------------------------------------------------------------------


@dataclass
class Plan:
    """What the cash formulas need to know about the student, or about an alternative."""

    upfront: float
    share_moved: float
    fallback: float
    cost: float
    fixed_cost: Callable[[float], float]
    annual_upkeep: float
    error_increase: float
    launch: int
    ramp: int


def flows(case: Case, plan: Plan) -> list[float]:
    """[-U, net_1 .. net_H]."""
    result = [-plan.upfront]
    for month in range(1, case.policy["horizon_months"] + 1):
        if month <= plan.launch:
            result.append(0.0)
            continue
        volume = known(case.volume) * (1 + case.growth) ** (month - 1)
        cost_t = known(case.teacher.value) * (1 + case.price_change) ** ((month - 1) / 12)
        served = 1.0 if plan.ramp == 0 else min(1.0, (month - plan.launch) / plan.ramp)
        handled = volume * plan.share_moved * served
        net = handled / 1000 * ((1 - plan.fallback) * cost_t - plan.cost)
        net -= plan.fixed_cost(handled)
        net -= plan.annual_upkeep / 12
        net -= handled * plan.error_increase * case.cost_per_error
        result.append(net)
    return result


def running_sum(monthly: list[float]) -> list[float]:
    """cash_0 .. cash_H."""
    cash, total = [], 0.0
    for flow in monthly:
        total += flow
        cash.append(total)
    return cash


def cash_payback(monthly: list[float]) -> float:
    """The first month from which cash stays at or above 0, interpolated; NEVER where none."""
    cash = running_sum(monthly)
    rounding = SLACK * max(abs(amount) for amount in cash)
    for month in range(len(cash)):
        if all(amount >= -rounding for amount in cash[month:]):
            if month == 0:
                return 0.0
            return min(float(month), (month - 1) + (-cash[month - 1]) / monthly[month])
    return NEVER


def npv_of(monthly: list[float], rate: float) -> float:
    """Net present value at a yearly rate."""
    return sum(flow / (1 + rate) ** (month / 12) for month, flow in enumerate(monthly))


def irr_of(monthly: list[float]) -> float | None:
    """The yearly rate at which npv is 0, found on a fine grid of log rates and by bisection."""
    signs = [flow > 0 for flow in monthly if flow != 0]
    changes = sum(1 for a, b in pairwise(signs) if a != b)
    if changes != 1:
        return None
    last = len(monthly) - 1

    def value(log_rate: float) -> float:
        """The sign of npv; discounted to the last month where that keeps powers small."""
        origin = last if log_rate < 0 else 0
        return sum(f * math.exp(-log_rate * (m - origin) / 12) for m, f in enumerate(monthly))

    low, high, steps = -200.0, math.log(101), 400
    grid = [low + (high - low) * i / steps for i in range(steps + 1)]
    values = [value(log_rate) for log_rate in grid]
    for (left, at_left), (right, at_right) in pairwise(zip(grid, values, strict=True)):
        if at_left == 0:
            return math.expm1(left)
        if at_right == 0:
            return math.expm1(right)
        if (at_left > 0) != (at_right > 0):
            for _ in range(200):
                middle = (left + right) / 2
                if (value(middle) > 0) == (at_left > 0):
                    left = middle
                else:
                    right = middle
            return math.expm1((left + right) / 2)
    return None


def student_plan(case: Case) -> Plan | None:
    """The student as a plan; None while a number it needs is unknown."""
    upkeep = annual_maintenance(case)
    upfront, cost = case.upfront_total, case.student.value
    if case.volume is None or case.teacher.value is None or not case.fixed_known:
        return None
    if upfront is None or cost is None or upkeep is None:
        return None
    return Plan(
        upfront=upfront,
        share_moved=case.share_moved,
        fallback=case.fallback,
        cost=cost,
        fixed_cost=case.fixed_cost,
        annual_upkeep=upkeep,
        error_increase=case.error_increase,
        launch=case.launch,
        ramp=case.ramp,
    )


def cash_figures(case: Case) -> dict[str, Any]:
    """cash of section 5; all None while a number it needs is unknown."""
    plan = student_plan(case)
    if plan is None:
        return {"payback_months": None, "npv": None, "irr": None, "months": None}
    monthly = flows(case, plan)
    return {
        "payback_months": cash_payback(monthly),
        "npv": npv_of(monthly, case.policy["discount_rate"]),
        "irr": irr_of(monthly),
        "months": running_sum(monthly),
    }


# --- alternatives (section 3) ---------------------------------------------------------------------


def constant(amount: float) -> Callable[[float], float]:
    """A fixed cost that no volume changes."""
    return lambda handled: amount


def alternatives(case: Case, figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Each alternative against staying with the teacher; NEVER where it never catches up."""
    result = []
    for raw in case.session.get("alternatives", []):
        upfront = number(raw, "upfront", 0.0)
        entry = {
            "name": raw.get("name", ""),
            "kind": raw.get("kind", "other"),
            "upfront_total": upfront,
            "monthly_savings": None,
            "npv": None,
            "incremental_payback_months": None,
            "error_rate_increase": number(raw, "error_rate_increase", 0.0),
        }
        result.append(entry)
        if "cost_per_1k_calls" not in raw or case.volume is None or case.teacher.value is None:
            continue
        fixed = number(raw, "fixed_cost_per_month", 0.0)
        plan = Plan(
            upfront=upfront,
            share_moved=number(raw, "share_moved", 1.0),
            fallback=0.0,
            cost=likely(raw["cost_per_1k_calls"]),
            fixed_cost=constant(fixed),
            annual_upkeep=number(raw, "annual_upkeep", 0.0),
            error_increase=entry["error_rate_increase"],
            launch=math.ceil(number(raw, "months_to_launch", 0.0)),
            ramp=0,
        )
        handled = case.volume * plan.share_moved
        entry["monthly_savings"] = handled / 1000 * (case.teacher.value - plan.cost) - fixed
        entry["npv"] = npv_of(flows(case, plan), case.policy["discount_rate"])
        if figures["annual_net_after_errors"] is None or case.upfront_total is None:
            continue
        alternative_net = entry["monthly_savings"] - plan.annual_upkeep / 12
        alternative_net -= handled * plan.error_increase * case.cost_per_error
        difference = figures["annual_net_after_errors"] / 12 - alternative_net
        if difference <= 0:
            entry["incremental_payback_months"] = NEVER
        else:
            more = max(0.0, case.upfront_total - upfront)
            entry["incremental_payback_months"] = more / difference
    return result

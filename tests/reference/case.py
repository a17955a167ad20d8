"""A session, read (docs/specification.md, 1.2, 1.3 and 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .estimates import basis_at, basis_of, likely, number, table, weakest
from .evidence import Slice, loss_of, read_slices
from .hosting import REQUIRED, Hosting, hosting_of
from .slack import ceiling
from .worksheets import (
    TOKENS_REQUIRED,
    Answer,
    data_generation_cost,
    direct_or_worksheet,
    engineering_cost,
    evaluation_cost,
    sheet_basis,
    tokens_cost,
    training_cost,
)

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
    "alternative_margin": 0.05,
    "evaluation_max_age_days": 365,
    "stand_in_scale": 1,
    "usd_rate": None,
}

BY_MODEL = ("teacher", "other-model")


@dataclass
class Case:
    """The numbers of one session, defaults filled in (section 1.2); None is not known."""

    session: dict
    policy: dict[str, Any]
    volume: float | None = None
    volume_low: float | None = None
    volume_basis: str | None = None
    growth: float = 0.0
    growth_basis: str | None = None
    share_moved: float = 1.0
    fallback: float = 0.0
    teacher: Answer = field(default_factory=Answer)
    billed_a_month: float | None = None
    price_change: float = 0.0
    price_change_basis: str | None = None
    student: Answer = field(default_factory=Answer)
    student_basis: str | None = None
    fixed: float = 0.0
    fixed_given: bool = False
    hosting: Hosting | None = None
    hosting_begun: bool = False
    hosting_missing: list[str] = field(default_factory=list)
    labelled_by: str = "teacher"
    items: dict[str, Answer] = field(default_factory=dict)
    upfront_total: float | None = None
    launch: int = 0
    ramp: int = 0
    redistillations: float | None = None
    redistillations_basis: str | None = None
    cost_per_redistillation: float | None = None
    monitoring: float = 0.0
    slices: list[Slice] = field(default_factory=list)
    stated_error_increase: float | None = None
    error_increase: float = 0.0
    cost_per_error: float = 0.0
    cost_per_error_basis: str | None = None
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

    def of(self, part: str, key: str, default: Any = None) -> Any:
        """An answer that is no number."""
        return table(self.session, part).get(key, default)

    @property
    def measured(self) -> bool:
        """Whether the scores of the slices were measured."""
        return bool(self.of("quality", "basis", "estimated") == "measured")


def effective_policy(session: dict, team_policy: dict | None) -> dict[str, Any]:
    """Defaults, then the session's values, then the team's, which win (section 4)."""
    policy = dict(POLICY_DEFAULTS)
    for source in (session.get("policy", {}), team_policy or {}):
        for key, value in source.items():
            if key in policy:
                policy[key] = value
    return policy


def read(session: dict, team_policy: dict | None = None) -> Case:
    """Read a session into a case, listing what a verdict still needs (section 1.3)."""
    case = Case(session=session, policy=effective_policy(session, team_policy))
    read_volume(case, table(session, "volume"))
    read_teacher(case, table(session, "teacher"))
    read_student(case, table(session, "student"))
    read_upfront(case, table(session, "upfront"))
    read_maintenance(case, table(session, "maintenance"))
    if "breadth" not in table(session, "task"):
        case.missing.append("task.breadth")
    read_quality(case, table(session, "quality"))
    return case


def read_volume(case: Case, volume: dict) -> None:
    if "calls_per_month" in volume:
        raw = volume["calls_per_month"]
        case.volume = likely(raw)
        case.volume_basis = basis_of(raw)
        if isinstance(raw, dict) and "low" in raw:
            case.volume_low = float(raw["low"])
    else:
        case.missing.append("volume.calls_per_month")
    case.growth = number(volume, "monthly_growth", 0.0)
    case.growth_basis = basis_at(volume, "monthly_growth")
    case.share_moved = number(volume, "share_moved", 1.0)
    case.fallback = number(volume, "fallback_rate", 0.0)


def read_teacher(case: Case, teacher: dict) -> None:
    """The teacher's cost: direct, by tokens, or the bill over the calls it is paid for."""
    case.teacher = direct_or_worksheet(
        teacher,
        "cost_per_1k_calls",
        "teacher.tokens",
        teacher.get("tokens", {}),
        TOKENS_REQUIRED,
        tokens_cost,
    )
    if not case.teacher.given and "bill_per_month" in teacher:
        bill = teacher["bill_per_month"]
        case.teacher = Answer(given=True)
        case.billed_a_month = likely(bill)
        if case.volume is not None and case.volume_basis is not None:
            case.teacher.value = 1000 * likely(bill) / case.volume
            case.teacher.basis = weakest([basis_of(bill), case.volume_basis])
    if not case.teacher.given:
        case.missing.append("teacher.cost_per_1k_calls")
    case.missing += case.teacher.missing
    case.price_change = number(teacher, "annual_price_change", 0.0)
    case.price_change_basis = basis_at(teacher, "annual_price_change")


def read_student(case: Case, student: dict) -> None:
    """The student's cost per call, its fixed cost and its hosting."""
    case.student = direct_or_worksheet(
        student,
        "cost_per_1k_calls",
        "student.tokens",
        student.get("tokens", {}),
        TOKENS_REQUIRED,
        tokens_cost,
    )
    beside: list[str] = []
    if "fixed_cost_per_month" in student:
        case.fixed_given = True
        case.fixed = likely(student["fixed_cost_per_month"])
        beside.append(basis_of(student["fixed_cost_per_month"]))
    sheet = student.get("hosting", {})
    case.hosting_begun = bool(sheet)
    if sheet:
        case.hosting_missing = [f"student.hosting.{key}" for key in REQUIRED if key not in sheet]
        if not case.hosting_missing:
            case.hosting = hosting_of(sheet)
            beside.append(sheet_basis(sheet) or "estimated")
    case.student_basis = case.student.basis
    if not case.student.given:
        case.student_basis = weakest(beside)
        if case.hosting_begun or case.fixed_given:
            case.student.value = 0.0
        else:
            case.missing.append("student.cost_per_1k_calls")
    case.missing += case.student.missing
    case.missing += case.hosting_missing


def read_upfront(case: Case, upfront: dict) -> None:
    """The four items, `other`, the total and the months before and after launch."""
    case.labelled_by = upfront.get("labelled_by", "teacher")
    labelling = case.teacher.value if case.labelled_by in BY_MODEL else 0.0
    case.items = {
        "data_generation": direct_or_worksheet(
            upfront,
            "data_generation",
            "upfront.data_generation_worksheet",
            upfront.get("data_generation_worksheet", {}),
            ("examples",),
            lambda sheet: data_generation_cost(sheet, labelling),
        ),
        "training_compute": direct_or_worksheet(
            upfront,
            "training_compute",
            "upfront.training_worksheet",
            upfront.get("training_worksheet", {}),
            (),
            training_cost,
        ),
        "evaluation_build": direct_or_worksheet(
            upfront,
            "evaluation_build",
            "upfront.evaluation_worksheet",
            upfront.get("evaluation_worksheet", {}),
            ("days", "day_rate"),
            evaluation_cost,
        ),
        "engineering_time": direct_or_worksheet(
            upfront,
            "engineering_time",
            "upfront.engineering_worksheet",
            upfront.get("engineering_worksheet", {}),
            ("days_each", "day_rate"),
            engineering_cost,
        ),
    }
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
    case.launch = ceiling(number(upfront, "months_to_launch", 0.0))
    case.ramp = ceiling(number(upfront, "ramp_months", 0.0))


def read_maintenance(case: Case, maintenance: dict) -> None:
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


def read_quality(case: Case, quality: dict) -> None:
    """What is lost on the answers that users get, and what an error costs."""
    case.slices = read_slices(quality)
    case.stated_error_increase = number(quality, "error_rate_increase", None)
    if case.stated_error_increase is not None:
        case.error_increase = case.stated_error_increase
    elif case.slices:
        case.error_increase = loss_of(case.slices)
    case.cost_per_error = number(quality, "cost_per_error", 0.0)
    case.cost_per_error_basis = basis_at(quality, "cost_per_error")

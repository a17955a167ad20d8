"""The complete case: every key of a session, its type and its bounds.

Source: docs/specification.md §1.2. Defaults that the arithmetic supplies stand
with the arithmetic; here a key that was not answered is None.
"""

# Annotations are not postponed here: pydantic would compile each text anew at every start.
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, PrivateAttr

from rules.answers.bounds import Bounds
from rules.answers.estimate import Basis, Estimate, refuse
from rules.answers.part import (
    Currency,
    Day,
    LaunchDay,
    Months,
    NotNegative,
    Part,
    Positive,
    Rows,
    Score,
    Share,
    ShareAboveZero,
    Title,
)
from rules.answers.policy import Policy
from rules.answers.problem import briefly
from rules.answers.sheets import (
    DataGenerationSheet,
    EngineeringSheet,
    EvaluationSheet,
    HostingSheet,
    TokenSheet,
    TrainingSheet,
)

if TYPE_CHECKING:
    from rules.answers.records import (
        Actual,
        Decision,
        Portfolio,
        Records,
        Scenario,
        Workshop,
    )

RECORDED = frozenset({"workshop", "decisions", "actuals", "scenarios", "portfolio"})
"""Top-level keys of records (rules.answers.records), which most sessions have none of."""


class Task(Part):
    """What the calls do, and who answers for it."""

    description: str = ""
    endpoint: str = ""
    owner: str = ""
    breadth: Literal["narrow", "moderate", "broad"] | None = None
    task_types: Annotated[int, Field(ge=1)] | None = None
    training_data: Literal["available", "unavailable", "unknown"] = "unknown"


class Volume(Part):
    """How many calls there are, and how many of them move."""

    calls_per_month: Positive = None
    monthly_growth: Annotated[Estimate | None, Bounds(least=-0.5, most=0.25)] = None
    share_moved: ShareAboveZero = None
    fallback_rate: Annotated[Estimate | None, Bounds(least=0, below=1)] = None


class Teacher(Part):
    """The large model in production today."""

    model: str = ""
    cost_per_1k_calls: Positive = None
    annual_price_change: Annotated[Estimate | None, Bounds(above=-1, most=2)] = None
    bill_per_month: Positive = None
    p95_latency_seconds: Positive = None
    retires_on: Day | None = None
    training_terms: Literal["permitted", "prohibited", "unreviewed"] = "unreviewed"
    tokens: TokenSheet = TokenSheet.model_construct()


class Student(Part):
    """The small model distilled from the teacher."""

    model: str = ""
    cost_per_1k_calls: NotNegative = None
    fixed_cost_per_month: NotNegative = None
    p95_latency_seconds: Positive = None
    retires_on: Day | None = None
    launched_on: LaunchDay | None = None
    tokens: TokenSheet = TokenSheet.model_construct()
    hosting: HostingSheet = HostingSheet.model_construct()


Labeller = Literal["teacher", "other-model", "people", "existing-labels"]


class Upfront(Part):
    """Everything spent before the student serves."""

    data_generation: NotNegative = None
    labelled_by: Labeller = "teacher"
    data_generation_worksheet: DataGenerationSheet = DataGenerationSheet.model_construct()
    training_compute: NotNegative = None
    training_worksheet: TrainingSheet = TrainingSheet.model_construct()
    evaluation_build: NotNegative = None
    evaluation_worksheet: EvaluationSheet = EvaluationSheet.model_construct()
    engineering_time: NotNegative = None
    engineering_worksheet: EngineeringSheet = EngineeringSheet.model_construct()
    other: dict[str, Annotated[Estimate, Bounds(least=0)]] = {}
    contingency: Annotated[Estimate | None, Bounds(least=0, most=2)] = None
    months_to_launch: Months = None
    ramp_months: Months = None


class Maintenance(Part):
    """What keeping the student good costs afterwards."""

    redistillations_per_year: Annotated[Estimate | None, Bounds(least=0, most=365)] = None
    cost_per_redistillation: NotNegative = None
    monitoring_per_month: NotNegative = None


class Slice(Part):
    """One part of the evaluation set, scored for both models."""

    name: str = ""
    share: Annotated[float, Bounds(above=0)] | None = None
    examples: Annotated[int, Field(ge=1)] | None = None
    teacher_score: Score | None = None
    student_score: Score | None = None
    critical: bool = False
    minimum_score: Score | None = None

    @property
    def scored(self) -> bool:
        """Whether both models were scored on it."""
        return self.teacher_score is not None and self.student_score is not None


class Quality(Part):
    """What a wrong answer costs, and how many more there would be."""

    cost_per_error: NotNegative = None
    error_rate_increase: Share = None
    basis: Basis = "estimated"
    source: str = ""
    evaluated_on: Day | None = None
    frozen: bool = False
    score_kind: Literal["correctness", "agreement"] = "correctness"
    slices: Rows[Slice] = ()


class Upside(Part):
    """What distilling may bring besides savings: shown beside the figures, never inside."""

    latency_metric: str = ""
    latency_value_per_month: NotNegative = None
    quality_metric: str = ""
    quality_value_per_month: NotNegative = None
    capability: str = ""
    capability_revenue_per_month: NotNegative = None
    capability_probability: Share = None


AlternativeKind = Literal["prompt-small-model", "quantize", "cache-and-batch", "route", "other"]


class Alternative(Part):
    """Something else that would make the calls cheaper."""

    name: str = ""
    kind: AlternativeKind = "other"
    upfront: NotNegative = None
    cost_per_1k_calls: NotNegative = None
    fixed_cost_per_month: NotNegative = None
    annual_upkeep: NotNegative = None
    error_rate_increase: Share = None
    share_moved: ShareAboveZero = None
    months_to_launch: Months = None


def _estimate_key(value: str) -> str:
    # The catalogue of questions is larger than the case, and few sessions correlate anything.
    from rules.questions import is_estimate, nearest

    if value and not is_estimate(value):
        close = nearest(value)
        hint = f"; did you mean {close}?" if close is not None and is_estimate(close) else ""
        raise refuse(
            f"is {briefly(value)!r}, which is not the key of an estimate{hint}", "not a key"
        )
    return value


EstimateKey = Annotated[str, AfterValidator(_estimate_key)]


class Correlation(Part):
    """Two estimates that move together."""

    a: EstimateKey = ""
    b: EstimateKey = ""
    rho: Annotated[float, Bounds(least=-1, most=1)] | None = None

    @property
    def absent(self) -> tuple[str, ...]:
        """What it lacks; with any of it, it correlates nothing."""
        stated = {"a": bool(self.a), "b": bool(self.b), "rho": self.rho is not None}
        return tuple(name for name, given in stated.items() if not given)


class Risk(Part):
    """How the simulation draws."""

    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 10_000
    seed: int = 20
    stand_ins: bool = True
    correlations: Rows[Correlation] = ()


class Case(Part):
    """One endpoint whose calls would move from the teacher to a student."""

    model_config = ConfigDict(defer_build=False)

    schema_version: int = Field(default=1, alias="schema")
    title: Title | None = None
    currency: Currency = "USD"
    as_of: Day | None = None
    task: Task = Task.model_construct()
    volume: Volume = Volume.model_construct()
    teacher: Teacher = Teacher.model_construct()
    student: Student = Student.model_construct()
    upfront: Upfront = Upfront.model_construct()
    maintenance: Maintenance = Maintenance.model_construct()
    quality: Quality = Quality.model_construct()
    upside: Upside = Upside.model_construct()
    alternatives: Rows[Alternative] = ()
    risk: Risk = Risk.model_construct()
    policy: Policy = Policy.model_construct()

    # Their types are loaded and checked for sessions that have some, and no others.
    _records: "Records | None" = PrivateAttr(default=None)

    def keeping(self, records: "Records") -> Self:
        """The same case with what was recorded beside its answers."""
        result = self.model_copy()
        result._records = records
        return result

    @property
    def records(self) -> "Records":
        """What was recorded beside the answers."""
        if self._records is None:
            from rules.answers.records import NOTHING

            return NOTHING
        return self._records

    @property
    def workshop(self) -> "Workshop":
        """The record of a guided team session."""
        return self.records.workshop

    @property
    def decisions(self) -> "tuple[Decision, ...]":
        """What was decided, in the order of the file."""
        return self.records.decisions if self._records else ()

    @property
    def actuals(self) -> "tuple[Actual, ...]":
        """What months after launch came to, in the order of the file."""
        return self.records.actuals if self._records else ()

    @property
    def scenarios(self) -> "tuple[Scenario, ...]":
        """Other states of the case that somebody named."""
        return self.records.scenarios if self._records else ()

    @property
    def portfolio(self) -> "Portfolio":
        """How the case lies among others."""
        return self.records.portfolio

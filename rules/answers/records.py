"""What a session keeps besides its answers, and no verdict depends on: what people said and did.

Source: docs/specification.md §1.2 (records).
"""

# Annotations are not postponed here: pydantic would compile each text anew at every start.
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from rules.answers.estimate import describe, refuse
from rules.answers.part import FIRST_YEAR, LAST_YEAR, Amount, Day, Part
from rules.answers.problem import briefly


def _month(value: str) -> str:
    year, _, month = value.partition("-")
    digits = (year + month).isascii() and (year + month).isdecimal()
    if not (digits and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12):
        raise refuse(f"needs a month such as 2026-11, not {briefly(value, 20)!r}", "not a month")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise refuse(
            f"needs a month of the years {FIRST_YEAR} to {LAST_YEAR}, not {value}",
            "not a month of these years",
        )
    return value


Month = Annotated[
    str,
    AfterValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^2[01][0-9]{2}-(0[1-9]|1[0-2])$"}),
]


def _files(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise refuse(f"needs a list of files, not {describe(value)}", "not a list")
    return value


Files = Annotated[
    tuple[str, ...],
    BeforeValidator(_files),
    Field(strict=False),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
AsItWas = dict[str, Any]
"""Values by name or key, as they were on one day: kept, and not looked into."""


class Participant(Part):
    """Somebody who took part in a workshop."""

    name: str = ""
    role: str = ""


class Judgement(Part):
    """One participant's range in one round."""

    participant: str = ""
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    reason: str = ""


class Round(Part):
    """One question put to everybody once."""

    key: str = ""
    number: int = 1
    date: Day | None = None
    estimates: Annotated[tuple[Judgement, ...], Field(strict=False)] = ()


class Dissent(Part):
    """Who disagreed with what was agreed, and why."""

    participant: str = ""
    reason: str = ""


class Agreed(Part):
    """What a workshop settled on for one question."""

    key: str = ""
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    method: Literal["pooled", "chosen"] | None = None
    date: Day | None = None
    dissent: Annotated[tuple[Dissent, ...], Field(strict=False)] = ()


class Workshop(Part):
    """The record of a guided team session."""

    participants: Annotated[tuple[Participant, ...], Field(strict=False)] = ()
    rounds: Annotated[tuple[Round, ...], Field(strict=False)] = ()
    agreed: Annotated[tuple[Agreed, ...], Field(strict=False)] = ()


class Decision(Part):
    """What was decided on one day, and the case as it was then; never rewritten."""

    date: Day | None = None
    decision: Literal["go", "no", "later"] | None = None
    by: str = ""
    review: Day | None = None
    note: str = ""
    version: str = ""
    verdict: str = ""
    fingerprint: str = ""
    figures: AsItWas = {}
    answers: AsItWas = {}
    policy: AsItWas = {}


class Actual(Part):
    """What one month after launch came to in fact."""

    month: Month | None = None
    calls: Amount | None = None
    student_calls: Amount | None = None
    fallback_calls: Amount | None = None
    teacher_cost: Amount | None = None
    student_cost: Amount | None = None
    upkeep: Amount | None = None
    errors: Amount | None = None
    p95_latency_seconds: Amount | None = None
    source: str = ""
    coverage: Amount | None = None


class Scenario(Part):
    """Another state of the case: answers that are others in it."""

    name: str = ""
    set: AsItWas = {}


class Portfolio(Part):
    """How the case lies among others."""

    shared: dict[str, str] = {}
    needs: Files = ()
    excludes: Files = ()


class Records(Part):
    """All that a session keeps and no verdict depends on."""

    # A validator of its own: only sessions that keep something need one.
    model_config = ConfigDict(defer_build=False)

    workshop: Workshop = Workshop.model_construct()
    decisions: Annotated[tuple[Decision, ...], Field(strict=False)] = ()
    actuals: Annotated[tuple[Actual, ...], Field(strict=False)] = ()
    scenarios: Annotated[tuple[Scenario, ...], Field(strict=False)] = ()
    portfolio: Portfolio = Portfolio.model_construct()


NOTHING = Records.model_construct()
"""Of a session that keeps none."""

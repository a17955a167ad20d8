"""What becomes of each answer in a redacted copy, by what the catalogue of questions says of it.

Source: docs/specification.md §8.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rules.questions import Kind, Question


class Treatment(StrEnum):
    """What is done to an answer."""

    SCALED = "scaled"
    """Multiplied by the factor of the copy."""
    REPLACED = "replaced"
    """A neutral text stands for it, the same one for the same text."""
    RENAMED = "renamed"
    """The key of a number: kept, and the name of a row in it replaced."""
    KEPT = "kept"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Handling:
    """What becomes of an answer, and why."""

    treatment: Treatment
    why: str


_BY_KIND = MappingProxyType(
    {
        Kind.MONEY: Handling(Treatment.SCALED, "amounts say what somebody pays, and to whom"),
        Kind.TEXT: Handling(Treatment.REPLACED, "texts name people, products and suppliers"),
        Kind.COUNT: Handling(Treatment.KEPT, "every figure is per call, token or example"),
        Kind.PERCENT: Handling(Treatment.KEPT, "shares, rates and scores decide which rules fire"),
        Kind.MONTHS: Handling(Treatment.KEPT, "payback is measured against months"),
        Kind.SECONDS: Handling(Treatment.KEPT, "latencies are compared with each other"),
        Kind.NUMBER: Handling(Treatment.KEPT, "ratios, hours and days carry no amount"),
        Kind.INTEGER: Handling(Treatment.KEPT, "counts of tasks, examples, months and draws"),
        Kind.DATE: Handling(Treatment.KEPT, "rules compare dates with each other"),
        Kind.MONTH: Handling(Treatment.KEPT, "plan and actual are held against each other by it"),
        Kind.CHOICE: Handling(Treatment.KEPT, "one of the words that the program offers"),
        Kind.YES_NO: Handling(Treatment.KEPT, "says nothing beyond the question"),
    }
)
_BY_KEY = MappingProxyType(
    {
        "currency": Handling(Treatment.REPLACED, "scaled amounts are in no currency"),
        "policy.usd_rate": Handling(
            Treatment.LEFT_OUT,
            "beside a published rate it would give the factor away, and no verdict depends on it",
        ),
        "risk.correlations.a": Handling(Treatment.RENAMED, "says which numbers move together"),
        "risk.correlations.b": Handling(Treatment.RENAMED, "says which numbers move together"),
    }
)


def handling_of(key: str, question: Question) -> Handling:
    """What becomes of the answer to a question.

    Args:
        key: of the question; of a column, behind the key of its table: `quality.slices.name`.
        question: any but a table, whose columns are treated each by itself.
    """
    return _BY_KEY.get(key) or _BY_KIND[question.kind]

"""What stands beside the headline and the cash figures, and inside none of them.

Source: docs/specification.md §3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.figures.catalogue.figure import Figure
from rules.words.wording import Words, seconds

if TYPE_CHECKING:
    from rules.answers.policy import Policy
    from rules.figures.figures import Figures


def _latency(of: Figures, policy: Policy, words: Words) -> str:
    return f"teacher {seconds(of.teacher_p95_seconds)}, student {seconds(of.student_p95_seconds)}"


def _upside(of: Figures, policy: Policy, words: Words) -> str:
    return f"{words.money(of.annual_upside)} a year" if of.annual_upside else ""


LATENCY = (
    Figure(
        "latency.teacher", "P95 latency, teacher", "seconds", lambda of: of.teacher_p95_seconds,
        "teacher.p95_latency_seconds",
        "as answered",
        {},
        unit="seconds",
    ),
    Figure(
        "latency.student", "P95 latency, student", "seconds", lambda of: of.student_p95_seconds,
        "student.p95_latency_seconds",
        "as answered",
        {},
        unit="seconds",
    ),
    Figure(
        "latency.change", "Change of latency", "seconds",
        lambda of: of.student_p95_seconds - of.teacher_p95_seconds, "student.p95_latency_seconds",
        "the student's P95 latency − the teacher's",
        {"verdict": 130},
        unit="seconds",
        line=_latency,
        line_label="P95 latency",
    ),
)  # fmt: skip

UPSIDE = (
    Figure(
        "upside.annual_value", "Upside", "money", lambda of: of.annual_upside,
        "upside.latency_value_per_month",
        "12 × (what lower latency is worth a month, where it names a business metric + the revenue"
        " of a new capability a month × its probability)",
        {"verdict": 160},
        unit="a year",
        line=_upside,
        line_label="Upside, not counted",
    ),
)  # fmt: skip

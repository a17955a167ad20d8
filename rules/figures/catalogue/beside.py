"""What stands beside the headline and the cash figures, and inside none of them.

Source: docs/specification.md §3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.figures.catalogue.figure import Figure
from rules.words.money import Words
from rules.words.wording import points, seconds

if TYPE_CHECKING:
    from rules.answers.policy import Policy
    from rules.figures.figures import Figures


def _latency(of: Figures, policy: Policy, words: Words) -> str:
    return f"teacher {seconds(of.teacher_p95_seconds)}, student {seconds(of.student_p95_seconds)}"


def _at_most(of: Figures, policy: Policy, words: Words) -> str:
    return f"{points(of.quality.upper_95)}, {_cost_at_most(of, policy, words)}"


def _cost_at_most(of: Figures, policy: Policy, words: Words) -> str:
    if not of.drivers.cost_per_error:
        return "no price on an error (95%)"
    return f"{words.money(of.quality.annual_error_cost_at_upper)} a year (95%)"


def _upside(of: Figures, policy: Policy, words: Words) -> str:
    return f"{words.money(of.annual_upside)} a year" if of.annual_upside else ""


QUALITY = (
    Figure(
        "quality.error_rate_increase", "Additional errors", "share",
        lambda of: of.quality.error_rate_increase, "quality.error_rate_increase",
        "as answered, or else over all slices of the evaluation, the teacher's score − the"
        " student's, weighted by traffic, where that is a loss; a gain counts as zero",
        {"formulas": 160},
    ),
    Figure(
        "quality.upper_95", "Additional errors at most", "share",
        lambda of: of.quality.upper_95, "quality.slices",
        "the upper end of the 95% interval of the loss over all slices; beside an answered share"
        " of errors, that × the share that needs no fallback, and no less than the answer",
        {"verdict": 75, "front": 120, "formulas": 170},
        line=_at_most,
        remark=_cost_at_most,
    ),
    Figure(
        "quality.annual_error_cost_at_upper", "Error cost at most", "money",
        lambda of: of.quality.annual_error_cost_at_upper, "quality.cost_per_error",
        "12 × handled calls × additional errors at most × the cost of one",
        {"formulas": 180},
        unit="a year",
    ),
)  # fmt: skip

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
        "12 × (what lower latency and better answers are worth a month, where each names a"
        " business metric + the revenue of a new capability a month × its probability)",
        {"verdict": 160},
        unit="a year",
        line=_upside,
        line_label="Upside, not counted",
    ),
)  # fmt: skip

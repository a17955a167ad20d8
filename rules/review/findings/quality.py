"""Findings about quality after launch.

Source: docs/specification.md §14.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

from rules.answers.slack import above
from rules.figures.ops import UNKNOWN
from rules.review.actual_months import Month
from rules.review.findings.finding import Evidence, Watch
from rules.review.reviewed import Reviewed
from rules.words.money import Words
from rules.words.wording import percent, plural

RECENT: Final = 3
"""The latest months that tell it, together."""


def _latest(months: Sequence[Month], part: Literal["errors", "fallback_calls"]) -> float:
    """Of the handled calls of the latest months that tell it; NaN where none does."""
    told = [one for one in months if one.student_calls > 0 and not math.isnan(getattr(one, part))]
    recent = told[-RECENT:]
    if not recent:
        return UNKNOWN
    return math.fsum(getattr(one, part) for one in recent) / math.fsum(
        one.student_calls for one in recent
    )


def _quality_slipped(case: Reviewed) -> Evidence | None:
    months, planned = case.actual.months, case.plan.drivers
    tolerance = case.plan.policy.slice_tolerance
    errors, fallback = _latest(months, "errors"), _latest(months, "fallback_calls")
    more_errors = above(errors, planned.error_rate_increase + tolerance)
    more_fallback = above(fallback, planned.fallback_rate + tolerance)
    if not (more_errors or more_fallback):
        return None
    return {
        "months": min(RECENT, len(months)),
        "error_rate": errors if more_errors else None,
        "planned_error_rate": planned.error_rate_increase,
        "fallback_rate": fallback if more_fallback else None,
        "planned_fallback_rate": planned.fallback_rate,
        "fallback_was_planned": case.followed.planned.case.volume.fallback_rate is not None,
        "tolerance": tolerance,
    }


def _explain_quality_slipped(evidence: Evidence, words: Words) -> str:
    parts = []
    if evidence["error_rate"] is not None:
        parts.append(
            f"{percent(evidence['error_rate'])} of the handled calls were additional errors,"
            f" planned were {percent(evidence['planned_error_rate'])}"
        )
    if evidence["fallback_rate"] is not None:
        planned = (
            f"planned were {percent(evidence['planned_fallback_rate'])}"
            if evidence["fallback_was_planned"]
            else "and the plan counts none, since it does not say how many would"
        )
        parts.append(f"{percent(evidence['fallback_rate'])} fell back to the teacher, {planned}")
    latest = evidence["months"]
    of = "last month" if latest == 1 else f"last {plural(latest, 'month', 'months')}"
    return f"In the {of} {'; '.join(parts)}."


QUALITY_SLIPPED = Watch(
    id="quality-slipped",
    title="More errors or more fallback than planned",
    fires_when=f"Over the latest {RECENT} months that tell it, additional errors per handled call,"
    " or the share of them that fell back, lie above what was planned by more than"
    " policy.slice_tolerance.",
    check=_quality_slipped,
    explain=_explain_quality_slipped,
    remedy="Score the student again on the evaluation's slices, and see what redistilling now is"
    " worth against going back to the teacher.",
)

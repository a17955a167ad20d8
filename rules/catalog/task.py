"""Rules about what the calls do, and whether there is anything to train on.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import at_least
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.slices import is_measured, regressions, scored_slices
from rules.words.wording import Words, percent, points


def _broad_task(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    task = case.task
    many = (
        task.breadth == "moderate"
        and task.task_types is not None
        and task.task_types > policy.broad_task_types
    )
    if task.breadth != "broad" and not many:
        return None
    bounded = (
        bool(scored_slices(case))
        and is_measured(case)
        and not regressions(case, policy)
        and figures.drivers.cost_per_error > 0
    )
    return Finding(
        {
            "breadth": task.breadth,
            "task_types": task.task_types,
            "broad_task_types": policy.broad_task_types,
            "quality_bounded": bounded,
            "slice_tolerance": policy.slice_tolerance,
        },
        "defensible" if bounded else "reconsider",
    )


def _explain_broad_task(evidence: Evidence, words: Words) -> str:
    surface = (
        "The task is broad"
        if evidence["breadth"] == "broad"
        else f"The task has {evidence['task_types']} types,"
        f" more than {evidence['broad_task_types']}"
    )
    if evidence["quality_bounded"]:
        tolerance = points(evidence["slice_tolerance"])
        return f"{surface}, though no measured slice loses {tolerance} and an error has a price."
    return f"{surface}: small losses over many cases can cost more in errors than is saved."


BROAD_TASK = Rule(
    id="broad-task",
    title="Broad task",
    about="task.breadth",
    caps=("defensible", "reconsider"),
    fires_when="breadth is broad, or moderate with more than broad_task_types task types;"
    " defensible where slices are measured, none regresses and an error has a cost",
    check=_broad_task,
    explain=_explain_broad_task,
    remedy="Carve out the narrow, frequent part and route only that to a student; measure slices"
    " and put a price on an error.",
)


def _fallback_too_high(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    teacher, student = drivers.teacher_cost_per_1k, drivers.student_cost_per_1k
    rate = drivers.fallback_rate
    if not (rate > 0 and student < teacher):
        return None
    limit = 1 - student / teacher
    if not at_least(rate, limit):
        return None
    return Finding({"fallback_rate": rate, "limit": limit})


def _explain_fallback_too_high(evidence: Evidence, words: Words) -> str:
    return (
        f"{percent(evidence['fallback_rate'])} of the calls are run again on the teacher; from"
        f" {percent(evidence['limit'])} on, the second run costs all that the first saves."
    )


FALLBACK_TOO_HIGH = Rule(
    id="fallback-too-high",
    title="Fallback too high",
    about="volume.fallback_rate",
    caps=("do-not-distill",),
    fires_when="fallback_rate > 0, student cost < teacher cost and fallback_rate >= 1 - student"
    " cost / teacher cost",
    check=_fallback_too_high,
    explain=_explain_fallback_too_high,
    remedy="Move only the calls the student is sure of: lower the share moved, not the bar.",
)

"""Rules about what the calls do, and whether there is anything to train on.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import at_least, below
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.figures.slices import is_measured, regressions, scored_slices
from rules.words.money import Words
from rules.words.wording import listed, percent


def _broad_task(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    task = case.task
    many = (
        task.breadth == "moderate"
        and task.task_types is not None
        and task.task_types > policy.broad_task_types
    )
    if task.breadth != "broad" and not many:
        return None
    unbounded = list(_unbounded(case, figures, policy))
    return Finding(
        {
            "breadth": task.breadth,
            "task_types": task.task_types,
            "broad_task_types": policy.broad_task_types,
            "unbounded": unbounded,
        },
        "reconsider" if unbounded else "defensible",
    )


Lack = Literal["no slice was measured", "a slice falls short", "an error has no price"]

MADE_GOOD: Mapping[Lack, str] = {
    "no slice was measured": "score both models on slices",
    "a slice falls short": "leave the slices that fall short with the teacher",
    "an error has no price": "put a price on an error",
}
"""What to do about each thing that leaves the quality of a broad task open."""


def _unbounded(case: Case, figures: Figures, policy: Policy) -> Iterator[Lack]:
    """What leaves open how much quality is lost, and what that costs."""
    if not scored_slices(case) or not is_measured(case):
        yield "no slice was measured"
    elif regressions(case, policy):
        yield "a slice falls short"
    if not figures.drivers.cost_per_error > 0:
        yield "an error has no price"


def _explain_broad_task(evidence: Evidence, words: Words) -> str:
    surface = (
        "The task is broad"
        if evidence["breadth"] == "broad"
        else f"The task is broad by its {evidence['task_types']} types (more than"
        f" {evidence['broad_task_types']})"
    )
    if not evidence["unbounded"]:
        return f"{surface}, though no measured slice falls short and an error has a price."
    lacks = listed([surface, *evidence["unbounded"]])
    return f"{lacks}: small losses over many cases can cost more in errors than is saved."


def _broad_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    steps = [MADE_GOOD[lack] for lack in evidence["unbounded"]]
    also = f"; beside that, {listed(steps)}" if steps else ""
    return f"{CARVE_OUT}{also}."


CARVE_OUT = "Carve out the narrow, frequent part and route only that to a student"

BROAD_TASK = Rule(
    id="broad-task",
    title="Broad task",
    place=150,
    about="task.breadth",
    caps=("defensible", "reconsider"),
    fires_when="breadth is broad, or moderate with more than broad_task_types task types;"
    " reconsider unless slices are measured, none regresses and an error has a cost",
    check=_broad_task,
    explain=_explain_broad_task,
    remedy=f"{CARVE_OUT}; measure slices and put a price on an error.",
    remedy_at_hand=_broad_at_hand,
)


def _fallback_too_high(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    drivers = figures.drivers
    teacher, student = drivers.teacher_cost_per_1k, drivers.student_cost_per_1k
    rate = drivers.fallback_rate
    if not (rate > 0 and below(student, teacher)):
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
    place=260,
    about="volume.fallback_rate",
    caps=("do-not-distill",),
    fires_when="fallback_rate > 0, student cost < teacher cost and fallback_rate >= 1 - student"
    " cost / teacher cost",
    check=_fallback_too_high,
    explain=_explain_fallback_too_high,
    remedy="Move only the calls the student is sure of: lower the share moved, not the bar.",
)

"""The story of a case: its decisions in order, and what changed between them up to now.

Source: docs/specification.md §14.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.comparing.comparison import Difference
from rules.review.actual_months import ActualMonths, actual_months
from rules.review.deciding import figures_kept
from rules.review.decisions import decided_case, in_order
from rules.review.kept import Refused
from rules.review.states import State, between, decided_state, present_state

_TOLD: Final = ("payback_months", "cash.npv")
"""Figures that are told of a decision."""
_DIGITS: Final = 1e-9
"""The share within which figures are the same ones: records have twelve digits."""


class Chapter(NamedTuple):
    """A decision, and what became of the case between it and what follows."""

    decision: Decision
    state: State
    """As it was decided."""
    refused: tuple[Refused, ...]
    """What the record holds and this program cannot use."""
    then: Difference
    """What changed until the next decision, or until now."""

    @property
    def judged_otherwise(self) -> Decision | None:
        """The same decision with verdict and figures by this program, where those are others."""
        assessment = self.state.assessment
        verdict, figures = assessment.verdict, figures_kept(assessment)
        now = "" if verdict is None else verdict.id
        is_alike = now == self.decision.verdict and all(
            _is_alike(self.decision.figures.get(name), figures.get(name)) for name in _TOLD
        )
        if is_alike or not self.state.is_kept or self.state.is_edited:
            return None
        return self.decision.model_copy(update={"verdict": now, "figures": figures})


def _is_alike(recorded: object, now: float | None) -> bool:
    if now is None or not isinstance(recorded, int | float):
        return recorded is now
    return math.isclose(recorded, now, rel_tol=_DIGITS)


class Story(NamedTuple):
    """All decisions of a case in order, its months after launch, and the case as it is now."""

    chapters: tuple[Chapter, ...]
    now: State
    launched: ActualMonths
    on: date
    """The day on which it is told."""

    def follows(self, number: int) -> State:
        """What a chapter, counted from 0, leads to."""
        rest = self.chapters[number + 1 :]
        return rest[0].state if rest else self.now


def story_of(
    decisions: Sequence[Decision], answers: Answers, team: TeamPolicy | None, on: date
) -> Story:
    """The story of a case.

    Args:
        decisions: those of its session, in the order of the file.
        answers: of now.
        team: by whose policy the case is judged now.
        on: today.
    """
    made = in_order(decisions)
    states = [*map(decided_state, made), present_state(answers, team)]
    chapters = (
        Chapter(decision, before, decided_case(decision).refused, between(before, after))
        for decision, (before, after) in zip(made, pairwise(states), strict=True)
    )
    case = states[-1].assessment.case
    launched = actual_months(case.actuals, case.student.launched_on, on)
    return Story(tuple(chapters), states[-1], launched, on)

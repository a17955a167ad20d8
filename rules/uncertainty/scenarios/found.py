"""All that is found out about the scenarios of a case, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Scenario
from rules.uncertainty.scenarios.frontier import Frontier, frontier
from rules.uncertainty.scenarios.judged import Judgements, judge_scenarios


class Found(NamedTuple):
    """The scenarios of a case, and where its verdict changes."""

    judgements: Judgements
    frontier: Frontier | None
    """None where the case has no verdict, or no part of its price or volume is another."""


def find(
    answers: Answers,
    scenarios: Sequence[Scenario] = (),
    team: TeamPolicy | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Found:
    """Judge a case in its scenarios, and search for its frontier.

    Args:
        answers: of the case.
        scenarios: that its session holds.
        team: as in `assess`.
        wanted: asked now and then; without it the frontier is given up.
    """
    judgements = judge_scenarios(answers, scenarios, team)
    return Found(judgements, frontier(answers, judgements.case, team, wanted))

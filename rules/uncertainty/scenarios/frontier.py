"""Where the verdict changes, over the volume and the teacher's price.

One column for each price. A column is tried at a few volumes, and where two neighbours are judged
differently the volume in between is searched for by halving: some twenty judgements a column,
however large the numbers are. A verdict that comes and goes between two of the volumes that are
tried is not seen.

Source: docs/specification.md §15.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rules.answers.answers import Answers
from rules.answers.case import Case
from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.estimate import Basis, Estimate
from rules.answers.policy import TeamPolicy
from rules.assess import Assessment
from rules.catalog.rule import VerdictId
from rules.uncertainty.ranges import VOLUME
from rules.uncertainty.scenarios.applied import teacher_costing
from rules.uncertainty.scenarios.setting import with_values
from rules.uncertainty.scenarios.verdict_alone import verdict_of

PRICES = tuple(step / 10 for step in range(1, 21))
"""Prices that are tried, as parts of today's; today's is one of them."""
VOLUMES = tuple(2.0**power for power in range(-5, 6))
"""Volumes at which every price is tried, as parts of today's."""
CLOSE = 1.01
"""How far apart two volumes may be for one between them to be called found."""


class Step(NamedTuple):
    """From which volume on a verdict holds, up to that of the next step."""

    calls_per_month: float
    verdict: VerdictId | None
    """None where a number is too large to calculate with."""


class Column(NamedTuple):
    """All verdicts at one price."""

    cost_per_1k: float
    """Of the teacher."""
    steps: tuple[Step, ...]
    """By rising volume; the first begins with the lowest that is tried."""

    def at(self, calls_per_month: float) -> VerdictId | None:
        """The verdict at a volume."""
        held = self.steps[0]
        for step in self.steps:
            if step.calls_per_month <= calls_per_month:
                held = step
        return held.verdict


class Frontier(NamedTuple):
    """The verdicts over volume and price, and where the case stands among them."""

    columns: tuple[Column, ...]
    """By rising price."""
    lowest: float
    """Calls a month, the least that is tried."""
    highest: float
    cost_per_1k: float
    """The teacher's of the case."""
    calls_per_month: float
    """Those of the case."""
    judgements: int
    """How many it took."""

    @property
    def verdicts(self) -> tuple[VerdictId, ...]:
        """Those that occur, in the order in which they are met."""
        found = (step.verdict for column in self.columns for step in column.steps)
        return tuple(dict.fromkeys(one for one in found if one is not None))


def frontier(
    answers: Answers,
    base: Assessment,
    team: TeamPolicy | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Frontier | None:
    """The frontier of a case; None where it has no verdict, or nobody waits for it any more.

    None too where its price or its volume is so small, or so large, that no part of it is another.

    Args:
        answers: of the case.
        base: its assessment.
        team: as in `assess`.
        wanted: asked before each column.
    """
    if base.verdict is None:
        return None
    whole, _ = with_defaults(answers, team)
    drivers = base.figures.drivers
    calls, price = float(drivers.calls_per_month), float(drivers.teacher_cost_per_1k)
    if not _can_be_told_apart([calls * part for part in VOLUMES]) or not _can_be_told_apart(
        [price * part for part in PRICES]
    ):
        return None
    search = _Search(team)
    columns = []
    for part in PRICES:
        if not wanted():
            return None
        cost = price * part
        # As for every other scenario, the range of a number belongs to the number before.
        values = {**teacher_costing(base, cost), VOLUME: Estimate(calls, basis=_basis(base))}
        case, _ = case_of(with_values(whole, values)[0])
        columns.append(Column(cost, search.steps(case, calls)))
    ends = calls * VOLUMES[0], calls * VOLUMES[-1]
    return Frontier(tuple(columns), *ends, price, calls, search.judgements)


def _can_be_told_apart(rising: Sequence[float]) -> bool:
    """Whether numbers are above 0, rise and end: a price that is nothing has no part."""
    ends = rising[0] > 0 and math.isfinite(rising[-1])
    return ends and all(low < high for low, high in pairwise(rising))


def _basis(base: Assessment) -> Basis:
    return base.figures.inputs.read.used[VOLUME].estimate.basis


class _Search:
    """Judges a case at volumes, and counts how often."""

    def __init__(self, team: TeamPolicy | None) -> None:
        self._team = team
        self.judgements = 0

    def steps(self, case: Case, calls: float) -> tuple[Step, ...]:
        """The verdicts of a case by volume, around one of so many calls."""
        tried = [Step(calls * part, self._judge(case, calls * part)) for part in VOLUMES]
        found = [tried[0]]
        for low, high in pairwise(tried):
            while low.verdict != high.verdict:
                edge = self._first_other(case, low, high)
                found.append(edge)
                low = edge
        return tuple(found)

    def _first_other(self, case: Case, low: Step, high: Step) -> Step:
        """The first volume above one that is judged otherwise than it, below another such."""
        while high.calls_per_month > low.calls_per_month * CLOSE:
            middle = math.sqrt(low.calls_per_month) * math.sqrt(high.calls_per_month)
            verdict = self._judge(case, middle)
            if verdict == low.verdict:
                low = Step(middle, verdict)
            else:
                high = Step(middle, verdict)
        return high

    def _judge(self, case: Case, calls: float) -> VerdictId | None:
        self.judgements += 1
        # Nothing is drawn here, and the case that the frontier is of has been looked at.
        return verdict_of(case, self._team, {VOLUME: calls})

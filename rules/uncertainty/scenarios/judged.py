"""Scenarios judged: what each of them comes to, beside the case as it is.

Source: docs/specification.md §15.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from rules.answers.answers import Answers
from rules.answers.defaults import with_defaults
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.answers.records import Scenario
from rules.assess import Assessment, assess
from rules.figures.cash import CashFlow
from rules.uncertainty.scenarios.applied import Unfit, Values, values_of
from rules.uncertainty.scenarios.built_in import AS_IT_IS, BUILT_IN, BuiltIn
from rules.uncertainty.scenarios.own import Wrong, folded, read
from rules.uncertainty.scenarios.setting import with_values

Origin = Literal["case", "built-in", "session"]


class Judged(NamedTuple):
    """A scenario, and the judgement that the case would get in it."""

    name: str
    origin: Origin
    says: str
    """What is otherwise, as a sentence; empty for the case itself and for those of a session."""
    values: Mapping[str, Any]
    """What is set, by key."""
    assessment: Assessment

    @property
    def dearer_from(self) -> int | None:
        """The month from which on the student costs more than it saves; None where it never does.

        The first month in which it serves, where it saves in none.
        """
        return _dearer_from(self.assessment.figures.cash)


class LeftOut(NamedTuple):
    """A scenario that cannot be made of the case."""

    name: str
    why: str


class Judgements(NamedTuple):
    """All scenarios of a case."""

    judged: tuple[Judged, ...]
    """The case itself first, then the built-in ones, then those of its session."""
    left_out: tuple[LeftOut, ...]
    wrong: tuple[Wrong, ...]
    """What is wrong with scenarios of the session, which are left out for it."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The same by key."""
        return tuple(one.problem for one in self.wrong)

    @property
    def own(self) -> tuple[Judged, ...]:
        """Those that the session names."""
        return tuple(one for one in self.judged if one.origin == "session")

    @property
    def case(self) -> Assessment:
        """The case itself."""
        return self.judged[0].assessment


def judge_scenarios(
    answers: Answers, scenarios: Sequence[Scenario] = (), team: TeamPolicy | None = None
) -> Judgements:
    """Judge a case in every scenario that can be made of it, by what judges the case itself.

    Args:
        answers: of the case.
        scenarios: that its session holds.
        team: as in `assess`.
    """
    base = assess(answers, team)
    judged = [Judged(AS_IT_IS, "case", "", {}, base)]
    left_out = []
    whole, _ = with_defaults(answers, team)
    found = read(scenarios, whole)
    own = frozenset(folded(one.name) for one in found.usable)
    for one in BUILT_IN:
        if base.verdict is None:
            break
        try:
            values = built_in_values(one, base, own)
        except Unfit as why:
            left_out.append(LeftOut(one.name, str(why)))
            continue
        changed, refused = with_values(whole, values)
        assert not refused, refused
        judged.append(Judged(one.name, "built-in", one.says, values, assess(changed, team)))
    judged += (
        Judged(each.name, "session", "", each.values, assess(each.answers, team))
        for each in found.usable
    )
    return Judgements(tuple(judged), tuple(left_out), found.wrong)


def built_in_values(one: BuiltIn, base: Assessment, own: frozenset[str]) -> Values:
    """What a built-in scenario sets in a complete case.

    Args:
        one: the scenario.
        base: the case.
        own: names of the scenarios of its session, as `folded` has them.

    Raises:
        Unfit: where the case does not tell enough for it, or the session has one of its name.
    """
    if folded(one.name) in own:
        raise Unfit("the session has one of that name, which counts")
    return values_of(one.change, base)


def _dearer_from(cash: CashFlow) -> int | None:
    ends = cash.savings_end_month
    if ends is not None:
        return ends
    served = [month for month, net in enumerate(cash.flows) if month and net != 0]
    if served and all(cash.flows[month] <= 0 for month in served):
        return served[0]
    return None

"""One case at two times: as it was decided, as it is now, and what makes the difference.

Source: docs/specification.md §14.2. Why so: docs/decisions/0096-what-is-held-against-a-decision.md.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rules.answers.answers import Answers
from rules.answers.defaults import with_defaults
from rules.answers.entries import entry_of
from rules.answers.policy import Policy, TeamPolicy
from rules.answers.records import Decision
from rules.assess import Assessment, assess
from rules.comparing.comparison import Difference, Side, compare
from rules.questions import QUESTIONS
from rules.review.decisions import decided_case, is_as_recorded

_POLICY: Final = "policy."
NOTHING_KEPT: Final = "no answers were kept with the decision, so nothing can be compared with it"


class State(NamedTuple):
    """A case at one time."""

    side: Side
    """Its policy stands among the answers, so that it is compared as they are."""
    assessment: Assessment
    """By the rules of this program."""
    decision: Decision | None = None
    """The one that it was kept with; None for the case of now."""

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to compare."""
        return self.decision is None or bool(self.decision.answers)

    @property
    def is_edited(self) -> bool:
        """Whether the record was changed by hand, so that nobody knows what was decided."""
        return self.is_kept and self.decision is not None and not is_as_recorded(self.decision)


def decided_state(decision: Decision) -> State:
    """The case that was decided."""
    case = decided_case(decision)
    return _state(case.answers, case.assessed().policy, case.team, decision)


def present_state(answers: Answers, team: TeamPolicy | None) -> State:
    """The case of now."""
    policy = assess(answers, team).policy
    return _state(with_defaults(answers, team)[0], policy, team)


def _state(
    answers: Answers,
    policy: Policy,
    team: TeamPolicy | None,
    decision: Decision | None = None,
) -> State:
    entries = {key: one for key, one in answers.items() if not key.startswith(_POLICY)}
    for name, value in policy.model_dump().items():
        if value is not None:
            key = f"{_POLICY}{name}"
            entries[key] = entry_of(QUESTIONS[key], value)
    # Values and default answers stand among the answers by now; what is left of a team is its word
    # on rules.
    rules = team._replace(values={}, defaults={}) if team is not None and team.rules else None
    side = Side(Answers(entries), rules)
    return State(side, assess(side.answers, side.team), decision)


def between(before: State, after: State) -> Difference:
    """What makes the difference between a case at two times."""
    if not (before.is_kept and after.is_kept):
        return Difference((), None, None, NOTHING_KEPT)
    return compare([before.side, after.side]).differences[0]

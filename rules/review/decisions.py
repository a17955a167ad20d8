"""Decisions on record, and the case as it was when each of them was made.

Source: docs/specification.md §14.1. Why so: docs/decisions/0095-what-a-decision-keeps.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rules.answers.answers import Answers
from rules.answers.defaults import with_defaults
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.answers.validation import validate
from rules.assess import Assessment, assess
from rules.review.kept import (
    Refused,
    answers_from,
    answers_kept,
    fingerprint,
    policy_from,
    policy_kept,
)

DECISIONS = "decisions"
"""The key of the decisions in a session."""


class DecidedCase(NamedTuple):
    """A case as it was when it was decided."""

    answers: Answers
    """A team's default answers of that day are among them."""
    team: TeamPolicy
    """The whole policy of that day, as that of a team: what a session says cannot change it."""
    refused: tuple[Refused, ...]
    """What the record holds and this program cannot use; none where nobody has edited it."""

    def assessed(self) -> Assessment:
        """The case judged as it was then, by the rules of this program."""
        return assess(self.answers, self.team)


def decisions_of(raw: Mapping[str, Any]) -> tuple[Decision, ...]:
    """The decisions of a session, in the order of the file; a row that is no table is an empty one.

    Args:
        raw: contents of the session as tomllib gives them.
    """
    if not raw.get(DECISIONS):
        return ()
    return validate({DECISIONS: raw[DECISIONS]})[0].decisions


def in_order(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions by their dates, those of one day as they stand; one without a date as well."""
    return tuple(decisions[at] for at in order(decisions))


def order(decisions: Sequence[Decision]) -> tuple[int, ...]:
    """Their places, in that order."""
    days = []
    latest = None
    for one in decisions:
        latest = one.date or latest
        days.append((latest is not None, latest))
    return tuple(sorted(range(len(days)), key=days.__getitem__))


def last_decision(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that stands: the last one, whatever it is; None where there is none."""
    made = [one for one in in_order(decisions) if one.decision is not None]
    return made[-1] if made else None


def approvals(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that what follows can be held against: each `go`, the last one first.

    A later `no` or `later` ends what was approved, and is no plan of its own.
    """
    return tuple(one for one in reversed(in_order(decisions)) if one.decision == "go")


def decided_case(decision: Decision) -> DecidedCase:
    """The case that was decided, from what its decision keeps."""
    answers, unusable = answers_from(decision.answers)
    day = "" if decision.date is None else f" of {decision.date.isoformat()}"
    team, refused = policy_from(decision.policy, f"the decision{day}")
    return DecidedCase(answers, team, (*unusable, *refused))


def is_as_recorded(decision: Decision) -> bool:
    """Whether answers and policy of a decision are those that its fingerprint was taken of."""
    return decision.fingerprint == fingerprint(decision.answers, decision.policy)


class Kept(NamedTuple):
    """What a decision keeps of the case it is about."""

    answers: dict[str, Any]
    policy: dict[str, Any]
    fingerprint: str


def kept(answers: Answers, assessment: Assessment, team: TeamPolicy | None) -> Kept:
    """The case as a decision keeps it.

    Args:
        answers: of the session.
        assessment: of these answers, by the policy of this team.
        team: as in `assess`.
    """
    counted = answers_kept(with_defaults(answers, team)[0])
    policy = policy_kept(assessment.policy, team)
    return Kept(counted, policy, fingerprint(counted, policy))

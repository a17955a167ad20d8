"""What has become of a case since it was decided: which answers are others, and what each moves.

Source: docs/specification.md §14.1. Why so: docs/decisions/0096-what-is-held-against-a-decision.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rules.answers.answers import Answers, Table
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.argument.lines import Line, Section
from rules.assess import Assessment
from rules.comparing.comparison import Change, Difference
from rules.questions import QUESTIONS, Kind
from rules.questions.labelled import unit_behind
from rules.review.decisions import last_decision
from rules.review.states import State, between, decided_state, present_state
from rules.review.words import made_in_words, standing, verdict_in_words
from rules.words.wording import months, plural

HEADING: Final = "Since the decision"
EDITED: Final = "The record was edited since: its fingerprint does not fit what it says."
_TOLD: Final = 3
"""Answers that are told one by one where each has a line; in a single line one less."""
_ROOM: Final = 40
"""Characters of an answer that is told within a sentence."""


class Drift(NamedTuple):
    """A case as it was decided, and as it is now."""

    decision: Decision
    before: State
    after: State
    difference: Difference
    """From the case that was decided to that of now."""

    @property
    def moving(self) -> tuple[Change, ...]:
        """The answers that are others now, those that move the present value most first."""
        return tuple(sorted(self.difference.changes, key=_size))


def drift_of(decision: Decision, answers: Answers, team: TeamPolicy | None) -> Drift:
    """What has become of a case since a decision.

    Args:
        decision: about the case.
        answers: of now.
        team: by whose policy the case is judged now.
    """
    before, after = decided_state(decision), present_state(answers, team)
    return Drift(decision, before, after, between(before, after))


def since_last(
    decisions: Sequence[Decision], answers: Answers, team: TeamPolicy | None
) -> Drift | None:
    """What has become of a case since the decision that stands; None where none was made."""
    latest = last_decision(decisions)
    return None if latest is None else drift_of(latest, answers, team)


def _size(change: Change) -> float:
    npv = math.nan if change.effect is None else abs(change.effect.npv)
    return math.inf if math.isnan(npv) else -npv


def in_a_line(drift: Drift) -> str:
    """All of it in a few sentences, for a page that has no more room."""
    told = [change_in_words(drift, one) for one in drift.moving[: _TOLD - 1]]
    more = len(drift.difference.changes) - len(told)
    if more > 0:
        told.append(plural(more, "more answer has changed", "more answers have changed"))
    changed = f" {'; '.join(told)}." if told else ""
    edited = f" {EDITED}" if drift.before.is_edited else ""
    return f"{_standings(drift)}{changed}{edited}"


def since(drift: Drift, where: str = "") -> Section:
    """The same in lines, each with the answer behind it.

    Args:
        drift: of the case.
        where: how all that has changed can be had, as the end of a sentence.
    """
    lines = [Line(_standings(drift))]
    if drift.before.is_edited:
        lines.append(Line(EDITED))
    lines += _changes(drift)
    more = len(drift.difference.changes) - _TOLD
    if more > 0:
        said = plural(more, "more answer has changed", "more answers have changed")
        lines.append(Line(f"{said}{where}."))
    return Section(HEADING, tuple(lines), "since")


def _changes(drift: Drift) -> Iterator[Line]:
    for one in drift.moving[:_TOLD]:
        key = one.key if one.key in QUESTIONS else None
        yield Line(f"{change_in_words(drift, one)}.", key)


def _standings(drift: Drift) -> str:
    """What was decided, where the case stood then, and where it stands now."""
    decision, review = drift.decision, drift.decision.review
    due = f", to be reviewed on {review.isoformat()}" if review is not None else ""
    stood = standing(decision, drift.before.assessment.words)
    then = f"{made_in_words(decision)}{due}: {stood}."
    if drift.difference.changes:
        return f"{then} Now {stands(drift.after.assessment)}."
    why = drift.difference.refusal or "no answer has changed since"
    return f"{then} {why[0].upper()}{why[1:]}."


def stands(assessment: Assessment) -> str:
    """Where a case stands now, as `standing` says it of one that was decided."""
    figures, verdict = assessment.figures, assessment.verdict
    parts = [verdict_in_words(None if verdict is None else verdict.id)]
    if not math.isnan(figures.headline.payback_months):
        parts.append(f"payback {months(figures.headline.payback_months)}")
    if not math.isnan(figures.cash.npv):
        parts.append(f"net present value {assessment.words.money(figures.cash.npv)}")
    return ", ".join(parts)


def change_in_words(drift: Drift, change: Change) -> str:
    """`Calls per month: decided at 6M, now 4.1M`; of several parts only that they have changed."""
    old, new = (_short(one, change) for one in (drift.before, drift.after))
    if old == new:
        # Alike but for where they are from.
        old, new = (_short(one, change, with_basis=True) for one in (drift.before, drift.after))
    if old is None or new is None or old == new:
        return f"{change.label}: changed"
    then = f"decided at {old}" if old else "not answered then"
    return f"{change.label}: {then}, {f'now {new}' if new else 'not answered now'}"


def _short(state: State, change: Change, *, with_basis: bool = False) -> str | None:
    """An answer without its source, empty for none; None where a sentence has no room."""
    if change.parts or change.rows is not None or change.key not in QUESTIONS:
        return None
    entry = state.side.answers.get(change.key)
    if entry is None:
        return ""
    if isinstance(entry.value, Table) or len(entry.text) > _ROOM:
        return None
    question = QUESTIONS[change.key]
    # Amounts are all in the one currency of the case.
    unit = "" if question.kind is Kind.MONEY else unit_behind(question, "")
    basis = f" ({entry.rests_on})" if with_basis and entry.rests_on is not None else ""
    return f"{f'{entry.text} {unit}'.rstrip()}{basis}"

"""A decision about to be put on record: whether it can be, what is said of it, what is written.

Source: docs/specification.md §14.1. Why so: docs/decisions/0095-what-a-decision-keeps.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.argument.lines import names_of
from rules.assess import Assessment
from rules.figures import catalogue
from rules.figures.ops import known
from rules.results import SAVED_DIGITS
from rules.review.decisions import kept, last_decision
from rules.verdict import SPOKEN

Choice = Literal["go", "no", "later"]
CHOICES: Final[tuple[Choice, ...]] = ("go", "no", "later")
_BESIDE_THE_HEADLINE: Final = ("cash.payback_months", "cash.npv")
"""Figures of a group that a decision keeps as well: they are what `payback log` explains."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants put on record."""

    decision: Choice
    by: str
    day: date
    review: date | None = None
    note: str = ""


def refusals(wish: Wish, decisions: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    """Why it cannot be put on record, with what to do: the name of what is wrong, and a sentence.

    Args:
        wish: what is to be recorded.
        decisions: those on record, in any order.
    """
    for name, text in (("by", wish.by), ("note", wish.note)):
        if text and len(text.splitlines()) > 1:
            yield name, "has several lines; write it on one"
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            yield name, "is not UTF-8 text; type it in a terminal that is set to UTF-8"
    if not wish.by.strip():
        yield "by", "is empty; name the person or the board that decides"
    if wish.review is not None and wish.review <= wish.day:
        yield (
            "review",
            f"is {wish.review}, which is not after the day of the decision, {wish.day}; name a"
            " later day, or leave it out",
        )
    latest = last_decision(decisions)
    if latest is not None and latest.date is not None and wish.day < latest.date:
        yield (
            "date",
            f"is {wish.day}, but the decision before is of {latest.date}; decisions are recorded in"
            " their order, so give that day or a later one; where that date is a slip, correct it"
            " in the file",
        )


def remarks(choice: Choice, assessment: Assessment) -> Iterator[str]:
    """What has to be said plainly of a decision about a case that does not carry it."""
    verdict = assessment.verdict
    if not assessment.complete:
        waits = names_of(assessment.missing)
        yield f"The case is not complete, so no verdict supports this. Still missing: {waits}."
    elif verdict is None:
        yield "The case has no verdict that supports this: a number is too large to calculate with."
    elif choice == "go" and verdict.id == "do-not-distill":
        yield f"This go is against the verdict: {SPOKEN[verdict.id].within}."
    elif choice == "go" and verdict.id == "reconsider":
        yield f"The verdict is not for it yet: {SPOKEN[verdict.id].within}."


def said_before(made: Decision, decisions: Sequence[Decision]) -> Iterator[str]:
    """What has to be said where a decision is the last one over again.

    Args:
        made: that is recorded.
        decisions: those on record before it, in any order.
    """
    latest = last_decision(decisions)
    alike = ("decision", "by", "review", "note", "fingerprint")
    if latest is not None and all(getattr(latest, one) == getattr(made, one) for one in alike):
        day = "" if latest.date is None else f" of {latest.date}"
        yield f"It is the decision{day} once more, about the same case: both stay on record."


def row_of(
    wish: Wish, answers: Answers, assessment: Assessment, team: TeamPolicy | None, version: str
) -> dict[str, Any]:
    """What is written of a decision, as plain values; what there is nothing to say of is absent.

    Args:
        wish: what is to be recorded.
        answers: of the session.
        assessment: of these answers, by the policy of this team.
        team: as in `assess`.
        version: of the program.
    """
    verdict = assessment.verdict
    case = kept(answers, assessment, team)
    row = {
        "date": wish.day,
        "decision": wish.decision,
        "by": wish.by.strip(),
        "review": wish.review,
        "note": wish.note.strip() or None,
        "version": version,
        "verdict": None if verdict is None else verdict.id,
        "fingerprint": case.fingerprint,
        "figures": figures_kept(assessment),
        "answers": case.answers,
        "policy": case.policy,
    }
    return {name: value for name, value in row.items() if value is not None}


def figures_kept(assessment: Assessment) -> dict[str, float]:
    """What is known of the headline figures, to the digits of the saved result, by name."""
    found = {}
    for one in catalogue.FIGURES:
        if one.group and one.name not in _BESIDE_THE_HEADLINE:
            continue
        value = known(one.read(assessment.figures))
        if value is not None and one.is_told(assessment.figures):
            found[one.name] = float(f"{value:.{SAVED_DIGITS}g}")
    return found

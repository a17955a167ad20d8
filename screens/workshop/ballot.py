"""Passing the keyboard: who is next, then low, likely, high and a reason for their eyes alone."""

from __future__ import annotations

from collections.abc import Callable

from rules.answers.entries import parse_entry, understood
from rules.questions import Question, question_of
from rules.questions.addresses import split
from rules.workshop.pooling import Range
from rules.workshop.votes import Typed, Vote, read_vote
from screens.overlays.confirm import ConfirmScreen
from screens.workshop.form import Blank, FormScreen, Texts

ENDS = (
    "Low: one chance in ten of less. High: one chance in ten of more. Leave both out for a single"
    " number."
)


class HandOver(ConfirmScreen):
    """Lies on everything between two people; returns "ready" once the right one sits there."""

    def __init__(self, name: str, label: str, *, has_answered: bool, is_projected: bool) -> None:
        """Cover.

        Args:
            name: who is next.
            label: of the question.
            has_answered: whether they have, so that a new answer replaces theirs.
            is_projected: whether the room sees this screen.
        """
        said = [f"Hand the keyboard to {name}.", f"{label}: enter when {name} is ready."]
        if has_answered:
            said.append(f"{name} has answered already; a new answer replaces that one.")
        if is_projected:
            said.append("The room must not see it: darken the projector first.")
        super().__init__("\n\n".join(said), [("ready", f"I am {name}"), ("back", "Not now")])
        self.add_class("-opaque")


class BallotScreen(FormScreen[Vote]):
    """Returns somebody's answer."""


class ChooseScreen(FormScreen[Range]):
    """Returns the range that people have chosen together."""


def ballot(key: str, heading: str, currency: str, start: Typed) -> BallotScreen:
    """The form for one person's answer, beginning with what they said in an earlier round."""
    return BallotScreen(
        heading,
        _prompt(_question(key)),
        [*_numbers(start), Blank("reason", "Reason", start.reason)],
        lambda texts: read_vote(key, Typed(**texts), currency),
        give="Give this answer",
        echo=_echo(key, currency),
    )


def choose(key: str, label: str, currency: str, start: Typed) -> ChooseScreen:
    """The form for what is agreed, beginning with the pool."""

    def read(texts: Texts) -> Range:
        return read_vote(key, Typed(**texts), currency).said

    return ChooseScreen(
        f"What do you agree on? {label}",
        _prompt(_question(key)),
        _numbers(start),
        read,
        give="Agree on this",
        echo=_echo(key, currency),
    )


def _question(key: str) -> Question:
    question = question_of(key)
    assert question is not None
    return question


def _prompt(question: Question) -> str:
    return f"{question.prompt} {ENDS} Example: {question.example}."


def _numbers(start: Typed) -> list[Blank]:
    return [
        Blank("low", "Low", start.low, is_number=True),
        Blank("likely", "Likely", start.likely, is_number=True),
        Blank("high", "High", start.high, is_number=True),
    ]


def _echo(key: str, currency: str) -> Callable[[str, str], str]:
    """How a number is understood, as it is typed."""
    question = _question(key)

    def said(name: str, text: str) -> str:
        if name == "reason":
            return ""
        entry = parse_entry(question, text, path=tuple(split(key) or ()), currency=currency)
        if entry is None or entry.value is None:
            return ""
        return understood(question, entry.value, currency)

    return said

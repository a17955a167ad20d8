"""Passing the keyboard: who is next, then low, likely, high and a reason for their eyes alone."""

from __future__ import annotations

from collections.abc import Callable

from rules.answers.entries import example_of, heard, parse_entry
from rules.answers.numbers import in_hand
from rules.questions import Question
from rules.questions.addresses import split
from rules.questions.labelled import unit_in_words
from rules.workshop.pooling import Range
from rules.workshop.votes import Typed, Vote, estimated, read_vote
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


def ballot(
    key: str, heading: str, currency: str, start: Typed, *, decimal_comma: bool = False
) -> BallotScreen:
    """The form for one person's answer, beginning with what they said in an earlier round."""
    return BallotScreen(
        heading,
        _prompt(estimated(key), currency, decimal_comma=decimal_comma),
        [*_numbers(start, decimal_comma=decimal_comma), Blank("reason", "Reason", start.reason)],
        lambda texts: read_vote(key, Typed(**texts), currency, decimal_comma=decimal_comma),
        give="Give this answer",
        echo=_echo(key, currency, decimal_comma=decimal_comma),
    )


def choose(
    key: str, label: str, currency: str, start: Typed, *, decimal_comma: bool = False
) -> ChooseScreen:
    """The form for what is agreed, beginning with the pool."""

    def read(texts: Texts) -> Range:
        return read_vote(key, Typed(**texts), currency, decimal_comma=decimal_comma).said

    return ChooseScreen(
        f"What do you agree on? {label}",
        _prompt(estimated(key), currency, decimal_comma=decimal_comma),
        _numbers(start, decimal_comma=decimal_comma),
        read,
        give="Agree on this",
        echo=_echo(key, currency, decimal_comma=decimal_comma),
    )


def _prompt(question: Question, currency: str, *, decimal_comma: bool) -> str:
    unit = unit_in_words(question, currency)
    said = f"{question.prompt} {ENDS} Example: {example_of(question, decimal_comma=decimal_comma)}."
    return f"{said} Unit: {unit}." if unit else said


def _numbers(start: Typed, *, decimal_comma: bool) -> list[Blank]:
    """The fields of a range: what people have in mind first, and then how far off it may be."""
    texts = ((name, getattr(start, name)) for name in ("likely", "low", "high"))
    return [
        Blank(name, name.capitalize(), in_hand(text, decimal_comma=decimal_comma), is_number=True)
        for name, text in texts
    ]


def _echo(key: str, currency: str, *, decimal_comma: bool) -> Callable[[str, str], str]:
    """How a number is understood, as it is typed."""
    question = estimated(key)

    def said(name: str, text: str) -> str:
        if name == "reason":
            return ""
        entry = parse_entry(
            question,
            text,
            path=tuple(split(key) or ()),
            currency=currency,
            decimal_comma=decimal_comma,
        )
        if entry is None or entry.value is None:
            return ""
        return heard(question, entry, currency)

    return said

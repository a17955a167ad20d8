"""What a field takes, the words that may stand behind a number there, and what a text states."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from rules.answers.numbers.decimal_comma import in_hand


class Unit(StrEnum):
    """What a bare number stands for, and which endings may follow it."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    MONTHS = "months"
    SECONDS = "seconds"
    PLAIN = "plain"


class Per(NamedTuple):
    """What a number is counted by: so many a month, so much per million tokens."""

    of: str
    """What is counted: only rates by the same thing can be exchanged."""
    size: Decimal
    """How much of it: seconds where it is time."""
    words: str
    """As it reads behind "per"."""
    is_amount: bool = False
    """Whether the number is so many of it, and not so many in each: 6 weeks, and not 6 a week."""


class Takes(NamedTuple):
    """What a field takes, and how the person at hand writes numbers."""

    unit: Unit
    currency: str = ""
    """The code of the case's currency; a sign of another one is refused."""
    per: Per | None = None
    """What the number is counted by; None where it is counted once."""
    nouns: tuple[str, ...] = ()
    """What may stand behind a number, or within its rate, without changing it: `call`, `input`."""
    decimal_comma: bool = False
    """Whether the comma is the decimal sign."""
    measured: Per | None = None
    """What the number is an amount of, where others of it can be exchanged: weeks for months."""
    such_as: str = ""
    """An answer of this very field; without it the example is one of its unit."""

    @property
    def example(self) -> str:
        """A number of this field as this person would type it."""
        return in_hand(self.such_as or EXAMPLES[self.unit], decimal_comma=self.decimal_comma)

    @property
    def example_of_range(self) -> str:
        """A range as this person would type it, of this field where its example has one."""
        shown = self.such_as if ".." in self.such_as else EXAMPLES[self.unit]
        return in_hand(shown, decimal_comma=self.decimal_comma)


class Figures(NamedTuple):
    """The numbers one text states: likely, and a P10 and P90 where it gives a range."""

    likely: float
    low: float | None = None
    high: float | None = None
    how: str = ""
    """How they were read, in words, where they do not stand in the text as they are."""


class NotANumber(ValueError):
    """A text that is no number, or more than one; its words say what to write instead."""

    def __init__(self, message: str, word: str = "not a number") -> None:
        super().__init__(message)
        self.word = word
        """What is wrong, in a word or two."""


TWO_READINGS = "two readings"


class TwoReadings(NotANumber):
    """A text of which a part could mean one thing or another; either is what to write instead."""

    def __init__(self, part: str, readings: Sequence[str], note: str = "") -> None:
        super().__init__(
            f"{part} could mean {' or '.join(readings)}; write one of these{note}", TWO_READINGS
        )
        self.part = part
        self.readings = readings
        self.note = note
        """What is added in brackets: by which signs it is read."""


NOT_A_RATE = "not a rate"

EXAMPLES = {
    Unit.MONEY: "4.20 or 1,200 or 3k..5k",
    Unit.COUNT: "6M or 1,200,000 or 4.5M..8M",
    Unit.PERCENT: "2% or 1%..3%",
    Unit.MONTHS: "2 or 1..3",
    Unit.SECONDS: "1.8 or 800ms",
    Unit.PLAIN: "3 or 2..4",
}
"""A number of each unit as one would type it."""

MAGNITUDES = {
    word: Decimal(factor)
    for factor, words in (
        (1_000, ("k", "thousand", "tsd")),
        (1_000_000, ("m", "mn", "mio", "million")),
        (1_000_000_000, ("b", "bn", "billion", "mrd")),
        (1_000_000_000_000, ("t",)),
    )
    for word in words
}
"""By which a word behind a number multiplies it."""

_ENDINGS: dict[Unit, dict[str, Decimal]] = {
    Unit.MONTHS: {
        word: Decimal(factor)
        for factor, words in (
            (1, ("m", "mo", "mth", "month", "months")),
            (12, ("y", "yr", "year", "years")),
        )
        for word in words
    },
    Unit.SECONDS: {
        "ms": Decimal("0.001"),
        "s": Decimal(1),
        "sec": Decimal(1),
        "second": Decimal(1),
        "seconds": Decimal(1),
    },
    Unit.PERCENT: {"%": Decimal("0.01"), "percent": Decimal("0.01")},
}


def factor_of(ending: str, takes: Takes) -> Decimal:
    """By what an ending multiplies a number in a field.

    Raises:
        NotANumber: where it does not belong there.
    """
    word = ending.lower()
    own = _ENDINGS.get(takes.unit, {})
    if word in own:
        return own[word]
    if word in ("%", "percent"):
        raise NotANumber(f"A percentage does not fit here. Example: {takes.example}", "not a share")
    if word in MAGNITUDES and takes.unit not in (Unit.PERCENT, Unit.MONTHS, Unit.SECONDS):
        return MAGNITUDES[word]
    raise NotANumber(
        f"The ending '{ending}' is not known here. Example: {takes.example}", "unknown ending"
    )

"""The canonical row of an evaluation, and what a source holds of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from wizard.imports.files.names import is_name, told

Outcome = Literal["scored", "error", "no answer"]
"""An error of the machinery is no wrong answer, and nor is silence."""

_SAMPLED = 5
_FIELDS = 200


class Answer(NamedTuple):
    """One system's answer to one item, without its text; or its mean over a task."""

    system: str | None
    """As the source names it; None where it names none."""
    item: str
    """What the answers of both systems to one item have in common."""
    shown: str
    """The item in a message: never a text."""
    row: int
    """Line, or place in an array, counted from 1. A row may hold the answers of several systems."""
    scores: Mapping[str, float] = {}
    """By metric, those that are numbers."""
    outcome: Outcome = "scored"
    task: str = ""
    filter: str = ""
    """What picked the answer out of the text, where the harness tries several ways."""
    slice: str | None = None
    """The value of the field that slices are made by; None where there is none."""
    epoch: int | None = None
    """Which repetition of the item; None where the harness does not say."""
    chance: float | None = None
    """The score of blind guessing, where the source says among how many it chose."""
    is_mean: bool = False
    """Whether it is a whole task, of which no items are known."""
    mean_of: int | None = None
    """How many items the mean is over, where the source says so."""


class Wish(NamedTuple):
    """What somebody wants of the sources."""

    teacher: str
    student: str
    slice: str | None = None
    """The field that slices are made by."""
    metric: str | None = None
    filter: str | None = None
    item: str | None = None
    """The column that tells items apart, where no harness has said so."""


@dataclass
class Content:
    """What was read of one source."""

    format: str
    """In words."""
    family: str
    """Sources of one family can be paired with each other."""
    answers: list[Answer] = field(default_factory=list)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What a system is called besides."""
    preferred: str | None = None
    """The metric that is meant where nobody names one."""
    lower_is_better: set[str] = field(default_factory=set)
    """Metrics that count what is bad."""
    day: date | None = None
    """When the evaluation was run."""
    notes: list[str] = field(default_factory=list)
    """What a reader of the figures should know of the run, as sentences."""
    bad: Counter[str] = field(default_factory=Counter)
    """Rows that could not be read, by reason."""
    aside: Counter[str] = field(default_factory=Counter)
    """Rows that say nothing of their own, by reason."""
    sampled: list[tuple[int, str]] = field(default_factory=list)
    """Some of them: row and reason, and nothing of what stands there."""
    fields: dict[str, None] = field(default_factory=dict)
    """Names that slices could be made by, in the order in which they were met."""

    def refuse(self, row: int, reason: str) -> None:
        """Count a row that cannot be used."""
        self.bad[reason] += 1
        if len(self.sampled) < _SAMPLED:
            self.sampled.append((row, reason))

    def has_fields(self, names: Iterable[str]) -> None:
        """Remember what slices could be made by."""
        for name in told(names):
            if len(self.fields) < _FIELDS:
                self.fields[name] = None


def members(value: Any) -> Mapping[str, Any]:
    """What a JSON object has; nothing, where it is none."""
    return value if isinstance(value, Mapping) else {}


def text_of_value(value: Any) -> str | None:
    """The value of a field as the name of a slice; None for what is no single value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return " ".join(str(value).split()) or None
    return None


def looked_up(name: str | None, *places: Any) -> str | None:
    """The value of a field, which may be dotted, in the first of several places that has it."""
    if name is None:
        return None
    for place in places:
        for path in ([name], name.split(".")):
            found = place
            for part in path:
                found = found.get(part) if isinstance(found, Mapping) else None
            text = text_of_value(found)
            if text is not None:
                return text
    return None


def shown_item(kind: str, value: Any, row: int) -> str:
    """An item in a message: its own id where that is short and has no spaces, else its row."""
    text = str(value)
    is_id = is_name(text) and len(text) <= 64 and text.isprintable() and " " not in text
    return f"{kind} {text}" if is_id else f"row {row}"


def number(value: Any) -> float | None:
    """A number or a truth value as a score; None for anything else."""
    if not isinstance(value, int | float):
        return None
    try:
        score = float(value)
    except OverflowError:
        return None
    # What is not a number is no score.
    return score if math.isfinite(score) else None

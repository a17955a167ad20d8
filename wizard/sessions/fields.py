"""What a setting gives a value to: an answer, or a cell of a row; what it refuses, what it tells.

Source: docs/decisions/0021-changed-estimates.md.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.answers.answers import Entry
from rules.answers.entries import (
    entry_from,
    entry_of,
    heard,
    parse_entry,
    spell,
    table_from,
    typed_number,
    with_details,
)
from rules.answers.estimate import BASES, MEMBERS, Estimate, Spell
from rules.answers.keys import from_path, join
from rules.answers.problem import Problem, briefly
from rules.answers.unknown_keys import unknown_keys
from rules.answers.validation import Path, refusal_of
from rules.questions import NOT_ASKED, QUESTIONS, Question, is_estimate, nearest
from wizard.problems import InputUnusable


def refused(key: str, message: str) -> InputUnusable:
    """That a setting cannot be used, with its key and what to do."""
    return InputUnusable([Problem(message, key)])


def unknown_key(key: str) -> InputUnusable:
    """That a key is none that can be set, with what is set instead."""
    reason = NOT_ASKED.get(key.partition("[")[0])
    if reason is not None:
        return refused(key, f"is not set here: {reason}")
    if (meant := _nearest_member(key)) is not None:
        return refused(key, f"is not a key that can be set; did you mean {meant}?")
    for question in QUESTIONS.values():
        table = f"{question.key}."
        if question.named_rows and key.startswith(table) and key != table:
            name = join(question.key, key.removeprefix(table))
            return refused(key, f"is not a key that can be set; put the name in quotes: {name}")
    within = next((one for one in QUESTIONS if one.startswith(f"{key}.")), None)
    if within is not None:
        return refused(key, f"has several answers; set one of them, such as {within}")
    if key.partition(".")[0] == "result":
        return refused(key, "is not set here: a result follows from the answers at each save")
    suggestion = nearest(key)
    hint = f"did you mean {suggestion}?" if suggestion else "`payback new` writes all there are"
    return refused(key, f"is not a key that can be set; {hint}")


def _nearest_member(key: str) -> str | None:
    """The member of a number that a mistyped one most resembles; None where none is close."""
    from difflib import get_close_matches

    number, _, member = key.rpartition(".")
    close = get_close_matches(member, MEMBERS, n=1) if is_estimate(number) else []
    return f"{number}.{close[0]}" if close else None


class Hand(NamedTuple):
    """How the person at hand writes amounts."""

    currency: str
    decimal_comma: bool


@dataclass(frozen=True, slots=True)
class Field:
    """What a setting gives a value to: an answer, or a cell of a row."""

    question: Question
    """The question, or the column."""
    key: str
    """As messages name it."""
    path: Path
    """Where it stands in a session, for its bounds."""
    hand: Hand
    details: Collection[str]
    """Of basis and source, those that nothing sets after it in the same call."""

    def echo(self, entry: Entry | None, previous: Entry | None, member: str, text: str) -> str:
        """The setting as it was understood, and what became of what was there."""
        if member in ("basis", "source"):
            said = f"{self.key}.{member}"
            if text:
                return f"{said} = {text}"
            was_there = previous is not None and getattr(previous, member)
            return f"{said} removed" if was_there else nothing(said)
        if entry is None:
            return f"{self.key} removed" if previous is not None else nothing(self.key)
        said = f"{self.key} {heard(self.question, entry, self.hand.currency)}"
        if previous is None or member or not isinstance(entry.value, Estimate):
            return said
        return f"{said}{self._aftermath(entry.value, previous, stated=text.startswith('{'))}"

    def _aftermath(self, new: Estimate, previous: Entry, *, stated: bool) -> str:
        """What a new estimate dropped of the one before, and what it took over."""
        old = previous.value if isinstance(previous.value, Estimate) else Estimate(new.likely)
        parts = []
        if old.has_range and not new.has_range:
            ends = spell(self.question, old).partition("(")[2].rstrip(")")
            parts.append(f"range {ends} dropped")
        before = {"basis": previous.basis or "estimated", "source": previous.source}
        kept = {name: said for name, said in before.items() if name in self.details and said}
        details = ", ".join(kept.values())
        if details and details != "estimated":
            if not stated:
                how = " and ".join(f".{name}" for name in before if name in self.details)
                parts.append(f"still {details}: change with {how}")
            elif any(getattr(new, name) != getattr(previous, name) for name in kept):
                parts.append(f"no longer {details}")
        return f" ({'; '.join(parts)})" if parts else ""

    def entry(self, member: str, text: str, previous: Entry | None) -> Entry | None:
        """The entry that a text makes; None where it is empty."""
        if member:
            return self._with_member(member, text, previous)
        if text.startswith("{") and self.question.is_estimate:
            raw = self._checked(self._toml(text))
            return entry_from(self.question, raw)
        return self._typed(self.key, text, previous)

    def table(self, member: str, text: str) -> Entry | None:
        """The entry of a whole table, from TOML; None where the text is empty."""
        if member:
            raise unknown_key(f"{self.key}.{member}")
        if not text:
            return None
        question = self.question
        if not text.startswith(("[", "{")):
            how = question.how_rows_are_set
            raise refused(self.key, f"has rows; {how}, or give all of them as TOML")
        raw = self._checked(self._toml(text))
        return Entry("", table_from(question, raw))

    def _typed(self, key: str, text: str, previous: Entry | None = None) -> Entry | None:
        entry = parse_entry(
            self.question,
            text,
            path=self.path,
            currency=self.hand.currency,
            previous=previous,
            decimal_comma=self.hand.decimal_comma,
        )
        if entry is not None and entry.problem is not None:
            raise refused(key, f"{entry.problem} (given: '{briefly(text)}')")
        return entry

    def _with_member(self, member: str, text: str, previous: Entry | None) -> Entry:
        """An estimate with one of its members changed."""
        key = f"{self.key}.{member}"
        if not self.question.is_estimate:
            raise unknown_key(key)
        if previous is None or not isinstance(previous.value, Estimate):
            raise refused(key, f"has no number yet; set {self.key} first, then its {member}")
        estimate = previous.value
        if member == "basis":
            if text and text not in BASES:
                raise refused(key, f"needs one of {', '.join(BASES)}, not '{briefly(text)}'")
            return with_details(previous, text or None, previous.source)
        if member == "source":
            if len(text.splitlines()) > 1:
                raise refused(key, "needs one line")
            return with_details(previous, previous.basis, text)
        number = self._typed(key, text)
        if number is None or number.value.has_range:
            raise refused(key, f"needs one number; {self._as_range()} gives all three at once")
        members = {"likely": estimate.likely, "low": estimate.low, "high": estimate.high}
        members[member] = number.value.likely
        if (members["low"] is None) != (members["high"] is None):
            raise refused(key, f"has no other end yet; {self._as_range()} gives both at once")
        stated = {name: value for name, value in members.items() if value is not None}
        self._checked(stated, typed_number(self.question))
        changed = entry_of(self.question, Estimate.from_toml(stated))
        return with_details(changed, previous.basis, previous.source)

    def _as_range(self) -> str:
        return f'"{self.key}=LIKELY (LOW..HIGH)"'

    def _toml(self, text: str) -> Any:
        # Not before it is needed: most values are typed.
        from wizard.toml.guard import TomlProblem, parse

        try:
            contents = parse(f"value = {text}".encode())[1]
        except TomlProblem as problem:
            message = f"is not a TOML value: {problem.message} {problem.remedy}"
            raise refused(self.key, message) from None
        if contents.keys() != {"value"}:
            raise refused(self.key, "needs one TOML value, and nothing behind it")
        return contents["value"]

    def _checked(self, raw: Any, as_typed: Spell | None = None) -> Any:
        refusal = refusal_of(self.path, raw, as_typed)
        if refusal is not None:
            raise refused(f"{self.key}{refusal.within}", refusal.message)
        nested = raw
        for part in reversed(self.path):
            nested = [nested] if isinstance(part, int) else {part: nested}
        for unknown in unknown_keys(nested):
            raise unknown_key(from_path((*self.path, *unknown[len(self.path) :])))
        return raw


def nothing(key: str) -> str:
    """What is told of an answer that is taken back and was not there."""
    return f"{key}: there was nothing to remove"

"""`KEY=VALUE` as typed on the command line, applied to answers.

A value is read like one typed on a screen (`6M`, `12%`, `4.5M..8M`). One that begins with `{` or
`[` is read as TOML, in TOML's units. An empty one takes the answer back.

Source: docs/decisions/0021-changed-estimates.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.defaults import currency
from rules.answers.entries import (
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
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem, briefly
from rules.answers.unknown_keys import unknown_keys
from rules.answers.validation import Path, refusal_of
from rules.questions import NOT_ASKED, QUESTIONS, Question, locate, nearest
from wizard.problems import InputUnusable


def with_settings(
    answers: Answers,
    settings: Sequence[str],
    team: TeamPolicy | None = None,
    *,
    decimal_comma: bool = False,
) -> tuple[Answers, list[str]]:
    """Answers with every setting applied, and the settings as they were understood.

    Each sees those before it; one of the currency comes first, since amounts are in it. Arguments
    as in `with_setting`.

    Raises:
        InputUnusable: with every setting that cannot be used.
    """
    understood: list[str] = []
    problems: list[Problem] = []
    for setting in sorted(settings, key=lambda one: key_in(one) != "currency"):
        try:
            answers, echo = with_setting(answers, setting, team, decimal_comma=decimal_comma)
        except InputUnusable as unusable:
            problems += unusable.problems
        else:
            understood.append(echo)
    if problems:
        raise InputUnusable(problems)
    return answers, understood


def with_setting(
    answers: Answers, setting: str, team: TeamPolicy | None = None, *, decimal_comma: bool = False
) -> tuple[Answers, str]:
    """Answers with one setting applied, and the setting as it was understood.

    Args:
        answers: of the case.
        setting: `KEY=VALUE`.
        team: whose currency counts where the case names none.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.

    Raises:
        InputUnusable: where the key is unknown or the value cannot be used.
    """
    key, text = _split(setting)
    place, member = locate(key), ""
    if place is None:
        # `upfront.other.basis` may be a row; only what is nothing else is a member of a number.
        key, _, member = key.rpartition(".")
        place = locate(key) if member in MEMBERS else None
    if place is None:
        raise _unknown(f"{key}.{member}" if key else member)
    question, row, column = place
    hand = _Hand(currency(answers, team), decimal_comma)
    if row is not None:
        return _with_cell(answers, question, row, column, member, text, hand)
    field = _Field(question, key, tuple(question.key.split(".")), hand)
    previous = answers.get(question.key)
    if question.columns:
        entry = field.table(member, text)
    else:
        entry = field.entry(member, text, previous)
    return answers.answer(question.key, entry), field.echo(entry, previous, member, text)


_KEY = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=""")
"""Up to the first equals sign that is not inside a quoted part."""


def key_in(setting: str) -> str:
    """The key of a setting, as it was typed."""
    found = _KEY.match(setting)
    return found[1].strip() if found is not None else ""


def _split(setting: str) -> tuple[str, str]:
    if any("\ud800" <= sign <= "\udfff" for sign in setting):
        raise _refused(setting, "is not UTF-8 text; type it in a terminal that is set to UTF-8")
    found = _KEY.match(setting)
    if found is None or not found[1].strip():
        raise _refused(
            "", f"'{briefly(setting)}' is not KEY=VALUE; write for instance task.breadth=narrow"
        )
    return found[1].strip(), setting[found.end() :].strip()


def _refused(key: str, message: str) -> InputUnusable:
    return InputUnusable([Problem(message, key)])


def _unknown(key: str) -> InputUnusable:
    reason = NOT_ASKED.get(key.partition("[")[0])
    if reason is not None:
        return _refused(key, f"is not set here: {reason}")
    for question in QUESTIONS.values():
        table = f"{question.key}."
        if question.named_rows and key.startswith(table) and key != table:
            name = join(question.key, key.removeprefix(table))
            return _refused(key, f"is not a key that can be set; put the name in quotes: {name}")
    within = next((one for one in QUESTIONS if one.startswith(f"{key}.")), None)
    if within is not None:
        return _refused(key, f"has several answers; set one of them, such as {within}")
    if key.partition(".")[0] == "result":
        return _refused(key, "is not set here: a result follows from the answers at each save")
    suggestion = nearest(key)
    hint = f"did you mean {suggestion}?" if suggestion else "`payback new` writes all there are"
    return _refused(key, f"is not a key that can be set; {hint}")


class _Hand(NamedTuple):
    """How the person at hand writes amounts."""

    currency: str
    decimal_comma: bool


@dataclass(frozen=True, slots=True)
class _Field:
    """What a setting gives a value to: an answer, or a cell of a row."""

    question: Question
    """The question, or the column."""
    key: str
    """As messages name it."""
    path: Path
    """Where it stands in a session, for its bounds."""
    hand: _Hand

    def echo(self, entry: Entry | None, previous: Entry | None, member: str, text: str) -> str:
        """The setting as it was understood, and what became of what was there."""
        if member in ("basis", "source"):
            said = f"{self.key}.{member}"
            if text:
                return f"{said} = {text}"
            was_there = previous is not None and getattr(previous, member)
            return f"{said} removed" if was_there else _nothing(said)
        if entry is None:
            return f"{self.key} removed" if previous is not None else _nothing(self.key)
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
        details = ", ".join(filter(None, (previous.basis or "estimated", previous.source)))
        if details != "estimated":
            if not stated:
                parts.append(f"still {details}: change with .basis and .source")
            elif (new.basis, new.source) != (previous.basis, previous.source):
                parts.append(f"no longer {details}")
        return f" ({'; '.join(parts)})" if parts else ""

    def entry(self, member: str, text: str, previous: Entry | None) -> Entry | None:
        """The entry that a text makes; None where it is empty."""
        if member:
            return self._with_member(member, text, previous)
        if text.startswith("{") and self.question.is_estimate:
            raw = self._checked(self._toml(text))
            entry = entry_of(self.question, Estimate.from_toml(raw))
            return entry if "basis" in raw else entry._replace(basis=None)
        return self._typed(self.key, text, previous)

    def table(self, member: str, text: str) -> Entry | None:
        """The entry of a whole table, from TOML; None where the text is empty."""
        if member:
            raise _unknown(f"{self.key}.{member}")
        if not text:
            return None
        question = self.question
        if not text.startswith(("[", "{")):
            how = question.how_rows_are_set
            raise _refused(self.key, f"has rows; {how}, or give all of them as TOML")
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
            raise _refused(key, f"{entry.problem} (given: '{briefly(text)}')")
        return entry

    def _with_member(self, member: str, text: str, previous: Entry | None) -> Entry:
        """An estimate with one of its members changed."""
        key = f"{self.key}.{member}"
        if not self.question.is_estimate:
            raise _unknown(key)
        if previous is None or not isinstance(previous.value, Estimate):
            raise _refused(key, f"has no number yet; set {self.key} first, then its {member}")
        estimate = previous.value
        if member == "basis":
            if text and text not in BASES:
                raise _refused(key, f"needs one of {', '.join(BASES)}, not '{briefly(text)}'")
            return with_details(previous, text or None, previous.source)
        if member == "source":
            if len(text.splitlines()) > 1:
                raise _refused(key, "needs one line")
            return with_details(previous, previous.basis, text)
        number = self._typed(key, text)
        if number is None or number.value.has_range:
            raise _refused(key, f"needs one number; {self._as_range()} gives all three at once")
        members = {"likely": estimate.likely, "low": estimate.low, "high": estimate.high}
        members[member] = number.value.likely
        if (members["low"] is None) != (members["high"] is None):
            raise _refused(key, f"has no other end yet; {self._as_range()} gives both at once")
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
            raise _refused(self.key, message) from None
        if contents.keys() != {"value"}:
            raise _refused(self.key, "needs one TOML value, and nothing behind it")
        return contents["value"]

    def _checked(self, raw: Any, as_typed: Spell | None = None) -> Any:
        refusal = refusal_of(self.path, raw, as_typed)
        if refusal is not None:
            raise _refused(f"{self.key}{refusal.within}", refusal.message)
        nested = raw
        for part in reversed(self.path):
            nested = [nested] if isinstance(part, int) else {part: nested}
        for unknown in unknown_keys(nested):
            raise _unknown(from_path((*self.path, *unknown[len(self.path) :])))
        return raw


def _with_cell(
    answers: Answers,
    question: Question,
    row: int | str,
    column: str | None,
    member: str,
    text: str,
    hand: _Hand,
) -> tuple[Answers, str]:
    """Answers with a cell given, a row added by its first cell, or a whole row removed."""
    table = answers.table(question.key)
    if isinstance(row, str):
        found = table.named(row)
    else:
        found = table.rows[row] if row < len(table.rows) else None
    key = join(question.key, row)
    if found is None and isinstance(row, int) and (row > len(table.rows) or not text):
        raise _refused(
            key, f"there is no such row; {question.key} has {len(table.rows)}, counted from 0"
        )
    if not text and not member and (column is None or isinstance(row, str)):
        if found is None:
            return answers, _nothing(key)
        return _with_table(answers, question, table.without_row(found.id)), f"{key} removed"
    path: Path = (*question.key.split("."), row)
    if isinstance(row, str):
        cell = question.value_column
    elif column is not None:
        cell = next(one for one in question.columns if one.key == column)
        path, key = (*path, column), join(key, column)
    else:
        columns = ", ".join(one.key for one in question.columns)
        raise _refused(key, f"is a row; set one of its columns: {columns}")
    if found is None:
        found = Row(table.next_id(), {})
        if isinstance(row, str):
            found = found.with_cell("name", Entry(row, row))
    field = _Field(cell, key, path, hand)
    previous = found.cells.get(cell.key)
    given = field.entry(member, text, previous)
    table = table.with_row(found.with_cell(cell.key, given))
    return (
        _with_table(answers, question, table),
        field.echo(given, previous, member, text),
    )


def _with_table(answers: Answers, question: Question, table: Table) -> Answers:
    return answers.answer(question.key, Entry("", table) if table.rows else None)


def _nothing(key: str) -> str:
    return f"{key}: there was nothing to remove"

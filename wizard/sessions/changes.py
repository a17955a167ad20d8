"""From answers that have changed to what is written into a session file.

An entry that is not usable changes nothing, so that its key in the file stays as the author wrote
it.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import in_file
from rules.answers.estimate import MEMBERS, Estimate
from rules.answers.validation import Path
from rules.questions import QUESTIONS, Question
from wizard.sessions.codec import ABSENT, lookup
from wizard.toml.steps import REMOVE


def changes(before: Answers, after: Answers, raw: Mapping[str, Any]) -> Iterator[dict[Path, Any]]:
    """What to write into a session so that it holds other answers, as edits made one by one.

    Args:
        before: the answers that the contents `raw` hold.
        after: the answers that they shall hold. One that is not usable is left as it is.
        raw: contents of the session file as tomllib gives them.
    """
    single: dict[Path, Any] = {}
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        path: Path = tuple(key.split("."))
        if old is new or (new is not None and new.problem is not None):
            continue
        if new is None:
            single[path] = REMOVE
        elif QUESTIONS[key].columns:
            yield from _table_changes(
                QUESTIONS[key],
                path,
                old.value if old is not None and old.value is not None else Table(),
                new.value,
                lookup(raw, path),
            )
        elif _differs(old, new):
            single[path] = as_toml(new, lookup(raw, path))
    if single:
        yield single


def _differs(old: Entry | None, new: Entry) -> bool:
    """Whether an answer is to be written; one that only states its basis is another one too."""
    return old is None or not old.usable or (old.value, old.basis) != (new.value, new.basis)


def _table_changes(
    question: Question, path: Path, old: Table, new: Table, raw: Any
) -> Iterator[dict[Path, Any]]:
    """Cells first, then rows taken out from the end, then rows added: row numbers stay true."""
    if question.named_rows:
        yield from _named_changes(question, path, old, new, raw)
        return
    kept = {row.id: row for row in new.rows}
    staying = [row.id for row in old.rows if row.id in kept]
    if [row.id for row in new.rows[: len(staying)]] != staying:
        # An undo has brought a row back to where it was, or rows have changed places.
        yield {path: [_row_as_toml(row, old, raw) for row in new.rows]}
        return
    cells: dict[Path, Any] = {}
    gone: list[int] = []
    for index, row in enumerate(old.rows):
        if row.id not in kept:
            gone.append(index)
            continue
        cells |= _cell_changes((*path, index), row, kept[row.id], lookup(raw, (index,)))
    if cells:
        yield cells
    for index in reversed(gone):
        yield {(*path, index): REMOVE}
    length = len(old.rows) - len(gone)
    known = {row.id for row in old.rows}
    added = [_new_row(row) for row in new.rows if row.id not in known]
    if added:
        yield {(*path, length + number): row for number, row in enumerate(added)}


def _new_row(row: Row) -> dict[str, Any]:
    return {name: as_toml(cell, ABSENT) for name, cell in row.cells.items() if cell.usable}


def _row_as_toml(row: Row, old: Table, raw: Any) -> dict[str, Any]:
    """A whole row as it is written, on the ground of what the file has of it."""
    ids = [one.id for one in old.rows]
    if row.id not in ids:
        return _new_row(row)
    index = ids.index(row.id)
    cells = dict(lookup(raw, (index,)))
    for (name,), value in _cell_changes((), old.rows[index], row, cells).items():
        if value is REMOVE:
            del cells[name]
        else:
            cells[name] = value
    return cells


def _cell_changes(at: Path, old: Row, new: Row, raw: Any) -> dict[Path, Any]:
    found: dict[Path, Any] = {}
    for name in {**old.cells, **new.cells}:
        before, after = old.cells.get(name), new.cells.get(name)
        if before is after or (after is not None and after.problem is not None):
            continue
        if after is None:
            found[(*at, name)] = REMOVE
        elif _differs(before, after):
            found[(*at, name)] = as_toml(after, lookup(raw, (name,)))
    return found


def _named_changes(
    question: Question, path: Path, old: Table, new: Table, raw: Any
) -> Iterator[dict[Path, Any]]:
    value = question.value_column.key
    before = {row.values().get("name"): row for row in old.rows}
    # A name without a value cannot be written; what is not usable leaves the file as it is.
    after = {row.values().get("name"): row.cells[value] for row in new.rows if value in row.cells}
    single: dict[Path, Any] = {}
    for name in before:
        if name is not None and name not in after:
            single[(*path, name)] = REMOVE
    for name, cell in after.items():
        if name is None or not cell.usable:
            continue
        earlier = before[name].cells.get(value) if name in before else None
        if _differs(earlier, cell):
            single[(*path, name)] = as_toml(cell, lookup(raw, (name,)))
    if single:
        yield single


def as_toml(entry: Entry, raw: Any) -> Any:
    """A usable answer as it is written: in the manner of what stands there, if anything does."""
    value = entry.value
    if isinstance(value, float):
        return in_file(value)
    if not isinstance(value, Estimate):
        return value
    in_table = isinstance(raw, Mapping)
    plain = value.low is None and value.basis == "estimated" and not value.source
    if plain and not in_table:
        return in_file(value.likely)
    members: dict[str, Any] = {"likely": in_file(value.likely)}
    if value.low is not None and value.high is not None:
        members |= {"low": in_file(value.low), "high": in_file(value.high)}
    stated = raw if in_table else {}
    # What says no more than its absence is written where somebody said it, and nowhere else.
    if value.basis != "estimated" or entry.basis is not None:
        members["basis"] = value.basis
    if value.source or stated.get("source") == "":
        members["source"] = value.source
    # What the program does not know in the author's table stays in it.
    return members | {name: one for name, one in stated.items() if name not in MEMBERS}

"""Between the contents of a session file and answers, both ways.

A value that is not usable becomes an entry that keeps its text and counts as missing; on the way
back such an entry changes nothing, so that its key in the file stays as the author wrote it.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import Any

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.case import RECORDED
from rules.answers.entries import entry_of, in_file
from rules.answers.estimate import MEMBERS, Estimate
from rules.answers.validation import Path, Refusal, refusal_of, validate
from rules.questions import QUESTIONS, Question
from wizard.toml.steps import REMOVE
from wizard.toml.values import spell

ABSENT = object()
_PATHS: dict[str, Path] = {key: tuple(key.split(".")) for key in QUESTIONS}


def decode(raw: Mapping[str, Any]) -> tuple[Answers, dict[Path, str]]:
    """The answers a session holds, and what is wrong with it by path.

    A value that only contradicts others is an answer all the same: it may be the other one that
    changes.

    Args:
        raw: contents of a session file as tomllib gives them, which do not change.
    """
    case, wrong = validate(raw)
    # Records are beside the answers, which do not describe them.
    is_case = not wrong and RECORDED.isdisjoint(raw)
    return Answers(_Entries(raw, wrong), case if is_case else None), wrong


class _Entries(Mapping[str, Entry]):
    """What stands in a session by key: made once it is asked for, which judging a case does not."""

    def __init__(self, raw: Mapping[str, Any], wrong: Mapping[Path, str]) -> None:
        self._raw, self._wrong = raw, wrong

    @cached_property
    def _made(self) -> dict[str, Entry]:
        return _entries(self._raw, self._wrong)

    def __getitem__(self, key: str) -> Entry:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _entries(raw: Mapping[str, Any], wrong: Mapping[Path, str]) -> dict[str, Entry]:
    unusable = {
        path: Refusal(words, alone.word)
        for path, words in wrong.items()
        if (alone := refusal_of(path, lookup(raw, path))) is not None
    }
    entries: dict[str, Entry] = {}
    for key, question in QUESTIONS.items():
        path = _PATHS[key]
        found = lookup(raw, path)
        if found is ABSENT or _inside_a_problem(path, unusable):
            continue
        if question.columns:
            entries[key] = _table_entry(question, path, found, unusable)
        else:
            entries[key] = _entry(question, found, unusable.get(path))
    return entries


def lookup(holder: Any, path: Path) -> Any:
    """What stands at a path of nested tables; ABSENT where nothing does."""
    for part in path:
        # What it nearly always is stands first: to ask for a Mapping takes several times as long.
        if isinstance(holder, dict | Mapping):
            holder = holder.get(part, ABSENT)
        elif isinstance(holder, list) and isinstance(part, int) and part < len(holder):
            holder = holder[part]
        else:
            return ABSENT
    return holder


def _inside_a_problem(path: Path, unusable: Mapping[Path, Refusal]) -> bool:
    """Whether a table around the path is no table at all, so that nothing in it can be read."""
    return bool(unusable) and any(path[:depth] in unusable for depth in range(1, len(path)))


def _entry(question: Question, raw: Any, refusal: Refusal | None) -> Entry:
    if refusal is not None:
        return _unusable(question, raw, refusal)
    return entry_of(question, _read(question, raw))


def _unusable(question: Question, raw: Any, refusal: Refusal) -> Entry:
    message, word = refusal.message, refusal.word
    if isinstance(raw, Mapping) and question.is_estimate:
        try:
            estimate = Estimate.from_toml(raw)
        except ValueError:
            return Entry(_stated(raw), None, message, word=word)
        text = entry_of(question, estimate).text
        return Entry(text, None, message, estimate.basis, estimate.source, word)
    return Entry(_as_text(raw), None, message, word=word)


def _stated(raw: Mapping[str, Any]) -> str:
    """The numbers of a table that makes no estimate, as one would type them."""
    if "likely" not in raw:
        return spell(raw)
    likely = _as_text(raw["likely"])
    if "low" not in raw and "high" not in raw:
        return likely
    ends = (_as_text(raw[name]) if name in raw else "" for name in ("low", "high"))
    return f"{likely} ({'..'.join(ends)})"


def _as_text(raw: Any) -> str:
    """A value as its author wrote it, more or less; a text without its quotes."""
    return raw if isinstance(raw, str) else spell(raw)


def _table_entry(
    question: Question, path: Path, raw: Any, unusable: Mapping[Path, Refusal]
) -> Entry:
    if path in unusable:
        return Entry(_as_text(raw), None, unusable[path].message, word=unusable[path].word)
    columns = {column.key: column for column in question.columns}
    rows = []
    for number, (at, cells) in enumerate(_raw_rows(question, path, raw), start=1):
        entries = {}
        for name, value in cells.items():
            place = at if question.named_rows and name != "name" else (*at, name)
            if name not in columns:
                continue
            entries[name] = _entry(columns[name], value, unusable.get(place))
        rows.append(Row(str(number), entries))
    return Entry("", Table(tuple(rows)))


def _raw_rows(question: Question, path: Path, raw: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    if question.named_rows:
        value = question.value_column.key
        for name, cost in raw.items():
            yield (*path, name), {"name": name, value: cost}
        return
    for index, row in enumerate(raw):
        yield (*path, index), row if isinstance(row, dict) else {}


def _read(column: Question, value: Any) -> Any:
    return Estimate.from_toml(value) if column.is_estimate else value


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


def with_row_ids(read: Answers, known: Answers) -> Answers:
    """Answers read from a file, their rows under the ids that the same rows have elsewhere.

    Rows with names are the same by their names: one that was renamed stands last in the file. Of
    all others the n-th of the file is the n-th of the answers saved.
    """
    entries = dict(read)
    for key, entry in read.items():
        ours = known[key].value if key in known else None
        if isinstance(entry.value, Table) and isinstance(ours, Table):
            with_ids = _named_alike if QUESTIONS[key].named_rows else _placed_alike
            entries[key] = replace(entry, value=with_ids(entry.value, ours))
    return Answers(entries)


def _placed_alike(read: Table, ours: Table) -> Table:
    rows = tuple(replace(row, id=same.id) for row, same in zip(read.rows, ours.rows, strict=False))
    return Table(rows + read.rows[len(rows) :])


def _named_alike(read: Table, ours: Table) -> Table:
    ids = {row.values().get("name"): row.id for row in ours.rows}
    free = count(int(ours.next_id()))
    return Table(
        tuple(
            replace(row, id=ids.get(row.values().get("name")) or str(next(free)))
            for row in read.rows
        )
    )


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
    is_said = entry.basis is not None and ("basis" in stated or not in_table)
    if value.basis != "estimated" or is_said:
        members["basis"] = value.basis
    if value.source or stated.get("source") == "":
        members["source"] = value.source
    # What the program does not know in the author's table stays in it.
    return members | {name: one for name, one in stated.items() if name not in MEMBERS}

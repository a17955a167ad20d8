"""From the contents of a session file to answers; the way back is `changes`.

A value that is not usable becomes an entry that keeps its text and counts as missing.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.case import RECORDED
from rules.answers.entries import entry_from, spell
from rules.answers.estimate import Estimate
from rules.answers.validation import Path, refusal_of, validate
from rules.questions import QUESTIONS, Question

if TYPE_CHECKING:
    from rules.answers.refusals import Refusal

ABSENT = object()
_PATHS: dict[str, Path] = {key: tuple(key.split(".")) for key in QUESTIONS}


def decode(raw: Mapping[str, Any]) -> tuple[Answers, dict[Path, str]]:
    """The answers a session holds, whose contents do not change, and what is wrong by path.

    A value that only contradicts others is an answer all the same: it may be the other one that
    changes.
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
        path: alone._replace(message=words)
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
    return entry_from(question, raw)


def _unusable(question: Question, raw: Any, refusal: Refusal) -> Entry:
    message, word = refusal.message, refusal.word
    if isinstance(raw, Mapping) and question.is_estimate:
        try:
            estimate = Estimate.from_toml(raw)
        except ValueError:
            return Entry(_stated(raw), None, message, word=word)
        text, basis = spell(question, estimate), estimate.basis if "basis" in raw else None
        return Entry(text, None, message, basis, estimate.source, word)
    return Entry(_as_text(raw), None, message, word=word)


def _stated(raw: Mapping[str, Any]) -> str:
    """The numbers of a table that makes no estimate, as one would type them."""
    if "likely" not in raw:
        return _as_text(raw)
    likely = _as_text(raw["likely"])
    if "low" not in raw and "high" not in raw:
        return likely
    ends = (_as_text(raw[name]) if name in raw else "" for name in ("low", "high"))
    return f"{likely} ({'..'.join(ends)})"


def _as_text(raw: Any) -> str:
    """A value as its author wrote it, more or less; a text without its quotes."""
    if isinstance(raw, str):
        return raw
    # Few values are not usable.
    from wizard.toml.values import spell as spell_toml

    return spell_toml(raw)


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
            entries[key] = entry._replace(value=with_ids(entry.value, ours))
    return Answers(entries)


def _placed_alike(read: Table, ours: Table) -> Table:
    rows = tuple(row._replace(id=same.id) for row, same in zip(read.rows, ours.rows, strict=False))
    return Table(rows + read.rows[len(rows) :])


def _named_alike(read: Table, ours: Table) -> Table:
    ids = {row.values().get("name"): row.id for row in ours.rows}
    free = count(int(ours.next_id()))
    return Table(
        tuple(
            row._replace(id=ids.get(row.values().get("name")) or str(next(free)))
            for row in read.rows
        )
    )

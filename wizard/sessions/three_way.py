"""Answers changed in two places since one file was read, brought together key by key.

What only one side changed is taken, a table cell by cell, its rows told apart by their names. What
both changed, each to something else, is a clash: a person decides it, nothing is ever dropped in
silence. Source: docs/decisions/0038-changed-underneath.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import spell
from rules.questions import QUESTIONS, Question
from wizard.workshop.cells import Address, is_same, names_apart, row_name

Side = Literal["mine", "theirs"]
Choices = Mapping[Address, Side]


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer that both sides have changed."""

    at: Address
    """Its row is an id; without a column it is a whole row that one side has taken out."""
    label: str
    mine: str
    """As one would type it."""
    theirs: str
    before: str
    """As it was when the file was read."""

    @property
    def in_words(self) -> str:
        """What each side says, and what was there before."""
        return f"mine {self.mine}; in the file now {self.theirs}; before {self.before}"


def join(
    before: Answers, mine: Answers, theirs: Answers, choices: Choices | None = None
) -> tuple[Answers, tuple[Clash, ...]]:
    """The answers of both sides, and what they clash in.

    Args:
        before: the answers in the file when it was read.
        mine: what became of them here.
        theirs: those in the file now, their rows under the ids of `with_ids_of`.
        choices: what is taken where both clash; mine where nothing is chosen.
    """
    joining = _Joining(choices or {})
    entries: dict[str, Entry] = {}
    for key in {**theirs, **mine}:
        entry = joining.answer(key, before.get(key), mine.get(key), theirs.get(key))
        if entry is not None:
            entries[key] = entry
    return Answers(entries), tuple(joining.clashes)


def differing(a: Answers, b: Answers) -> tuple[str, ...]:
    """The keys whose answers are not the same."""
    return tuple(key for key in {**a, **b} if not _same(a.get(key), b.get(key)))


def _same(a: Entry | None, b: Entry | None) -> bool:
    if a is None or b is None:
        return a is b
    # Of what is not usable there is nothing but the text.
    return is_same(a, b) and (a.problem is None or a.text == b.text)


def _same_row(a: Row, b: Row) -> bool:
    return all(_same(a.cells.get(name), b.cells.get(name)) for name in {**a.cells, **b.cells})


class _Joining:
    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self.clashes: list[Clash] = []

    def answer(
        self, key: str, before: Entry | None, mine: Entry | None, theirs: Entry | None
    ) -> Entry | None:
        tables = [_table(one) for one in (before, mine, theirs)]
        if not QUESTIONS[key].columns or None in tables:
            return self._entry(Address(key), QUESTIONS[key].label, before, mine, theirs)
        old, ours, others = (one or Table() for one in tables)
        rows = self._rows(QUESTIONS[key], old, ours, others)
        if not rows:
            # A file may say that there is none, which is an answer too.
            said = (one for one in (theirs, mine) if one is not None and not one.value.rows)
            return next(said, None)
        return Entry("", Table(tuple(rows)))

    def _entry(
        self,
        at: Address,
        label: str,
        before: Entry | None,
        mine: Entry | None,
        theirs: Entry | None,
    ) -> Entry | None:
        if _same(theirs, before):
            # Also where mine says no more than before: it may say so in other words.
            return mine
        if _same(mine, before) or _same(mine, theirs):
            return theirs
        if mine is not None and mine.problem is not None:
            # It is never written, so the file keeps theirs.
            return mine
        spelled = [_spelled(at.question, one) for one in (mine, theirs, before)]
        return self._chosen(Clash(at, label, *spelled), mine, theirs)

    def _rows(self, question: Question, before: Table, mine: Table, theirs: Table) -> list[Row]:
        old, ours, others = (
            {row.id: row for row in table.rows} for table in (before, mine, theirs)
        )
        joined: list[Row] = []
        for number, row_id in enumerate(_order(list(old), list(ours), list(others)), start=1):
            name = row_name(others.get(row_id) or ours[row_id]) or f"row {number}"
            row = self._row(
                Address(question.key, row_id),
                f"{question.label}, {name}",
                *(rows.get(row_id) for rows in (old, ours, others)),
            )
            if row is not None:
                joined.append(row)
        return names_apart(joined, others) if question.named_rows else joined

    def _row(
        self, at: Address, label: str, before: Row | None, mine: Row | None, theirs: Row | None
    ) -> Row | None:
        if mine is not None and theirs is not None:
            return self._cells(at, label, before or Row(at.row, {}), mine, theirs)
        staying = mine or theirs
        if before is None or staying is None:
            return staying
        if _same_row(before, staying):
            # The other side has taken out what this one left as it was.
            return None
        spelled = [_row_spelled(at.question, one) for one in (mine, theirs, before)]
        return self._chosen(Clash(at, label, *spelled), mine, theirs)

    def _cells(self, at: Address, label: str, before: Row, mine: Row, theirs: Row) -> Row:
        cells = {}
        for name in {**theirs.cells, **mine.cells}:
            cell = replace(at, column=name)
            # The name of such a row says already what its one value is.
            is_told = QUESTIONS[at.key].named_rows
            found = self._entry(
                cell,
                label if is_told else f"{label}, {cell.question.label.lower()}",
                *(row.cells.get(name) for row in (before, mine, theirs)),
            )
            if found is not None:
                cells[name] = found
        return Row(at.row, cells)

    def _chosen(self, clash: Clash, mine: Value | None, theirs: Value | None) -> Value | None:
        self.clashes.append(clash)
        return theirs if self._choices.get(clash.at) == "theirs" else mine


Value = TypeVar("Value")


def _table(entry: Entry | None) -> Table | None:
    """The table of an answer, an empty one without an answer; None where it is no table at all."""
    if entry is None:
        return Table()
    return entry.value if isinstance(entry.value, Table) else None


def _order(before: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """All rows in the order of theirs, or in mine where only here rows have changed places."""
    moved_here = _is_moved(before, mine) and not _is_moved(before, theirs)
    first, then = (mine, theirs) if moved_here else (theirs, mine)
    yield from first
    yield from (row_id for row_id in then if row_id not in first)


def _is_moved(before: Sequence[str], after: Sequence[str]) -> bool:
    staying = [row_id for row_id in before if row_id in after]
    return staying != [row_id for row_id in after if row_id in before]


# ----------------------------------------------------------------------- in words


def _spelled(question: Question, entry: Entry | None) -> str:
    if entry is None:
        return "no answer"
    text = entry.text.strip() or spell(question, entry.value)
    if question.is_estimate and entry.usable:
        details = [text, entry.value.basis, entry.value.source]
        return ", ".join(part for part in details if part)
    return text or "empty"


def _row_spelled(question: Question, row: Row | None) -> str:
    if row is None:
        return "taken out"
    cells = [
        f"{column.label.lower()} {_spelled(column, row.cells[column.key])}"
        for column in question.columns
        if column.key in row.cells
    ]
    return "; ".join(cells) or "empty"


# ----------------------------------------------------------------- rows and their ids


def with_ids_of(theirs: Answers, before: Answers, known: Sequence[Answers]) -> Answers:
    """Answers read from a file again, the same rows under the ids that they have here.

    Args:
        theirs: the answers in the file now.
        before: those in it when it was read, under the ids of here.
        known: all answers of here, the present ones first: a new row gets an id that none of them
            has, unless the present ones have a new row of that name as well.
    """
    entries = dict(theirs)
    for key, entry in theirs.items():
        if isinstance(entry.value, Table):
            tables = [one.table(key) for one in known]
            value = _with_ids(entry.value, before.table(key), tables)
            entries[key] = entry._replace(value=value)
    return Answers(entries)


def _with_ids(theirs: Table, before: Table, known: Sequence[Table]) -> Table:
    here = {row.id for row in before.rows}
    added = [row for table in known[:1] for row in table.rows if row.id not in here]
    ids = _counterparts(before.rows, theirs.rows)
    rest = {at: row for at, row in enumerate(theirs.rows) if at not in ids}
    ids |= _paired(added, rest, row_name)
    taken = {row.id for table in (before, *known) for row in table.rows}
    free = max((int(one) for one in taken if one.isdecimal()), default=0)
    rows = []
    for at, row in enumerate(theirs.rows):
        if at not in ids:
            free += 1
            ids[at] = str(free)
        rows.append(row._replace(id=ids[at]))
    return Table(tuple(rows))


def _counterparts(before: Sequence[Row], theirs: Sequence[Row]) -> dict[int, str]:
    """The ids of rows that are in both, by their places in theirs."""
    found: dict[int, str] = {}
    for mark in (row_name, _contents):
        left = [row for row in before if row.id not in found.values()]
        rest = {at: row for at, row in enumerate(theirs) if at not in found}
        found |= _paired(left, rest, mark)
    if len(before) == len(theirs):
        # Renamed, or told apart by nothing: where no row came or went, the place says which it is.
        known = set(found.values())
        found |= {
            at: row.id for at, row in enumerate(before) if at not in found and row.id not in known
        }
    return found


def _paired(
    here: Iterable[Row], there: Mapping[int, Row], mark: Callable[[Row], Any]
) -> dict[int, str]:
    """Rows that both have under one mark which none of the others has."""
    ours = _by_mark(((row.id, row) for row in here), mark)
    others = _by_mark(there.items(), mark)
    return {others[one]: row_id for one, row_id in ours.items() if one in others}


Place = TypeVar("Place")


def _by_mark(rows: Iterable[tuple[Place, Row]], mark: Callable[[Row], Any]) -> dict[Any, Place]:
    places: dict[Any, list[Place]] = {}
    for place, row in rows:
        places.setdefault(mark(row), []).append(place)
    return {one: found[0] for one, found in places.items() if one and len(found) == 1}


def _contents(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, repr(value)) for name, value in row.values().items()))

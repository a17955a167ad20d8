"""What an evaluation proposes to a session: slices, and with them their basis, source and day.

Shares are left as they are: how often an evaluation asks says nothing of how often users do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import entry_of, spell
from rules.answers.estimate import BASES
from rules.questions import QUESTIONS
from rules.tables.rows import told_apart_by
from rules.usage.proposal import NotProposed
from rules.words.wording import listed
from wizard.imports.accepting import Question
from wizard.imports.evaluation.evaluation import Evaluation, Scores
from wizard.imports.evaluation.refusing import clipped, counted, named, refused
from wizard.imports.evaluation.telling import source_line

SLICES = "quality.slices"
BASIS = "quality.basis"
SOURCE = "quality.source"
DAY = "quality.evaluated_on"
MEASURED = "measured"
_UNANSWERED = "estimated"
"""What scores count as while nobody says where they come from."""


class Proposal(NamedTuple):
    """What is offered, and the answers with it."""

    question: Question
    value: Any
    """As the JSON has it."""
    basis: str
    source: str
    answers: Mapping[str, Entry]
    """What is answered by it, by key."""
    said: str
    """What came of it, once it is taken."""


class Proposals(NamedTuple):
    """All that an evaluation offers."""

    offered: tuple[Proposal, ...]
    left: tuple[NotProposed, ...]

    def applied(self, answers: Answers, keys: Iterable[str]) -> tuple[Answers, list[str]]:
        """Answers with these proposals taken, and what to say of it."""
        said: list[str] = []
        for one in self.offered:
            if one.question.key in keys:
                for key, entry in one.answers.items():
                    answers = answers.answer(key, entry)
                said.append(one.said)
        return answers, said


def proposals(found: Evaluation, answers: Answers) -> Proposals:
    """What is offered to a session of these answers.

    Raises:
        InputUnusable: where two slices of the session have one name.
    """
    table = answers.table(SLICES)
    if table.repeated_names:
        raise refused(
            f"{SLICES}: several rows are called {named(table.repeated_names)}; rename all but one"
        )
    fitting, strange = _fitting(_called_as_there(found.slices, table), table)
    left = []
    # A single slice is all of the traffic.
    there = {row.values().get("name") for row in table.rows}
    has_others = len(there | {one.name for one in fitting}) > 1
    if has_others and not all(_has_share(table.named(one.name)) for one in fitting):
        left.append(NotProposed(f"{SLICES}.share", _shares(found.slice_field)))
    if strange:
        left.append(NotProposed(SLICES, _why_not(strange, len(table.rows))))
    offered = (_of_slices(found, fitting, answers),) if fitting else ()
    return Proposals(offered, tuple(left))


def _shares(field: str | None) -> str:
    by = clipped(field) if field else "FIELD"
    return (
        "an evaluation's mix of items is not the traffic's. Where calls are logged with the same"
        f" names, payback import usage LOG --by {by} --into FILE proposes shares; otherwise"
        f" answer each: payback set FILE '{SLICES}[0].share=30%'"
    )


def _why_not(strange: Sequence[Scores], row: int) -> str:
    name = strange[0].name.replace("'", "'\\''")
    return (
        f"{named([one.name for one in strange])}: the slices of the session have shares, and one"
        " without would make them count for nothing. Give it its share first, and import again:"
        f" payback set FILE '{SLICES}[{row}].name={name}' '{SLICES}[{row}].share=10%'"
    )


def _called_as_there(slices: Sequence[Scores], table: Table) -> list[Scores]:
    """The slices by the names that the session has for them, in whatever capitals those are."""
    names = [str(row.values().get("name", "")) for row in table.rows]
    there, here = (Counter(map(_folded, those)) for those in (names, [one.name for one in slices]))
    meant = {_folded(one): one for one in names if there[_folded(one)] == 1}
    return [
        one._replace(name=meant.get(key, one.name)) if here[key := _folded(one.name)] == 1 else one
        for one in slices
    ]


def _folded(name: str) -> str:
    return told_apart_by(QUESTIONS[SLICES].columns[0], name)


def _has_share(row: Row | None) -> bool:
    return row is not None and "share" in row.values()


def _fitting(slices: Sequence[Scores], table: Table) -> tuple[list[Scores], list[Scores]]:
    """The slices that can be taken, and those that would stand without a share among shares."""
    has_shares = any(map(_has_share, table.rows))
    strange = [one for one in slices if has_shares and table.named(one.name) is None]
    return [one for one in slices if one not in strange], strange


def _of_slices(found: Evaluation, slices: Sequence[Scores], answers: Answers) -> Proposal:
    table = answers.table(SLICES)
    merged = _merged(table, slices)
    others = _scored_by_others(table, {one.name for one in slices})
    basis, source, day = MEASURED, source_line(found, slices), found.day
    said = f"{SLICES}: {counted(len(slices), 'slice')} with scores of {_examples(slices)}; {BASIS}"
    if others:
        # What is said of all slices has to hold for each.
        basis = max(basis, answers.value(BASIS) or _UNANSWERED, key=BASES.index)
        source = _joined(answers.value(SOURCE) or "", source)
        present = answers.value(DAY)
        day = None if day is None or present is None else min(day, present)
        said += f" {basis}, since {named(others)} came from elsewhere"
    else:
        said += f" {basis}"
    day_entry = {} if day is None else {DAY: entry_of(QUESTIONS[DAY], day)}
    return Proposal(
        Question(
            SLICES,
            _present(table, answers.value(BASIS)),
            f"{counted(len(slices), 'slice')}, {basis}: {named([one.name for one in slices])}",
            _better(table, slices),
        ),
        [_row_value(one) for one in slices],
        basis,
        source,
        {
            SLICES: Entry(spell(QUESTIONS[SLICES], merged), merged),
            BASIS: entry_of(QUESTIONS[BASIS], basis),
            SOURCE: entry_of(QUESTIONS[SOURCE], source),
            **day_entry,
        },
        said,
    )


def _scored_by_others(table: Table, names: Container[str]) -> list[str]:
    """The slices that keep the scores they have; those without both are no evidence yet."""
    rows = [row.values() for row in table.rows]
    return [
        str(row.get("name", "?"))
        for row in rows
        if {"teacher_score", "student_score"} <= row.keys() and row.get("name") not in names
    ]


def _row_value(one: Scores) -> dict[str, Any]:
    return {
        "name": one.name,
        "examples": one.examples,
        "teacher_score": one.teacher,
        "student_score": one.student,
    }


def _merged(table: Table, slices: Iterable[Scores]) -> Table:
    """The rows with new scores, by name; what else they say stays."""
    columns = {column.key: column for column in QUESTIONS[SLICES].columns}
    for one in slices:
        row = table.named(one.name) or Row(table.next_id(), {})
        for key, value in _row_value(one).items():
            row = row.with_cell(key, None if value is None else entry_of(columns[key], value))
        table = table.with_row(row)
    return table


def _present(table: Table, basis: str | None) -> str:
    if not table.rows:
        return ""
    names = [str(row.values().get("name", "?")) for row in table.rows]
    return f"{counted(len(names), 'slice')}, {basis or _UNANSWERED}: {named(names)}"


def _examples(slices: Iterable[Scores]) -> str:
    counts = [one.examples for one in slices]
    known = [one for one in counts if one is not None]
    return counted(sum(known), "example") if len(known) == len(counts) else "an unknown number"


def _better(table: Table, slices: Iterable[Scores]) -> str:
    """What would be lost: of a slice that says how many examples it has, that it does."""
    silent = {one.name for one in slices if one.examples is None}
    losing = [
        str(row.values()["name"])
        for row in table.rows
        if row.values().get("name") in silent and "examples" in row.values()
    ]
    if not losing:
        return ""
    return f"What is there says how many examples {listed(losing)} has, and this does not"


def _joined(present: str, source: str) -> str:
    if not present or source in present:
        return present or source
    return f"{present}; {source}"

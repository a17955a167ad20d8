"""Copies of one session, filled in apart, joined into one.

What one copy changed is taken, and so is what several changed alike. Where copies give different
estimates, or another one than the session has agreed on since it was copied, what each says becomes
a round of a workshop, and the session keeps its own number until something is agreed. Where they
differ in anything else, the session keeps its own answer. A copy from which something would be lost
in silence is refused.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.answers import Answers, Entry, Row, Table
from rules.entries import entry_of
from rules.estimate import Estimate, weakest
from rules.keys import from_path, join
from rules.problem import Problem
from rules.questions import QUESTIONS, Question
from rules.validation import unknown_keys
from rules.workshop.meeting import Ballot, Meeting
from rules.workshop.people import Person, identity
from rules.workshop.recorded import record_of, resumed
from rules.workshop.votes import vote_of
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.codec import lookup
from wizard.sessions.session_file import SessionFile, has_problem
from wizard.sessions.toml_guard import parse
from wizard.settings import currency
from wizard.workshop.record import refuse_unusable, with_record, workshop_of


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer stands: a question, and in a table whose rows have names the cell."""

    key: str
    row: str = ""
    column: str = ""

    @property
    def question(self) -> Question:
        """What is answered there."""
        question = QUESTIONS[self.key]
        column = question.column(self.column) if self.column else None
        return question if column is None else column


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, and whose it is."""

    file: SessionFile
    name: str
    """The one participant that it names of its own, or the name of the file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that was taken over."""

    key: str
    question: Question
    entry: Entry
    names: tuple[str, ...]
    """Whose copies have it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that copies give differently."""

    key: str
    question: Question
    kept: Entry | None
    """The session's own, which stays; None where it has none."""
    said: tuple[tuple[str, Entry], ...]
    """What each copy that changed it says, by whose it is."""

    @property
    def is_round(self) -> bool:
        """Whether it stands in the merged session as a round of a workshop."""
        return self.question.is_estimate


@dataclass(frozen=True, slots=True)
class Merged:
    """The session that the copies make together."""

    file: SessionFile
    """The session, with the record of the workshop in its text."""
    answers: Answers
    taken: tuple[Taken, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Problem, ...]
    """What copies hold besides their answers, and what was left behind of it."""


def merge(base: SessionFile, files: Sequence[SessionFile], today: date) -> Merged:
    """Join copies of a session.

    Args:
        base: the session as it was when it was copied.
        files: the copies.
        today: the date of the rounds that conflicts make.

    Raises:
        InputUnusable: where a copy is of another session, or something in it would be lost; where
            the workshop in the session is not usable.
        Unsafe: as `with_record`.
    """
    refuse_unusable(base)
    copies = _named(base, files)
    problems = [problem for one in copies for problem in _strange(base, one.file)]
    named = _tables_by_name([base, *files])
    if not problems:
        problems = [problem for one in copies for problem in _lost(base, one.file, named)]
    if problems:
        raise InputUnusable(problems)
    answers, taken, conflicts = _answers(base, copies, named)
    meeting, differing = _workshops(base, copies, {one.key for one in conflicts})
    for conflict in conflicts:
        if conflict.is_round:
            meeting = _with_round(meeting, conflict, today)
    left = [problem for one in copies for problem in _left_behind(base, one.file)]
    file = with_record(base, record_of(meeting))
    return Merged(file, answers, taken, conflicts, (*left, *differing))


# ------------------------------------------------------------------------ copies


def _named(base: SessionFile, files: Sequence[SessionFile]) -> list[Copy]:
    known = {identity(one.name) for one in workshop_of(base).participants}
    copies: list[Copy] = []
    taken: set[str] = set()
    for file in files:
        people = [one.name for one in workshop_of(file).participants if identity(one.name)]
        new = [name for name in people if identity(name) not in known]
        # Whoever stands in every copy as in the session is not said to have filled this one in.
        own = people if {identity(name) for name in people} != known else []
        candidates = [group[0] for group in (new, own) if len(group) == 1]
        candidates.append(on_one_line(file.path.stem if file.path is not None else "copy"))
        name = next((one for one in candidates if identity(one) not in taken), None)
        if name is None:
            message = f"is the second copy by the name of {candidates[-1]}; rename the file"
            raise InputUnusable([Problem(message, file=_shown(file))])
        taken.add(identity(name))
        copies.append(Copy(file, name))
    return copies


def _shown(file: SessionFile) -> str:
    return str(file.path) if file.path is not None else ""


def _strange(base: SessionFile, copy: SessionFile) -> tuple[Problem, ...]:
    """Why a file is no copy of the session, or one that cannot be read in full."""
    found = []
    written, wanted = _schema(copy), _schema(base)
    if written != wanted:
        found.append(
            Problem(
                f"is {written} here and {wanted} in {_shown(base)}; open this copy and save it, so"
                " that both are in the same format",
                "schema",
            )
        )
    for key in ("title", "task.endpoint"):
        here, there = copy.answers.value(key), base.answers.value(key)
        if here and there and here != there:
            found.append(
                Problem(
                    f"is {_quoted(here)} here and {_quoted(there)} in {_shown(base)}: this is a"
                    " copy of another session",
                    key,
                )
            )
    if currency(copy.answers) != currency(base.answers):
        found.append(
            Problem(
                f"is {currency(copy.answers)} here and {currency(base.answers)} in {_shown(base)};"
                " convert the amounts of this copy first",
                "currency",
            )
        )
    same = {(one.key, one.message) for one in base.errors}
    found += [
        replace(one, message=f"{one.message}; mend it in this copy first")
        for one in copy.errors
        if (one.key, one.message) not in same
    ]
    return copy.placed(found)


def _schema(file: SessionFile) -> object:
    """The format that a file is written in, whatever it was lifted to in reading it."""
    return file.raw["schema"] if file.state is None else parse(file.state.content)[1]["schema"]


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def _lost(base: SessionFile, copy: SessionFile, named: set[str]) -> tuple[Problem, ...]:
    """The answers and rows of the session that a copy has no more."""
    found: dict[str, Problem] = {}
    theirs, rows = _cells(copy.answers, named), _rows(copy.answers)
    for address, entry in _cells(base.answers, named).items():
        key = _key(address, base.answers)
        if address.row and address.row not in rows.get(address.key, {}):
            found.setdefault(
                f"{address.key}.{address.row}",
                Problem(
                    f"has no row {_quoted(address.row)} in this copy, which removed or renamed it;"
                    " put it back, or take it out of the others as well",
                    address.key,
                ),
            )
        elif address not in theirs and not has_problem(entry):
            found[key] = Problem(
                "is answered in the session and not in this copy; put it back, or take it out of"
                " the session as well",
                key,
            )
        elif isinstance(entry.value, Table) and not address.row:
            other = theirs[address].value
            if isinstance(other, Table) and len(other.rows) < len(entry.value.rows):
                found[key] = Problem(
                    f"has {len(other.rows)} of {len(entry.value.rows)} rows in this copy; put the"
                    " others back, or take them out of the session as well",
                    key,
                )
    return copy.placed(found.values())


def _left_behind(base: SessionFile, copy: SessionFile) -> tuple[Problem, ...]:
    return copy.placed(
        Problem("is not a key of a session; it is left behind", from_path(path), severity="warning")
        for path in unknown_keys(copy.raw)
        if lookup(copy.raw, path) != lookup(base.raw, path)
    )


# ----------------------------------------------------------------------- answers


def _answers(
    base: SessionFile, copies: Sequence[Copy], named: set[str]
) -> tuple[Answers, tuple[Taken, ...], tuple[Conflict, ...]]:
    own = _cells(base.answers, named)
    agreed = resumed(workshop_of(base))
    changes: dict[Address, list[tuple[str, Entry]]] = {}
    unaware: set[Address] = set()
    for copy in copies:
        theirs = resumed(workshop_of(copy.file))
        for address, entry in _cells(copy.file.answers, named).items():
            if not _same(entry, own.get(address)):
                changes.setdefault(address, []).append((copy.name, entry))
                # The same row may have another number in a copy.
                settled = agreed.agreement(_key(address, base.answers)) if address in own else None
                found = theirs.agreement(_key(address, copy.file.answers))
                if settled is not None and (found is None or found.said != settled.said):
                    unaware.add(address)
    answers, agreeing, differing = base.answers, {}, {}
    for address, said in changes.items():
        together = _together([entry for _, entry in said])
        if together is None or address in unaware:
            differing[address] = said
        else:
            agreeing[address] = together
            answers = _with(answers, address, together)
    taken = tuple(
        Taken(_key(at, answers), at.question, entry, tuple(name for name, _ in changes[at]))
        for at, entry in agreeing.items()
        if not _is_name_in_key(at)
    )
    conflicts = tuple(
        Conflict(_key(at, answers), at.question, own.get(at), tuple(said))
        for at, said in differing.items()
    )
    return answers, taken, conflicts


def _tables_by_name(files: Iterable[SessionFile]) -> set[str]:
    """The tables whose rows are told apart by their names, in every file."""
    found = {key for key, question in QUESTIONS.items() if question.columns}
    for file in files:
        for key, entry in file.answers.items():
            if isinstance(entry.value, Table):
                names = [_row_name(row) for row in entry.value.rows]
                if not all(names) or len(set(names)) < len(names):
                    found.discard(key)
    return found


def _row_name(row: Row) -> str:
    return str(row.values().get("name", ""))


def _rows(answers: Answers) -> dict[str, dict[str, int]]:
    """The numbers of rows, by table and name."""
    return {
        key: {_row_name(row): number for number, row in enumerate(entry.value.rows)}
        for key, entry in answers.items()
        if isinstance(entry.value, Table)
    }


def _cells(answers: Answers, named: set[str]) -> dict[Address, Entry]:
    """All answers, those in tables cell by cell where their rows have names."""
    found: dict[Address, Entry] = {}
    for key, entry in answers.items():
        if isinstance(entry.value, Table) and key in named:
            for row in entry.value.rows:
                found |= {
                    Address(key, _row_name(row), name): cell for name, cell in row.cells.items()
                }
        else:
            found[Address(key)] = entry
    return found


def _is_name_in_key(address: Address) -> bool:
    """Whether it is the name of a row that its key says already, and no answer of its own."""
    return address.column == "name" and QUESTIONS[address.key].named_rows


def _key(address: Address, answers: Answers) -> str:
    if not address.row:
        return address.key
    if QUESTIONS[address.key].named_rows:
        return join(address.key, address.row)
    number = _rows(answers)[address.key][address.row]
    return join(address.key, number, address.column)


def _same(a: Entry, b: Entry | None) -> bool:
    if b is None:
        return False
    if isinstance(a.value, Table) and isinstance(b.value, Table):
        return [row.values() for row in a.value.rows] == [row.values() for row in b.value.rows]
    return a.value == b.value and (a.problem is None) == (b.problem is None)


def _together(entries: Sequence[Entry]) -> Entry | None:
    """What several entries say alike; None where they differ.

    Of one number with several bases the weakest counts, and all of the sources.
    """
    first = entries[0]
    if all(_same(first, one) for one in entries):
        return first
    values = [one.value for one in entries if isinstance(one.value, Estimate)]
    if len(values) < len(entries) or len({one.values for one in values}) > 1:
        return None
    basis = weakest([one.basis for one in values])
    sources = "; ".join(dict.fromkeys(one.source for one in values if one.source))
    value = replace(values[0], basis=basis or "estimated", source=sources)
    return replace(first, value=value, basis=basis, source=sources)


def _with(answers: Answers, address: Address, entry: Entry) -> Answers:
    if not address.row:
        return answers.answer(address.key, entry)
    present = answers.get(address.key)
    table = present.value if present is not None else None
    table = table if isinstance(table, Table) else Table()
    number = {_row_name(row): at for at, row in enumerate(table.rows)}.get(address.row)
    if number is None:
        name = next(one for one in QUESTIONS[address.key].columns if one.key == "name")
        row = Row(table.next_id(), {"name": entry_of(name, address.row)})
    else:
        row = table.rows[number]
    changed = table.with_row(row.with_cell(address.column, entry))
    return answers.answer(address.key, Entry("", changed))


# ---------------------------------------------------------------------- workshop


def _workshops(
    base: SessionFile, copies: Sequence[Copy], conflicting: set[str]
) -> tuple[Meeting, tuple[Problem, ...]]:
    """The workshops of all copies in one, and where they contradict each other."""
    meeting = resumed(workshop_of(base))
    found: list[Problem] = []
    for copy in copies:
        theirs = resumed(workshop_of(copy.file))
        for person in theirs.people:
            meeting = _with_person(meeting, person)
        for ballot in theirs.ballots:
            meeting, differing = _with_ballot(meeting, ballot)
            found += [
                _unlike(copy, f"round {ballot.number}, {one}", ballot.key) for one in differing
            ]
        for settled in theirs.settlements:
            ours = meeting.agreement(settled.key)
            if ours is None and settled.key not in conflicting:
                meeting = replace(meeting, settlements=(*meeting.settlements, settled))
            elif ours is None or (ours.said, ours.method) != (settled.said, settled.method):
                found.append(_unlike(copy, "what was agreed", settled.key))
    return meeting, tuple(found)


def _unlike(copy: Copy, what: str, key: str) -> Problem:
    return Problem(
        f"{what}: this copy differs from the others, and is left behind",
        key,
        _shown(copy.file),
        severity="warning",
    )


def _with_person(meeting: Meeting, person: Person) -> Meeting:
    if meeting.person(person.name) is not None:
        return meeting
    return replace(meeting, people=(*meeting.people, replace(person, is_here=False)))


def _with_ballot(meeting: Meeting, ballot: Ballot) -> tuple[Meeting, list[str]]:
    """A meeting with the answers of a round, and who has answered otherwise in it."""
    names = {identity(one.name): one.name for one in meeting.people}
    votes = {names[identity(name)]: vote for name, vote in ballot.votes.items()}
    same = [one for one in meeting.ballots if (one.key, one.number) == (ballot.key, ballot.number)]
    if not same:
        return replace(meeting, ballots=(*meeting.ballots, replace(ballot, votes=votes))), []
    differing = [name for name, vote in votes.items() if same[0].votes.get(name, vote) != vote]
    joined = replace(same[0], votes={**votes, **same[0].votes})
    ballots = tuple(joined if one is same[0] else one for one in meeting.ballots)
    return replace(meeting, ballots=ballots), differing


def _with_round(meeting: Meeting, conflict: Conflict, today: date) -> Meeting:
    for name, _ in conflict.said:
        meeting = _with_person(meeting, Person(name))
    shown = {identity(one.name): one.name for one in meeting.people}
    votes = {shown[identity(name)]: vote_of(entry.value) for name, entry in conflict.said}
    latest = meeting.latest(conflict.key)
    number = 1 if latest is None else latest.number + 1
    ballot = Ballot(conflict.key, number, today, votes, is_revealed=True)
    return replace(meeting, ballots=(*meeting.ballots, ballot))

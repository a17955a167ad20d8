"""Copies of one session, filled in apart, joined into one.

What one copy changed is taken, and so is what several changed alike. Where copies give different
estimates, or another one than the session has agreed on since it was copied, what each says becomes
a round of a workshop, and the session keeps its own number until something is agreed. Where they
differ in anything else, the session keeps its own answer. A copy from which something would be lost
in silence is refused.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.answers.answers import Answers, Entry
from rules.answers.estimate import Estimate, weakest
from rules.answers.problem import Problem
from rules.questions import NOT_JUDGED, QUESTIONS, Question
from rules.workshop.meeting import Meeting
from rules.workshop.people import Person, identity
from rules.workshop.recorded import record_of, resumed
from rules.workshop.state import Ballot
from rules.workshop.votes import vote_of
from wizard.problems import InputUnusable
from wizard.review.recording import decisions_of_copies, with_decisions
from wizard.sessions.session_file import SessionFile
from wizard.workshop.cells import (
    Address,
    cells_of,
    is_same,
    key_of,
    tables_by_name,
    with_cell,
)
from wizard.workshop.copies import Copy, copies_of, left_behind, losses, path_of, strangeness
from wizard.workshop.record import refuse_unusable, with_record, workshop_of


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that was taken over."""

    key: str
    question: Question
    entry: Entry
    names: tuple[str, ...]
    """Whose copies have it."""
    replaced: Entry | None
    """The session's own before; None where it had none."""


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
    decisions: int
    """How many of the copies' were put on record."""
    warnings: tuple[Problem, ...]
    """What copies hold besides their answers, and what was left behind of it."""


def merge(base: SessionFile, files: Sequence[SessionFile], today: date) -> Merged:
    """Join copies of a session with it, as it was when it was copied.

    Raises:
        InputUnusable: where a copy is of another session, or something in it would be lost; where
            the workshop in the session is not usable.
        Unsafe: as `with_record`.
    """
    refuse_unusable(base)
    copies = copies_of(base, files)
    problems = [problem for one in copies for problem in strangeness(base, one.file)]
    named = tables_by_name([base, *files])
    if not problems:
        problems = [problem for one in copies for problem in losses(base, one.file, named)]
    if problems:
        raise InputUnusable(problems)
    answers, taken, conflicts = _answers(base, copies, named)
    meeting, differing = _workshops(base, copies, {one.key for one in conflicts})
    for conflict in conflicts:
        if conflict.is_round:
            meeting = _with_round(meeting, conflict, today)
    left = [problem for one in copies for problem in left_behind(base, one.file)]
    file = with_record(base, record_of(meeting))
    decided = decisions_of_copies(base, [one.file for one in copies])
    if decided:
        file = with_decisions(file, decided)
    return Merged(file, answers, taken, conflicts, len(decided), (*left, *differing))


def _answers(
    base: SessionFile, copies: Sequence[Copy], named: set[str]
) -> tuple[Answers, tuple[Taken, ...], tuple[Conflict, ...]]:
    own = cells_of(base.answers, named)
    agreed = resumed(workshop_of(base))
    changes: dict[Address, list[tuple[str, Entry]]] = {}
    unaware: set[Address] = set()
    for copy in copies:
        theirs = resumed(workshop_of(copy.file))
        for address, entry in cells_of(copy.file.answers, named).items():
            if address.key not in NOT_JUDGED and not is_same(entry, own.get(address)):
                changes.setdefault(address, []).append((copy.name, entry))
                # The same row may have another number in a copy.
                settled = (
                    agreed.agreement(key_of(address, base.answers)) if address in own else None
                )
                found = theirs.agreement(key_of(address, copy.file.answers))
                if settled is not None and (found is None or found.said != settled.said):
                    unaware.add(address)
    answers, agreeing, differing = base.answers, {}, {}
    for address, said in changes.items():
        together = _together([entry for _, entry in said])
        if together is None or address in unaware:
            differing[address] = said
        else:
            agreeing[address] = together
    contested = {(at.key, at.row) for at in differing}
    for address, together in agreeing.items():
        # A name that is a key in the file has no place there without its number.
        if not (_is_name_in_key(address) and (address.key, address.row) in contested):
            answers = with_cell(answers, address, together)
    taken = tuple(
        Taken(
            key_of(at, answers),
            at.question,
            entry,
            tuple(name for name, _ in changes[at]),
            own.get(at),
        )
        for at, entry in agreeing.items()
        if not _is_name_in_key(at)
    )
    conflicts = tuple(
        Conflict(key_of(at, answers), at.question, own.get(at), tuple(said))
        for at, said in differing.items()
    )
    return answers, taken, conflicts


def _is_name_in_key(address: Address) -> bool:
    """Whether it is the name of a row that its key says already, and no answer of its own."""
    return address.column == "name" and QUESTIONS[address.key].named_rows


def _together(entries: Sequence[Entry]) -> Entry | None:
    """What several entries say alike; None where they differ.

    Of one number with several bases the weakest counts, and all of the sources.
    """
    first = entries[0]
    if all(is_same(first, one) for one in entries):
        return first
    values = [one.value for one in entries if isinstance(one.value, Estimate)]
    if len(values) < len(entries) or len({one.values for one in values}) > 1:
        return None
    basis = weakest([one.basis for one in values])
    sources = "; ".join(dict.fromkeys(one.source for one in values if one.source))
    value = replace(values[0], basis=basis or "estimated", source=sources)
    return first._replace(value=value, basis=basis, source=sources)


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
        path_of(copy.file),
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
    """A meeting with the round of a conflict; as it is where that stands in it already."""
    for name, _ in conflict.said:
        meeting = _with_person(meeting, Person(name))
    shown = {identity(one.name): one.name for one in meeting.people}
    votes = {shown[identity(name)]: vote_of(entry.value) for name, entry in conflict.said}
    latest = meeting.latest(conflict.key)
    if latest is not None and latest.is_revealed and latest.votes == votes:
        return meeting
    number = 1 if latest is None else latest.number + 1
    ballot = Ballot(conflict.key, number, today, votes, is_revealed=True)
    return replace(meeting, ballots=(*meeting.ballots, ballot))

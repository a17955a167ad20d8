"""The file of an open session as somebody else has changed it meanwhile: compared, and taken in.

What the session knows besides its answers is taken along. That is the record of a workshop: rounds
that were revealed and agreements, not yet saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from rules.answers.validation import Path
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile
from wizard.sessions.three_way import Choices, Clash, differing, join, with_ids_of
from wizard.toml.guard import parse

RECORD: Final = "workshop"


class RecordsClash(Exception):
    """The workshop was changed on both sides, and two workshops have no place in one file."""

    def __str__(self) -> str:
        return (
            "The workshop in it was changed here and there, and nobody can be asked which part of"
            " a record is true."
        )


class Theirs(NamedTuple):
    """The file of an open session as somebody else has changed it meanwhile."""

    file: SessionFile
    """With what only this session knows besides its answers, such as a workshop."""
    text: str
    """As it lies on disk."""
    clashes: tuple[Clash, ...]
    """The answers that both have changed."""


def compare(session: OpenSession, theirs: SessionFile) -> Theirs:
    """What another program has made of the file, beside what was made of it in a session.

    Raises:
        RecordsClash: where both have changed the workshop.
        Unsafe: where the file is laid out so that it does not take the workshop of here.
    """
    before = session.file.answers
    answers = with_ids_of(theirs.answers, before, [one.answers for one in session.moments])
    file = _with_record_of(
        theirs._replace(answers=answers), session.file, before=session.saved_text
    )
    return Theirs(file, theirs.text, join(before, session.answers, answers)[1])


def take_in(
    session: OpenSession, theirs: Theirs, choices: Choices | None = None
) -> tuple[str, ...]:
    """Go on from the file as it is now, with what was answered here still to be saved.

    History is taken along: what is undone is what was done here. Returns the keys whose answers
    are others now.
    """
    before, mine, others = session.file.answers, session.answers, theirs.file.answers
    for moment in session.moments:
        moment.answers = join(before, moment.answers, others)[0]
    session.rest_on(theirs.file, theirs.text)
    chosen = join(before, mine, others, choices)[0]
    if differing(chosen, session.answers):
        session.apply(chosen)
    else:
        session.tell()
    return differing(mine, chosen)


def _with_record_of(theirs: SessionFile, mine: SessionFile, before: str) -> SessionFile:
    """A file with the record of an open session, where that is not in the file yet.

    `before` is the text of its file when that was read.

    Raises:
        RecordsClash: where the file has another record than before as well.
        Unsafe: where the file is laid out so that it cannot be changed alone.
    """
    if mine.text == before:
        return theirs
    ours, others, earlier = (
        _record(raw) for raw in (mine.raw, theirs.raw, parse(before.encode())[1])
    )
    if ours in (earlier, others):
        return theirs
    if others != earlier:
        raise RecordsClash
    # Only what is written needs the means to edit.
    from wizard.toml.document import REMOVE, edit

    changes: dict[Path, Any] = {
        (RECORD, name): ours.get(name, REMOVE)
        for name in {**others, **ours}
        if ours.get(name) != others.get(name)
    }
    text = edit(theirs.text, changes)
    return theirs._replace(text=text, raw=parse(text.encode())[1])


def _record(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    record = raw.get(RECORD, {})
    # Of what is no table there is nothing to carry.
    return record if isinstance(record, Mapping) else {}

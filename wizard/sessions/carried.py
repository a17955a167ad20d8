"""What an open session knows besides its answers, carried into its file as others have written it.

That is the record of a workshop: rounds that were revealed and agreements, not yet saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rules.answers.validation import Path
from wizard.sessions.session_file import SessionFile
from wizard.toml.guard import parse

RECORD: Final = "workshop"


class RecordsClash(Exception):
    """The workshop was changed on both sides, and two workshops have no place in one file."""

    def __str__(self) -> str:
        return (
            "The workshop in it was changed here and there, and nobody can be asked which part of"
            " a record is true."
        )


def with_record_of(theirs: SessionFile, mine: SessionFile, before: str) -> SessionFile:
    """A file with the record of an open session, where that is not in the file yet.

    Args:
        theirs: the file as it is now.
        mine: the open session.
        before: the text of its file when that was read.

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

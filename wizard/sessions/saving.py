"""Saving a session: what can go wrong becomes a problem with a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.questions import QUESTIONS
from rules.words.wording import listed, plural
from wizard.disk import store
from wizard.disk.errors import ChangedOnDisk, SaveFailed, shown
from wizard.problems import InputUnusable
from wizard.sessions.meanwhile import RecordsClash, Theirs, compare, take_in
from wizard.sessions.naming import free_name
from wizard.sessions.open_session import OpenSession
from wizard.sessions.rewriting import ChangedMeaning
from wizard.sessions.session_file import SessionFile, read_session
from wizard.sessions.three_way import Choices, Clash, differing
from wizard.toml.document import Unsafe
from wizard.toml.guard import TomlProblem

FAILURES = (ChangedOnDisk, SaveFailed, Unsafe, ChangedMeaning, TomlProblem)
"""What `OpenSession.save` raises where the file was not written."""

ATTEMPTS: Final = 10
"""How often a file is read again that other programs keep changing while it is saved."""

MOST_NAMED: Final = 6
"""How many answers a sentence names: in a small terminal a message with all of them has no end."""

_REMEDY = "Save yours under another name."

Decide = Callable[[tuple[Clash, ...]], Choices | None]
"""Has a person say whose answers are taken; None where they do not want to save now."""


def looking_at(file: SessionFile, team: TeamPolicy | None = None) -> OpenSession:
    """A session that only looks at a file: a copy, to be saved under another name."""
    assert file.path is not None
    copy = file._replace(path=None, state=None)
    suggested = free_name(file.path, "copy")
    return OpenSession(copy, team=team, suggested=suggested, looks_at=file.path)


def problem_of(failure: Exception, file: Path | None, on_conflict: str = "") -> Problem:
    """One of `FAILURES` as a problem that says why, what to do, and where the text is.

    Args:
        failure: what was raised.
        file: the one that was to be written.
        on_conflict: what to do, as a sentence, where another program was faster.
    """
    if isinstance(failure, ChangedOnDisk) and on_conflict:
        return Problem(f"{failure.what} {on_conflict}")
    if isinstance(failure, Unsafe):
        return Problem(str(failure), file=str(file))
    if isinstance(failure, TomlProblem):
        why = "what was to be written could not be read again; the file is as it was."
        return Problem(f"{why} {failure.message} {failure.remedy}", file=str(file))
    if isinstance(failure, ChangedMeaning):
        why = "could not be written so that it reads back the same; the file is as it was. "
        if failure.names:
            why += f"Give each row a name of its own; more than one is {listed([*failure.names])}"
        else:
            why += "Change this key by hand"
        return Problem(why, str(failure), str(file))
    return Problem(str(failure))


def theirs(session: OpenSession, changed: ChangedOnDisk, on_conflict: str = "") -> Theirs:
    """What another program has made of the file of a session, told by an attempt to save it.

    Raises:
        InputUnusable: where the file cannot be read any more, or holds another workshop.
    """
    own = session.file.state
    if changed.reason != "changed" or own is None or own.path != changed.path:
        raise InputUnusable([problem_of(changed, changed.path, on_conflict)])
    try:
        return compare(session, read_session(changed.path))
    except InputUnusable as unusable:
        why = f"It cannot be read now: {unusable.problems[0]}"
    except (RecordsClash, Unsafe) as clash:
        why = str(clash)
    end = "" if why.endswith(".") else "."
    raise InputUnusable([Problem(f"{changed.what} {why}{end} {on_conflict or _REMEDY}")])


def save_together(
    session: OpenSession, today: date, changed: ChangedOnDisk, on_conflict: str = ""
) -> Theirs | None:
    """Save a session with what others have written into its file, where nothing of that clashes.

    Nobody who heeds locks changes the file meanwhile, however often they do.

    Returns:
        What clashes, to be decided by a person and taken in; None where it is saved.

    Raises:
        InputUnusable: as `theirs`.
        ChangedOnDisk, SaveFailed, Unsafe, ChangedMeaning: as `OpenSession.save`.
    """
    with store.alone(changed.path):
        found = theirs(session, changed, on_conflict)
        if found.clashes:
            return found
        take_in(session, found)
        session.save(today)
    return None


def taken_over(keys: Sequence[str]) -> str:
    """What came in from the file, as a sentence that has room where a message is shown."""
    named = [QUESTIONS[key].label for key in keys]
    # One more than are named would be no shorter as a number.
    if len(named) > MOST_NAMED + 1:
        more = plural(len(named) - MOST_NAMED, "answer", "answers")
        named = [*named[:MOST_NAMED], f"{more} more"]
    return f"Another program had changed the file; taken over from it: {listed(named)}."


def save(
    session: OpenSession,
    today: date,
    path: Path | None = None,
    *,
    on_conflict: str = "",
    decide: Decide | None = None,
) -> tuple[str, ...] | None:
    """Save a session, together with what others have written into its file meanwhile.

    Args:
        session: the one to save.
        today: the date of its result.
        path: another name to save it under.
        on_conflict: what to do, as a sentence, where both cannot be brought together.
        decide: asked where both have changed an answer; without it such a session is not saved.

    Returns:
        The keys that have another answer now than they had here; None where `decide` gave none.

    Raises:
        InputUnusable: where the file was not written, saying why and where the text is.
    """
    before, attempts = session.answers, 0
    while True:
        attempts += 1
        try:
            clashing = _saved_or_clashing(session, today, path, on_conflict)
        except ChangedOnDisk as changed:
            if attempts >= ATTEMPTS:
                raise InputUnusable([problem_of(changed, path, on_conflict)]) from changed
            continue
        except FAILURES as failure:
            file = path or session.file.path
            raise InputUnusable([problem_of(failure, file, on_conflict)]) from failure
        if clashing is None:
            return differing(before, session.answers)
        if decide is None:
            raise InputUnusable(_clashing(clashing, on_conflict))
        choices = decide(clashing.clashes)
        if choices is None:
            return None
        take_in(session, clashing, choices)


def _saved_or_clashing(
    session: OpenSession, today: date, path: Path | None, on_conflict: str
) -> Theirs | None:
    try:
        session.save(today, path)
    except ChangedOnDisk as changed:
        return save_together(session, today, changed, on_conflict)
    return None


def _clashing(found: Theirs, on_conflict: str) -> Iterator[Problem]:
    file = str(found.file.path)
    for clash in found.clashes:
        yield Problem(f"{clash.label}: {clash.in_words}", file=file)
    yield Problem(
        "was changed by another program in these answers as well; nothing was saved."
        f" {on_conflict or _REMEDY}",
        file=file,
    )


def save_or_keep(session: OpenSession, today: date, path: Path) -> tuple[str, ...]:
    """Save a session that nobody can be asked about any more; failing that, keep a copy of it.

    Returns:
        The keys that have another answer now than they had here.

    Raises:
        InputUnusable: where the file was not written, saying why and where the copy is.
    """
    try:
        return save(session, today, path) or ()
    except InputUnusable as unusable:
        if isinstance(unusable.__cause__, SaveFailed):
            # It has kept a copy already.
            raise
        copy = None
        with suppress(TomlProblem):
            copy = store.keep(path, _as_new_where_needed(session, today).encode())
        if copy is None:
            raise
        kept = Problem(f"your answers are kept at {shown(copy)}", file=str(path))
        raise InputUnusable([*unusable.problems, kept]) from None


def _as_new_where_needed(session: OpenSession, today: date) -> str:
    """The session's text; a new one with the same answers where they do not go into it."""
    try:
        return session.text(today)
    except (Unsafe, ChangedMeaning):
        # Hardly ever needed, and the means to build one take their time to load.
        from wizard.sessions.short_form import short_session

        new = OpenSession.new(short_session(today))
        new.apply(session.answers)
        return new.text(today)

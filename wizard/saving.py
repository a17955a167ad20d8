"""Saving a session: what can go wrong becomes a problem with a way out."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from rules.problem import Problem
from wizard.problems import InputUnusable
from wizard.session import OpenSession
from wizard.sessions import store
from wizard.sessions.document import Unsafe
from wizard.sessions.file_errors import shown
from wizard.sessions.session_file import ChangedMeaning
from wizard.sessions.store import ChangedOnDisk, SaveFailed
from wizard.sessions.template import empty_session

FAILURES = (ChangedOnDisk, SaveFailed, Unsafe, ChangedMeaning)
"""What `OpenSession.save` raises where the file was not written."""


SUFFIX = ".toml"


def session_path(typed: str) -> Path:
    """The file meant by a name somebody typed: `~` is understood, and .toml may be left out.

    Raises:
        InputUnusable: where it cannot be the name of a session file, saying what to do.
    """
    path = expanded(typed)
    if is_folder(path) or typed.endswith(("/", os.sep)):
        raise InputUnusable([Problem(f"{shown(path)} is a folder. Add the name of a file in it.")])
    if path.name == SUFFIX:
        raise InputUnusable([Problem(f"The name before {SUFFIX} is missing. Type one.")])
    return path if path.suffix else path.with_name(f"{path.name}{SUFFIX}")


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name."""
    # Unlike a Path's own method, this one never fails, whatever the name is like.
    return os.path.isdir(path)  # noqa: PTH112


def expanded(typed: str) -> Path:
    """A path somebody typed, with `~` and `~user` replaced by the folder they stand for.

    Raises:
        InputUnusable: where no such folder is known.
    """
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        user = Path(typed).parts[0]
        message = f"Nobody's folder is known as {user}. Write the path without it."
        raise InputUnusable([Problem(message)]) from None


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
    if isinstance(failure, ChangedMeaning):
        return Problem(
            "could not be written so that it reads back the same; the file is as it was."
            " Change this key by hand",
            str(failure),
            str(file),
        )
    return Problem(str(failure))


def save(
    session: OpenSession, today: date, path: Path | None = None, *, on_conflict: str = ""
) -> None:
    """Save a session.

    Raises:
        InputUnusable: where the file was not written, saying why and where the text is.
    """
    try:
        session.save(today, path)
    except FAILURES as failure:
        file = path or session.file.path
        raise InputUnusable([problem_of(failure, file, on_conflict)]) from failure


def save_or_keep(session: OpenSession, today: date, path: Path) -> None:
    """Save a session that nobody can be asked about any more; failing that, keep a copy of it.

    Raises:
        InputUnusable: where the file was not written, saying why and where the copy is.
    """
    try:
        save(session, today, path)
    except InputUnusable as unusable:
        if isinstance(unusable.__cause__, SaveFailed):
            # It has kept a copy already.
            raise
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
        new = OpenSession.new(empty_session(today))
        new.apply(session.answers)
        return new.text(today)

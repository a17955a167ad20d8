"""Saving a session from a command: what can go wrong becomes a problem with a way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.problem import Problem
from wizard.problems import InputUnusable
from wizard.session import OpenSession
from wizard.sessions.document import Unsafe
from wizard.sessions.session_file import ChangedMeaning
from wizard.sessions.store import ChangedOnDisk, SaveFailed


def save(session: OpenSession, today: date, path: Path | None = None) -> None:
    """Save a session.

    Raises:
        InputUnusable: where the file was not written, saying why and where the text is.
    """
    try:
        session.save(today, path)
    except (ChangedOnDisk, SaveFailed) as failed:
        raise InputUnusable([Problem(str(failed))]) from None
    except Unsafe as unsafe:
        raise InputUnusable([Problem(str(unsafe), file=str(path or session.file.path))]) from None
    except ChangedMeaning as changed:
        key = str(changed)
        raise InputUnusable(
            [
                Problem(
                    "could not be written so that it reads back the same; the file is as it was."
                    " Change this key by hand",
                    key,
                    str(path or session.file.path),
                )
            ]
        ) from None

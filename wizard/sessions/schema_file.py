"""The JSON Schema of a session as a file beside it, and the line by which editors find it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from wizard.disk.errors import ChangedOnDisk, NoSuchFile, SaveFailed, UnusableFile, shown
from wizard.disk.reading import read
from wizard.disk.store import save
from wizard.problems import InputUnusable
from wizard.sessions.json_schema import TITLE, session_schema

NAME: Final = "session.schema.json"
LINE: Final = f"#:schema ./{NAME}\n"
"""The first line of a session that names its schema, as Taplo and what builds on it read it."""


def schema_text() -> str:
    """The schema as it is printed and written."""
    return json.dumps(session_schema(), indent=2, ensure_ascii=False) + "\n"


def beside(session: Path) -> Path:
    """Where the schema of a session lies."""
    return session.with_name(NAME)


def refuse_another(target: Path) -> None:
    """Say before anything is written that a file of that name is something else.

    Raises:
        InputUnusable: where it is not the schema of a session, of this version or another, or
            cannot be read.
    """
    try:
        found = json.loads(read(target)[0])
    except NoSuchFile:
        return
    except UnusableFile as unusable:
        message = f"{unusable.reason}; move it, or leave --schema out"
        raise InputUnusable([Problem(message, file=shown(target))]) from None
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("title") != TITLE:
        message = "is not the schema of a session; move it, or leave --schema out"
        raise InputUnusable([Problem(message, file=shown(target))])


def write(target: Path) -> None:
    """Write the schema, over that of another version where there is one.

    Raises:
        InputUnusable: where it could not be written.
    """
    try:
        save(target, schema_text().encode(), expected=None, replace_changed=True, is_precious=False)
    except (ChangedOnDisk, SaveFailed) as failed:
        raise InputUnusable([Problem(str(failed))]) from failed

"""An agreement that is taken back, out of the record in a session."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from wizard.sessions.session_file import SessionFile

AGREED = ("workshop", "agreed")


def without_agreed(file: SessionFile, keys: Set[str]) -> SessionFile:
    """A session whose record has no agreement on some keys.

    Raises:
        Unsafe: where the file is laid out so that it cannot be changed alone.
    """
    from wizard.sessions.document import REMOVE, edit
    from wizard.sessions.toml_guard import parse

    rows = file.raw.get("workshop", {}).get("agreed", [])
    left = [row for row in rows if row.get("key") not in keys]
    if len(left) == len(rows):
        return file
    text = edit(file.text, {AGREED: left or REMOVE})
    return replace(file, text=text, raw=parse(text.encode())[1])

"""Where what belongs to the workshop on a session lies, in the program's own folder."""

from __future__ import annotations

from pathlib import Path

from wizard.disk.paths import mark_of, state_dir


def place(session: Path, kind: str) -> Path:
    """The file of one kind for a session, by whatever name the session is called."""
    return state_dir() / "workshops" / f"{mark_of(session)}.{kind}"

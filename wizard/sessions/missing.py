"""What to do where a session, or a folder of them, is named that is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from wizard.disk import reading
from wizard.disk.errors import NoSuchFile, as_typed, shown
from wizard.disk.folders import Lying, lying_in
from wizard.sessions.naming import is_session

_ALIKE: Final = 0.75
"""How much of two names has to be the same for one to be meant by the other."""


def what_to_do(missing: NoSuchFile) -> str:
    """The session beside it that may be meant, or how to begin one; as sentences."""
    path = missing.path
    if reading.is_pattern(str(path)):
        # A shell hands on as it stands what fits nothing.
        return "Check the name; as a pattern it fits no file."
    if not path.parent.is_dir():
        return missing.remedy
    begin = f"begin a session with `payback new {as_typed(path)}`."
    meant = _nearest(path, is_session)
    if meant is None:
        return f"Check the name, or {begin}"
    return f"Did you mean {shown(meant)}? Otherwise {begin}"


def folder_meant(path: Path) -> str:
    """The same of a folder: the one beside it that may be meant, as sentences."""
    meant = _nearest(path, lambda one: one.is_folder and not one.name.startswith("."))
    return "Check the name." if meant is None else f"Did you mean {shown(meant)}?"


def _nearest(path: Path, is_meant: Callable[[Lying], bool]) -> Path | None:
    from difflib import get_close_matches

    try:
        beside = lying_in(path.parent, is_meant)
    except OSError:
        return None
    names = {Path(one.name).stem.lower(): one.name for one in beside}
    # The ending is what is left out or mistyped most.
    close = get_close_matches(path.stem.lower(), names, n=1, cutoff=_ALIKE)
    return path.with_name(names[close[0]]) if close else None

"""Where what belongs to the workshop on a session lies, in the program's own folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from wizard.disk.paths import state_dir


def place(session: Path, kind: str) -> Path:
    """The file of one kind for a session, by whatever name the session is called."""
    name = os.path.normcase(os.path.realpath(session))
    digest = hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:32]
    return state_dir() / "workshops" / f"{digest}.{kind}"

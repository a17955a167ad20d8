"""What an examination finds, said so that a person can mend it and show it to others."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    MIND = "mind"
    """Works, with less than there could be, or not as somebody may expect."""
    MEND = "mend"
    """Something that was asked for does not work until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    id: str
    """Stays the same for scripts: `terminal.size`."""
    state: State
    text: str
    remedy: str = ""
    """What to do, or when there would be something to do; may be empty."""


def without_home(text: str) -> str:
    """A text with the home folder as `~`: its name is often a person's, and this is shown about."""
    try:
        home = str(Path.home())
    except (RuntimeError, KeyError):
        return text
    return "~" if text == home else text.replace(f"{home}{os.sep}", f"~{os.sep}")

"""What lies in a folder, as somebody chooses from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Lying(NamedTuple):
    """A folder or a file in a folder."""

    name: str
    is_folder: bool


def lying_in(folder: Path, is_meant: Callable[[Lying], bool]) -> list[Lying]:
    """Those that are meant: folders, then files, each by name.

    Raises:
        OSError: the folder cannot be looked into.
    """
    with os.scandir(folder) as entries:
        found = [Lying(entry.name, _is_folder(entry)) for entry in entries]
    return sorted(filter(is_meant, found), key=lambda one: (not one.is_folder, one.name.lower()))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads nowhere: whoever opens it is told.
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name."""
    # Unlike a Path's own method, this one never fails, whatever the name is like.
    return os.path.isdir(path)  # noqa: PTH112

"""A fence around what a run may write: random keys find "save as", and type any path into it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"}

_fences: list[Path] = []
"""The folder in which a run is free, the last one while there are several."""
_hooked: list[bool] = []


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _fences:
        return
    if event == "open":
        path, _, flags = arguments
        changed = [path] if isinstance(flags, int) and flags & _WRITES else []
    elif event in _CHANGES:
        changed = [one for one in arguments if isinstance(one, str | bytes | os.PathLike)]
    else:
        return
    for path in changed:
        # Anything else is a descriptor, which somebody was let open.
        if isinstance(path, str | bytes | os.PathLike) and not _is_inside(path):
            raise PermissionError(13, "outside of the folder of this run", os.fsdecode(path))


def _is_inside(path: str | bytes | os.PathLike[str]) -> bool:
    real = os.path.realpath(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - no Path inside a hook
    return real.startswith(("/dev/", "/proc/", f"{_fences[-1]}{os.sep}"))


def failures_told(folder: Path) -> list[str]:
    """The reports of failures that a run in this folder has left."""
    found = (folder / "home" / "state" / "failures").glob("*.txt")
    return [one.read_text("utf-8") for one in sorted(found)]


@contextmanager
def fenced(folder: Path) -> Iterator[Path]:
    """Work in a folder that nothing gets out of; the program's own folders lie in it too.

    What is written elsewhere fails as on a disk that one may only read, which the program knows.
    """
    here = folder.resolve()
    (work := here / "work").mkdir(exist_ok=True)
    if not _hooked:
        # For good: Python takes no such hook away again.
        sys.addaudithook(_look)
        _hooked.append(True)
    before = Path.cwd()
    os.chdir(work)
    _fences.append(here)
    try:
        with (
            patch.dict(os.environ, {"PAYBACK_HOME": str(here / "home"), "HOME": str(here)}),
            patch.object(sys, "dont_write_bytecode", True),
            patch("tempfile.tempdir", str(here)),
            # Nothing of it comes onto anybody's clipboard.
            patch("wizard.app.terminal.clipboard.copy", return_value=False),
        ):
            yield work
    finally:
        _fences.pop()
        os.chdir(before)

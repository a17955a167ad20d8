"""A folder that nobody may look into, played: root may look into every one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def lock_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the system refuse to list a folder, and to say anything of what lies in it."""

    def refusing(call: Callable[..., Any], *, folder_itself: bool) -> Callable[..., Any]:
        def asked(path: Any = ".", *rest: Any, **more: Any) -> Any:
            if isinstance(path, str | os.PathLike):
                meant = Path(path).absolute()
                if folder in meant.parents or (folder_itself and meant == folder):
                    raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
            return call(path, *rest, **more)

        return asked

    for name in ("stat", "lstat", "readlink", "open", "mkdir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name), folder_itself=False))
    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name), folder_itself=True))

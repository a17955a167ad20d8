"""The clipboard through the tool of the system, where there is one.

Terminals obey the escape that sets the clipboard, or do not, and never say; the tool does say.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NamedTuple


class _Tool(NamedTuple):
    """A program that puts its input on the clipboard."""

    name: str
    options: tuple[str, ...] = ()
    where: str = ""
    """The variable that says whether it has a clipboard to reach; empty where it always has."""
    encoding: str = "utf-8"


_TOOLS = (
    _Tool("pbcopy"),
    _Tool("wl-copy", where="WAYLAND_DISPLAY"),
    _Tool("xclip", ("-selection", "clipboard"), where="DISPLAY"),
    _Tool("xsel", ("--clipboard", "--input"), where="DISPLAY"),
    # It takes anything else for the code page of a console.
    _Tool("clip.exe", encoding="utf-16-le"),
)
_SECONDS = 2.0


def copy(text: str) -> bool:
    """Put a text on the clipboard; whether a tool said that it is there."""
    for tool in _TOOLS:
        program = shutil.which(tool.name)
        if program is None or (tool.where and not os.environ.get(tool.where)):
            continue
        try:
            done = subprocess.run(
                [program, *tool.options],
                input=text.encode(tool.encoding),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return True
    return False

"""The clipboard through the tool of the system, where there is one.

Terminals obey the escape that sets the clipboard, or do not, and never say; the tool does say.
"""

from __future__ import annotations

import os
import shutil
import subprocess

_TOOLS = (
    ("pbcopy", ()),
    ("wl-copy", ()),
    ("xclip", ("-selection", "clipboard")),
    ("xsel", ("--clipboard", "--input")),
    ("clip.exe", ()),
)
_SECONDS = 2.0


def copy(text: str) -> bool:
    """Put a text on the clipboard; whether a tool said that it is there."""
    for name, options in _TOOLS:
        if name == "wl-copy" and not os.environ.get("WAYLAND_DISPLAY"):
            continue
        if name in ("xclip", "xsel") and not os.environ.get("DISPLAY"):
            continue
        tool = shutil.which(name)
        if tool is None:
            continue
        try:
            done = subprocess.run(
                [tool, *options],
                input=text.encode(),
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

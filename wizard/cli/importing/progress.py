"""How far an import is, on standard error while somebody looks at it; ctrl+c calls it off."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rules.words.wording import percent

if TYPE_CHECKING:
    from wizard.imports.engines.engine import Progress, Watch

_WORTH_SHOWING = 64 << 20
"""Bytes; less is read in a moment."""


def watch_on_terminal(size: int) -> Watch:
    """A watch that shows progress where standard error is a terminal and there is enough to read.

    Args:
        size: bytes to be read.
    """
    from wizard.imports.engines.engine import Watch

    if size < _WORTH_SHOWING or not sys.stderr.isatty():
        return Watch()
    return Watch(show=_show)


def _show(progress: Progress) -> None:
    read = progress.share * progress.size / 1e6
    line = f"{percent(progress.share):>6}  {read:,.0f} of {progress.size / 1e6:,.0f} MB"
    sys.stderr.write(f"\r{line}\x1b[K" if progress.share < 1 else "\r\x1b[K")
    sys.stderr.flush()

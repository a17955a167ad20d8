"""How far an import is, on standard error while somebody looks at it; ctrl+c calls it off."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from rules.words.wording import count, percent

if TYPE_CHECKING:
    from wizard.imports.engines.engine import Progress, Watch
    from wizard.imports.request import Opened

_WORTH_SHOWING = 64 << 20
"""Bytes; less is read in a moment."""


def watch_on_terminal(*opened: Opened) -> Watch:
    """A watch that shows how far it is, where a terminal sees it and there is enough to read."""
    from wizard.imports.engines.engine import Watch

    if sum(one.size for one in opened) < _WORTH_SHOWING or not sys.stderr.isatty():
        return Watch()
    return Watch(show=partial(_show, sum(one.rows_about for one in opened)))


def _show(rows_about: float, progress: Progress) -> None:
    read = progress.share * progress.size / 1e6
    rows = f", about {count(rows_about * progress.share)} rows" if rows_about else ""
    line = f"{percent(progress.share):>6}  {read:,.0f} of {progress.size / 1e6:,.0f} MB{rows}"
    sys.stderr.write(f"\r{line}\x1b[K" if progress.share < 1 else "\r\x1b[K")
    sys.stderr.flush()

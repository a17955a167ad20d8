"""On which line of a session file a key is written: what a message about that key points at."""

from __future__ import annotations

import re
from bisect import bisect_right

from rules.answers.validation import Path


def line_index(text: str) -> dict[Path, int]:
    """The 1-based line on which each key path of a TOML text is defined.

    Paths name tables, keys, inline members and array elements alike; ints in them are 0-based
    positions in arrays. A table that has no header of its own (`[a.b]` implies `a`) stands on the
    line that first names it, an array of tables on its first row. Of a text that is not TOML the
    part before the first error is indexed.
    """
    # Whoever asks for a line has something to complain about: most programs never do.
    from wizard.toml.layout import Layout

    text = text.removeprefix("\ufeff")
    breaks = [found.start() for found in re.finditer("\n", text)]
    written: dict[Path, int] = {}
    implied: dict[Path, int] = {}
    for path, offset in Layout(text, lenient=True).written_keys():
        line = bisect_right(breaks, offset - 1) + 1
        written.setdefault(path, line)
        # Nearest ancestor first: once one is known, so are all above it.
        for depth in range(len(path) - 1, 0, -1):
            if path[:depth] in implied:
                break
            implied[path[:depth]] = line
    return implied | written


def line_of(text: str, path: Path) -> int | None:
    """The line of `path`, or of its nearest ancestor that is in the text; None without one."""
    index = line_index(text)
    for depth in range(len(path), 0, -1):
        if path[:depth] in index:
            return index[path[:depth]]
    return None

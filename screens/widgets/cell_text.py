"""Texts of cells and headings: on one line, on several, at the left or at the right."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len

from rules.words.wording import visible


def wrapped(heading: str, width: int, lines: int) -> list[str]:
    """A heading on so many lines, the last of them cut where it has more to say."""
    if lines == 1:
        return [heading]
    return textwrap.wrap(heading, max(1, width), max_lines=lines, placeholder="…") or [""]


def heading_width(heading: str, lines: int) -> int:
    """The least width at which a heading fits into so many lines, words whole."""
    words = heading.split()
    widest = max((cell_len(word) for word in words), default=0)
    if lines == 1 or len(words) < 2:
        return cell_len(heading) if lines == 1 else widest
    halves = (
        max(cell_len(" ".join(words[:at])), cell_len(" ".join(words[at:])))
        for at in range(1, len(words))
    )
    return max(widest, min(halves))


def aside(text: str, width: int, to_the_right: bool) -> str:
    """A text in so many cells, at its left or its right end."""
    gap = " " * max(0, width - cell_len(text))
    return gap + text if to_the_right else text + gap


def plain(text: str) -> str:
    """A text on one line, with nothing in it that a terminal would obey."""
    return visible(" ".join(text.split()))

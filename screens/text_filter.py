"""No control sign reaches the terminal: what a text holds is shown, never obeyed.

Textual passes escapes on from nearly every widget. One filter over every line stops them all; it
is one instance, since a new one per call would lose Textual's cache of filtered lines.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from rules.wording import visible

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class ControlFilter(LineFilter):
    """Replaces control and direction signs by signs that can be seen, cell by cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, where none holds such a sign; else without them."""
        if not any(_UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(_UNSAFE.sub(_picture, segment.text), segment.style, segment.control)
            for segment in segments
        ]


def _picture(found: re.Match[str]) -> str:
    """One sign in place of one, so that the line keeps its width."""
    shown = visible(found.group())
    return shown if len(shown) == 1 else "\ufffd"

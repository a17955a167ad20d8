"""Signs that the font of a Linux console lacks, and those it has that say the same.

Its font has the 256 signs of a PC: lines, whole and half blocks, arrows, a root for a tick. What it
lacks is shown as one and the same sign, so that answered and open would look alike.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

INSTEAD = str.maketrans(
    {
        "✓": "√",
        "✗": "x",
        "●": "■",
        "◐": "•",
        "◆": "♦",
        "▸": "►",
        "…": "»",
        "−": "-",
        "–": "-",
        "“": '"',
        "”": '"',
        "⏎": "¶",
        "‹": "<",
        "›": ">",
        # The glass of the palette, which takes two cells.
        "🔎": "> ",
        **dict(zip("╭╮╰╯", "┌┐└┘", strict=True)),
        **dict(zip("━┃┏┓┗┛┣┫┳┻╋", "─│┌┐└┘├┤┬┴┼", strict=True)),
        **dict(zip("┄┈╌╸╺╴╶", "─" * 7, strict=True)),
        **dict(zip("╵╷", "││", strict=True)),
        **dict(zip("▁▂▃▅▆▇▔", "___▄▄█─", strict=True)),
        **dict(zip("▎▏▊▕", "││█│", strict=True)),
        # Dots of a curve.
        **{chr(code): "·" for code in range(0x2801, 0x2900)},
    }
)


class ConsoleSigns(LineFilter):
    """Shows each line in signs that a console has, each as wide as what it stands for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, where all their signs are there."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(segment.text.translate(INSTEAD), segment.style)
            for segment in segments
        ]

"""What the terminal can show, as far as its variables say."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from screens.theme import Depth


class Abilities(NamedTuple):
    """What a terminal can show; those of any of today's without more ado."""

    colours: Depth = "truecolor"
    has_few_signs: bool = False
    """Whether its font has the 256 signs of a PC, as that of a Linux console does."""


def abilities(environ: Mapping[str, str] = os.environ) -> Abilities:
    """Those of the terminal that the program runs on."""
    return Abilities(_colours(environ), environ.get("TERM") == "linux")


def _colours(environ: Mapping[str, str]) -> Depth:
    """What Textual will send: by COLORTERM and TERM, unless TEXTUAL_COLOR_SYSTEM decides."""
    from rich.console import Console

    console = Console(
        file=sys.__stdout__,
        legacy_windows=False,
        force_terminal=True,
        color_system=environ.get("TEXTUAL_COLOR_SYSTEM", "auto"),  # type: ignore[arg-type] # any
        _environ=environ,
    )
    match console.color_system:
        case "standard" | "windows":
            return "standard"
        case "256":
            return "256"
    return "truecolor"


def believe_the_terminal() -> None:
    """Let a terminal that knows its size be as large as it says, whatever COLUMNS or LINES say.

    They are of the window in which somebody exported them, or of this one before it was resized.
    """
    stream = sys.__stdout__
    with suppress(OSError, ValueError):
        if stream is not None and all(os.get_terminal_size(stream.fileno())):
            os.environ.pop("COLUMNS", None)
            os.environ.pop("LINES", None)

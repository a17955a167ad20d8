"""What the terminal can show, as far as its variables say."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from screens.theme import Depth


class Abilities(NamedTuple):
    """What a terminal can show; those of any of today's without more ado."""

    colours: Depth = "truecolor"
    has_few_signs: bool = False
    """Whether its font has the 256 signs of a PC, as that of a Linux console does."""


def abilities() -> Abilities:
    """Those of the terminal that the program runs on."""
    return Abilities(_colours(), os.environ.get("TERM") == "linux")


def _colours() -> Depth:
    """What Textual will send: by COLORTERM and TERM, unless TEXTUAL_COLOR_SYSTEM decides."""
    from rich.console import Console
    from textual import constants

    console = Console(
        file=sys.__stdout__,
        legacy_windows=False,
        force_terminal=True,
        color_system=constants.COLOR_SYSTEM,  # type: ignore[arg-type] # whatever Textual takes
    )
    match console.color_system:
        case "standard" | "windows":
            return "standard"
        case "256":
            return "256"
    return "truecolor"

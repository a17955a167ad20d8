"""The themes: dark, light, high contrast, and one for a projector.

Every text has a contrast of at least 4.5:1 on every background it stands on (tests compute it), and
no theme has dim text. Colour never stands alone: verdicts and problems carry a word and a sign.

A terminal with 256 colours, or 16, is sent the one of its own that is nearest, which brings text
and ground together: for these each theme has colours that the terminal has.

Why so: docs/decisions/0079-fewer-colours.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from textual.theme import Theme

STYLES = Path(__file__).parent / "styles"
"""One sheet for what every case shows at once, one for each screen that comes later."""

Depth: TypeAlias = Literal["truecolor", "256", "standard", "monochrome"]
"""How many colours a terminal shows: all, 256, 16, or of the 16 only black and white."""


def _theme(name: str, *, dark: bool, **colours: str) -> Theme:
    """A theme whose texts are opaque, so that their contrast is what it says."""
    text = colours["text"]
    return Theme(
        name=name,
        dark=dark,
        primary=colours["accent"],
        secondary=colours["accent"],
        accent=colours["accent"],
        foreground=text,
        background=colours["background"],
        surface=colours["background"],
        panel=colours["raised"],
        boost=colours["raised"],
        success=colours["good"],
        warning=colours["fair"],
        error=colours["bad"],
        text_alpha=1.0,
        variables={
            "pb-text": text,
            "pb-quiet": colours["quiet"],
            "pb-good": colours["good"],
            "pb-fair": colours["fair"],
            "pb-bad": colours["bad"],
            "pb-accent": colours["accent"],
            "pb-raised": colours["raised"],
            "pb-field": colours["field"],
            "pb-focus": colours["focus"],
            "pb-at-hand": "bold reverse" if colours["focus"] == colours["background"] else "bold",
            "scrollbar": colours["quiet"],
            "scrollbar-hover": colours["accent"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["raised"],
            "input-cursor-background": text,
            "input-cursor-foreground": colours["background"],
        },
    )


_IS_DARK = {
    "payback-dark": True,
    "payback-light": False,
    "payback-contrast": True,
    "payback-projector": False,
}
_COLOURS: dict[str, dict[str, str]] = {
    "payback-dark": {
        "text": "#e6e6e6",
        "quiet": "#a9b1ba",
        "background": "#14171a",
        "raised": "#1f252b",
        "field": "#1a1f24",
        "focus": "#2c3a4a",
        "accent": "#7cc4ff",
        "good": "#7bd88f",
        "fair": "#f2c14e",
        "bad": "#ff8f87",
    },
    "payback-light": {
        "text": "#1b1f23",
        "quiet": "#4b5560",
        "background": "#fbfbf8",
        "raised": "#ecebe4",
        "field": "#f3f2ec",
        "focus": "#d5e4f5",
        "accent": "#0b5cad",
        "good": "#11632a",
        "fair": "#7a4b00",
        "bad": "#a4201b",
    },
    "payback-contrast": {
        "text": "#ffffff",
        "quiet": "#ffffff",
        "background": "#000000",
        "raised": "#000000",
        "field": "#242424",
        "focus": "#003b8e",
        "accent": "#7fe0ff",
        "good": "#5dff7f",
        "fair": "#ffe14d",
        "bad": "#ffa3a3",
    },
    "payback-projector": {
        "text": "#000000",
        "quiet": "#000000",
        "background": "#ffffff",
        "raised": "#ffffff",
        "field": "#e9e9e9",
        "focus": "#ffe680",
        "accent": "#00337a",
        "good": "#004d14",
        "fair": "#5c3600",
        "bad": "#8a0000",
    },
}
_OF_256: dict[str, dict[str, str]] = {
    "payback-dark": {
        "background": "#121212",
        "raised": "#262626",
        "field": "#1c1c1c",
        "focus": "#00005f",
    },
    "payback-light": {
        "background": "#ffffff",
        "raised": "#eeeeee",
        "field": "#eeeeee",
        "focus": "#d7ffff",
    },
    "payback-contrast": {"focus": "#00005f"},
    "payback-projector": {},
}
"""What is another colour where there are 256: one of those that are the same on every terminal."""
_ON_BLACK = {
    "text": "#ffffff",
    "quiet": "#aaaaaa",
    "background": "#000000",
    "raised": "#000000",
    "field": "#000000",
    "focus": "#0000aa",
    "accent": "#55ffff",
    "good": "#55ff55",
    "fair": "#ffff55",
    "bad": "#ffffff",
}
_ON_WHITE = {
    "text": "#000000",
    "quiet": "#000000",
    "background": "#ffffff",
    "raised": "#ffffff",
    "field": "#ffffff",
    "focus": "#55ffff",
    "accent": "#0000aa",
    "good": "#0000aa",
    "fair": "#000000",
    "bad": "#aa0000",
}
_OF_16: dict[str, dict[str, str]] = {
    "payback-dark": _ON_BLACK,
    "payback-light": _ON_WHITE,
    "payback-contrast": {**_ON_BLACK, "quiet": "#ffffff"},
    "payback-projector": {**_ON_WHITE, "focus": "#ffff55"},
}
"""Where there are 16: those that keep apart in the palettes of terminals, which differ. No red and
no green of theirs does so on black, blue and white alike."""


def themes(depth: Depth) -> tuple[Theme, ...]:
    """The themes in the colours that a terminal has."""
    return tuple(_theme(name, dark=_IS_DARK[name], **_colours(name, depth)) for name in _COLOURS)


def _colours(name: str, depth: Depth) -> dict[str, str]:
    match depth:
        case "truecolor":
            return _COLOURS[name]
        case "256":
            return _COLOURS[name] | _OF_256[name]
        case "standard":
            return _OF_16[name]
        case "monochrome":
            text, ground = ("#ffffff", "#000000") if _IS_DARK[name] else ("#000000", "#ffffff")
            grounds = ("background", "raised", "field", "focus")
            return {one: ground if one in grounds else text for one in _OF_16[name]}


THEMES = themes("truecolor")

DEFAULT_THEME = "payback-dark"

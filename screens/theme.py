"""The themes: dark, light, high contrast, and one for a projector.

Every text has a contrast of at least 4.5:1 on every background it stands on (tests compute it), and
no theme has dim text. Colour never stands alone: verdicts and problems carry a word and a sign.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

STYLES = Path(__file__).parent / "styles"
"""One sheet for what every case shows at once, one for each screen that comes later."""


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
            "scrollbar": colours["quiet"],
            "scrollbar-hover": colours["accent"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["raised"],
            "input-cursor-background": text,
            "input-cursor-foreground": colours["background"],
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        "payback-dark",
        dark=True,
        text="#e6e6e6",
        quiet="#a9b1ba",
        background="#14171a",
        raised="#1f252b",
        field="#1a1f24",
        focus="#2c3a4a",
        accent="#7cc4ff",
        good="#7bd88f",
        fair="#f2c14e",
        bad="#ff8f87",
    ),
    _theme(
        "payback-light",
        dark=False,
        text="#1b1f23",
        quiet="#4b5560",
        background="#fbfbf8",
        raised="#ecebe4",
        field="#f3f2ec",
        focus="#d5e4f5",
        accent="#0b5cad",
        good="#11632a",
        fair="#7a4b00",
        bad="#a4201b",
    ),
    _theme(
        "payback-contrast",
        dark=True,
        text="#ffffff",
        quiet="#ffffff",
        background="#000000",
        raised="#000000",
        field="#242424",
        focus="#003b8e",
        accent="#7fe0ff",
        good="#5dff7f",
        fair="#ffe14d",
        bad="#ffa3a3",
    ),
    _theme(
        "payback-projector",
        dark=False,
        text="#000000",
        quiet="#000000",
        background="#ffffff",
        raised="#ffffff",
        field="#e9e9e9",
        focus="#ffe680",
        accent="#00337a",
        good="#004d14",
        fair="#5c3600",
        bad="#8a0000",
    ),
)

DEFAULT_THEME = "payback-dark"


class Sheets(Stylesheet):
    """Style sheets that are parsed once for each set of colours.

    Textual parses all of them again whenever a theme is set, and one is set as it starts.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours = variables or {}
        self._parsed_for: dict[str, str] | None = None
        """The colours that all sheets were parsed for; None where some are not yet."""

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._colours:
            self._colours = variables
            super().set_variables(variables)

    def read(self, filename: str | PurePath) -> None:
        super().read(filename)
        self._parsed_for = None

    def parse(self) -> None:
        super().parse()
        self._parsed_for = self._colours

    def reparse(self) -> None:
        if self._parsed_for is not self._colours:
            self.parse()

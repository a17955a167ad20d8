"""How cells look: colours, number formats, and what each colour of a number means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rules.words.money import Words

SIZE = 10
"""Points of a letter."""
INK = "#1F2933"
_GREY, _BLUE, _GREEN = "#6B7785", "#0B3D91", "#1E6B3A"
_HEAD, _PAPER, _INPUT = "#1F3A5F", "#EEF2F6", "#FFF9DB"
_LINE = "#C9D1DA"

# LibreOffice indents only what says that it stands to the left.
_INDENTED: Mapping[str, Any] = {"align": "left", "indent": 1}

STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _HEAD},
    "verdict": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"},
    "note": {"font_color": _GREY, "text_wrap": True, "valign": "top"},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _HEAD,
        "text_wrap": True,
        "valign": "bottom",
    },
    "unit": {"font_color": _GREY, "font_size": 8, "align": "right", "bottom": 1},
    "section": {"bold": True, "bg_color": _PAPER, "font_color": _HEAD, "bottom": 1},
    "label": {"valign": "top", "text_wrap": True},
    "inner": _INDENTED,
    "text": {"text_wrap": True, "valign": "top", **_INDENTED},
    "remark": {"font_color": _GREY, "text_wrap": True, "valign": "top", **_INDENTED},
    "month": {"font_color": _GREY, "align": "left", "valign": "top"},
    "key": {"font_color": _GREY, "font_size": 8, "valign": "top", **_INDENTED},
    "plain": {},
    "beyond": {"font_color": "#B8C0C8"},
    "alarm": {"font_color": "#9C4221", "bg_color": "#FEEBC8"},
    "aware": {"font_color": "#2C5282", "bg_color": "#E1EEFB"},
    "switch": {"bold": True, "align": "left", "font_size": 12},
    "legend": {"align": "left", "text_wrap": True, "font_size": 8},
    "strong": {"bold": True},
    # Blue for what may be changed, black for what is calculated and green for what is fetched from
    # another place as it stands, as finance has it.
    "input": {
        "font_color": _BLUE,
        "bg_color": _INPUT,
        "border": 1,
        "border_color": _LINE,
        "align": "right",
        "valign": "top",
    },
    "figure": {"align": "right", "valign": "top"},
    "link": {"font_color": _GREEN},
    "fixed": {"align": "right", "valign": "top", "font_color": _GREY},
    "right": {"align": "right"},
    "ruled": {"bottom": 1, "bottom_color": _LINE},
    "count": {"num_format": "[<1000]General;#,##0"},
    "whole": {"num_format": "#,##0"},
    "percent": {"num_format": "#,##0.0##%"},
    "share": {"num_format": "#,##0.0%"},
    "months": {"num_format": "#,##0.0"},
    "decimal": {"num_format": "#,##0.0##"},
    "number": {"num_format": "General"},
    "factor": {"num_format": "0.0000"},
    "longer": {"num_format": '+#,##0.0;-#,##0.0;"-"'},
    "more": {"num_format": '+#,##0;-#,##0;"-"'},
    "points": {"num_format": '+#,##0.0%;-#,##0.0%;"-"'},
    "small": {"num_format": "0.000000000"},
    "scientific": {"num_format": "0.000E+00"},
}

LEGEND = (
    ("input", "an input: change it"),
    ("figure", "a formula"),
    ("figure link", "a link to another cell"),
    ("fixed", "as judged: does not follow"),
)
"""Styles of numbers and what they say, for whoever reads the first sheet."""


class Formats:
    """The formats of a book by the names of their styles, amounts in its currency."""

    def __init__(self, add: Callable[[dict[str, Any]], Any], currency: str) -> None:
        self._add = add
        self._made: dict[str, Any] = {}
        words = Words(currency)
        mark = words.money(0.0).removesuffix("0")
        few = "0.00" if words.has_cents else "0.0"
        self._money = {
            "money": {"num_format": f'"{mark}"#,##0;-"{mark}"#,##0'},
            "amount": {"num_format": f'[=0]"{mark}"0;[<100]"{mark}"{few}####;"{mark}"#,##0'},
            "price": {"num_format": f'"{mark}"#,##{few}####;-"{mark}"#,##{few}####'},
            "change": {"num_format": f'+"{mark}"#,##0;-"{mark}"#,##0;"-"'},
        }

    def style(self, names: str) -> Any:
        """The format of some style names, later ones winning."""
        if names not in self._made:
            self._made[names] = self._add(self.properties(names))
        return self._made[names]

    def properties(self, names: str) -> dict[str, Any]:
        """What some style names come to."""
        found: dict[str, Any] = {}
        for name in names.split():
            found |= self._money.get(name) or STYLES[name]
        return found

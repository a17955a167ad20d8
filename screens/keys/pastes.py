"""What can be done with rows and columns that were pasted, before they are taken."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

PASTES = Shelf(
    "Where a paste is looked at",
    "where a paste is looked at",
    (
        Action("take-paste", "enter", "Paste: take it as it is shown", hint="take"),
        Action("column-left", "left", "Paste: the column at the left"),
        Action("column-right", "right", "Paste: the column at the right", hint="column"),
        Action(
            "read-as",
            "space",
            "Paste: the column goes into another one",
            hint="goes elsewhere",
            runs="read_as(1)",
        ),
        Action(
            "read-as-before",
            "backspace",
            "Paste: the column goes into the one before",
            runs="read_as(-1)",
        ),
        Action(
            "paste-fractions",
            "f",
            "Paste: bare numbers of the column are fractions, or percentages",
            hint="fractions",
        ),
        Action(
            "paste-headings",
            "h",
            "Paste: the first row is headings, or a row like the others",
            hint="headings",
        ),
        Action(
            "paste-commas", "c", "Paste: commas are decimal signs, or group digits", hint="commas"
        ),
        Action("paste-replaces", "r", "Paste: rows that are not in it go, or stay", hint="replace"),
    ),
)

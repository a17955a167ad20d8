"""What can be done with rows and columns that were pasted, before they are taken."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

PASTES = Shelf(
    "Where a paste is looked at",
    "where a paste is looked at",
    (
        Action(
            "take-paste",
            keys="enter",
            call="take_paste",
            label="Paste: take it as it is shown",
            hint="take",
            shown="enter",
        ),
        Action(
            "column-left",
            keys="left",
            call="column_left",
            label="Paste: the column at the left",
            shown="←",
        ),
        Action(
            "column-right",
            keys="right",
            call="column_right",
            label="Paste: the column at the right",
            hint="column",
            shown="→",
        ),
        Action(
            "read-as",
            keys="space",
            call="read_as(1)",
            label="Paste: the column goes into another one",
            hint="goes elsewhere",
            shown="space",
        ),
        Action(
            "read-as-before",
            keys="backspace",
            call="read_as(-1)",
            label="Paste: the column goes into the one before",
            shown="backspace",
        ),
        Action(
            "paste-fractions",
            keys="f",
            call="paste_fractions",
            label="Paste: bare numbers of the column are fractions, or percentages",
            hint="fractions",
            shown="f",
        ),
        Action(
            "paste-headings",
            keys="h",
            call="paste_headings",
            label="Paste: the first row is headings, or a row like the others",
            hint="headings",
            shown="h",
        ),
        Action(
            "paste-commas",
            keys="c",
            call="paste_commas",
            label="Paste: commas are decimal signs, or group digits",
            hint="commas",
            shown="c",
        ),
        Action(
            "paste-replaces",
            keys="r",
            call="paste_replaces",
            label="Paste: rows that are not in it go, or stay",
            hint="replace",
            shown="r",
        ),
    ),
)

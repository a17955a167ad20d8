"""What can be done in the rows of a table, and with a paste before it is taken."""

from __future__ import annotations

from screens.keys.action import Action, Shelf, heard_first

TABLES = Shelf(
    "In the rows of a table",
    "in the rows of a table",
    heard_first(
        Action("add-row", "ctrl+a", "Add a row", hint="add"),
        Action("remove-row", "ctrl+d", "Remove the row", hint="remove"),
        Action("row-below", "down", "Table: go to the row below"),
        Action("row-above", "up", "Table: go to the row above"),
        Action("begin-row", "enter", "Table: go to the row below, where the row above was begun"),
        Action("next-cell", "tab", "Table: go to the next cell", hint="cell"),
        Action("previous-cell", "shift+tab", "Table: go to the cell before"),
        Action(
            "cell-left", "left", "Table: go to the cell at the left, from the beginning of a text"
        ),
        Action("cell-right", "right", "Table: go to the cell at the right, from the end of a text"),
        Action(
            "page-down",
            "pagedown",
            "Table: go down by as many rows as are in sight",
            hint="down",
            runs="rows_down",
        ),
        Action(
            "page-up",
            "pageup",
            "Table: go up by as many rows as are in sight",
            hint="up",
            runs="rows_up",
        ),
        Action("copy-rows", "f10", "Copy all rows, for a spreadsheet", hint="copy"),
        Action(
            "fractions",
            "f8",
            "Table: bare numbers of this column are fractions, 0.94 is 94%",
            hint="0.94 is 94%",
        ),
    ),
)

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

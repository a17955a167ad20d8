"""What can be done in the rows of a table."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

TABLES = Shelf(
    "In the rows of a table",
    "in the rows of a table",
    (
        Action("add-row", "ctrl+a", "Add a row", hint="add", priority=True),
        Action("remove-row", "ctrl+d", "Remove the row", hint="remove", priority=True),
        Action("row-below", "down", "Table: go to the row below", priority=True),
        Action("row-above", "up", "Table: go to the row above", priority=True),
        Action(
            "begin-row",
            "enter",
            "Table: go to the row below, where the row above was begun",
            priority=True,
        ),
        Action("next-cell", "tab", "Table: go to the next cell", hint="cell", priority=True),
        Action("previous-cell", "shift+tab", "Table: go to the cell before", priority=True),
        Action(
            "cell-left",
            "left",
            "Table: go to the cell at the left, from the beginning of a text",
            priority=True,
        ),
        Action(
            "cell-right",
            "right",
            "Table: go to the cell at the right, from the end of a text",
            priority=True,
        ),
        Action(
            "page-down",
            "pagedown",
            "Table: go down by as many rows as are in sight",
            hint="down",
            runs="rows_down",
            priority=True,
        ),
        Action(
            "page-up",
            "pageup",
            "Table: go up by as many rows as are in sight",
            hint="up",
            runs="rows_up",
            priority=True,
        ),
        Action("copy-rows", "f10", "Copy all rows, for a spreadsheet", hint="copy", priority=True),
        Action(
            "fractions",
            "f8",
            "Table: bare numbers of this column are fractions, 0.94 is 94%",
            hint="0.94 is 94%",
            priority=True,
        ),
    ),
)

"""What can be done wherever a case is shown."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

CASE = Shelf(
    "In a case",
    "in a case",
    (
        Action(
            "jump",
            keys="ctrl+o",
            call="jump",
            label="Jump to a question by its name",
            hint="jump",
            shown="^O",
            priority=True,
        ),
        Action(
            "verdict",
            keys="ctrl+l",
            call="verdict",
            label="Show the verdict, and go back",
            hint="verdict",
            shown="^L",
            priority=True,
        ),
        Action(
            "save",
            keys="ctrl+s",
            call="save",
            label="Save",
            hint="save",
            shown="^S",
            priority=True,
        ),
        Action(
            "save-as",
            keys="f7",
            call="save_as",
            label="Save under another name",
            hint="save as",
            shown="F7",
            priority=True,
        ),
        Action(
            "on-disk",
            keys="f9",
            call="differences",
            label="What differs between here and the file",
            hint="on disk",
            shown="F9",
            priority=True,
        ),
        Action(
            "import",
            keys="f4",
            call="import_figures",
            label="Take figures from logs or an evaluation",
            hint="import",
            shown="F4",
            priority=True,
        ),
        Action(
            "undo",
            keys="ctrl+z,ctrl+underscore",
            call="undo",
            label="Undo",
            hint="undo",
            shown="^Z",
            priority=True,
        ),
        Action(
            "redo",
            keys="ctrl+y",
            call="redo",
            label="Redo",
            hint="redo",
            shown="^Y",
            priority=True,
        ),
        Action(
            "home",
            keys="f3",
            call="home",
            label="Go to the start page",
            hint="start",
            shown="F3",
            priority=True,
        ),
    ),
)

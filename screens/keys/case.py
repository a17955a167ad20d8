"""What can be done wherever a case is shown."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

CASE = Shelf(
    "In a case",
    "in a case",
    (
        Action("jump", "ctrl+o", "Jump to a question by its name", hint="jump", priority=True),
        Action("verdict", "ctrl+l", "Show the verdict, and go back", hint="verdict", priority=True),
        Action("save", "ctrl+s", "Save", hint="save", priority=True),
        Action("save-as", "f7", "Save under another name", hint="save as", priority=True),
        Action(
            "on-disk",
            "f9",
            "What differs between here and the file",
            hint="on disk",
            runs="differences",
            priority=True,
        ),
        Action(
            "import",
            "f4",
            "Import figures from logs or an evaluation",
            hint="import",
            runs="import_figures",
            priority=True,
        ),
        Action("undo", "ctrl+z,ctrl+underscore", "Undo", hint="undo", priority=True),
        Action("redo", "ctrl+y", "Redo", hint="redo", priority=True),
        Action("home", "f3", "Go to the start page", hint="start", priority=True),
    ),
)

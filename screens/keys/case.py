"""What can be done on the steps of a case, wherever a case is shown, and everywhere."""

from __future__ import annotations

from screens.keys.action import Action, Shelf, heard_first

STEPS = Shelf(
    "On the steps of a case",
    "on the steps",
    (
        *heard_first(
            Action(
                "go-on", "enter", "Go on: to the next question or step, into the rows of a table"
            ),
            Action("next-question", "down", "Go to the next question"),
            Action("previous-question", "up", "Go to the previous question"),
            Action("next-step", "pagedown", "Go to the next step", hint="next"),
            Action("previous-step", "pageup", "Go to the previous step", hint="back"),
            Action(
                "details",
                "ctrl+r",
                "Details of this answer: range, basis, source and worksheet",
                hint="details",
            ),
            Action(
                "worksheet",
                "equals_sign",
                "Build this answer: open its worksheet, or the rows of a table",
                hint="build",
            ),
            Action(
                "missing",
                "f5",
                "Go to the next answer a verdict needs",
                hint="needed",
                runs="next_missing",
            ),
            Action("full-case", "f6", "From the quick look to the full case", hint="full case"),
            Action("prices", "f12", "Look up a model's prices and fill them in", hint="prices"),
        ),
        Action("tour", "f11", "A tour of one minute through this screen"),
    ),
)

CASE = Shelf(
    "In a case",
    "in a case",
    heard_first(
        Action("jump", "ctrl+o", "Jump to a question by its name", hint="jump"),
        Action("verdict", "ctrl+l", "Show the verdict, and go back", hint="verdict"),
        Action("save", "ctrl+s", "Save", hint="save"),
        Action("save-as", "f7", "Save under another name", hint="save as"),
        Action(
            "on-disk",
            "f9",
            "What differs between here and the file",
            hint="on disk",
            runs="differences",
        ),
        Action(
            "import",
            "f4",
            "Import figures from logs or an evaluation",
            hint="import",
            runs="import_figures",
        ),
        Action("undo", "ctrl+z,ctrl+underscore", "Undo", hint="undo"),
        Action("redo", "ctrl+y", "Redo", hint="redo"),
        Action("home", "f3", "Go to the start page", hint="start"),
    ),
)

EVERYWHERE = Shelf(
    "Everywhere",
    "",
    (
        Action("help", "f1,question_mark", "Help and keys", hint="help"),
        Action("palette", "ctrl+p,f2", "Every action by name", hint="palette", priority=True),
        Action("close", "escape", "Close what lies on top", hint="close"),
        Action("quit", "ctrl+q", "Quit", hint="quit", runs="quit_program", priority=True),
    ),
)

START = Shelf(
    "On the start page",
    "on the start page ({home})",
    (
        Action(
            "portfolio",
            "p",
            "Portfolio: choose among the cases of a folder, with one budget",
            hint="portfolio",
        ),
        Action("discard", "delete", "Discard the unsaved work at hand", hint="discard"),
    ),
)

"""What can be done everywhere."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

EVERYWHERE = Shelf(
    "Everywhere",
    "",
    (
        Action(
            "help",
            keys="f1,question_mark",
            call="help",
            label="Help and keys",
            hint="help",
            shown="F1",
        ),
        Action(
            "palette",
            keys="ctrl+p,f2",
            call="palette",
            label="Every action by name",
            hint="palette",
            shown="^P",
            priority=True,
        ),
        Action(
            "close",
            keys="escape",
            call="close",
            label="Close what lies on top",
            hint="close",
            shown="esc",
        ),
        Action(
            "quit",
            keys="ctrl+q",
            call="quit_program",
            label="Quit",
            hint="quit",
            shown="^Q",
            priority=True,
        ),
    ),
)

START = Shelf(
    "On the start page",
    "on the start page (F3)",
    (
        Action(
            "portfolio",
            keys="p",
            call="portfolio",
            label="Choose among the cases of a folder, with one budget",
            hint="portfolio",
            shown="p",
        ),
        Action(
            "discard",
            keys="delete",
            call="discard",
            label="Discard the unsaved work at hand",
            hint="discard",
            shown="del",
        ),
    ),
)

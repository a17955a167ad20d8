"""What can be done everywhere."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

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

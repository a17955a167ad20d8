"""Every action a key can start: declared once for bindings, key bar, palette and documentation.

Keys that some terminals swallow are never an action's only route; each action stands in the palette
too. The keymap of the config file overrides keys by `id`.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do on a screen."""

    id: str
    """Names its binding in the config file."""
    keys: str
    """Default keys, separated by commas; the first is shown."""
    call: str
    """The Textual action it runs."""
    label: str
    """In full, for the palette and the help panel."""
    hint: str = ""
    """One or two words for the key bar; empty where it has no room there."""
    shown: str = ""
    """The key as it is shown."""
    priority: bool = False
    """Also heard while a text field has the focus that would take the key."""


ACTIONS: tuple[Action, ...] = (
    Action("next-question", "down,enter", "next_question", "Go to the next question", "", "↓"),
    Action("previous-question", "up", "previous_question", "Go to the previous question", "", "↑"),
    Action("next-step", "pagedown", "next_step", "Go to the next step", "next", "PgDn", True),
    Action("previous-step", "pageup", "previous_step", "Go to the previous step", "back", "PgUp", True),
    Action("details", "ctrl+r", "details", "Range, basis, source and worksheet", "details", "^R", True),
    Action("jump", "ctrl+o", "jump", "Jump to a question by its name", "jump", "^O", True),
    Action("missing", "f4", "next_missing", "Go to the next answer a verdict needs", "", "F4"),
    Action("verdict", "ctrl+l", "verdict", "Show the verdict, and go back", "verdict", "^L", True),
    Action("save", "ctrl+s", "save", "Save", "save", "^S", True),
    Action("save-as", "f8", "save_as", "Save under another name", "", "F8"),
    Action("undo", "ctrl+z,ctrl+underscore", "undo", "Undo", "undo", "^Z", True),
    Action("redo", "ctrl+y", "redo", "Redo", "", "^Y", True),
    Action("copy", "f9", "copy", "Copy the verdict as text", "", "F9"),
    Action("home", "f2,ctrl+home", "home", "Go to the start page", "", "F2"),
    Action("help", "f1,question_mark", "help", "Help and keys", "help", "F1"),
    Action("palette", "ctrl+p", "palette", "Every action by name", "palette", "^P", True),
    Action("close", "escape", "close", "Close what lies on top", "", "esc"),
    Action("follow", "enter", "follow", "Go to the answer behind a line", "answer", "enter"),
    Action("add-row", "ctrl+a", "add_row", "Add a row", "add", "^A"),
    Action("remove-row", "ctrl+d", "remove_row", "Remove the row", "remove", "^D"),
    Action("quit", "ctrl+q", "quit_program", "Quit", "quit", "^Q", True),
)

_BY_ID = {action.id: action for action in ACTIONS}


def action(name: str) -> Action:
    """The action of an id."""
    return _BY_ID[name]


def bindings(*names: str) -> list[Binding]:
    """The bindings of several actions, for a screen's BINDINGS."""
    return [
        Binding(
            one.keys,
            one.call,
            one.label,
            key_display=one.shown,
            id=one.id,
            show=False,
            priority=one.priority,
        )
        for one in map(action, names)
    ]

"""Every action a key can start: declared once for bindings, key bar, palette and documentation.

Keys that some terminals swallow are never an action's only route; each action stands in the palette
too. The keymap of the config file overrides keys by `id`.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


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
    """Heard before the widget that has the focus. A text field would take some of these keys; and
    what moves the focus must happen before the next key is handed out, or that key goes to the
    field before."""


ACTIONS: tuple[Action, ...] = (
    Action(
        "go-on",
        keys="enter",
        call="go_on",
        label="Go on: to the next question or step, into the rows of a table",
        shown="enter",
        priority=True,
    ),
    Action(
        "next-question",
        keys="down",
        call="next_question",
        label="Go to the next question",
        shown="↓",
        priority=True,
    ),
    Action(
        "previous-question",
        keys="up",
        call="previous_question",
        label="Go to the previous question",
        shown="↑",
        priority=True,
    ),
    Action(
        "next-step",
        keys="pagedown",
        call="next_step",
        label="Go to the next step",
        hint="next",
        shown="PgDn",
        priority=True,
    ),
    Action(
        "previous-step",
        keys="pageup",
        call="previous_step",
        label="Go to the previous step",
        hint="back",
        shown="PgUp",
        priority=True,
    ),
    Action(
        "details",
        keys="ctrl+r",
        call="details",
        label="Range, basis, source and worksheet of this answer",
        hint="details",
        shown="^R",
        priority=True,
    ),
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
        "full-case",
        keys="f6",
        call="full_case",
        label="From the quick look to the full case",
        shown="F6",
    ),
    Action(
        "missing",
        keys="f4",
        call="next_missing",
        label="Go to the next answer a verdict needs",
        shown="F4",
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
        keys="f8",
        call="save_as",
        label="Save under another name",
        shown="F8",
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
        shown="^Y",
        priority=True,
    ),
    Action(
        "copy",
        keys="f9",
        call="copy",
        label="Copy the verdict as text",
        hint="copy",
        shown="F9",
    ),
    Action(
        "home",
        keys="f3",
        call="home",
        label="Go to the start page",
        shown="F3",
    ),
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
        "follow",
        keys="enter",
        call="follow",
        label="Go to the answer behind a line",
        hint="answer",
        shown="enter",
    ),
    Action(
        "add-row",
        keys="ctrl+a",
        call="add_row",
        label="Add a row",
        hint="add",
        shown="^A",
        priority=True,
    ),
    Action(
        "remove-row",
        keys="ctrl+d",
        call="remove_row",
        label="Remove the row",
        hint="remove",
        shown="^D",
        priority=True,
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

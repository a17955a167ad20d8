"""Every action a key can start: declared once for bindings, key bar, palette and documentation.

Keys that some terminals swallow are never an action's only route; each action stands in the palette
too. A keymap of one's own replaces keys by `id`: whatever shows a key asks `screens.keymap`.
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
    """Heard before the widget that has the focus, which would take some of these keys."""


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
        priority=True,
    ),
    Action(
        "missing",
        keys="f5",
        call="next_missing",
        label="Go to the next answer a verdict needs",
        shown="F5",
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
        "to-sensitivity",
        keys="s",
        call="sensitivity",
        label="Show what the case hangs on, and go back",
        hint="hangs on",
        shown="s",
    ),
    Action(
        "to-risk",
        keys="r",
        call="risk",
        label="Show how likely it pays back, and go back",
        hint="risk",
        shown="r",
    ),
    Action(
        "compare",
        keys="b",
        call="compare",
        label="Compare with another session",
        hint="beside",
        shown="b",
    ),
    Action(
        "report",
        keys="e",
        call="report",
        label="Show the case as a report to hand over, and go back",
        hint="report",
        shown="e",
    ),
    Action(
        "write-report",
        keys="w",
        call="write_report",
        label="Write the report to its file",
        hint="write",
        shown="w",
    ),
    Action(
        "prices",
        keys="f12",
        call="prices",
        label="Look up a model's prices and fill them in",
        shown="F12",
        priority=True,
    ),
    Action(
        "turn-down",
        keys="left",
        call="turn_down",
        label="What if: turn the number down",
        hint="less",
        shown="←",
    ),
    Action(
        "turn-up",
        keys="right",
        call="turn_up",
        label="What if: turn the number up",
        hint="more",
        shown="→",
    ),
    Action(
        "as-it-is",
        keys="0",
        call="as_it_is",
        label="What if: everything as it is again",
        hint="as it is",
        shown="0",
    ),
    Action(
        "adopt",
        keys="a",
        call="adopt",
        label="What if: make answers of what was tried",
        hint="adopt",
        shown="a",
    ),
    Action(
        "next-number",
        keys="down",
        call="next_number",
        label="Go to the next number",
        shown="↓",
    ),
    Action(
        "previous-number",
        keys="up",
        call="previous_number",
        label="Go to the number before",
        shown="↑",
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
        shown="F7",
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
        shown="^Y",
        priority=True,
    ),
    Action(
        "copy",
        keys="f10",
        call="copy",
        label="Copy the verdict as text",
        hint="copy",
        shown="F10",
    ),
    Action(
        "home",
        keys="f3",
        call="home",
        label="Go to the start page",
        shown="F3",
        priority=True,
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
        "discard",
        keys="delete",
        call="discard",
        label="Discard the unsaved work at hand",
        hint="discard",
        shown="del",
    ),
    Action(
        "go",
        keys="enter",
        call="go",
        label="Workshop: ask the question at hand, or hand the keyboard on",
        hint="go on",
        shown="enter",
    ),
    Action(
        "timer",
        keys="f4",
        call="timer",
        label="Workshop: start the clock, or stop it",
        hint="clock",
        shown="F4",
    ),
    Action(
        "reveal",
        keys="f8",
        call="reveal",
        label="Workshop: show the answers to everybody",
        hint="reveal",
        shown="F8",
    ),
    Action(
        "projector",
        keys="f9",
        call="projector",
        label="Workshop: for a projector, and back",
        hint="projector",
        shown="F9",
    ),
    Action(
        "agree-pool",
        keys="a",
        call="agree_pool",
        label="Workshop: agree on the pool",
        hint="agree",
        shown="a",
    ),
    Action(
        "agree-other",
        keys="c",
        call="agree_other",
        label="Workshop: agree on a range of your choice",
        hint="choose",
        shown="c",
    ),
    Action(
        "another-round",
        keys="r",
        call="another_round",
        label="Workshop: another blind round",
        hint="again",
        shown="r",
    ),
    Action(
        "object",
        keys="o",
        call="object",
        label="Workshop: record who does not share it, and why",
        hint="object",
        shown="o",
    ),
    Action(
        "next-item",
        keys="n",
        call="next_item",
        label="Workshop: the next question",
        hint="next",
        shown="n",
    ),
    Action(
        "add-person",
        keys="p",
        call="add_person",
        label="Workshop: somebody joins",
        hint="person",
        shown="p",
    ),
    Action(
        "away",
        keys="l",
        call="away",
        label="Workshop: the person at hand leaves, or is back",
        hint="leaves",
        shown="l",
    ),
    Action(
        "forget",
        keys="delete",
        call="forget",
        label="Workshop: take out a person who joined by mistake",
        shown="del",
    ),
    Action(
        "bring",
        keys="b",
        call="bring",
        label="Workshop: count the answers in the copy of the person at hand",
        hint="copy",
        shown="b",
    ),
    Action(
        "hide-names",
        keys="h",
        call="hide_names",
        label="Workshop: answers without names from the next round on, or with",
        hint="names",
        shown="h",
    ),
    Action(
        "item-up",
        keys="u",
        call="item_up",
        label="Workshop: move the question up",
        hint="up",
        shown="u",
    ),
    Action(
        "item-down",
        keys="d",
        call="item_down",
        label="Workshop: move the question down",
        hint="down",
        shown="d",
    ),
    Action(
        "add-item",
        keys="plus",
        call="add_item",
        label="Workshop: put a question on the agenda",
        hint="add",
        shown="+",
    ),
    Action(
        "remove-item",
        keys="minus",
        call="remove_item",
        label="Workshop: take the question off the agenda",
        hint="off",
        shown="-",
    ),
    Action(
        "door",
        keys="j",
        call="door",
        label="Workshop: address and code to join by from other devices",
        hint="join",
        shown="j",
    ),
    Action(
        "let-all-in",
        keys="i",
        call="let_all_in",
        label="Workshop: let in everybody who asks to come back",
        hint="let all in",
        shown="i",
    ),
    Action(
        "clear-seats",
        keys="x",
        call="clear_seats",
        label="Workshop: take out who came in and has said nothing, and change the address",
        hint="clear",
        shown="x",
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

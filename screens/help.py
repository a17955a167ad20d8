"""Help: what the program is for, how numbers are typed, and every key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from screens.keys import ACTIONS, bindings
from screens.overlay import Overlay, cover
from screens.widgets.key_bar import KeyBar

ABOUT = """\
Answer what you know, in any order; leave gaps. The verdict follows every key.

Numbers are typed as one says them: 6M, 1,200,000, 40k, $4.20, 12%. A range is 4.5M..8M, or \
6M (4.5M..8M) with the likely value first: one chance in ten of being lower, one of being higher. \
The dot is the decimal sign. What you typed stays as you typed it.

A number's basis says how sure it is: measured, quoted, estimated or assumed; its source says \
where it is from. ^R opens both, and the worksheet where a number has one.

Quit is ^Q, ctrl+c twice, or "Quit" in the palette. Nothing is lost: unsaved work is asked about.
"""


class HelpScreen(Overlay[None]):
    """All keys on one page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("f1,question_mark,q", "close", "Close", id="close-help", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            with VerticalScroll():
                yield Static(f"{ABOUT}\n{key_table()}", markup=False)
            yield KeyBar("close")
        yield cover()

    def action_close(self) -> None:
        self.dismiss()


def key_table() -> str:
    """Every action with its keys, as two columns of text."""
    rows = [(", ".join(pretty(key) for key in one.keys.split(",")), one.label) for one in ACTIONS]
    width = max(len(keys) for keys, _ in rows)
    return "\n".join(f"{keys:{width}}  {label}" for keys, label in rows)


def pretty(key: str) -> str:
    """A key as people write it: `ctrl+s`, `PgDn`, `?`."""
    named = {
        "pagedown": "PgDn",
        "pageup": "PgUp",
        "question_mark": "?",
        "escape": "esc",
        "ctrl+underscore": "ctrl+_",
    }
    if key in named:
        return named[key]
    return key.upper() if len(key) <= 3 and key.startswith("f") else key

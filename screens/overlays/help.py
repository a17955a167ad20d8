"""Help: what the program is for, how numbers are typed, and every key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from screens.frame.overlay import Overlay, cover
from screens.frame.textual_private import keymap_of
from screens.keymap import Keymap, keys_of, pretty, shown_key
from screens.keys import ACTIONS, action, bindings
from screens.widgets.key_bar import KeyBar

ABOUT = """\
Answer what you know, in any order; leave gaps. The verdict follows every key.

Numbers are typed as one says them: 6M, 1,200,000, 40k, $4.20, 12%. A range is 4.5M..8M, or \
6M (4.5M..8M) with the likely value first: one chance in ten of being lower, one of being higher. \
The dot is the decimal sign. What you typed stays as you typed it.

A number's basis says how sure it is: measured, quoted, estimated or assumed; its source says \
where it is from. {details} opens both, and the worksheet where a number has one.

Quit is {quit}, ctrl+c twice, or "Quit" in the palette. Nothing is lost: unsaved work is asked \
about.
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
                keymap = keymap_of(self.app)
                yield Static(f"{about(keymap)}\n{key_table(keymap)}", markup=False)
            yield KeyBar("close")
        yield cover()

    def action_close(self) -> None:
        self.dismiss()


def about(keymap: Keymap) -> str:
    """What to know before the keys."""
    return ABOUT.format(
        details=shown_key(action("details"), keymap), quit=shown_key(action("quit"), keymap)
    )


def key_table(keymap: Keymap) -> str:
    """Every action with its keys, as two columns of text."""
    rows = [(", ".join(pretty(key) for key in keys_of(one, keymap)), one.label) for one in ACTIONS]
    width = max(len(keys) for keys, _ in rows)
    return "\n".join(f"{keys:{width}}  {label}" for keys, label in rows)

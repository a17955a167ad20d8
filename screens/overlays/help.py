"""Help: the keys of the screen at hand, how numbers are typed, and every other key."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen

from screens.frame.overlay import Overlay, cover
from screens.frame.textual_private import keymap_of
from screens.keymap import Keymap, keys_of, with_keys
from screens.keys import ACTIONS, SHELVES, bindings
from screens.keys.written import pretty
from screens.ports import ReportLine
from screens.widgets.key_bar import KeyBar
from screens.widgets.report_page import Page

Rows = Sequence[tuple[str, str]]
"""Keys, and what they do."""

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
    """All keys on one page, those that do something where it was asked for first."""

    LEADS_HERE = frozenset({"help"})
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("q", "close", "Close", id="close-help", show=False),
    ]

    def __init__(self, asking: Screen[Any]) -> None:
        """Help.

        Args:
            asking: the screen that it is asked for on.
        """
        super().__init__()
        self._here = keys_on(asking)

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            with VerticalScroll():
                page = Page(id="page")
                page.set_reactive(Page.laid_out, self._laid_out)
                yield page
            yield KeyBar("close")
        yield cover()

    def _laid_out(self, width: int) -> Sequence[ReportLine]:
        keymap = keymap_of(self.app)
        lines = (
            *key_table(self._here, width),
            *about(keymap, width),
            *elsewhere(self._here, keymap, width),
        )
        return [((line, "plain"),) for line in lines]

    def action_help(self) -> None:
        """What has led here leads back, and not to help on the help."""
        self.dismiss()


def about(keymap: Keymap, width: int) -> Iterator[str]:
    """What to know besides the keys, in lines of a width."""
    for paragraph in with_keys(ABOUT, keymap).splitlines():
        yield from textwrap.wrap(paragraph, width) or [""]


def keys_on(screen: Screen[Any]) -> Rows:
    """What the keys of a screen do there and now, those of the field in focus last."""
    does: dict[str, tuple[list[str], str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        # What has no id is Textual's own: editing within a field.
        if binding.id and active.enabled:
            does.setdefault(binding.id, ([], binding.description))[0].append(pretty(key))
    order = [one.id for one in ACTIONS if one.id in does]
    order += [id for id in does if id not in order]
    return [(", ".join(does[id][0]), does[id][1]) for id in order]


def elsewhere(here: Rows, keymap: Keymap, width: int) -> Iterator[str]:
    """The keys that do something elsewhere, under headings that say where."""
    known = {label for _, label in here}
    for shelf in SHELVES:
        rows = [
            (", ".join(pretty(key) for key in keys_of(one, keymap)), one.label)
            for one in shelf.actions
            if one.label not in known
        ]
        if rows:
            yield from ("", shelf.title, *key_table(rows, width))


def key_table(rows: Rows, width: int) -> Iterator[str]:
    """Keys and what they do, as two columns, each of which stays one where a line is wrapped."""
    first = max(len(keys) for keys, _ in rows)
    for keys, label in rows:
        begin = f"{keys:{first}}  "
        yield from textwrap.wrap(begin + label, width, subsequent_indent=" " * len(begin))

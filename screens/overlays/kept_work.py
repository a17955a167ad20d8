"""Two states of one case, such as a file and unsaved work on it: how they differ, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rules.comparing.differing import Differing
from screens.overlays.confirm import ConfirmScreen

FEW = 4
"""Differences that a small terminal has room for."""


class KeptWorkScreen(ConfirmScreen):
    """Returns the name of the answer chosen; None where it was closed."""

    AUTO_FOCUS = "Button"
    BINDINGS: ClassVar[list[BindingType]] = [
        # The buttons have the arrows.
        Binding("pageup", "more(-1)", "Earlier differences", id="earlier-rows", show=False),
        Binding("pagedown", "more(1)", "Further differences", id="further-rows", show=False),
    ]

    def __init__(
        self,
        text: str,
        answers: Sequence[tuple[str, str]],
        differing: Sequence[Differing],
        before: str,
        after: str = "kept",
    ) -> None:
        """Ask.

        Args:
            text: whose work it is, and from when.
            answers: name and label of each, the safe one first.
            differing: what taking it up would change.
            before: what the first column holds, in a word or two.
            after: what the second column holds.
        """
        super().__init__(text, answers)
        self._differing = differing
        self._before, self._after = before, after

    def beside(self) -> Iterable[Widget]:
        """The two columns, where something differs."""
        if self._differing:
            heads = (
                Static(Content(one), classes="quiet") for one in ("", self._before, self._after)
            )
            cells = (
                Static(Content(text))
                for one in self._differing
                for text in (one.label, one.before, one.after)
            )
            yield VerticalScroll(Grid(*heads, *cells), id="kept-differing", can_focus=False)
            if len(self._differing) > FEW:
                yield Static("PgDn and PgUp show the rest.", classes="quiet", markup=False)

    def action_more(self, direction: int) -> None:
        """Turn a page of what differs."""
        for rows in self.query("#kept-differing").results(VerticalScroll):
            page = direction * rows.container_size.height
            # At once: the next key of a burst goes on from there.
            rows.scroll_to(y=rows.scroll_y + page, animate=False, immediate=True)

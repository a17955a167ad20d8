"""What lies at the right side of a screen, on top of the one below."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.containers import Vertical
from textual.geometry import Offset, Size
from textual.layout import ArrangeResult, Layout
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from screens.widgets.help_strip import HelpStrip


@runtime_checkable
class TakesLines(Protocol):
    """A widget that is as high as its place, and may need less."""

    @property
    def lines_needed(self) -> int:
        """Lines in which all of it is in sight."""


class _HelpInWhatIsFree(VerticalLayout):
    """One below the other, the help in all lines that the rows above it leave free."""

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        placed = super().arrange(parent, children, size, greedy)
        above = next((one for one in placed if isinstance(one.widget, TakesLines)), None)
        strip = next((one for one in placed if isinstance(one.widget, HelpStrip)), None)
        if above is None or strip is None or not isinstance(above.widget, TakesLines):
            return placed
        free = max(0, above.region.height - above.widget.lines_needed)
        lower, upper = placed.index(strip), placed.index(above)
        shared = []
        for at, one in enumerate(placed):
            region = one.region
            if at == upper:
                region = region._replace(height=region.height - free)
            elif upper < at <= lower:
                region = region.translate(Offset(0, -free))
            if at == lower:
                region = region._replace(height=region.height + free)
            shared.append(one._replace(region=region))
        return shared


class Drawer(Vertical):
    """Has an edge where something is seen beside it; where it fills the screen it needs none.

    Help in it grows into lines that rows leave free.
    """

    _arranged = _HelpInWhatIsFree()

    @property
    def layout(self) -> Layout:
        """How many lines the rows leave free, no style sheet knows."""
        return self._arranged

    def on_resize(self) -> None:
        self.set_class(self.outer_size.width < self.screen.size.width, "-beside")

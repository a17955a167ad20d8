"""A chart as large as the room it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

Drawn = Callable[[int, int], Sequence[str]]
"""A chart in so many columns and lines; none where there is nothing to draw."""


class Chart(Widget):
    """Draws what it is given in its own size."""

    drawn: reactive[Drawn | None] = reactive(None, init=False)

    def __init__(self, said: str = "", *, id: str | None = None) -> None:
        """Show words until there is something to draw."""
        super().__init__(id=id)
        self.said = said

    def render(self) -> RenderResult:
        lines = () if self.drawn is None else self.drawn(*self.size)
        return Content("\n".join(lines) if self.drawn is not None else self.said)

    def say(self, text: str) -> None:
        """Show words, and nothing drawn."""
        self.said = text
        self.drawn = None
        self.refresh()

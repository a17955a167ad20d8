"""A list to choose from, which says on which of its lines the option at hand stands."""

from __future__ import annotations

from typing import NamedTuple

from textual.widgets import OptionList


class Place(NamedTuple):
    """Where somebody is in a list."""

    highlighted: int | None
    line: int
    """The first that is visible."""


class Menu(OptionList):
    """An option list whose highlighted line is known, for the hardware cursor to stand on."""

    @property
    def cursor_line(self) -> int:
        """The line of the highlighted option within what is visible, 0 at the top."""
        if self.highlighted is None:
            return 0
        return self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y

    @property
    def place(self) -> Place:
        """Where somebody is in it."""
        return Place(self.highlighted, round(self.scroll_y))

    def return_to(self, place: Place) -> None:
        """Go back to a place, as far as the list still reaches there."""
        if place.highlighted is not None and place.highlighted < self.option_count:
            self.highlighted = place.highlighted
        # The highlight scrolls into view by itself, once it is drawn.
        self.call_after_refresh(self.scroll_to, y=place.line, animate=False, immediate=True)

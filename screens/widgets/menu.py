"""A list to choose from, which says on which of its lines the option at hand stands."""

from __future__ import annotations

from textual.widgets import OptionList


class Menu(OptionList):
    """An option list whose highlighted line is known, for the hardware cursor to stand on."""

    @property
    def cursor_line(self) -> int:
        """The line of the highlighted option within what is visible, 0 at the top."""
        if self.highlighted is None:
            return 0
        return self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y

"""A widget of lines that repaints those that changed, and no others.

A key in a field changes a few lines of a panel that fills the height of the terminal; styling and
sending all of them again would take longer than everything else the key brings about.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class ByLine(Widget):
    """Shows what `lines` gives; `follow` brings it up to date.

    What `lines` depends on has to be a reactive with repaint=False, watched by `follow`.
    """

    _painted: tuple[Hashable, ...] = ()
    _width = 0

    def lines(self) -> Sequence[Content]:
        """All lines as they should be now."""
        # Each has its own; Textual's widgets cannot be abstract classes.
        raise NotImplementedError

    def render(self) -> RenderResult:
        lines = self.lines()
        self._painted, self._width = tuple(map(_looks, lines)), self.size.width
        return Content("\n").join(lines)

    def follow(self) -> None:
        """Have the lines painted that are not as they were."""
        lines = self.lines()
        looks, before, width = tuple(map(_looks, lines)), self._painted, self.size.width
        if width != self._width or any(line.cell_length > width for line in lines):
            # A line that is wrapped moves all that follow it.
            self.refresh()
            return
        height = max(len(looks), len(before))
        changed = [
            Region(0, number, width, 1)
            for number in range(height)
            if looks[number : number + 1] != before[number : number + 1]
        ]
        if changed:
            self.refresh(*changed)


def _looks(line: Content) -> Hashable:
    return line.plain, tuple(line.spans)

"""What is used of Textual's painting beyond what it promises; the rest is in `textual_private`.

Each of it has a test in tests/screens/frame/test_textual_painting.py, which a new version of
Textual has to pass before anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, Compositor
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

Result = TypeVar("Result")

Span = tuple[int, int, int]
"""A line of the screen, the first cell of it that is painted, and the one behind the last."""


class Sparing(Compositor):
    """Has those lines of widgets rendered that are painted, and no others.

    Textual's renders all lines of all widgets in the smallest region around what is painted, which
    is nearly the whole screen where a letter at the left changes a figure at the right; also of
    those that lie beneath. `render_partial_update` asks `_get_renders` for them, front to back.
    """

    _painted: Sequence[Span] = ()
    """What is being painted; all of the screen where empty."""

    def render_partial_update(self) -> ChopsUpdate | None:
        whole = self.size.region
        shown = (region.intersection(whole) for region in self._dirty_regions)
        self._painted = [*self._regions_to_spans(shown)]
        try:
            return super().render_partial_update()
        finally:
            self._painted = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._painted:
            yield from super()._get_renders(crop)
            return
        waiting = self._painted
        for widget, (region, clip) in self.visible_widgets.items():
            x, y, width, height = region.intersection(clip)
            touched = [
                (line, begin, end)
                for line, begin, end in waiting
                if y <= line < y + height and begin < x + width and end > x
            ]
            if not touched:
                continue
            for first, last in _runs(line for line, _, _ in touched):
                lines = Region(x, first, width, last + 1 - first)
                yield region, lines, widget.render_lines(lines.translate(-region.offset))
            covered = {one for one in touched if x <= one[1] and one[2] <= x + width}
            waiting = [one for one in waiting if one not in covered]
            if not waiting:
                return


def _runs(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of numbers that follow each other; of numbers in their order."""
    first = last = None
    for line in lines:
        if first is None or last is None:
            first = line
        elif line > last + 1:
            yield first, last
            first = line
        last = line
    if first is not None and last is not None:
        yield first, last


class Spared(Screen[Result]):
    """A screen that renders only what it paints, and knows when: `_compositor`.

    `_compositor_refresh` paints, once everything has its place.
    """

    def __init__(
        self, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name, id, classes)
        self._compositor = Sparing()

    def render(self) -> RenderableType:
        """The ground of a screen: where it is seen through, whatever lies right beneath it.

        Textual takes that from `visible_screen_stack`, of which each screen painted anew takes the
        last one; those that were painted before take none, so that one could be given a screen
        that lies above it, and each of the two be painted on the other without end.
        """
        stack = self.app.screen_stack
        at = next((at for at, one in enumerate(stack) if one is self), 0)
        visible_screen_stack.set(stack[max(at - 1, 0) : at])
        return super().render()

    def painting(self) -> None:
        """Called right before something is painted."""

    def _compositor_refresh(self) -> None:
        self.painting()
        super()._compositor_refresh()

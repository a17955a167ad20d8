"""A widget of lines that renders and repaints those that changed, and no others.

A key in a field changes a few lines of a panel that fills the height of the terminal; rendering and
sending all of them again would take longer than everything else the key brings about.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Self

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget


class ByLine(Widget):
    """Shows what `lines` gives; `follow` brings it up to date.

    What `lines` depends on has to be a reactive with repaint=False, watched by `follow`.
    """

    # Whoever places it says how large it is, and paints it so: that it has the size by now is no
    # reason to place all anew, nor to paint it once more.
    virtual_size: reactive[Size] = reactive(Size(0, 0), layout=False, repaint=False)
    _made: Sequence[Content] | None = None
    """As they are shown; None where they have to be made anew."""
    _strips: dict[int, Strip]
    """What was rendered of them, by number."""
    _room = Size(0, 0)
    """For which they were made."""
    _wraps = False
    """Whether any of them is wider than that."""

    def lines(self) -> Sequence[Content]:
        """All lines as they should be now."""
        # Each has its own; Textual's widgets cannot be abstract classes.
        raise NotImplementedError

    def render(self) -> RenderResult:
        return Content("\n").join(self._shown())

    def _shown(self) -> Sequence[Content]:
        if self._made is None or self._room != self.size:
            self._made, self._strips, self._room = self.lines(), {}, self.size
            self._wraps = self._is_too_wide(self._made)
        return self._made

    def render_line(self, y: int) -> Strip:
        lines = self._shown()
        if self.text_selection is not None or self._wraps:
            # Several lines of a selection, or of one that is wrapped, belong together.
            return super().render_line(y)
        if y >= len(lines):
            return Strip.blank(self._room.width, self.visual_style.rich_style)
        if y not in self._strips:
            # A line that fits needs none of what Textual does for a text that may have to wrap.
            style = self.visual_style
            strip = Strip(lines[y].render_segments(style), lines[y].cell_length)
            whole = strip.adjust_cell_length(self._room.width, style.rich_style)
            self._strips[y] = whole.apply_offsets(0, y)
        return self._strips[y]

    def _is_too_wide(self, lines: Sequence[Content]) -> bool:
        return any(line.cell_length > self._room.width for line in lines)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if not regions:
            # Colours or size may be others.
            self._made = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def follow(self) -> None:
        """Have the lines painted that are not as they were."""
        before, lines = self._made, self.lines()
        if before is None or self.size != self._room or self._wraps or self._is_too_wide(lines):
            self.refresh()
            return
        self._made = lines
        changed = [
            number
            for number in range(max(len(before), len(lines)))
            if not _is_same(before, lines, number)
            and _looks(before, number) != _looks(lines, number)
        ]
        for number in changed:
            self._strips.pop(number, None)
        if changed:
            self.refresh(*(Region(0, number, self._room.width, 1) for number in changed))


def _is_same(before: Sequence[Content], now: Sequence[Content], number: int) -> bool:
    """Whether a line was not even made anew, which is quicker to see than that it looks alike."""
    return number < min(len(before), len(now)) and before[number] is now[number]


def _looks(lines: Sequence[Content], number: int) -> Hashable:
    if number >= len(lines):
        return None
    return lines[number].plain, tuple(lines[number].spans)

"""A widget of lines that renders and repaints those that changed, and no others.

A key in a field changes a few lines of a panel that fills the height of the terminal; rendering and
sending all of them again would take longer than everything else the key brings about.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Self

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
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
    _room = Size(0, 0)
    """For which they were made."""
    _wraps = False
    """Whether any of them is wider than that."""
    _bare = range(0)
    """Lines of the widget that are text between blanks: no border, nothing over them."""
    _painted: dict[int, Strip]
    """What was painted of those."""

    def lines(self) -> Sequence[Content]:
        """All lines as they should be now."""
        # Each has its own; Textual's widgets cannot be abstract classes.
        raise NotImplementedError

    def render(self) -> RenderResult:
        return Content("\n").join(self._shown())

    def _shown(self) -> Sequence[Content]:
        if self._made is None or self._room != self.size:
            self._made, self._room = self.lines(), self.size
            self._bare, self._painted = _bare_lines(self), {}
            self._wraps = self._is_too_wide(self._made)
        return self._made

    def render_line(self, y: int) -> Strip:
        lines = self._shown()
        if self.text_selection is not None or self._wraps:
            # Several lines of a selection, or of one that is wrapped, belong together.
            return super().render_line(y)
        if y >= len(lines):
            return Strip.blank(self._room.width, self.visual_style.rich_style)
        # A line that fits needs none of what Textual does for a text that may have to wrap.
        style = self.visual_style
        strip = Strip(lines[y].render_segments(style), lines[y].cell_length)
        return strip.adjust_cell_length(self._room.width, style.rich_style).apply_offsets(0, y)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._shown()
        is_bare = all(y in self._bare for y in crop.line_range)
        if self.text_selection is not None or self._wraps or not is_bare:
            return super().render_lines(crop)
        # Nor does it need what Textual looks up, by way of all that lies around it, each time.
        strips = [self._bare_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _bare_line(self, y: int) -> Strip:
        if y not in self._painted:
            top, right, _, left = self.styles.gutter
            beneath, ground = self.background_colors
            blank = Style(background=beneath + ground).rich_style
            text = self.render_line(y - top)
            line = Strip.join([Strip.blank(left, blank), text, Strip.blank(right, blank)])
            for line_filter in self.get_line_filters():
                line = line.apply_filter(line_filter, ground)
            self._painted[y] = line
        return self._painted[y]

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
        self._made, top = lines, self.styles.gutter.top
        changed = [
            number
            for number in range(max(len(before), len(lines)))
            if not _is_same(before, lines, number)
            and _looks(before, number) != _looks(lines, number)
        ]
        for number in changed:
            self._painted.pop(number + top, None)
        if changed:
            self.refresh(*(Region(0, number, self._room.width, 1) for number in changed))


def _bare_lines(widget: Widget) -> range:
    styles = widget.styles
    is_bare = (
        not any(edge for edge, _ in (*styles.outline, styles.border_left, styles.border_right))
        and (styles.opacity, styles.text_opacity, styles.tint.a) == (1, 1, 0)
        and not styles.has_rule("hatch")
        and widget.scrollbar_gutter == Spacing()
    )
    top, _, bottom, _ = styles.gutter
    return range(top, widget.outer_size.height - bottom) if is_bare else range(0)


def _is_same(before: Sequence[Content], now: Sequence[Content], number: int) -> bool:
    """Whether a line was not even made anew, which is quicker to see than that it looks alike."""
    return number < min(len(before), len(now)) and before[number] is now[number]


def _looks(lines: Sequence[Content], number: int) -> Hashable:
    if number >= len(lines):
        return None
    return lines[number].plain, tuple(lines[number].spans)

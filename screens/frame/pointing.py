"""The hardware cursor where the work is: magnifiers and braille displays follow it."""

from __future__ import annotations

from typing import Protocol, TypeVar, runtime_checkable

from textual import on
from textual.events import DescendantFocus, Mount
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widgets import Input, OptionList

from screens.frame.layers import Layer

Result = TypeVar("Result")


def place_cursor(screen: Screen[Result]) -> None:
    """Put the hardware cursor into the widget that has the focus, where nothing else is painted."""
    widget, inside = screen.focused, cursor_of(screen)
    if widget is not None and inside is not None and screen.app.cursor_position != inside:
        screen.app.cursor_position = inside
        # The terminal is told with the next thing that is painted: that cell is enough.
        at = inside - widget.content_region.offset
        widget.refresh(Region(at.x, at.y, 1, 1))


def cursor_of(screen: Screen[Result]) -> Offset | None:
    """Where the work is in the widget that has the focus; None where none has it."""
    widget = screen.focused
    # The program may be on its way out.
    if widget is None or not screen.is_attached or not screen.is_active:
        return None
    region = widget.content_region
    offset = region.offset
    if isinstance(widget, Input):
        offset = widget.cursor_screen_offset
    elif isinstance(widget, HasCursorLine):
        offset = Offset(region.x, region.y + widget.cursor_line)
    return Offset(
        min(max(offset.x, region.x), max(region.x, region.right - 1)),
        min(max(offset.y, region.y), max(region.y, region.bottom - 1)),
    )


@runtime_checkable
class HasCursorLine(Protocol):
    """A widget that says on which of its lines the work is."""

    cursor_line: int


class Pointing(Layer[Result]):
    """A screen whose hardware cursor stands where the work is."""

    def painting(self) -> None:
        """The hardware cursor goes along with what is painted: a second frame comes later."""
        inside = cursor_of(self)
        if inside is not None:
            self.app.cursor_position = inside

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The hardware cursor follows the focus, once everything has scrolled into place."""
        self.call_after_refresh(place_cursor, self)

    @on(Mount)
    def _watch_layout(self) -> None:
        """The hardware cursor follows whatever moves the widgets."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: place_cursor(self))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The hardware cursor follows the option at hand."""
        self.call_after_refresh(place_cursor, self)

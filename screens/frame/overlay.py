"""What every screen needs, whether it fills the terminal or lies on top of another one.

Room to be used in, no keys for what a cover hides, and a hardware cursor where the work is:
magnifiers and braille displays follow it.
"""

from __future__ import annotations

from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from textual import on
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Mount, Resize
from textual.geometry import Offset, Region
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from screens import messages
from screens.frame.layers import Layer
from screens.keys import bindings
from screens.theme import STYLES

Result = TypeVar("Result")

SMALLEST = (40, 10)
"""Columns and lines below which a screen says so instead of showing fragments."""

WIDTHS = [
    (0, "-too-narrow"),
    (SMALLEST[0], "-slim"),
    (60, "-narrow"),
    (80, "-medium"),
    (100, "-wide"),
]
HEIGHTS = [(0, "-too-low"), (SMALLEST[1], "-lowest"), (16, "-low"), (24, "-middle"), (30, "-high")]

# Before the field with the focus hears them: the next key typed must find the focus moved.
FOCUS_KEYS: list[BindingType] = [
    Binding("tab", "app.focus_next", "Next field", id="focus-next", show=False, priority=True),
    Binding(
        "shift+tab",
        "app.focus_previous",
        "Previous field",
        id="focus-previous",
        show=False,
        priority=True,
    ),
]


def cover() -> Static:
    """Shown instead of everything where the terminal is too small; what was typed stays."""
    return Static(
        f"Payback needs {SMALLEST[0]}×{SMALLEST[1]} cells. Nothing is lost.",
        id="cover",
        markup=False,
    )


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


class Roomy(Pointing[Result]):
    """A screen that needs some room; with less, a cover lies on it and keys change nothing."""

    BINDINGS: ClassVar[list[BindingType]] = FOCUS_KEYS
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    # Who loses and who gets it repaint themselves, and not all that is on the screen.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _covered = False
    _focus_below: Widget | None = None
    """What had the focus when the cover came."""

    @on(Resize)
    def _cover_or_not(self, event: Resize) -> None:
        """Take the focus away while the cover lies on everything."""
        covered = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if covered == self._covered:
            return
        if covered:
            below = self.focused
            self._covered = True
            self.set_focus(below)
        else:
            self._covered = False
            below, self._focus_below = self._focus_below, None
            if below is not None and below.is_attached:
                self.set_focus(below)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Focus a widget, under a cover as soon as that is gone."""
        if self._covered:
            self._focus_below, widget = self._focus_below or widget, None
        super().set_focus(widget, scroll_visible, from_app_focus)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run: under the cover only what leaves the program."""
        if self._covered:
            return action == "quit_program"
        return not self.why_not(action) and super().check_action(action, parameters)

    def action_help(self) -> None:
        self.post_message(messages.HelpRequested(self))

    async def action_palette(self) -> None:
        from screens.overlays.palette import Palette

        await self.open(Palette())


class Overlay(Roomy[Result], ModalScreen[Result]):
    """A screen that lies on top of another one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help", "palette")]
    CSS_PATH = STYLES / "overlays.tcss"
    DECIDES: ClassVar[bool] = False
    """Whether the program waits for its answer: another one must not cover it."""

    async def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

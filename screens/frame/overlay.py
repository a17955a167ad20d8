"""What every screen needs, whether it fills the terminal or lies on top of another one.

Room to be used in, and no keys for what a cover hides.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from screens import messages
from screens.frame.pointing import Pointing
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

    @property
    def has_typed(self) -> bool:
        """Whether something stands here that would be lost if the program ended."""
        return False

    async def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

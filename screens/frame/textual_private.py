"""What is used of Textual beyond what it promises, and nothing of that stands anywhere else.

But for widgets, painting and styling, which are in `textual_widgets.py`, `textual_painting.py` and
`textual_styles.py` beside it.
Each of it has a test in tests/screens/frame/test_textual_private.py, which a new version of Textual
has to pass before anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast

from rich.console import RenderableType
from textual._context import active_message_pump
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")

TRIED_ON = "8.2.8"
"""The version of Textual with which all of this was tried."""

# ------------------------------------------------------------ messages and screens


class Choosy(MessagePump):
    """A screen, or the program, that can refuse to hear a message and knows when it has heard one.

    `_dispatch_message` is what every message passes through: refused there, a message reaches no
    handler, Textual's own neither, and goes no further up.
    """

    def hears(self, message: Message) -> bool:
        """Whether a message is to be heard."""
        return True

    async def heard(self, message: Message) -> None:
        """Called with a message that all handlers here are done with, or that was refused."""

    async def dispatch(self, message: Message) -> None:
        """Hear a message, or refuse it."""
        if self.hears(message):
            await super()._dispatch_message(message)
        await self.heard(message)

    async def _dispatch_message(self, message: Message) -> None:
        await self.dispatch(message)


async def mounted(screen: Screen[Any]) -> None:
    """Wait until a screen that opens is there, or has come to nothing.

    `_mounted_event` is set after compose and mount, also where those were never begun.
    """
    await screen._mounted_event.wait()


class KeysArrive(Screen[Result]):
    """A screen whose keys go to what is there, whatever is taken away or was clicked on.

    A widget that is being removed (`_pruning`) is painted until the next layout, and Textual gives
    it the focus where somebody clicks on it: it then keeps all keys, and answers none.
    """

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Focus a widget; one that is being removed leaves the focus where it is."""
        if widget is None or (widget.is_attached and not widget._pruning):
            super().set_focus(widget, scroll_visible, from_app_focus)


async def done_next(pump: MessagePump) -> None:
    """Have done what is to be done next, as after each message: `_flush_next_callbacks`."""
    await pump._flush_next_callbacks()


def acting() -> MessagePump | None:
    """Whose message is being answered: what runs here keeps that one from answering another."""
    return active_message_pump.get(None)


def speaking_for(pump: MessagePump) -> AbstractContextManager[None]:
    """Whoever opens a screen in this context is told how it ended: `_context` says who acts."""
    return pump._context()


def switchable(screen: Screen[None], app: App[None]) -> Screen[None]:
    """A first screen that another one may take the place of, like one that was pushed.

    Leaving a screen takes back a result callback, which `_push_result_callback` gives only to those
    that were pushed.
    """
    screen._push_result_callback(app, None)
    return screen


# ---------------------------------------------------------------- the program as a whole


class Calm(App[None]):
    """A program that ends without a word of Textual's, whatever fails, and never rings.

    Whoever started it says what is to be said: a traceback of Textual's shows the values of all
    variables.
    """

    def is_failure(self, error: Exception) -> bool:
        """Take note of what was raised where nobody handles it; whether the program ends by it."""
        return True

    def _refresh_notifications(self) -> None:
        """Remove messages with the lines that held them.

        Textual leaves these: later messages would stand lower, and each message keep a widget.
        """
        super()._refresh_notifications()
        shown = {f"--textual-toast-{one.identity}" for one in self._notifications}
        for screen in self.screen_stack if self.is_running else ():
            for rack in screen.query("ToastRack"):
                for holder in rack.children:
                    if holder.id not in shown:
                        holder.remove()

    def _handle_exception(self, error: Exception) -> None:
        if self.is_failure(error):
            super()._handle_exception(error)

    def fail(self, error: Exception) -> None:
        """End as by what was raised where nobody handles it."""
        self._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End without showing anything."""
        self._close_messages_no_wait()

    def taken_down(self) -> None:
        """Hear that the screens are about to be taken down, whoever had the program end."""

    async def _shutdown(self) -> None:
        self.taken_down()
        try:
            await super()._shutdown()
        except Exception as error:
            # What fails on the way out must not leave the terminal behind as it is.
            self._handle_exception(error)
            if self._driver is not None:
                self._driver.close()

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the mouse pointer as it is.

        The command ends with a bell, which a terminal that does not know it may well ring.
        """

    def bell(self) -> None:
        """Stay silent: nothing here is worth a noise in a room full of people."""

    async def _on_key(self, event: Key) -> None:
        """Hear a key that no widget has taken, and say which nobody has a use for."""
        # Else the handler of Textual's, which this one stands for, would be called as well.
        event.prevent_default()
        if not await self._check_bindings(event.key):
            self.not_used(event.key)

    def not_used(self, key: str) -> None:
        """Called with a key that does nothing where it was pressed."""

    @property
    def has_messages(self) -> bool:
        """Whether anything that was notified of is still on show."""
        return bool(self._notifications)


class Resizable(App[None]):
    """A program that knows when its screens hear of another size.

    They are told a moment after the program, which waits for more sizes: `_resize_timer` runs
    until then, `_check_resize` tells them.
    """

    @property
    def is_resizing(self) -> bool:
        """Whether the screens have yet to hear of a size."""
        return self._resize_timer is not None

    def resized(self) -> None:
        """Called when the screens are told."""

    def _check_resize(self) -> None:
        super()._check_resize()
        self.resized()


def keymap_of(app: App[None]) -> dict[str, str]:
    """The keys that replace those of the program, by the id of a binding: `_keymap`."""
    return {**app._keymap}


def forget_copied(app: App[None]) -> None:
    """Forget what was cut or copied, yet leave the clipboard of the terminal to its owner."""
    app._clipboard = ""


# ------------------------------------------------------------------------ the terminal


class Parser(XTermParser):
    """Makes messages of what a terminal sends; one that has raised an error reads no more."""

    def anew(self) -> Parser:
        """Another one, with all that the terminal has told of itself."""
        other = Parser()
        for name in ("mouse_pixels", "terminal_size", "terminal_pixel_size", "last_x", "last_y"):
            setattr(other, name, getattr(self, name))
        return other


def show_on(driver: Driver, stream: object) -> None:
    """Have a driver of POSIX write to something that is like a stream: `_file`."""
    cast(Any, driver)._file = stream


def tell(driver: Driver, hear: Callable[[Any], None]) -> None:
    """Have the program told from the thread in which its driver reads: `_loop`, `_app`."""
    driver._loop.call_soon_threadsafe(hear, driver._app)

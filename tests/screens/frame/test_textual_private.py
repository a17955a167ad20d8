"""Whether what is used of Textual beyond its word is there, and does what it is used for.

Where this fails with a new version of Textual, `screens/frame/textual_private.py` is to be mended;
where it passes, `TRIED_ON` there is to name that version.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerFailed

from screens.frame import textual_private
from screens.frame.textual_private import (
    TRIED_ON,
    Calm,
    Choosy,
    KeysArrive,
    Parser,
    Resizable,
    acting,
    done_next,
    forget_copied,
    keymap_of,
    mounted,
    speaking_for,
    switchable,
)
from tests.environment import PATIENCE_S
from tests.screens.drive import Driver, resize

ROOT = Path(__file__).parents[3]
BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


def test_it_was_tried_on_the_version_that_is_installed_and_pinned() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert f"textual=={TRIED_ON}" in pins
    assert version("textual") == TRIED_ON


async def until(pilot: Driver, condition: Callable[[], object]) -> None:
    """Wait until something is so, in any program of Textual's."""
    end = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < end, "did not come true"
        await pilot.pause()


# ------------------------------------------------------------ messages and screens


class Said(Message):
    """Something said to a screen."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text


class Hearing(Screen[str]):
    """A screen that notes what is said to it."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[str] = []

    def on_said(self, message: Said) -> None:
        self.got.append(message.text)


class Deaf(Choosy, Hearing):
    """A screen that refuses to hear some words."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def hears(self, message: Message) -> bool:
        return not (isinstance(message, Said) and message.text == "no")

    async def heard(self, message: Message) -> None:
        if isinstance(message, Said):
            self.done.append(message.text)


class Plain(App[None]):
    """A program of nothing, that notes what comes up to it."""

    def __init__(self) -> None:
        super().__init__()
        self.came_up: list[str] = []

    def on_said(self, message: Said) -> None:
        self.came_up.append(message.text)


async def test_what_is_refused_reaches_no_handler_and_goes_no_further_up() -> None:
    app = Plain()
    async with app.run_test() as pilot:
        screen = Deaf()
        await app.push_screen(screen)
        for word in ("yes", "no", "yes"):
            screen.post_message(Said(word))
        await pilot.pause()
        assert screen.got == ["yes", "yes"]
        assert screen.done == ["yes", "no", "yes"]
        assert app.came_up == ["yes", "yes"]


async def test_a_screen_that_opens_is_waited_for() -> None:
    composed: list[str] = []

    class Slow(Screen[None]):
        def compose(self) -> ComposeResult:
            yield Input()

        async def on_mount(self) -> None:
            await asyncio.sleep(0)
            composed.append("mounted")

    app = Plain()
    async with app.run_test():
        screen = Slow()
        app.push_screen(screen)
        await asyncio.wait_for(mounted(screen), 10)
        assert composed == ["mounted"]
        assert screen.query(Input)


class ThreeFields(KeysArrive[None]):
    def compose(self) -> ComposeResult:
        for _ in range(3):
            yield Input()


async def test_what_is_being_removed_does_not_take_the_focus() -> None:
    app = App[None]()
    async with app.run_test():
        screen = ThreeFields()
        await app.push_screen(screen)
        first, second, third = screen.query(Input)
        screen.set_focus(first)
        removed = second.remove()
        screen.set_focus(second)
        assert screen.focused is first
        await removed
        screen.set_focus(second)
        assert screen.focused is first
        screen.set_focus(third)
        assert screen.focused is third


async def test_what_is_to_be_done_next_can_be_done_now() -> None:
    done: list[str] = []
    app = Plain()
    async with app.run_test():
        app.call_next(done.append, "next")
        await done_next(app)
        assert done == ["next"]


async def test_it_is_known_whose_message_is_being_answered() -> None:
    found: list[object] = []

    class Asking(Hearing):
        def on_said(self, message: Said) -> None:
            found.append(acting())

    app = Plain()
    async with app.run_test() as pilot:
        screen = Asking()
        await app.push_screen(screen)
        screen.post_message(Said())
        await pilot.pause()
        # It is answered on its way up as well, by the program.
        assert found == [screen]


async def test_whom_one_speaks_for_is_told_how_a_screen_ended() -> None:
    told_by: list[object] = []
    app = Plain()
    async with app.run_test() as pilot:
        below = Hearing()
        await app.push_screen(below)

        async def open_one() -> None:
            with speaking_for(app):
                await app.push_screen(Hearing(), lambda _: told_by.append(acting()))

        below.call_later(open_one)
        await until(pilot, lambda: app.screen is not below)
        app.screen.dismiss("done")
        await until(pilot, lambda: told_by)
        assert told_by == [app]


@pytest.mark.parametrize("is_made_so", [True, False])
async def test_a_first_screen_can_be_switched_away_from_only_where_it_is_made_so(
    is_made_so: bool,
) -> None:
    class Beginning(Plain):
        def get_default_screen(self) -> Screen[None]:
            first: Screen[None] = Screen()
            return switchable(first, self) if is_made_so else first

    app = Beginning()
    async with app.run_test():
        second: Screen[None] = Screen()
        if is_made_so:
            await app.switch_screen(second)
            assert app.screen is second
        else:
            with pytest.raises(IndexError):
                await app.switch_screen(second)


# --------------------------------------------------------------- the program as a whole


class Noted(Calm):
    """A program that passes over what finds nothing, and notes what it ends by."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: list[Exception] = []

    def is_failure(self, error: Exception) -> bool:
        if isinstance(error, WorkerFailed) and isinstance(error.error, NoMatches):
            return False
        self.failed.append(error)
        return True


def raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


async def test_what_is_no_failure_ends_nothing() -> None:
    app = Noted()
    async with app.run_test() as pilot:
        worker: Worker[None] = app.run_worker(raising(NoMatches("gone")), thread=True)
        with pytest.raises(WorkerFailed):
            await worker.wait()
        app.notify("goes on")
        await until(pilot, lambda: app.has_messages)
    assert app.failed == []


@pytest.mark.parametrize("way", ["a handler", "asked for", "a panic"])
async def test_a_failure_ends_the_program_without_a_word(
    way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app, error = Noted(), RuntimeError("Quartz 918273")
    begun = asyncio.Event()

    async def run() -> None:
        app.call_later(begun.set)
        await app.run_async(headless=True)

    running = asyncio.create_task(run())
    await asyncio.wait_for(begun.wait(), 10)
    if way == "a handler":
        app.call_later(raising(error))
    elif way == "asked for":
        app.call_later(app.fail, error)
    else:
        app.call_later(app.panic, "Quartz 918273")
    await asyncio.wait_for(running, 10)
    assert app.failed == ([] if way == "a panic" else [error])
    said = capsys.readouterr()
    assert "Quartz" not in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert "\x07" not in said.out + said.err


async def test_what_fails_on_the_way_out_is_noted_and_gives_the_terminal_back() -> None:
    error = RuntimeError("on the way out")

    class Ending(Noted):
        def on_unmount(self) -> None:
            raise error

    app = Ending()
    closed: list[str] = []
    with pytest.raises(RuntimeError):
        async with app.run_test():
            driver = app._driver
            assert driver is not None
            driver.close = lambda: closed.append("closed")  # type: ignore[method-assign]
    assert app.failed == [error]
    assert closed


async def test_neither_a_bell_nor_a_shape_of_the_pointer_is_sent() -> None:
    class Watched(Calm):
        """A program of which all that it writes is noted."""

        written = ""

    app = Watched()
    async with app.run_test() as pilot:
        driver = app._driver
        assert driver is not None

        def write(data: str) -> None:
            app.written += data

        driver.write = write  # type: ignore[method-assign]
        # By these Textual would do both.
        app._set_pointer_shape("pointer")
        app.screen.update_pointer_shape()
        app.bell()
        await pilot.pause()
        assert "\x07" not in app.written
        assert "\x1b]22" not in app.written
    assert hasattr(App, "_set_pointer_shape")


async def test_messages_on_show_are_known() -> None:
    app = Calm()
    async with app.run_test() as pilot:
        assert not app.has_messages
        app.notify("said")
        await until(pilot, lambda: app.has_messages)
        app.clear_notifications()
        await until(pilot, lambda: not app.has_messages)


class Sized(Resizable):
    """A program that notes when its screens are told of a size."""

    told = 0
    waits: tuple[bool, ...] = ()

    def resized(self) -> None:
        self.told += 1

    async def on_event(self, event: events.Event) -> None:
        await super().on_event(event)
        if isinstance(event, events.Resize):
            self.waits = (*self.waits, self.is_resizing)


async def test_it_is_known_when_the_screens_hear_of_another_size() -> None:
    app = Sized()
    async with app.run_test(size=(80, 24)) as pilot:
        before, app.waits = app.told, ()
        resize(app, 40, 12)
        await until(pilot, lambda: app.told > before)
        # There is nothing to tell of a size that they have already.
        resize(app, 40, 12)
        await until(pilot, lambda: app.waits == (True, False))


class Bound(App[None]):
    """A program with a key and a field that has one of its own."""

    BINDINGS = [Binding("f5", "bell", "Ring", id="ring")]

    def compose(self) -> ComposeResult:
        yield Field()


class Field(Input):
    """A field with a key of its own."""

    BINDINGS = [Binding("f6", "app.bell", "Ring", id="ring-here")]


async def test_the_keymap_in_force_is_known() -> None:
    app = Bound()
    async with app.run_test():
        assert keymap_of(app) == {}
        app.set_keymap({"ring": "f7"})
        assert keymap_of(app) == {"ring": "f7"}


async def test_what_was_copied_is_forgotten_here_and_the_terminal_is_not_told() -> None:
    app = Plain()
    async with app.run_test():
        app.copy_to_clipboard("a secret")
        assert "a secret" in app.clipboard
        driver: Any = app._driver
        driver.write = raising(AssertionError("the clipboard of the terminal is its owner's"))
        forget_copied(app)
        del driver.write
        assert not app.clipboard


# ------------------------------------------------------------------------ the terminal


def test_another_parser_knows_what_the_one_before_was_told() -> None:
    parser = Parser()
    told = "\x1b[48;24;80;480;800t"
    assert [*parser.feed(told)]
    assert parser.mouse_pixels
    with pytest.raises((ValueError, OverflowError)):
        [*parser.feed("\x1b[1114112u")]
    with pytest.raises(RuntimeError):
        [*parser.feed("a")]
    after = parser.anew()
    assert (after.terminal_size, after.terminal_pixel_size) == ((80, 24), (800, 480))
    assert after.mouse_pixels
    (key,) = after.feed("a")
    assert isinstance(key, events.Key)


async def test_the_driver_of_posix_is_as_it_was() -> None:
    pytest.importorskip("termios", reason="terminals of this kind are of POSIX")
    from textual.drivers.linux_driver import LinuxDriver

    found: list[object] = []
    app = Plain()
    async with app.run_test() as pilot:
        driver = LinuxDriver.__new__(LinuxDriver)
        driver._loop, driver._app = asyncio.get_running_loop(), app
        await asyncio.to_thread(textual_private.tell, driver, found.append)
        await until(pilot, lambda: found)
        assert found == [app]
        stream = io.StringIO()
        textual_private.show_on(driver, stream)
        driver.flush()
        assert vars(driver)["_file"] is stream
    for name in ("start_application_mode", "stop_application_mode", "run_input_thread"):
        assert callable(getattr(LinuxDriver, name))

"""The command line with a fault in it: `python -m tests.wizard.failing KIND open FILE`.

ctrl+q brings the fault about, but for those that the program has while it starts or ends.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.widget import Widget

from screens.pages.step import StepScreen
from wizard.app.app import PaybackApp
from wizard.app.terminal import endings
from wizard.app.terminal.driver import TerminalDriver
from wizard.ask.interview import Interview
from wizard.sessions import autosave

SECRET = "Quartz 918273 in /somewhere/quartz.toml"
"""Text, number and path of a session, as messages of exceptions hold them."""


def fail(*args: Any, **more: Any) -> Any:
    """Fail, with what must not be told in the message and in a variable."""
    secret = SECRET
    raise RuntimeError(f"cannot do {secret}")


async def fail_later(*args: Any) -> None:
    """Fail in a coroutine."""
    await asyncio.sleep(0)
    fail()


def _hang(*args: Any) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        time.sleep(0.01)


async def _handler(app: PaybackApp) -> None:
    fail()


async def _worker(app: PaybackApp) -> None:
    app.run_worker(fail_later())


async def _thread_worker(app: PaybackApp) -> None:
    app.run_worker(fail, thread=True)


async def _timer(app: PaybackApp) -> None:
    app.set_timer(0.01, fail)


async def _callback(app: PaybackApp) -> None:
    app.call_after_refresh(fail)


async def _render(app: PaybackApp) -> None:
    Widget.render_line = fail  # type: ignore[method-assign]
    app.screen.query("*").first().refresh()
    app.screen.refresh(layout=True)
    for one in app.screen.query("*"):
        one.refresh(layout=True)


async def _compose(app: PaybackApp) -> None:
    class Broken(StepScreen):
        compose = fail

    assert app.session is not None
    await app.push_screen(Broken(app.session.answers, title="", file_state=""))


async def _mount(app: PaybackApp) -> None:
    class Broken(Widget):
        on_mount = fail

    await app.screen.mount(Broken())


async def _reactive(app: PaybackApp) -> None:
    StepScreen.watch_title = fail  # type: ignore[attr-defined]
    app.screen.title = "another"


async def _keeper(app: PaybackApp) -> None:
    autosave.Slot.keep = fail  # type: ignore[method-assign]
    app.keeper.soon()


async def _driver(app: PaybackApp) -> None:
    TerminalDriver.process_message = fail  # type: ignore[method-assign]


async def _writing(app: PaybackApp) -> None:
    assert app._driver is not None
    app._driver.write = fail  # type: ignore[method-assign]
    app.screen.refresh(layout=True)


async def _loop(app: PaybackApp) -> None:
    # Which other branches of the command line would take for something else.
    raise BrokenPipeError(SECRET)


async def _leaving(app: PaybackApp) -> None:
    PaybackApp.on_unmount = fail  # type: ignore[method-assign]
    app.exit()


async def _leaving_screen(app: PaybackApp) -> None:
    StepScreen.on_unmount = fail  # type: ignore[attr-defined]
    app.exit()


async def _thread(app: PaybackApp) -> None:
    threading.Thread(target=fail).start()


async def _task(app: PaybackApp) -> None:
    # Nobody keeps it, so nobody asks how it went.
    asyncio.create_task(fail_later())  # noqa: RUF006
    app.set_timer(0.1, gc.collect)


async def _stuck(app: PaybackApp) -> None:
    _hang()


async def _waiting(app: PaybackApp) -> None:
    await asyncio.Event().wait()


async def _deaf(app: PaybackApp) -> None:
    while True:
        with suppress(SystemExit):
            _hang()


AT_ONCE: dict[str, Callable[[PaybackApp], Any]] = {
    "a handler": _handler,
    "a handler, as a pipe": _loop,
    "a worker": _worker,
    "a worker in a thread": _thread_worker,
    "a timer": _timer,
    "a callback": _callback,
    "a render": _render,
    "a compose": _compose,
    "a mount": _mount,
    "a watcher": _reactive,
    "the keeper": _keeper,
    "the driver, reading": _driver,
    "the driver, writing": _writing,
    "on the way out": _leaving,
    "a screen on the way out": _leaving_screen,
}
"""What ends the program."""
ASIDE: dict[str, Callable[[PaybackApp], Any]] = {"a thread": _thread, "a task": _task}
"""What it goes on after."""
STUCK: dict[str, Callable[[PaybackApp], Any]] = {
    "busy": _stuck,
    "waiting": _waiting,
    "busy, and not to be broken off": _deaf,
}
"""What never ends by itself."""
STARTING = {
    "__init__": "while it is made",
    "get_default_screen": "at its first screen",
    "on_mount": "as it is mounted",
    "get_css_variables": "at its colours",
    "get_driver_class": "at the terminal",
}
"""Methods of the app that fail while it starts."""


def main() -> None:
    """Put the fault in and run the command line."""
    kind, *arguments = sys.argv[1:]
    endings.GRACE_S = 0.5
    if kind == "an interview":
        Interview._after = fail  # type: ignore[method-assign]
    elif kind in STARTING:
        setattr(PaybackApp, kind, fail)
    else:
        PaybackApp.action_quit = {**AT_ONCE, **ASIDE, **STUCK}[kind]  # type: ignore[assignment]
    from wizard.cli import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()

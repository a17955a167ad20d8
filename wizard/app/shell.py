"""The app without a case: colours, keys, messages, and the ways out."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, ClassVar, TypeVar, overload

from textual import events
from textual.app import ScreenError
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import Input
from textual.worker import Worker, WorkerFailed

from rules.answers.problem import Problem
from screens import messages
from screens.fields.settled import settled
from screens.frame.layers import Layer, Layers
from screens.frame.overlay import Overlay, Roomy
from screens.frame.text_filter import ControlFilter
from screens.frame.textual_private import Calm
from screens.frame.textual_styles import Sheets, StylesMounted
from screens.frame.textual_widgets import let_go_of_removed_widgets
from screens.frame.unused import said_of
from screens.theme import STYLES, themes
from wizard.app.errands import Errands, Work
from wizard.app.terminal.abilities import Abilities, believe_the_terminal
from wizard.app.terminal.threads import ForgettingThreads
from wizard.process import status_of
from wizard.settings.config import Config

MOST_PROBLEMS = 5
"""Problems of a file that are said; a check lists them all."""
PROBLEMS_S = 10.0
"""Seconds that a problem stays to be read."""
TWICE_S = 3.0
"""Seconds within which a second ctrl+c quits."""

Answer = TypeVar("Answer")


class Shell(Calm, StylesMounted, Layers):
    """What the wizard is built on; a case is nothing it knows of."""

    TITLE = "Payback"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="quit", show=False, priority=True),
        # Before a text field and on top of every dialog; Textual's own copies alone.
        Binding(
            "ctrl+c", "interrupt", "Copy; twice: quit", id="interrupt", show=False, priority=True
        ),
        # Before the screen's own, but only where there is a message: see `check_action`.
        Binding(
            "escape",
            "clear_messages",
            "Clear the messages",
            id="clear-messages",
            show=False,
            priority=True,
        ),
    ]

    def __init__(
        self,
        sheets: Sequence[str],
        config: Config,
        on_shown: Callable[[], None] | None,
        on_touched: Callable[[], None] | None,
        terminal: Abilities,
    ) -> None:
        """Prepare colours, keys and themes.

        Args:
            sheets: names of the style sheets of the first screens.
            config: theme, keys and where they come from.
            on_shown: called once the first screen is to be seen.
            on_touched: called after each key, click and paste.
            terminal: what it can show.
        """
        # Before the base class: it applies colour and filters while it is built.
        self._own_filters: list[LineFilter] = [ControlFilter()]
        if terminal.has_few_signs:
            from screens.frame.console_signs import ConsoleSigns

            self._own_filters.append(ConsoleSigns())
        if not os.environ.get("NO_COLOR"):
            # The convention says that an empty one counts as unset; Textual takes it as set.
            os.environ.pop("NO_COLOR", None)
        believe_the_terminal()
        let_go_of_removed_widgets()
        super().__init__(css_path=[STYLES / sheet for sheet in sheets])
        self.config = config
        self._on_shown = on_shown
        self._on_touched = on_touched
        self.errands = Errands(lambda: self.call_later(self.catch_up))
        self._interrupted_at = -TWICE_S
        self.not_kept = ""
        """Why unsaved work is lost with the program; empty where none is."""
        self.failure: BaseException | None = None
        """What ended the program, where something did that should not have."""
        self.screens_at_failure: tuple[str, ...] = ()
        is_bare = self.no_color and terminal.colours == "standard"
        for theme in themes("monochrome" if is_bare else terminal.colours):
            self.register_theme(theme)
        self.theme = config.theme
        self.stylesheet = Sheets(variables=self.get_css_variables())
        if not config.animation:
            self.animation_level = "none"
        if config.keys:
            self.set_keymap(config.keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        # No style names a colour of the terminal's own, so that none has to be told what those are.
        textual = (
            one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)
        )
        return [*textual, *self._own_filters]

    def get_driver_class(self) -> type[Driver]:
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            # Windows, or a browser.
            return found
        from wizard.app.terminal.driver import TerminalDriver

        return TerminalDriver

    # ------------------------------------------------------------------ the ends

    def keep_work(self) -> None:
        """Put what is unsaved where the next start finds it."""

    def where_work_is(self) -> str:
        """A sentence about the unsaved work, for when the program has failed."""
        return "No case was open."

    def end_by(self, signal_number: int) -> None:
        """Leave as a signal demands, whatever lies open."""
        if not self.is_over:
            self.exit(return_code=status_of(signal_number))

    def terminal_gone(self) -> None:
        """The terminal was closed. That is a hangup, also where no signal says so."""
        self.end_by(signal.SIGHUP)

    def taken_down(self) -> None:
        self.is_over = True
        self.workers.cancel_all()

    def is_failure(self, error: Exception) -> bool:
        """Whether the program ends by an error; if so, its work is kept first."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self.is_over and isinstance(cause, NoMatches | NoScreen | ScreenError | MountError):
            # What was on its way when the screens were taken down finds them gone.
            return False
        if self.failure is None:
            self.failure = cause
            self.screens_at_failure = self._open_screens()
            # Whatever failed, keeping the work may be what did.
            with suppress(Exception):
                self.keep_work()
        return True

    def _open_screens(self) -> tuple[str, ...]:
        return tuple(type(one).__name__ for one in self.screen_stack)

    def failed_aside(self, error: BaseException) -> None:
        """Say that something failed which nobody waits for; the work goes on."""
        if self.is_over or self.failure is not None:
            return
        from wizard.support.failure import report, write

        found = write(report(error, "wizard", self._open_screens()))
        where = f" A report is in {found.place}" if found.place else ""
        self.say(f"Something failed in the background; the work goes on.{where}", "error")

    def _stray(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        # What browsers do to their connections is no failure of ours.
        if error is not None and not isinstance(error, OSError):
            self.failed_aside(error)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._stray)
        loop.set_default_executor(ForgettingThreads(thread_name_prefix="payback"))
        if self._on_shown is not None:
            self.call_after_refresh(self._on_shown)
        for problem in self.config.problems:
            self.notify(str(problem), severity="warning", markup=False, timeout=PROBLEMS_S)

    async def on_event(self, event: events.Event) -> None:
        await super().on_event(event)
        if self._on_touched is not None and isinstance(event, events.InputEvent | events.Paste):
            self._on_touched()

    def say(
        self, text: str, severity: SeverityLevel = "information", timeout: float | None = None
    ) -> None:
        """Say how something went, instead of what was said before."""
        self.clear_notifications()
        self.notify(text, severity=severity, timeout=timeout, markup=False)

    def report(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong, the first few of many."""
        self.clear_notifications()
        shown = list(problems)
        for problem in shown[:MOST_PROBLEMS]:
            severity: SeverityLevel = "warning" if problem.severity == "warning" else "error"
            self.notify(str(problem), severity=severity, markup=False, timeout=PROBLEMS_S)
        if len(shown) > MOST_PROBLEMS:
            rest = len(shown) - MOST_PROBLEMS
            text = f"and {rest} more; `payback check` lists all"
            self.notify(text, markup=False, timeout=PROBLEMS_S)

    async def on_help_requested(self, message: messages.HelpRequested) -> None:
        from screens.overlays.help import HelpScreen

        asking = message.asking
        if isinstance(asking, Layer):
            await asking.open(HelpScreen(asking))

    def on_copy_requested(self, message: messages.CopyRequested) -> None:
        self.copy(message.text)

    def copy(self, text: str) -> None:
        """Copy both ways: a terminal never says whether it obeyed, and not all have a tool."""
        from wizard.app.terminal import clipboard

        self.copy_to_clipboard(text)
        native = clipboard.copy(text)
        self.say("Copied." if native else "Copied, if the terminal allows it.")

    @property
    def is_awaited(self) -> bool:
        return super().is_awaited or self.errands.is_busy(self.screen_stack)

    def run_errand(self, errand: Work) -> None:
        """Have an errand done in a worker, in its turn."""
        _: Worker[None] = self.run_worker(self.errands.begin(errand))

    @overload
    async def push_screen_wait(
        self, screen: Screen[Answer], *, mode: str | None = None
    ) -> Answer: ...

    @overload
    async def push_screen_wait(self, screen: str, *, mode: str | None = None) -> Any: ...

    async def push_screen_wait(
        self, screen: Screen[Answer] | str, *, mode: str | None = None
    ) -> Answer | Any:
        """Have a question answered, in a worker: until it is, keys are meant for the question."""
        answer = self.push_screen(screen, wait_for_dismiss=True, mode=mode)
        self.errands.ask(self.screen)
        return await asyncio.shield(answer)

    def asking(self) -> bool:
        """Whether a dialog waits for an answer: another one must not cover it."""
        return any(isinstance(one, Overlay) and one.DECIDES for one in self.screen_stack)

    async def action_quit(self) -> None:
        await settled(self.screen)
        self.post_message(messages.QuitRequested())

    def action_interrupt(self) -> None:
        """The first ctrl+c copies what is selected, the second leaves, asking about the unsaved."""
        now = monotonic()
        if now - self._interrupted_at < TWICE_S:
            self.post_message(messages.QuitRequested())
            return
        self._interrupted_at = now
        field = self.focused
        selected = field.selected_text if isinstance(field, Input) else None
        selected = selected or self.screen.get_selected_text()
        if selected:
            self.copy(selected)
        self.say("Press ctrl+c again to quit.", timeout=TWICE_S)

    def not_used(self, key: str) -> None:
        """Say why a key does nothing where it was pressed, or where it works."""
        if text := said_of(key, self.screen, self.config.keys):
            self.say(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "clear_messages":
            has_its_own = hasattr(self.screen, "action_close")
            return self.has_messages and not has_its_own
        return super().check_action(action, parameters)

    async def action_command_palette(self) -> None:  # type: ignore[override] # awaited as well
        # Textual binds it to the program, above any screen.
        if isinstance(self.screen, Roomy):
            await self.run_action("palette", self.screen)

    def action_clear_messages(self) -> None:
        self.clear_notifications()

"""The app without a case: colours, keys, themes, messages, the palette, and the ways out."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import App, ScreenError, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import Input

from rules.problem import Problem
from screens import messages
from screens.fields.settled import settled
from screens.keymap import shown_key
from screens.keys import ACTIONS
from screens.overlay import Overlay, Roomy
from screens.text_filter import ControlFilter
from screens.theme import STYLES, THEMES
from wizard.config import Config

MOST_PROBLEMS = 5
"""Problems of a file that are said; a check lists them all."""
PROBLEMS_S = 10.0
"""Seconds that a problem stays to be read."""
TWICE_S = 3.0
"""Seconds within which a second ctrl+c quits."""


class Shell(App[None]):
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
    COMMAND_PALETTE_DISPLAY = "^P"

    def __init__(
        self, sheets: Sequence[str], config: Config, on_shown: Callable[[], None] | None
    ) -> None:
        """Prepare colours, keys and themes.

        Args:
            sheets: names of the style sheets of the first screens.
            config: theme, keys and where they come from.
            on_shown: called once the first screen is to be seen.
        """
        # Before the base class: it applies colour and filters while it is built.
        self._control_filter = ControlFilter()
        if not os.environ.get("NO_COLOR"):
            # The convention says that an empty one counts as unset; Textual takes it as set.
            os.environ.pop("NO_COLOR", None)
        super().__init__(css_path=[STYLES / sheet for sheet in sheets])
        self.config = config
        self._on_shown = on_shown
        self._interrupted_at = -TWICE_S
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = config.theme
        self.animation_level = "full" if config.animation else "none"
        if config.keys:
            self.set_keymap(config.keys)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._control_filter]

    def _handle_exception(self, error: Exception) -> None:
        # A message that was on its way when the screens were taken down finds them gone. That is no
        # failure, and a traceback would be the last thing on the terminal.
        if self._exit and isinstance(error, NoMatches | ScreenError | MountError):
            return
        super()._handle_exception(error)

    async def on_event(self, event: events.Event) -> None:
        # Keys still on their way when the last screen is gone would find none to go to.
        if self.screen_stack or not isinstance(event, events.InputEvent | events.Paste):
            await super().on_event(event)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            # Not on Windows, and not in a thread: the program then simply ends.
            with suppress(NotImplementedError, AttributeError, ValueError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), partial(self.exit, return_code=0))
        if self._on_shown is not None:
            self.call_after_refresh(self._on_shown)
        for problem in self.config.problems:
            self.notify(str(problem), severity="warning", markup=False, timeout=PROBLEMS_S)

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
            self.notify(f"and {rest} more; `payback check` lists all", markup=False)

    def on_copy_requested(self, message: messages.CopyRequested) -> None:
        self.copy(message.text)

    def copy(self, text: str) -> None:
        """Copy both ways: a terminal never says whether it obeyed, and not all have a tool."""
        from wizard import clipboard

        self.copy_to_clipboard(text)
        native = clipboard.copy(text)
        self.say("Copied." if native else "Copied, if the terminal allows it.")

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "clear_messages":
            has_its_own = hasattr(self.screen, "action_close")
            return bool(self._notifications) and not has_its_own
        if action == "command_palette" and isinstance(self.screen, Roomy):
            # Textual binds it to the program, above any screen.
            return self.screen.check_action(action, parameters)
        return super().check_action(action, parameters)

    def action_clear_messages(self) -> None:
        self.clear_notifications()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action that works on this screen, themes, and leaving the terminal for a while."""
        for one in ACTIONS:
            if hasattr(screen, f"action_{one.call}") and one.id != "palette":
                run = getattr(screen, f"action_{one.call}")
                yield SystemCommand(one.label, f"Key: {shown_key(one, self.config.keys)}", run)
        for theme in THEMES:
            yield SystemCommand(
                f"Theme: {theme.name.removeprefix('payback-')}",
                "Change colours",
                partial(setattr, self, "theme", theme.name),
            )
        yield SystemCommand("Suspend", "Back to the shell; fg returns", self.action_suspend_process)

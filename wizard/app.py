"""The app: it only routes. A message comes in, one function elsewhere is called, a screen follows.

Screens know nothing of files; OpenSession knows nothing of screens. What connects them is here.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from textual import events, work
from textual.app import App, ScreenError, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import Input

from rules.answers import Answers
from rules.policy import TeamPolicy
from rules.problem import Problem
from screens import messages
from screens.base import AnswersOverlay, CaseScreen, ShowsAnswers
from screens.fields.settled import settled
from screens.keys import ACTIONS
from screens.overlay import Overlay
from screens.step import StepScreen
from screens.text_filter import ControlFilter
from screens.theme import STYLES, THEMES
from wizard import recent
from wizard.config import Config
from wizard.keeping import Keeper
from wizard.problems import InputUnusable
from wizard.session import OpenSession

TWICE_S = 3.0
"""Seconds within which a second ctrl+c quits."""


class PaybackApp(App[None]):
    """The wizard."""

    TITLE = "Payback"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="quit", show=False, priority=True),
        # Before a text field and on top of every dialog; Textual's own copies alone.
        Binding(
            "ctrl+c", "interrupt", "Copy; twice: quit", id="interrupt", show=False, priority=True
        ),
    ]
    COMMAND_PALETTE_DISPLAY = "^P"

    def __init__(
        self,
        *,
        session: OpenSession | None = None,
        quick: bool = False,
        start: str | None = None,
        team: TeamPolicy | None = None,
        config: Config | None = None,
        on_shown: Callable[[], None] | None = None,
    ) -> None:
        """Start with a case, or without one on the start page.

        Args:
            session: the case to open.
            quick: ask the questions of the quick path.
            start: key of the question to begin with.
            team: a team's policy values.
            config: theme, keys and where they come from; the defaults where None.
            on_shown: called once the first screen is to be seen.
        """
        # Before the base class: it applies colour and filters while it is built.
        self._control_filter = ControlFilter()
        if not os.environ.get("NO_COLOR"):
            # The convention says that an empty one counts as unset; Textual takes it as set.
            os.environ.pop("NO_COLOR", None)
        # A screen's own sheet is not read where the program begins with that screen.
        sheets = ["case.tcss"] if session is not None else ["case.tcss", "home.tcss"]
        super().__init__(css_path=[STYLES / sheet for sheet in sheets])
        self.config = config or Config()
        self.session = session
        self.team = team
        self._quick = quick
        self._start = start
        self._on_shown = on_shown
        self._interrupted_at = -TWICE_S
        self._keeper = Keeper(self)
        if session is not None:
            self._keeper.watch(session)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.config.theme
        self.animation_level = "full" if self.config.animation else "none"
        if self.config.keys:
            self.set_keymap(self.config.keys)

    # --------------------------------------------------------------- the screens

    def get_default_screen(self) -> Screen[None]:
        screen = self._home() if self.session is None else self._steps(self.session)
        # As for every screen that is pushed: without it this one could not be switched away from.
        screen._push_result_callback(self, None)
        return screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._control_filter]

    def _home(self) -> Screen[None]:
        from screens.home import HomeScreen
        from screens.ports import RecentCase, SampleCase, UnsavedCase
        from wizard.samples import list_samples
        from wizard.sessions import autosave

        return HomeScreen(
            [RecentCase(path, path.stem) for path in recent.paths()],
            [SampleCase(one.name, one.teaches) for one in list_samples()],
            [UnsavedCase(str(one.place), one.title) for one in autosave.kept()],
            self._judge,
        )

    def _steps(self, session: OpenSession) -> StepScreen:
        return StepScreen(
            session.answers,
            title=session.title,
            file_state=self._file_state(),
            team=self.team,
            quick=self._quick,
            start=self._start,
        )

    async def _judge(self, path: Path) -> str:
        return await asyncio.to_thread(recent.in_short, path)

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
            self.notify(str(problem), severity="warning", markup=False)

    def on_unmount(self) -> None:
        # However the program ends, what is unsaved then is kept, unless it was given up.
        self._keeper.finish()

    def _file_state(self) -> str:
        session = self.session
        if session is None:
            return ""
        if session.file.path is None:
            return "not saved yet"
        return "not saved" if session.dirty else f"saved: {session.file.path.name}"

    def _tell_screens(self) -> None:
        """Title and file state of every screen of the case follow the session."""
        if self.session is None:
            return
        for screen in self.screen_stack:
            if isinstance(screen, CaseScreen) and isinstance(screen, ShowsAnswers):
                screen.case_title = self.session.title
                screen.file_state = self._file_state()

    def _show(self, answers: Answers) -> None:
        """Put other answers on every screen that shows some."""
        for screen in self.screen_stack:
            if isinstance(screen, ShowsAnswers):
                screen.show_answers(answers)
        self._tell_screens()

    # -------------------------------------------------------- answers and history

    def on_answer_changed(self, message: messages.AnswerChanged) -> None:
        if self.session is not None:
            self.session.answer(message.key, message.entry, message.visit)
            self._tell_screens()
            top = self.screen
            if self._lies_on_steps(top) and isinstance(top, ShowsAnswers):
                # Asked for before the last key was taken in.
                top.show_answers(self.session.answers)

    async def on_undo_requested(self) -> None:
        await self._step_back(OpenSession.undo, "There is nothing to undo.")

    async def on_redo_requested(self) -> None:
        await self._step_back(OpenSession.redo, "There is nothing to redo.")

    async def _step_back(self, step: Callable[[OpenSession], bool], nothing: str) -> None:
        session = self.session
        before = session.answers if session is not None else Answers()
        if session is None or not step(session):
            self.notify(nothing, markup=False)
            return
        self._show(session.answers)
        changed = [
            key
            for key in {**before.entries, **session.answers.entries}
            if before.get(key) != session.answers.get(key)
        ]
        for key in changed[:1]:
            if isinstance(self.screen, AnswersOverlay):
                if await self.screen.go_to(key):
                    return
                # Something else changed than what lies on top.
                await self._pop_to_case()
            case = self._case_on_top()
            if case is not None:
                await case.go_to(key)

    @staticmethod
    def _lies_on_steps(screen: Screen[Any]) -> bool:
        """Whether it is a view of the case, opened from its steps."""
        return isinstance(screen, CaseScreen) and not isinstance(screen, StepScreen)

    def _case_on_top(self) -> StepScreen | None:
        """The step screen, where nothing lies on it; None also when the program is going down."""
        top = self.screen_stack[-1] if self.screen_stack else None
        return top if isinstance(top, StepScreen) else None

    async def _pop_to_case(self) -> None:
        """Close whatever lies on the step screen, which shows all that was answered there."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        case = self._case_on_top()
        if case is not None and self.session is not None:
            case.show_answers(self.session.answers)

    async def on_verdict_requested(self) -> None:
        if self.session is None or not self.screen_stack:
            return
        if self._lies_on_steps(self.screen):
            self.pop_screen()
            return
        from screens.verdict import VerdictScreen

        # Waited for: whatever is typed meanwhile is meant for it.
        await self.push_screen(
            VerdictScreen(
                self.session.answers,
                title=self.session.title,
                file_state=self._file_state(),
                team=self.team,
            )
        )

    async def on_answer_requested(self, message: messages.AnswerRequested) -> None:
        await self._pop_to_case()
        case = self._case_on_top()
        if case is not None:
            await case.go_to(message.key)

    # ------------------------------------------------------------------- opening

    @work
    async def on_new_requested(self, message: messages.NewRequested) -> None:
        if await self._may_leave():
            from wizard.sessions.template import empty_session

            self._open(OpenSession.new(empty_session(date.today())), quick=message.quick)

    @work
    async def on_sample_requested(self, message: messages.SampleRequested) -> None:
        from wizard.samples import find_sample

        sample = find_sample(message.name)
        if sample is not None and await self._may_leave():
            self._open(OpenSession.new(sample.path.read_text(encoding="utf-8")), quick=False)

    @work
    async def on_open_requested(self, message: messages.OpenRequested) -> None:
        if await self._may_leave():
            self._open_path(message.path)

    @work
    async def on_take_up_requested(self, message: messages.TakeUpRequested) -> None:
        from wizard.sessions import autosave

        found = next((one for one in autosave.kept() if str(one.place) == message.name), None)
        if found is None or not await self._may_leave():
            return
        try:
            file, answers = autosave.take_up(found)
        except (OSError, ValueError, KeyError, TypeError, InputUnusable) as error:
            self.notify(f"The unsaved work cannot be read: {error}", markup=False)
            return
        session = OpenSession(file, team=self.team)
        session.apply(answers)
        autosave.drop(found.place)
        self._open(session, quick=False)
        self._keeper.soon()

    @work
    async def on_browse_requested(self) -> None:
        from wizard.files import FilesScreen

        path = await self.push_screen_wait(FilesScreen(Path.cwd()))
        if path is not None and await self._may_leave():
            self._open_path(path)

    def _open_path(self, path: Path) -> None:
        try:
            session = OpenSession.open(path, team=self.team)
        except InputUnusable as unusable:
            self._report(unusable.problems)
            return
        recent.remember(path)
        self._open(session, quick=False)
        self._report(session.file.problems)

    def _open(self, session: OpenSession, *, quick: bool) -> None:
        self.session, self._quick, self._start = session, quick, None
        self._keeper.watch(session)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(self._steps(session))

    def _report(self, problems: Iterable[Problem]) -> None:
        shown = list(problems)
        for problem in shown[:5]:
            severity = "warning" if problem.severity == "warning" else "error"
            self.notify(str(problem), severity=severity, markup=False, timeout=10)  # type: ignore[arg-type]
        if len(shown) > 5:
            self.notify(f"and {len(shown) - 5} more; `payback check` lists all", markup=False)

    @work
    async def on_home_requested(self) -> None:
        if await self._may_leave():
            self.session = None
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self.switch_screen(self._home())

    # -------------------------------------------------------------------- saving

    @work
    async def on_save_requested(self) -> None:
        await self._save()

    @work
    async def on_save_as_requested(self) -> None:
        await self._save(ask_for_name=True)

    async def _save(self, *, ask_for_name: bool = False) -> bool:
        """Save, asking for what only a person can decide; whether it is saved then."""
        session = self.session
        if session is None:
            return True
        if self._asking():
            return False
        from wizard import save_dialogs

        saved = await save_dialogs.save(
            self, session, ask_for_name=ask_for_name, reopen=self._open_path
        )
        if saved:
            self._keeper.give_up()
            self._keeper.watch(session)
            self._tell_screens()
            if session.file.path is not None:
                recent.remember(session.file.path)
                self.notify(f"Saved: {session.file.path}", markup=False)
        return saved

    async def _may_leave(self) -> bool:
        """Whether the open case may be left: saved, or its changes given up on purpose."""
        if self._asking():
            return False
        if self.session is None or not self.session.dirty:
            return True
        from wizard import save_dialogs

        answer = await save_dialogs.what_of_unsaved(self, self.session)
        if answer == "save":
            return await self._save()
        if answer == "discard":
            self._keeper.give_up()
        return answer == "discard"

    # ------------------------------------------------------------------ the rest

    def on_copy_requested(self, message: messages.CopyRequested) -> None:
        self._copy(message.text)

    def _copy(self, text: str) -> None:
        """Copy both ways: a terminal never says whether it obeyed, and not all have a tool."""
        from wizard import clipboard

        self.copy_to_clipboard(text)
        native = clipboard.copy(text)
        self.notify("Copied." if native else "Copied, if the terminal allows it.", markup=False)

    @work
    async def on_quit_requested(self) -> None:
        if await self._may_leave():
            self.exit()

    def _asking(self) -> bool:
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
            self._copy(selected)
        self.notify("Press ctrl+c again to quit.", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action that works on this screen, themes, and leaving the terminal for a while."""
        for one in ACTIONS:
            if hasattr(screen, f"action_{one.call}") and one.id != "palette":
                run = getattr(screen, f"action_{one.call}")
                yield SystemCommand(one.label, f"Key: {one.shown}", run)
        for theme in THEMES:
            yield SystemCommand(
                f"Theme: {theme.name.removeprefix('payback-')}",
                "Change colours",
                partial(setattr, self, "theme", theme.name),
            )
        yield SystemCommand("Suspend", "Back to the shell; fg returns", self.action_suspend_process)

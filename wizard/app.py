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
from typing import ClassVar

from textual import events, work
from textual.app import App, ScreenError, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import MountError
from textual.widgets import Input

import screens
from rules.answers import Answers
from rules.policy import TeamPolicy
from rules.problem import Problem
from rules.questions import QUESTIONS
from screens import messages
from screens.base import CaseScreen
from screens.confirm import ConfirmScreen
from screens.details import DetailsScreen
from screens.fields.settled import settled
from screens.home import HomeScreen
from screens.keys import ACTIONS
from screens.ports import RecentCase, SampleCase, UnsavedCase
from screens.save_as import SaveAsScreen
from screens.step import StepScreen
from screens.table import TableScreen
from screens.text_filter import ControlFilter
from screens.theme import THEMES
from screens.verdict import VerdictScreen
from wizard import clipboard, recent
from wizard.config import Config
from wizard.files import FilesScreen
from wizard.problems import InputUnusable
from wizard.samples import find_sample, list_samples
from wizard.saving import FAILURES, problem_of, session_path
from wizard.session import OpenSession
from wizard.sessions import autosave
from wizard.sessions.store import ChangedOnDisk
from wizard.sessions.template import empty_session

STYLES = Path(screens.__file__).parent / "styles"
KEPT_AFTER_S = 0.7
"""Seconds after a change until the unsaved work is kept: what a crash may cost."""
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
    CSS_PATH = [STYLES / "case.tcss", STYLES / "dialogs.tcss", STYLES / "home.tcss"]
    COMMAND_PALETTE_DISPLAY = "^P"

    def __init__(
        self,
        *,
        session: OpenSession | None = None,
        quick: bool = False,
        start: str | None = None,
        team: TeamPolicy | None = None,
        config: Config | None = None,
    ) -> None:
        """Start with a case, or without one on the start page.

        Args:
            session: the case to open.
            quick: ask the questions of the quick path.
            start: key of the question to begin with.
            team: a team's policy values.
            config: theme, keys and where they come from; the defaults where None.
        """
        # Before the base class: it applies colour and filters while it is built.
        self._control_filter = ControlFilter()
        if not os.environ.get("NO_COLOR"):
            # The convention says that an empty one counts as unset; Textual takes it as set.
            os.environ.pop("NO_COLOR", None)
        super().__init__()
        self.config = config or Config()
        self.session = session
        self.team = team
        self._quick = quick
        self._start = start
        self._interrupted_at = -TWICE_S
        self._slot: Path | None = None
        self._keeping: Timer | None = None
        if session is not None:
            self._watch(session)
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

    def _home(self) -> HomeScreen:
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
        for problem in self.config.problems:
            self.notify(str(problem), severity="warning", markup=False)

    # ------------------------------------------------------- unsaved work, kept

    def _watch(self, session: OpenSession) -> None:
        """Keep the unsaved work on a session where a crash cannot reach it."""
        self._slot = autosave.slot_for(session.file)
        session.listen(lambda snapshot: self._keep_soon())

    def _keep_soon(self) -> None:
        # At most once in a while, and never while a key is being answered.
        if self._keeping is None and self.is_running:
            self._keeping = self.set_timer(KEPT_AFTER_S, self._keep_now)

    def _keep_now(self) -> None:
        self._keeping = None
        session, slot = self.session, self._slot
        if session is None or slot is None:
            return
        if not session.dirty:
            autosave.drop(slot)
            return
        with suppress(OSError):
            autosave.keep(slot, session.file, session.answers, session.title)

    def on_unmount(self) -> None:
        # However the program ends, what is unsaved then is kept, unless it was given up.
        if self._keeping is not None:
            self._keep_now()

    def _give_up(self) -> None:
        """The unsaved work is not wanted."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        if self._slot is not None:
            autosave.drop(self._slot)

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
            if isinstance(screen, CaseScreen) and not isinstance(screen, HomeScreen):
                screen.case_title = self.session.title
                screen.file_state = self._file_state()

    def _show(self, answers: Answers) -> None:
        """Put other answers on every screen that shows some."""
        for screen in self.screen_stack:
            if isinstance(screen, StepScreen | VerdictScreen | DetailsScreen | TableScreen):
                screen.show_answers(answers)
        self._tell_screens()

    # -------------------------------------------------------- answers and history

    def on_answer_changed(self, message: messages.AnswerChanged) -> None:
        if self.session is not None:
            self.session.answer(message.key, message.entry, message.visit)
            self._tell_screens()
            if isinstance(self.screen, VerdictScreen):
                # Asked for before the last key was taken in.
                self.screen.show_answers(self.session.answers)

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
            if isinstance(self.screen, DetailsScreen | TableScreen):
                if await self.screen.go_to(key):
                    return
                # Something else changed than what lies on top.
                await self._pop_to_case()
            case = self._case_on_top()
            if case is not None:
                await case.go_to(key)

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
        if isinstance(self.screen, VerdictScreen):
            self.pop_screen()
            return
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
            self._open(OpenSession.new(empty_session(date.today())), quick=message.quick)

    @work
    async def on_sample_requested(self, message: messages.SampleRequested) -> None:
        sample = find_sample(message.name)
        if sample is not None and await self._may_leave():
            self._open(OpenSession.new(sample.path.read_text(encoding="utf-8")), quick=False)

    @work
    async def on_open_requested(self, message: messages.OpenRequested) -> None:
        if await self._may_leave():
            self._open_path(message.path)

    @work
    async def on_take_up_requested(self, message: messages.TakeUpRequested) -> None:
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
        self._keep_soon()

    @work
    async def on_browse_requested(self) -> None:
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
        self._watch(session)
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
        path: Path | None = None
        if ask_for_name or session.file.path is None:
            path = await self._name_for(session)
            if path is None:
                return False
        if session.unusable_keys and not await self._agrees_to_leave_out(session.unusable_keys):
            return False
        return await self._write(session, path)

    async def _write(self, session: OpenSession, path: Path | None) -> bool:
        replace_changed = False
        while True:
            try:
                session.save(date.today(), path, replace_changed=replace_changed)
            except ChangedOnDisk as changed:
                answer = await self._ask_about_change(changed)
                if answer == "overwrite":
                    replace_changed = True
                elif answer == "save-as":
                    replace_changed = False
                    path = await self._name_for(session)
                    if path is None:
                        return False
                elif answer == "reload":
                    self._open_path(changed.path)
                    return False
                else:
                    return False
            except FAILURES as failed:
                problem = problem_of(failed, path or session.file.path)
                self.notify(str(problem), severity="error", markup=False, timeout=20)
                return False
            else:
                break
        self._give_up()
        self._watch(session)
        self._tell_screens()
        if session.file.path is not None:
            recent.remember(session.file.path)
            self.notify(f"Saved: {session.file.path}", markup=False)
        return True

    async def _name_for(self, session: OpenSession) -> Path | None:
        suggestion = session.file.path
        if suggestion is None:
            words = "".join(c if c.isalnum() else "_" for c in session.title.lower()).strip("_")
            suggestion = Path(f"{words or 'case'}.toml")
        typed = await self.push_screen_wait(SaveAsScreen(str(suggestion)))
        if typed is None:
            return None
        return session_path(typed)

    async def _agrees_to_leave_out(self, keys: tuple[str, ...]) -> bool:
        answer = await self.push_screen_wait(
            ConfirmScreen(
                "These answers are not usable, so the file keeps what it has for them: "
                f"{', '.join(QUESTIONS[key].label for key in keys)}.",
                [("save", "Save the rest"), ("stay", "Go back")],
            )
        )
        return answer == "save"

    async def _ask_about_change(self, changed: ChangedOnDisk) -> str | None:
        answers = [
            ("save-as", "Save under another name"),
            ("reload", "Drop mine, open theirs"),
            ("overwrite", "Overwrite theirs"),
            ("stay", "Go back"),
        ]
        if changed.reason == "disappeared":
            answers[1:3] = [("overwrite", "Write it there again")]
        return await self.push_screen_wait(ConfirmScreen(str(changed), answers))

    async def _may_leave(self) -> bool:
        """Whether the open case may be left: saved, or its changes given up on purpose."""
        if self._asking():
            return False
        if self.session is None or not self.session.dirty:
            return True
        answer = await self.push_screen_wait(
            ConfirmScreen(
                f"{self.session.title} has unsaved answers.",
                [("save", "Save"), ("discard", "Discard them"), ("stay", "Go back")],
            )
        )
        if answer == "save":
            return await self._save()
        if answer == "discard":
            self._give_up()
        return answer == "discard"

    # ------------------------------------------------------------------ the rest

    def on_copy_requested(self, message: messages.CopyRequested) -> None:
        self._copy(message.text)

    def _copy(self, text: str) -> None:
        """Copy both ways: a terminal never says whether it obeyed, and not all have a tool."""
        self.copy_to_clipboard(text)
        native = clipboard.copy(text)
        self.notify("Copied." if native else "Copied, if the terminal allows it.", markup=False)

    @work
    async def on_quit_requested(self) -> None:
        if await self._may_leave():
            self.exit()

    def _asking(self) -> bool:
        """Whether a dialog waits for an answer: another one must not cover it."""
        return any(isinstance(one, ConfirmScreen | SaveAsScreen) for one in self.screen_stack)

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

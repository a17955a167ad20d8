"""The app: it only routes. A message comes in, one function elsewhere is called, a screen follows.

Screens know nothing of files; OpenSession knows nothing of screens. What connects them is here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from textual import work
from textual.screen import Screen

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from screens import messages
from screens.frame.case_screen import (
    AnswersOverlay,
    CaseScreen,
    GoesToQuestions,
    ShowsAnswers,
    ViewScreen,
)
from screens.pages.step import StepScreen
from wizard.app.errands import errand
from wizard.app.keeping import Keeper
from wizard.app.shell import PROBLEMS_S, Shell
from wizard.app.watching import LOOKS_EVERY_S, Watcher
from wizard.disk.presence import Presence
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions import recent
from wizard.sessions.autosave import Kept
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile, read_session
from wizard.settings.config import Config
from wizard.settings.policy_file import Policies

if TYPE_CHECKING:
    from screens.ports import LaidOut
    from wizard.app.change_dialogs import OfOthers
    from wizard.workshop.facilitating import Facilitating


NOTHING_KEPT = "Recovery is off: nothing is kept of unsaved work, and nothing is offered."


class PaybackApp(Shell):
    """The wizard."""

    def __init__(
        self,
        *,
        session: OpenSession | None = None,
        quick: bool = False,
        start: str | None = None,
        team: TeamPolicy | None = None,
        policies: Policies | None = None,
        config: Config | None = None,
        workshop: Facilitating | None = None,
        on_shown: Callable[[], None] | None = None,
    ) -> None:
        """Start with a case, or without one on the start page.

        Args:
            session: the case to open.
            quick: ask the questions of the quick path.
            start: key of the question to begin with.
            team: the policy by which the case is judged.
            policies: where the policy of another case is found; where None, it is the same.
            config: theme, keys and where they come from; the defaults where None.
            workshop: leads one on the case.
            on_shown: called once the first screen is to be seen.
        """
        # A screen's own sheet is not read where the program begins with that screen.
        sheets = ["case.tcss"] if session is not None else ["case.tcss", "home.tcss"]
        if workshop is not None:
            sheets.append("workshop.tcss")
        super().__init__(sheets, config or Config(), on_shown)
        self.session = session
        self.team = team
        self.workshop = workshop
        self._policies = policies
        self._quick = quick
        self._start = start
        self._quitting = False
        self._keeper = Keeper(self, keeps=self.config.recovery)
        self._presence = Presence()
        self._watcher = Watcher(self, self._say_changed)
        if session is not None:
            self._keeper.watch(session)

    # --------------------------------------------------------------- the screens

    def get_default_screen(self) -> Screen[None]:
        screen = self._home() if self.session is None else self._case(self.session)
        # As for every screen that is pushed: without it this one could not be switched away from.
        screen._push_result_callback(self, None)
        return screen

    def _home(self) -> Screen[None]:
        from screens.pages.home import HomeScreen
        from screens.ports import RecentCase, SampleCase, UnsavedCase
        from wizard.sessions import autosave
        from wizard.sessions.samples import list_samples

        return HomeScreen(
            [RecentCase(path, title) for path, title in recent.titled(recent.paths())],
            [SampleCase(one.name, one.teaches) for one in list_samples()],
            [
                UnsavedCase(str(one.place), one.title, one.path, one.when)
                for one in (autosave.kept() if self._keeper.keeps else ())
            ],
            self._judge,
        )

    def _case(self, session: OpenSession) -> Screen[None]:
        """What everything else of a case lies on: its steps, or the workshop on it."""
        if self.workshop is None:
            return self._steps(session)
        from screens.workshop.screen import WorkshopScreen

        self.workshop.attach(self._workshop_changed, self.report)
        return WorkshopScreen(
            self.workshop,
            session.answers,
            title=session.title,
            file_state=self._file_state(),
            team=self.team,
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
        def judged() -> str:
            try:
                return recent.in_short(path, self._policy_of(path))
            except InputUnusable as unusable:
                return unusable.problems[0].message

        return await asyncio.to_thread(judged)

    def _policy_of(self, path: Path | None) -> TeamPolicy | None:
        """The policy that judges a case.

        Raises:
            InputUnusable: where its file cannot be used: nobody passes a gate by breaking it.
        """
        return self.team if self._policies is None else self._policies.of(path)

    def on_mount(self) -> None:
        if self.session is not None:
            self._remark(self.session.file)
            # Begun now: what is typed before it asks something is not meant for the case.
            offer = self.errands.begin(partial(self._begin_with, self.session.file))
            self.call_after_refresh(self.run_worker, offer)
        if not self._keeper.keeps:
            self.notify(NOTHING_KEPT, markup=False, timeout=PROBLEMS_S)
        self.set_interval(LOOKS_EVERY_S, lambda: self._watcher.look(self.session))
        self._keeper.tidy_soon()
        if self.workshop is not None:
            self._let_in(self.workshop)

    def _remark(self, file: SessionFile) -> None:
        """Say what is odd about a file and stands at no question, such as keys nobody knows."""
        warnings = [one for one in file.problems if one.severity == "warning"]
        if warnings:
            more = len(warnings) - 1
            rest = f" And {more} more: `payback check` lists them." if more else ""
            text = f"{warnings[0]}{rest}"
            self.notify(text, severity="warning", markup=False, timeout=PROBLEMS_S)

    def keep_work(self) -> None:
        self._keeper.finish()

    def where_work_is(self) -> str:
        return self._keeper.last_words()

    async def on_unmount(self) -> None:
        # However the program ends, what is unsaved then is kept, unless it was given up.
        try:
            if not self._keeper.finish():
                self.not_kept = self._keeper.trouble
        finally:
            self._presence.at(None)
            if self.workshop is not None:
                await self.workshop.stop()

    def _file_state(self) -> str:
        session = self.session
        if session is None:
            return ""
        if session.looks_at is not None:
            return f"only looking: {on_one_line(session.looks_at.name)}"
        if session.file.path is None:
            return "not saved yet"
        return "not saved" if session.dirty else f"saved: {on_one_line(session.file.path.name)}"

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

    async def on_answer_changed(self, message: messages.AnswerChanged) -> None:
        if self.session is not None:
            self.session.answer(message.key, message.entry, message.visit)
            self._tell_screens()
            await self.opened()
            # None is left when the program is going down.
            for top in self.screen_stack[-1:]:
                if self._lies_on_steps(top) and isinstance(top, ShowsAnswers):
                    # Asked for before the last key was taken in.
                    top.show_answers(self.session.answers)

    async def on_undo_requested(self) -> None:
        if self.session is not None:
            await self._step_back((self.workshop or self.session).undo, "There is nothing to undo.")

    async def on_redo_requested(self) -> None:
        if self.session is not None:
            await self._step_back((self.workshop or self.session).redo, "There is nothing to redo.")

    async def _step_back(self, step: Callable[[], bool], nothing: str) -> None:
        session = self.session
        before = session.answers if session is not None else Answers()
        if session is None or not step():
            self.say(nothing)
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
        return isinstance(screen, ViewScreen)

    def _case_on_top(self) -> StepScreen | None:
        """The step screen, where nothing lies on it; None also when the program is going down."""
        top = self.screen_stack[-1] if self.screen_stack else None
        return top if isinstance(top, StepScreen) else None

    async def _pop_to_case(self) -> None:
        """Close whatever lies on the step screen, which shows all that was answered there."""
        await self.close_all()
        case = self._case_on_top()
        if case is not None and self.session is not None:
            case.show_answers(self.session.answers)

    async def on_verdict_requested(self) -> None:
        from screens.pages.verdict import VerdictScreen

        await self._view(VerdictScreen)

    async def on_sensitivity_requested(self) -> None:
        from screens.pages.sensitivity import SensitivityScreen

        await self._view(SensitivityScreen)

    async def on_risk_requested(self) -> None:
        from screens.pages.risk import RiskScreen

        await self._view(RiskScreen)

    async def on_report_requested(self) -> None:
        from screens.pages.report import ReportScreen
        from wizard.app.report_dialogs import CaseReports

        if self.session is not None:
            reports = CaseReports(self, self.session, self.team)
            await self._view(ReportScreen, partial(ReportScreen, reports=reports))

    async def on_view_closed(self) -> None:
        if self._lies_on_steps(self.screen):
            await self.screen.dismiss()

    @errand
    async def on_compare_requested(self) -> None:
        from rules.comparing.comparison import Side
        from screens.pages.compare import CompareScreen
        from wizard.app.file_choice import FilesScreen
        from wizard.reports.comparison_page import Compared, comparison_page, side_by_side

        session = self.session
        if session is None:
            return
        file = await self.push_screen_wait(FilesScreen())
        if file is None:
            return
        try:
            team = self._policy_of(file.path)
        except InputUnusable as unusable:
            self.report(unusable.problems)
            return
        name = str(file.path) if file.path is not None else file.title
        other = Compared(name, "B", file.title, Side(file.answers, team))

        def beside(answers: Answers) -> LaidOut:
            this = Compared("This case", "A", session.title, Side(answers, self.team))
            shown = side_by_side([this, other])
            return lambda width: tuple(comparison_page(shown, width))

        if self._lies_on_steps(self.screen):
            await self.screen.dismiss()
        await self.push_screen(
            CompareScreen(
                session.answers,
                beside,
                title=session.title,
                file_state=self._file_state(),
                team=self.team,
            )
        )

    async def _view(
        self, view: type[ViewScreen], make: Callable[..., ViewScreen] | None = None
    ) -> None:
        """Show a view of the case instead of what lies on the steps; go back where it is shown.

        Args:
            view: the kind of view.
            make: builds it, where it takes more than a case.
        """
        if self.session is None or not self.screen_stack or self.screen.is_modal:
            # What opened meanwhile has the keys by now.
            return
        shown = self.screen if self._lies_on_steps(self.screen) else None
        if shown is not None:
            await shown.dismiss()
        if type(shown) is not view:
            # Waited for: whatever is typed meanwhile is meant for it.
            await self.push_screen(
                (make or view)(
                    self.session.answers,
                    title=self.session.title,
                    file_state=self._file_state(),
                    team=self.team,
                )
            )

    @errand
    async def on_prices_requested(self, message: messages.PricesRequested) -> None:
        from screens.overlays.price_search import PriceSearchScreen
        from wizard.prices.price_list import date_of, filling, price_search

        session = self.session
        if session is None:
            return
        search = price_search(date_of(session.answers, date.today()))
        named = session.answers.value(f"{message.side}.model") or ""
        found = await self.push_screen_wait(PriceSearchScreen(search, named))
        if found is None:
            return
        try:
            done = filling(session.answers, found, message.side, self.team)
        except InputUnusable as unusable:
            self.report(unusable.problems)
            return
        session.apply(done.answers)
        self._show(session.answers)
        self.say("\n".join(done.said))

    async def on_answer_requested(self, message: messages.AnswerRequested) -> None:
        await self._pop_to_case()
        case = self._case_on_top()
        if case is not None:
            await case.go_to(message.key)
        elif isinstance(self.screen, GoesToQuestions):
            self.screen.go_to_question(message.key)

    # ----------------------------------------------------------------- a workshop

    def _workshop_changed(self) -> None:
        """What was agreed in the workshop is an answer now, and may be in the file."""
        if self.session is not None:
            self._show(self.session.answers)
            self._keeper.now()

    @work
    async def _let_in(self, workshop: Facilitating) -> None:
        try:
            await workshop.start()
        except InputUnusable as unusable:
            self.report(unusable.problems)

    async def _leave_workshop(self) -> None:
        workshop, self.workshop = self.workshop, None
        if workshop is not None:
            await workshop.stop()

    @errand
    async def on_bring_requested(self, message: messages.BringRequested) -> None:
        from rules.words.wording import plural
        from wizard.app.file_choice import FilesScreen

        workshop = self.workshop
        file = await self.push_screen_wait(FilesScreen()) if workshop is not None else None
        if workshop is None or file is None:
            return
        try:
            count = workshop.bring(message.name, file)
        except InputUnusable as unusable:
            self.report(unusable.problems)
            return
        said = plural(count, "answer", "answers")
        self.say(f"{message.name} brings {said} that differ from the session's.")

    # ------------------------------------------------------------------- opening

    @errand
    async def on_new_requested(self, message: messages.NewRequested) -> None:
        if await self._may_leave():
            from wizard.sessions.template import empty_session

            try:
                self.team = self._policy_of(None)
            except InputUnusable as unusable:
                self.report(unusable.problems)
                return
            currency = self.team.currency if self.team is not None else None
            text = empty_session(date.today(), currency=currency)
            await self._open(OpenSession.new(text, team=self.team), quick=message.quick)

    @errand
    async def on_sample_requested(self, message: messages.SampleRequested) -> None:
        from wizard.sessions.samples import find_sample

        sample = find_sample(message.name)
        if sample is not None and await self._may_leave():
            await self._open(OpenSession.new(sample.path.read_text(encoding="utf-8")), quick=False)

    @errand
    async def on_open_requested(self, message: messages.OpenRequested) -> None:
        if await self._may_leave():
            await self._open_path(message.path)

    @errand
    async def on_take_up_requested(self, message: messages.TakeUpRequested) -> None:
        kept = self._kept(message.name)
        if kept is None:
            return
        from wizard.app import kept_dialogs
        from wizard.sessions import autosave

        answer = await kept_dialogs.what_of_kept(self, kept)
        if answer == "discard":
            autosave.drop(kept.place)
            await self._go_home()
        elif answer == "take-up" and await self._may_leave():
            if kept.path is None or await self._of_others(kept.path, may_look=False) == "open":
                await self._take_up(kept)

    @errand
    async def on_discard_requested(self, message: messages.DiscardRequested) -> None:
        from wizard.app import save_dialogs
        from wizard.sessions import autosave

        kept = self._kept(message.name)
        if kept is not None and await save_dialogs.agrees_to_discard(self, kept):
            autosave.drop(kept.place)
            await self._go_home()

    @staticmethod
    def _kept(name: str) -> Kept | None:
        from wizard.sessions import autosave

        return next((one for one in autosave.kept() if str(one.place) == name), None)

    @errand
    async def on_browse_requested(self) -> None:
        from wizard.app.file_choice import FilesScreen

        file = await self.push_screen_wait(FilesScreen())
        if file is not None and await self._may_leave():
            await self._open_file(file)

    async def _open_path(self, path: Path) -> None:
        try:
            file = read_session(path)
        except InputUnusable as unusable:
            self.report(unusable.problems)
        else:
            await self._open_file(file)

    async def _open_file(self, file: SessionFile) -> None:
        """Open a file, or the unsaved work on it where somebody wants that."""
        opens = await self._of_others(file.path)
        if opens is None:
            return
        if opens == "look":
            await self._look_at(file)
            return
        answer = await self._offer_kept(file)
        if answer is None:
            return
        if isinstance(answer, Kept) and await self._take_up(answer):
            return
        await self._open_as_it_is(file)

    async def _of_others(self, path: Path | None, *, may_look: bool = True) -> OfOthers | None:
        """How to open a file that others may have open; None to leave it."""
        from wizard.app import change_dialogs

        others = self._presence.others(path) if path is not None else []
        if path is None or not others:
            return "open"
        return await change_dialogs.what_of_others(self, path, others, may_look=may_look)

    async def _look_at(self, file: SessionFile) -> None:
        """Open a copy of a file that somebody else works on."""
        from wizard.sessions.saving import looking_at

        try:
            self.team = self._policy_of(file.path)
        except InputUnusable as unusable:
            self.report(unusable.problems)
            return
        await self._open(looking_at(file, self.team), quick=False)
        self.report(file.problems)

    def _say_changed(self, session: OpenSession) -> None:
        """Tell that somebody else has changed the file of the case."""
        if session is self.session and session.file.path is not None and not self.asking():
            name = on_one_line(session.file.path.name)
            text = f"{name} was changed by another program. Saving brings both together."
            self.notify(text, markup=False, timeout=PROBLEMS_S)

    def _be_seen(self) -> None:
        """Let others see what is open here."""
        path = self.session.file.path if self.session is not None else None
        self._presence.at(path, "wizard" if self.workshop is None else "workshop")

    async def _open_as_it_is(self, file: SessionFile) -> None:
        try:
            self.team = self._policy_of(file.path)
        except InputUnusable as unusable:
            self.report(unusable.problems)
            return
        if file.path is not None:
            recent.remember(file.path)
        await self._open(OpenSession(file, team=self.team), quick=False)
        self.report(file.problems)

    async def _offer_kept(self, file: SessionFile) -> Kept | Literal["as it is"] | None:
        """What to open of a file: unsaved work on it, the file as it is, or nothing."""
        from wizard.app import kept_dialogs
        from wizard.sessions import autosave

        if file.path is None or not self._keeper.keeps:
            return "as it is"
        for kept in autosave.kept_for(file.path):
            answer = await kept_dialogs.what_of_kept(self, kept)
            if answer == "take-up":
                return kept
            if answer == "discard":
                autosave.drop(kept.place)
            else:
                return None if answer is None else "as it is"
        return "as it is"

    async def _begin_with(self, file: SessionFile) -> None:
        """Ask about a file named on the command line: who else has it open, and unsaved work."""
        self._be_seen()
        match await self._of_others(file.path):
            case None:
                self.exit()
                return
            case "look":
                await self._leave_workshop()
                await self._look_at(file)
                return
        answer = await self._offer_kept(file)
        if isinstance(answer, Kept):
            await self._take_up(answer)

    async def _take_up(self, kept: Kept) -> bool:
        """Go on with work that was kept; whether it could be read."""
        from wizard.app import save_dialogs
        from wizard.sessions import autosave

        try:
            work = autosave.take_up(kept)
        except autosave.Unreadable as why:
            self.say(f"The unsaved work cannot be taken up: {why}.", severity="error")
            return False
        apart = None if kept.path is None or work.apart is None else (kept.path, work.apart)
        suggested = None if apart is None else save_dialogs.name_beside(*apart)
        session = OpenSession(work.file, team=self.team, suggested=suggested)
        session.go_on(work.answers, work.history)
        await self._open(session, quick=False, taken_up=kept.place)
        if apart is not None:
            await save_dialogs.say_apart(self, *apart)
        return True

    async def _open(
        self, session: OpenSession, *, quick: bool, taken_up: Path | None = None
    ) -> None:
        await self.close_all()
        # From here to the switch at once: what the screens before say is of the case before.
        self.session, self._quick, self._start = session, quick, None
        if self.workshop is not None:
            self._hold_workshop_on(session)
        self._keeper.watch(session, taken_up)
        self._be_seen()
        await self.switch_screen(self._case(session))

    def _hold_workshop_on(self, session: OpenSession) -> None:
        """The same case was read anew, and with it the workshop that it holds."""
        assert self.workshop is not None
        before = self.workshop
        try:
            self.workshop = before.on(session, self.team)
        except InputUnusable as unusable:
            self.workshop = None
            self.report(unusable.problems)
            self.run_worker(before.stop())
        else:
            self._let_in(self.workshop)

    @errand
    async def on_home_requested(self) -> None:
        if await self._may_leave():
            self._keeper.give_up()
            await self._leave_workshop()
            await self._go_home()

    async def _go_home(self) -> None:
        await self.close_all()
        self.session = None
        self._be_seen()
        await self.switch_screen(self._home())

    # -------------------------------------------------------------------- saving

    def on_save_requested(self) -> None:
        self.run_errand(partial(self._save_if_open, self.session))

    async def _save_if_open(self, session: OpenSession | None) -> None:
        # Another one may be open by now: it was not meant.
        if session is self.session:
            await self._save()

    @errand
    async def on_save_as_requested(self) -> None:
        await self._save(ask_for_name=True)

    async def _save(self, *, ask_for_name: bool = False) -> bool:
        """Save, asking for what only a person can decide; whether it is saved then."""
        session = self.session
        if session is None:
            return True
        if self.asking():
            return False
        from wizard.app import save_dialogs
        from wizard.sessions.saving import labels, taken_over
        from wizard.sessions.three_way import differing

        if self.workshop is not None:
            try:
                self.workshop.put()
            except InputUnusable as unusable:
                self.report(unusable.problems)
                return False
        before = session.answers
        saved = await save_dialogs.save(
            self, session, ask_for_name=ask_for_name, reopen=self._reopen
        )
        if session is self.session and session.answers is not before:
            self._show(session.answers)
        if saved and session.file.path is not None:
            if self.workshop is not None:
                self.workshop.saved()
            self._keeper.now()
            self._be_seen()
            self._tell_screens()
            recent.remember(session.file.path)
            name = on_one_line(str(session.file.path))
            taken = differing(before, session.answers)
            also = f"\n{taken_over(taken)}" if taken else ""
            if session.left_out:
                without = labels(session.left_out)
                self.say(f"Saved: {name}, but for {without}.{also}", "warning", PROBLEMS_S)
            elif also:
                self.say(f"Saved: {name}{also}", timeout=PROBLEMS_S)
            else:
                self.say(f"Saved: {name}")
        return saved

    async def _reopen(self, path: Path) -> None:
        """Open what is on disk by now instead of the open case, whose changes are given up."""
        try:
            file = read_session(path)
        except InputUnusable as unusable:
            self.report(unusable.problems)
        else:
            await self._open_as_it_is(file)

    async def _may_leave(self) -> bool:
        """Whether the open case may be left: saved, kept for later, or given up on purpose."""
        if self.asking():
            return False
        while self.session is not None and self.session.dirty:
            from wizard.app import save_dialogs

            keeps = self._keeper.keeps
            answer = await save_dialogs.what_of_unsaved(self, self.session, keeps=keeps)
            if answer == "save":
                if not await self._save():
                    return False
            elif answer == "keep":
                if self._keeper.leave():
                    return True
                self.say(self._keeper.trouble, "error", PROBLEMS_S)
                return False
            else:
                return answer == "discard"
        return True

    async def on_quit_requested(self) -> None:
        """Leave; asked again at the question about unsaved work, leave it for the next start."""
        if self._quitting:
            if self._keeper.finish():
                self.exit()
            else:
                self.say(self._keeper.trouble, "error", PROBLEMS_S)
            return
        while self.asking() or (self.errands.under_way and self.screen.is_modal):
            # What was to be decided is not, as by its own way to close it.
            await self.screen.dismiss(None)
        self._quitting = True
        self.run_errand(self._quit)

    async def _quit(self) -> None:
        try:
            if await self._may_leave():
                self._keeper.give_up()
                self.exit()
        finally:
            self._quitting = False

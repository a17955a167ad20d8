"""The app: it only routes. A message comes in, one function elsewhere is called, a screen follows.

Screens know nothing of files; OpenSession knows nothing of screens. What connects them is beside
this, and loaded when it is called for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial

from textual.app import SystemCommand
from textual.screen import Screen

from screens import messages
from screens.frame.textual_private import switchable
from wizard.app import leaving, opening, taking_up, views
from wizard.app.case_app import CaseApp
from wizard.app.errands import errand
from wizard.app.shell import PROBLEMS_S
from wizard.app.watching import Watcher

NOTHING_KEPT = "Recovery is off: nothing is kept of unsaved work, and nothing is offered."


class PaybackApp(CaseApp):
    """The wizard."""

    def get_default_screen(self) -> Screen[None]:
        return switchable(views.first(self), self)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        from wizard.app import palette_offers

        return palette_offers.offered(self, screen)

    @cached_property
    def watcher(self) -> Watcher:
        """Looks whether somebody else changes the file."""
        return Watcher(self)

    def on_mount(self) -> None:
        if self.session is not None:
            # Begun now: what is typed before it asks something is not meant for the case.
            begin = partial(opening.begin_with, self, self.session.file)
            self.call_after_refresh(self.run_worker, self.errands.begin(begin))
        if not self.keeper.keeps:
            self.notify(NOTHING_KEPT, markup=False, timeout=PROBLEMS_S)
        self.watcher.begin()
        self.keeper.tidy_soon()
        if self.workshop is not None:
            from wizard.app import leading

            leading.lead(self, self.workshop)

    def on_app_focus(self) -> None:
        """Somebody comes back to the terminal, maybe from having edited the file."""
        self.watcher.look()

    # ---------------------------------------------------------------- the open case

    async def on_answer_changed(self, message: messages.AnswerChanged) -> None:
        await views.answered(self, message)

    async def on_undo_requested(self) -> None:
        await views.undo(self)

    async def on_redo_requested(self) -> None:
        await views.redo(self)

    async def on_answer_requested(self, message: messages.AnswerRequested) -> None:
        await views.go_to_question(self, message.key)

    @errand
    async def on_prices_requested(self, message: messages.PricesRequested) -> None:
        from wizard.app import price_filling

        await price_filling.fill(self, message.side)

    @errand
    async def on_import_requested(self) -> None:
        from wizard.app.imports import importing

        await importing.open_import(self)

    async def on_answers_taken(self, message: messages.AnswersTaken) -> None:
        from wizard.app.imports import importing

        await importing.take(self, message.entries, message.said)

    @errand
    async def on_bring_requested(self, message: messages.BringRequested) -> None:
        from wizard.app import leading

        await leading.bring(self, message.name)

    # ------------------------------------------------------------------ views of it

    async def on_verdict_requested(self) -> None:
        from screens.pages.verdict import VerdictScreen

        await views.open_view(
            self, VerdictScreen, partial(VerdictScreen, since=views.since_decided(self))
        )

    async def on_sensitivity_requested(self) -> None:
        from screens.pages.sensitivity import SensitivityScreen

        await views.open_view(self, SensitivityScreen)

    async def on_risk_requested(self) -> None:
        from screens.pages.risk import RiskScreen

        await views.open_view(self, RiskScreen)

    async def on_scenarios_requested(self) -> None:
        from wizard.app import scenarios

        await scenarios.open_scenarios(self)

    @errand
    async def on_portfolio_requested(self) -> None:
        from wizard.app import choosing

        await choosing.open_portfolio(self)

    async def on_report_requested(self) -> None:
        from wizard.app import report_dialogs

        await report_dialogs.open_report(self)

    async def on_track_requested(self) -> None:
        from wizard.app import tracking

        await tracking.open_track(self)

    async def on_outcome_requested(self) -> None:
        from wizard.app import outcome

        await outcome.open_outcome(self)

    async def on_decisions_requested(self) -> None:
        from wizard.app import deciding

        await deciding.open_decisions(self)

    def on_decision_made(self, message: messages.DecisionMade) -> None:
        from wizard.app import deciding

        deciding.record(self, message.wish)

    @errand
    async def on_compare_requested(self) -> None:
        from wizard.app import comparing

        await comparing.compare(self)

    async def on_full_case_requested(self) -> None:
        await views.ask_all(self)

    async def on_view_closed(self) -> None:
        await views.close_view(self)

    # ------------------------------------------------------------------- opening

    @errand
    async def on_new_requested(self, message: messages.NewRequested) -> None:
        if await leaving.may_leave(self):
            await opening.new_case(self, quick=message.quick)

    @errand
    async def on_sample_requested(self, message: messages.SampleRequested) -> None:
        if await leaving.may_leave(self):
            await opening.sample(self, message.name)

    @errand
    async def on_tour_requested(self) -> None:
        if await leaving.may_leave(self):
            await opening.tour(self)

    @errand
    async def on_open_requested(self, message: messages.OpenRequested) -> None:
        if await leaving.may_leave(self):
            await opening.file(self, message.path)

    @errand
    async def on_browse_requested(self) -> None:
        if await leaving.may_leave(self):
            await opening.choose_file(self)

    @errand
    async def on_take_up_requested(self, message: messages.TakeUpRequested) -> None:
        if await leaving.may_leave(self):
            await opening.unsaved_work(self, message.name)

    @errand
    async def on_discard_requested(self, message: messages.DiscardRequested) -> None:
        await taking_up.discard(self, message.name)

    # -------------------------------------------------------------- saving, leaving

    def on_save_requested(self) -> None:
        from wizard.app import saving

        self.run_errand(partial(saving.save_if_open, self, self.session))

    @errand
    async def on_save_as_requested(self) -> None:
        from wizard.app import saving

        await saving.save(self, ask_for_name=True)

    @errand
    async def on_differences_requested(self) -> None:
        from wizard.app import on_disk

        await on_disk.show(self)

    @errand
    async def on_home_requested(self) -> None:
        await leaving.to_start(self)

    async def on_quit_requested(self) -> None:
        await leaving.quit_program(self)

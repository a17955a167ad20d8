"""The open case beside another one, which somebody chooses from the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rules.answers.answers import Answers
from rules.comparing.comparison import Side
from screens.pages.compare import CompareScreen
from screens.ports import ReportLine, SetBeside
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.app.file_choice import FilesScreen
from wizard.problems import InputUnusable
from wizard.reports.comparison_page import comparison_page
from wizard.reports.side_by_side import Compared, SideBySide, side_by_side


@dataclass(frozen=True, slots=True)
class OnScreen:
    """Two cases as the screen shows them."""

    shown: SideBySide

    def lines(self, width: int) -> Sequence[ReportLine]:
        """All of it in so many columns."""
        return comparison_page(self.shown, width)

    def with_chances(self, wanted: Callable[[], bool]) -> SetBeside:
        """The same with the draws of both."""
        return OnScreen(self.shown.with_chances(wanted))


async def compare(app: CaseApp) -> None:
    """Have another session chosen, and show what sets it apart."""
    session = app.session
    if session is None:
        return
    file = await app.push_screen_wait(
        FilesScreen("Which session is this case to be compared with?", session.file.path)
    )
    if file is None:
        return
    try:
        team = app.policy_of(file.path)
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return
    name = str(file.path) if file.path is not None else file.title
    other = Compared(name, "B", file.title, Side(file.answers, team))

    def beside(answers: Answers) -> SetBeside:
        this = Compared("This case", "A", session.title, Side(answers, app.team))
        return OnScreen(side_by_side([this, other]))

    if any(isinstance(one, CompareScreen) for one in app.screen_stack):
        # What it was compared with before gives way.
        await views.close_to(app, CompareScreen)
        await views.close_view(app)
    await views.open_view(app, CompareScreen, partial(CompareScreen, beside=beside))

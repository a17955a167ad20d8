"""Decisions on the open case, as the screens show them and put them on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.review.deciding import Wish, refusals, remarks, row_of, said_before
from rules.review.story import story_of
from rules.review.words import made_in_words
from screens.pages.decisions import DecisionsScreen
from screens.ports import ReportLine
from wizard import __version__
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.problems import InputUnusable
from wizard.review.log_page import log_page
from wizard.review.recording import decisions_on, readable_decisions
from wizard.sessions.open_session import OpenSession


class CaseDecisions:
    """Those on the open case, saved or not."""

    def __init__(self, session: OpenSession, team: TeamPolicy | None) -> None:
        """Of a case, by whose policy it is judged."""
        self._session = session
        self._team = team

    @property
    def made(self) -> Sequence[Decision]:
        """As far as they can be read."""
        return decisions_on(self._session.file, self._session.decided)

    def told(self, answers: Answers) -> Callable[[int], Sequence[ReportLine]]:
        """Their story, up to these answers."""
        story = story_of(self.made, answers, self._team, self.today())
        return partial(log_page, story, hint="No decision is on record yet.")

    def today(self) -> date:
        """The day on which decisions are made and told."""
        return date.today()

    @property
    def unreadable(self) -> str:
        """What of those on record cannot be read, so that none is put beside them; empty if all."""
        try:
            readable_decisions(self._session.file)
        except InputUnusable as unusable:
            return str(unusable.problems[0])
        return ""

    def refusals(self, wish: Wish) -> Sequence[tuple[str, str]]:
        """Why something cannot be recorded."""
        return [*refusals(wish, self.made)]


async def open_decisions(app: CaseApp) -> None:
    """Show what was decided on the open case."""
    session = app.session
    if session is None:
        return
    make = partial(DecisionsScreen, decisions=CaseDecisions(session, app.team))
    await views.open_view(app, DecisionsScreen, make)


def record(app: CaseApp, wish: Wish) -> None:
    """Put a decision on record in the open case; the next save writes it."""
    session = app.session
    if session is None:
        return
    assessment = session.assess()
    row = row_of(wish, session.answers, assessment, app.team, __version__)
    made = Decision.model_validate(row)
    again = said_before(made, decisions_on(session.file, session.decided))
    said = (f"{made_in_words(made)}: not saved yet.", *remarks(wish.decision, assessment), *again)
    session.decide(row)
    views.show(app, session.answers)
    app.say(" ".join(said), timeout=PROBLEMS_S)

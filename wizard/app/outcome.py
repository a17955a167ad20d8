"""What came of the open case, as the screen shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from rules.answers.answers import Answers
from rules.argument.lines import name_of, names_of
from rules.review.reviewed import Unready, reviewed
from screens.pages.outcome import OutcomeScreen
from screens.ports import LaidOut, ReportLine
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.reports import txt
from wizard.reports.content import Content
from wizard.reports.text import words
from wizard.review.looking import outcome_of
from wizard.review.recording import decisions_on


async def open_outcome(app: CaseApp) -> None:
    """Show what came of the open case."""
    session = app.session
    if session is None:
        return

    def judge(answers: Answers) -> LaidOut:
        made = decisions_on(session.file, session.decided)
        today = date.today()
        try:
            case = reviewed(answers, made, app.team, on=today)
        except Unready as unready:
            return partial(_unready, unready)
        title, path = session.title, session.file.path
        return partial(
            _page, outcome_of(case, "full", title=title, session=path, today=today).content
        )

    await views.open_view(app, OutcomeScreen, partial(OutcomeScreen, judge=judge))


def _page(content: Content, width: int) -> Sequence[ReportLine]:
    return tuple(txt.lines(content, width))


def _unready(why: Unready, width: int) -> Sequence[ReportLine]:
    said = "Nothing can be held against the plan"
    if why.too_large is not None:
        said = f"{said}: {name_of(why.too_large)} makes figures too large to calculate with."
    else:
        said = f"{said} before it has: {names_of(why.missing)}."
    return tuple(words(said, width))

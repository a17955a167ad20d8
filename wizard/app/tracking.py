"""The open case beside what came of it, as the screen shows it."""

from __future__ import annotations

from datetime import date
from functools import partial

from rules.answers.answers import Answers
from rules.review.following_up import follow_up
from screens.pages.track import TrackScreen
from screens.ports import LaidOut
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.review.recording import decisions_on
from wizard.review.track_page import track_page


async def open_track(app: CaseApp) -> None:
    """Show plan and actual of the open case."""
    session = app.session
    if session is None:
        return

    def beside(answers: Answers) -> LaidOut:
        made = decisions_on(session.file, session.decided)
        found = follow_up(answers, made, app.team, date.today())
        return partial(track_page, found, "Plan and actual")

    make = partial(TrackScreen, beside=beside, decimal_comma=app.config.decimal_comma)
    await views.open_view(app, TrackScreen, make)

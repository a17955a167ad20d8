"""A model's prices, looked up by somebody and filled into the open case."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rules.argument.lines import name_of
from screens.overlays.price_search import PriceSearchScreen
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.prices.filling import date_of, filling
from wizard.prices.finding import price_search
from wizard.problems import InputUnusable


async def fill(app: CaseApp, side: Literal["teacher", "student"]) -> None:
    """Have a model chosen, and fill in what it costs."""
    session = app.session
    if session is None:
        return
    search = price_search(date_of(session.answers, date.today()))
    named = session.answers.value(f"{side}.model") or ""
    found = await app.push_screen_wait(PriceSearchScreen(search, named))
    if found is None:
        return
    try:
        done = filling(session.answers, found, side, app.team, called=name_of)
    except InputUnusable as unusable:
        app.report(one._replace(key=name_of(one.key)) for one in unusable.problems)
        return
    session.apply(done.answers)
    views.show(app, session.answers)
    # What is filled in can be looked up on the step, and there may be no room for all lines.
    app.say("\n".join((*done.noted, *done.filled)), timeout=PROBLEMS_S)

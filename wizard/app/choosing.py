"""Choosing among the cases of a folder, on a screen of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from rules.comparing.portfolio.choices import Terms
from screens.pages.portfolio import PortfolioScreen
from screens.ports import Budget, LaidOut
from wizard.app.case_app import CaseApp
from wizard.portfolio.asking import WrittenTerms, chosen, currency_of
from wizard.portfolio.folder import read_folder
from wizard.portfolio.page import portfolio_page
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.naming import expanded


async def open_portfolio(app: CaseApp) -> None:
    """Ask for a folder and a budget, and show what it buys, until the screen is closed."""
    await app.push_screen_wait(PortfolioScreen(on_one_line(_folder(app)), partial(_plan, app)))


def _folder(app: CaseApp) -> str:
    """The folder of the open case, else the one where the program began."""
    path = app.session.file.path if app.session is not None else None
    try:
        return str((path.parent if path is not None else Path()).absolute())
    except OSError:
        # Somebody has deleted it since.
        return ""


def _plan(app: CaseApp, budget: Budget, wanted: Callable[[], bool]) -> LaidOut | str | None:
    try:
        called = "Budget", "People"
        asked = WrittenTerms(budget.money, budget.people or None, app.config.decimal_comma, called)
        # What is no amount of anything is told before many files are read.
        asked.read()
        folder = read_folder(expanded(budget.folder or "."), app.policy_of, wanted)
        currency = currency_of(folder, budget.currency.upper() or None, asked, what="Currency")
        terms = Terms(*asked.read(currency))
        found = chosen(folder, currency, terms, wanted)
    except InputUnusable as unusable:
        return "\n".join(on_one_line(str(one)) for one in unusable.problems)
    return None if found is None else partial(portfolio_page, found, tells_problems=True)

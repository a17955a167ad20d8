"""What is asked of a portfolio: a budget as people write it, and the currency it is in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

from rules.answers.numbers import NotANumber, Per, Takes, Unit, rates, read_typed
from rules.answers.numbers.units import NOT_A_RATE
from rules.answers.problem import Problem, briefly
from rules.comparing.portfolio.choices import Terms
from rules.comparing.portfolio.plan import Plan, currencies, plan
from rules.comparing.portfolio.solver import SolverFailed, SolverMissing
from rules.words.wording import listed
from wizard.extras import needs_extra
from wizard.portfolio.folder import Folder
from wizard.problems import InputUnusable
from wizard.sessions.folder import without_sessions

_HEADS = r"(?i)(?P<number>.*[0-9].*?)\s*\b(?:people|persons?|ftes?)\b(?!-)(?P<behind>.*)"
_MONTHS_OF_THEM = ("person-month", "man-month", "month of people")
_MONTHS_A_QUARTER = 3


class Planned(NamedTuple):
    """A plan, and what it is a plan of."""

    plan: Plan
    folder: Folder
    problems: tuple[Problem, ...]
    """What is amiss in relations and shared costs, with file and line."""


class WrittenTerms(NamedTuple):
    """What may be spent, as somebody wrote it."""

    budget: str
    people: str | None
    """Months of people's time; None where it is not limited."""
    decimal_comma: bool
    """Whether the comma is the decimal sign of whoever wrote it."""
    called: tuple[str, str]
    """What budget and people's time are called where they were written."""

    per_quarter: bool = False
    """Whether it was said beside them that they are those of each quarter."""

    def read(self, currency: str = "") -> tuple[float, float | None, bool]:
        """Budget and months, none of them negative, and whether they are those of each quarter.

        `100k`, `$1.5M`, `40k a quarter`; `6`, `6 person-months`. What says it of the budget says it
        of both. People are counted where they are those of each quarter: `2 people` are 6 months.

        Args:
            currency: of the budget; without it money of any is read, to see whether it is money.

        Raises:
            InputUnusable: with all that is none.
        """
        problems: list[Problem] = []

        def amount(text: str, unit: Unit, such_as: str, of: str, what: str) -> _Amount:
            nouns = _MONTHS_OF_THEM if unit is Unit.MONTHS else ()
            takes = Takes(unit, of, None, nouns, self.decimal_comma, such_as=such_as)
            try:
                return _amount(text, takes)
            except NotANumber as wrong:
                problems.append(Problem(str(wrong), key=what))
                return _Amount(math.nan)

        what, whose = self.called
        budget = amount(self.budget, Unit.MONEY, "100k", currency, what)
        people = heads = None
        if self.people is not None:
            heads = re.fullmatch(_HEADS, self.people.strip())
            months = heads["number"] + heads["behind"] if heads else self.people
            people = amount(months, Unit.MONTHS, "6", "", whose)
        is_each = self.per_quarter or budget.per_quarter
        if people is not None and heads and (is_each or people.per_quarter):
            people = people._replace(number=people.number * _MONTHS_A_QUARTER)
        elif heads and not problems:
            message = (
                f"does not say for how long {briefly(heads[0])} may work; write the months of all"
                " together, such as 6"
            )
            problems.append(Problem(message, key=whose))
        if people is not None and people.per_quarter and not (is_each or problems):
            message = (
                f"these are of each quarter, and {what} is one for all; give both alike, such as"
                " 40k a quarter"
            )
            problems.append(Problem(message, key=whose))
        if problems:
            raise InputUnusable(problems)
        return budget.number, None if people is None else people.number, is_each

    def fits(self, currency: str) -> bool:
        """Whether the budget can be in a currency: in any where it names none."""
        try:
            self.read(currency)
        except InputUnusable:
            return False
        return True


class _Amount(NamedTuple):
    """What somebody wrote of one of them."""

    number: float
    per_quarter: bool = False


def _amount(text: str, takes: Takes) -> _Amount:
    try:
        rated = rates.split(text, takes)
        is_each = rated.per is not None and _is_quarter(rated.per)
        found = read_typed(rated.number if is_each else text, takes)
    except NotANumber as wrong:
        each = f", or {takes.example} a quarter" if wrong.word == NOT_A_RATE else ""
        hint = f" (the budget is in {takes.currency})" if takes.currency else ""
        raise NotANumber(f"{wrong}{each}{hint}") from None
    if found.low is not None or found.likely < 0:
        raise NotANumber(f"needs one number that is not negative, not {briefly(text)!r}")
    return _Amount(found.likely, is_each)


def _is_quarter(per: Per) -> bool:
    return (per.of, per.size) == (rates.QUARTER.of, rates.QUARTER.size)


def currency_of(
    folder: Folder, wanted: str | None, asked: WrittenTerms, *, what: str = "--currency"
) -> str:
    """The currency of the budget: the one that was named, or the one of the cases that it is in.

    Args:
        folder: with the cases.
        wanted: the one that was named.
        asked: the budget, which may name one too, as `50k EUR`.
        what: where one is named.

    Raises:
        InputUnusable: where the folder has no session, several currencies and none was named, or
            none in the one that was.
    """
    if not (folder.members or folder.unusable):
        raise without_sessions(folder.path)
    found = currencies(folder.members) or sorted({one.currency for one in folder.members})
    if wanted is not None:
        wanted = wanted.strip().upper()
        if wanted not in found and found:
            message = f"no case is in {wanted}; there are some in {listed(list(found))}"
            raise InputUnusable([Problem(message, key=what)])
        return wanted
    fitting = [one for one in found if asked.fits(one)]
    if len(fitting) == 1:
        return fitting[0]
    if len(found) > 1:
        message = f"cases are in {listed(list(found))}: " + (
            f"{what} says which one the budget is in"
            if fitting
            else "the budget is in none of these"
        )
        raise InputUnusable([Problem(message, file=str(folder.path))])
    return found[0] if found else "USD"


def chosen(
    folder: Folder, currency: str, terms: Terms, wanted: Callable[[], bool] = lambda: True
) -> Planned | None:
    """What to do; None where it is not wanted any more, which is asked now and then.

    Raises:
        InputUnusable: where the solver is not installed, or finds nothing.
    """
    try:
        found = plan(folder.members, currency, terms, folder.unusable, wanted)
    except SolverMissing:
        raise needs_extra("choosing among cases needs", "portfolio") from None
    except SolverFailed as failed:
        message = f"the solver found no choice ({failed}); ask for another budget, or fewer cases"
        raise InputUnusable([Problem(message, file=str(folder.path))]) from None
    return None if found is None else Planned(found, folder, folder.placed(found.problems))

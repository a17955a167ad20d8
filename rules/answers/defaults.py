"""A team's default answers: where they stand in for an answer, and where they must not.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.questions import QUESTIONS, Kind, Question, worksheet

CURRENCY: Final = "USD"
"""Of a case that nobody names one for."""

_BILL, _COST = "teacher.bill_per_month", "teacher.cost_per_1k_calls"
_INSTEAD = {
    "quality.error_rate_increase": ("quality.slices",),
    _COST: (_BILL,),
    _BILL: (_COST, *(one.key for one in worksheet(_COST))),
}
"""Answers that say the same as another key, besides the worksheets."""


def applicable(
    team: TeamPolicy, is_answered: Callable[[str], bool], currency: str | None
) -> Iterator[str]:
    """The keys whose default a case takes over.

    A default never beats what the case itself says. So none is taken for a number that the case
    builds by its worksheet or takes from its bill, none for a bill beside another answer to what a
    call costs, and none for an input of a worksheet that the case has not begun: alone it would
    make a finished case an unfinished one. Nor is any amount of money taken by a case that is in
    another currency than the team.

    Args:
        team: whose defaults they are.
        is_answered: whether the case itself answers a key, usably or not.
        currency: the one that the case itself is in; None where that is left to the team.
    """
    for key in team.defaults:
        if is_answered(key) or is_foreign(key, team, currency):
            continue
        sheet = QUESTIONS[key].builds
        if sheet is not None:
            if any(map(is_answered, _inputs(sheet))):
                yield key
        elif not any(map(is_answered, (*_inputs(key), *_INSTEAD.get(key, ())))):
            yield key


def is_foreign(key: str, team: TeamPolicy, currency: str | None) -> bool:
    """Whether a default is an amount of money in another currency than that of the case."""
    is_other = currency is not None and team.currency not in (None, currency)
    return is_other and QUESTIONS[key].kind is Kind.MONEY


def with_defaults(answers: Answers, team: TeamPolicy | None) -> tuple[Answers, tuple[str, ...]]:
    """Answers with a team's defaults where they have none, and the keys of those."""
    if team is None or not team.defaults:
        return answers, ()
    own = (answers.value("currency") or CURRENCY) if "currency" in answers else None
    taken = tuple(applicable(team, answers.entries.__contains__, own))
    return Answers({**answers.entries, **{key: team.defaults[key] for key in taken}}), taken


def currency(answers: Answers, team: TeamPolicy | None = None) -> str:
    """The currency of a case; where it names none, that of its team."""
    return with_defaults(answers, team)[0].value("currency") or CURRENCY


def standing(answers: Answers, team: TeamPolicy | None) -> dict[str, str]:
    """The team's defaults that count in a case, as one would type them, by key."""
    whole, taken = with_defaults(answers, team)
    return {key: whole.entries[key].text for key in taken}


def without_an_answer(question: Question, counting: Mapping[str, str]) -> str:
    """What counts where a question is not answered, as a clause; empty where nothing does.

    Args:
        question: that is asked.
        counting: the team's defaults that count, by key, as `standing` gives them.
    """
    said = counting.get(question.key)
    return question.default if said is None else f"{said}, by the team's policy"


def _inputs(sheet: str) -> tuple[str, ...]:
    return tuple(question.key for question in worksheet(sheet))

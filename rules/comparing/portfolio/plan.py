"""Which cases of a folder to do with a budget, in which order, and why the others wait.

Source: docs/specification.md §16.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from rules.answers.problem import Problem
from rules.answers.slack import SLACK
from rules.comparing.portfolio.choices import NEXT_MONEY, Terms, Totals
from rules.comparing.portfolio.member import Member
from rules.comparing.portfolio.order import Place, in_order, tidied
from rules.comparing.portfolio.preparing import Prepared, Reason, prepare
from rules.comparing.portfolio.relations import relate
from rules.comparing.portfolio.sharing import doubts
from rules.comparing.portfolio.solver import SolverFailed, best
from rules.comparing.portfolio.waiting import why_not
from rules.comparing.portfolio.whole import Whole, whole_of


class Marginal(NamedTuple):
    """What more budget would buy."""

    money: float
    """How much more, in each quarter where there are several."""
    npv: float
    """By how much the whole would be worth more."""
    added: tuple[str, ...]
    """Members that would be done as well."""
    dropped: tuple[str, ...]
    """Members that would not be done any more."""


class SharedCost(NamedTuple):
    """A cost that several chosen cases have in common."""

    name: str
    members: tuple[str, ...]
    saved: float
    """What the others do not pay, in money of today."""


class Waiting(NamedTuple):
    """A case that is not done, and why."""

    member: Member
    reasons: tuple[Reason, ...]


class Plan(NamedTuple):
    """What to do with a budget."""

    currency: str
    terms: Terms
    members: Mapping[str, Member]
    """All that could be chosen were there means, by name."""
    places: tuple[Place, ...]
    """In order."""
    totals: Totals
    is_proved: bool
    """Whether no choice is worth more."""
    at_most: float
    """What no choice is worth more than."""
    whole: Whole | None
    """None where nothing is chosen."""
    marginal: Marginal | None
    """None where nothing is proved, neither of this budget nor of more."""
    waiting: tuple[Waiting, ...]
    """Those worth most first."""
    shared: tuple[SharedCost, ...]
    """Costs counted once, by name."""
    paid: tuple[str, ...]
    """Names of shared costs that a launched case has paid."""
    problems: tuple[Problem, ...]
    """What is amiss in what cases say of each other, with the name of the member as its file."""
    without_months: tuple[str, ...]
    """Chosen or waiting members that say what people cost, and not how long they take."""
    horizons: tuple[int, ...]
    """Months over which the cases are judged, where they differ."""


def currencies(members: Sequence[Member]) -> tuple[str, ...]:
    """Those that complete cases which are not launched are in."""
    return tuple(
        sorted({one.currency for one in members if one.verdict is not None and not one.is_launched})
    )


def plan(
    members: Sequence[Member],
    currency: str,
    terms: Terms,
    unusable: Collection[str] = (),
    wanted: Callable[[], bool] = lambda: True,
) -> Plan | None:
    """Choose among cases. Imports numpy and highspy.

    Args:
        members: of one folder.
        currency: of the budget; members in others are left alone.
        terms: what there is to spend.
        unusable: names of sessions of the folder that could not be read.
        wanted: asked now and then; the search ends early once nobody waits for it.

    Raises:
        SolverMissing: where HiGHS is not installed.
        SolverFailed: where it finds nothing.
    """
    relations = relate(members, unusable)
    prepared = prepare(members, relations, currency, terms, wanted)
    if not wanted():
        return None
    found = best(prepared.choices, terms)
    chosen = tidied(prepared.choices, terms, found.options)
    marginal = _marginal(prepared, chosen, terms) if found.is_proved else None
    whole = whole_of(prepared, chosen, terms, wanted)
    if not wanted():
        return None
    done = prepared.choices.members(chosen)
    able = {
        **prepared.members,
        **{one.name: one for one in members if one.name in prepared.blocked},
    }
    waiting = [
        Waiting(able[name], tuple(why_not(name, prepared, chosen, terms)))
        for name in able
        if name not in done
    ]
    horizons = {one.policy.horizon_months for one in able.values()}
    return Plan(
        currency=currency,
        terms=terms,
        members=able,
        places=in_order(prepared.choices, chosen),
        totals=prepared.choices.totals(chosen),
        is_proved=found.is_proved,
        at_most=found.at_most,
        whole=whole,
        marginal=marginal,
        waiting=tuple(sorted(waiting, key=lambda one: (-one.member.npv, one.member.name))),
        shared=_shared(prepared, chosen),
        paid=tuple(sorted(prepared.done_with)),
        problems=(*relations.problems, *doubts(members)),
        without_months=tuple(
            sorted(name for name, one in prepared.members.items() if one.people_months is None)
        ),
        horizons=tuple(sorted(horizons)) if len(horizons) > 1 else (),
    )


def _marginal(prepared: Prepared, chosen: Sequence[int], terms: Terms) -> Marginal | None:
    """What the next money would buy; None where that is not proved."""
    choices = prepared.choices
    more = terms._replace(budget=terms.budget + NEXT_MONEY)
    try:
        found = best(choices, more)
    except SolverFailed:
        return None
    if not found.is_proved:
        return None
    options = tidied(choices, more, found.options)
    before, after = choices.totals(chosen).npv, choices.totals(options).npv
    if after - before <= SLACK * max(abs(before), 1.0):
        return Marginal(NEXT_MONEY, 0.0, (), ())
    now, then = choices.members(chosen), choices.members(options)
    return Marginal(
        NEXT_MONEY, after - before, tuple(sorted(then - now)), tuple(sorted(now - then))
    )


def _shared(prepared: Prepared, chosen: Sequence[int]) -> tuple[SharedCost, ...]:
    """What is counted once of what chosen cases share."""
    members: dict[str, set[str]] = {}
    saved: dict[str, float] = {}
    for (name, _), by_option in prepared.amounts.items():
        amounts = {option: by_option[option] for option in chosen if option in by_option}
        if amounts:
            members.setdefault(name, set()).update(prepared.choices.members(amounts))
            saved[name] = saved.get(name, 0.0) + sum(amounts.values()) - max(amounts.values())
    return tuple(
        SharedCost(name, tuple(sorted(members[name])), saved[name])
        for name in sorted(members)
        if len(members[name]) > 1
    )

"""Costs that several cases share, each of them counted once.

A case says by `portfolio.shared` which of its upfront items, or its hosting, others pay as well. Of
the cases that are done, the one at which a shared cost is largest pays it. The largest of several
amounts, of which it is not known yet which are chosen, is a sum: how much each is larger than the
next one, counted where any of those that are at least as large is chosen.

Source: docs/specification.md §16.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rules.answers.case import Case
from rules.answers.keys import join
from rules.answers.problem import Problem
from rules.comparing.portfolio.member import Member
from rules.figures.inputs import Inputs
from rules.figures.ops import Number
from rules.figures.worksheets import ITEM_SHEETS

HOSTING = "hosting"
PEOPLE = "engineering_time"


class Step(NamedTuple):
    """A part of a shared cost, which is paid where any of some options is chosen."""

    amount: float
    options: frozenset[int]


def steps(amounts: Mapping[int, float]) -> Iterator[Step]:
    """The largest of the amounts, by option, of those that are chosen, as a sum of steps."""
    ordered = sorted(amounts, key=lambda option: (-amounts[option], option))
    for place, option in enumerate(ordered):
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        more = amounts[option] - (amounts[following] if following is not None else 0.0)
        if more > 0:
            yield Step(more, frozenset(ordered[: place + 1]))


class Shared(NamedTuple):
    """What a member shares under one name."""

    name: str
    items: tuple[str, ...]
    """Of its upfront; `upfront.other` by the names people gave."""
    hosting: bool


def shared_by(case: Case) -> tuple[Shared, ...]:
    """What a case shares, by name; items that it does not have are left out."""
    found: dict[str, list[str]] = {}
    for item, name in case.portfolio.shared.items():
        if _has(case, item):
            found.setdefault(name, []).append(item)
    return tuple(
        Shared(name, tuple(one for one in items if one != HOSTING), HOSTING in items)
        for name, items in sorted(found.items())
    )


def _has(case: Case, item: str) -> bool:
    if item == HOSTING:
        return case.student.hosting.begun
    return item in ITEM_SHEETS or item in case.upfront.other


def item_amount(items: Iterable[str], inputs: Inputs, contingency: Number) -> Number:
    """Money of some upfront items, contingency included."""
    amounts = {**inputs.other_items, **inputs.upfront_items}
    return sum(amounts[one] for one in items) * (1 + contingency)


def doubts(members: Sequence[Member]) -> Iterator[Problem]:
    """What is amiss in what members share; they are then counted as they are."""
    by_name: dict[str, list[tuple[Member, str]]] = {}
    for one in members:
        for item, name in one.case.portfolio.shared.items():
            key = join("portfolio.shared", item)
            if _has(one.case, item):
                by_name.setdefault(name, []).append((one, key))
                continue
            has = (*ITEM_SHEETS, *one.case.upfront.other, HOSTING)
            why = (
                "the case has no worksheet of its hosting"
                if item == HOSTING
                else f"{item!r} is no upfront item of the case; it can share {', '.join(has)}"
            )
            message = f"{why}; nothing is shared by it"
            yield Problem(message, key=key, file=one.name, severity="warning")
    for name, sharing in by_name.items():
        if len({one.name for one, _ in sharing}) == 1:
            one, key = sharing[0]
            message = f"no other case of this folder shares {name!r}"
            yield Problem(message, key=key, file=one.name, severity="warning")

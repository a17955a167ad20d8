"""From members to all that can be chosen of them: who is out, who begins when, what it is worth.

Source: docs/specification.md §16.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rules.comparing.portfolio.building import Amount, Builder
from rules.comparing.portfolio.choices import Choices, Option, Terms
from rules.comparing.portfolio.member import Member
from rules.comparing.portfolio.relations import Relations
from rules.comparing.portfolio.sharing import shared_by

Why = Literal[
    "budget",
    "people",
    "too-late",
    "excluded",
    "needs",
    "loses-money",
    "verdict",
    "impossible",
    "too-large",
    "not-proved",
]


class Reason(NamedTuple):
    """Why a member is not done."""

    why: Why
    other: str = ""
    """The member that it is about, where it is about one."""
    amount: float = math.nan
    """Money or months that are lacking; of one that loses money, what it adds."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that advise against it."""
    says: str = ""
    """What is wrong with what it needs."""


@dataclass(frozen=True)
class Prepared:
    """What can be chosen, and what cannot."""

    choices: Choices
    amounts: Mapping[Amount, Mapping[int, float]]
    """Expected present values of what is shared, by option."""
    members: Mapping[str, Member]
    """Those that may be chosen."""
    offered: Mapping[str, tuple[Option, ...]]
    """Every time at which each of them could begin, also what cannot be worth while."""
    blocked: Mapping[str, Reason]
    relations: Relations
    """Of those that may be chosen to each other; what is launched is needed by nobody any more."""
    done_with: frozenset[str]
    """Names of shared costs that a launched case has paid."""


def prepare(
    members: Sequence[Member],
    relations: Relations,
    currency: str,
    terms: Terms,
    wanted: Callable[[], bool] = lambda: True,
) -> Prepared:
    """Find out what can be chosen.

    Args:
        members: of the folder.
        relations: between them.
        currency: of the budget.
        terms: what there is to spend.
        wanted: asked now and then; with False there are fewer options than there could be.
    """
    launched = {one.name for one in members if one.is_launched}
    able = {
        one.name: one
        for one in members
        if one.currency == currency and one.verdict is not None and not one.is_launched
    }
    left = replace(
        relations,
        needs={
            name: tuple(one for one in needed if one not in launched)
            for name, needed in relations.needs.items()
        },
    )
    blocked = dict(_blocked(able, left, launched))
    open_ = {name: one for name, one in able.items() if name not in blocked}
    starts: dict[str, int] = {}
    for name in open_:
        for one in left.closure(name):
            starts[one] = max(
                (starts[other] + open_[other].months_to_launch for other in left.needs[one]),
                default=0,
            )
    paid = frozenset(
        shared.name
        for one in members
        if one.is_launched and one.currency == currency
        for shared in shared_by(one.case)
    )
    builder = Builder(open_, left, starts, terms, paid)
    for name in sorted(open_):
        if not wanted():
            break
        if not builder.take(name):
            blocked[name] = Reason("too-large")
    return Prepared(
        choices=builder.choices(),
        amounts=builder.npvs,
        members=open_,
        offered=builder.offered,
        blocked=blocked,
        relations=left,
        done_with=paid,
    )


def _blocked(
    able: Mapping[str, Member], relations: Relations, launched: set[str]
) -> Iterable[tuple[str, Reason]]:
    """Those that cannot be done, each with why."""
    found: dict[str, Reason] = {}
    for name, one in able.items():
        if name in relations.impossible:
            found[name] = Reason("impossible", says=relations.impossible[name].message)
        elif one.barred_by:
            found[name] = Reason("verdict", rules=one.barred_by)
        else:
            other = next(iter(relations.excluded_by(name, launched)), None)
            if other is not None:
                found[name] = Reason("excluded", other)
    for name in able:
        if name in found:
            continue
        for other in relations.closure(name):
            if other != name and (other not in able or other in found):
                found[name] = Reason("needs", other)
                break
    return found.items()

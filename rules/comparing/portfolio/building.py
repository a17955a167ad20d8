"""Options and what they share, collected member by member.

Source: docs/specification.md §16.1 and §16.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from rules.assess import outcome_of
from rules.comparing.portfolio.choices import NEXT_MONEY, Choices, Ladder, Option, Terms, within
from rules.comparing.portfolio.delayed import Reckoned, worth_after
from rules.comparing.portfolio.member import TOLD_BY_NPV, Member, advised_against_by
from rules.comparing.portfolio.relations import Relations
from rules.comparing.portfolio.sharing import PEOPLE, shared_by, steps
from rules.comparing.portfolio.streams import sample_of
from rules.figures.cash import LARGEST

QUARTER = 3
"""Months."""

Amount = tuple[str, int]
"""A shared amount: its name, and the month in which it is paid, 0 of upfront."""


class Builder:
    """Collects options and what they share."""

    def __init__(
        self,
        members: Mapping[str, Member],
        relations: Relations,
        starts: Mapping[str, int],
        terms: Terms,
        paid: frozenset[str],
    ) -> None:
        self._members = members
        self._relations = relations
        self._starts = starts
        self._terms = terms
        self._paid = paid
        self._needed = {needed for name in members for needed in relations.needs.get(name, ())}
        horizon = max((one.policy.horizon_months for one in members.values()), default=1)
        self._quarters = math.ceil(horizon / QUARTER) if terms.per_quarter else 1
        self._options: list[Option] = []
        self.npvs: dict[Amount, dict[int, float]] = {}
        self._upfronts: dict[str, dict[int, float]] = {}
        self._people: dict[str, dict[int, float]] = {}
        self.offered: dict[str, tuple[Option, ...]] = {}

    def take(self, name: str) -> bool:
        """Take a member in, with every time at which it can begin; False where it is too large."""
        member = self._members[name]
        likely = Reckoned(member, {})
        drawn = Reckoned(member, sample_of(member, self._terms.draws, self._terms.seed).values)
        shared = {one.name: one for one in shared_by(member.case)}
        upfronts = {name: float(one.upfront) for name, one in likely.parts(0).items()}
        people = member.people_months or 0.0
        months = {name: people for name, one in shared.items() if PEOPLE in one.items}
        first = self._starts[name]
        for quarter, start in self._times(member, first):
            npv = _mean(drawn.npv(start))
            parts = self._present(drawn, start)
            own_npv = npv + math.fsum(parts.values())
            if not max(abs(npv), abs(own_npv), *map(abs, parts.values()), 0.0) <= LARGEST:
                return False
            if start > first and _is_barred_later(member, start):
                continue
            option = Option(
                member=name,
                quarter=quarter,
                start=start,
                launched=start + member.months_to_launch,
                npv=npv,
                upfront=member.upfront,
                own_npv=own_npv,
                own_upfront=max(0.0, member.upfront - math.fsum(upfronts.values())),
                own_people=max(0.0, people - math.fsum(months.values())),
            )
            self.offered[name] = (*self.offered.get(name, ()), option)
            if self._is_open(option):
                self._add(option, parts, upfronts, months)
        return True

    def _times(self, member: Member, first: int) -> Iterable[tuple[int, int]]:
        """Quarters and months in which a member can begin."""
        if not self._terms.per_quarter:
            return [(0, first)]
        return [
            (quarter, QUARTER * quarter)
            for quarter in range(self._quarters)
            if first <= QUARTER * quarter < member.policy.horizon_months
        ]

    def _is_open(self, option: Option) -> bool:
        """Whether it can be worth while, and within what there could be to spend."""
        return (
            (option.own_npv > 0 or option.member in self._needed or self._supports(option.member))
            and within([option.own_upfront], self._terms.budget + NEXT_MONEY)
            and (self._terms.people is None or within([option.own_people], self._terms.people))
        )

    def _present(self, drawn: Reckoned, start: int) -> dict[Amount, float]:
        """Expected present values of what a member shares."""
        policy = drawn.member.policy
        found: dict[Amount, float] = {}
        for name, part in drawn.parts(start).items():
            found[name, 0] = _mean(part.upfront) / worth_after(policy, start)
            for month, amount in enumerate(part.idle, 1):
                found[name, month] = _mean(amount) / worth_after(policy, month)
        return {amount: value for amount, value in found.items() if value}

    def _add(
        self,
        option: Option,
        parts: Mapping[Amount, float],
        upfronts: Mapping[str, float],
        months: Mapping[str, float],
    ) -> None:
        number = len(self._options)
        self._options.append(option)
        kept: tuple[tuple[dict[Any, dict[int, float]], Mapping[Any, float]], ...] = (
            (self.npvs, {at: one for at, one in parts.items() if at[0] not in self._paid}),
            (self._upfronts, {at: one for at, one in upfronts.items() if at not in self._paid}),
            (self._people, {at: one for at, one in months.items() if at not in self._paid}),
        )
        for into, amounts in kept:
            for at, amount in amounts.items():
                into.setdefault(at, {})[number] = amount

    def choices(self) -> Choices:
        """All that was taken in."""
        names = {one.member for one in self._options}
        return Choices(
            options=tuple(self._options),
            quarters=self._quarters,
            shared_npv=_ladders(self.npvs.values()),
            shared_upfront=self._by_quarter(self._upfronts),
            shared_people=self._by_quarter(self._people),
            needs={
                name: needed
                for name in sorted(names)
                if (needed := self._relations.needs.get(name, ()))
            },
            excludes=tuple(
                (a, b)
                for a, b in sorted(tuple(sorted(pair)) for pair in self._relations.excludes)
                if a in names and b in names
            ),
            supporters={
                name: self._supporters(name)
                for name in sorted(names)
                if self._members[name].is_advised_against and self.offered[name][0].npv > 0
            },
        )

    def _by_quarter(
        self, amounts: Mapping[str, Mapping[int, float]]
    ) -> tuple[tuple[Ladder, ...], ...]:
        """What is shared, until the end of each quarter."""
        return tuple(
            _ladders(
                {at: one for at, one in each.items() if self._options[at].quarter <= quarter}
                for each in amounts.values()
            )
            for quarter in range(self._quarters)
        )

    def _supporters(self, name: str) -> frozenset[str]:
        """The cases that need one, of which none is advised against itself."""
        return frozenset(
            other
            for other, member in self._members.items()
            if not member.is_advised_against and name in self._relations.closure(other)
        )

    def _supports(self, name: str) -> bool:
        """Whether it needs a case that is not done for its own sake."""
        needed = self._relations.closure(name)
        return len(needed) > 1 and any(self._members[one].is_advised_against for one in needed)


def _ladders(amounts: Iterable[Mapping[int, float]]) -> tuple[Ladder, ...]:
    made = (tuple(steps(each)) for each in amounts)
    return tuple(ladder for ladder in made if ladder)


def _is_barred_later(member: Member, start: int) -> bool:
    """Whether a case that begins so many months later must not be done.

    What waiting changes is how long the models it rests on are still served; rules of a team may
    bar it for any effect.
    """
    case, team = member.case, member.team
    retires = case.student.retires_on is not None or case.teacher.retires_on is not None
    if not retires and (team is None or not team.rules):
        return False
    later = {"upfront.months_to_launch": float(member.months_to_launch + start)}
    return not TOLD_BY_NPV.issuperset(advised_against_by(outcome_of(case, team, later)))


def _mean(amount: Any) -> float:
    import numpy as np

    return float(np.mean(amount))

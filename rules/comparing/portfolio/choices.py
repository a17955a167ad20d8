"""All that can be chosen of a folder, and what a choice comes to.

Source: docs/specification.md §16.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rules.answers.slack import SLACK
from rules.comparing.portfolio.sharing import Step

Ladder = tuple[Step, ...]
"""One shared amount: steps, each of which has the options of the one before it, and more."""


NEXT_MONEY = 10_000.0
"""What more there could be to spend, of which it is said what it would buy."""


class Terms(NamedTuple):
    """What there is to spend, and how it is looked at."""

    budget: float
    """Money; of each quarter where cases begin quarter by quarter."""
    people: float | None = None
    """Months of people's work, alike; None where they are no limit."""
    per_quarter: bool = False
    draws: int = 1_000
    seed: int = 20


class Option(NamedTuple):
    """A member, begun at one time."""

    member: str
    quarter: int
    """From 0."""
    start: int
    """Months from today to its beginning."""
    launched: int
    """Months from today to its launch."""
    npv: float
    """Expected, all that it shares included."""
    upfront: float
    """Money at likely values, alike."""
    own_npv: float
    """Expected, without what it shares."""
    own_upfront: float
    """Money at likely values, without what it shares."""
    own_people: float
    """Months, alike."""


class Totals(NamedTuple):
    """What a choice comes to."""

    npv: float
    """Expected."""
    upfront: tuple[float, ...]
    """Money by quarter, at likely values."""
    people: tuple[float, ...]
    """Months by quarter."""


@dataclass(frozen=True)
class Choices:
    """Options, what they share, and which of them go together."""

    options: tuple[Option, ...]
    quarters: int
    shared_npv: tuple[Ladder, ...]
    """Present values, expected."""
    shared_upfront: tuple[tuple[Ladder, ...], ...]
    """Money until the end of each quarter, at likely values."""
    shared_people: tuple[tuple[Ladder, ...], ...]
    """Months, alike."""
    needs: Mapping[str, tuple[str, ...]]
    """By member; one that is not among the options cannot be done."""
    excludes: tuple[tuple[str, str], ...]
    supporters: Mapping[str, frozenset[str]]
    """Of members that are advised against although they are worth something: for the sake of which
    others they may be done."""

    @cached_property
    def of(self) -> Mapping[str, tuple[int, ...]]:
        """The options of each member."""
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.options):
            found.setdefault(one.member, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def members(self, chosen: Iterable[int]) -> frozenset[str]:
        """The names of the members chosen."""
        return frozenset(self.options[one].member for one in chosen)

    def totals(self, chosen: Collection[int]) -> Totals:
        """What a choice of options comes to."""
        among = frozenset(chosen)
        own = [self.options[one] for one in sorted(among)]
        npv = math.fsum(one.own_npv for one in own) - _paid(self.shared_npv, among)

        def by_quarter(
            amount: Sequence[float], shared: tuple[tuple[Ladder, ...], ...]
        ) -> tuple[float, ...]:
            until = [_paid(ladders, among) for ladders in shared]
            spent = [after - before for before, after in zip([0.0, *until], until, strict=False)]
            for option, one in zip(own, amount, strict=True):
                spent[option.quarter] += one
            return tuple(spent)

        return Totals(
            npv,
            by_quarter([one.own_upfront for one in own], self.shared_upfront),
            by_quarter([one.own_people for one in own], self.shared_people),
        )

    def is_affordable(self, totals: Totals, terms: Terms) -> bool:
        """Whether a choice keeps to the budget, and to people's months, in every quarter."""
        return within(totals.upfront, terms.budget) and (
            terms.people is None or within(totals.people, terms.people)
        )

    def is_allowed(self, chosen: Collection[int]) -> bool:
        """Whether all that is chosen has what it needs, in time, and goes together."""
        by_name = {self.options[one].member: self.options[one] for one in chosen}
        if len(by_name) < len(chosen):
            return False
        for name, option in by_name.items():
            for needed in self.needs.get(name, ()):
                if needed not in by_name or by_name[needed].launched > option.start:
                    return False
            supporters = self.supporters.get(name)
            if supporters is not None and supporters.isdisjoint(by_name):
                return False
        return not any(a in by_name and b in by_name for a, b in self.excludes)


def within(amounts: Iterable[float], limit: float) -> bool:
    """Whether no amount is above a limit, give or take rounding."""
    return all(one <= limit + SLACK * max(limit, 1.0) for one in amounts)


def _paid(ladders: Iterable[Ladder], chosen: frozenset[int]) -> float:
    """What shared costs come to: of each, the largest among those chosen."""
    return math.fsum(
        step.amount for ladder in ladders for step in ladder if not step.options.isdisjoint(chosen)
    )

"""In which order chosen cases are done, and how ties between choices are broken.

Source: docs/specification.md §16.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.answers.slack import SLACK
from rules.comparing.portfolio.choices import Choices, Option, Terms


class Place(NamedTuple):
    """A case in the order, with what it adds to those before it."""

    option: Option
    npv: float
    """Expected; the sum over all is that of the choice."""
    upfront: float
    people: float


def in_order(choices: Choices, chosen: Sequence[int]) -> tuple[Place, ...]:
    """Chosen options by quarter; then what is needed first, and what is worth most per money."""
    waiting = sorted(
        chosen,
        key=lambda at: (choices.options[at].quarter, -_yield(choices.options[at]), at),
    )
    places = []
    done: list[int] = []
    names: set[str] = set()
    before = choices.totals(())
    while waiting:
        following = next(
            at
            for at in waiting
            if names.issuperset(choices.needs.get(choices.options[at].member, ()))
        )
        waiting.remove(following)
        done.append(following)
        names.add(choices.options[following].member)
        after = choices.totals(done)
        places.append(
            Place(
                choices.options[following],
                after.npv - before.npv,
                math.fsum(after.upfront) - math.fsum(before.upfront),
                math.fsum(after.people) - math.fsum(before.people),
            )
        )
        before = after
    return tuple(places)


def _yield(option: Option) -> float:
    """What an option is worth for each unit of money upfront."""
    return (
        option.npv / option.upfront if option.upfront > 0 else math.copysign(math.inf, option.npv)
    )


def tidied(choices: Choices, terms: Terms, chosen: Sequence[int]) -> tuple[int, ...]:
    """A choice worth as much, without what adds nothing, and with the cheaper of two alike.

    Of two that are alike in all this, the one whose name comes first is done.
    """
    kept = list(chosen)
    slack = SLACK * max((abs(choices.options[one].own_npv) for one in kept), default=0.0)
    least = choices.totals(kept).npv - slack

    def is_as_good(instead: Sequence[int]) -> bool:
        totals = choices.totals(instead)
        return (
            totals.npv >= least
            and choices.is_allowed(instead)
            and choices.is_affordable(totals, terms)
        )

    for one in sorted(kept, reverse=True):
        without = [other for other in kept if other != one]
        # Also of what adds nothing, somebody else might have to pay what it shares.
        if choices.options[one].own_npv <= slack and is_as_good(without):
            kept = without
    alike = _alike(choices)
    for one in sorted(kept):
        for other in alike[_likeness(choices.options[one])]:
            if other == one:
                break
            instead = [other if each == one else each for each in kept]
            if other not in kept and is_as_good(instead):
                kept = instead
                break
    return tuple(sorted(_by_name(choices, kept, is_as_good)))


def _by_name(
    choices: Choices, chosen: Sequence[int], is_as_good: Callable[[Sequence[int]], bool]
) -> list[int]:
    """The same with the quarters of two exchanged where nothing is lost: names come in order."""
    kept = list(chosen)
    places = range(len(kept))
    kept.sort(key=lambda at: choices.options[at].member)
    at_quarter = {(one.member, one.quarter): number for number, one in enumerate(choices.options)}
    for first, second in ((a, b) for a in places for b in places if a < b):
        early, late = choices.options[kept[second]], choices.options[kept[first]]
        if late.quarter <= early.quarter:
            continue
        instead = [
            at_quarter.get((late.member, early.quarter)),
            at_quarter.get((early.member, late.quarter)),
        ]
        if instead[0] is None or instead[1] is None:
            continue
        worth = sum(choices.options[at].own_npv for at in instead if at is not None)
        if not math.isclose(worth, early.own_npv + late.own_npv, rel_tol=SLACK):
            continue
        trial = list(kept)
        trial[first], trial[second] = instead[0], instead[1]
        if is_as_good(trial):
            kept = trial
    return kept


def _likeness(option: Option) -> tuple[int, str]:
    return option.quarter, f"{option.own_npv:.10g}"


def _alike(choices: Choices) -> dict[tuple[int, str], list[int]]:
    """Options that are worth as much at the same time, the cheapest first, then by name."""
    found: dict[tuple[int, str], list[int]] = {}
    for at, one in enumerate(choices.options):
        found.setdefault(_likeness(one), []).append(at)
    for several in found.values():
        several.sort(
            key=lambda at: (choices.options[at].own_upfront, choices.options[at].own_people, at)
        )
    return found

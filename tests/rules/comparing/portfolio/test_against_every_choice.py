"""The choice against every choice there is, each reckoned by plain arithmetic."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from rules.comparing.portfolio.member import Member
from tests.depth import sized
from tests.rules.comparing.portfolio.made import PlainCase, names, planned, random_folder

AGAINST_FOR_MONEY = {
    "no-unit-saving",
    "low-volume",
    "spend-too-small",
    "slow-cash",
    "unstable-teacher",
    "no-net-benefit",
    "errors-outweigh-savings",
}


def begins(members: list[Member]) -> dict[str, int]:
    """The month in which each begins where nothing waits for a budget."""
    by_name = {one.name: one for one in members}

    def begin(name: str) -> int:
        return max(
            (
                begin(need) + int((by_name[need].case.upfront.months_to_launch or ZERO).likely)
                for need in by_name[name].case.portfolio.needs
            ),
            default=0,
        )

    return {one.name: begin(one.name) for one in members}


class ZERO:
    likely = 0.0


def for_the_sake_of(one: Member, members: list[Member]) -> list[str]:
    """Cases that nothing is said against, and that need this one, directly or not."""
    by_name = {each.name: each for each in members}

    def needed(name: str) -> set[str]:
        direct = by_name[name].case.portfolio.needs
        return {name}.union(*(needed(each) for each in direct))

    return [each.name for each in members if not each.against and one.name in needed(each.name)]


def first_quarter(members: list[Member], at: int) -> int:
    return -(-begins(members)[members[at].name] // 3)


def best_by_hand(members: list[Member], budget: float, people: float | None) -> float:
    """The most that any set is worth, each of the 2^n looked at."""
    count = len(members)
    sets = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    start = begins(members)
    plain = [PlainCase(one, start[one.name]) for one in members]
    column = {one.name: at for at, one in enumerate(members)}

    def once(own: list[float], shared: list[dict]) -> np.ndarray:
        total = sets @ np.array(own)
        for name in sorted({name for one in shared for name in one}):
            amounts = np.array([one.get(name, 0.0) for one in shared])
            mine = sets * amounts
            total = total - mine.sum(axis=1) + mine.max(axis=1)
        return total

    # A shared cost that is paid once is worth as much as it is saved by the others.
    npv = -once([-one.npv for one in plain], [one.shared for one in plain])
    money = once([one.upfront for one in plain], [one.shared_upfront for one in plain])
    months = once([one.people for one in plain], [one.shared_people for one in plain])
    allowed = money <= budget + 1e-6
    if people is not None:
        allowed &= months <= people + 1e-9
    for one in members:
        at = column[one.name]
        for need in one.case.portfolio.needs:
            allowed &= ~sets[:, at] | sets[:, column[need]]
        for other in one.case.portfolio.excludes:
            allowed &= ~(sets[:, at] & sets[:, column[other]])
        if one.against:
            assert set(one.against) <= AGAINST_FOR_MONEY
            if plain[at].npv <= 0:
                continue
            beside = [column[other] for other in for_the_sake_of(one, members)]
            allowed &= ~sets[:, at] | sets[:, beside].any(axis=1)
    return float(npv[allowed].max())


@pytest.mark.parametrize("seed", range(sized(15, 500)))
def test_no_set_is_worth_more_than_the_one_that_is_chosen(seed: int) -> None:
    members = random_folder(seed)
    rng = random.Random(seed)
    upfront = sum(one.upfront for one in members)
    budget = rng.choice([0.1, 0.3, 0.6, 1.0]) * upfront
    people = rng.choice([None, 1.0, 4.0])
    found = planned(members, budget, people=people)
    assert found.is_proved
    wanted = best_by_hand(members, budget, people)
    assert found.totals.npv == pytest.approx(wanted, rel=1e-9, abs=1e-5)
    # A second time, in another order of the files.
    again = planned(rng.sample(members, len(members)), budget, people=people)
    assert names(again) == names(found)


def best_by_quarter(members: list[Member], budget: float, people: float | None) -> float:
    """The most that any placing in quarters is worth, each of them looked at."""
    quarters = members[0].policy.horizon_months // 3
    column = {one.name: at for at, one in enumerate(members)}
    plain = [[PlainCase(one, 3 * quarter) for quarter in range(quarters)] for one in members]
    most = 0.0
    for placed in itertools.product([None, *range(quarters)], repeat=len(members)):
        chosen = {at: plain[at][when] for at, when in enumerate(placed) if when is not None}
        if not all(_goes(members, column, placed, chosen, at) for at in chosen):
            continue
        money, months = [0.0] * quarters, [0.0] * quarters
        for at, one in chosen.items():
            money[placed[at]] += one.upfront - sum(one.shared_upfront.values())
            months[placed[at]] += one.people - sum(one.shared_people.values())
        for kind, into in (("shared_upfront", money), ("shared_people", months)):
            largest: dict[str, float] = {}
            for at, one in sorted(chosen.items(), key=lambda item: placed[item[0]]):
                for name, amount in getattr(one, kind).items():
                    more = max(0.0, amount - largest.get(name, 0.0))
                    into[placed[at]] += more
                    largest[name] = largest.get(name, 0.0) + more
        if max(money) > budget + 1e-6 or (people is not None and max(months) > people + 1e-9):
            continue
        shared: dict[tuple[str, int], float] = {}
        for one in chosen.values():
            for name, amount in one.shared.items():
                shared[name] = max(shared.get(name, 0.0), amount)
        own = sum(one.npv + sum(one.shared.values()) for one in chosen.values())
        most = max(most, own - sum(shared.values()))
    return most


def _goes(
    members: list[Member],
    column: dict[str, int],
    placed: tuple[int | None, ...],
    chosen: dict[int, PlainCase],
    at: int,
) -> bool:
    one = members[at]
    for need in one.case.portfolio.needs:
        if column[need] not in chosen or chosen[column[need]].launched > 3 * (placed[at] or 0):
            return False
    if any(column[other] in chosen for other in one.case.portfolio.excludes):
        return False
    if not one.against or PlainCase(one, 3 * first_quarter(members, at)).npv <= 0:
        return True
    return any(column[other] in chosen for other in for_the_sake_of(one, members))


@pytest.mark.parametrize("seed", range(sized(9, 200)))
def test_no_placing_in_quarters_is_worth_more(seed: int) -> None:
    members = random_folder(1_000 + seed, most=5, months=12)
    rng = random.Random(seed)
    budget = rng.choice([0.2, 0.4, 0.7]) * sum(one.upfront for one in members)
    people = rng.choice([None, 1.0, 4.0])
    found = planned(members, budget, people=people, per_quarter=True)
    wanted = best_by_quarter(members, budget, people)
    assert found.totals.npv == pytest.approx(wanted, rel=1e-9, abs=1e-5)

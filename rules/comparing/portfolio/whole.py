"""How likely all that is chosen pays back together, draw by draw.

Source: docs/specification.md §16.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.answers.slack import SLACK
from rules.comparing.portfolio.building import Amount
from rules.comparing.portfolio.choices import Option, Terms
from rules.comparing.portfolio.delayed import Reckoned, worth_after
from rules.comparing.portfolio.member import Member
from rules.comparing.portfolio.preparing import Prepared
from rules.comparing.portfolio.streams import sample_of
from rules.figures.variations import Variations
from rules.uncertainty.held import held_still
from rules.uncertainty.ranges import drawn_ranges
from rules.uncertainty.risk import Percentiles, percentiles, reached

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Whole(NamedTuple):
    """What the draws say of all chosen cases together. "Never" is infinity."""

    draws: int
    seed: int
    horizon_months: int
    """The longest of the horizons."""
    within_target: float
    """Chance that cash is back within the payback that the strictest of the policies defends."""
    target_months: float
    within_horizon: float
    positive_npv: float
    payback_months: Percentiles
    npv: Percentiles
    mean_npv: float
    within_budget: float
    """Chance that the upfront of all stays within what it is taken to be."""
    varying: int
    """How many numbers vary."""
    stand_ins: int
    """How many of them by a range that stands in for one that nobody gave."""
    in_common: int
    """How many of them, each of one source, stand in several cases and vary as one."""
    large_held: tuple[tuple[str, str], ...]
    """Member and key of numbers that are held still, although they could move the whole."""


def whole_of(
    prepared: Prepared,
    chosen: Sequence[int],
    terms: Terms,
    wanted: Callable[[], bool] = lambda: True,
) -> Whole | None:
    """Draw the numbers of all chosen cases side by side.

    Returns:
        None where nothing is chosen, no number varies, or it is not wanted any more.
    """
    import numpy as np

    options = [(at, prepared.choices.options[at]) for at in chosen]
    if not options:
        return None
    members = [prepared.members[one.member] for _, one in options]
    horizon = max(one.policy.horizon_months for one in members)
    target = min(one.policy.defensible_payback_months for one in members)
    sums = _Sums(horizon, prepared.choices.quarters, terms.draws)
    times: Counter[str] = Counter()
    stand_ins: set[str] = set()
    paid_by = _payers(prepared, chosen)
    for (at, option), member in zip(options, members, strict=True):
        if not wanted():
            return None
        values, streams, guessed = sample_of(member, terms.draws, terms.seed)
        times.update(streams.values())
        stand_ins |= {streams[key] for key in guessed}
        sums.add(
            Reckoned(member, values), option, {amount for amount, by in paid_by.items() if by == at}
        )
    if not times:
        return None
    worth = percentiles(np.sort(sums.npv))
    payback = _payback(sums.flows)
    payback.sort()
    return Whole(
        draws=terms.draws,
        seed=terms.seed,
        horizon_months=horizon,
        within_target=float((payback <= target * (1 + SLACK)).mean()),
        target_months=target,
        within_horizon=float(np.isfinite(payback).mean()),
        positive_npv=float((sums.npv > 0).mean()),
        payback_months=reached(payback),
        npv=worth,
        mean_npv=float(sums.npv.mean()),
        within_budget=float((sums.upfront <= terms.budget * (1 + SLACK)).all(axis=0).mean()),
        varying=len(times),
        stand_ins=len(stand_ins),
        in_common=sum(count > 1 for count in times.values()),
        large_held=tuple(_large_held(members, worth.p90 - worth.p10)),
    )


def _large_held(members: Sequence[Member], spread: float) -> Iterator[tuple[str, str]]:
    """What no draw touches and yet could move the whole noticeably, the largest first."""
    found: list[tuple[float, str, str]] = []
    for member in members:
        variations = Variations(member.case)
        drawn = drawn_ranges(member.case, member.policy, variations.used)
        held = held_still(variations, member.policy, drawn)
        found += [(-one.npv_swing, member.name, one.key) for one in held if one.is_large(spread)]
    return ((name, key) for _, name, key in sorted(found))


def _payers(prepared: Prepared, chosen: Sequence[int]) -> dict[Amount, int]:
    """The option that pays each shared amount: of those chosen, the one at which it is largest."""
    among = frozenset(chosen)
    found = {}
    for amount, by_option in prepared.amounts.items():
        sharing = [(-value, option) for option, value in by_option.items() if option in among]
        if sharing:
            found[amount] = min(sharing)[1]
    return found


class _Sums:
    """What all cases come to together, draw by draw."""

    def __init__(self, horizon: int, quarters: int, draws: int) -> None:
        import numpy as np

        self.flows: NDArray[Any] = np.zeros((horizon + 1, draws))
        """Money of each month."""
        self.npv: NDArray[Any] = np.zeros(draws)
        self.upfront: NDArray[Any] = np.zeros((quarters, draws))
        """Money by quarter."""

    def add(self, reckoned: Reckoned, option: Option, pays: Collection[Amount]) -> None:
        """Add a case, without what another one pays for it.

        Args:
            reckoned: with drawn numbers in place.
            option: when it begins.
            pays: the shared amounts that it pays itself.
        """
        start, policy = option.start, reckoned.member.policy
        for month, flow in enumerate(reckoned.cash(start, by_month=True).flows):
            self.flows[month] += flow
        self.flows[0] += reckoned.upfront
        self.flows[start] -= reckoned.upfront
        self.npv += reckoned.npv(start)
        self.upfront[option.quarter] += reckoned.upfront
        for name, part in reckoned.parts(start).items():
            if (name, 0) not in pays:
                self.flows[start] += part.upfront
                self.upfront[option.quarter] -= part.upfront
                self.npv += part.upfront / worth_after(policy, start)
            for month, amount in enumerate(part.idle, 1):
                if (name, month) not in pays:
                    self.flows[month] += amount
                    self.npv += amount / worth_after(policy, month)


def _payback(flows: NDArray[Any]) -> NDArray[Any]:
    """From when on the sum of flows stays at or above zero, as in the cash flow of one case."""
    import numpy as np

    balance = np.cumsum(flows, axis=0)
    in_debt = balance < -SLACK * np.maximum.accumulate(np.abs(balance), axis=0)
    months = len(flows) - 1
    last = months - np.argmax(in_debt[::-1], axis=0)
    draws = np.arange(flows.shape[1])
    after = np.minimum(last + 1, months)
    with np.errstate(all="ignore"):
        part = np.minimum(-balance[last, draws] / flows[after, draws], 1.0)
    found = np.where(last == months, np.inf, last + part)
    return np.where(in_debt.any(axis=0), found, 0.0)

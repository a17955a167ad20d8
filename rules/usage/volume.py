"""How many calls a month are, and how they grow.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from typing import Final

from rules.answers.estimate import Basis
from rules.usage.months import (
    DAYS_PER_MONTH,
    LEAST_FOR_GROWTH,
    WHOLE_MONTH_DAYS,
    last_run,
    monthly_growth,
    spread,
)
from rules.usage.proposal import GROWTH, VOLUME, Beside, NotProposed, Proposal, out_of_bounds
from rules.usage.summary import Summary
from rules.words.wording import count, percent, plural, without_noise

_MANY: Final = 1_000


def volume_proposed(found: Summary, beside: Beside) -> tuple[Proposal | NotProposed, ...]:
    """Calls per month, and their growth."""
    if not beside.counts_calls:
        tokens = " tokens and no" if found.tokens.input or found.tokens.output else " no"
        why = f"the source counts{tokens} calls"
        return NotProposed(VOLUME, why), NotProposed(GROWTH, why)
    if found.calls <= 0:
        why = "no call was answered"
        return NotProposed(VOLUME, why), NotProposed(GROWTH, why)
    run = last_run(found.months_complete, found.by_month)
    if not run:
        return _volume_of_less(found, beside), NotProposed(GROWTH, _no_growth(found, 0))
    values = [found.by_month[month] for month in run]
    growth = _growth(values, found, beside)
    spreads = spread(values)
    grows = isinstance(growth, Proposal) and out_of_bounds(growth) is None
    likely = values[-1] if grows else spreads.mean
    low, high = spreads.low, spreads.high
    if low is not None and high is not None:
        low, high = min(low, likely), max(high, likely)
    months = plural(len(values), "complete month", "complete months")
    said = f"{'the last' if grows else 'mean'} of {months}"
    if len(values) == 1:
        said = f"{months}, {run[0]:%Y-%m}"
    volume = Proposal(
        VOLUME,
        _of_all(likely, beside),
        None if low is None else _of_all(low, beside),
        None if high is None else _of_all(high, beside),
        _basis(beside),
        f"{beside.source}; {said}{_bound(beside)}",
    )
    return volume, growth


def _volume_of_less(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """Calls per month where no calendar month is covered."""
    if found.days <= 0:
        return NotProposed(VOLUME, "all calls bear one time, so nothing tells how many a month are")
    a_month = found.days >= WHOLE_MONTH_DAYS
    said = f"{count(found.calls)} calls in {span_in_words(found.days)}, no complete month"
    return Proposal(
        VOLUME,
        _of_all(found.calls / found.days * DAYS_PER_MONTH, beside),
        basis="estimated" if a_month else "assumed",
        source=f"{beside.source}; {said}, scaled to one{_bound(beside)}",
    )


def span_in_words(days: float) -> str:
    """How long a source is, in the largest unit that tells it."""
    if days >= 2:
        return f"{days:,.0f} days"
    minutes = days * 1440
    return f"{minutes / 60:,.3g} hours" if minutes >= 120 else f"{minutes:,.3g} minutes"


def _growth(values: list[float], found: Summary, beside: Beside) -> Proposal | NotProposed:
    if len(values) < LEAST_FOR_GROWTH:
        return NotProposed(GROWTH, _no_growth(found, len(values)))
    return Proposal(
        GROWTH,
        without_noise(monthly_growth(values)),
        basis=_basis(beside),
        source=f"{beside.source}; fitted to {len(values)} complete months{_of_a_sample(beside)}",
    )


def _of_a_sample(beside: Beside) -> str:
    """What a trend rests on that is of a part of the calls: how large a part is no matter to it."""
    return " of a sample" if beside.is_sample else ""


def _no_growth(found: Summary, months: int) -> str:
    has = plural(months, "complete month", "complete months") if months else "no complete month"
    gap = " in a row" if months < len(found.months_complete) else ""
    return f"needs three complete months{gap}; the source has {has}{gap}"


def _basis(beside: Beside) -> Basis:
    """The basis of a count: of a sample it is no measurement of the whole."""
    return "estimated" if beside.is_sample else "measured"


def _bound(beside: Beside) -> str:
    if not beside.is_sample:
        return ""
    if beside.sampled is None:
        return ", a lower bound: the source may be a sample"
    return f", of a sample of {percent(beside.sampled)}, times {count(1 / beside.sampled)}"


def _of_all(calls: float, beside: Beside) -> float:
    """Calls as there were, where the source holds a known share of them."""
    return _whole(calls / (beside.sampled or 1.0))


def _whole(calls: float) -> float:
    """Calls as they are counted: parts of one say nothing where there are many."""
    return float(round(calls)) if calls >= _MANY else without_noise(calls)

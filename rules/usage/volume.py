"""How many calls a month are, and how they grow.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from rules.answers.estimate import Basis
from rules.usage.months import (
    DAYS_PER_MONTH,
    LEAST_FOR_GROWTH,
    WHOLE_MONTH_DAYS,
    days_in,
    last_run,
    monthly_growth,
    spread,
)
from rules.usage.proposal import (
    GROWTH,
    VOLUME,
    Beside,
    NotProposed,
    Proposal,
    out_of_bounds,
    told_calls,
)
from rules.usage.summary import Summary
from rules.words.wording import count, percent, plural, without_noise

_MANY: Final = 1_000
_LEAST_DAYS: Final = 60 / 86_400
"""How long a source has to be, in days, so that a month follows from it at all: a minute."""
_SHORT_DAYS: Final = 29
"""Days of a month that shows beside an average one, of 365.25 / 12: February's."""
_SILENT_DAYS: Final = 3
"""How many days without a call a month may begin with and be whole."""
_NO_CHANCE: Final = 5
"""Of how many calls to be expected it is no chance that none came."""


def volume_proposed(found: Summary, beside: Beside) -> tuple[Proposal | NotProposed, ...]:
    """Calls per month, and their growth."""
    if not beside.counts_calls:
        tokens = " tokens and no" if found.tokens.input or found.tokens.output else " no"
        why = f"the source counts{tokens} calls"
        return NotProposed(VOLUME, why), NotProposed(GROWTH, why)
    if found.calls <= 0:
        why = "no call was answered"
        return NotProposed(VOLUME, why), NotProposed(GROWTH, why)
    run = last_run(_served(found), found.by_month)
    if run and (ended := _ended(found, run[-1])):
        return NotProposed(VOLUME, ended), NotProposed(GROWTH, ended)
    if not run:
        return _volume_of_less(found, beside), NotProposed(GROWTH, _no_growth(found, 0))
    values = [found.by_month[month] for month in run]
    growth = _growth(run, found, beside)
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
    if (grows or len(values) == 1) and days_in(run[-1]) <= _SHORT_DAYS:
        more = DAYS_PER_MONTH / days_in(run[-1]) - 1
        said += f", of {days_in(run[-1])} days (an average month has {percent(more)} more)"
    volume = Proposal(
        VOLUME,
        _of_all(likely, beside),
        None if low is None else _of_all(low, beside),
        None if high is None else _of_all(high, beside),
        _basis(beside),
        f"{beside.source}; {said}{_bound(beside)}",
    )
    return volume, growth


def _served(found: Summary) -> list[date]:
    """The complete months through which there were calls to be answered.

    A source may reach back to before an endpoint had any. The month in which they began then is a
    part of one, and taken for a whole one it would be growth; a few days without are a weekend.
    """
    began = found.began_on
    if began is None or began.day - 1 <= _SILENT_DAYS:
        return list(found.months_complete)
    since = began.replace(day=1)
    silent = began.day - 1
    a_day = found.by_month.get(since, 0) / (days_in(since) - silent)
    if a_day * silent < _NO_CHANCE:
        return list(found.months_complete)
    return [month for month in found.months_complete if month != since]


def _ended(found: Summary, last: date) -> str | None:
    """Why calls of the past tell nothing of those now: whole months without any follow them.

    Where calls come again later, a month between may lack its file.
    """
    silent = [month for month in found.months_complete if month > last]
    if not silent or any(calls > 0 for month, calls in found.by_month.items() if month > last):
        return None
    return (
        f"no call since {last:%Y-%m}, while the source goes on to the end of {silent[-1]:%Y-%m};"
        " where the calls from before are meant, say until when they count"
    )


def _volume_of_less(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """Calls per month where no calendar month is covered.

    They are held against the time that the source covers: a few that come together on one day of
    twenty are the calls of twenty days.
    """
    if found.covered_days <= 0:
        return NotProposed(VOLUME, "all calls bear one time, so nothing tells how many a month are")
    if found.covered_days < _LEAST_DAYS:
        within = span_in_words(found.covered_days)
        return NotProposed(VOLUME, f"calls of {within} tell nothing of how many a month are")
    a_month = found.covered_days >= WHOLE_MONTH_DAYS
    said = f"{told_calls(found.calls)} in {span_in_words(found.covered_days)}, no complete month"
    return Proposal(
        VOLUME,
        _of_all(found.calls / found.covered_days * DAYS_PER_MONTH, beside),
        basis="estimated" if a_month else "assumed",
        source=f"{beside.source}; {said}, scaled to one{_bound(beside)}",
    )


def span_in_words(days: float) -> str:
    """How long a source is, in the largest unit that tells it."""
    if days >= 2:
        return f"{days:,.0f} days"
    minutes = days * 1440
    if minutes >= 120:
        return f"{minutes / 60:,.3g} hours"
    if minutes >= 2:
        return f"{minutes:,.3g} minutes"
    seconds = f"{minutes * 60:,.3g}"
    return f"{seconds} {'second' if seconds == '1' else 'seconds'}"


def _growth(run: list[date], found: Summary, beside: Beside) -> Proposal | NotProposed:
    if len(run) < LEAST_FOR_GROWTH:
        return NotProposed(GROWTH, _no_growth(found, len(run)))
    # How large a part of the calls a sample is, is no matter to a trend.
    sample = " of a sample" if beside.is_sample else ""
    said = f"fitted to the calls a day of {len(run)} complete months{sample}"
    return Proposal(
        GROWTH,
        without_noise(monthly_growth({month: found.by_month[month] for month in run})),
        basis=_basis(beside),
        source=f"{beside.source}; {said}",
    )


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
    """Calls as there were, where a known share is held; parts of one say nothing among many."""
    every = calls / (beside.sampled or 1.0)
    return float(round(every)) if every >= _MANY else without_noise(every)

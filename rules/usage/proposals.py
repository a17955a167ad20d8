"""Answers that usage gives to the questions of a case, and why it does not give the others.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from rules.answers.bounds import bounds_of
from rules.answers.estimate import Basis
from rules.figures.prices import PriceFound
from rules.usage.cost import priced
from rules.usage.months import (
    DAYS_PER_MONTH,
    LEAST_FOR_GROWTH,
    WHOLE_MONTH_DAYS,
    last_run,
    monthly_growth,
    spread,
)
from rules.usage.summary import Summary
from rules.usage.usage import Peak
from rules.words.wording import count, percent, plural, without_noise

VOLUME: Final = "volume.calls_per_month"
GROWTH: Final = "volume.monthly_growth"
MODEL: Final = "teacher.model"
COST: Final = "teacher.cost_per_1k_calls"
P95: Final = "teacher.p95_latency_seconds"
PEAK: Final = "student.hosting.peak_to_average"
TOKENS: Final = "teacher.tokens"

_MANY: Final = 1_000


class Proposal(NamedTuple):
    """An answer, as it would go into a case."""

    key: str
    value: float | str
    low: float | None = None
    high: float | None = None
    basis: Basis = "measured"
    source: str = ""


class NotProposed(NamedTuple):
    """A question that usage could answer, and why this one does not."""

    key: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What proposals need beside the calls themselves."""

    source: str
    """Format, files and dates, with which every source line begins."""
    counts_calls: bool = True
    bucket_seconds: float = 0
    is_sampled: bool = False
    peak: Peak | None = None
    prices: Mapping[str, PriceFound]
    """List prices by the models' names in the source, as far as there are any."""
    references: Mapping[str, str]
    """What the list calls these models."""
    currency: str = "USD"
    rate: float | None = None
    """Money of the case per US dollar; None where the case is in dollars, or nobody set one."""


class Proposals(NamedTuple):
    """What is proposed, and what is not."""

    made: tuple[Proposal, ...]
    not_made: tuple[NotProposed, ...]


def propose(found: Summary, beside: Beside) -> Proposals:
    """The answers that calls of one endpoint give."""
    answers = (
        *_volume(found, beside),
        *_tokens(found, beside),
        _cost(found, beside),
        _model(found, beside),
        _latency(found, beside),
        _peak(found, beside),
    )
    made, not_made = [], []
    for one in answers:
        if isinstance(one, Proposal):
            refused = _out_of_bounds(one)
            if refused is None:
                made.append(one)
            else:
                not_made.append(refused)
        else:
            not_made.append(one)
    return Proposals(tuple(made), tuple(not_made))


def _out_of_bounds(one: Proposal) -> NotProposed | None:
    if isinstance(one.value, str):
        return None
    bounds = bounds_of(one.key)
    for value in (one.value, one.low, one.high):
        if value is not None and not bounds.admits(value):
            shown = percent(value) if one.key == GROWTH else f"{value:,.6g}"
            limits = bounds.in_words(percent if one.key == GROWTH else "{:,.6g}".format)
            return NotProposed(one.key, f"{shown} is out of bounds: it must be {limits}")
    return None


# --------------------------------------------------------------------- volume


def _volume(found: Summary, beside: Beside) -> tuple[Proposal | NotProposed, ...]:
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
    grows = isinstance(growth, Proposal) and _out_of_bounds(growth) is None
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
        _whole(likely),
        None if low is None else _whole(low),
        None if high is None else _whole(high),
        _at_best(beside, "measured"),
        f"{beside.source}; {said}{_bound(beside)}",
    )
    return volume, growth


def _volume_of_less(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """Calls per month where no calendar month is covered."""
    if found.days <= 0:
        return NotProposed(VOLUME, "all calls bear one time, so nothing tells how many a month are")
    a_month = found.days >= WHOLE_MONTH_DAYS
    said = f"{count(found.calls)} calls in {_span(found.days)}, no complete month"
    return Proposal(
        VOLUME,
        _whole(found.calls / found.days * DAYS_PER_MONTH),
        basis="estimated" if a_month else "assumed",
        source=f"{beside.source}; {said}, scaled to one{_bound(beside)}",
    )


def _span(days: float) -> str:
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
        basis=_at_best(beside, "measured"),
        source=f"{beside.source}; fitted to {len(values)} complete months",
    )


def _no_growth(found: Summary, months: int) -> str:
    has = plural(months, "complete month", "complete months") if months else "no complete month"
    gap = " in a row" if months < len(found.months_complete) else ""
    return f"needs three complete months{gap}; the source has {has}{gap}"


def _at_best(beside: Beside, basis: Basis) -> Basis:
    """The basis of a count: of a sample it is no measurement of the whole."""
    return "estimated" if beside.is_sampled else basis


def _bound(beside: Beside) -> str:
    return ", a lower bound: the source is a sample" if beside.is_sampled else ""


def _whole(calls: float) -> float:
    """Calls as they are counted: parts of one say nothing where there are many."""
    return float(round(calls)) if calls >= _MANY else without_noise(calls)


# --------------------------------------------------------------- tokens, cost


def _tokens(found: Summary, beside: Beside) -> tuple[Proposal | NotProposed, ...]:
    tokens = found.tokens
    kinds = (
        ("input", tokens.input, found.input_told, found.input_told),
        ("cached_input", tokens.cached, found.cached_told, found.input_told),
        ("cache_write_input", tokens.written, found.written_told, found.input_told),
        ("output", tokens.output, found.output_told, found.output_told),
    )
    if not beside.counts_calls or found.calls <= 0:
        why = "no call was answered" if beside.counts_calls else "the source counts no calls"
        return tuple(NotProposed(f"{TOKENS}.{kind}", why) for kind, *_ in kinds)
    if not (tokens.input or tokens.output):
        return (NotProposed(f"{TOKENS}.input", "the source has no tokens"),)
    return tuple(
        _mean(f"{TOKENS}.{kind}", total, told, among, found, beside)
        for kind, total, told, among in kinds
    )


def _mean(
    key: str, total: float, told: int, among: int, found: Summary, beside: Beside
) -> Proposal | NotProposed:
    """Tokens of one kind per call; what no row tells is not 0.

    Args:
        key: of the answer.
        total: tokens.
        told: rows that tell of this kind.
        among: rows that tell of tokens on this side of a call.
        found: what they are of.
        beside: what else is known.
    """
    if not told:
        return NotProposed(key, "the source does not tell these tokens apart")
    said = f"{beside.source}; mean of {_calls(found.calls)}"
    if told < found.answered_rows:
        said += f", told by {told:,} of {found.answered_rows:,} rows"
    calls = found.calls * among / found.answered_rows
    return Proposal(key, _digits(total / calls), source=said)


def _digits(value: float) -> float:
    """A mean, to as many digits as anybody could want of it."""
    return float(f"{value:.8g}")


def _calls(number: float) -> str:
    return f"{number:,.0f} {'call' if number == 1 else 'calls'}"


def _cost(found: Summary, beside: Beside) -> Proposal | NotProposed:
    if not beside.counts_calls or found.calls <= 0:
        return NotProposed(COST, "a cost per call needs calls, and none is counted")
    basis: Basis = "measured"
    said = f"{'billed for the days of' if found.billed else 'logged,'}"
    said += f" {_calls(found.calls_with_cost)}"
    total, calls = found.cost or 0.0, found.calls_with_cost
    if found.unpriced:
        by_list = priced(found.unpriced, found.calls_unpriced, beside.prices)
        if by_list is not None:
            total, calls = total + by_list.cost, calls + found.calls_unpriced
            at_list = f"{_calls(found.calls_unpriced)} without a logged cost at {by_list.source}"
            said = f"{said}; {at_list}" if found.calls_with_cost else at_list
            basis = "estimated"
        elif not found.calls_with_cost:
            return NotProposed(COST, f"no cost is logged, and {_no_price(found, beside)}")
        else:
            said = f"{said} of {_calls(found.calls)}; the cost of the others is not known"
            basis = "estimated"
    if calls <= 0 or total <= 0:
        return NotProposed(COST, "no cost is logged")
    if found.calls_untold and basis == "measured":
        said = f"{said} of {_calls(found.calls)}; the cost of the others is not known"
        basis = "estimated"
    per_1k = 1000 * total / calls
    if beside.currency != "USD":
        if beside.rate is None:
            why = (
                f"costs are in US dollars and the case is in {beside.currency}; set"
                f" policy.usd_rate, how many {beside.currency} one US dollar is"
            )
            return NotProposed(COST, why)
        said = (
            f"{said}; ${without_noise(per_1k):g} at {beside.rate:g} {beside.currency} per US dollar"
        )
        per_1k *= beside.rate
    return Proposal(COST, _digits(per_1k), basis=basis, source=f"{beside.source}; {said}")


def _no_price(found: Summary, beside: Beside) -> str:
    missing = [one for one in found.unpriced if one not in beside.prices]
    named = [one for one in missing if one]
    if missing and not named:
        return "the source names no model to price it by"
    which = f" for {', '.join(named[:3])}" if named else " that is a single one"
    return f"the price list has none{which}"


# ------------------------------------------------------- model, latency, peak


def _model(found: Summary, beside: Beside) -> Proposal | NotProposed:
    if not found.models:
        return NotProposed(MODEL, "the source names no model")
    first = found.models[0]
    share = first.calls / found.calls if found.calls else 1.0
    name = beside.references.get(first.name, first.name)
    if len(name.splitlines()) != 1:
        return NotProposed(MODEL, "the model's name has several lines")
    return Proposal(MODEL, name, source=f"{beside.source}; {percent(share)} of calls")


def _latency(found: Summary, beside: Beside) -> Proposal | NotProposed:
    if found.p95 is None:
        why = (
            "calls come in buckets, which have no percentiles"
            if beside.bucket_seconds
            else "the source has no durations"
        )
        return NotProposed(P95, why)
    value, low, high = (float(f"{one:.6g}") for one in found.p95)
    said = f"{beside.source}; {_calls(found.timed)} that succeeded, by buckets of 9%"
    return Proposal(P95, value, min(low, value), max(high, value), source=said)


_MINUTE, _HOUR = 60.0, 3600.0


def peak_to_average(found: Summary, beside: Beside) -> tuple[float, str] | None:
    """Calls of the busiest minute per calls of an average one, and which stretch that was.

    Below one call a minute it is the busiest hour: a minute then holds one call or none.
    """
    seconds = found.days * 86_400
    peak = beside.peak
    if peak is None or not beside.counts_calls or found.calls <= 0 or seconds <= 0:
        return None
    by_minute = found.calls / seconds * _MINUTE >= 1 and beside.bucket_seconds <= _MINUTE
    if not by_minute and beside.bucket_seconds > _HOUR:
        return None
    length, calls = (_MINUTE, peak.minute_calls) if by_minute else (_HOUR, peak.hour_calls)
    if seconds < length:
        return None
    when = peak.minute if by_minute else peak.hour
    stretch = "minute" if by_minute else "hour"
    # Of less than a few minutes the first and the last are no whole ones.
    ratio = max(calls / (found.calls / seconds * length), 1.0)
    return ratio, f"busiest {stretch}, {when:%Y-%m-%d %H:%M}, against the mean"


def _peak(found: Summary, beside: Beside) -> Proposal | NotProposed:
    ratio = peak_to_average(found, beside)
    if ratio is None:
        why = (
            "buckets of the source are longer than an hour"
            if beside.bucket_seconds > _HOUR
            else "needs calls over a longer time"
        )
        return NotProposed(PEAK, why)
    value, said = ratio
    return Proposal(PEAK, float(f"{value:.6g}"), source=f"{beside.source}; {said}")

"""Which model answers, how quickly, and how unevenly calls come.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from typing import Final

from rules.answers.estimate import Basis
from rules.usage.proposal import MODEL, P95, PEAK, Beside, NotProposed, Proposal, told_calls
from rules.usage.summary import Summary
from rules.words.wording import percent


def model_proposed(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """The model of most calls."""
    if not found.models:
        return NotProposed(MODEL, "the source names no model")
    first = found.models[0]
    share = first.calls / found.calls if found.calls else 1.0
    name = beside.references.get(first.name, first.name)
    if len(name.splitlines()) != 1:
        return NotProposed(MODEL, "the model's name has several lines")
    return Proposal(MODEL, name, source=f"{beside.source}; {percent(share)} of calls")


def latency_proposed(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """The 95th percentile of what succeeded."""
    if found.p95 is None:
        why = (
            "calls come in buckets, which have no percentiles"
            if beside.bucket_seconds
            else "the source has no durations"
        )
        return NotProposed(P95, why)
    value, low, high = (float(f"{one:.6g}") for one in found.p95)
    said = f"{beside.source}; {told_calls(found.timed)} that succeeded, by buckets of 9%"
    return Proposal(P95, value, min(low, value), max(high, value), source=said)


_MINUTE, _HOUR = 60.0, 3600.0
_WHOLE_DAY: Final = 23 / 24
"""In days; the first and the last call of one rarely lie at its edges."""


def calls_in(found: Summary, seconds: float) -> float:
    """Calls in an average stretch of so many seconds."""
    return found.calls / (found.days * 86_400) * seconds


def peak_to_average(found: Summary, beside: Beside) -> tuple[float, str] | None:
    """Calls of the busiest minute per calls of an average one, and which stretch that was.

    Below one call a minute it is the busiest hour: a minute then holds one call or none.
    """
    seconds = found.days * 86_400
    peak = beside.peak
    if peak is None or not beside.counts_calls or found.calls <= 0 or seconds <= 0:
        return None
    by_minute = calls_in(found, _MINUTE) >= 1 and beside.bucket_seconds <= _MINUTE
    if not by_minute and beside.bucket_seconds > _HOUR:
        return None
    length, calls = (_MINUTE, peak.minute_calls) if by_minute else (_HOUR, peak.hour_calls)
    if seconds < length:
        return None
    when = peak.minute if by_minute else peak.hour
    stretch = "minute" if by_minute else "hour"
    # Of less than a few minutes the first and the last are no whole ones.
    ratio = max(calls / calls_in(found, length), 1.0)
    return ratio, f"busiest {stretch}, {when:%Y-%m-%d %H:%M}, against the mean"


def peak_proposed(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """The busiest minute against the mean."""
    ratio = peak_to_average(found, beside)
    if ratio is None:
        why = (
            "buckets of the source are longer than an hour"
            if beside.bucket_seconds > _HOUR
            else "needs calls over a longer time"
        )
        return NotProposed(PEAK, why)
    value, said = ratio
    basis: Basis = "measured"
    if calls_in(found, _HOUR) < 1:
        # The busiest hour then holds a few calls that came together by chance.
        basis = "assumed"
        said += "; fewer than one call an hour, of which chance makes most of a peak"
    elif found.days < _WHOLE_DAY:
        # The peak of a night shift is none of the day.
        basis = "assumed"
        said += "; less than a day, and other hours may be busier"
    return Proposal(PEAK, float(f"{value:.6g}"), basis=basis, source=f"{beside.source}; {said}")

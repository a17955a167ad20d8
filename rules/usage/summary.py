"""Totals of a source of usage, or of one endpoint of it.

Source: docs/specification.md §13.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rules.usage.latency import Percentile, percentile
from rules.usage.months import complete_months, zone_of
from rules.usage.usage import REST, Group, Usage

COUNTED = ("ok", "unknown")
"""What became of the calls that count as calls; the others are told of apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Tokens of calls, by kind; none contains another."""

    uncached: float = 0
    cached: float = 0
    written: float = 0
    output: float = 0

    @property
    def input(self) -> float:
        """All three kinds of input."""
        return self.uncached + self.cached + self.written

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Tokens:
        """The tokens of groups."""
        chosen = tuple(groups)
        return cls(
            uncached=math.fsum(one.input_uncached for one in chosen),
            cached=math.fsum(one.input_cached for one in chosen),
            written=math.fsum(one.input_written for one in chosen),
            output=math.fsum(one.output for one in chosen),
        )


def without_provider(model: str) -> str:
    """The name of a model without whoever serves it, to tell whether two names are of one."""
    return model.rpartition("/")[2].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What one model did."""

    name: str
    calls: float
    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What calls come to.

    Calls are the answered ones. Tokens and money are those of calls and of attempts that were
    billed all the same; a failure that cost nothing counts as none.
    """

    calls: float
    tokens: Tokens
    cost: float | None
    """In US dollars, as far as it is logged; None where nothing is."""
    billed: float
    """What of it stands in bills, which tell of no calls."""
    billed_for: Mapping[str, Tokens]
    """Tokens by model of the days that the bills are of."""
    calls_with_cost: float
    unpriced: Mapping[str, Tokens]
    """Tokens by model of what has no cost, or a 0 that is no price."""
    calls_unpriced: float
    calls_zero_cost: float
    """Of these, the ones for which a cost of 0 is logged."""
    models: tuple[Model, ...]
    """The one with most calls first."""
    by_month: Mapping[date, float]
    months_complete: tuple[date, ...]
    covered_days: float
    """How long a time the source covers of what was asked for, other endpoints included."""
    began_on: date | None
    """The first day with an answered call, in the zone of the source."""
    first: datetime | None
    """When the first call began."""
    last: datetime | None
    """When the last one did."""
    until: datetime | None
    """When the last bucket ended; where each row is a call, when the last one began."""
    failed: float
    cache_hits: float
    """Calls that the proxy answered by itself."""
    billed_attempts: int
    """Attempts that were billed and are no calls of their own."""
    calls_untold: float
    """Calls that have no cost, and tell too little for a price by the list."""
    answered_rows: int
    input_told: int
    """Of these rows, the ones that tell how many tokens went in."""
    output_told: int
    cached_told: int
    written_told: int
    contradicted: int
    timed: float
    """Calls with a duration of their own."""
    p95: Percentile | None
    logged_by_measured: float | None
    """The source's own latency field, per second from start to end; about 1 or 1,000."""

    @property
    def input_tokens(self) -> float | None:
        """All tokens that went in; None where calls or bills tell of none, which is not 0."""
        return self._known(self.tokens.input, self.input_told)

    @property
    def output_tokens(self) -> float | None:
        """All tokens that came out; None likewise."""
        return self._known(self.tokens.output, self.output_told)

    def _known(self, tokens: float, told: int) -> float | None:
        is_of_something = self.answered_rows or self.billed
        return None if is_of_something and not told and not tokens else tokens

    @property
    def days(self) -> float:
        """How long a time lies between the first of these calls and the last."""
        if self.first is None or self.until is None:
            return 0.0
        return (self.until - self.first).total_seconds() / 86_400


def summary(usage: Usage) -> Summary:
    """Add up a source, or what was read of it."""
    groups = usage.groups
    answered = [one for one in groups if one.status in COUNTED]
    failed = [one for one in groups if one.status == "error"]
    attempts = [one for one in failed if one.costed == "logged" and one.cost > 0]
    paid = [*answered, *attempts]
    bills = [one for one in groups if one.status == "bill"]
    billed = math.fsum(one.cost for one in bills)
    logged = [one for one in paid if one.costed == "logged"]
    # A bill of other endpoints says nothing of what this one cost.
    covered = [one for one in answered if one.costed == "apart" and billed > 0]
    unpriced = [
        one
        for one in answered
        if one.costed not in ("logged", "untold") and not (one.costed == "apart" and billed > 0)
        if any((one.input_uncached, one.input_cached, one.input_written, one.output))
    ]
    timed = [one for one in answered if one.latency_bucket is not None]
    buckets: dict[int, float] = defaultdict(float)
    for one in timed:
        buckets[one.latency_bucket or 0] += one.calls
    by_month: dict[date, float] = defaultdict(float)
    for one in answered:
        by_month[one.month] += one.calls
    with_both = [one for one in answered if one.latency > 0 and one.latency_logged > 0]
    measured = math.fsum(one.latency for one in with_both)
    return Summary(
        calls=math.fsum(one.calls for one in answered),
        tokens=Tokens.of(paid),
        cost=math.fsum(one.cost for one in (*logged, *bills)) if logged or billed > 0 else None,
        billed=billed,
        billed_for=_tokens(covered),
        calls_with_cost=math.fsum(one.calls for one in (*logged, *covered)),
        unpriced=_tokens(unpriced),
        calls_unpriced=math.fsum(one.calls for one in unpriced),
        calls_zero_cost=math.fsum(one.calls for one in unpriced if one.costed == "zero"),
        models=_models(answered or bills),
        by_month=dict(sorted(by_month.items())),
        months_complete=months_complete(usage),
        covered_days=_covered_days(usage),
        began_on=min(
            (one.first.astimezone(zone_of(usage.zone)).date() for one in answered), default=None
        ),
        first=min((one.first for one in paid or bills), default=None),
        last=max((one.last for one in paid or bills), default=None),
        until=max((one.until for one in paid or bills), default=None),
        failed=math.fsum(one.failed for one in groups),
        cache_hits=math.fsum(one.calls for one in groups if one.status == "proxy_cache_hit"),
        billed_attempts=sum(one.rows - int(one.failed) for one in attempts),
        answered_rows=sum(one.rows for one in answered),
        calls_untold=math.fsum(one.calls for one in answered if one.costed == "untold"),
        input_told=sum(one.input_told for one in answered),
        output_told=sum(one.output_told for one in answered),
        cached_told=sum(one.cached_told for one in answered),
        written_told=sum(one.written_told for one in answered),
        contradicted=sum(one.contradicted for one in groups),
        timed=math.fsum(one.calls for one in timed),
        p95=percentile(buckets, 0.95),
        logged_by_measured=(
            math.fsum(one.latency_logged for one in with_both) / measured if measured else None
        ),
    )


def _by_model(groups: Iterable[Group]) -> dict[str, list[Group]]:
    by_name: dict[str, list[Group]] = defaultdict(list)
    for one in groups:
        by_name[one.model].append(one)
    return dict(sorted(by_name.items()))


def _tokens(groups: Iterable[Group]) -> dict[str, Tokens]:
    return {model: Tokens.of(those) for model, those in _by_model(groups).items()}


def _models(groups: Iterable[Group]) -> tuple[Model, ...]:
    models = [
        Model(name=name, calls=math.fsum(one.calls for one in those), tokens=Tokens.of(those))
        for name, those in _by_model(groups).items()
        if name
    ]
    return tuple(
        sorted(
            models, key=lambda one: (-one.calls, -one.tokens.input - one.tokens.output, one.name)
        )
    )


def months_complete(usage: Usage) -> tuple[date, ...]:
    """The months that the source covers, and that were asked for, from edge to edge."""
    covered = _covered(usage)
    if covered is None:
        return ()
    zone = zone_of(usage.zone)
    start, end = (one.astimezone(zone) for one in covered)
    return tuple(complete_months(start, end))


def _covered_days(usage: Usage) -> float:
    covered = _covered(usage)
    if covered is None:
        return 0.0
    start, end = covered
    return max(0.0, (end - start).total_seconds() / 86_400)


def _covered(usage: Usage) -> tuple[datetime, datetime] | None:
    """From when until when the source tells of calls, as far as they were asked for."""
    start, end = usage.reaches_from, usage.reaches_to
    if start is None or end is None:
        return None
    start = max(start, usage.since) if usage.since is not None else start
    end = min(end, usage.until) if usage.until is not None else end
    return start, end


def endpoints_of(usage: Usage) -> list[tuple[str, float]]:
    """The endpoints of a source with their answered calls, the busiest first."""
    calls: dict[str, float] = defaultdict(float)
    for one in usage.groups:
        calls[one.endpoint] += one.calls if one.status in COUNTED else 0
    return sorted(calls.items(), key=lambda one: (one[0] == REST, -one[1], one[0]))

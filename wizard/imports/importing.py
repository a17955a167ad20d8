"""An import of usage from sources to proposals: what commands and screens call.

Nothing here writes: what is accepted goes into a session by whoever has it open.

Source: docs/specification.md §13.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfoNotFoundError

from rules.answers.problem import Problem
from rules.figures.prices import PriceFound
from rules.usage.months import zone_of
from rules.usage.proposal import (
    COST,
    GROWTH,
    MODEL,
    P95,
    PEAK,
    TOKENS,
    VOLUME,
    Beside,
    NotProposed,
    Proposals,
)
from rules.usage.proposals import propose
from rules.usage.remarks import remarks
from rules.usage.serving import peak_to_average
from rules.usage.summary import Summary, endpoints_of, summary
from rules.usage.usage import Usage
from rules.words.wording import listed, visible
from wizard.imports.engines.engine import Engine, Wanted, Watch
from wizard.imports.files.names import without_addresses
from wizard.imports.list_prices import list_prices
from wizard.imports.usage.format import Format
from wizard.imports.usage.mapping import ColumnMapping
from wizard.problems import InputUnusable, on_one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to import, as somebody asked for it."""

    sources: tuple[str, ...]
    endpoint: str | None = None
    by: str = ""
    since: date | None = None
    until: date | None = None
    """The last day; calls of it count."""
    zone: str | None = None
    format: str | None = None
    mapping: ColumnMapping | None = None
    """Which column is what; nothing is detected then."""
    table: str | None = None
    """Of a database, behind the names of what it is in; its own name where it has one."""
    sampled: float | None = None
    """The share of all calls that the sources hold; None where nobody says."""


class Money(NamedTuple):
    """In which money a case reckons."""

    currency: str = "USD"
    rate: float | None = None
    """Money of the case per US dollar."""


DOLLARS: Final = Money()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Sources of one format, ready to be added up."""

    engine: Engine
    format: Format
    what: str
    """Format and files, as source lines begin."""
    size: int = 0
    """In bytes; 0 where that is not known."""
    rows_about: float = 0
    """About how many rows there are; 0 where that is not known."""
    notes: tuple[str, ...] = ()
    """What has to be said of them, a sentence each."""
    counts_twice: bool = False
    """Whether a call may stand in several rows, so that sums are not to be added up."""
    assumes_zone: bool = False
    """Whether times name no zone, and the format does not say which one they are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Usage added up, and what follows from it."""

    opened: Opened
    request: Request
    usage: Usage
    summary: Summary
    endpoints: tuple[tuple[str, float], ...]
    """Those that the source has, with their calls, the busiest first."""
    prices: dict[str, PriceFound] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    """What is shown and filled in nowhere, a sentence each."""

    @property
    def is_of_several(self) -> bool:
        """Whether it is of several endpoints, so that there is no case that it belongs to."""
        return self.request.endpoint is None and len(self.endpoints) > 1

    def peak_to_average(self) -> float | None:
        """Calls of the busiest minute, or hour, per calls of an average one."""
        found = peak_to_average(self.summary, self._beside(Money()))
        return None if found is None else found[0]

    def proposals(self, money: Money = DOLLARS) -> Proposals:
        """The answers that it gives to a case which reckons in some money."""
        why = self.opened.format.no_endpoint
        if not why and self.is_of_several:
            why = (
                f"the source has {self.usage.endpoints:,} endpoints, and a case is one of them;"
                " name it with --endpoint"
            )
        if why:
            keys = (VOLUME, GROWTH, f"{TOKENS}.input", f"{TOKENS}.output", COST, MODEL, P95, PEAK)
            return Proposals((), tuple(NotProposed(key, why) for key in keys))
        return propose(self.summary, self._beside(money))

    def _beside(self, money: Money) -> Beside:
        return Beside(
            source=self.source(),
            counts_calls=self.usage.counts_calls,
            bucket_seconds=self.usage.bucket_seconds,
            is_sample=self.usage.is_sample,
            sampled=self.usage.sampled,
            peak=self.usage.peak_of(None),
            prices=self.prices,
            references={name: one.reference for name, one in self.prices.items()},
            currency=money.currency,
            rate=money.rate,
        )

    def source(self) -> str:
        """Format, files, endpoint, rows and dates: what a number can be found again by."""
        zone = zone_of(self.usage.zone)
        parts = [self.opened.what]
        if self.request.endpoint is not None:
            parts.append(without_addresses(self.request.endpoint))
        parts.append(f"{self.usage.kept:,} {'row' if self.usage.kept == 1 else 'rows'}")
        if self.summary.first is not None and self.summary.last is not None:
            first, last = (
                one.astimezone(zone).date() for one in (self.summary.first, self.summary.last)
            )
            parts.append(f"{first} to {last}" if first != last else f"{first}")
        return on_one_line(", ".join(parts))


def open_files(request: Request) -> Opened:
    """Open the sources of a request, and tell of which format they are.

    Raises:
        Several: where they fit several formats.
        NoFormat: where they fit none.
        InputUnusable: where they cannot be read, or not together.
    """
    from wizard.credentials import is_address

    if any(map(is_address, request.sources)):
        from wizard.imports.sources.databases import open_database

        return open_database(request)
    from wizard.imports.sources.files import open_files

    return open_files(request)


def import_usage(opened: Opened, request: Request, watch: Watch) -> Imported:
    """Add up opened sources, and say what follows.

    Raises:
        InputUnusable: where they cannot be read, or have no such endpoint.
        Cancelled: where the watch said so.
    """
    wanted = wanted_of(request, opened.format)
    usage = replace(opened.engine.aggregate(wanted, watch), sampled=request.sampled)
    found = summary(usage)
    endpoints = tuple(endpoints_of(usage))
    if request.endpoint is not None and not endpoints:
        raise _no_endpoint(opened, request, wanted, watch)
    prices = list_prices([one.name for one in found.models], day_of(found))
    return Imported(
        opened=opened,
        request=request,
        usage=usage,
        summary=found,
        endpoints=endpoints,
        prices=prices,
        remarks=(*opened.notes, *remarks(usage, found, prices)),
    )


def day_of(found: Summary) -> date:
    """The day whose list prices calls are held against: that of the last one."""
    return found.last.date() if found.last is not None else date.today()


def wanted_of(request: Request, format: Format) -> Wanted:
    """Which calls a request wants.

    Raises:
        InputUnusable: where there is no such time zone.
    """
    name = request.zone or format.zone or "UTC"
    try:
        zone = zone_of(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"'{name}' is no time zone; write one such as Europe/Berlin or UTC"
        raise InputUnusable([Problem(visible(message), "--timezone")]) from None
    until = None if request.until is None else request.until + timedelta(days=1)
    return Wanted(
        by=request.by,
        endpoint=request.endpoint,
        since=None if request.since is None else datetime.combine(request.since, time(), zone),
        until=None if until is None else datetime.combine(until, time(), zone),
        zone=name,
    )


def _no_endpoint(opened: Opened, request: Request, wanted: Wanted, watch: Watch) -> InputUnusable:
    from difflib import get_close_matches

    everything = opened.engine.aggregate(replace(wanted, endpoint=None, peaks="none"), watch)
    names = [name for name, _ in endpoints_of(everything) if name]
    near = get_close_matches(request.endpoint or "", names, n=3) or names[:5]
    quoted = [f"'{one}'" for one in near]
    hint = f"; there is {listed(quoted)}" if near else ""
    message = f"the source has no endpoint '{request.endpoint}'{hint}"
    return InputUnusable([Problem(on_one_line(message), "--endpoint")])

"""An import of usage from sources to proposals: what commands and screens call.

Nothing here writes: what is accepted goes into a session by whoever has it open.

Source: docs/specification.md §13.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from rules.answers.problem import Problem
from rules.figures.prices import PriceFound
from rules.usage.months import zone_of
from rules.usage.proposal import Beside, Proposals, nothing_proposed
from rules.usage.proposals import propose
from rules.usage.remarks import remarks
from rules.usage.serving import peak_to_average
from rules.usage.summary import Summary, endpoints_of, summary
from rules.usage.usage import Usage
from rules.words.wording import listed
from wizard.imports.engines.engine import Wanted, Watch
from wizard.imports.files.names import without_addresses
from wizard.imports.list_prices import list_prices
from wizard.imports.request import Opened, Request, wanted_of
from wizard.problems import InputUnusable, on_one_line


class Money(NamedTuple):
    """In which money a case reckons."""

    currency: str = "USD"
    rate: float | None = None
    """Money of the case per US dollar."""


DOLLARS: Final = Money()


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
        found = peak_to_average(self.summary, self._beside(DOLLARS))
        return None if found is None else found[0]

    def proposals(self, money: Money = DOLLARS) -> Proposals:
        """The answers that it gives to a case which reckons in some money."""
        why = self.opened.format.no_endpoint
        if not why and self.is_of_several:
            why = (
                f"the source has {self.usage.endpoints:,} endpoints, and a case is one of them;"
                " name it with --endpoint"
            )
        return nothing_proposed(why) if why else propose(self.summary, self._beside(money))

    def _beside(self, money: Money) -> Beside:
        return Beside(
            source=self.source(),
            counts_calls=self.usage.counts_calls,
            bucket_seconds=self.usage.bucket_seconds,
            is_sample=self.usage.is_sample,
            sampled=self.usage.sampled,
            peak=self.usage.peak,
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


def import_usage(opened: Opened, request: Request, watch: Watch) -> Imported:
    """Add up opened sources, and say what follows.

    Raises:
        InputUnusable: where they cannot be read, or have no such endpoint.
        Cancelled: where the watch said so.
    """
    wanted = wanted_of(request, opened.format)
    found = added_up(opened, request, wanted, watch)
    if request.endpoint is not None and not found.endpoints:
        raise _no_endpoint(opened, request, wanted, watch)
    said = (*opened.notes, *remarks(found.usage, found.summary, found.prices))
    return replace(found, remarks=said)


def added_up(opened: Opened, request: Request, wanted: Wanted, watch: Watch) -> Imported:
    """What opened sources come to, at list prices of the day of the last call."""
    usage = replace(opened.engine.aggregate(wanted, watch), sampled=request.sampled)
    found = summary(usage)
    day = found.last.date() if found.last is not None else date.today()
    return Imported(
        opened=opened,
        request=request,
        usage=usage,
        summary=found,
        endpoints=tuple(endpoints_of(usage)),
        prices=list_prices([one.name for one in found.models], day),
    )


def _no_endpoint(opened: Opened, request: Request, wanted: Wanted, watch: Watch) -> InputUnusable:
    from difflib import get_close_matches

    everything = opened.engine.aggregate(replace(wanted, endpoint=None, peaks="none"), watch)
    names = [name for name, _ in endpoints_of(everything) if name]
    option = "--since" if request.since is not None else "--until"
    if not everything.groups and (request.since is not None or request.until is not None):
        message = "no call of the source lies within the dates that were asked for"
        return InputUnusable([Problem(message, option)])
    near = get_close_matches(request.endpoint or "", names, n=3) or names[:5]
    quoted = [f"'{one}'" for one in near]
    hint = f"; there is {listed(quoted)}" if near else ""
    message = f"the source has no endpoint '{request.endpoint}'{hint}"
    return InputUnusable([Problem(on_one_line(message), "--endpoint")])

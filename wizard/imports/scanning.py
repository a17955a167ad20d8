"""A scan of usage: every endpoint of a source, with a first look at whether it deserves a case.

Source: docs/specification.md §13.4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.usage.endpoints import Spend, by_endpoint, spend_of
from rules.usage.proposal import Proposals
from rules.usage.remarks import of_a_sample, remarks
from rules.usage.screening import Screening, screened
from rules.usage.summary import summary
from rules.usage.usage import REST, Usage
from wizard.imports.engines.engine import Watch
from wizard.imports.importing import Imported, Money, added_up
from wizard.imports.offering import money_of
from wizard.imports.request import Opened, Request, wanted_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One endpoint of a source."""

    name: str
    imported: Imported
    """What an import of it alone says."""
    proposals: Proposals
    spend: Spend
    screening: Screening

    def proposed(self, key: str) -> float | None:
        """The number that usage gives for a key."""
        found = next((one.value for one in self.proposals.made if one.key == key), None)
        return None if isinstance(found, str) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The endpoints beyond the largest, summed."""

    endpoints: int
    imported: Imported
    spend: Spend


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A source, endpoint by endpoint."""

    whole: Imported
    endpoints: tuple[Endpoint, ...]
    """The one with most spend first; of those whose spend nobody knows, with most tokens."""
    rest: Rest | None
    money: Money
    team: TeamPolicy | None
    overlaps: bool
    """Whether a call may be counted under several of them, so that they are not to be added up."""

    @property
    def by(self) -> str:
        """What endpoints are told apart by."""
        return self.whole.request.by or next(iter(self.whole.opened.format.endpoints))

    @property
    def spend(self) -> float:
        """What all calls cost whose cost is known, in US dollars."""
        parts = (*self.endpoints, *((self.rest,) if self.rest is not None else ()))
        return math.fsum(one.spend.known or 0.0 for one in parts)

    def share(self, spend: Spend) -> float | None:
        """The share of the known spend; None where it is not known, or shares do not add up."""
        if self.overlaps or spend.known is None or self.spend <= 0:
            return None
        return spend.known / self.spend


def scan(opened: Opened, request: Request, watch: Watch, team: TeamPolicy | None = None) -> Scanned:
    """Add up opened sources, and look at each endpoint, as a team's policy and defaults judge it.

    Raises:
        InputUnusable: where the sources cannot be read.
        Cancelled: where the watch said so.
    """
    wanted = wanted_of(request, opened.format)
    every = replace(wanted, peaks="each", rank="spend", durations=False, splits=True)
    whole = added_up(opened, request, every, watch)
    usage, prices = whole.usage, whole.prices
    money = money_of(Answers(), team)
    parts = by_endpoint(usage)
    beyond = parts.pop(REST, None)
    rest = None
    if beyond is not None:
        others = _part(whole, beyond)
        rest = Rest(
            endpoints=usage.endpoints - len(parts),
            imported=others,
            spend=spend_of(others.summary, prices),
        )
    told_apart = (
        _endpoint(name, _part(whole, part, name), money, team) for name, part in parts.items()
    )
    splits = (request.by or next(iter(opened.format.endpoints))) in opened.format.several
    # Of sums that have a call several times nothing else can be said.
    said = of_a_sample(usage) if splits else remarks(usage, whole.summary, prices)
    return Scanned(
        whole=replace(whole, remarks=(*opened.notes, *said)),
        endpoints=tuple(sorted(told_apart, key=_by_size)),
        rest=rest,
        money=money,
        team=team,
        overlaps=splits or opened.counts_twice,
    )


def _part(whole: Imported, usage: Usage, endpoint: str | None = None) -> Imported:
    """What an import of a part alone says."""
    request = replace(whole.request, endpoint=endpoint)
    return replace(whole, request=request, usage=usage, summary=summary(usage), endpoints=())


def _endpoint(name: str, imported: Imported, money: Money, team: TeamPolicy | None) -> Endpoint:
    proposals = imported.proposals(money)
    return Endpoint(
        name=name,
        imported=imported,
        proposals=proposals,
        spend=spend_of(imported.summary, imported.prices),
        screening=screened(
            proposals,
            no_case=imported.opened.format.no_endpoint,
            team=team,
            currency=money.currency,
            rate=money.rate or 1.0,
        ),
    )


def _by_size(one: Endpoint) -> tuple[float, float, str]:
    tokens = one.imported.summary.tokens
    return -(one.spend.known or 0.0), -tokens.input - tokens.output, one.name

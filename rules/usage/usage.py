"""What a source of usage holds, added up: the one form in which calls leave whatever read them.

Source: docs/specification.md §13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

Status = Literal["ok", "error", "proxy_cache_hit", "bill", "unknown"]
"""What became of a call. A hit of a proxy's cache never reached a model; a bill is no call, but
what calls of other rows cost."""

Costed = Literal["logged", "zero", "apart", "untold", "none"]
"""What a row says of its cost: an amount, a 0 although it has tokens, that a bill of the same day
has it, or nothing; and whether it then tells too little for a list price."""


class Group(NamedTuple):
    """Calls that are alike, added up."""

    endpoint: str
    model: str
    month: date
    """The first day of the month in which they began, in the zone of the source."""
    status: Status
    costed: Costed
    latency_bucket: int | None
    """The eighth of an octave in which their duration lies (`rules/usage/latency.py`); None where
    they have none of their own."""
    rows: int
    calls: float
    """Answered calls; what failed is in `failed`, what is money and tokens only is in neither."""
    failed: float
    input_uncached: float
    """Tokens, as the other two kinds of input, of which none contains another."""
    input_cached: float
    input_written: float
    output: float
    cost: float
    """In US dollars, of the rows that state one."""
    input_told: int
    """Rows that tell how many tokens went in; of the others it is not known."""
    output_told: int
    cached_told: int
    """Rows that tell how many tokens were cached."""
    written_told: int
    contradicted: int
    """Rows whose cached tokens are more than the input that is said to contain them."""
    latency: float
    """Seconds from start to end, summed over the rows whose source has a field for it as well."""
    latency_logged: float
    """What that field says of the same rows, in its own unit."""
    first: datetime
    """When the first of them began; of buckets, when the first one did."""
    last: datetime
    """When the last of them began."""
    until: datetime
    """When the last bucket ended; where each row is a call, when the last one began."""


class Peak(NamedTuple):
    """The busiest minute and hour of an endpoint."""

    endpoint: str | None
    """None for all of them together."""
    minute_calls: float
    minute: datetime
    hour_calls: float
    hour: datetime


class BadRow(NamedTuple):
    """A row that was left out, to be looked up; what is in it is not kept."""

    file: str
    line: int | None
    """Counted from 1, the heading included; None where the source has no lines."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A source of usage, added up. Rows read are rows kept and rows dropped, always."""

    groups: tuple[Group, ...]
    peaks: tuple[Peak, ...] = ()
    read: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Rows left out by reason."""
    bad_rows: tuple[BadRow, ...] = ()
    """A few of them."""
    zone: str
    """By which months and days are cut, and in which times that name none are read."""
    reaches_from: datetime | None = None
    """The first time in the source, rows outside the dates asked for and of other endpoints
    included: what came before is not known."""
    reaches_to: datetime | None = None
    since: datetime | None = None
    """From when on calls were asked for."""
    until: datetime | None = None
    """Until before when."""
    bucket_seconds: float = 0
    """How long the widest bucket of the source is; 0 where each row is a call."""
    counts_calls: bool = True
    """False where buckets tell of tokens alone."""
    is_sampled: bool = False
    """Whether sources of this kind often hold a part of the calls."""
    sampled: float | None = None
    """The share of calls that the source holds, where somebody has said it."""
    probed_copies: bool = False
    """Whether calls that stand in it twice were looked for in a part of it alone."""
    endpoints: int = 0
    """How many there are; those beyond the largest are summed under `REST`."""

    @property
    def peak(self) -> Peak | None:
        """The peak of all endpoints together; None where nothing tells of it."""
        return next((one for one in self.peaks if one.endpoint is None), None)

    @property
    def is_sample(self) -> bool:
        """Whether it holds, or may hold, a part of the calls alone."""
        return self.is_sampled if self.sampled is None else self.sampled < 1

    @property
    def kept(self) -> int:
        """How many rows were kept."""
        return self.read - sum(self.dropped.values())


REST = "\N{HORIZONTAL ELLIPSIS}"
"""The name under which endpoints beyond the largest are summed."""

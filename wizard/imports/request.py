"""An import as somebody asked for it, and its sources once they are open.

Source: docs/specification.md §13.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.answers.problem import Problem, briefly
from rules.usage.months import is_zone, zone_of
from rules.words.wording import listed, visible
from wizard.credentials import is_address
from wizard.imports.engines.engine import Engine, Wanted
from wizard.imports.usage import NAMES
from wizard.imports.usage.format import Format
from wizard.imports.usage.mapping import ColumnMapping
from wizard.problems import InputUnusable


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


def refuse_unusable(request: Request) -> None:
    """Refuse what no source could be read by, with all that is wrong.

    That is an unknown format or time zone, dates that end before they begin, or an option for what
    these sources are not.
    """
    problems = []
    since, until = request.since, request.until
    if since is not None and until is not None and until < since:
        message = f"{until.isoformat()} lies before {since.isoformat()}, the day of --since"
        problems.append(Problem(message, "--until"))
    of_mapping = request.mapping.zone if request.mapping is not None else None
    zone = request.zone or of_mapping
    if zone and not is_zone(zone):
        message = f"'{briefly(zone)}' is no time zone; write one such as Europe/Berlin or UTC"
        key = "--timezone" if request.zone else "zone in the mapping"
        problems.append(Problem(visible(message), key))
    if request.format is not None and request.format not in NAMES:
        message = f"'{briefly(request.format)}' is no format of usage; there are {listed([*NAMES])}"
        problems.append(Problem(visible(message), "--format"))
    elif request.format is not None and request.mapping is not None:
        message = "is not looked at beside --map, which says which column is what; leave out one"
        problems.append(Problem(message, "--format"))
    if request.table is not None and request.sources and not any(map(is_address, request.sources)):
        message = "is for the address of a database, and files have no tables; leave it out"
        problems.append(Problem(message, "--table"))
    if problems:
        raise InputUnusable(problems)


def refuse_by(request: Request, format: Format) -> None:
    """Refuse what a format does not tell calls apart by."""
    if request.by and request.by not in format.endpoints:
        names = listed(list(format.endpoints), "or")
        message = f"'{format.title}' does not tell calls apart by '{request.by}'; use {names}"
        raise InputUnusable([Problem(visible(message), "--by")])


def wanted_of(request: Request, format: Format) -> Wanted:
    """Which calls a request wants; refuses what `refuse_unusable` does."""
    refuse_unusable(request)
    since, until = request.since, request.until
    name = request.zone or format.zone or "UTC"
    zone = zone_of(name)
    # Before the first of all days and after the last there is nothing to leave out.
    first = None if since == date.min else since
    before = None if until is None or until == date.max else until + timedelta(days=1)
    return Wanted(
        by=request.by,
        endpoint=request.endpoint,
        since=None if first is None else datetime.combine(first, time(), zone),
        until=None if before is None else datetime.combine(before, time(), zone),
        zone=name,
    )

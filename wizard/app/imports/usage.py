"""Usage for the screen of imports: what sources leave open, and what they say beside a case."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import available_timezones

from rules.answers.answers import Answers, Entry
from rules.answers.entries import entry_of, parse_entry, understood
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.lines import name_of
from rules.questions import QUESTIONS
from rules.usage.proposal import VOLUME, NotProposed, as_written
from rules.usage.shares import shares_of
from rules.usage.usage import REST
from rules.words.wording import count, listed, months, percent, visible
from screens.ports import ImportChoice, ImportOffer, ImportOption, ImportReview
from wizard.disk.errors import shown
from wizard.imports.engines.engine import Watch
from wizard.imports.files.names import without_addresses
from wizard.imports.files.source_file import SourceFile
from wizard.imports.importing import Imported, Money, import_usage
from wizard.imports.offering import offered_to
from wizard.imports.report import dates_told, remarks_of, rows_told, value_told
from wizard.imports.request import Opened, Request
from wizard.imports.review import DOUBTS, Offer
from wizard.imports.scan_report import HEADINGS, spend_told
from wizard.imports.scanning import Endpoint, scan
from wizard.imports.sources.opening import open_sources
from wizard.imports.usage.detecting import NoFormat, Several
from wizard.imports.usage.mapping import ColumnMapping, presets, read_mapping
from wizard.imports.usage.naming_columns import (
    NEEDED,
    ROLES,
    UNITS,
    example_of,
    guess,
    keep,
    kept_at,
    mapping_of,
    offered,
)
from wizard.problems import on_one_line

ENDPOINT: Final = "task.endpoint"
_NONE: Final = "-"
_BY_COLUMNS: Final = "columns"
_SAMPLED: Final = "sampled"
_RATES: Final = (1.0, 0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001)
"""Shares of all calls that people sample."""


@dataclass(frozen=True, slots=True)
class UsageReading:
    """One reading of sources."""

    sources: tuple[str, ...]
    chosen: Mapping[str, str]
    """What was chosen where it was asked."""
    file: Path | None
    """Of the case; a mapping of columns is kept beside it."""
    team: TeamPolicy | None
    watch: Watch
    expect: Callable[[float], None]
    """Is told about how many rows there are, before they are read."""
    slices: tuple[str, ...] = ()
    """What slices of the case are called, whose shares calls may tell."""

    def read(self, *, looks_first: bool) -> UsageFound | ImportChoice:
        """Read as far as nothing is left open.

        Args:
            looks_first: whether endpoints are listed with what a first look says of them.

        Raises:
            InputUnusable: where sources cannot be read.
            Cancelled: where it was called off.
        """
        by, endpoint, is_of_all = _endpoint_in(self.chosen)
        request = Request(
            sources=self.sources,
            by=by,
            endpoint=endpoint,
            zone=self.chosen.get("zone"),
            format=self.chosen.get("format"),
            sampled=_share_in(self.chosen),
        )
        begun: ColumnMapping | None = None
        said = ""
        try:
            opened = open_sources(request)
        except Several as several:
            options = tuple(ImportOption(one.name, one.title) for one in several.formats)
            return ImportChoice("format", "The files may be of several formats.", options)
        except NoFormat as none:
            found = self._columns(none.file)
            if isinstance(found, ImportChoice):
                return found
            mapping, said = found
            begun = mapping if not said else None
            request = replace(request, mapping=mapping)
            opened = open_sources(request)
        if opened.assumes_zone:
            return _zone()
        if opened.format.is_sampled and _SAMPLED not in self.chosen:
            return _sample()
        self.expect(opened.rows_about)
        if looks_first and endpoint is None and not opened.format.no_endpoint:
            scanned = scan(opened, request, self.watch, self.team)
            if len(scanned.endpoints) > 1:
                return _choice(opened, request, _looked_at(scanned.endpoints), scanned.whole)
        imported = import_usage(opened, request, self.watch)
        if imported.is_of_several and not opened.format.no_endpoint and not is_of_all:
            has_shares = bool(shares_of(imported.endpoints, self.slices).of)
            return _choice(opened, request, _counted(imported), imported, has_shares=has_shares)
        if begun is not None:
            said = keep(begun.model_copy(update={"zone": request.zone}), kept_at(self.file))
        return UsageFound(imported, self.team, said)

    def _columns(self, file: SourceFile) -> tuple[ColumnMapping, str] | ImportChoice:
        """The mapping of a file of no known format, and what is to be said of it.

        Nothing has to be said of one that was just made by what was chosen.
        """
        kept = kept_at(self.file)
        if "map" not in self.chosen and kept.is_file():
            return read_mapping(str(kept)), f"Columns as {shown(kept)} says."
        preset = self.chosen.get("map")
        if preset is None:
            options = [ImportOption(one, one) for one in presets()]
            options.append(ImportOption(_BY_COLUMNS, "none of these", "say which column is what"))
            asks = f"{shown(file.path)} is of no known format. Is it an export of one of these?"
            return ImportChoice("map", asks, tuple(options), len(options) - 1)
        if preset != _BY_COLUMNS:
            return read_mapping(preset), f"Columns as in an export of {preset}."
        columns: dict[str, str] = {}
        units: dict[str, str] = {}
        for role in ROLES:
            name = self.chosen.get(f"column {role}")
            if name is None:
                return _column(file, role, columns)
            if name == _NONE:
                continue
            columns[role] = name
            if role in UNITS:
                unit = self.chosen.get(f"unit {role}")
                if unit is None:
                    those = tuple(ImportOption(one, one) for one in UNITS[role])
                    return ImportChoice(f"unit {role}", f"In which unit is {visible(name)}?", those)
                units[role] = unit
        return mapping_of(file, columns, units), ""


def _endpoint_in(chosen: Mapping[str, str]) -> tuple[str, str | None, bool]:
    """By what calls are told apart, the endpoint that was chosen, and whether all of them were."""
    if "endpoint" not in chosen:
        return "", None, False
    by, *name = json.loads(chosen["endpoint"])
    return by, name[0] if name else None, name == [None]


def _column(file: SourceFile, role: str, taken: Mapping[str, str]) -> ImportChoice:
    # What is counted in a column is one thing; an endpoint may be told apart by its model.
    others = {name for of, name in taken.items() if of != "model"}
    likely = guess(file).get(role)
    options = [
        ImportOption(
            name, name, f"such as {example}" if (example := example_of(file, name)) else ""
        )
        for name in offered(file)
        if name not in others
    ]
    if role not in NEEDED:
        options.insert(0, ImportOption(_NONE, "no column has it"))
    names = [one.name for one in options]
    return ImportChoice(
        f"column {role}",
        f"{ROLES[role].words}: which column of {shown(file.path)} has it?",
        tuple(options),
        names.index(likely) if likely in names else 0,
    )


def _zone() -> ImportChoice:
    here = _zone_here()
    first = tuple(dict.fromkeys(one for one in ("UTC", here) if one))
    others = sorted(one for one in available_timezones() if one not in first and "/" in one)
    options = (
        *(ImportOption(one, one, "as here" if one == here else "") for one in first),
        *(ImportOption(one, one, heading=one.partition("/")[0]) for one in others),
    )
    asks = "Times name no zone. In which zone are they? Months are cut by it."
    return ImportChoice("zone", asks, options)


def _sample() -> ImportChoice:
    rates = tuple(ImportOption(repr(one), percent(one)) for one in _RATES)
    asks = "Traces are often a sample. Which share of all calls do these hold?"
    nobody = ImportOption("", "nobody knows", "counts are lower bounds then")
    return ImportChoice(_SAMPLED, asks, (nobody, *rates))


def _share_in(chosen: Mapping[str, str]) -> float | None:
    """The share of all calls that sources hold, where somebody knows it."""
    told = chosen.get(_SAMPLED)
    return float(told) if told else None


def _zone_here() -> str:
    """The zone of this machine; empty where it does not say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named:
        named = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    return named if named in available_timezones() else ""


# ------------------------------------------------------------------- endpoints


def _choice(
    opened: Opened,
    request: Request,
    options: Sequence[ImportOption],
    whole: Imported,
    *,
    has_shares: bool = False,
) -> ImportChoice:
    by = request.by or next(iter(opened.format.endpoints))
    told = [_named(one, by) for one in options]
    shares = (
        (ImportOption(json.dumps([by, None]), f"all, by {by}", heading="Or shares of slices"),)
        if has_shares
        else ()
    )
    others = (
        ImportOption(json.dumps([one]), one, heading="Or tell calls apart by")
        for one in opened.format.endpoints
        if one != by
    )
    number = whole.usage.endpoints
    more = f"; the largest {len(options)} are shown" if number > len(options) else ""
    asks = f"A case is one endpoint, and the source has {number:,} by {by}{more}. Which one is it?"
    return ImportChoice("endpoint", asks, (*told, *shares, *others))


def _named(option: ImportOption, by: str) -> ImportOption:
    """An option whose name says by what the endpoint is told apart as well."""
    return option._replace(
        name=json.dumps([by, option.name]), label=on_one_line(option.name) or "(no name)"
    )


def _counted(imported: Imported) -> list[ImportOption]:
    """Endpoints with their calls and share."""
    total = imported.summary.calls
    return [
        ImportOption(
            name, name, f"{calls:,.0f} calls{f', {percent(calls / total)}' if total else ''}"
        )
        for name, calls in imported.endpoints
        if name != REST
    ]


def _looked_at(endpoints: Sequence[Endpoint]) -> list[ImportOption]:
    """Endpoints with what a first look says of each, those that deserve a case first."""
    return [
        ImportOption(one.name, one.name, ", ".join(_first_look(one)), heading)
        for result, heading in HEADINGS.items()
        for one in endpoints
        if one.screening.result == result
    ]


def _first_look(one: Endpoint) -> Iterator[str]:
    calls, back = one.proposed(VOLUME), one.screening.payback_months
    if calls is not None:
        yield f"{count(calls)} calls a month"
    yield f"{spend_told(one.spend)} spent" if one.spend.known is not None else "spend not known"
    if one.screening.result == "case" and back is not None:
        yield f"back in {months(back)}"


# ----------------------------------------------------------------- beside a case


@dataclass(frozen=True, slots=True)
class UsageFound:
    """Usage that was read."""

    imported: Imported
    team: TeamPolicy | None
    said: str = ""
    """What came of asking, in a sentence."""

    def beside(self, answers: Answers) -> ImportReview:
        """What it says, beside answers."""
        money, offered, proposals = offered_to(self.imported, answers, self.team)
        name = _endpoint_named(self.imported, answers)
        return ImportReview(
            read=f"{rows_told(self.imported)}\n{dates_told(self.imported)}",
            offers=(
                *((name,) if name is not None else ()),
                *(offer_of(one, answers, money) for one in offered),
            ),
            left=tuple(left_of(proposals.not_made)),
            seen=tuple(
                on_one_line(one) for one in (*remarks_of(self.imported), *filter(None, [self.said]))
            ),
            source=on_one_line(self.imported.opened.what),
        )


def offer_of(one: Offer, answers: Answers, money: Money) -> ImportOffer:
    """An offer as the screen shows it."""
    proposal, before = one.proposal, answers.get(one.proposal.key)
    in_full = [f"new {value_told(proposal, money)}, {proposal.basis}"]
    if one.now:
        in_full.append(f"now {one.now}")
    if one.standing in DOUBTS:
        in_full.append(f"{DOUBTS[one.standing]}.")
    in_full.append(f"from {proposal.source}")
    return ImportOffer(
        key=proposal.key,
        label=name_of(proposal.key),
        new=_new_in_short(one),
        now=one.now if one.table or before is None else in_short(before),
        said=tuple(map(on_one_line, in_full)),
        is_same=one.standing == "same",
        is_doubted=one.standing in DOUBTS,
        entries=MappingProxyType({one.answers: one.entry}),
    )


def _new_in_short(one: Offer) -> str:
    """What is offered as it is typed, with its basis; numbers as people write them."""
    shown = as_written(one.proposal)
    if isinstance(shown.value, str):
        return on_one_line(shown.value)
    value = Estimate(shown.value, shown.low, shown.high, shown.basis)
    return in_short(entry_of(QUESTIONS[shown.key], value))


def in_short(entry: Entry) -> str:
    """An answer as it is typed, and its basis."""
    return on_one_line(", ".join(filter(None, (entry.text, entry.basis))))


def left_of(not_made: Sequence[NotProposed]) -> Iterator[tuple[str, str]]:
    """What is not proposed and why; what has one reason together."""
    reasons: dict[str, list[str]] = {}
    for one in not_made:
        reasons.setdefault(one.why, []).append(name_of(one.key))
    for why, names in reasons.items():
        yield listed(names), f"{on_one_line(why)}."


def _endpoint_named(imported: Imported, answers: Answers) -> ImportOffer | None:
    """The endpoint's name as an answer, where the case has none yet."""
    question = QUESTIONS[ENDPOINT]
    name = without_addresses(on_one_line(imported.request.endpoint or ""))
    entry = parse_entry(question, name, path=tuple(ENDPOINT.split(".")))
    if answers.get(ENDPOINT) is not None or entry is None or not entry.usable:
        return None
    return ImportOffer(
        key=ENDPOINT,
        label=name_of(ENDPOINT),
        new=entry.text,
        now="",
        said=(f"new {understood(question, entry.value, '')}",),
        is_same=False,
        is_doubted=False,
        entries=MappingProxyType({ENDPOINT: entry}),
    )

"""What sources of usage leave open, as questions of the screen of imports, and what was chosen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from rules.questions.counting import of_unit
from rules.usage.proposal import VOLUME
from rules.usage.usage import REST
from rules.words.wording import count, months, percent, visible
from screens.import_ports import ImportChoice, ImportOption
from wizard.disk.errors import shown
from wizard.imports.engines.catalogue import NoTable
from wizard.imports.files.source_file import SourceFile
from wizard.imports.importing import Imported
from wizard.imports.request import Opened, Request
from wizard.imports.scan_report import HEADINGS, spend_told
from wizard.imports.scanning import Endpoint
from wizard.imports.usage.detecting import Several
from wizard.imports.usage.mapping import ColumnMapping, presets, read_mapping
from wizard.imports.usage.naming_columns import (
    NEEDED,
    ROLES,
    UNITS,
    example_of,
    guess,
    likely_unit,
    mapping_of,
    offered,
    refuse_one_object,
    what_it_is,
)
from wizard.problems import on_one_line

_NONE: Final = "-"
_BY_COLUMNS: Final = "columns"
SAMPLED: Final = "sampled"
_RATES: Final = (1.0, 0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001)
"""Shares of all calls that people sample."""


def endpoint_in(chosen: Mapping[str, str]) -> tuple[str, str | None, bool]:
    """By what calls are told apart, the endpoint that was chosen, and whether all of them were."""
    if "endpoint" not in chosen:
        return "", None, False
    by, *name = json.loads(chosen["endpoint"])
    return by, name[0] if name else None, name == [None]


def of_formats(several: Several) -> ImportChoice:
    """Of which format the files are."""
    options = tuple(ImportOption(one.name, one.title) for one in several.formats)
    return ImportChoice("format", "The files may be of several formats.", options)


def of_tables(none: NoTable) -> ImportChoice:
    """Which table of a database has the calls."""
    options = tuple(
        ImportOption(f"{one.schema}.{one.name}", visible(one.name), heading=visible(one.schema))
        for one in sorted(none.tables, key=lambda one: not one.in_sight)
    )
    asks = f"{none.said[0].upper()}{none.said[1:]}. Which table has the calls?"
    return ImportChoice("table", on_one_line(asks), options)


def columns_of(
    file: SourceFile, chosen: Mapping[str, str], kept: Path
) -> tuple[ColumnMapping, str] | ImportChoice:
    """The mapping of a file of no known format, and what is to be said of it.

    Nothing has to be said of one that was just made by what was chosen.

    Args:
        file: that is to be read.
        chosen: what was chosen where it was asked.
        kept: where a mapping may lie from an earlier time.
    """
    if "map" not in chosen and kept.is_file():
        return read_mapping(str(kept)), f"Columns as {shown(kept)} says."
    preset = chosen.get("map")
    if preset is None:
        options = [ImportOption(one, one) for one in presets()]
        options.append(ImportOption(_BY_COLUMNS, "none of these", "say which column is what"))
        refuse_one_object(file)
        asks = f"{shown(file.path)} {what_it_is(file)}. Is it an export of one of these?"
        return ImportChoice("map", asks, tuple(options), len(options) - 1)
    if preset != _BY_COLUMNS:
        return read_mapping(preset), f"Columns as in an export of {preset}."
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    for role in ROLES:
        name = chosen.get(f"column {role}")
        if name is None:
            return _column(file, role, columns)
        if name == _NONE:
            continue
        columns[role] = name
        if role in UNITS:
            unit = chosen.get(f"unit {role}")
            if unit is None:
                those = tuple(ImportOption(one, one) for one in UNITS[role])
                asks = f"In which unit is {visible(name)}?"
                likely = UNITS[role].index(likely_unit(role, name))
                return ImportChoice(f"unit {role}", asks, those, likely)
            units[role] = unit
    return mapping_of(file, columns, units), ""


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


def of_zones() -> ImportChoice:
    """In which zone times are meant that name none."""
    here = _zone_here()
    first = tuple(dict.fromkeys(one for one in ("UTC", here) if one))
    others = sorted(one for one in available_timezones() if one not in first and "/" in one)
    options = (
        *(ImportOption(one, one, "as here" if one == here else "") for one in first),
        *(ImportOption(one, one, heading=one.partition("/")[0]) for one in others),
    )
    asks = "Times name no zone. In which zone are they? Months are cut by it."
    return ImportChoice("zone", asks, options)


def of_shares() -> ImportChoice:
    """Which share of all calls traces hold."""
    rates = tuple(ImportOption(repr(one), percent(one)) for one in _RATES)
    asks = "Traces are often a sample. Which share of all calls do these hold?"
    nobody = ImportOption("", "nobody knows", "counts are lower bounds then")
    return ImportChoice(SAMPLED, asks, (nobody, *rates))


def share_in(chosen: Mapping[str, str]) -> float | None:
    """The share of all calls that sources hold, where somebody knows it."""
    told = chosen.get(SAMPLED)
    return float(told) if told else None


def _zone_here() -> str:
    """The zone of this machine; empty where it does not say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named:
        named = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    return named if named in available_timezones() else ""


def of_endpoints(
    opened: Opened,
    request: Request,
    options: Sequence[ImportOption],
    whole: Imported,
    *,
    has_shares: bool = False,
) -> ImportChoice:
    """Which endpoint the case is about.

    Args:
        opened: the sources.
        request: what was asked for until now.
        options: the endpoints, under their own names.
        whole: all of the sources.
        has_shares: whether all of them together may tell the shares of slices.
    """
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


def counted(imported: Imported) -> list[ImportOption]:
    """Endpoints with their calls and share."""
    total = imported.summary.calls
    return [
        ImportOption(
            name,
            name,
            of_unit(f"{calls:,.0f}", "calls") + (f", {percent(calls / total)}" if total else ""),
        )
        for name, calls in imported.endpoints
        if name != REST
    ]


def looked_at(endpoints: Sequence[Endpoint]) -> list[ImportOption]:
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
        yield f"{of_unit(count(calls), 'calls')} a month"
    yield f"{spend_told(one.spend)} spent" if one.spend.known is not None else "spend not known"
    if one.screening.result == "case" and back is not None:
        yield f"back in {months(back)}"

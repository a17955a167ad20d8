"""A table that has been looked up, told of which format its rows are, and where its columns stand.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.imports.engines.catalogue import Table, Types
from wizard.imports.engines.tables import Place, columns_used
from wizard.imports.files.source_file import SourceFile
from wizard.imports.request import Opened, Request, refuse_by
from wizard.imports.usage import NAMES, format_named
from wizard.imports.usage.format import Column, Format, Kind
from wizard.imports.usage.mapped import mapped
from wizard.problems import InputUnusable, on_one_line

if TYPE_CHECKING:
    from wizard.imports.engines.database_table import DatabaseTable


class UnknownTable(InputUnusable):
    """The rows of a table, for which `file` stands, are of no known format; a mapping is needed."""

    def __init__(self, file: SourceFile) -> None:
        columns = listed([f"'{visible(one)}'" for one in file.names[:30]])
        message = (
            f"'{file.path}' is of no known format; its columns are {columns}. Say which is what"
            " with --map"
        )
        super().__init__([Problem(on_one_line(message), "--table")])
        self.file = file


def format_of(request: Request, table: Table) -> Format:
    """The format of a table's rows.

    Raises:
        InputUnusable: where it is none that is known, or none that stands in tables, or does not
            tell calls apart by what is asked for.
    """
    tables = {name: one for name in NAMES if (one := format_named(name)).is_table}
    if request.mapping is not None:
        format = mapped(request.mapping, table.columns)
    elif request.format is None:
        # By its columns, whether or not this role may read them: what it lacks is said by name.
        stand_in = _as_file(table)
        fitting = [one for one in tables.values() if one.fits(stand_in)]
        if not fitting:
            raise UnknownTable(replace(stand_in, names=tuple(table.columns)))
        format = fitting[0]
    elif request.format in tables:
        format = tables[request.format]
    else:
        message = f"no table has rows of '{request.format}'; use {listed(list(tables), 'or')}"
        raise InputUnusable([Problem(on_one_line(message), "--format")])
    refuse_by(request, format)
    return format


def _as_file(table: Table) -> SourceFile:
    """What a format looks at of a source: the names of its columns."""
    names = (*table.columns, *table.withheld)
    return SourceFile(path=Path(table.name), container="csv", names=names)


class Joined(NamedTuple):
    """What is joined to a table."""

    sql: str
    names: tuple[str, ...]
    """Of the format's columns that stand there."""


def opened_table(
    request: Request,
    address: str,
    table: Table,
    engine: type[DatabaseTable],
    types: Types,
    where: str,
    joined: Joined | None = None,
    notes: Sequence[str] = (),
) -> Opened:
    """A table that has been looked up, as a source that is ready to be added up.

    Source lines name the database as `where`; `notes` are what has to be said besides what the
    format says.

    Raises:
        InputUnusable: where its rows are of no known format, or may not be read.
    """
    format = format_of(request, table)
    places = _places(format, request.by or next(iter(format.endpoints)), table, types)
    places |= {name: Place(name) for name in (joined.names if joined else ())}
    stand_in = _as_file(table)
    return Opened(
        engine=engine(address, table, format, places, joined.sql if joined else ""),
        format=format,
        what=on_one_line(f"{format.title} {table.name} in {where}"),
        counts_twice=format.counts_twice(stand_in),
        notes=(*format.notes(stand_in), *notes),
        assumes_zone=format.zone is None
        and request.zone is None
        and _names_no_zone(format, places, table, types),
    )


# ------------------------------------------------------------------- columns


def _places(format: Format, by: str, table: Table, types: Types) -> dict[str, Place]:
    """Where the columns that are used stand in a table; refused if one may not be read."""
    places: dict[str, Place] = {}
    problems = []
    for column in columns_used(format, by):
        name = next(iter(column.found_in([*table.columns, *table.withheld])), None)
        if name is None:
            continue
        if name in table.withheld:
            message = (
                f"this {types.who} may not read the column '{name}'; ask for the right to SELECT it"
            )
            problems.append(Problem(on_one_line(message), "--table"))
            continue
        kind = table.columns[name]
        why = _unsuited(column, kind, types)
        if why:
            problems.append(Problem(on_one_line(f"the column '{name}' {why}"), "--table"))
        places[column.name] = Place(name, is_plain=_is_plain(column.kind, kind, types))
    if problems:
        raise InputUnusable(problems)
    return places


def _is_plain(kind: Kind, type: str, types: Types) -> bool:
    others = {Kind.TIME: types.times, Kind.JSON: types.json}
    plain = types.numbers if kind.is_number else others.get(kind)
    return plain is not None and plain.fullmatch(type) is not None


def _unsuited(column: Column, type: str, types: Types) -> str:
    def is_one(*patterns: re.Pattern[str]) -> bool:
        return any(one.fullmatch(type) for one in patterns)

    if column.kind is Kind.TIME and not is_one(types.times, types.texts):
        return f"has times as {type}; say in which unit they are, in a mapping for --map"
    if column.kind is Kind.JSON and not is_one(types.json, types.texts):
        return f"is of the type {type}, and should hold JSON; name a view that makes it so"
    return ""


def _names_no_zone(format: Format, places: Mapping[str, Place], table: Table, types: Types) -> bool:
    """Whether a time that is used is of a type that names no zone."""
    return any(
        one.kind is Kind.TIME
        and place is not None
        and types.naive.fullmatch(table.columns.get(place.name, "")) is not None
        for one in format.columns
        for place in [places.get(one.name)]
    )

"""A table of a database as a source: looked up, and told of which format its rows are.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.credentials import scheme_of
from wizard.imports.engines.postgres import PostgresTable, Table, connected, looked_up
from wizard.imports.engines.tables import Place, columns_used
from wizard.imports.files.source_file import SourceFile
from wizard.imports.printing import SPEND_LOGS
from wizard.imports.request import Opened, Request
from wizard.imports.sources.common import refuse_by
from wizard.imports.usage import NAMES, format_named
from wizard.imports.usage.format import Column, Format, Kind
from wizard.imports.usage.mapping import mapped
from wizard.problems import InputUnusable, on_one_line

SCHEMES: Final = ("postgresql", "postgres")
"""How addresses begin that are understood."""

_NUMBERS: Final = ("smallint", "integer", "bigint", "real", "double precision")
_TIMES: Final = ("timestamp without time zone", "timestamp with time zone", "date")
_NAIVE: Final = ("timestamp without time zone", "date")
_JSON: Final = ("json", "jsonb")
_TEXTS: Final = ("text", "character varying", "character")


def open_database(request: Request) -> Opened:
    """Look up the table of a request.

    Raises:
        InputUnusable: where it cannot be reached or read, or its rows are of no known format.
    """
    (address,) = _only(request)
    with connected(address) as connection:
        table = looked_up(connection, request.table or SPEND_LOGS)
        database = str(connection.info.dbname)
    format = _format(request, table)
    refuse_by(request, format)
    by = request.by or next(iter(format.endpoints))
    places = _places(format, by, table)
    where = f"{table.name} in PostgreSQL, database {database}"
    stand_in = _as_file(table)
    return Opened(
        engine=PostgresTable(address, table, format, places),
        format=format,
        what=on_one_line(f"{format.title} {where}"),
        counts_twice=format.counts_twice(stand_in),
        notes=format.notes(stand_in),
        assumes_zone=format.zone is None
        and request.zone is None
        and _is_naive(format, places, table),
    )


def _only(request: Request) -> tuple[str]:
    scheme = scheme_of(request.sources[0])
    if scheme not in SCHEMES:
        message = (
            f"'{visible(scheme)}' is no kind of database that is read; those are postgresql://,"
            " and of others the result of --print-sql"
        )
        raise InputUnusable([Problem(message)])
    if len(request.sources) > 1:
        raise InputUnusable(
            [Problem("a database is read alone; import one source after the other")]
        )
    return (request.sources[0],)


def _format(request: Request, table: Table) -> Format:
    if request.mapping is not None:
        return mapped(request.mapping, table.columns)
    tables = {name: one for name in NAMES if (one := format_named(name)).is_table}
    if request.format is not None:
        if request.format not in tables:
            message = f"no table has rows of '{request.format}'; use {listed(list(tables), 'or')}"
            raise InputUnusable([Problem(on_one_line(message), "--format")])
        return tables[request.format]
    # By its columns, whether or not this role may read them: what it lacks is said then by name.
    stand_in = _as_file(table)
    fitting = [one for one in tables.values() if one.fits(stand_in)]
    if not fitting:
        columns = listed([f"'{visible(one)}'" for one in list(table.columns)[:30]])
        message = (
            f"'{table.name}' is of no known format; its columns are {columns}. Say which is what"
            " with --map"
        )
        raise InputUnusable([Problem(on_one_line(message), "--table")])
    return fitting[0]


def _as_file(table: Table) -> SourceFile:
    """What a format looks at of a source: the names of its columns."""
    names = (*table.columns, *table.withheld)
    return SourceFile(path=Path(table.name), container="csv", names=names)


# ------------------------------------------------------------------- columns


def _places(format: Format, by: str, table: Table) -> dict[str, Place]:
    """Where the columns that are used stand in a table.

    Raises:
        InputUnusable: with each that may not be read, or is of a type that says nothing.
    """
    places: dict[str, Place] = {}
    problems = []
    for column in columns_used(format, by):
        name = next(iter(column.found_in([*table.columns, *table.withheld])), None)
        if name is None:
            continue
        if name in table.withheld:
            message = f"this role may not read the column '{name}'; ask for the right to SELECT it"
            problems.append(Problem(on_one_line(message), "--table"))
            continue
        kind = table.columns[name]
        why = _unsuited(column, kind)
        if why:
            problems.append(Problem(on_one_line(f"the column '{name}' {why}"), "--table"))
        places[column.name] = Place(name, is_plain=kind in _PLAIN[column.kind])
    if problems:
        raise InputUnusable(problems)
    return places


_PLAIN: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.TEXT: (),
    Kind.NUMBER: _NUMBERS,
    Kind.TIME: _TIMES,
    Kind.JSON: _JSON,
}


def _unsuited(column: Column, kind: str) -> str:
    if column.kind is Kind.TIME and kind not in (*_TIMES, *_TEXTS):
        return f"has times as {kind}; say in which unit they are, in a mapping for --map"
    if column.kind is Kind.JSON and kind not in (*_JSON, *_TEXTS):
        return f"is of the type {kind}, and should hold JSON; name a view that makes it so"
    return ""


def _is_naive(format: Format, places: Mapping[str, Place], table: Table) -> bool:
    return any(
        one.kind is Kind.TIME and place is not None and table.columns[place.name] in _NAIVE
        for one in format.columns
        for place in [places.get(one.name)]
    )

"""A table of a ClickHouse as a source; Langfuse's observations with the names of their traces.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rules.words.wording import plural
from wizard.imports.engines.catalogue import Known, NoTable, Table, Types
from wizard.imports.engines.clickhouse import (
    ClickHouseTable,
    Connection,
    connected,
    looked_up,
    tables,
)
from wizard.imports.engines.tables import columns_used
from wizard.imports.printing import SPEND_LOGS
from wizard.imports.request import Opened, Request
from wizard.imports.sources.columns import Joined, format_of, opened_table
from wizard.imports.usage.format import Format, quoted

_TYPES: Final = Types(
    numbers=re.compile(r"U?Int\d+|B?Float\d+|Decimal\d*\(.*\)"),
    times=re.compile(r"Date|Date32|DateTime(64)?(\(.*\))?"),
    # The others are moments, whatever clock they are shown on.
    naive=re.compile("Date|Date32"),
    json=re.compile(r"(JSON|Map|Array|Tuple)\b.*", re.DOTALL),
    texts=re.compile(r"String|FixedString\(\d+\)"),
)
_OBSERVATIONS: Final = "observations"
"""Langfuse's own name for the table of what happened within traces."""
_TRACES: Final = "traces"


def opened(request: Request, address: str) -> Opened:
    """Look up the table of a request, as `open_sources` says."""
    with connected(address) as connection:
        known = tables(connection)
        table = looked_up(connection, request.table or _unnamed(known), known)
        format = format_of(request, table)
        by = request.by or next(iter(format.endpoints))
        beside = _traces(connection, format, by, table, known)
        table = _with_withheld(connection, format, by, table)
        where = f"ClickHouse, database {connection.database}"
        notes = _projects(connection, format, table)
    joined = Joined(beside, ("trace_name", "tags")) if beside else None
    return opened_table(request, address, table, ClickHouseTable, _TYPES, where, joined, notes)


def _unnamed(known: Sequence[Known]) -> str:
    """The table that is read where none is named: spend log or observations, if not both."""
    found = [
        one
        for name in (SPEND_LOGS, _OBSERVATIONS)
        for one in known
        if one.name == name and one.in_sight
    ]
    if len(found) > 1:
        both = f"the database has both '{SPEND_LOGS}' and '{_OBSERVATIONS}'"
        raise NoTable(both, "name one", found)
    return found[0].name if found else SPEND_LOGS


def _with_withheld(connection: Connection, format: Format, by: str, table: Table) -> Table:
    """A table with those of the columns that are used which are there and may not be read."""
    schema = Known(table.schema, table.name, in_sight=True)
    unseen = [
        name
        for one in columns_used(format, by)
        if not one.found_in(list(table.columns))
        for name in ([one.called] if one.called else [one.name, *one.also])
    ]
    withheld = frozenset(one for one in unseen if connection.withholds(schema, one))
    return table._replace(withheld=withheld)


# ------------------------------------------------------------------- Langfuse


def _traces(
    connection: Connection, format: Format, by: str, table: Table, known: Sequence[Known]
) -> str:
    """SQL that joins the names of traces, which Langfuse keeps apart; empty where none are used."""
    told = f"{format.endpoints[by]} {format.several.get(by, '')}"
    if (
        format.name != "langfuse"
        or not re.search(r"\b(trace_name|tags)\b", told)
        or not {"trace_id", "project_id"} <= table.columns.keys()
        or {"trace_name", "tags"} & table.columns.keys()
        or not any((one.schema, one.name) == (table.schema, _TRACES) for one in known)
    ):
        return ""
    traces = looked_up(connection, f"{table.schema}.{_TRACES}", known)
    if not {"id", "project_id", "name", "tags"} <= traces.columns.keys():
        return ""
    path = ".".join(map(quoted, (traces.schema, traces.name)))
    # One row a trace, though the table may have it twice, so that no call is counted twice.
    return f"""LEFT JOIN (
        SELECT "id" AS trace_key, "project_id" AS trace_project, MAX("name") AS trace_name,
            MAX(CAST("tags" AS JSON)) AS tags
        FROM {path} GROUP BY "id", "project_id") AS named
        ON "trace_id" = trace_key AND "project_id" = trace_project"""


def _projects(connection: Connection, format: Format, table: Table) -> tuple[str, ...]:
    """What is said where calls of several of Langfuse's projects lie together."""
    if format.name != "langfuse" or "project_id" not in table.columns:
        return ()
    path = f"{quoted(table.schema)}.{quoted(table.name)}"
    number = int(connection.rows(f"SELECT uniqExact(project_id) FROM {path}")[0][0])
    if number <= 1:
        return ()
    return (
        f"Calls of {plural(number, 'project', 'projects')} are counted together; name a view over"
        " one with --table.",
    )

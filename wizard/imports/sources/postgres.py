"""A table of a PostgreSQL as a source.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.imports.engines.catalogue import Types
from wizard.imports.engines.postgres import PostgresTable, connected, looked_up
from wizard.imports.printing import SPEND_LOGS
from wizard.imports.request import Opened, Request
from wizard.imports.sources.columns import as_file, format_of, names_no_zone, places_of
from wizard.imports.sources.common import refuse_by
from wizard.problems import on_one_line

_TYPES: Final = Types(
    numbers=re.compile("smallint|integer|bigint|real|double precision"),
    times=re.compile("timestamp without time zone|timestamp with time zone|date"),
    naive=re.compile("timestamp without time zone|date"),
    json=re.compile("jsonb?"),
    texts=re.compile("text|character varying|character"),
)


def opened(request: Request, address: str) -> Opened:
    """Look up the table of a request.

    Raises:
        InputUnusable: where it cannot be reached or read, or its rows are of no known format.
    """
    with connected(address) as connection:
        table = looked_up(connection, request.table or SPEND_LOGS)
        database = str(connection.info.dbname)
    format = format_of(request, table)
    refuse_by(request, format)
    by = request.by or next(iter(format.endpoints))
    places = places_of(format, by, table, _TYPES, "role")
    where = f"{table.name} in PostgreSQL, database {database}"
    stand_in = as_file(table)
    return Opened(
        engine=PostgresTable(address, table, format, places),
        format=format,
        what=on_one_line(f"{format.title} {where}"),
        counts_twice=format.counts_twice(stand_in),
        notes=format.notes(stand_in),
        assumes_zone=format.zone is None
        and request.zone is None
        and names_no_zone(format, places, table, _TYPES),
    )

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
from wizard.imports.sources.columns import opened_table

_TYPES: Final = Types(
    numbers=re.compile("smallint|integer|bigint|real|double precision"),
    times=re.compile("timestamp without time zone|timestamp with time zone|date"),
    naive=re.compile("timestamp without time zone|date"),
    json=re.compile("jsonb?"),
    texts=re.compile("text|character varying|character"),
    who="role",
)


def opened(request: Request, address: str) -> Opened:
    """Look up the table of a request, as `open_sources` says."""
    with connected(address) as connection:
        table = looked_up(connection, request.table or SPEND_LOGS)
        where = f"PostgreSQL, database {connection.info.dbname}"
    return opened_table(request, address, table, PostgresTable, _TYPES, where)

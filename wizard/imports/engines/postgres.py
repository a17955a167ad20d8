"""PostgreSQL: the one query run where the rows are, within limits, changing nothing.

Source: docs/specification.md §13.5; docs/decisions/0090-credentials-and-rights.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from rules.answers.problem import Problem
from wizard.extras import needs_extra
from wizard.imports.engines.catalogue import (
    Known,
    Table,
    chosen,
    nothing_readable,
)
from wizard.imports.engines.database_table import DatabaseTable
from wizard.imports.engines.dialects.postgres import POSTGRES
from wizard.imports.engines.engine import Wanted, Watch, answered
from wizard.imports.engines.postgres_failures import refused
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from psycopg import Connection

    from wizard.imports.engines.dialects.dialect import Dialect
    from wizard.imports.engines.grouping import Copies


_CONNECT_S: Final = 15
_STATEMENT_MS: Final = 900_000
"""Where nobody has set a limit; the server's, the role's or the address's own holds."""
_LOCK_MS: Final = 10_000
_CANCELS_WITHIN_S: Final = 5.0
_NOTICES_CLIENTS_SINCE: Final = 140_000
_KNOWS_BAD_JSON_SINCE: Final = 160_000
# So that a server that is gone without a word is noticed.
_ALIVE: Final = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


@contextmanager
def connected(address: str, zone: str = "UTC") -> Iterator[Connection[Any]]:
    """A connection in which nothing can be changed, and nothing runs for ever.

    What the address leaves out is from the environment, the file of passwords and that of services,
    as PostgreSQL's own programs take it. Times that name no zone are read in `zone`.

    Raises:
        InputUnusable: where the extra is not installed, or the server does not let anybody in.
    """
    try:
        import psycopg
    except ImportError:
        raise needs_extra("reading usage from PostgreSQL needs", "postgres") from None
    try:
        settings: dict[str, Any] = dict(psycopg.conninfo.conninfo_to_dict(address))
    except psycopg.Error:
        # What it says quotes the address, with the password in it.
        raise InputUnusable([Problem(MISWRITTEN)]) from None
    given = {"connect_timeout": _CONNECT_S, "application_name": "payback", **_ALIVE, **settings}
    try:
        with psycopg.connect(**given) as connection:
            connection.read_only = True
            _limit(connection, zone)
            yield connection
            # Nothing was changed, so there is nothing to keep.
            connection.rollback()
    except psycopg.Error as failure:
        raise refused(failure) from None


MISWRITTEN: Final = (
    "this is no address of a PostgreSQL; write postgresql://user@host/database, and leave out what"
    " the environment or a service says; behind password= an & is written %26"
)


def _limit(connection: Connection[Any], zone: str) -> None:
    """Bound what a statement may take, and have no name mean anything of somebody's making."""
    row = connection.execute(
        "SELECT setting FROM pg_catalog.pg_settings WHERE name = %s", ["statement_timeout"]
    ).fetchone()
    if row is not None and row[0] == "0":
        _set(connection, "statement_timeout", f"{_STATEMENT_MS}")
    _set(connection, "lock_timeout", f"{_LOCK_MS}")
    _set(connection, "timezone", zone)
    _set(connection, "standard_conforming_strings", "on")
    # Compiling so long a query takes longer than it saves.
    _set(connection, "jit", "off")
    if connection.info.server_version >= _NOTICES_CLIENTS_SINCE:
        # A program that was killed leaves nothing running on the server.
        import psycopg

        # Not every system of a server can tell.
        with suppress(psycopg.errors.InvalidParameterValue), connection.transaction():
            _set(connection, "client_connection_check_interval", "2000")


def _set(connection: Connection[Any], name: str, value: str) -> None:
    connection.execute("SELECT pg_catalog.set_config(%s, %s, true)", [name, value])


# ------------------------------------------------------------------ the catalogue

_TABLES: Final = """
    SELECT c.oid, n.nspname, c.relname, n.nspname = ANY(pg_catalog.current_schemas(false)),
        pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'
    ORDER BY 4 DESC, 2, 3 LIMIT 10000"""
_COLUMNS: Final = """
    SELECT a.attname, pg_catalog.format_type(
            CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL),
        pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
_UNIQUE: Final = """
    SELECT pg_catalog.array_agg(a.attname::text)
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
        ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
    WHERE i.indrelid = %s AND i.indisunique AND i.indisvalid
        AND i.indpred IS NULL AND i.indexprs IS NULL
    GROUP BY i.indexrelid"""


def looked_up(connection: Connection[Any], named: str) -> Table:
    """A table by its name, as the catalogue has it.

    Raises:
        InputUnusable: where there is none, or several, or nothing of it may be read.
    """
    tables = connection.execute(_TABLES).fetchall()
    found = chosen(named, [Known(*one[1:4]) for one in tables])
    oid, may_enter = next(
        (one[0], one[4]) for one in tables if (one[1], one[2]) == (found.schema, found.name)
    )
    columns = connection.execute(_COLUMNS, [oid]).fetchall()
    readable = {one[0]: one[1] for one in columns if one[2] and may_enter}
    if not readable:
        raise nothing_readable(found, "role")
    unique = connection.execute(_UNIQUE, [oid]).fetchall()
    return Table(
        found.schema,
        found.name,
        readable,
        frozenset(one[0] for one in columns) - readable.keys(),
        tuple(frozenset(one[0]) for one in unique),
    )


# ---------------------------------------------------------------------- the query


class PostgresTable(DatabaseTable):
    """One table of a PostgreSQL."""

    def _answer(self, wanted: Wanted, zone: str, watch: Watch) -> Sequence[Sequence[Any]]:
        with connected(self.address, zone) as connection:
            # No function or operator of somebody's making goes before those of the server.
            _set(connection, "search_path", "pg_catalog")
            dialect = _dialect(connection.info.server_version)
            copies: Copies = "ignored" if self._holds_none_twice() else "removed"
            return _answer(connection, self._statement(wanted, dialect, copies), watch)

    def _holds_none_twice(self) -> bool:
        """Whether the table itself sees to it that no call stands in it twice."""
        keys = {
            place.name
            for one in self.format.columns
            if (place := self.places.get(one.name)) is not None
            and any(f'"{one.name}"' in key for key in self.format.row.key)
        }
        return any(unique and unique <= keys for unique in self.table.unique)


def _dialect(version: int) -> Dialect:
    """PostgreSQL's, with what a server of this version has besides."""
    if version < _KNOWS_BAD_JSON_SINCE:
        return POSTGRES
    valid = "PG_INPUT_IS_VALID(CAST({0} AS TEXT), 'jsonb')"
    return POSTGRES._replace(json_of_text=f"CASE WHEN {valid} THEN CAST({{0}} AS JSONB) END")


def _answer(connection: Connection[Any], statement: str, watch: Watch) -> list[tuple[Any, ...]]:
    """The rows of a statement, while somebody watches, and may call it off."""
    import psycopg

    def stop() -> None:
        with suppress(psycopg.Error):
            connection.cancel_safe(timeout=_CANCELS_WITHIN_S)

    return answered(lambda: connection.execute(statement.encode()).fetchall(), stop, watch)

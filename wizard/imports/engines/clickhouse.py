"""ClickHouse: the one query run where the rows are, within limits, changing nothing.

Source: docs/specification.md §13.5; docs/decisions/0108-clickhouse-over-http.md.
"""

from __future__ import annotations

import re
import uuid
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
from wizard.imports.engines.clickhouse_address import address_of
from wizard.imports.engines.database_table import DatabaseTable
from wizard.imports.engines.dialects.clickhouse import CLICKHOUSE
from wizard.imports.engines.dialects.dialect import backquoted
from wizard.imports.engines.engine import Wanted, Watch, answered
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from clickhouse_connect.driver.httpclient import HttpClient


_QUERY_S: Final = 900
"""Where nobody has set a limit; the server's, the profile's or the address's own holds."""
_NO_COLUMN: Final = 47
_NO_RIGHT: Final = 497

_BOUNDS: Final = {
    # Nothing can be changed, and of settings only this one cannot be taken back.
    "readonly": "2",
    # A program that was killed leaves nothing running on the server.
    "cancel_http_readonly_queries_on_client_close": "1",
    # A part of an answer would be taken for the whole.
    **{
        f"{what}_overflow_mode": "throw"
        for what in (
            *("timeout", "read", "group_by", "sort", "result", "set", "join"),
            *("transfer", "distinct"),
        )
    },
    "skip_unavailable_shards": "0",
    "limit": "0",
    "offset": "0",
}


class Connection:
    """A server that has let somebody in, and changes nothing for him."""

    def __init__(self, client: HttpClient, most_seconds: int | None, zone: str) -> None:
        self._client = client
        self._settings = {**_BOUNDS, "session_timezone": zone}
        limit = client.server_settings.get("max_execution_time")
        if most_seconds is not None or limit is None or limit.value in ("0", "0.0"):
            self._settings["max_execution_time"] = str(most_seconds or _QUERY_S)

    @property
    def database(self) -> str:
        """The database in which tables are found by their own names."""
        return str(self.rows("SELECT currentDatabase()")[0][0])

    def rows(
        self, statement: str, parameters: dict[str, str] | None = None, query_id: str = ""
    ) -> Sequence[Sequence[Any]]:
        """What a statement of the program's own answers."""
        settings = {**self._settings, "query_id": query_id or str(uuid.uuid4())}
        return self._client.query(statement, parameters=parameters, settings=settings).result_rows

    def answer(self, statement: str, watch: Watch) -> Sequence[Sequence[Any]]:
        """The rows of a statement, while somebody watches, and may call it off."""
        from clickhouse_connect.driver.exceptions import ClickHouseError

        query_id = str(uuid.uuid4())

        def stop() -> None:
            with suppress(ClickHouseError):
                self._client.command(f"KILL QUERY WHERE query_id = '{query_id}' ASYNC")

        return answered(lambda: self.rows(statement, query_id=query_id), stop, watch)

    def withholds(self, table: Known, column: str) -> bool:
        """Whether a table has a column that may not be read: the catalogue does not show it."""
        from clickhouse_connect.driver.exceptions import DatabaseError

        path = f"{backquoted(table.schema)}.{backquoted(table.name)}"
        try:
            self.rows(f"SELECT count({backquoted(column)}) FROM {path} WHERE 0")
        except DatabaseError as failure:
            if failure.code in (_NO_RIGHT, _NO_COLUMN):
                return failure.code == _NO_RIGHT
            raise
        return False


@contextmanager
def connected(address: str, zone: str = "UTC") -> Iterator[Connection]:
    """A connection in which nothing can be changed, and nothing runs for ever.

    Times that name no zone are read in `zone`.

    Raises:
        InputUnusable: where the extra is not installed, or the server does not let anybody in.
    """
    try:
        import clickhouse_connect  # noqa: F401
        import yaml  # noqa: F401
    except ImportError:
        raise needs_extra("reading usage from ClickHouse needs", "clickhouse") from None
    from wizard.imports.engines.clickhouse_http import client_of

    where = address_of(address)
    with client_of(where) as client:
        yield Connection(client, where.most_seconds, zone)


# ------------------------------------------------------------------ the catalogue

_TABLES: Final = """
    SELECT database, name, database = currentDatabase() AS in_sight FROM system.tables
    WHERE database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')
        AND NOT is_temporary
    ORDER BY in_sight DESC, database, name LIMIT 10000"""
_COLUMNS: Final = """
    SELECT name, type FROM system.columns
    WHERE database = {schema:String} AND table = {name:String} AND default_kind <> 'EPHEMERAL'
    ORDER BY position"""
_WRAPPED: Final = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)", re.DOTALL)


def tables(connection: Connection) -> list[Known]:
    """The tables of which somebody may know."""
    return [Known(str(one[0]), str(one[1]), bool(one[2])) for one in connection.rows(_TABLES)]


def looked_up(connection: Connection, named: str, known: Sequence[Known]) -> Table:
    """A table by its name, as the catalogue has it: with the columns that may be read.

    Raises:
        InputUnusable: where there is none, or several, or nothing of it may be read.
    """
    found = chosen(named, known, "database")
    rows = connection.rows(_COLUMNS, {"schema": found.schema, "name": found.name})
    columns = {str(name): _bare(str(kind)) for name, kind in rows}
    if not columns:
        raise nothing_readable(found, "user")
    return Table(found.schema, found.name, columns)


def _bare(kind: str) -> str:
    """A type without what says that it may be missing, or how it is stored."""
    inner = _WRAPPED.fullmatch(kind)
    return kind if inner is None else _bare(inner[1])


# ---------------------------------------------------------------------- the query


class ClickHouseTable(DatabaseTable):
    """One table of a ClickHouse."""

    def _answer(self, wanted: Wanted, zone: str, watch: Watch) -> Sequence[Sequence[Any]]:
        from wizard.imports.engines.dialects.writing import UnsupportedThere

        try:
            statement = self._statement(wanted, CLICKHOUSE)
        except UnsupportedThere:
            message = (
                "ClickHouse has no query for this yet: leave out the pattern of times in the"
                " mapping, or name a view that has times"
            )
            raise InputUnusable([Problem(message)]) from None
        with connected(self.address, zone) as connection:
            return connection.answer(statement, watch)

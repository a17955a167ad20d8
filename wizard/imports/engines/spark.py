"""Spark, through Spark Connect: the one query run where the rows are, and nothing changed.

Nothing but queries is sent, and settings of the session that ends with them.

Source: docs/specification.md §13.5; docs/decisions/0109-spark-connect.md.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from rules.answers.problem import Problem
from wizard.extras import needs_extra
from wizard.imports.engines.catalogue import Known, Table, chosen
from wizard.imports.engines.database_table import DatabaseTable
from wizard.imports.engines.dialects.spark import SPARK
from wizard.imports.engines.engine import Wanted, Watch, answered
from wizard.imports.engines.spark_failures import (
    MISWRITTEN,
    NoSuchThing,
    refused,
    took_too_long,
)
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

_LOOKS_WITHIN_S: Final = 120
"""Of one question to the catalogue: a cluster that sleeps is woken by the first."""
_QUERY_WITHIN_S: Final = 900
_LEAVES_WITHIN_S: Final = 1.0
_RETRIES: Final = 2
_TAG: Final = "payback-import"

Found = TypeVar("Found")


class Connection(NamedTuple):
    """A session of a server, and by what it is called off."""

    session: SparkSession
    watch: Watch
    has_answered: bool = False
    """Whether somebody was there: who is not there any more has gone."""

    def asked(self, ask: Callable[[SparkSession], Found], within: float | None = None) -> Found:
        """What the server answers within so many seconds, or as many as a short question may take.

        Raises:
            InputUnusable: where it does not.
            Cancelled: where the watch said so.
        """
        from pyspark.errors import PySparkException

        def tagged() -> Found:
            self.session.addTag(_TAG)
            return ask(self.session)

        def stop() -> None:
            # A session that has ended meanwhile knows of no channel any more.
            with suppress(PySparkException, ValueError):
                self.session.interruptTag(_TAG)

        try:
            return answered(tagged, stop, self.watch, within or _LOOKS_WITHIN_S)
        except TimeoutError:
            raise took_too_long() from None
        except PySparkException as failure:
            raise refused(failure, self.has_answered) from None

    def rows(self, statement: str, within: float | None = None) -> Sequence[tuple[Any, ...]]:
        """The answer to a statement."""
        return self.asked(lambda session: session.sql(statement).collect(), within)


@contextmanager
def connected(address: str, watch: Watch, zone: str = "UTC") -> Iterator[Connection]:
    """A session of its own, ended with all that still runs in it.

    An address is `sc://host:port`, with or without parameters; a token that it leaves out is from
    SPARK_CONNECT_AUTHENTICATE_TOKEN, as Spark's own programs take it. Times that name no zone are
    read in `zone`.

    Raises:
        InputUnusable: where the extra is not installed, or the server does not let anybody in.
    """
    session = _session(address)
    try:
        connection = Connection(session, watch)
        connection.asked(lambda one: _set(one, zone))
        yield connection._replace(has_answered=True)
    finally:
        # A server that is gone does not answer to this, and nobody waits for it.
        leaving = Thread(target=session.stop, name="payback-import-leaves", daemon=True)
        leaving.start()
        leaving.join(_LEAVES_WITHIN_S)


def _set(session: SparkSession, zone: str) -> None:
    """Settle what the query means, and that nothing in a text ends it, whatever the server has."""
    session.conf.set("spark.sql.ansi.enabled", "true")
    session.conf.set("spark.sql.parser.escapedStringLiterals", "false")
    session.conf.set("spark.sql.session.timeZone", zone)


def _session(address: str) -> SparkSession:
    # Read when the library is loaded: what it has to say is said here, in other words.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    warnings.filterwarnings("ignore", module="pyspark")
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError:
        raise needs_extra("reading usage from Spark needs", "spark") from None
    try:
        builder = DefaultChannelBuilder(_in_small_letters(address))
        builder.set("user_agent", "payback")
        session = SparkSession(builder)
    except (PySparkException, ValueError):
        # What it says quotes the address, with the token in it.
        raise InputUnusable([Problem(MISWRITTEN)]) from None
    # As it comes it tries for ten minutes.
    session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
    return session


def _in_small_letters(address: str) -> str:
    scheme, colon, rest = address.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


# ------------------------------------------------------------------ the catalogue


def looked_up(connection: Connection, named: str) -> Table:
    """A table by its name, behind its schema, or catalogue and schema, as the catalogue has it.

    Capitals matter where there are tables that differ in them alone.

    Raises:
        InputUnusable: where there is none, or nothing of it may be read.
    """
    before, _, name = named.rpartition(".")
    if not before:
        ((catalogue, schema),) = connection.rows("SELECT CURRENT_CATALOG(), CURRENT_SCHEMA()")
        before = f"{catalogue}.{schema}"
    tables = [Known(before, one, True) for one in _tables(connection, before)]
    alike = [one.name for one in tables if one.name.lower() == name.lower()]
    # A catalogue may keep names in small letters only.
    table = chosen(f"{before}.{alike[0]}" if len(alike) == 1 else named, tables)
    path = _quoted(table.schema, table.name)
    fields = connection.asked(lambda session: session.table(path).schema.fields)
    types = {one.name: one.dataType.simpleString() for one in fields}
    return Table(table.schema, table.name, types)


def _tables(connection: Connection, schema: str) -> list[str]:
    """Tables of a schema; none where there is no such schema."""
    try:
        return [one[1] for one in connection.rows(f"SHOW TABLES IN {_quoted(schema)}")]
    except NoSuchThing:
        return []


def _quoted(*names: str) -> str:
    parts = [part for name in names for part in name.split(".")]
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts)


# ---------------------------------------------------------------------- the query


class SparkTable(DatabaseTable):
    """One table that a Spark reads."""

    @property
    def _path(self) -> Sequence[str]:
        return *self.table.schema.split("."), self.table.name

    def _answer(self, wanted: Wanted, zone: str, watch: Watch) -> Sequence[Sequence[Any]]:
        statement = self._statement(wanted, SPARK)
        with connected(self.address, watch, zone) as connection:
            return connection.rows(statement, _QUERY_WITHIN_S)

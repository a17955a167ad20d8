"""A table of any database, added up where it is: the one query, and what is made of its answer.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.usage.usage import Usage
from wizard.imports.engines.catalogue import Table, refuse_too_many
from wizard.imports.engines.engine import MOST_GROUPS, Cancelled, Wanted, Watch
from wizard.imports.engines.sums import refuse_rubbish, usage_of
from wizard.imports.engines.tables import Place, table_source
from wizard.imports.usage.format import Format

if TYPE_CHECKING:
    from wizard.imports.engines.dialects.dialect import Dialect
    from wizard.imports.engines.grouping import Copies


@dataclass(frozen=True, repr=False)
class DatabaseTable(ABC):
    """One table, of which each kind of database says how it is asked.

    The format's columns stand in it at their places, or in what is joined `beside` it by SQL.
    """

    address: str
    table: Table
    format: Format
    places: Mapping[str, Place]
    beside: str = ""

    def aggregate(self, wanted: Wanted, watch: Watch) -> Usage:
        """Add the calls up, in the database, as `Engine` says."""
        if watch.cancelled.is_set():
            raise Cancelled
        rows = self._answer(wanted, self.format.zone or wanted.zone, watch)
        refuse_too_many(len(rows))
        found = usage_of(rows, self.format, wanted)
        refuse_rubbish(found, self.format, f"{self.table.schema}.{self.table.name}")
        return found

    @abstractmethod
    def _answer(self, wanted: Wanted, zone: str, watch: Watch) -> Sequence[Sequence[Any]]:
        """What the database answers to the query, one row more than are handed over at most."""

    @property
    def _path(self) -> Sequence[str]:
        """The table's name, behind those of what it is in."""
        return self.table.schema, self.table.name

    def _statement(self, wanted: Wanted, dialect: Dialect, copies: Copies = "removed") -> str:
        from wizard.imports.engines.dialects.writing import written
        from wizard.imports.engines.sql import query

        by = wanted.by or next(iter(self.format.endpoints))
        source = table_source(self.format, by, self._path, self.places, self.beside)
        sums = query(self.format, source, wanted, copies)
        statement = f"SELECT * FROM ({sums}) AS told LIMIT {MOST_GROUPS + 1}"
        return written(statement, dialect, wanted.parameters)

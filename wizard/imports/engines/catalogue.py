"""What a database's catalogue says of a table: which one is meant, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rules.answers.problem import Problem
from wizard.imports.engines.engine import MOST_GROUPS
from wizard.problems import InputUnusable


class Known(NamedTuple):
    """A table of which the catalogue knows."""

    schema: str
    name: str
    in_sight: bool
    """Whether it is found without its schema."""


class Table(NamedTuple):
    """A table, or a view, that has been looked up in the catalogue."""

    schema: str
    name: str
    columns: Mapping[str, str]
    """Types by name, of the columns that may be read, in their order."""
    withheld: frozenset[str] = frozenset()
    """Columns that are there and may not be read."""
    unique: tuple[frozenset[str], ...] = ()
    """Sets of columns of which no two rows have the same."""


class NoTable(InputUnusable):
    """No table, or not one alone, is what somebody meant; which there are is known."""

    def __init__(self, said: str, hint: str, tables: Sequence[Known]) -> None:
        super().__init__([Problem(f"{said}; {hint}", "--table")])
        self.said = said
        self.tables = tuple(tables)


class Types(NamedTuple):
    """What a database calls its types, as patterns of whole names."""

    numbers: re.Pattern[str]
    times: re.Pattern[str]
    naive: re.Pattern[str]
    """Of times, those that name no zone."""
    json: re.Pattern[str]
    texts: re.Pattern[str]
    who: str = "user"
    """What it calls those who have rights."""


def chosen(named: str, tables: Sequence[Known], schema: str = "schema") -> Known:
    """The table that somebody means: by its name, or its schema, a dot, and its name, as written.

    Raises:
        InputUnusable: where there is none, or several.
    """
    fitting = [one for one in tables if named in (one.name, f"{one.schema}.{one.name}")]
    meant = [one for one in fitting if one.in_sight] or fitting
    if len(meant) > 1:
        those = " or ".join(f"'{one.schema}.{one.name}'" for one in meant[:5])
        raise NoTable(f"several tables are called '{named}'", f"name {those}", meant)
    if not meant:
        from difflib import get_close_matches

        names = {one.name.lower(): one.name for one in reversed(tables)}
        near = get_close_matches(named.rpartition(".")[2].lower(), names, n=3)
        those = " or ".join(f"'{names[one]}'" for one in near)
        hint = f"there is {those}" if near else f"name it with --table, its {schema} before a dot"
        if not tables:
            hint = "it shows none at all; look at the end of the address, and at who asks"
        raise NoTable(f"the database has no table '{named}'", hint, tables)
    return meant[0]


def nothing_readable(table: Known, who: str) -> InputUnusable:
    """What is said of a table of which no column may be read by somebody."""
    message = (
        f"nothing of '{table.schema}.{table.name}' may be read by this {who}; ask for the right to"
        " SELECT the columns of which calls are made"
    )
    return InputUnusable([Problem(message, "--table")])


def refuse_too_many(groups: int) -> None:
    """Refuse an answer of more rows than are handed over."""
    if groups > MOST_GROUPS:
        message = (
            f"the table falls into more than {MOST_GROUPS:,} groups; name an endpoint with"
            " --endpoint, or tell calls apart by another field with --by"
        )
        raise InputUnusable([Problem(message)])

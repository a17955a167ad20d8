"""The one query, printed for a console of somebody's own; its result is a source like any other.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Final

from rules.answers.problem import Problem
from rules.words.wording import listed
from wizard.imports.engines.dialects import dialect_named
from wizard.imports.engines.dialects.dialect import Dialect, literal
from wizard.imports.engines.engine import Peaks
from wizard.imports.engines.saved_sums import COUNT, Making
from wizard.imports.engines.tables import columns_used, places_unseen, table_source
from wizard.imports.request import Request, refuse_by, wanted_of
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable, on_one_line

SPEND_LOGS: Final = "LiteLLM_SpendLogs"
"""LiteLLM's own name for the table of its spend log."""


def printed(request: Request, dialect_name: str) -> str:
    """The query of a request, with what has to be known beforehand as comments above it.

    Raises:
        InputUnusable: where the rows cannot be read by a query, or calls not be told apart so.
    """
    from wizard.imports.engines.dialects.writing import UnsupportedThere, written
    from wizard.imports.engines.sql import query

    dialect = dialect_named(dialect_name)
    format = _format(request)
    refuse_by(request, format)
    peaks: Peaks = "all" if request.endpoint is not None else "both"
    wanted = replace(wanted_of(request, format), rank="spend", peaks=peaks)
    table = _table(request.table or SPEND_LOGS)
    making = Making(
        made_from=format.name,
        made_by=request.by or next(iter(format.endpoints)),
        made_zone=wanted.zone,
        made_since="" if wanted.since is None else wanted.since.isoformat(),
        made_until="" if wanted.until is None else wanted.until.isoformat(),
        made_for=wanted.endpoint or "",
    )
    values = {**making._asdict(), **wanted.parameters}
    made = ", ".join(f"${name} AS {name}" for name in Making._fields)
    source = table_source(format, making.made_by, table, places_unseen(format))
    sums = query(format, source, wanted)
    statement = f"SELECT *, COUNT(*) OVER () AS {COUNT}, {made} FROM ({sums}) AS told"
    try:
        text = written(statement, dialect, values, pretty=True)
    except UnsupportedThere:
        message = (
            f"{dialect.title} has no query for this yet; leave out --by, or the pattern of times"
        )
        raise InputUnusable([Problem(message, "--print-sql")]) from None
    return "\n".join([*_comments(dialect, format, making.made_by, table), text])


def _table(named: str) -> list[str]:
    """A table's name, behind those of what it is in, of which none may be empty."""
    names = named.split(".")
    if not all(names):
        message = f"'{named}' has a dot without a name beside it; write SCHEMA.TABLE, or TABLE"
        raise InputUnusable([Problem(on_one_line(message), "--table")])
    return names


def _format(request: Request) -> Format:
    from wizard.imports.usage import NAMES, format_named
    from wizard.imports.usage.mapped import mapped

    if request.mapping is not None:
        return mapped(request.mapping, None)
    name = request.format or "litellm"
    known = [one for one in NAMES if format_named(one).is_table]
    if name not in known:
        message = f"no table has rows of '{name}'; use {listed(known, 'or')}, or --map"
        raise InputUnusable([Problem(on_one_line(message), "--format")])
    return format_named(name)


def _comments(dialect: Dialect, format: Format, by: str, table: list[str]) -> list[str]:
    # Several may lie in one object.
    columns = ", ".join(dict.fromkeys(one.called or one.name for one in columns_used(format, by)))
    tried = "" if dialect.is_tested else ", in which this query was parsed and never run"
    said = (
        f"{format.title} of the table {'.'.join(table)}, for {dialect.title}{tried}.",
        f"It reads the columns {columns}; write NULL in place of one that the table lacks.",
        f"Run before it: {dialect.zone.format(literal(format.zone or 'UTC'))}",
        "Only sums leave the database. Save the whole result as CSV with its heading, and import"
        " that file.",
    )
    return [
        f"-- {line}"
        for one in said
        for line in textwrap.wrap(on_one_line(one), 97, break_long_words=False)
    ]

"""A table of a database as the relation that the one query reads: a format's columns, and `blank`.

It is written in DuckDB's SQL, as the query is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from wizard.imports.usage.format import Column, Format, Kind, Row, quoted


class Place(NamedTuple):
    """Where a column of a format stands in a table."""

    name: str
    is_plain: bool = False
    """Whether its type is known to be of the kind, so that it needs no tolerant cast."""


def table_source(
    format: Format,
    by: str,
    table: Sequence[str],
    places: Mapping[str, Place],
    beside: str = "",
) -> str:
    """SQL of a table, named behind what it is in, with the columns that calls are made of.

    Places are by the name of the format's column; what has none is NULL. Some may stand in what is
    joined `beside` it by SQL.
    """
    columns = ", ".join(
        f"{_cell(one, places.get(one.name))} AS {quoted(one.name)}"
        for one in columns_used(format, by)
    )
    return f"SELECT {columns}, FALSE AS blank FROM {'.'.join(map(quoted, table))} {beside}"


def columns_used(format: Format, by: str, *, has_keys: bool = True) -> list[Column]:
    """The columns that calls are made of, told apart by this: no other is touched.

    Without keys nobody looks for copies.
    """
    row = [getattr(format.row, one.name) for one in fields(Row)]
    texts = [one for one in row if isinstance(one, str)]
    texts += [*(format.row.key if has_keys else ()), *(when for _, when in format.row.skipped)]
    texts += [format.records, format.endpoints[by], format.several.get(by, "")]
    text = " ".join(texts)
    words = set(re.findall(r"\w+", text))
    return [one for one in format.columns if one.name in words or quoted(one.name) in text]


def places_unseen(format: Format) -> dict[str, Place]:
    """Where columns stand in a table that nobody has looked at: under their own names."""
    return {one.name: Place(one.called or one.name) for one in format.columns}


def _cell(column: Column, place: Place | None) -> str:
    kind = column.kind
    if place is None:
        return f"CAST(NULL AS {'VARCHAR' if kind is Kind.JSON else kind.type})"
    name = quoted(place.name)
    # To a text anything can be cast.
    cast = "CAST" if place.is_plain or kind is Kind.TEXT else "TRY_CAST"
    return f"{cast}({name} AS {kind.type})"

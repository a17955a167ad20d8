"""Files of one format as one relation for DuckDB: every column declared, none guessed.

A column of a file is called by its place in the file, so that no name out of a file gets into SQL;
what the format calls it is given to it behind that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from wizard.imports.engines.dialects.dialect import literal
from wizard.imports.engines.duck import named
from wizard.imports.engines.times import shape_of, time_of, values_in
from wizard.imports.files.source_file import SourceFile, beginning, refused
from wizard.imports.usage.format import Column, Format, Kind, quoted

LONGEST_LINE: Final = 16 << 20
"""Bytes; prompts stand in some exports."""
BUFFER: Final = 2 * LONGEST_LINE
"""Bytes that the reader of CSV holds of a file at a time."""
_LONGEST_OBJECT: Final = 64 << 20
"""Bytes of a JSON object that is laid out over lines, such as a page."""
_LEAST_BUFFER: Final = 2 << 20

_WHOLE: Final = frozenset(
    ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"]
)
"""Types of whole numbers, as a Parquet file says them."""

_JSON_FORMATS: Final = {"lines": "newline_delimited", "array": "array", "object": "unstructured"}


@dataclass(frozen=True, slots=True)
class Relation:
    """SQL of a relation, with the files that stand in it as parameters."""

    sql: str
    parameters: dict[str, Any]
    whole: frozenset[str] = frozenset()
    """Columns that hold whole numbers in every file, by their type there."""


def relation(
    format: Format,
    files: Sequence[SourceFile],
    *,
    trusts: bool = False,
    used: Collection[str] | None = None,
) -> Relation:
    """Files of a format, at least one, one below the other, with its columns and `blank`.

    Where it `trusts`, the reader of CSV is told the type of every column, and gives up a row where
    one has something else; otherwise it is told only what makes a row useless. A row of JSON is
    blank where all columns of `used`, or all there are, are empty: to look at few spares reading
    the others.

    Raises:
        InputUnusable: where a column that is needed stands twice in a file, or its times cannot be
            read.
    """
    parts, parameters = [], {}
    whole = {one.name for one in format.columns if one.kind.is_number}
    alike = sorted(files, key=_likeness)
    for number, (_, group) in enumerate(groupby(alike, key=_likeness)):
        those = list(group)
        name = f"files{number}"
        parameters[name] = [named(file.path) for file in those]
        parts.append(_part(format, those, name, trusts=trusts, used=used))
        whole &= {
            one.name
            for one in format.columns
            if those[0].types.get(place_of(one, those) or "") in _WHOLE
        }
    return Relation("\nUNION ALL\n".join(parts), parameters, frozenset(whole))


def _likeness(file: SourceFile) -> tuple[Any, ...]:
    """What files have in common that can be read by one call."""
    return (
        file.container,
        file.is_compressed,
        file.names if file.container in ("csv", "parquet") else (),
        tuple(file.types.items()),
        file.delimiter,
        file.numerals,
    )


def _part(
    format: Format,
    files: Sequence[SourceFile],
    parameter: str,
    *,
    trusts: bool,
    used: Collection[str] | None,
) -> str:
    read = [_read(column, format, files, trusts=trusts) for column in format.columns]
    first = files[0]
    columns = ", ".join(f"{one.sql} AS {quoted(one.name)}" for one in read)
    declared = {place: one.declared for one in read for place in one.places}
    blank = "FALSE"
    if first.container in _JSON_FORMATS:
        looked_at = [
            quoted(place)
            for one in read
            for place in one.places
            if used is None or one.name in used
        ] or list(map(quoted, declared))
        # Of a row that has the first the others are not asked.
        others = " AND ".join(f"{one} IS NULL" for one in looked_at[1:]) or "TRUE"
        blank = f"CASE WHEN {looked_at[0]} IS NULL THEN {others} ELSE FALSE END"
    reader = {"csv": _csv, "parquet": _parquet}.get(first.container, _json)
    read_files = reader(files, declared, parameter)
    if not format.tells_files:
        return f"SELECT {columns}, {blank} AS blank FROM {read_files}"
    named = f"{read_files.removesuffix(')')}, filename = true)"
    return f"SELECT {columns}, {blank} AS blank, filename AS file FROM {named}"


def place_of(column: Column, files: Sequence[SourceFile]) -> str | None:
    """What a column is called in the relation of files that are alike; None where it is in none.

    Raises:
        InputUnusable: where a file has two of this name.
    """
    first = files[0]
    if first.container in ("csv", "parquet"):
        found = column.found_in(first.names)
        if len(found) > 1:
            names = " and ".join(f"'{name}'" for name in found)
            raise refused(
                first.path, f"has two columns for one thing, {names}; rename one, or leave it out"
            )
        if not found:
            return None
        return found[0] if first.container == "parquet" else f"c{first.names.index(found[0])}"
    return next(iter(_keys_of(column, files)), None)


def _keys_of(column: Column, files: Sequence[SourceFile]) -> list[str]:
    """What a column is called in rows of JSON, each of which may spell it in its own way."""
    if column.called is not None:
        return [column.called]
    found = dict.fromkeys(name for file in files for name in column.found_in(file.names))
    # A key of JSON may turn up in any row.
    return list(found) if column.loosely else [column.name, *column.also]


# -------------------------------------------------------------------- columns


class _Read(NamedTuple):
    """One column, read."""

    name: str
    places: tuple[str, ...]
    """What it is called there: in JSON by several names, of which each row has one."""
    declared: str
    """The type that the reader is told."""
    sql: str


def _read(column: Column, format: Format, files: Sequence[SourceFile], *, trusts: bool) -> _Read:
    file = files[0]
    place = place_of(column, files)
    if place is None:
        kind = "VARCHAR" if column.kind is Kind.JSON else column.kind.type
        return _Read(column.name, (), kind, f"CAST(NULL AS {kind})")
    places = tuple(_keys_of(column, files)) if file.container in _JSON_FORMATS else (place,)
    names = list(map(quoted, places))
    shape = shape_of(column, files) if column.kind is Kind.TIME else None
    if _reader_knows(column, format, files, shape, trusts=trusts):
        return _Read(column.name, places, column.kind.type, _first_of(names))
    typed = [_typed(name, column, file, place, shape) for name in names]
    return _Read(column.name, places, "VARCHAR", _first_of(typed))


def _first_of(values: Sequence[str]) -> str:
    """SQL for the first of several values that there is."""
    return values[0] if len(values) == 1 else f"COALESCE({', '.join(values)})"


def _reader_knows(
    column: Column, format: Format, files: Sequence[SourceFile], shape: str | None, *, trusts: bool
) -> bool:
    """Whether the reader itself turns the texts of a column into numbers and times.

    That is quickest. A reader of CSV gives up a row with a text that is none, though, also where
    the rest of the row would do without. JSON's leaves the place empty, but makes 1 of `true`:
    where one stands in the beginning of a file, the column is read as text.
    """
    file = files[0]
    if not (column.kind.is_number or column.kind is Kind.TIME) or shape not in (None, "iso"):
        return False
    if file.container == "csv":
        if column.kind is Kind.COUNT and file.numerals.thousands:
            return False
        return trusts or is_needed(column, format)
    return file.container == "lines" and not (
        column.kind.is_number
        and any(isinstance(value, bool) for one in files for value in values_in(column, one))
    )


def is_needed(column: Column, format: Format) -> bool:
    """Whether a row without this column is of no use."""
    row = format.row
    return quoted(column.name) in f"{row.time} {row.input} {row.output}"


def _typed(name: str, column: Column, file: SourceFile, place: str, shape: str | None) -> str:
    """SQL for a column that is read as text, or as what a Parquet file says it is."""
    kind = file.types.get(place, "VARCHAR")
    if file.container == "csv" and (column.kind.is_number or column.kind is Kind.TIME):
        # A bare cast is handed down to the reader, which then gives up the row for it.
        name = f"NULLIF({name}, '')"
    if column.kind is Kind.TIME:
        if kind.startswith(("TIMESTAMP", "DATE")):
            return f"CAST({name} AS TIMESTAMPTZ)"
        return time_of(name, shape or "iso")
    if column.kind.is_number:
        if kind == "BOOLEAN":
            return "CAST(NULL AS DOUBLE)"
        if kind in _WHOLE:
            # It cannot fail, and what the file says of the least and the most of it is of use.
            return f"CAST({name} AS DOUBLE)"
        return file.numerals.sql(name, is_count=column.kind is Kind.COUNT)
    if column.kind is Kind.JSON and kind not in ("VARCHAR", "JSON"):
        return f"CAST(TO_JSON({name}) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)" if file.container == "parquet" else name


# -------------------------------------------------------------------- readers


def _csv(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    file = files[0]
    columns = ", ".join(
        f"'c{at}': '{declared.get(f'c{at}', 'VARCHAR')}'" for at in range(len(file.names))
    )
    comma = ", decimal_separator = ','" if file.numerals.decimal == "," else ""
    return f"""read_csv(${parameter}, auto_detect = false, header = true, columns = {{{columns}}},
        delim = {literal(file.delimiter)}, quote = '"', escape = '"', nullstr = '',
        store_rejects = true, compression = '{_compression(file)}'{comma},
        max_line_size = {LONGEST_LINE}, buffer_size = {BUFFER})"""


def _json(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    file = files[0]
    columns = ", ".join(f"{literal(name)}: '{kind}'" for name, kind in declared.items())
    lines = file.container == "lines"
    longest = LONGEST_LINE
    if file.container == "object":
        # Buffers of this size are set aside for each thread.
        largest = max(
            len(beginning(one, _LONGEST_OBJECT)) if one.is_compressed else one.size for one in files
        )
        longest = min(max(largest, _LEAST_BUFFER), _LONGEST_OBJECT)
    return f"""read_json(${parameter}, auto_detect = false, columns = {{{columns}}},
        format = '{_JSON_FORMATS[file.container]}', compression = '{_compression(file)}',
        ignore_errors = {str(lines).lower()},
        maximum_object_size = {longest})"""


def _parquet(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    return f"read_parquet(${parameter})"


def _compression(file: SourceFile) -> str:
    return "gzip" if file.is_compressed else "none"

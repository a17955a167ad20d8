"""Files of one format as one relation for DuckDB: every column declared, none guessed.

A column of a file is called by its place in the file, so that no name out of a file gets into SQL;
what the format calls it is given to it behind that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from wizard.imports.engines.duck import literal
from wizard.imports.files.source_file import SourceFile, refused
from wizard.imports.usage.format import Column, Format, Kind, quoted

_LONGEST_LINE: Final = 16 << 20
"""Bytes; prompts stand in some exports."""
_LONGEST_OBJECT: Final = 64 << 20
"""Bytes of a JSON object that is laid out over lines, such as a page."""
_LEAST_BUFFER: Final = 2 << 20

_JSON_FORMATS: Final = {"lines": "newline_delimited", "array": "array", "object": "unstructured"}

_OFFSET_BEHIND_SPACE: Final = re.compile(r"\d\s+(?:[+-]\d\d:?\d\d|UTC|Z)\s*$")
_ISO: Final = re.compile(r"\s*\d{4}-\d\d-\d\d(?:[T ]|\s*$)")
_NAMES_A_ZONE: Final = re.compile(r"(?:[+-]\d\d(?::?\d\d)?|Z|UTC)\s*$")


@dataclass(frozen=True, slots=True)
class Relation:
    """SQL of a relation, with the files that stand in it as parameters."""

    sql: str
    parameters: dict[str, Any]


def relation(format: Format, files: Sequence[SourceFile]) -> Relation:
    """Files of a format, one below the other, with its columns and `blank`.

    Raises:
        InputUnusable: where a column that is needed stands twice in a file, or its times cannot be
            read.
    """
    parts, parameters = [], {}
    alike = sorted(files, key=_likeness)
    for number, (_, group) in enumerate(groupby(alike, key=_likeness)):
        those = list(group)
        name = f"files{number}"
        parameters[name] = [str(file.path) for file in those]
        parts.append(_part(format, those, name))
    return Relation("\nUNION ALL\n".join(parts), parameters)


def _likeness(file: SourceFile) -> tuple[Any, ...]:
    """What files have in common that can be read by one call."""
    return (
        file.container,
        file.is_compressed,
        file.names if file.container in ("csv", "parquet") else (),
        tuple(file.types.items()),
        file.delimiter,
        file.has_decimal_comma,
    )


def _part(format: Format, files: Sequence[SourceFile], parameter: str) -> str:
    first = files[0]
    places = {one.name: place_of(one, first) for one in format.columns}
    shapes = {
        one.name: _shape(one, places[one.name], files)
        for one in format.columns
        if one.kind is Kind.TIME
    }
    columns = ", ".join(
        f"{_typed(one, places[one.name], first, shapes.get(one.name))} AS {quoted(one.name)}"
        for one in format.columns
    )
    source = {"csv": _csv, "parquet": _parquet}.get(first.container, _json)
    declared = {
        name: kind for name, kind in _declared(format, first, places, shapes) if name is not None
    }
    blank = "FALSE"
    if first.container == "lines":
        present = [quoted(name) for name in declared]
        blank = f"COALESCE({', '.join(f'CAST({one} AS VARCHAR)' for one in present)}) IS NULL"
    return f"SELECT {columns}, {blank} AS blank FROM {source(files, declared, parameter)}"


def place_of(column: Column, file: SourceFile) -> str | None:
    """What a column is called in the relation of a file; None where the file has none.

    Raises:
        InputUnusable: where the file has two of this name.
    """
    found = column.found_in(file.names)
    if not found:
        return None
    if len(found) > 1:
        names = " and ".join(f"'{name}'" for name in found)
        raise refused(
            file.path, f"has two columns for one thing, {names}; rename one, or leave it out"
        )
    return found[0] if file.container != "csv" else f"c{file.names.index(found[0])}"


# ---------------------------------------------------------------------- times


def _shape(column: Column, place: str | None, files: Sequence[SourceFile]) -> str:
    """How times stand in a column: `iso`, `spaced` (a space before the offset) or `number`."""
    if place is None:
        return "iso"
    shapes = set()
    for file in files:
        for value in _values(column, file):
            if isinstance(value, bool):
                continue
            if isinstance(value, int | float) or _is_number(value):
                shapes.add("number")
            elif isinstance(value, str) and _OFFSET_BEHIND_SPACE.search(value):
                shapes.add("spaced")
            elif isinstance(value, str) and not _ISO.match(value):
                # One of these is bad, all of them are a format.
                shapes.add("other")
            else:
                shapes.add("iso")
    if shapes == {"other"}:
        raise refused(
            files[0].path,
            f"has times in '{column.name}' that can be read in two ways or none, such as"
            " 01/02/2026; write them as 2026-02-01T08:00:00Z, or say how with --map",
        )
    shapes.discard("other")
    if len(shapes) > 1:
        return "any"
    return shapes.pop() if shapes else "iso"


def _values(column: Column, file: SourceFile) -> Iterator[Any]:
    """What stands in a column at the beginning of a file."""
    for name in column.found_in(file.names):
        yield from file.values(name)


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def names_no_zone(format: Format, files: Sequence[SourceFile]) -> bool:
    """Whether times of the files' beginnings leave open in which zone they are."""
    times = (
        value
        for file in files
        for column in format.columns
        if column.kind is Kind.TIME
        for value in _values(column, file)
    )
    return any(
        isinstance(value, str) and not _is_number(value) and not _NAMES_A_ZONE.search(value)
        for value in times
    )


_SINCE_1970: Final = """TO_TIMESTAMP(CASE
    WHEN ABS({0}) < 1e11 THEN {0} WHEN ABS({0}) < 1e14 THEN {0} / 1e3
    WHEN ABS({0}) < 1e17 THEN {0} / 1e6 WHEN ABS({0}) < 1e19 THEN {0} / 1e9 END)"""
"""Seconds, ms, µs or ns, by their size."""
_SPACED: Final = r"TRY_CAST(REGEXP_REPLACE({0}, '\s+([+-]\d|UTC|Z)', '\1') AS TIMESTAMPTZ)"


def _time(place: str, shape: str) -> str:
    """SQL for a time that is read as text or number."""
    number = _SINCE_1970.format(f"TRY_CAST({place} AS DOUBLE)")
    match shape:
        case "number":
            return number
        case "spaced":
            return _SPACED.format(place)
        case "any":
            return f"COALESCE({_SPACED.format(place)}, {number})"
        case _:
            return f"TRY_CAST({place} AS TIMESTAMPTZ)"


# -------------------------------------------------------------------- columns


def _is_declared(file: SourceFile) -> bool:
    """Whether the reader itself turns texts into numbers and times, and counts what is none."""
    return file.container in ("csv", "lines")


def _typed(column: Column, place: str | None, file: SourceFile, shape: str | None) -> str:
    """SQL for a column with the type that the format gives it."""
    if place is None:
        return f"CAST(NULL AS {'VARCHAR' if column.kind is Kind.JSON else column.kind.value})"
    name = quoted(place)
    if column.kind is Kind.TIME:
        if _is_declared(file) and shape == "iso":
            return name
        if file.container == "parquet" and file.types[place].startswith(("TIMESTAMP", "DATE")):
            return f"CAST({name} AS TIMESTAMPTZ)"
        return _time(name, shape or "iso")
    if column.kind is Kind.NUMBER:
        return name if _is_declared(file) else f"TRY_CAST({name} AS DOUBLE)"
    if file.container == "parquet" and column.kind is Kind.JSON:
        is_text = file.types[place] in ("VARCHAR", "JSON")
        return name if is_text else f"CAST(TO_JSON({name}) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)" if file.container == "parquet" else name


def _declared(
    format: Format, file: SourceFile, places: dict[str, str | None], shapes: dict[str, str]
) -> Iterator[tuple[str | None, str]]:
    """The type that the reader is told for each column that is used."""
    for column in format.columns:
        kind = column.kind.value
        is_text = (
            not _is_declared(file)
            or column.kind is Kind.JSON
            or (column.kind is Kind.TIME and shapes[column.name] != "iso")
        )
        yield places[column.name], "VARCHAR" if is_text else kind


# -------------------------------------------------------------------- readers


def _csv(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    file = files[0]
    columns = ", ".join(
        f"'c{at}': '{declared.get(f'c{at}', 'VARCHAR')}'" for at in range(len(file.names))
    )
    comma = ", decimal_separator = ','" if file.has_decimal_comma else ""
    return f"""read_csv(${parameter}, auto_detect = false, header = true, columns = {{{columns}}},
        delim = {literal(file.delimiter)}, quote = '"', escape = '"', nullstr = '',
        store_rejects = true, compression = '{_compression(file)}'{comma},
        max_line_size = {_LONGEST_LINE}, buffer_size = {2 * _LONGEST_LINE})"""


def _json(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    file = files[0]
    columns = ", ".join(f"{literal(name)}: '{kind}'" for name, kind in declared.items())
    lines = file.container == "lines"
    longest = _LONGEST_LINE
    if file.container == "object":
        # Buffers of this size are set aside for each thread.
        largest = _LONGEST_OBJECT if file.is_compressed else max(one.size for one in files)
        longest = min(max(largest, _LEAST_BUFFER), _LONGEST_OBJECT)
    return f"""read_json(${parameter}, auto_detect = false, columns = {{{columns}}},
        format = '{_JSON_FORMATS[file.container]}', compression = '{_compression(file)}',
        ignore_errors = {str(lines).lower()},
        maximum_object_size = {longest})"""


def _parquet(files: Sequence[SourceFile], declared: dict[str, str], parameter: str) -> str:
    return f"read_parquet(${parameter})"


def _compression(file: SourceFile) -> str:
    return "gzip" if file.is_compressed else "none"

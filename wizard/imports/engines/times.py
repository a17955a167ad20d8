"""How times stand in a column, and the SQL that reads them.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from wizard.imports.files.source_file import SourceFile, refused
from wizard.imports.usage.format import Column, Format, Kind

_OFFSET_BEHIND_SPACE: Final = re.compile(r"\d\s+(?:[+-]\d\d:?\d\d|UTC|Z)\s*$")
_ISO: Final = re.compile(r"\s*\d{4}-\d\d-\d\d(?:[T ]|\s*$)")
_SINCE_A_START: Final = 1e8
"""Seconds since 1970 reach it in 1973, milliseconds on its second day: no call is as old."""
_NAMES_A_ZONE: Final = re.compile(r":\d\d(?:\.\d+)?\s*(?:[+-]\d\d(?::?\d\d)?|Z|UTC)\s*$")


def shape_of(column: Column, files: Sequence[SourceFile]) -> str:
    """How times stand in a column: `iso`, `spaced` (a space before the offset) or `number`."""
    shapes = set()
    for file in files:
        for value in values_in(column, file):
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
    if shapes == {"number"} and all(
        abs(float(value)) < _SINCE_A_START for file in files for value in values_in(column, file)
    ):
        raise refused(
            files[0].path,
            f"has times in '{column.name}' that count from a start of their own; say when that was"
            " as `origin`, and in which unit they are, in a mapping for --map",
        )
    shapes.discard("other")
    if len(shapes) > 1:
        return "any"
    return shapes.pop() if shapes else "iso"


def values_in(column: Column, file: SourceFile) -> Iterator[Any]:
    """What stands in a column at the beginning of a file."""
    spelled = [column.found_in([one]) for one in file.names]
    for (name,) in filter(None, spelled):
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
        for value in values_in(column, file)
    )
    return any(
        isinstance(value, str) and not _is_number(value) and not _NAMES_A_ZONE.search(value)
        for value in times
    )


_SINCE_1970: Final = """TO_TIMESTAMP(CASE
    WHEN ABS({0}) < 1e11 THEN {0} WHEN ABS({0}) < 1e14 THEN {0} / 1e3
    WHEN ABS({0}) < 1e17 THEN {0} / 1e6 WHEN ABS({0}) < 1e19 THEN {0} / 1e9 END)"""
"""Seconds, ms, µs or ns, by their size."""
_SPACED: Final = r"""TRY_CAST(REGEXP_REPLACE(REGEXP_REPLACE({0},
    '\s*(UTC|Z)\s*$', 'Z'), '\s+([+-]\d\d:?\d\d)\s*$', '\1') AS TIMESTAMPTZ)"""


def time_of(place: str, shape: str) -> str:
    """SQL for a time that is read as text or number."""
    number = _SINCE_1970.format(f"TRY_CAST({place} AS DOUBLE)")
    spaced = _SPACED.format(place)
    shapes = {"number": number, "spaced": spaced, "any": f"COALESCE({spaced}, {number})"}
    return shapes.get(shape, f"TRY_CAST({place} AS TIMESTAMPTZ)")

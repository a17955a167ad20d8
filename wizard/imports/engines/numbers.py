"""The columns of numbers of a file, once its format is known.

How digits are grouped in those of counts, and which hold no number at all: what is in these counts
as not known.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from wizard.imports.files.bad_rows import records
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Format, Kind


def with_grouping(format: Format, file: SourceFile, *, in_depth: bool = False) -> SourceFile:
    """The file, if it is CSV, with what groups the digits of its counts.

    In depth, more is read than was looked into already.
    """
    if file.container != "csv":
        return file
    rows: Iterable[Mapping[str, Any]] = file.sample
    if in_depth:
        rows = (record for _, record in records(file) if not isinstance(record, str))
    names = [
        name
        for column in format.columns
        if column.kind is Kind.COUNT
        for name in column.found_in(file.names)
    ]
    grouping = file.numerals.grouped_in(row[name] for row in rows for name in names)
    return replace(file, numerals=grouping)


def grouped(format: Format, file: SourceFile) -> tuple[str, ...]:
    """What has to be said of digits of counts that are grouped in the beginning of a file."""
    signs = with_grouping(format, file).numerals.thousands
    if not signs:
        return ()
    return (
        f"Counts in {file.path.name} group digits by '{signs[0]}': 1{signs[0]}200 is read as 1200."
        " Costs are not read so.",
    )


def unread(format: Format, file: SourceFile) -> tuple[str, ...]:
    """What has to be said of columns in whose beginning no number stands."""
    known = with_grouping(format, file)
    names = [
        name
        for column in format.columns
        if column.kind.is_number
        for name in column.found_in(file.names)
        if _has_text_alone(known, name, is_count=column.kind is Kind.COUNT)
    ]
    return tuple(
        f"No number that can be read stands in the first rows of '{name}' of {file.path.name}: what"
        " it says there counts as not known. Write numbers without a currency or another unit."
        for name in names
    )


def _has_text_alone(file: SourceFile, name: str, *, is_count: bool) -> bool:
    values = list(file.values(name))
    return bool(values) and all(
        file.numerals.read(value, is_count=is_count) is None for value in values
    )

"""Rows that are left out, looked up: file, line and reason, and nothing of what stands in them.

An engine counts them. Where one would look is found by reading the beginning of a file once more.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from rules.usage.usage import BadRow
from wizard.imports.files.json_records import object_in
from wizard.imports.files.numerals import Numerals
from wizard.imports.files.source_file import OTHER_ENCODING, SourceFile, beginning

NO_UTF_8: Final = "text that is not UTF-8"
"""Why a line holds no record."""
_LOOKED_INTO: Final = 64 << 20
"""Bytes of a file."""
_MOST: Final = 1e9
_LOOKS_LIKE_A_TIME: Final = re.compile(r"\s*(?:\d{4}-\d\d-\d\d|\d+(?:\.\d+)?\s*$)")


class Needed(NamedTuple):
    """Columns that have to hold something."""

    columns: Sequence[Sequence[str]]
    """Each by the names that it has."""
    is_always: bool
    """Whether a row in which nothing stands there is of no use, whatever else it says."""


def bad_rows(file: SourceFile, counts: Needed, times: Needed, most: int) -> Iterator[BadRow]:
    """So many rows at the beginning of a file of lines, CSV or JSON, that cannot be used."""
    found = 0
    is_count = partial(_is_count, numerals=file.numerals)
    for line, record in records(file):
        reason = _reason(record, counts, times, is_count)
        if reason is not None:
            yield BadRow(str(file.path), line, reason)
            found += 1
            if found >= most:
                return


def records(file: SourceFile) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Records at the beginning of a file of lines, with the line they end in.

    Of a line that holds none there is the reason.
    """
    if file.container not in ("csv", "lines"):
        return
    contents = beginning(file, _LOOKED_INTO).decode("utf-8-sig", errors="surrogateescape")
    text = io.StringIO(contents, newline="" if file.container == "csv" else "\n")
    if file.container == "lines":
        for number, line in enumerate(text, start=1):
            if line.strip():
                foreign = OTHER_ENCODING.search(line) is not None
                record = None if foreign else object_in(line)
                why = NO_UTF_8 if foreign else "no JSON"
                yield number, why if record is None else record
        return
    reader = csv.reader(text, delimiter=file.delimiter)
    try:
        for row in reader:
            # What has too many or too few is told by the engine.
            if reader.line_num > 1 and len(row) == len(file.names):
                yield reader.line_num, dict(zip(file.names, row, strict=True))
    except csv.Error:
        # A cell beyond every limit.
        return


def _reason(
    record: Mapping[str, Any] | str,
    counts: Needed,
    times: Needed,
    is_count: Callable[[Any], bool],
) -> str | None:
    if isinstance(record, str):
        return record
    checks: tuple[tuple[Needed, Callable[[Any], bool], str], ...] = (
        (times, _is_time, "no time"),
        (counts, is_count, "no number of tokens"),
    )
    for needed, is_usable, says in checks:
        for names in needed.columns:
            values = [value for name in names if (value := record.get(name)) not in (None, "")]
            if not any(map(is_usable, values)) and (values or needed.is_always):
                return f"{says} in {names[0]}"
    return None


def _is_time(value: Any) -> bool:
    return _LOOKS_LIKE_A_TIME.match(str(value)) is not None


def _is_count(value: Any, numerals: Numerals) -> bool:
    number = numerals.read(value, is_count=True)
    return (
        number is not None
        and math.isfinite(number)
        and 0 <= number <= _MOST
        and number == math.floor(number)
    )

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
from typing import Any, Final

from rules.usage.usage import BadRow
from wizard.imports.files.json_records import object_in
from wizard.imports.files.numerals import Numerals
from wizard.imports.files.source_file import SourceFile, beginning

_LOOKED_INTO: Final = 64 << 20
"""Bytes of a file."""
_MOST: Final = 1e9
_LOOKS_LIKE_A_TIME: Final = re.compile(r"\s*(?:\d{4}-\d\d-\d\d|\d+(?:\.\d+)?\s*$)")


def bad_rows(
    file: SourceFile,
    counts: Sequence[Sequence[str]],
    times: Sequence[Sequence[str]],
    most: int,
) -> Iterator[BadRow]:
    """Rows at the beginning of a file of lines that cannot be used.

    Args:
        file: CSV or JSON lines; of others there are none.
        counts: the columns that have to hold a number of tokens, each by the names that it has.
        times: those that have to hold a time, likewise.
        most: so many at most.
    """
    found = 0
    is_count = partial(_is_count, numerals=file.numerals)
    for line, record in records(file):
        reason = _reason(record, counts, times, is_count)
        if reason is not None:
            yield BadRow(str(file.path), line, reason)
            found += 1
            if found >= most:
                return


def records(file: SourceFile) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Records at the beginning of a file of lines, with the line they end in.

    None stands for a line that holds none.
    """
    if file.container not in ("csv", "lines"):
        return
    contents = beginning(file, _LOOKED_INTO).decode("utf-8-sig", errors="replace")
    text = io.StringIO(contents, newline="" if file.container == "csv" else "\n")
    if file.container == "lines":
        for number, line in enumerate(text, start=1):
            if line.strip():
                yield number, object_in(line)
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
    record: Mapping[str, Any] | None,
    counts: Sequence[Sequence[str]],
    times: Sequence[Sequence[str]],
    is_count: Callable[[Any], bool],
) -> str | None:
    if record is None:
        return "no JSON"
    checks: tuple[tuple[Sequence[Sequence[str]], Callable[[Any], bool], str], ...] = (
        (times, _is_time, "no time"),
        (counts, is_count, "no number of tokens"),
    )
    for columns, is_usable, says in checks:
        for names in columns:
            if not any(is_usable(record.get(name)) for name in names):
                return f"{says} in {names[0]}"
    return None


def _is_time(value: Any) -> bool:
    return _LOOKS_LIKE_A_TIME.match(str(value if value is not None else "")) is not None


def _is_count(value: Any, numerals: Numerals) -> bool:
    number = numerals.read(value, is_count=True)
    return (
        number is not None
        and math.isfinite(number)
        and 0 <= number <= _MOST
        and number == math.floor(number)
    )

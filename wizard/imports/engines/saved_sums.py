"""Sums that somebody else's console has made with the printed query, saved as CSV.

They are the rows in which every engine answers, with what the query was made from beside each.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from rules.usage.months import is_zone
from rules.usage.usage import Usage
from wizard.imports.engines.engine import MOST_GROUPS, Cancelled, Wanted, Watch
from wizard.imports.engines.judging import ELSEWHERE
from wizard.imports.engines.sums import Sums, usage_of
from wizard.imports.files import packing
from wizard.imports.files.source_file import OTHER_ENCODING, SourceFile, broken_off, refused
from wizard.imports.usage.format import Format

COUNT: Final = "rows_of_result"
"""How many rows the whole result has: a console may hand out fewer."""


class Making(NamedTuple):
    """What a printed query was made from, texts alike in every row of its result."""

    made_from: str
    """The name of the format."""
    made_by: str
    made_zone: str
    made_since: str
    made_until: str
    made_for: str
    """An endpoint; empty for all of them."""


def are_saved_sums(file: SourceFile) -> bool:
    """Whether a file is the result of a printed query."""
    return file.container == "csv" and {*Sums._fields, *Making._fields, COUNT} <= {
        name.lower() for name in file.names
    }


class SavedSums(NamedTuple):
    """One result, read from a file or from several parts, and what the rows were that it sums."""

    format: Format
    making: Making
    rows: Sequence[Sums]

    def aggregate(self, wanted: Wanted, watch: Watch) -> Usage:
        """The sums as usage, as `Engine` says."""
        if watch.cancelled.is_set():
            raise Cancelled
        making, rows = self.making, self.rows
        since, until = _moment(making.made_since), _moment(making.made_until)
        chosen = replace(wanted, zone=making.made_zone, since=since, until=until)
        if wanted.endpoint is not None and not making.made_for:
            rows = list(_of_one(rows, wanted.endpoint))
        return usage_of(rows, self.format, chosen)


def _of_one(rows: Sequence[Sums], endpoint: str) -> Iterator[Sums]:
    """Sums as they would be if one endpoint had been asked for."""
    for row in rows:
        is_it = row.named == endpoint
        if row.level == 0 and row.dropped is None and not is_it:
            yield row._replace(dropped=ELSEWHERE, named=None, endpoints=1)
        elif row.level == 0:
            yield row._replace(endpoints=1)
        elif row.level == 1 and is_it:
            # The peaks of one endpoint are those of all its calls.
            yield row._replace(level=2, named=None)


# -------------------------------------------------------------------- reading


def read_sums(files: Sequence[SourceFile]) -> tuple[Making, list[Sums]]:
    """What the query of a result was made from, and its rows.

    Raises:
        InputUnusable: where rows are missing, cannot be read, or are of several queries.
    """
    rows: list[Sums] = []
    makings: dict[Making, Path] = {}
    counts: set[int] = set()
    for file in files:
        for line, record in _records(file):
            try:
                rows.append(_sums(record))
                counts.add(_whole(record[COUNT]) or 0)
                makings.setdefault(_making(record), file.path)
            except (ValueError, TypeError):
                why = f"has something in line {line} that the query does not write; save it again"
                raise refused(file.path, why) from None
            if len(rows) > MOST_GROUPS:
                raise refused(
                    file.path,
                    f"has more than {MOST_GROUPS:,} rows; print the query for one --endpoint",
                )
    if not rows:
        raise refused(files[0].path, "holds no row of the query's result; save it again")
    if len(makings) > 1 or len(counts) > 1:
        other = list(makings.values())[-1]
        raise refused(other, "is the result of another query; import one after the other")
    (whole,) = counts
    if whole != len(rows):
        raise refused(
            files[0].path,
            f"has {len(rows):,} rows of a result of {whole:,}: the console hands out a part alone;"
            " save all of it, or print the query for one --endpoint",
        )
    return next(iter(makings)), rows


def _making(record: Mapping[str, str]) -> Making:
    """What the query was made from; ValueError where its zone or a time of it is none."""
    made = Making(*(record[name] for name in Making._fields))
    for moment in (made.made_since, made.made_until):
        _moment(moment)
    if not is_zone(made.made_zone):
        raise ValueError("no zone")
    return made


def _records(file: SourceFile) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        with _opened(file) as stream:
            reader = csv.reader(stream, delimiter=file.delimiter)
            names = [name.lower() for name in next(reader)]
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(names):
                    why = f"breaks off in line {reader.line_num}; save the whole result again"
                    raise refused(file.path, why)
                if any(map(OTHER_ENCODING.search, cells)):
                    why = f"has text in line {reader.line_num} that is not UTF-8; save it as UTF-8"
                    raise refused(file.path, why)
                yield reader.line_num, dict(zip(names, cells, strict=True))
    except packing.DAMAGED:
        raise refused(file.path, broken_off(file.path)) from None


def _opened(file: SourceFile) -> IO[str]:
    stream = gzip.GzipFile(file.path) if file.is_compressed else file.path.open("rb")
    return io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")


_TEXTS: Final = ("dropped", "named", "model", "status", "costed")
_NOTHING: Final = ("null", "NULL", r"\N")
"""How consoles write NULL, if not as nothing."""
_OF_DROPPED: Final = ("level", "a_rows", "a_first", "a_last", "a_until", "endpoints", "a_again")
"""What is of use of rows that were left out; their sums may be of what is no number."""


def _sums(record: Mapping[str, str]) -> Sums:
    cells: list[Any] = []
    told = {name: "" if record[name] in _NOTHING else record[name] for name in Sums._fields}
    for name, text in told.items():
        if name == "month":
            cells.append(date.fromisoformat(text[:10]) if text else None)
        elif name in _TEXTS:
            cells.append(text or None)
        elif told["dropped"] and name not in _OF_DROPPED:
            cells.append(None)
        elif name in ("a_cost", "a_seconds", "a_logged"):
            cells.append(float(text) if text else None)
        else:
            cells.append(_whole(text))
    found = Sums(*cells)
    if found.level not in (0, 1, 2) or (found.level == 0) != (found.a_rows > 0):
        raise ValueError("no row of sums")
    return found


def _whole(text: str) -> int | None:
    """A whole number, however a console writes it; what is beyond a float's digits stays exact."""
    if not text:
        return None
    if text.lstrip("-").isdecimal():
        return int(text)
    number = float(text)
    if not number.is_integer():
        raise ValueError("no whole number")
    return int(number)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

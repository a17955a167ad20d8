"""A file of usage, looked into as far as telling formats apart needs: names, and its first records.

Names and types are never guessed by the engine: what stands in a file's heading is read here, and
declared to it.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from rules.answers.problem import Problem
from wizard.disk.errors import explain, shown
from wizard.imports.files import json_records, packing
from wizard.imports.files.numerals import PLAIN, Numerals
from wizard.kind_of_file import CALLS, refuse_misplaced
from wizard.problems import InputUnusable

Container = Literal["csv", "parquet"] | json_records.JsonContainer

_HEAD: Final = 1 << 20
"""Bytes that are looked into."""
_WHOLE: Final = 64 << 20
"""Bytes that are read where a first record does not end within the head."""
_SAMPLE: Final = 200
OTHER_ENCODING: Final = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` puts for bytes that are not UTF-8."""
DELIMITERS: Final = ",;\t|"
_FOR_SPREADSHEETS: Final = re.compile(r"\"?sep=.\"?\s*$", re.IGNORECASE)
"""A line above the heading that says what separates cells."""
_LOOKED_BELOW: Final = 10
"""Lines in which a heading is looked for that is not the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file, and what its beginning shows."""

    path: Path
    container: Container
    is_compressed: bool = False
    names: tuple[str, ...] = ()
    """Columns in their order, or the keys of the first records."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Types by column, where the file itself says them."""
    sample: tuple[Mapping[str, Any], ...] = ()
    """The first records."""
    delimiter: str = ","
    numerals: Numerals = PLAIN
    """How its numbers are written; counts, once somebody has said which columns hold them."""
    size: int = 0
    """In bytes, as it lies on the disk."""

    def has(self, *names: str) -> bool:
        """Whether it has columns of all these names."""
        return all(name in self.names for name in names)

    def has_any(self, *names: str) -> bool:
        """Whether it has a column of one of these names."""
        return any(name in self.names for name in names)

    def values(self, name: str) -> Iterator[Any]:
        """What stands in a column in the first records, where something does."""
        for record in self.sample:
            value = record.get(name)
            if value is not None and value != "":
                yield value


class Empty(InputUnusable):
    """A file in which nothing stands, as a day without calls leaves one."""


def refused(path: Path, why: str) -> InputUnusable:
    """What is said of a file that cannot be used."""
    return InputUnusable([Problem(why, file=shown(path))])


def look_into(path: Path) -> SourceFile:
    """Look into a file.

    Raises:
        Empty: where nothing stands in it.
        InputUnusable: where it cannot be read, or is no text of rows.
    """
    if OTHER_ENCODING.search(str(path)):
        raise refused(path, "has a name that is not UTF-8; rename it")
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            magic = stream.read(packing.LONGEST)
        if magic.startswith(b"PAR1"):
            # It needs the extra, which no other file does so far.
            from wizard.imports.files import parquet

            types, rows = parquet.beginning(path)
            return SourceFile(
                path=path,
                container="parquet",
                names=tuple(types),
                types=types,
                sample=rows,
                size=size,
            )
        if magic[:2] == b"PK":
            raise refused(path, "is a zip archive; unpack it, and name the files in it")
        if packed := packing.why_packed(magic):
            raise refused(path, packed)
        compressed = magic[:2] == b"\x1f\x8b"
        head = _head(path, compressed, _HEAD)
        if not head.strip():
            raise Empty([Problem("is empty", file=shown(path))])
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            encoding = "UTF-32" if head.startswith(codecs.BOM_UTF32_LE) else "UTF-16"
            raise refused(path, f"is in {encoding}; save it as UTF-8")
        refuse_misplaced(head, CALLS, shown(path))
        if b"\0" in head[:4096]:
            raise refused(path, "is no text; CSV, JSON, JSON lines and Parquet are read")
        text = head.decode("utf-8-sig", errors="replace")
        is_whole = len(head) < _HEAD
        if text.lstrip()[:1] in ("{", "["):
            found = _json(path, text, is_whole, compressed)
        else:
            found = _csv(path, text, is_whole)
    except packing.DAMAGED as failure:
        raise refused(path, broken_off(path)) from failure
    except OSError as failure:
        reason, remedy = explain(failure)
        raise refused(path, f"cannot be read: {reason}. {remedy}".rstrip()) from failure
    return replace(found, size=size, is_compressed=compressed)


def beginning(file: SourceFile, most: int) -> bytes:
    """The first bytes of a file, unpacked as far as that goes, so many at most."""
    parts: list[bytes] = []
    with suppress(*packing.DAMAGED):
        parts.extend(_unpacked(file.path, file.is_compressed, most))
    return b"".join(parts)


def _head(path: Path, compressed: bool, most: int) -> bytes:
    """The first bytes of a file, unpacked; a truncated end beyond them is no matter here."""
    parts: list[bytes] = []
    try:
        parts.extend(_unpacked(path, compressed, most))
    except EOFError:
        if not parts:
            raise
    return b"".join(parts)


def _unpacked(path: Path, compressed: bool, most: int) -> Iterator[bytes]:
    with path.open("rb") as raw:
        stream = gzip.GzipFile(fileobj=raw) if compressed else raw
        while most > 0 and (part := stream.read1(most)):
            yield part
            most -= len(part)


def broken_off(path: Path) -> str:
    """Where a gzip file breaks off, in words; or that only the engine cannot unpack it."""
    unpacked = lines = 0
    with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as stream:
        try:
            while part := stream.read1(_HEAD):
                unpacked += len(part)
                lines += part.count(b"\n")
        except packing.DAMAGED:
            return (
                f"is damaged: the gzip breaks off after {unpacked:,} unpacked bytes, in line"
                f" {lines + 1:,}; fetch it again"
            )
    return "is gzip of a kind that is not unpacked here; unpack it, and name what comes out of it"


# ------------------------------------------------------------------------ CSV


def _csv(path: Path, text: str, is_whole: bool) -> SourceFile:
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda one: (_outside_quotes(first, one), one == ","))
    if not _outside_quotes(first, delimiter) or _FOR_SPREADSHEETS.match(first):
        raise refused(path, _why_no_heading(text))
    rows = list(_rows(text, delimiter, is_whole))
    if not rows:
        raise refused(path, f"has a heading of more than {_HEAD >> 20} MB, which is none")
    names = tuple(name.strip() for name in rows[0])
    sample = [dict(zip(names, row, strict=False)) for row in rows[1:] if len(row) == len(names)]
    return SourceFile(
        path=path,
        container="csv",
        names=names,
        sample=tuple(sample),
        delimiter=delimiter,
        numerals=Numerals(decimal="," if delimiter == ";" and _has_decimal_comma(sample) else "."),
    )


def _why_no_heading(text: str) -> str:
    """Why the first line of a text names no columns, by whether those below have some."""
    below = text.split("\n", _LOOKED_BELOW)[1:-1]
    for sign in DELIMITERS:
        widths = Counter(_outside_quotes(line, sign) for line in below)
        if widths and (most := widths.most_common(1)[0])[0] and most[1] > 1:
            return "has no names of columns in its first line; take out what stands above them"
    return "has one column only: it is neither CSV nor JSON"


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _rows(text: str, delimiter: str, is_whole: bool) -> Iterator[list[str]]:
    """The first rows; the last one of a part of a file may be cut."""
    csv.field_size_limit(_WHOLE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    previous: list[str] | None = None
    for number, row in enumerate(reader):
        if previous is not None:
            yield previous
        previous = row
        if number > _SAMPLE:
            return
    if previous is not None and is_whole:
        yield previous


def _has_decimal_comma(sample: Sequence[Mapping[str, str]]) -> bool:
    def is_number(text: str) -> bool:
        whole, comma, fraction = text.strip().partition(",")
        return bool(comma) and fraction.isdecimal() and whole.lstrip("-").isdecimal()

    return any(is_number(text) for row in sample for text in row.values())


# ----------------------------------------------------------------------- JSON


def _json(path: Path, text: str, is_whole: bool, compressed: bool) -> SourceFile:
    container, records = json_records.beginning(text, is_whole=is_whole)
    if not records and not is_whole:
        head = _head(path, compressed, _WHOLE)
        container, records = json_records.beginning(
            head.decode("utf-8-sig", errors="replace"), is_whole=len(head) < _WHOLE
        )
        if container == "lines" and len(records) == 1:
            # A page on one line, which may be longer than a line of calls.
            container = "object"
    if not records and "".join(text.split()) == "[]":
        raise Empty([Problem("is an empty list: it holds no calls", file=shown(path))])
    if is_whole and len(records) == 1 and _is_empty_page(records[0]):
        raise Empty([Problem("is an empty page: it holds no calls", file=shown(path))])
    if not records and not is_whole and container == "object":
        raise refused(path, json_records.why_too_large(()))
    if not records:
        why = json_records.why_none(text) if is_whole else "no record ends"
        raise refused(path, f"is no usable JSON: {why}")
    names = dict.fromkeys(name for record in records for name in record)
    return SourceFile(path=path, container=container, names=tuple(names), sample=tuple(records))


def _is_empty_page(record: Mapping[str, Any]) -> bool:
    held = [record[name] for name in json_records.LISTS if name in record]
    return bool(held) and all(one == [] for one in held)

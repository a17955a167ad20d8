"""The bytes of a source as text: unpacked, within limits, whatever its byte order mark says."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wizard.disk.errors import explain, shown
from wizard.imports.evaluation.refusing import refused
from wizard.imports.files import packing

MOST_BYTES = 512_000_000
"""How large a source may be once it is unpacked."""
MOST_RATIO = 200
"""How many times larger than packed. Results of evaluations come to some tens, however often their
prompts repeat."""
FREE_BYTES = 16_000_000
"""Up to here no ratio is suspicious."""

_LOOKED_INTO = 4096
"""Bytes, to tell what is no text."""
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_MARKS = (
    # Begins as that of UTF-16 does.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def is_zip(path: Path) -> bool:
    """Whether a source is a zip archive, by its first bytes."""
    with opened(path) as stream:
        return stream.peek(len(_ZIP)).startswith(_ZIP)


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """The bytes of a file as they are.

    Raises:
        InputUnusable: where it cannot be read.
    """
    name = shown(path)
    try:
        with path.open("rb") as stream:
            yield stream
    except IsADirectoryError:
        raise refused("is a folder; name the files in it", name) from None
    except FileNotFoundError:
        raise refused("does not exist; check the spelling, and the folder", name) from None
    except OSError as failure:
        reason, remedy = explain(failure)
        raise refused(f"cannot be read: {reason}. {remedy}", name) from failure


@contextmanager
def text_of(path: Path) -> Iterator[io.TextIOWrapper]:
    """The text of a source, its line ends as they are; bytes that are no text become U+FFFD.

    Raises:
        InputUnusable: where it cannot be read or unpacked, or is larger than allowed.
    """
    with opened(path) as packed:
        if why := packing.why_packed(packed.peek(packing.LONGEST)):
            raise refused(why, shown(path))
        inner: IO[bytes] | gzip.GzipFile = packed
        is_packed = packed.peek(2).startswith(_GZIP)
        if is_packed:
            inner = gzip.GzipFile(fileobj=packed)
        size = path.stat().st_size if is_packed else 0
        plain = io.BufferedReader(_Limited(inner, size, shown(path)))
        start = plain.peek(_LOOKED_INTO)
        encoding = next((one for mark, one in _MARKS if start.startswith(mark)), "utf-8")
        if encoding in ("utf-8", "utf-8-sig") and b"\0" in start:
            raise refused("is no text; scores are read from CSV, JSON, and .eval", shown(path))
        yield io.TextIOWrapper(plain, encoding=encoding, errors="replace", newline="")


def refuse_expansion(unpacked: int, packed: int, name: str) -> None:
    """Refuse what is larger than any evaluation, or grew more than text does, if it was packed."""
    if unpacked > MOST_BYTES:
        raise refused(
            f"is larger than {MOST_BYTES // 1_000_000} MB once it is read; split it, or leave the"
            " prompts and answers out of the export",
            name,
        )
    if packed and unpacked > FREE_BYTES and unpacked > MOST_RATIO * packed:
        raise refused(
            f"grows to more than {MOST_RATIO} times its size when it is unpacked, as no text does;"
            " it is not read",
            name,
        )


class _Limited(io.RawIOBase):
    """Bytes that are counted as they come."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, packed: int, name: str) -> None:
        self._inner = inner
        self._packed = packed
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as far as there is something."""
        try:
            data = self._inner.read(len(buffer))
        except EOFError:
            raise refused(
                f"is a gzip file that breaks off: {self._count:,} bytes came out of it, and its end"
                " is missing. Fetch it again",
                self._name,
            ) from None
        except (gzip.BadGzipFile, zlib.error):
            raise refused(
                f"is a damaged gzip file: {self._count:,} bytes came out of it before the damage."
                " Fetch it again",
                self._name,
            ) from None
        self._count += len(data)
        refuse_expansion(self._count, self._packed, self._name)
        buffer[: len(data)] = data
        return len(data)

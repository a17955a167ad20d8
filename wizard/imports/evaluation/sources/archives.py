"""Zip archives: members read one at a time, within the limits that hold for every source."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.disk.errors import shown
from wizard.imports.evaluation.refusing import refused
from wizard.imports.evaluation.sources.streams import opened, refuse_expansion

_ZSTD = 93
"""The number that the zip format has for Zstandard."""


class Archive:
    """A zip archive whose members are JSON."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._members = {one.filename: one for one in archive.infolist()}
        self._packed = sum(one.compress_size for one in self._members.values())
        self._unpacked = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The members, in the order in which they lie there."""
        return tuple(self._members)

    def value(self, member: str) -> Any:
        """What a member holds.

        Raises:
            InputUnusable: where it cannot be unpacked, or is no JSON.
        """
        info = self._members[member]
        try:
            with self._archive.open(info) as stream:
                chunks = []
                while chunk := stream.read(1 << 20):
                    self._unpacked += len(chunk)
                    refuse_expansion(self._unpacked, self._packed, self._name)
                    chunks.append(chunk)
            return json.loads(b"".join(chunks))
        except NotImplementedError:
            raise refused(_unreadable(info.compress_type), self._name) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
            raise refused(
                "is a damaged zip file: a member of it cannot be unpacked. Fetch it again",
                self._name,
            ) from None
        except RuntimeError:
            # What zipfile says of members that need a password; a RecursionError is one as well.
            raise refused(
                "has members that need a password, or are nested too deeply", self._name
            ) from None
        except ValueError:
            raise refused("has a member that is no JSON", self._name) from None


@contextmanager
def archive_of(path: Path) -> Iterator[Archive]:
    """A zip archive, open.

    Raises:
        InputUnusable: where it is none.
    """
    name = shown(path)
    with opened(path) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
            raise refused(
                "is a zip file that breaks off: its directory, which stands at the end, is missing."
                " Fetch it again",
                name,
            ) from None
        with archive:
            yield Archive(archive, name)


def _unreadable(method: int) -> str:
    if method == _ZSTD:
        return (
            "is packed with zstd, which Python can unpack from 3.14 on. Write it as JSON, which"
            " this reads: inspect log convert LOG --to json --output-dir FOLDER"
        )
    return f"is packed by method {method} of the zip format, which Python cannot unpack"

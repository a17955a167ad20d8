"""What packed a file, by its first bytes, where that is none of what is unpacked here."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import Final

ENDINGS: Final = (".gz", ".zst", ".bz2", ".xz", ".lz4", ".zip")
"""What the name of a packed file adds to that of the file in it; only the first is unpacked."""
LONGEST: Final = 10
"""Bytes of a file that tell what packed it."""
_SIGNS: Final = {
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd"),
    "bzip2": re.compile(rb"BZh[1-9]1AY&SY"),
    "xz": re.compile(rb"\xfd7zXZ\0"),
    "lz4": re.compile(rb"\x04\x22\x4d\x18"),
}
DAMAGED: Final = (EOFError, zlib.error, gzip.BadGzipFile)
"""What Python raises of gzip that breaks off or is none."""


def why_packed(head: bytes) -> str:
    """Why a file that begins so cannot be read, and what to do; empty where it can."""
    packer = next((name for name, sign in _SIGNS.items() if sign.match(head)), "")
    return packer and f"is packed with {packer}; unpack it, or pack it with gzip instead"

"""Carriage returns by themselves, which end a line for some readers and not for others."""

from __future__ import annotations

import re
from typing import Final

from wizard.imports.files.source_file import SourceFile, beginning

_LOOKED_INTO: Final = 64 << 20
"""Bytes."""
_BY_ITSELF: Final = re.compile(rb"\r(?!\n)")


def line_with_a_return(file: SourceFile) -> int | None:
    """The first line of a file with a carriage return by itself in it, where it has others too."""
    contents = beginning(file, _LOOKED_INTO)
    found = _BY_ITSELF.search(contents)
    return contents.count(b"\n", 0, found.start()) + 1 if found and b"\n" in contents else None

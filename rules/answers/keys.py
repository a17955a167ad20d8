"""Dotted keys: how a place in a session is named in messages, results and on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def quoted(name: str) -> str:
    """One part of a key, in quotes where TOML needs them."""
    if _BARE.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def join(key: str, *parts: str | int) -> str:
    """A key with further parts: names are joined by dots, row numbers stand in brackets."""
    for part in parts:
        key += f"[{part}]" if isinstance(part, int) else f".{quoted(part)}"
    return key


def from_path(path: Iterable[str | int]) -> str:
    """A key from a path of plain names and row numbers, counted from 0."""
    first, *rest = path
    return join(quoted(str(first)), *rest)

"""Keys and values of a TOML text with the offsets at which they are written.

The text must be one that tomllib accepts: the grammar is followed and not checked.
"""

from __future__ import annotations

import re
import tomllib
from typing import Literal, NamedTuple, cast


class ScanError(ValueError):
    """The text does not follow the grammar of TOML at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"not TOML at offset {offset}")
        self.offset = offset


class Member(NamedTuple):
    """One `key = value` inside an inline table."""

    parts: tuple[str, ...]
    """The key, split at its dots and unquoted."""
    start: int
    """Offset of the first character of the key."""
    value: Node


class Node(NamedTuple):
    """A value: where it starts, where it ends (exclusive), and what it holds."""

    kind: Literal["scalar", "array", "inline"]
    start: int
    end: int
    items: tuple[Node, ...] = ()
    """The elements of an array."""
    members: tuple[Member, ...] = ()
    """The members of an inline table."""


# Signs are possessive and groups are not: Python up to 3.11.4 goes astray in those.
_BARE = r"[A-Za-z0-9_-]++"
_BASIC = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
_LITERAL = r"'[^'\n]*+'"
_LONG_BASIC = r'"""[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*"""(?:"{0,2})'
_LONG_LITERAL = r"'''[^']*+(?:'(?!'')[^']*+)*'''(?:'{0,2})"

_KEY_PART = re.compile(f"{_BARE}|{_BASIC}|{_LITERAL}")
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
SPACE = re.compile(r"[ \t]*+")
GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*")
_STRING = re.compile(f"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}")
_ATOM = re.compile(r"[^,\]}#\r\n]++")
LINE_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?\r?(?:\n|\Z)")


def expect(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Offset behind what a pattern finds at a position.

    Raises:
        ScanError: where it finds nothing.
    """
    found = pattern.match(text, position)
    if found is None:
        raise ScanError(position)
    return found.end()


def scan_key(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """The parts of the key at a position, unquoted, and the offset behind it."""
    parts: list[str] = []
    while True:
        end = expect(_KEY_PART, text, position)
        parts.append(_unquoted(text[position:end]))
        dot = _DOT.match(text, end)
        if dot is None:
            return tuple(parts), end
        position = dot.end()


def _unquoted(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    if part[0] != '"':
        return part
    if "\\" not in part:
        return part[1:-1]
    try:
        return cast(str, tomllib.loads("key = " + part)["key"])
    except tomllib.TOMLDecodeError as error:
        raise ScanError(0) from error


def scan_value(text: str, position: int) -> Node:
    """The value at a position, with all that it holds."""
    first = text[position : position + 1]
    if first in {'"', "'"}:
        return Node("scalar", position, expect(_STRING, text, position))
    if first == "[":
        return _scan_array(text, position)
    if first == "{":
        return _scan_inline(text, position)
    end = expect(_ATOM, text, position)
    while text[end - 1] in " \t":
        end -= 1
    return Node("scalar", position, end)


def _scan_array(text: str, start: int) -> Node:
    items: list[Node] = []
    position = expect(GAP, text, start + 1)
    while not text.startswith("]", position):
        item = scan_value(text, position)
        items.append(item)
        position = expect(GAP, text, item.end)
        if text.startswith(",", position):
            position = expect(GAP, text, position + 1)
        elif not text.startswith("]", position):
            raise ScanError(position)
    return Node("array", start, position + 1, items=tuple(items))


def _scan_inline(text: str, start: int) -> Node:
    members: list[Member] = []
    position = expect(GAP, text, start + 1)
    while not text.startswith("}", position):
        parts, key_end = scan_key(text, position)
        value = scan_value(text, expect(EQUALS, text, key_end))
        members.append(Member(parts, position, value))
        position = expect(GAP, text, value.end)
        if text.startswith(",", position):
            position = expect(GAP, text, position + 1)
        elif not text.startswith("}", position):
            raise ScanError(position)
    return Node("inline", start, position + 1, members=tuple(members))

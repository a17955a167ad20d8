"""How keys and values are written in a session file, new and changed ones."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Scalar: TypeAlias = str | bool | int | float | datetime.date | datetime.time
Value: TypeAlias = Scalar | Sequence[Any] | Mapping[str, Any]
"""What an edit may write; members of lists and dicts are values again."""

GROUP_FROM = 10_000
"""Integers from here on are written with underscores between the thousands."""
MOST_ON_A_LINE = 8
"""Members of a table that is written on the line of its key; an estimate has five."""
_INT_MIN, _INT_MAX = -(2**63), 2**63 - 1

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {
    "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\",
}  # fmt: skip
# C1 and bidirectional controls are legal in TOML, but in a diff they would show a reviewer
# something else than what is there.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')


def plain(value: object) -> Any:
    """A deep copy of `value` in the builtin types TOML has.

    Subclasses (enums, numpy floats) lose their class, so that their own repr is never written.
    Raises TypeError for what TOML has no place for, ValueError for what would not read back.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _encodable(str.__str__(value))
    if isinstance(value, int):
        number = int.__int__(value)
        if not _INT_MIN <= number <= _INT_MAX:
            raise ValueError("an integer beyond 64 bits cannot be written")
        return number
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, datetime.date | datetime.time):
        return value
    if isinstance(value, Mapping):
        return {plain_key(k): plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be written to a session file")


def plain_key(key: object) -> str:
    """The key as a plain string; TypeError for any other type."""
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return _encodable(str.__str__(key))


def _encodable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair cannot be written") from None
    return text


def spell_key(key: str) -> str:
    """One part of a key, quoted where it has to be."""
    return key if _BARE_KEY.fullmatch(key) else spell_text(key)


def spell_keys(parts: Sequence[str]) -> str:
    """A dotted key."""
    return ".".join(map(spell_key, parts))


def spell_text(text: str) -> str:
    """A basic string on one line."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def spell_lines(text: str, newline: str) -> str:
    """A basic string over several lines."""
    escaped = _ESCAPED.sub(lambda m: "\n" if m[0] == "\n" else _escape(m), text)
    return f'"""{newline}{escaped.replace(chr(10), newline)}"""'


def spell_scalar(value: Scalar) -> str:
    """A number, a text, a date or a yes or no, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return spell_text(value)
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= GROUP_FROM else str(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(value)
    return value.isoformat()


def is_table_list(value: Any) -> bool:
    """Whether the value is written as an array of tables where a header can stand."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def is_leaf(value: Any) -> bool:
    """Whether the value fits on the line of its key, as an estimate does."""
    if isinstance(value, dict):
        nested = any(isinstance(v, dict | list) for v in value.values())
        return not nested and len(value) <= MOST_ON_A_LINE
    return not is_table_list(value)


def goes_on_line(path: Sequence[str | int], value: Any) -> bool:
    """Whether a new key is written on a line, rather than as a section of its own."""
    return is_leaf(value) and not (len(path) == 1 and isinstance(value, dict))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"

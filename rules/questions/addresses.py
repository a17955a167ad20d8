"""Splitting an address such as `quality.slices[1].share` into names and row numbers."""

from __future__ import annotations

import re

_PART = re.compile(
    r"""\[(?P<row>[0-9]{1,9})\]
      | (?P<dot>\.)? (?: "(?P<basic>(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\.)*)"
                       | '(?P<literal>[^'\x00-\x08\x0a-\x1f\x7f]*)'
                       | (?P<bare>[^.\[\]"'=\#\\\s\x00-\x1f\x7f]+
                                  (?:[ ]+[^.\[\]"'=\#\\\s\x00-\x1f\x7f]+)*) )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "\\": "\\",
}


def split(path: str) -> list[str | int] | None:
    """The names and row numbers of a path; None where it is not one.

    A bare name may hold inner blanks and any letters, which TOML would want quoted: there is only
    one way to read it.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(path):
        match = _PART.match(path, position)
        if match is None:
            return None
        if match["row"] is not None:
            parts.append(int(match["row"]))
        elif bool(match["dot"]) != bool(parts):
            return None
        elif match["basic"] is not None:
            name = _unescaped(match["basic"])
            if name is None:
                return None
            parts.append(name)
        else:
            parts.append(match["bare"] if match["literal"] is None else match["literal"])
        position = match.end()
    return parts


def _unescaped(text: str) -> str | None:
    """The inside of a basic TOML string; None where an escape is not one of TOML's."""
    if all(_character(escape) is not None for escape in _ESCAPE.finditer(text)):
        return _ESCAPE.sub(lambda escape: _character(escape) or "", text)
    return None


def _character(escape: re.Match[str]) -> str | None:
    short, long, letter = escape.groups()
    if letter is not None:
        return _ESCAPED.get(letter)
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None

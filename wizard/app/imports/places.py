"""What lies where somebody is typing a path, so that no name has to be known by heart."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from screens.import_ports import ImportPlace, ImportPlaces
from wizard.credentials import is_address
from wizard.disk.folders import Lying, lying_in
from wizard.disk.reading import is_pattern
from wizard.imports.files.gathering import is_meant
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.naming import expanded

MOST: Final = 200
"""Entries of a folder that are listed."""

_WORD: Final = re.compile(
    r"""(?:[^\s'"\\]|\\(?:.|$)|'[^']*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$))+"""
    if os.name == "posix"
    else r"""(?:[^\s"]|"[^"]*(?:"|$))+"""
)
"""A word of a line; the quotes of the last may still be open."""


def places_for(typed: str, also: tuple[str, ...] = ()) -> ImportPlaces | None:
    """What there is to go on with where the last path of a line is typed.

    Files that are read where their folder is named, and any other whose name is begun; folders;
    and the folder above, where no name is begun. Hidden ones are left out until their dot is typed.

    Args:
        typed: one path, or several with spaces between them.
        also: endings of files that are meant besides, as for `gathered`.

    Returns:
        None where an address or a pattern is typed, where there is no such folder, and where
        nothing in it fits.
    """
    for path in _paths(typed):
        found = _beside(path, also)
        if found is not None:
            return found
    return None


class _Path(NamedTuple):
    """A path that somebody is typing."""

    before: str
    """What stands before it in the line."""
    text: str
    is_word: bool
    """Whether it is one of several words, so that a space in it is quoted."""

    def followed_by(self, text: str) -> str:
        """All of the line once the path is another."""
        return f"{self.before}{_quoted(text) if self.is_word else text}"


def _paths(typed: str) -> Iterator[_Path]:
    """All of the line where a path with spaces may be meant, then its last word."""
    if any(is_address(one) for one in typed.split()):
        return
    if " " in typed.strip():
        yield _Path("", typed, is_word=False)
    words = list(re.finditer(_WORD, typed))
    start = words[-1].start() if words and words[-1].end() == len(typed) else len(typed)
    if (word := _unquoted(typed[start:])) is not None:
        yield _Path(typed[:start], word, is_word=True)


def _unquoted(word: str) -> str | None:
    """A word as it is meant, a quote that is open closed at its end; None where it is none."""
    if os.name != "posix":
        return word.strip('"')
    for closing in ("", "'", '"'):
        try:
            return "".join(shlex.split(word + closing))
        except ValueError:
            continue
    return None


def _quoted(text: str) -> str:
    """A path as one word of a line."""
    if os.name != "posix":
        return f'"{text}"' if " " in text else text
    try:
        is_plain = not text or shlex.split(text) == [text]
    except ValueError:
        is_plain = False
    return text if is_plain else shlex.quote(text)


def _beside(path: _Path, also: tuple[str, ...]) -> ImportPlaces | None:
    folder, begun = os.path.split(path.text)
    if is_pattern(path.text):
        return None
    try:
        at = expanded(folder) if folder else Path()
        found = lying_in(at, lambda one: _is_offered(one, begun, also))
        where = on_one_line(os.path.abspath(at))  # noqa: PTH100 - a link stays one
    except (InputUnusable, OSError, ValueError):
        # Reading it says what is amiss.
        return None
    more = max(len(found) - MOST, 0)
    inside = [_place(one, path, folder) for one in found[:MOST]]
    if not begun and where != os.path.dirname(where):  # noqa: PTH120
        inside.insert(0, ImportPlace(f"..{os.sep}", path.followed_by(_above(folder)), True))
    is_all_there_is = [one.typed for one in inside] == [path.followed_by(path.text)]
    return ImportPlaces(where, inside, more) if inside and not is_all_there_is else None


def _place(one: Lying, path: _Path, folder: str) -> ImportPlace:
    name = f"{one.name}{os.sep}" if one.is_folder else one.name
    if not folder and name.startswith("~"):
        # Which is nobody's folder.
        folder = "."
    return ImportPlace(name, path.followed_by(os.path.join(folder, name)), one.is_folder)  # noqa: PTH118


def _is_offered(one: Lying, begun: str, also: tuple[str, ...]) -> bool:
    name = one.name
    if not name.lower().startswith(begun.lower()):
        return False
    if name.startswith(".") and not begun.startswith("."):
        return False
    # What cannot be shown as it is cannot be typed either.
    return on_one_line(name) == name and (one.is_folder or bool(begun) or is_meant(name, also))


def _above(folder: str) -> str:
    """The folder above one, as it is typed."""
    above, name = os.path.split(folder)
    if name in ("", ".", "..", "~") or (not above and name.startswith("~")):
        return os.path.join(folder, "..", "")  # noqa: PTH118
    return os.path.join(above, "")  # noqa: PTH118

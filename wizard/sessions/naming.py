"""How session files are called: as typed, a free one, and what to do where none has the name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from wizard.disk import reading
from wizard.disk.errors import NoSuchFile, as_typed, shown
from wizard.disk.folders import Lying, is_folder, lying_in
from wizard.problems import InputUnusable

SUFFIX: Final = ".toml"


def session_path(typed: str) -> Path:
    """The file meant by a name somebody typed: `~` is understood, and .toml may be left out.

    Raises:
        InputUnusable: where it cannot be the name of a session file, saying what to do.
    """
    path = expanded(typed)
    if is_folder(path) or names_folder(typed):
        raise InputUnusable([Problem(f"{shown(path)} is a folder. Add the name of a file in it.")])
    if path.name == SUFFIX:
        raise InputUnusable([Problem(f"The name before {SUFFIX} is missing. Type one.")])
    return with_ending(path, SUFFIX)


def with_ending(path: Path, ending: str) -> Path:
    """A path with an ending where somebody left it out; the `.1` of `gpt-4.1` is none."""
    return path if path.suffix[1:2].isalpha() else path.with_name(f"{path.name}{ending}")


def names_folder(typed: str) -> bool:
    """Whether a path somebody typed can be that of a folder alone."""
    return _unquoted(typed).endswith(("/", os.sep))


def expanded(typed: str) -> Path:
    """A path somebody typed, with `~` and `~user` replaced by the folder they stand for.

    It may stand in quotes, as file managers copy one.

    Raises:
        InputUnusable: where no such folder is known.
    """
    meant = _unquoted(typed)
    if not meant.startswith("~"):
        # A Path forgets the dot of ./~name, which says that it is a name.
        return Path(meant)
    try:
        return Path(meant).expanduser()
    except RuntimeError:
        user = Path(meant).parts[0]
        message = f"Nobody's folder is known as {user}. Write the path without it."
        raise InputUnusable([Problem(message)]) from None


def _unquoted(typed: str) -> str:
    text = typed.strip()
    if len(text) > 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return typed


def free_name(file: Path, mark: str) -> Path:
    """A name that is free, in the folder of a file and after its name."""
    for number in range(1, 100):
        tail = "" if number == 1 else f"-{number}"
        path = file.with_name(f"{file.stem}-{mark}{tail}{file.suffix or SUFFIX}")
        if not path.exists():
            break
    return path


def is_session(one: Lying) -> bool:
    """Whether what lies in a folder is called as a session is; hidden files are left out."""
    return not (one.is_folder or one.name.startswith(".")) and one.name.lower().endswith(SUFFIX)


_ALIKE: Final = 0.75
"""How much of two names has to be the same for one to be meant by the other."""


def what_to_do(missing: NoSuchFile) -> str:
    """The session beside it that may be meant, or how to begin one; as sentences."""
    path = missing.path
    if reading.is_pattern(str(path)):
        # A shell hands on as it stands what fits nothing.
        return "Check the name; as a pattern it fits no file."
    if not path.parent.is_dir():
        return missing.remedy
    begin = f"begin a session with `payback new {as_typed(path)}`."
    meant = _nearest(path, is_session)
    if meant is None:
        return f"Check the name, or {begin}"
    return f"Did you mean {shown(meant)}? Otherwise {begin}"


def folder_meant(path: Path) -> str:
    """The same of a folder: the one beside it that may be meant, as sentences."""
    meant = _nearest(path, lambda one: one.is_folder and not one.name.startswith("."))
    return "Check the name." if meant is None else f"Did you mean {shown(meant)}?"


def _nearest(path: Path, is_meant: Callable[[Lying], bool]) -> Path | None:
    from difflib import get_close_matches

    try:
        beside = lying_in(path.parent, is_meant)
    except OSError:
        return None
    names = {Path(one.name).stem.lower(): one.name for one in beside}
    # The ending is what is left out or mistyped most.
    close = get_close_matches(path.stem.lower(), names, n=1, cutoff=_ALIKE)
    return path.with_name(names[close[0]]) if close else None

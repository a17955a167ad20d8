"""How session files are called: as typed, a free one, one beside a name that is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from wizard.disk.errors import shown
from wizard.disk.folders import Lying, is_folder
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

"""What commands about a folder of sessions share: what is none, and reading one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from rules.answers.problem import Problem
from rules.words.wording import plural
from wizard.cli.common import STDOUT
from wizard.disk import piped
from wizard.disk.folders import is_folder
from wizard.problems import InputUnusable, say
from wizard.sessions.folder import NotASession, toml_files, without_sessions

Of = TypeVar("Of")


class Read(NamedTuple, Generic[Of]):
    """What a folder holds."""

    found: list[Of]
    """What was wanted of each session."""
    unusable: list[tuple[Path, Problem]]
    """Sessions that cannot be used, each with the first of its problems."""
    skipped: int
    """How many TOML files are no sessions."""


def refuse_no_folder(folder: Path, instead: str) -> None:
    """Refuse what is there and is no folder; `instead` says what to do with a session.

    Raises:
        InputUnusable: where it is something else.
    """
    if folder == STDOUT or (os.path.lexists(folder) and not is_folder(folder)):
        message = f"is no folder of sessions; name one, or {instead}"
        raise InputUnusable([Problem(message, file=piped.named(folder))])


def read_each(folder: Path, of: Callable[[Path], Of]) -> Read[Of]:
    """Read one session after the other, so that no more than one is in memory.

    Args:
        folder: where they lie, also below it.
        of: what is wanted of one; raises NotASession or InputUnusable as reading does.

    Raises:
        InputUnusable: where no file in it is a session.
    """
    read: Read[Of] = Read([], [], 0)
    for path in toml_files(folder):
        try:
            read.found.append(of(path))
        except NotASession:
            read = read._replace(skipped=read.skipped + 1)
        except InputUnusable as wrong:
            read.unusable.append((path, wrong.problems[0]))
    tell_skipped(read.skipped)
    if not (read.found or read.unusable):
        raise without_sessions(folder)
    return read


def tell_skipped(count: int) -> None:
    """Say how many files of a folder are no sessions, where any is none."""
    if count:
        say(f"{plural(count, 'TOML file is', 'TOML files are')} no session; skipped.")

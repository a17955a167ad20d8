"""The cases of a folder, read for what they are to each other.

Source: docs/specification.md §16.1.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.assess import outcome_of
from rules.comparing.portfolio.member import Link, Member, member_of
from wizard.problems import InputUnusable
from wizard.sessions.folder import NotASession, read_case, toml_files
from wizard.sessions.session_file import read_session


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds."""

    path: Path
    members: tuple[Member, ...]
    files: Mapping[str, Path]
    """Of members and of what cannot be used, by name."""
    unusable: Mapping[str, Problem]
    """The first problem of each session that cannot be used, by its name."""
    doubts: tuple[Problem, ...]
    """What stands twice in it."""
    skipped: int
    """TOML files that are no sessions."""

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems whose file is the name of a member, with its path, and the line of the key."""
        found: list[Problem] = []
        for problem in problems:
            path = self.files[problem.file]
            try:
                # Where lines are is only read of the few files in which something is amiss.
                found += read_session(path, only_read=True).placed([problem])
            except InputUnusable:
                # It has changed meanwhile.
                found.append(problem.at(str(path), None))
        return tuple(found)


def read_folder(
    folder: Path,
    policy_of: Callable[[Path], TeamPolicy | None],
    wanted: Callable[[], bool] = lambda: True,
) -> Folder:
    """Judge every session in a folder, and in those below it.

    `wanted` is asked now and then; with False the rest is left out.

    Raises:
        InputUnusable: where a folder cannot be listed.
    """
    names: dict[str, str] = {}
    doubts: list[Problem] = []
    files: dict[str, Path] = {}
    for path in toml_files(folder):
        name = path.relative_to(folder).as_posix()
        first = names.setdefault(os.path.realpath(path), name)
        if first == name:
            files[name] = path
        else:
            message = f"is the same file as {first}, and counted once"
            doubts.append(Problem(message, file=str(path), severity="warning"))
    members: list[Member] = []
    unusable: dict[str, Problem] = {}
    contents: dict[bytes, str] = {}
    skipped = 0
    for name, path in files.items():
        if not wanted():
            break
        try:
            team = policy_of(path)
            case, title = read_case(path, team)
        except NotASession:
            skipped += 1
            continue
        except InputUnusable as problems:
            unusable[name] = problems.problems[0]
            continue
        outcome = outcome_of(case, team)
        if outcome.too_large is not None:
            problem = Problem("makes figures too large to calculate with", key=outcome.too_large)
            unusable[name] = problem.at(str(path), None)
            continue

        def linked(key: str, texts: Iterable[str], beside: Path = path) -> tuple[Link, ...]:
            return tuple(
                Link(f"portfolio.{key}[{at}]", text, names.get(_real(beside.parent, text)))
                for at, text in enumerate(texts)
            )

        members.append(
            member_of(
                name,
                title,
                case,
                outcome,
                team,
                needs=linked("needs", case.portfolio.needs),
                excludes=linked("excludes", case.portfolio.excludes),
            )
        )
        first = contents.setdefault(_content(path), name)
        if first != name:
            message = f"has the same content as {first}; is the case meant twice?"
            doubts.append(Problem(message, file=str(path), severity="warning"))
    return Folder(folder, tuple(members), files, unusable, tuple(doubts), skipped)


def _real(folder: Path, text: str) -> str:
    """The file that a text names, links followed; no file where it can name none."""
    try:
        return os.path.realpath(folder / text)
    except ValueError:
        return ""


def _content(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        # It was read a moment ago, and is gone.
        return str(path).encode(errors="surrogateescape")

"""The files that a command names by paths, patterns and folders, and what sources call them."""

from __future__ import annotations

import errno
import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rules.answers.problem import Problem
from rules.words.wording import listed, plural, visible
from wizard.disk.errors import explain, shown
from wizard.disk.reading import is_pattern
from wizard.imports.files import packing
from wizard.problems import InputUnusable

_ENDINGS: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet")
OF_EVALUATIONS: Final = (".eval",)
"""Endings that evaluations have besides."""
_MOST_NAMED: Final = 3
_LONGEST_SOURCE: Final = 120
"""Signs of the files' names in a source line."""


class Found(NamedTuple):
    """Files to be read, and what has to be said of how they were found."""

    paths: list[Path]
    """Each once, sorted within a pattern or a folder."""
    notes: tuple[str, ...] = ()


def gathered(sources: Iterable[str], also: tuple[str, ...] = ()) -> Found:
    """The files that paths, patterns such as `logs/**/*.csv`, and folders name.

    In a folder, files of the endings `also` are meant besides.

    Raises:
        InputUnusable: with every source that names no file, or may not be looked into.
    """
    found: dict[Path, Path] = {}
    locked: dict[str, None] = {}
    problems = []
    for source in map(_in_its_folder, sources):
        try:
            paths = list(_of(source, also))
            refusals = list(_refusals(source)) if not Path(source).exists() else []
            if refusals and not paths:
                raise refusals[0]
            locked.update((shown(Path(one.filename)), None) for one in refusals)
            why = "" if paths else _nothing(source)
        except OSError as failure:
            source, paths = failure.filename or source, []
            why = "cannot be read: {}. {}".format(*explain(failure))
        if why:
            problems.append(Problem(why, file=shown(Path(source)) if source else ""))
        for path in paths:
            found.setdefault(path.resolve(), path)
    if problems:
        raise InputUnusable(problems)
    return Found(list(found.values()), _passed_over(list(locked)))


def _in_its_folder(source: str) -> str:
    """A source with the folder of one's own in place of `~`, which a shell leaves within quotes."""
    is_own = source.startswith(("~/", f"~{os.sep}")) and not os.path.lexists("~")
    return os.path.expanduser(source) if is_own else source  # noqa: PTH111 - bears having none


def _passed_over(locked: list[str]) -> tuple[str, ...]:
    if not locked:
        return ()
    more = len(locked) - _MOST_NAMED
    named = locked if more < 2 else [*locked[:_MOST_NAMED], f"{more} more"]
    return (f"you do not have permission to look into {listed(named)}: nothing there is read",)


def _of(source: str, also: tuple[str, ...]) -> Iterable[Path]:
    if not source:
        # Which Path takes for the folder at hand.
        return []
    path = Path(source)
    if path.is_file():
        return [path]
    if path.is_dir():
        return sorted(one for one in _below(path) if is_meant(one.name, also) and one.is_file())
    if is_pattern(source):
        # A pattern may begin anywhere, which a Path does not allow.
        matches = map(Path, glob.glob(source, recursive=True))  # noqa: PTH207
        return sorted(one for one in matches if one.is_file())
    return []


def _refusals(pattern: str) -> Iterator[PermissionError]:
    """Of each folder on the way of a pattern that may not be looked into: glob passes over it."""
    folder, name = os.path.split(pattern)
    while folder and name and is_pattern(pattern):
        for at in sorted(glob.iglob(f"{folder}/", recursive=True)):  # noqa: PTH207
            try:
                if is_pattern(name):
                    os.scandir(at).close()
                else:
                    os.lstat(Path(at, name))
            except PermissionError:
                yield PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(Path(at)))
            except OSError:
                # There is nothing of that name in it.
                continue
        pattern = folder
        folder, name = os.path.split(pattern)


def _below(folder: Path) -> Iterator[Path]:
    """What lies in a folder and in those in it; one that may not be read is an error, no gap."""

    def refuse(failure: OSError) -> None:
        raise failure

    for at, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(at, name) for name in names)


def is_meant(name: str, also: tuple[str, ...] = ()) -> bool:
    """Whether a file of this name is read where its folder is named; `also` as for `gathered`."""
    # What is packed as nothing here unpacks it is meant as well: it is refused, not passed over.
    name = name.lower()
    packed = next((one for one in packing.ENDINGS if name.endswith(one)), "")
    return name.removesuffix(packed).endswith((*_ENDINGS, *also))


def _nothing(source: str) -> str:
    if not source:
        return "an empty text names no file"
    path = Path(source)
    if path.is_dir():
        return "holds no CSV, JSON, JSON lines or Parquet"
    if path.exists() or source == "-":
        return "is no file that can be read in any order; write it to a file first"
    if is_pattern(source):
        return "matches no file; look at the pattern"
    return "is not there; look at the path"


def named(paths: Sequence[Path]) -> str:
    """The names of files, as source lines have them."""
    names = [visible(path.name) for path in paths]
    told = (
        f"{name} ({times} files)" if times > 1 else name for name, times in Counter(names).items()
    )
    joined = ", ".join(told)
    if len(joined) <= _LONGEST_SOURCE:
        return joined
    first, others = names[0], len(names) - 1
    if len(first) > _LONGEST_SOURCE:
        first = f"{first[: _LONGEST_SOURCE - 1]}…"
    return f"{first} and {plural(others, 'other file', 'other files')}" if others else first

"""The files that a command names: paths, patterns and folders."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from wizard.disk.errors import explain, shown
from wizard.problems import InputUnusable

_PATTERN: Final = "*?["
_ENDINGS: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet")
_PACKED: Final = ".gz"


def gathered(sources: Iterable[str], also: tuple[str, ...] = ()) -> list[Path]:
    """The files that sources name, each once, sorted within a pattern or a folder.

    Args:
        sources: paths, patterns such as `logs/*.jsonl.gz` or `logs/**/*.csv`, and folders.
        also: endings of files that are meant in a folder besides.

    Raises:
        InputUnusable: with every source that names no file, or may not be looked into.
    """
    found: dict[Path, Path] = {}
    problems = []
    for source in sources:
        try:
            paths = list(_of(source, (*_ENDINGS, *also)))
            why = "" if paths else _nothing(source)
        except OSError as failure:
            source, paths = failure.filename or source, []
            why = "cannot be read: {}. {}".format(*explain(failure))
        if why:
            problems.append(Problem(why, file=shown(Path(source))))
        for path in paths:
            found.setdefault(path.resolve(), path)
    if problems:
        raise InputUnusable(problems)
    return list(found.values())


def _of(source: str, endings: tuple[str, ...]) -> Iterable[Path]:
    path = Path(source)
    if path.is_file():
        return [path]
    if path.is_dir():
        return sorted(one for one in _below(path) if _is_meant(one, endings) and one.is_file())
    if any(sign in source for sign in _PATTERN):
        # A pattern may begin anywhere, which a Path does not allow.
        matches = map(Path, glob.glob(source, recursive=True))  # noqa: PTH207
        return sorted(one for one in matches if one.is_file())
    return []


def _below(folder: Path) -> Iterator[Path]:
    """What lies in a folder and in those in it; one that may not be read is an error, no gap."""

    def refuse(failure: OSError) -> None:
        raise failure

    for at, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(at, name) for name in names)


def _is_meant(path: Path, endings: tuple[str, ...]) -> bool:
    name = path.name.lower()
    return name.removesuffix(_PACKED).endswith(endings)


def _nothing(source: str) -> str:
    path = Path(source)
    if path.is_dir():
        return "holds no CSV, JSON, JSON lines or Parquet"
    if path.exists():
        return "is no file that can be read in any order; write it to a file first"
    if any(sign in source for sign in _PATTERN):
        return "matches no file; look at the pattern"
    return "is not there; look at the path"

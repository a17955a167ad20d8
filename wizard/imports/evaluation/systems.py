"""Which answers are the teacher's and which the student's, by the names somebody gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wizard.disk.errors import shown
from wizard.imports.evaluation.content import Content
from wizard.imports.evaluation.refusing import LeavesOpen, clipped, named

_NO_FOLDER = re.compile(r'["<>:/|\\?*\[\]]+')
"""What lm-evaluation-harness replaces, `sanitize_model_name` of `lm_eval/utils.py`."""


class Source(NamedTuple):
    """A file, and what was read of it."""

    path: Path
    content: Content


class System(NamedTuple):
    """One of the two that are compared."""

    name: str
    """As its source calls it, or as it was called on the command line where none does."""
    members: frozenset[tuple[int, str | None]]
    """Its answers: by number of the source, and the name they have there."""


def system_of(sources: Sequence[Source], wanted: str, option: str) -> System:
    """The system that goes by the name an option was given.

    A name that stands in a source comes first: whole, then in any case, then its last part, behind
    a provider. What names no system goes by its path, its file's name or its folder.

    Raises:
        InputUnusable: where nothing goes by this name, or several systems do.
    """
    named_there = [
        (number, name)
        for number, source in enumerate(sources)
        for name in dict.fromkeys(one.system for one in source.content.answers)
        if name is not None
    ]
    nameless = [
        (number, None)
        for number, source in enumerate(sources)
        if any(one.system is None for one in source.content.answers)
    ]
    by_file = {
        (number, name)
        for number, name in (*nameless, *_alone(sources))
        if {wanted, _as_folder(wanted)} & _names_of(sources[number].path)
    }
    for is_called in (_exactly, _in_any_case, _at_the_end):
        found = [
            (number, name)
            for number, name in named_there
            if any(
                is_called(one, wanted)
                for one in (name, *sources[number].content.aliases.get(name, ()))
            )
        ]
        names = list(dict.fromkeys(name for _, name in found))
        if len(names) > 1:
            message = f"{option} {clipped(wanted)}: that may be {named(names)}; name it whole"
            raise LeavesOpen(message, option, names)
        if names:
            return System(names[0], frozenset(found) | {one for one in by_file if one[1] is None})
    if by_file:
        return System(wanted, frozenset(by_file))
    there = list(dict.fromkeys(name for _, name in named_there))
    what = f"{option} {clipped(wanted)}: no source has a system of this name"
    if not wanted:
        what = f"{option} is missing: say which system it is"
    files = [shown(sources[number].path) for number, _ in nameless]
    hint = f"; files that name none go by their path or folder: {named(files)}" if files else ""
    paths = [str(sources[number].path) for number, _ in nameless]
    raise LeavesOpen(f"{what}; there are {named(there)}{hint}", option, [*there, *paths])


def _alone(sources: Sequence[Source]) -> Iterator[tuple[int, str]]:
    """Sources with one system, which may be called by the file as well."""
    for number, source in enumerate(sources):
        names = {one.system for one in source.content.answers}
        (only, *others) = names
        if not others and only is not None:
            yield number, only


def _names_of(path: Path) -> frozenset[str]:
    """What a file goes by."""
    stem = path.name.removesuffix(".gz")
    return frozenset((str(path), path.name, stem, Path(stem).stem, path.absolute().parent.name))


def _as_folder(name: str) -> str:
    """A model's name as lm-evaluation-harness calls the folder of its results."""
    return _NO_FOLDER.sub("__", name)


def _exactly(name: str, wanted: str) -> bool:
    return name == wanted


def _in_any_case(name: str, wanted: str) -> bool:
    return name.casefold() == wanted.casefold()


def _at_the_end(name: str, wanted: str) -> bool:
    folded = name.casefold()
    return any(folded.endswith(f"{mark}{wanted.casefold()}") for mark in ":/")

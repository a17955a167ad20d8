"""What sources of every kind refuse alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rules.answers.problem import Problem
from rules.words.wording import listed, plural, visible
from wizard.imports.request import Request
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable

_LONGEST_SOURCE: Final = 120
"""Signs of the files' names in a source line."""


def refuse_by(request: Request, format: Format) -> None:
    """Refuse what a format does not tell calls apart by.

    Raises:
        InputUnusable: where it is that.
    """
    if request.by and request.by not in format.endpoints:
        names = listed(list(format.endpoints), "or")
        message = f"'{format.title}' does not tell calls apart by '{request.by}'; use {names}"
        raise InputUnusable([Problem(visible(message), "--by")])


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

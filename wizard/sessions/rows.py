"""Which row of a repeated table became which: so that an edited list keeps each row's comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_NAMES = ("name", "participant", "key", "number", "a", "b")
"""Keys by which people tell rows apart (specification 1.2)."""


def matched_rows(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new row the index of the old row it continues, or None for an added one.

    Equal rows belong together, then rows of the same name; where the number of rows is the same,
    what is left at the same place is taken to be renamed.
    """
    result: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    for identity in (_content, _name):
        waiting: dict[Any, list[int]] = {}
        for i in reversed(free):
            mark = identity(old[i])
            if mark is not None:
                waiting.setdefault(mark, []).append(i)
        for j, row in enumerate(new):
            candidates = waiting.get(identity(row)) if result[j] is None else None
            if candidates:
                result[j] = candidates.pop()
                del free[result[j]]  # type: ignore[arg-type]
    if len(old) == len(new):
        for j in range(len(new)):
            if result[j] is None and j in free:
                result[j] = j
                del free[j]
    return result


def _content(row: Any) -> Any:
    return repr(sorted(row.items())) if isinstance(row, dict) else repr(row)


def _name(row: Any) -> Any:
    if not isinstance(row, dict):
        return None
    names = tuple(repr(row.get(key)) for key in _NAMES)
    return names if any(key in row for key in _NAMES) else None

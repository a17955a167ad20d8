"""What an edit comes down to: single steps, found by comparing contents as plain data.

Neither the text nor any way of writing it is known here.
"""

from __future__ import annotations

import datetime
import enum
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rules.answers.keys import from_path
from rules.answers.validation import Path
from wizard.toml.spelling import is_table_list

_NAMES = ("name", "participant", "key", "number", "a", "b")
"""Keys by which people tell rows apart (specification 1.2)."""


class Removal(enum.Enum):
    """The type of REMOVE."""

    REMOVE = "remove"


REMOVE: Final = Removal.REMOVE
"""As the value of a change: the key, table or row is taken out."""


class Unsafe(Exception):
    """The text has no place where this key can be changed without changing something else."""

    def __init__(self, path: Path, why: str = "") -> None:
        self.path = path
        self.key = from_path(path)
        super().__init__(
            f"{self.key} cannot be changed in place: "
            f"{why or 'the way this part of the file is written leaves no safe spot'}. "
            "The file is untouched. Rewrite that part by hand, with a [table] header and one key "
            "per line, and save again."
        )


class Step(NamedTuple):
    """One value that is replaced, added or taken out; or rows that change places."""

    path: Path
    value: Any
    """REMOVE to take it out; for rows that change places all of them, in their new order."""
    after: str | None = None
    """The sibling that a new member of an inline table follows."""
    order: tuple[int, ...] | None = None
    """The present numbers of the rows at `path`, in their new order."""

    def applied(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """What `data` is after this step."""
        changed: Mapping[str, Any] = put(data, self.path, self.value)
        return changed


def steps_between(
    path: Path, old: Any, new: Any, movable: Callable[[Path], bool], after: str | None = None
) -> Iterator[Step]:
    """The steps that turn the value `old` at `path` into `new`; none where they are equal.

    Row numbers in a step are those that apply after the steps before it. `movable` tells of the
    path of a list of tables whether its rows can change places.
    """
    if new is REMOVE:
        if old is not REMOVE:
            yield Step(path, REMOVE)
    elif old is REMOVE:
        yield Step(path, new, after)
    elif alike(old, new, same_type=False):
        return
    elif isinstance(old, dict) and isinstance(new, dict):
        previous: str | None = None
        for key, value in new.items():
            yield from steps_between((*path, key), old.get(key, REMOVE), value, movable, previous)
            previous = key
        # Last, because a table of dotted keys is gone once its last key is.
        for key in old:
            if key not in new:
                yield Step((*path, key), REMOVE)
    elif is_table_list(old) and (is_table_list(new) or new == []):
        yield from _row_steps(path, old, new, movable)
    else:
        yield Step(path, new)


def _row_steps(
    path: Path, old: list[Any], new: list[Any], movable: Callable[[Path], bool]
) -> Iterator[Step]:
    matches = _matched_rows(old, new)
    kept = [i for i in matches if i is not None]
    if (kept != sorted(kept) or None in matches[: len(kept)]) and not movable(path):
        # Rows that cannot change places change their contents instead.
        matches = [i if i < len(old) else None for i in range(len(new))]
    added = [row for match, row in zip(matches, new, strict=True) if match is None]
    for i, row in enumerate(added, len(old)):
        yield Step((*path, i), row)
    fresh = iter(range(len(old), len(old) + len(added)))
    order = [next(fresh) if match is None else match for match in matches]
    for i, row in zip(order, new, strict=True):
        if i < len(old):
            yield from steps_between((*path, i), old[i], row, movable)
    for i in sorted(set(range(len(old))) - set(order), reverse=True):
        yield Step((*path, i), REMOVE)
    left = sorted(order)
    if order != left:
        yield Step(path, new, order=tuple(left.index(i) for i in order))


def _matched_rows(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new row the index of the old row it continues, or None for an added one.

    Equal rows belong together, then rows of the same name; where the number of rows is the same,
    what is left at the same place is taken to be renamed.
    """
    result: list[int | None] = [None] * len(new)
    free = list(range(len(old)))
    for same in (_same_row, _same_name):
        for j, row in enumerate(new):
            found = next((i for i in free if same(old[i], row)), None)
            if result[j] is None and found is not None:
                result[j] = found
                free.remove(found)
    if len(old) == len(new):
        result = [j if i is None and j in free else i for j, i in enumerate(result)]
    return result


def _same_row(a: Any, b: Any) -> bool:
    return alike(a, b, same_type=False)


def _same_name(a: Any, b: Any) -> bool:
    return any(name in a for name in _NAMES) and all(a.get(k) == b.get(k) for k in _NAMES)


# ------------------------------------------------------------------ plain data


def lookup(data: Any, path: Path) -> Any:
    """The value at `path`, or REMOVE where there is none."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, list) or not 0 <= part < len(data):
                return REMOVE
        elif not isinstance(data, dict) or part not in data:
            return REMOVE
        data = data[part]
    return data


def put(data: Any, path: Path, value: Any, done: int = 0) -> Any:
    """A copy of `data` with `value` at `path`; what is not on the way is shared."""
    if done == len(path):
        return value
    part = path[done]
    last = done + 1 == len(path)
    if value is REMOVE and lookup(data, (part,)) is REMOVE:
        return data
    if isinstance(part, int):
        if not isinstance(data, list):
            raise Unsafe(path, f"{from_path(path[:done])} is not a list")
        if not 0 <= part <= len(data):
            raise ValueError(f"{from_path(path)}: there are only {len(data)} rows")
        if value is REMOVE and last:
            return data[:part] + data[part + 1 :]
    else:
        if not isinstance(data, dict):
            raise Unsafe(path, f"{from_path(path[:done])} is a value, not a table")
        if value is REMOVE and last:
            return {key: item for key, item in data.items() if key != part}
    empty: Any = [] if not last and isinstance(path[done + 1], int) else {}
    present = lookup(data, (part,))
    below = put(empty if present is REMOVE else present, path, value, done + 1)
    if isinstance(part, int):
        return [*data[:part], below, *data[part + 1 :]]
    return {**data, part: below}


def removal_outcomes(data: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    """What removing `path` may leave: tables and lists that it empties need not remain."""
    outcomes = [put(data, path, REMOVE)]
    for depth in range(len(path) - 1, 0, -1):
        if isinstance(path[depth - 1], int) or lookup(outcomes[-1], path[:depth]) not in ({}, []):
            # A row that is emptied remains a row.
            break
        outcomes.append(put(data, path[:depth], REMOVE))
    return outcomes


def alike(a: Any, b: Any, *, same_type: bool) -> bool:
    """Whether two values are equal; without `same_type` 6 and 6.0 are, true and 1 never."""
    if a is b:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(
            alike(item, b[key], same_type=same_type) for key, item in a.items()
        )
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(
            alike(x, y, same_type=same_type) for x, y in zip(a, b, strict=True)
        )
    if type(a) is not type(b):
        numbers = {type(a), type(b)} == {int, float}
        return numbers and not same_type and bool(a == b)
    if isinstance(a, float):
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        return a == b and (not same_type or math.copysign(1, a) == math.copysign(1, b))
    if isinstance(a, datetime.datetime | datetime.time):
        # Equal instants in different zones are written differently.
        return bool(a == b) and a.isoformat() == b.isoformat()
    return bool(a == b)


def without_empty(value: Any) -> Any:
    """Without tables and lists that hold nothing, which a removal may or may not leave behind."""
    if isinstance(value, dict):
        slim = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in slim.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    return value

"""Editing a session file in place: what was not changed stays byte for byte.

A session lives in version control and is edited by hand, so a save that changes one number must
change one number in the diff: comments, the order of keys and the spelling of other numbers are
the author's. `edit` takes the text and the changes and gives back the new text. Values are replaced
at their exact place in the source; after each step the text is parsed with tomllib and compared
with what the change should have made of the contents. A step with a different outcome is written
in another way, and if none is right the edit is refused: it never returns a changed meaning.
"""

from __future__ import annotations

import datetime
import enum
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, Literal, TypeAlias

from wizard.sessions import splices
from wizard.sessions.layout import Layout, Path, ScanError
from wizard.sessions.rows import matched_rows
from wizard.sessions.spelling import Value, is_table_list, plain, spell_key

__all__ = ["REMOVE", "Path", "Unsafe", "Value", "edit"]


class _Removal(enum.Enum):
    REMOVE = "remove"


REMOVE: Final = _Removal.REMOVE
"""As the value of a change: the key, table or row is taken out."""
Change: TypeAlias = Value | Literal[_Removal.REMOVE]

_BOM = "\ufeff"


class Unsafe(Exception):
    """The text has no place where this key can be changed without changing something else."""

    def __init__(self, path: Path, why: str = "") -> None:
        self.path = path
        self.key = _shown(path)
        super().__init__(
            f"{self.key} cannot be changed in place: "
            f"{why or 'the way this part of the file is written leaves no safe spot'}. "
            "The file is untouched. Rewrite that part by hand, with a [table] header and one key "
            "per line, and save again."
        )


def edit(text: str, changes: Mapping[Path, Change], *, last_table: str = "result") -> str:
    """The text of a session with `changes` made in place.

    Paths are relative to the root; ints in them are 0-based rows as they are before the edit, and
    the number of rows adds one. A dict is merged into a table key by key, keys that it lacks are
    taken out. A value that is equal to the present one (6e6 and 6_000_000 are) leaves its spelling
    alone. New tables go behind their kin, or in front of `last_table`, which belongs to the
    program and is written at the end of the file.

    Raises Unsafe where a key cannot be changed without side effects, ValueError and TypeError for
    values that TOML cannot hold and for changes that overlap, tomllib.TOMLDecodeError where `text`
    is not TOML.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    draft = _Draft(text[len(bom) :], last_table)
    wanted = _in_order(changes)
    expected = draft.data
    for path, value in wanted:
        expected = _put_plain(expected, path, value)
    draft.replace_scalars(wanted)
    draft.open_tables(wanted)
    for path, value in wanted:
        if path == (last_table,) and isinstance(value, dict):
            draft.put_owned(path, value)
        else:
            draft.put(path, value)
    if not _alike(_without_empty(expected), _without_empty(draft.data), same_type=False):
        raise Unsafe(wanted[0][0])
    return bom + draft.text


def _in_order(changes: Mapping[Path, Change]) -> list[tuple[Path, Any]]:
    """The changes with plain values, in an order in which row numbers mean what they meant."""
    values: list[tuple[Path, Any]] = []
    removals: list[tuple[Path, Any]] = []
    for path, value in changes.items():
        if not path or isinstance(path[0], int):
            raise ValueError(f"not the path of a key: {path!r}")
        for depth in range(1, len(path)):
            if path[:depth] in changes:
                raise ValueError(f"{_shown(path)} and {_shown(path[:depth])} are both changed")
        if value is REMOVE:
            removals.append((path, REMOVE))
        else:
            try:
                values.append((path, plain(value)))
            except (TypeError, ValueError) as error:
                raise type(error)(f"{_shown(path)}: {error}") from error
    # Rows are added in their order, and taken out from the back.
    values.sort(key=lambda change: _row_order(change[0]))
    removals.sort(key=lambda change: _row_order(change[0]), reverse=True)
    return values + removals


def _row_order(path: Path) -> tuple[int, ...]:
    return tuple(part for part in path if isinstance(part, int))


class _Draft:
    """A text under edit together with its contents, always in step."""

    def __init__(self, text: str, last_table: str) -> None:
        self.text = text
        self.data: dict[str, Any] = tomllib.loads(text)
        self._last_table = last_table
        self._layout: Layout | None = None

    def put(self, path: Path, new: Any, after: str | None = None) -> None:
        """Make the value at `path` equal to `new`, or take it out."""
        old = _lookup(self.data, path)
        if new is REMOVE:
            if old is not REMOVE:
                self._remove(path)
        elif old is REMOVE:
            self._insert(path, new, after)
        elif _alike(old, new, same_type=False):
            return
        elif isinstance(old, dict) and isinstance(new, dict):
            self._put_dict(path, old, new)
        elif is_table_list(old) and (is_table_list(new) or new == []):
            self._put_rows(path, old, new)
        elif isinstance(old, list) and isinstance(new, list):
            self._put_items(path, old, new)
        else:
            self._replace(path, new)

    def put_owned(self, path: Path, new: dict[str, Any]) -> None:
        """Like `put` for the table the program owns: written anew where it cannot be edited."""
        start = self.text, self.data, self._layout
        try:
            self.put(path, new)
        except Unsafe:
            self.text, self.data, self._layout = start
            self._remove(path)
            text = splices.appended(self._laid_out(path), path, new)
            self._commit(path, [_put_plain(self.data, path, new)], iter([text]))

    def replace_scalars(self, wanted: Iterable[tuple[Path, Any]]) -> None:
        """Replace all single values at once, since most saves need nothing else.

        Should the outcome not be right, nothing is done here, and `put` goes step by step.
        """
        found: list[tuple[Path, Any]] = []
        for path, value in wanted:
            found += _changed_scalars(path, _lookup(self.data, path), value)
        if len(found) < 2:
            return
        with suppress(Unsafe, KeyError):
            text = splices.replaced_all(self._laid_out(found[0][0]), found)
            expected = self.data
            for path, value in found:
                expected = _put_plain(expected, path, value)
            self._commit(found[0][0], [expected], iter([text]))

    def open_tables(self, wanted: Iterable[tuple[Path, Any]]) -> None:
        """Write each table that is missing in one step: a new session gets many keys at once."""
        missing: dict[Path, dict[str, Any]] = {}
        for path, value in wanted:
            parent, key = path[:-1], path[-1]
            if parent and isinstance(key, str) and value is not REMOVE:
                if _lookup(self.data, parent) is REMOVE and all(isinstance(p, str) for p in parent):
                    missing.setdefault(parent, {})[key] = value
        for parent, table in missing.items():
            with suppress(Unsafe, splices.Unreachable):
                if len(table) > 1:
                    text = splices.with_table(
                        self._laid_out(parent), parent, table, last_table=self._last_table
                    )
                    self._commit(parent, [_put_plain(self.data, parent, table)], iter([text]))

    def _put_dict(self, path: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
        previous: str | None = None
        for key, value in new.items():
            self.put((*path, key), value, previous)
            previous = key
        # Last, because a table of dotted keys is gone once its last key is.
        for key in old:
            if key not in new:
                self.put((*path, key), REMOVE)

    def _put_rows(self, path: Path, old: list[Any], new: list[Any]) -> None:
        by_header = path not in self._laid_out(path).values
        matches = matched_rows(old, new)
        kept = [i for i in matches if i is not None]
        if kept != sorted(kept) or None in matches[: len(kept)]:
            if not by_header:
                self._replace(path, new)
                return
            if not splices.are_contiguous(self._laid_out(path), path):
                # Blocks that stand apart cannot change places: the rows change contents instead.
                matches = [i if i < len(old) else None for i in range(len(new))]
        added = [row for match, row in zip(matches, new, strict=True) if match is None]
        if added:
            self._append_rows(path, added, len(old), by_header=by_header)
        fresh = iter(range(len(old), len(old) + len(added)))
        order = [next(fresh) if match is None else match for match in matches]
        for i, row in zip(order, new, strict=True):
            self.put((*path, i), row)
        for i in sorted(set(range(len(old))) - set(order), reverse=True):
            self.put((*path, i), REMOVE)
        left = sorted(order)
        if order != left:
            rows = _lookup(self.data, path)
            order = [left.index(i) for i in order]
            text = splices.rearranged(self._laid_out(path), path, order)
            expected = _put_plain(self.data, path, [rows[i] for i in order])
            self._commit(path, [expected], iter([text]))

    def _append_rows(self, path: Path, rows: list[Any], length: int, *, by_header: bool) -> None:
        if not by_header:
            for i, row in enumerate(rows, length):
                self.put((*path, i), row)
            return
        expected = _put_plain(self.data, path, [*_lookup(self.data, path), *rows])
        first = (*path, length)
        texts = splices.inserted(self._laid_out(path), first, rows, last_table=self._last_table)
        self._commit(first, [expected], texts)

    def _put_items(self, path: Path, old: list[Any], new: list[Any]) -> None:
        """Change a list element by element where that keeps comments, else as a whole."""
        node = self._laid_out(path).values.get(path)
        if node is None or "#" not in self.text[node.start : node.end]:
            self._replace(path, new)
            return
        kept = [i for i, item in enumerate(old) if item in new]
        if len(old) == len(new) and all(_alike(old[i], new[i], same_type=False) for i in kept):
            kept = list(range(len(old)))
        elif not kept or not _alike([old[i] for i in kept], new[: len(kept)], same_type=False):
            self._replace(path, new)
            return
        for i in reversed(range(len(old))):
            if i not in kept:
                self.put((*path, i), REMOVE)
        for i, item in enumerate(new):
            self.put((*path, i), item)

    def _remove(self, path: Path) -> None:
        texts = _attempt(splices.removed, self._laid_out(path), path)
        self._commit(path, _removal_outcomes(self.data, path), texts)

    def _replace(self, path: Path, new: Any) -> None:
        self._commit(path, [_put_plain(self.data, path, new)], self._replacements(path, new))

    def _replacements(self, path: Path, new: Any) -> Iterator[str]:
        layout = self._laid_out(path)
        node = layout.values.get(path)
        if node is None or (node.kind == "array" and not node.items and is_table_list(new)):
            # A table, or the `[]` where rows are to come: what follows is written anew.
            rest = _layout_of(splices.removed(layout, path), path)
            yield from splices.inserted(rest, path, new, last_table=self._last_table)
        if node is not None:
            yield splices.replaced(layout, path, new)

    def _insert(self, path: Path, new: Any, after: str | None) -> None:
        layout = self._laid_out(path)
        texts = splices.inserted(layout, path, new, last_table=self._last_table, after=after)
        self._commit(path, [_put_plain(self.data, path, new)], texts)

    def _commit(self, path: Path, outcomes: list[dict[str, Any]], texts: Iterator[str]) -> None:
        """Take the first text that means one of the outcomes; raise Unsafe without one."""
        with suppress(splices.Unreachable):
            for text in texts:
                try:
                    data = tomllib.loads(text)
                except (tomllib.TOMLDecodeError, RecursionError):
                    continue
                if any(_alike(data, outcome, same_type=True) for outcome in outcomes):
                    self.text, self.data, self._layout = text, data, None
                    return
        raise Unsafe(path)

    def _laid_out(self, path: Path) -> Layout:
        """Where things stand in the present text; `path` is blamed if that cannot be told."""
        if self._layout is None:
            self._layout = _layout_of(self.text, path)
        return self._layout


def _layout_of(text: str, path: Path) -> Layout:
    try:
        return Layout(text)
    except (ScanError, RecursionError) as error:
        raise Unsafe(path) from error


def _attempt(splice: Callable[[Layout, Path], str], layout: Layout, path: Path) -> Iterator[str]:
    yield splice(layout, path)


def _changed_scalars(path: Path, old: Any, new: Any) -> Iterator[tuple[Path, Any]]:
    """The single values that differ, in tables that both sides have."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in new.keys() & old.keys():
            yield from _changed_scalars((*path, key), old[key], new[key])
        return
    if old is REMOVE or new is REMOVE or isinstance(old, dict | list | str):
        # Texts may be spelled over several lines, which is looked after one by one.
        return
    if not isinstance(new, dict | list) and not _alike(old, new, same_type=False):
        yield path, new


# ------------------------------------------------------- the same on plain data


def _lookup(data: Any, path: Path) -> Any:
    """The value at `path`, or REMOVE where there is none."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, list) or not 0 <= part < len(data):
                return REMOVE
        elif not isinstance(data, dict) or part not in data:
            return REMOVE
        data = data[part]
    return data


def _put_plain(data: Any, path: Path, value: Any, done: int = 0) -> Any:
    """A copy of `data` with `value` at `path`; what is not on the way is shared."""
    if done == len(path):
        return value
    part = path[done]
    last = done + 1 == len(path)
    if value is REMOVE and _lookup(data, (part,)) is REMOVE:
        return data
    if isinstance(part, int):
        if not isinstance(data, list):
            raise Unsafe(path, f"{_shown(path[:done])} is not a list")
        if not 0 <= part <= len(data):
            raise ValueError(f"{_shown(path)}: there are only {len(data)} rows")
        if value is REMOVE and last:
            return data[:part] + data[part + 1 :]
    else:
        if not isinstance(data, dict):
            raise Unsafe(path, f"{_shown(path[:done])} is a value, not a table")
        if value is REMOVE and last:
            return {key: item for key, item in data.items() if key != part}
    empty: Any = [] if not last and isinstance(path[done + 1], int) else {}
    present = _lookup(data, (part,))
    below = _put_plain(empty if present is REMOVE else present, path, value, done + 1)
    if isinstance(part, int):
        return [*data[:part], below, *data[part + 1 :]]
    return {**data, part: below}


def _removal_outcomes(data: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """What removing `path` may leave: tables and lists that it empties need not remain."""
    outcomes = [_put_plain(data, path, REMOVE)]
    for depth in range(len(path) - 1, 0, -1):
        if isinstance(path[depth - 1], int) or _lookup(outcomes[-1], path[:depth]) not in ({}, []):
            # A row that is emptied remains a row.
            break
        outcomes.append(_put_plain(data, path[:depth], REMOVE))
    return outcomes


def _alike(a: Any, b: Any, *, same_type: bool) -> bool:
    """Whether two values are equal; without `same_type` 6 and 6.0 are, true and 1 never."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(
            _alike(item, b[key], same_type=same_type) for key, item in a.items()
        )
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(
            _alike(x, y, same_type=same_type) for x, y in zip(a, b, strict=True)
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


def _without_empty(value: Any) -> Any:
    """Without tables and lists that hold nothing, which a removal may or may not leave behind."""
    if isinstance(value, dict):
        slim = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in slim.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _shown(path: Path) -> str:
    """A path as people write it; rows are counted from 1."""
    shown = ""
    for part in path:
        if isinstance(part, int):
            shown += f"[{part + 1}]"
        else:
            shown += ("." if shown else "") + spell_key(part)
    return shown

"""Editing a session file in place: what was not changed stays byte for byte.

A session lives in version control and is edited by hand, so a save that changes one number must
change one number in the diff: comments, the order of keys and the spelling of other numbers are
the author's. `edit` takes the text and the changes and gives back the new text. A new answer that
the file keeps a place for, as a comment, goes there. The first way to write the others is tomlkit;
where its text does not mean exactly what it should, or touches what it should not, values are
replaced at their place in the source, each step compared by meaning. If that is not right either
the edit is refused: it never returns a changed meaning.

Why two ways: docs/decisions/0009-editing-toml.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Literal, TypeAlias

from rules.answers.keys import from_path
from wizard.toml import splices, through_tomlkit
from wizard.toml.layout import Layout, Path, ScanError
from wizard.toml.places import NO_PLACES, Places, filled
from wizard.toml.spelling import Value, is_table_list, plain
from wizard.toml.steps import (
    REMOVE,
    Removal,
    Step,
    Unsafe,
    alike,
    lookup,
    put,
    removal_outcomes,
    steps_between,
    without_empty,
)
from wizard.toml.untouched import rest_stands

__all__ = ["REMOVE", "Path", "Unsafe", "Value", "edit", "without_bare_header"]

Change: TypeAlias = Value | Literal[Removal.REMOVE]
Way: TypeAlias = Literal["tomlkit", "splices"]

_BOM = "\ufeff"


def edit(
    text: str,
    changes: Mapping[Path, Change],
    *,
    last_table: str = "result",
    places: Places = NO_PLACES,
) -> str:
    """The text of a session with `changes` made in place.

    Paths are relative to the root; ints in them are 0-based rows as they are before the edit, and
    the number of rows adds one. A dict is merged into a table key by key, keys that it lacks are
    taken out. A value that is equal to the present one (6e6 and 6_000_000 are) leaves its spelling
    alone. New keys and tables go where `places` says that the file waits for them. Other tables go
    behind their kin, or in front of `last_table`, which belongs to the program and is written at
    the end of the file.

    Raises Unsafe where a key cannot be changed without side effects, ValueError and TypeError for
    values that TOML cannot hold and for changes that overlap, tomllib.TOMLDecodeError where `text`
    is not TOML.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    text, rest = _in_their_places(text[len(bom) :], changes, places)
    return bom + _edited(text, rest, last_table)[0]


def without_bare_header(text: str, path: Path) -> str:
    """The text without the header of a table that holds nothing, not even a comment."""
    bom = _BOM if text.startswith(_BOM) else ""
    text = text[len(bom) :]
    data = tomllib.loads(text)
    with suppress(ScanError, RecursionError):
        layout = Layout(text)
        header = layout.header(path)
        if lookup(data, path) == {} and header is not None:
            is_last = header + 1 == len(layout.statements)
            end = len(text) if is_last else layout.touching_start(header + 1)
            if "#" not in text[layout.statements[header].end : end]:
                after = splices.removed(layout, path)
                if alike(tomllib.loads(after), put(data, path, REMOVE), same_type=True):
                    return bom + after
    return bom + text


def _in_their_places(
    text: str, changes: Mapping[Path, Change], places: Places
) -> tuple[str, Mapping[Path, Change]]:
    """The text with the values that it keeps a place for, and the changes that are left."""
    if places is NO_PLACES:
        return text, changes
    data = tomllib.loads(text)
    left: dict[Path, Change] = {}
    for path, value in changes.items():
        after = None
        if value is not REMOVE and lookup(data, path) is REMOVE:
            after = filled(text, path, plain(value), places)
        if after is not None and _means(after, put(data, path, plain(value))):
            text, data = after, tomllib.loads(after)
        else:
            left[path] = value
    return text, left


def _means(text: str, data: dict[str, Any]) -> bool:
    try:
        return alike(tomllib.loads(text), data, same_type=True)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def _edited(text: str, changes: Mapping[Path, Change], last_table: str) -> tuple[str, Way]:
    """What `edit` gives, and the way in which it came about."""
    bom = _BOM if text.startswith(_BOM) else ""
    text = text[len(bom) :]
    data = tomllib.loads(text)
    wanted = _in_order(changes)
    expected = data
    for path, value in wanted:
        expected = put(expected, path, value)
    if alike(data, expected, same_type=False):
        return bom + text, "tomlkit"
    layout = _layout_of(text, wanted[0][0])
    steps = [
        list(steps_between(path, lookup(data, path), value, layout.is_movable))
        for path, value in wanted
    ]
    after = _through_tomlkit(layout, data, list(chain.from_iterable(steps)), last_table)
    if after is not None:
        return bom + after, "tomlkit"
    draft = _Draft(layout, data, last_table)
    for (path, value), needed in zip(wanted, steps, strict=True):
        if path == (last_table,) and isinstance(value, dict):
            draft.put_owned(path, needed, value)
        else:
            draft.take(needed)
    if not alike(without_empty(expected), without_empty(draft.data), same_type=False):
        raise Unsafe(wanted[0][0])
    return bom + draft.text, "splices"


def _through_tomlkit(
    before: Layout, data: dict[str, Any], steps: Sequence[Step], last_table: str
) -> str | None:
    """The edited text as tomlkit writes it, if that is right in every respect."""
    after = through_tomlkit.edited(before.text, steps, last_table)
    if after is None:
        return None
    try:
        outcome, layout = tomllib.loads(after), Layout(after)
    except (tomllib.TOMLDecodeError, ScanError, RecursionError):
        return None
    for step in steps:
        data = step.applied(data)
    if any(step.value is REMOVE for step in steps):
        outcome, data = without_empty(outcome), without_empty(data)
    is_right = alike(outcome, data, same_type=True)
    return after if is_right and rest_stands(before, layout, steps, last_table) else None


def _in_order(changes: Mapping[Path, Change]) -> list[tuple[Path, Any]]:
    """The changes with plain values, in an order in which row numbers mean what they meant."""
    values: list[tuple[Path, Any]] = []
    removals: list[tuple[Path, Any]] = []
    for path, value in changes.items():
        if not path or isinstance(path[0], int):
            raise ValueError(f"not the path of a key: {path!r}")
        for depth in range(1, len(path)):
            if path[:depth] in changes:
                raise ValueError(
                    f"{from_path(path)} and {from_path(path[:depth])} are both changed"
                )
        if value is REMOVE:
            removals.append((path, REMOVE))
        else:
            try:
                values.append((path, plain(value)))
            except (TypeError, ValueError) as error:
                raise type(error)(f"{from_path(path)}: {error}") from error
    # Rows are added in their order, and taken out from the back.
    values.sort(key=lambda change: _row_order(change[0]))
    removals.sort(key=lambda change: _row_order(change[0]), reverse=True)
    return values + removals


def _row_order(path: Path) -> tuple[int, ...]:
    return tuple(part for part in path if isinstance(part, int))


class _Draft:
    """A text under edit by the second way, together with its contents, always in step."""

    def __init__(self, layout: Layout, data: dict[str, Any], last_table: str) -> None:
        self.text = layout.text
        self.data = data
        self._last_table = last_table
        self._layout: Layout | None = layout

    def take(self, steps: Iterable[Step]) -> None:
        """Go through the steps; raise Unsafe at one that cannot be taken."""
        for step in steps:
            if step.value is REMOVE:
                self._remove(step.path)
            elif step.order is not None:
                text = splices.rearranged(self._laid_out(step.path), step.path, step.order)
                self._commit(step.path, [step.applied(self.data)], iter([text]))
            elif lookup(self.data, step.path) is REMOVE:
                self._insert(step)
            else:
                self._replace(step.path, step.value)

    def put_owned(self, path: Path, steps: Iterable[Step], new: dict[str, Any]) -> None:
        """Take the steps in the table the program owns, or write it anew where that fails."""
        start = self.text, self.data, self._layout
        try:
            self.take(steps)
        except Unsafe:
            self.text, self.data, self._layout = start
            self._remove(path)
            self._insert(Step(path, new))

    def _remove(self, path: Path) -> None:
        texts = (splices.removed(layout, path) for layout in [self._laid_out(path)])
        self._commit(path, removal_outcomes(self.data, path), texts)

    def _replace(self, path: Path, new: Any) -> None:
        old = lookup(self.data, path)
        node = self._laid_out(path).values.get(path)
        if isinstance(old, list) and isinstance(new, list) and node is not None:
            if "#" in self.text[node.start : node.end]:
                steps = _item_steps(path, old, new)
                if steps is not None:
                    self.take(steps)
                    return
        self._commit(path, [put(self.data, path, new)], self._replacements(path, new))

    def _replacements(self, path: Path, new: Any) -> Iterator[str]:
        layout = self._laid_out(path)
        node = layout.values.get(path)
        if node is None or (node.kind == "array" and not node.items and is_table_list(new)):
            # A table, or the `[]` where rows are to come: what follows is written anew.
            rest = _layout_of(splices.removed(layout, path), path)
            yield from splices.inserted(rest, path, new, last_table=self._last_table)
        if node is not None:
            yield splices.replaced(layout, path, new)

    def _insert(self, step: Step) -> None:
        layout = self._laid_out(step.path)
        texts = splices.inserted(
            layout, step.path, step.value, last_table=self._last_table, after=step.after
        )
        self._commit(step.path, [step.applied(self.data)], texts)

    def _commit(self, path: Path, outcomes: list[dict[str, Any]], texts: Iterator[str]) -> None:
        """Take the first text that means one of the outcomes; raise Unsafe without one."""
        with suppress(splices.Unreachable):
            for text in texts:
                try:
                    data = tomllib.loads(text)
                except (tomllib.TOMLDecodeError, RecursionError):
                    continue
                if any(alike(data, outcome, same_type=True) for outcome in outcomes):
                    self.text, self.data, self._layout = text, data, None
                    return
        raise Unsafe(path)

    def _laid_out(self, path: Path) -> Layout:
        """Where things stand in the present text; `path` is blamed if that cannot be told."""
        if self._layout is None:
            self._layout = _layout_of(self.text, path)
        return self._layout


def _item_steps(path: Path, old: list[Any], new: list[Any]) -> list[Step] | None:
    """A list with remarks in it is changed element by element, where that is possible."""
    kept = [i for i, item in enumerate(old) if item in new]
    if len(old) == len(new) and all(alike(old[i], new[i], same_type=False) for i in kept):
        kept = list(range(len(old)))
    elif not kept or not alike([old[i] for i in kept], new[: len(kept)], same_type=False):
        return None
    steps = [Step((*path, i), REMOVE) for i in reversed(range(len(old))) if i not in kept]
    left = [old[i] for i in kept]
    return steps + [
        Step((*path, i), item)
        for i, item in enumerate(new)
        if i >= len(left) or not alike(left[i], item, same_type=False)
    ]


def _layout_of(text: str, path: Path) -> Layout:
    try:
        return Layout(text)
    except (ScanError, RecursionError) as error:
        raise Unsafe(path) from error

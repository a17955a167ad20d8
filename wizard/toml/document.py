"""Editing a session file in place: what was not changed stays byte for byte.

A session lives in version control and is edited by hand, so a save that changes one number must
change one number in the diff: comments, the order of keys and the spelling of other numbers are
the author's. A new answer goes where the file has a place for it, as a comment or in an order that
is the program's; every other change is spliced in at exact places of the source. The text after
each step is read again and compared with what it should mean; where no way of writing a step is
right the edit is refused: it never returns a changed meaning.

Why so: docs/decisions/0009-editing-toml.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, Literal, TypeAlias

from rules.answers.keys import from_path
from wizard.toml import splices
from wizard.toml.draft import Document, Draft, if_it_means, layout_of
from wizard.toml.guard import BOM
from wizard.toml.inline_splices import lines_of_items
from wizard.toml.layout import Layout, Path
from wizard.toml.scanning import ScanError
from wizard.toml.spelling import Value, plain
from wizard.toml.steps import (
    REMOVE,
    Removal,
    Unsafe,
    alike,
    lookup,
    put,
    steps_between,
    without_empty,
)

__all__ = ["REMOVE", "Document", "Path", "Unsafe", "Value", "edit", "edited", "without_bare_header"]

Change: TypeAlias = Value | Literal[Removal.REMOVE]
Placing: TypeAlias = Callable[[str, Path, Any], str | None]
"""Puts a value that a text lacks where the text waits for it; None where it does not."""


def edit(
    text: str,
    changes: Mapping[Path, Change],
    *,
    last_table: str = "result",
    placing: Placing | None = None,
) -> str:
    """The text after `edited`; tomllib.TOMLDecodeError where `text` is not TOML."""
    return edited(Document.of(text), changes, last_table=last_table, placing=placing).text


def edited(
    document: Document,
    changes: Mapping[Path, Change],
    *,
    last_table: str = "result",
    placing: Placing | None = None,
) -> Document:
    """A session with `changes` made in place.

    Paths are relative to the root; ints in them are 0-based rows as they are before the edit, and
    the number of rows adds one. A dict is merged into a table key by key, keys that it lacks are
    taken out. A value that is equal to the present one (6e6 and 6_000_000 are) leaves its spelling
    alone. New keys and tables go where `placing` puts them. Other tables go behind their kin, or in
    front of `last_table`, which belongs to the program and is written at the end of the file.

    Raises Unsafe where a key cannot be changed without side effects, ValueError and TypeError for
    values that TOML cannot hold and for changes that overlap.
    """
    bom = BOM if document.text.startswith(BOM) else ""
    wanted = _in_order(changes, last_table)
    document = Document(document.text.removeprefix(BOM), document.contents)
    if placing is not None:
        document, wanted = _in_their_places(document, wanted, placing)
    document = _spliced(document, wanted, last_table)
    return Document(bom + document.text, document.contents)


def without_bare_header(document: Document, path: Path) -> Document:
    """The text without the header of a table that holds nothing, not even a comment."""
    if lookup(document.contents, path) != {}:
        return document
    bom = BOM if document.text.startswith(BOM) else ""
    text = document.text.removeprefix(BOM)
    with suppress(ScanError, RecursionError):
        layout = Layout(text)
        header = layout.header(path)
        if header is not None:
            is_last = header + 1 == len(layout.statements)
            end = len(text) if is_last else layout.touching_start(header + 1)
            if "#" not in text[layout.statements[header].end : end]:
                after = splices.removed(layout, path)
                found = if_it_means(after, [put(document.contents, path, REMOVE)])
                if found is not None:
                    return Document(bom + after, found.contents)
    return document


def _in_their_places(
    document: Document, wanted: list[tuple[Path, Any]], placing: Placing
) -> tuple[Document, list[tuple[Path, Any]]]:
    """The text with the values that it has a place for, and the changes that are left."""
    left: list[tuple[Path, Any]] = []
    for path, value in wanted:
        text = found = None
        if value is not REMOVE and lookup(document.contents, path) is REMOVE:
            text = placing(document.text, path, value)
        if text is not None:
            found = if_it_means(text, [put(document.contents, path, value)])
        if found is not None:
            document = found
        else:
            left.append((path, value))
    return document, left


def _spliced(document: Document, wanted: list[tuple[Path, Any]], last_table: str) -> Document:
    data = document.contents
    expected = data
    for path, value in wanted:
        expected = put(expected, path, value)
    if alike(data, expected, same_type=False):
        return document
    layout = layout_of(document.text, wanted[0][0])

    def is_movable(path: Path) -> bool:
        return layout.is_movable(path) or lines_of_items(layout, path) is not None

    try:
        outcome = _stepped(document, layout, wanted, last_table, is_movable)
    except Unsafe:
        # Where an array cannot do so, its rows change their contents instead of their places.
        outcome = _stepped(document, layout, wanted, last_table, layout.is_movable)
    if not alike(without_empty(expected), without_empty(outcome.contents), same_type=False):
        raise Unsafe(wanted[0][0])
    return outcome


def _stepped(
    document: Document,
    layout: Layout,
    wanted: list[tuple[Path, Any]],
    last_table: str,
    is_movable: Callable[[Path], bool],
) -> Document:
    """The text with all that is wanted, step by step."""
    steps = [
        list(steps_between(path, lookup(document.contents, path), value, is_movable))
        for path, value in wanted
    ]
    draft = Draft(document, layout, last_table)
    done = draft.put_at_once(chain.from_iterable(steps))
    for (path, value), needed in zip(wanted, steps, strict=True):
        left = [step for step in needed if step.path not in done]
        if path == (last_table,) and isinstance(value, dict):
            draft.put_owned(path, left, value)
        else:
            draft.take(left)
    return draft.document


def _in_order(changes: Mapping[Path, Change], last_table: str) -> list[tuple[Path, Any]]:
    """The changes with plain values, in an order in which row numbers mean what they meant.

    The table that comes last in the file is written when all others are there.
    """
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
    values.sort(key=lambda change: (change[0][0] == last_table, _row_order(change[0])))
    removals.sort(key=lambda change: _row_order(change[0]), reverse=True)
    return values + removals


def _row_order(path: Path) -> tuple[int, ...]:
    return tuple(part for part in path if isinstance(part, int))

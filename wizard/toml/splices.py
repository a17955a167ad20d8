"""Edits of a TOML text at exact offsets: everything outside the place they touch stays as it is.

Each function takes a Layout and gives back a whole text. None of them judges whether the result
means what was intended: where the same edit can be written in several ways the ways are yielded
in order of preference, and the caller parses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wizard.toml.inline_splices import (
    Unreachable,
    has_int,
    indent_at,
    spliced,
    value_around,
    with_items_moved,
    with_part,
    without_part,
)
from wizard.toml.layout import Layout, Path, Statement, newline_of
from wizard.toml.spelling import goes_on_line, is_table_list, spell_keys
from wizard.toml.values import spell, spell_like

_BLANK_START = re.compile(r"[ \t]*\r?\n")
_BLANK_END = re.compile(r"(?:\A|\n)[ \t]*\r?\n\Z")


# ------------------------------------------------------------------ replacing


def replaced(layout: Layout, values: Mapping[Path, Any]) -> str:
    """The text with other values in place of present ones, none of which lies within another."""
    text, newline = layout.text, newline_of(layout.text)
    parts: list[str] = []
    done = 0
    for path in sorted(values, key=lambda path: layout.values[path].start):
        node = layout.values[path]
        new = spell_like(text[node.start : node.end], values[path], newline)
        parts += text[done : node.start], new
        done = node.end
    return "".join([*parts, text[done:]])


# ------------------------------------------------------------------- removing


def removed(layout: Layout, path: Path) -> str:
    """The text without `path` and all below it; comment lines above it stay."""
    owner = value_around(layout, path)
    if owner is not None:
        return without_part(layout, path, owner)
    text = layout.text
    for start, stop, is_section in reversed(_doomed_regions(layout, path)):
        if is_section and (start == 0 or _BLANK_END.search(text[:start])):
            # The empty line that set the section off would now be one too many.
            found = _BLANK_START.match(text, stop)
            stop = found.end() if found else stop
            if stop == len(text):
                start = len(text[:start].rstrip("\r\n")) + len(newline_of(text)) if start else 0
        text = text[:start] + text[stop:]
    return text


def _doomed_regions(layout: Layout, path: Path) -> list[tuple[int, int, bool]]:
    """Start, end and whether it is a section, of each stretch of text that belongs to `path`."""
    regions: list[tuple[int, int, bool]] = []
    covered = -1
    for i in layout.under(path):
        if i <= covered:
            continue
        statement = layout.statements[i]
        if statement.kind == "pair":
            regions.append((statement.start, statement.stop, False))
        else:
            covered = layout.last_of_section(i)
            regions.append((statement.start, layout.statements[covered].stop, True))
    return regions


# ------------------------------------------------------------------ inserting


def inserted(
    layout: Layout, path: Path, value: Any, *, last_table: str, after: str | None = None
) -> Iterator[str]:
    """The texts in which `path`, absent so far, holds `value`; the most natural one first.

    `after` names the sibling that a new member of an inline table follows. Where the path names a
    row, `value` may be a list of rows to add from there on.
    """
    owner = value_around(layout, path)
    if owner is not None:
        yield with_part(layout, path, value, owner, after)
        return
    if isinstance(path[-1], int):
        yield _with_block(layout, path, value, last_table)
        return
    if not goes_on_line(path, value):
        yield _with_block(layout, path, value, last_table)
    yield from _pair_insertions(layout, path, value, last_table)


def _pair_insertions(layout: Layout, path: Path, value: Any, last_table: str) -> Iterator[str]:
    parent, key = path[:-1], str(path[-1])
    header = layout.header(parent) if parent else -1
    if header is not None:
        yield _with_line(layout, header, (key,), value)
    yield from _dotted_insertions(layout, path, value)
    if header is None:
        # A new table is opened for the key, or for the rows that lead to it.
        yield _with_block(layout, *_wrapped(layout, parent, {key: value}), last_table)
    for depth in range(len(parent), -1, -1):
        # `[a]` with `b.c = 1` in it: a dotted key under the nearest header that exists.
        rest = path[depth:]
        above = layout.header(path[:depth]) if depth else -1
        if above is not None and depth < len(parent) and not has_int(rest):
            yield _with_line(layout, above, tuple(map(str, rest)), value)


def _wrapped(layout: Layout, parent: Path, value: Any) -> tuple[Path, Any]:
    """Where a new block for `parent` starts: rows missing on the way become part of it."""
    for depth, part in enumerate(parent):
        is_new_row = isinstance(part, int) and not layout.under(parent[: depth + 1])
        if is_new_row:
            for name in reversed(parent[depth + 1 :]):
                value = [value] if isinstance(name, int) else {name: value}
            return parent[: depth + 1], value
    return parent, value


def _dotted_insertions(layout: Layout, path: Path, value: Any) -> Iterator[str]:
    """The key beside those that are written in dotted form, such as `a.b.c` beside `a.b.d`."""
    for depth in range(len(path) - 1, 0, -1):
        stem = path[:depth]
        siblings = [
            i
            for i in layout.under(stem)
            if layout.statements[i].kind == "pair" and len(layout.statements[i].scope) < depth
        ]
        if siblings and not has_int(path[depth:]):
            sibling = layout.statements[siblings[-1]]
            written = sibling.parts[: depth - len(sibling.scope)]
            parts = (*written, *map(str, path[depth:]))
            yield _with_line_after(layout, sibling, parts, value)
            return


def _with_line(layout: Layout, header: int, parts: tuple[str, ...], value: Any) -> str:
    """The text with a line at the end of the keys under `header` (-1: the root of the file)."""
    last = layout.last_of_section(header)
    if last >= 0:
        return _with_line_after(layout, layout.statements[last], parts, value)
    text, newline = layout.text, newline_of(layout.text)
    line = f"{spell_keys(parts)} = {spell(value)}{newline}"
    if layout.statements:
        start = layout.lead_start(0)
        return spliced(text, start, start, line + newline)
    return _ended(text, newline) + line


def _with_line_after(layout: Layout, sibling: Statement, parts: tuple[str, ...], value: Any) -> str:
    newline = newline_of(layout.text)
    indent = indent_at(layout.text, sibling.start)
    line = f"{indent}{spell_keys(parts)} = {spell(value)}{newline}"
    before = _ended(layout.text[: sibling.stop], newline)
    return before + line + layout.text[sibling.stop :]


def _with_block(layout: Layout, path: Path, value: Any, last_table: str) -> str:
    """The text with a `[table]` or `[[row]]` section, set off by an empty line."""
    names = [part for part in path if isinstance(part, str)]
    is_row = isinstance(path[-1], int)
    if is_row and not isinstance(value, dict) and not is_table_list(value):
        raise Unreachable
    # Reading a session, and changing its numbers and texts, does without.
    from wizard.toml.building import blocks

    newline = newline_of(layout.text)
    block = newline.join(one.replace("\n", newline) for one in blocks(names, value, row=is_row))
    return set_in(layout.text, _block_spot(layout, path, last_table), block)


def _block_spot(layout: Layout, path: Path, last_table: str) -> int:
    """The offset at which a section for `path` reads best and changes nothing else."""
    for depth in range(len(path), 0, -1):
        # Behind the rows it joins, or behind the row it belongs to.
        stem = path[: depth - 1]
        if isinstance(path[depth - 1], int):
            kin = layout.under(stem if depth == len(path) else path[:depth])
            if kin:
                return layout.body_end(kin[-1])
    headers = [i for i in layout.under(path[:1]) if layout.statements[i].kind != "pair"]
    if headers:
        return layout.body_end(layout.last_of_section(headers[-1]))
    if path[0] != last_table:
        for i, statement in enumerate(layout.statements):
            if statement.kind != "pair" and statement.path[0] == last_table:
                return layout.touching_start(i)
    return len(layout.text)


def set_in(text: str, spot: int, block: str) -> str:
    """The text with a section at an offset between others, set off by empty lines."""
    newline = newline_of(text)
    before, after = _ended(text[:spot], newline), text[spot:]
    if before and not _BLANK_END.search(before):
        before += newline
    if after and not _BLANK_START.match(after):
        block += newline
    return before + block + after


# ------------------------------------------------------------------ reordering


def rearranged(layout: Layout, path: Path, order: Sequence[int]) -> str:
    """The text with the rows at `path` in another order, each with its comments."""
    if path in layout.values:
        return with_items_moved(layout, path, order)
    text, newline = layout.text, newline_of(layout.text)
    heads = [i for i in layout.under(path) if layout.statements[i].path[:-1] == path]
    starts = [layout.lead_start(i) for i in heads]
    end = layout.body_end(layout.under(path)[-1])
    blocks = [
        _ended(text[start:stop], newline)
        for start, stop in zip(starts, [*starts[1:], end], strict=True)
    ]
    moved = text[: starts[0]]
    for i in order:
        block = blocks[i]
        if moved and not _BLANK_END.search(moved) and not _BLANK_START.match(block):
            block = newline + block
        elif not moved or _BLANK_END.search(moved):
            block = block.lstrip("\r\n")
        moved += block
    return moved + text[end:]


# --------------------------------------------------------------------- helpers


def _ended(text: str, newline: str) -> str:
    return text + newline if text and not text.endswith("\n") else text

"""Edits of a TOML text within a value: members of inline tables, and elements of arrays.

As in `splices`, a whole text comes back, and everything outside the place stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wizard.toml.layout import Layout, Path, newline_of
from wizard.toml.scanning import Node
from wizard.toml.spelling import spell_keys
from wizard.toml.values import spell

_INDENT = re.compile(r"[ \t]*")
_COMMA = re.compile(r"[ \t]*,")
_LINE_REST = re.compile(r"[ \t]*(?:,[ \t]*)?(?:#[^\n]*)?\r?\n")


class Unreachable(Exception):
    """No way of writing the edit at this place is known."""


def value_around(layout: Layout, path: Path) -> Path | None:
    """The path of the innermost inline table or array that `path` lies within."""
    for depth in range(len(path) - 1, 0, -1):
        node = layout.values.get(path[:depth])
        if node is not None and node.kind != "scalar":
            return path[:depth]
    return None


def without_part(layout: Layout, path: Path, owner: Path) -> str:
    """The text without the member or the element at `path`, of the inline value at `owner`."""
    node = layout.values[owner]
    inner = path[len(owner) :]
    if node.kind == "array":
        if len(inner) != 1 or not isinstance(inner[0], int) or inner[0] >= len(node.items):
            raise Unreachable
        return _without_item(layout.text, node, inner[0])
    found = [i for i, m in enumerate(node.members) if m.parts[: len(inner)] == inner]
    if not found:
        raise Unreachable
    text = spliced(layout.text, *_member_span(node, found[-1]), "")
    # Dotted members (`{ a.b = 1, a.c = 2 }`) are several; offsets are stale after each cut.
    return without_part(Layout(text), path, owner) if len(found) > 1 else text


def _member_span(node: Node, i: int) -> tuple[int, int]:
    """What to cut so that the members around number `i` stay well separated."""
    members = node.members
    if len(members) == 1:
        return node.start + 1, node.end - 1
    if i > 0:
        return members[i - 1].value.end, members[i].value.end
    return members[0].start, members[1].start


def _without_item(text: str, node: Node, i: int) -> str:
    items = node.items
    start = text.rfind("\n", 0, items[i].start) + 1
    rest = _LINE_REST.match(text, items[i].end)
    if start > node.start and not text[start : items[i].start].strip() and rest is not None:
        return spliced(text, start, rest.end(), "")
    if len(items) == 1:
        return spliced(text, node.start + 1, node.end - 1, "")
    if i > 0:
        cut = (items[i - 1].end, items[i].end)
    else:
        cut = (items[0].start, items[1].start)
    if "#" in text[cut[0] : cut[1]].replace(text[items[i].start : items[i].end], ""):
        raise Unreachable
    return spliced(text, cut[0], cut[1], "")


def with_part(layout: Layout, path: Path, value: Any, owner: Path, after: str | None) -> str:
    """The text with a member or element more in the inline table or array at `owner`."""
    node = layout.values[owner]
    inner = path[len(owner) :]
    if node.kind == "array":
        if inner != (len(node.items),):
            raise Unreachable
        return _with_item(layout.text, node, value)
    if has_int(inner):
        raise Unreachable
    names = [str(part) for part in inner]
    text = layout.text
    members = node.members
    # A table that this inline table holds in dotted form can only be extended that way.
    kin = [m for m in members if len(m.parts) > 1 and m.parts[0] == names[0]]
    if len(names) > 1 and not kin:
        for name in reversed(names[1:]):
            value = {name: value}
        names = names[:1]
    if not members:
        return spliced(text, node.start, node.end, spell({names[0]: value}))
    at = len(members) - 1
    for i, m in enumerate(members):
        if m.parts == (after,) or (kin and m is kin[-1]):
            at = i
    end = members[at].value.end
    return spliced(text, end, end, f", {spell_keys(names)} = {spell(value)}")


def _with_item(text: str, node: Node, value: Any) -> str:
    if not node.items:
        if text[node.start + 1 : node.end - 1].strip():
            # Only remarks are left, so the bracket closes on a line of its own.
            spot = text.rfind("\n", 0, node.end) + 1
            line = f"{indent_at(text, spot)}  {spell(value)},{newline_of(text)}"
            return spliced(text, spot, spot, line)
        return spliced(text, node.start, node.end, f"[{spell(value)}]")
    end = node.items[-1].end
    comma = _COMMA.match(text, end)
    line_end = text.find("\n", end)
    start = text.rfind("\n", 0, node.items[-1].start) + 1
    own_line = (
        start > node.start
        and 0 <= line_end < node.end
        and not text[start : node.items[-1].start].strip()
    )
    if not own_line:
        # With a comma there already, the new element goes behind that.
        spot = end if comma is None else comma.end()
        lead, tail = (", ", "") if comma is None else (" ", ",")
        return spliced(text, spot, spot, f"{lead}{spell(value)}{tail}")
    line = f"{indent_at(text, start)}{spell(value)}{',' if comma else ''}{newline_of(text)}"
    text = spliced(text, line_end + 1, line_end + 1, line)
    return text if comma else spliced(text, end, end, ",")


def lines_of_items(layout: Layout, path: Path) -> list[tuple[int, int]] | None:
    """Where each element of an array begins and ends, with the lines of remarks above it.

    None where they do not stand on lines of their own, or nothing but elements is there.
    """
    text, node = layout.text, layout.values.get(path)
    if node is None or node.kind != "array" or "#" not in text[node.start : node.end]:
        return None
    opened = _LINE_REST.match(text, node.start + 1)
    if opened is None:
        return None
    found: list[tuple[int, int]] = []
    start = opened.end()
    for item in node.items:
        rest = _LINE_REST.match(text, item.end)
        line = text.rfind("\n", 0, item.start) + 1
        if rest is None or line < start or text[line : item.start].strip():
            return None
        found.append((start, rest.end()))
        start = rest.end()
    return found


def with_items_moved(layout: Layout, path: Path, order: Sequence[int]) -> str:
    """The text with the elements of an array in another order, each with the remarks about it."""
    text, lines = layout.text, lines_of_items(layout, path)
    if lines is None:
        raise Unreachable
    blocks = []
    for item, (start, stop) in zip(layout.values[path].items, lines, strict=True):
        # The last may stand without one, and not be the last any more.
        comma = "" if _COMMA.match(text, item.end) else ","
        blocks.append(f"{text[start : item.end]}{comma}{text[item.end : stop]}")
    return spliced(text, lines[0][0], lines[-1][1], "".join(blocks[index] for index in order))


def has_int(path: Path) -> bool:
    """Whether it leads through a row."""
    return any(isinstance(part, int) for part in path)


def spliced(text: str, start: int, end: int, new: str) -> str:
    """The text with another stretch in place of one."""
    return text[:start] + new + text[end:]


def indent_at(text: str, position: int) -> str:
    """The blanks that begin at an offset."""
    # It matches at every place, be it nothing.
    return next(_INDENT.finditer(text, position))[0]

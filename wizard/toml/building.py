"""What is new in a file, built with tomlkit: tables, rows, inline tables, whole documents.

Numbers, texts and dates are handed over as they are spelled here, and tomlkit keeps them so. It
takes as long to load as everything else of an edit together: only what builds a table imports this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, InlineTable, Item, KeyType, SingleKey, Table, Trivia, Whitespace

from wizard.toml.spelling import is_leaf, spell_key, spell_scalar


def key_of(name: str) -> SingleKey:
    """One part of a key, quoted where it has to be."""
    return SingleKey(name, KeyType.Bare, original=spell_key(name))


def item_of(value: Any) -> Item:
    """A plain value on one line; dicts become inline tables."""
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        array = tomlkit.array()
        for one in value:
            array.append(item_of(one))
        return array
    return tomlkit.value(spell_scalar(value))


def pair(name: str, value: Any) -> str:
    """A line `name = value`, without its end."""
    item = item_of(value)
    item.trivia.trail = ""
    body = Container()
    body.append(key_of(name), item)
    return body.as_string()


def told(name: str, value: Any, words: str) -> str:
    """A line `name = value` with its end, and words above it as a comment; no comment without."""
    return f"{comment(words)}{pair(name, value)}\n"


def told_section(names: Sequence[str], name: str, value: Any, words: str, heading: str) -> str:
    """`[names]` with one key in it; words as comments above the key, a heading above the header."""
    header = _section(names, {}, row=False)
    return f"{comment(heading)}{header}{told(name, value, words)}"


def comment(words: str) -> str:
    """Words as a comment line with its end; nothing without words."""
    return tomlkit.comment(words).as_string() if words else ""


def blocks(names: Sequence[str], value: Any, *, row: bool = False) -> list[str]:
    """`[names]` or `[[names]]` with each section that belongs below; a list gives several rows."""
    if isinstance(value, list):
        return [block for one in value for block in blocks(names, one, row=True)]
    own = {name: one for name, one in value.items() if is_leaf(one)}
    below = {name: one for name, one in value.items() if name not in own}
    first = [_section(names, own, row)] if row or own or not below else []
    return first + [part for name, one in below.items() for part in blocks((*names, name), one)]


def _section(names: Sequence[str], pairs: Mapping[str, Any], row: bool) -> str:
    table = Table(Container(), Trivia(), is_aot_element=row)
    for name, value in pairs.items():
        table.append(key_of(name), item_of(value))
    outer: Item = AoT([table]) if row else table
    for name in reversed(names[1:]):
        inner, outer = outer, tomlkit.table(is_super_table=True)
        outer.append(key_of(name), inner)
    document = tomlkit.document()
    document.append(key_of(names[0]), outer)
    return document.as_string()


def _inline(members: Mapping[str, Any]) -> InlineTable:
    """An inline table with blanks inside its braces, which `tomlkit.inline_table` leaves out."""
    table = InlineTable(Container(), Trivia())
    for name, value in members.items():
        member = item_of(value)
        member.trivia.indent = " "
        table.append(key_of(name), member)
    if members:
        table.append(None, Whitespace(" "))
    return table

"""The first way of editing a session: through tomlkit, which keeps what it read as it was written.

Nothing here is trusted. tomlkit is right about the files people write, and wrong about some that
they may write: it brings interrupted `[[rows]]` together and moves keys between dotted ones. So
whoever calls compares the outcome with the text it came from, in meaning and line by line, and
has a second way. Layouts that are known not to work are declined at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wizard.toml.layout import Path
from wizard.toml.spelling import (
    goes_on_line,
    is_table_list,
    spell,
    spell_block,
    spell_inline,
    spell_key,
    spell_like,
)
from wizard.toml.steps import REMOVE, Step

if TYPE_CHECKING:
    from tomlkit.container import Container
    from tomlkit.items import InlineTable, Item, Key

_SEAM = "\x00\n"
"""Stands where a section was taken out until the text is put together; no TOML has it."""
_OWN_REMARKS = re.compile(r"(?:[ \t]*#[^\n]*\n)+(?=[ \t]*\n|\Z)")
_TOUCHING = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)
_BLANK_START = re.compile(r"[ \t]*\n")
_BLANK_END = re.compile(r"(?:\A|\n)[ \t]*\n\Z")


class Declined(Exception):
    """The file is laid out, or the step is of a kind, that is left to the second way."""


def edited(text: str, steps: Sequence[Step], last_table: str) -> str | None:
    """The text after the steps, as tomlkit writes it; None where it is of no use."""
    crlf = text.count("\r\n")
    if (crlf and crlf != text.count("\n")) or (text and not text.endswith("\n")):
        return None
    try:
        draft = _Draft(text.replace("\r\n", "\n"), last_table)
        for step in steps:
            draft.take(step)
        after = draft.text()
    except Exception:
        # Whatever the library stumbles over, the second way is there.
        return None
    return after.replace("\n", "\r\n") if crlf else after


class _Draft:
    """A tomlkit document under edit."""

    def __init__(self, text: str, last_table: str) -> None:
        # Here and not above, since reading sessions needs no tomlkit and it takes 30 ms to load.
        import tomlkit
        from tomlkit import items

        self._tomlkit = tomlkit
        self._items = items
        self._document = tomlkit.parse(text)
        self._last_table = last_table

    def text(self) -> str:
        before, *rest = self._document.as_string().split(_SEAM)
        for after in rest:
            if not before or _BLANK_END.search(before):
                # The empty line that set the section off would now be one too many.
                after = _BLANK_START.sub("", after, count=1)
                if not after:
                    kept = before.rstrip()
                    before = kept + "\n" if kept else ""
            before += after
        return before

    def take(self, step: Step) -> None:
        """Change the document; raise Declined where that is better left alone."""
        if step.order is not None:
            raise Declined
        parent = self._find(step.path[:-1])
        if isinstance(parent, self._items.InlineTable):
            self._change_member(parent, step)
        elif step.value is REMOVE:
            self._remove(step.path)
        elif self._find(step.path) is not None:
            self._replace(step.path, step.value)
        else:
            self._add(parent, step.path, step.value)

    def _find(self, path: Path) -> Any:
        """The document, table, list or value at `path`, or None where there is none."""
        found: Any = self._document
        for part in path:
            found = self._within(found, part)
            if found is None:
                return None
        return found

    def _within(self, parent: Any, name: str | int) -> Any:
        if isinstance(name, int):
            if isinstance(parent, self._items.AoT):
                return parent.body[name] if name < len(parent.body) else None
            if isinstance(parent, self._items.Array):
                return parent.item(name) if name < len(parent) else None
            raise Declined
        body = self._body_of(parent)
        found = body.item(name) if name in body else None
        if found is not None and not isinstance(found, self._items.Item):
            # A table in several places.
            raise Declined
        return found

    def _body_of(self, parent: Any) -> Container:
        if isinstance(parent, self._items.AbstractTable):
            return parent.value
        if not isinstance(parent, type(self._document)):
            raise Declined
        return parent

    def _written(self, key: str, raw: str) -> tuple[Key, Item]:
        [(written, item)] = self._tomlkit.parse(f"{spell_key(key)} = {raw}\n").body
        if written is None or item.as_string() != raw:
            raise Declined
        return written, item

    # ------------------------------------------------------------- values

    def _replace(self, path: Path, value: Any) -> None:
        old = self._find(path)
        if isinstance(old, self._items.Table | self._items.AoT):
            raise Declined
        raw = old.as_string()
        if isinstance(old, self._items.Array) and ("#" in raw or is_table_list(value)):
            raise Declined
        self._set(path, spell_like(raw, value, "\n"))

    def _set(self, path: Path, raw: str) -> None:
        """Put a value, spelled `raw`, in place of the present one, whose remark stays."""
        parent, name = self._find(path[:-1]), path[-1]
        item = self._written("x", raw)[1]
        if isinstance(name, int):
            parent[name] = item
        else:
            self._body_of(parent)[name] = item

    def _change_member(self, table: InlineTable, step: Step) -> None:
        """Replace, add or take out a member of an inline table; the others stay as spelled."""
        name = str(step.path[-1])
        if name in table and step.value is not REMOVE:
            self._replace(step.path, step.value)
            return
        members = {
            key.key: f"{key.as_string()}{key.sep}{item.as_string()}"
            for key, item in table.value.body
            if key is not None
        }
        if table.as_string() != spell_inline(list(members.values())):
            # Commas and blanks are set in a way that tomlkit would not keep up.
            raise Declined
        names = list(members)
        if step.value is REMOVE:
            del members[name]
            names.remove(name)
        else:
            members[name] = f"{spell_key(name)} = {spell(step.value)}"
            at = names.index(step.after) + 1 if step.after in names else len(names)
            names.insert(at, name)
        self._set(step.path[:-1], spell_inline([members[one] for one in names]))

    def _add(self, parent: Any, path: Path, value: Any) -> None:
        name = path[-1]
        if isinstance(parent, self._items.Array):
            raise Declined
        if isinstance(name, int) or not goes_on_line(path, value):
            self._add_section(path, value)
        elif parent is None:
            self._add_section(path[:-1], {name: value})
        else:
            self._add_line(parent, name, value)

    def _add_line(self, table: Any, name: str, value: Any) -> None:
        """A key at the end of its table's own keys, in front of comments that lead to the next."""
        body = self._body_of(table)
        if table is not self._document and table.is_super_table():
            raise Declined
        last, end = -1, len(body.body)
        for i, (written, item) in enumerate(body.body):
            if self._is_section(written, item):
                end = i
                break
            if written is not None:
                last = i
        if table is self._document and last < 0 and body.body:
            raise Declined
        for i in range(last + 1, end):
            # tomlkit adds a key behind the last comment, but not behind white space.
            body.body[i] = (None, self._items.Whitespace(body.body[i][1].as_string()))
        key, item = self._written(name, spell(value))
        near = table if last < 0 else body.body[last][1]
        item.trivia.indent = near.trivia.indent.rpartition("\n")[2]
        body.append(key, item)

    # ----------------------------------------------------------- sections

    def _add_section(self, path: Path, value: Any) -> None:
        """A `[table]` or `[[rows]]`, behind its kin or in front of the table that comes last."""
        home: Any = self._document
        depth = 0
        while (inner := self._within(home, path[depth])) is not None:
            home = inner
            depth += 1
        if any(isinstance(part, int) for part in path[depth:-1]):
            raise Declined
        names = [part for part in path if isinstance(part, str)]
        block = spell_block(names, value, "\n", row=isinstance(path[-1], int))
        new: Any = self._tomlkit.parse(block)
        for part in path[:depth]:
            new = new.item(part) if isinstance(part, str) else new
        if isinstance(home, self._items.AoT):
            for row in new.body:
                tail = self._make_room(home, row)
                home.append(row)
                self._put_tail(row, tail)
            return
        key, new = next(member for member in self._body_of(new).body if member[0] is not None)
        body = self._body_of(home)
        last = self._last_table
        moved = None
        if home is self._document and path[0] != last and last in body:
            moved = self._within(home, last)
            before = body.body[: [item for _, item in body.body].index(moved)]
            moved_key = next(k for k, item in body.body if item is moved)
            above = next((item for k, item in reversed(before) if k is not None), None)
            if not isinstance(above, self._items.Table | self._items.AoT):
                raise Declined
            tail = self._make_room_at_end(above, new, before_last=True)
            body.remove(last)
        elif home is self._document:
            tail = self._make_room_at_end(home, new, before_last=False)
        else:
            tail = self._make_room(home, new)
        body.append(key, new)
        if isinstance(new, self._items.Table) and new.is_super_table():
            # It has no header of its own that an empty line could set off.
            new.trivia.indent = ""
        self._put_tail(new, tail)
        if moved is not None:
            body.append(moved_key, moved)

    def _make_room(self, above: Any, new: Any) -> str:
        """Set the header of `new` off from the text above; return what introduces the next one."""
        body = self._last_body(above)
        is_end = body is self._last_body(self._document)
        text = self._cut_tail(body)
        own = _OWN_REMARKS.match(text)
        kept = own[0] if own and (is_end or own.end() < len(text)) else ""
        self._set_off(body, kept, new)
        lead = text[len(kept) :]
        return "\n" + lead if lead and not _BLANK_START.match(lead) else lead

    def _make_room_at_end(self, above: Any, new: Any, *, before_last: bool) -> str:
        """The same where nothing follows but the last table, which only a comment at it introduces.

        Whatever else is written below the text above, such as commented examples, stays there.
        """
        body = self._last_body(above)
        text = self._cut_tail(body)
        touching = _TOUCHING.search(text) if before_last else None
        lead = touching[0] if touching else ""
        self._set_off(body, text.removesuffix(lead), new)
        return f"\n{lead}" if before_last else ""

    def _set_off(self, body: Container, kept: str, new: Any) -> None:
        """Put text back at the end of a body, and an empty line in front of the header of `new`."""
        is_first = body is self._document and not body.body and not kept
        if kept:
            body.append(None, self._items.Whitespace(kept))
        head = new
        while isinstance(head, self._items.AoT) or head.is_super_table():
            rows = isinstance(head, self._items.AoT)
            head = head.body[0] if rows else next(i for k, i in head.value.body if k is not None)
        head.trivia.indent = "" if is_first or _BLANK_END.search(f"x\n{kept}") else "\n"

    def _put_tail(self, section: Any, text: str) -> None:
        if text:
            self._last_body(section).append(None, self._items.Whitespace(text))

    def _remove(self, path: Path) -> None:
        parent, name, gone = self._find(path[:-1]), path[-1], self._find(path)
        if isinstance(parent, self._items.AoT) and isinstance(name, int):
            if len(parent.body) == 1:
                self._remove(path[:-1])
                return
            seam = self._remains(gone)
            del parent[name]
            if name < len(parent.body):
                following = parent.body[name].trivia
                following.indent = seam + following.indent
            else:
                self._put_tail(parent.body[-1], seam)
            return
        body = self._body_of(parent)
        at = next(i for i, (_, item) in enumerate(body.body) if item is gone)
        seam = self._remains(gone) if self._is_section(*body.body[at]) else ""
        body.remove(str(name))
        body.body[at] = (None, self._items.Whitespace(seam))

    def _remains(self, section: Any) -> str:
        """What is left of a section that is taken out: comments that do not stand among its keys.

        Those below its last key may belong to what follows, and nobody's words are thrown away.
        """
        if isinstance(section, self._items.AoT):
            return "".join(self._remains(row) for row in section.body)
        text = ""
        for key, item in section.value.body:
            if self._is_section(key, item):
                text += self._remains(item)
            else:
                text = text + item.as_string() if key is None else ""
        return text if section.is_super_table() else _SEAM + text

    def _is_section(self, key: Key | None, item: Item) -> bool:
        is_table = isinstance(item, self._items.Table | self._items.AoT)
        return key is not None and is_table and not key.is_dotted()

    def _last_body(self, section: Any) -> Container:
        """The innermost body at whose end the text of a section ends."""
        while True:
            if isinstance(section, self._items.AoT):
                section = section.body[-1]
            body = self._body_of(section)
            items = [one for one in body.body if not isinstance(one[1], self._items.Null)]
            if not items or not self._is_section(*items[-1]):
                return body
            section = items[-1][1]

    def _cut_tail(self, body: Container) -> str:
        """Take out, and return, the blank lines and comments that a body ends with."""
        text = ""
        while body.body and body.body[-1][0] is None:
            text = body.body.pop()[1].as_string() + text
        return text

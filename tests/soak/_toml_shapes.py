"""Documents in every shape that TOML allows, each with the place of everything in it.

Written as text and never by a library, so that what edits such a document is compared with
something that it shares nothing with.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

Path = tuple[str | int, ...]

BOM = "\ufeff"
NAMES = ("a", "b1", "c-d", "e_f", "42", "two words", "é", 'say "so"', "x.y", "")


@dataclass(frozen=True)
class Piece:
    """One or more whole lines: a statement with its path, or what stands between statements."""

    kind: Literal["pair", "header", "between"]
    text: str
    path: Path = ()
    members: tuple[Path, ...] = ()
    """What lies inside the value, by path: members of inline tables and elements of arrays."""


@dataclass(frozen=True)
class Shape:
    """A document, in pieces."""

    pieces: tuple[Piece, ...]
    rows: tuple[Path, ...]
    """The arrays of tables in it."""
    text: str


def shape(chance: random.Random) -> Shape:
    """A document that is drawn."""
    return _Draw(chance).document()


class _Draw:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pieces: list[Piece] = []
        self._rows: list[Path] = []

    def document(self) -> Shape:
        chance = self._chance
        self._between(at_top=True)
        self._pairs((), chance.randrange(5))
        # Tables in any order: those of one parent are interrupted by others, and so are rows.
        names = chance.sample(NAMES, 4)
        units: list[Callable[[], None]] = []
        for name in names[:2]:
            # What has a header of its own and stands in the root must be there only once.
            parts = [(name,), (name, "sub"), (name, "sub", "deep")]
            chosen = chance.sample(parts, chance.randint(1, 3))
            units += [partial(self._table, path) for path in chosen]
        for name in names[2 : chance.randint(2, 4)]:
            rows: list[Path] = [(name, n) for n in range(chance.randint(1, 3))]
            self._rows.append((name,))
            # Rows take their numbers in the order in which they come.
            units += [partial(self._next_row, rows) for _ in range(len(rows))]
        chance.shuffle(units)
        for unit in units:
            unit()
        text = "".join(piece.text for piece in self._pieces)
        if chance.random() < 0.1 and self._pieces[-1].kind == "pair":
            text = text.removesuffix("\n")
        if chance.random() < 0.3:
            text = text.replace("\n", "\r\n")
        if chance.random() < 0.2:
            text = BOM + text
        return Shape(tuple(self._pieces), tuple(self._rows), text)

    def _next_row(self, left: list[Path]) -> None:
        self._row(left.pop(0))

    def _row(self, path: Path) -> None:
        self._header(path, is_row=True)
        self._pairs(path, self._chance.randrange(4))
        if self._chance.random() < 0.3:
            self._table((*path, "in row"))
        if self._chance.random() < 0.3:
            self._rows.append((*path, "inner"))
            for n in range(self._chance.randint(1, 2)):
                self._header((*path, "inner", n), is_row=True)
                self._pairs((*path, "inner", n), 1)

    def _table(self, path: Path) -> None:
        self._header(path, is_row=False)
        self._pairs(path, self._chance.randrange(4))

    def _header(self, path: Path, *, is_row: bool) -> None:
        self._between()
        keys = self._dot().join(self._key(part) for part in path if isinstance(part, str))
        inner = self._chance.choice((keys, keys, f" {keys} "))
        header = f"[[{inner}]]" if is_row else f"[{inner}]"
        self._add("header", f"{self._indent()}{header}{self._remark()}\n", path)

    def _pairs(self, scope: Path, count: int) -> None:
        names = self._chance.sample([f"k{n}" for n in range(9)] + ["K 1", "ü", "a.b"], count)
        pairs: list[tuple[Path, str]] = []
        for name in names:
            indent, equals = self._indent(), self._chance.choice((" = ", " = ", "=", "  =\t"))
            inner = self._chance.sample(("p", "q r", "s"), self._chance.randint(1, 3))
            if self._chance.random() < 0.2:
                dotted = [
                    (last, f"{self._key(name)}{self._dot()}{self._key(last)}") for last in inner
                ]
                pairs += [((*scope, name, last), f"{indent}{key}{equals}") for last, key in dotted]
            else:
                pairs.append(((*scope, name), f"{indent}{self._key(name)}{equals}"))
        if self._chance.random() < 0.3:
            # Dotted keys of one stem need not stand together.
            self._chance.shuffle(pairs)
        for path, beginning in pairs:
            self._pair(path, beginning)
            if self._chance.random() < 0.2:
                self._between()

    def _pair(self, path: Path, beginning: str) -> None:
        value, members = self._value(path)
        self._add("pair", f"{beginning}{value}{self._remark()}\n", path, tuple(members))

    def _add(
        self, kind: Literal["pair", "header"], text: str, path: Path, members: tuple[Path, ...] = ()
    ) -> None:
        self._pieces.append(Piece(kind, text, path, members))

    def _between(self, *, at_top: bool = False) -> None:
        choices = [
            "",
            "\n",
            "\n\n",
            "# told\n",
            "\n# touches\n",
            "# apart\n\n",
            " \t\n",
            "\n  # in\n",
        ]
        text = self._chance.choice(choices)
        if at_top and self._chance.random() < 0.3:
            text = "# top\n\n" + text
        if text:
            self._pieces.append(Piece("between", text))

    # ------------------------------------------------------------- words and values

    def _key(self, name: str) -> str:
        is_bare = bool(name) and all(c.isascii() and (c.isalnum() or c in "-_") for c in name)
        if is_bare and self._chance.random() < 0.8:
            return name
        if '"' not in name and self._chance.random() < 0.5:
            return f'"{name}"'
        return f"'{name}'"

    def _dot(self) -> str:
        return self._chance.choice((".", ".", " . ", ".\t"))

    def _indent(self) -> str:
        return self._chance.choice(("", "", "", "  ", "\t"))

    def _remark(self) -> str:
        return self._chance.choice(("", "", " # why", "#close", "\t# [x] = {", "  "))

    def _scalar(self) -> str:
        return self._chance.choice(
            (
                "0", "7", "-3", "+12", "6_000_000", "0x5b8D", "0o17", "0b1_01", "1.5", "-0.25",
                "6e6", "1_0.5E-3", "inf", "-inf", "true", "false", '"text"', '""', "'C:\\x'",
                '"# no remark"', '"a \\"b\\" \\u00e9"', "'= [not]'", "2025-03-31", "07:32:00.5",
                "2025-03-31T07:32:00Z", "1979-05-27 07:32:00-07:00", "2025-03-31T07:32:00",
            )
        )  # fmt: skip

    def _long_text(self) -> str:
        return self._chance.choice(
            (
                '"""\none\n# two\n[three]\n"""', "'''\nleft = 'x'\n'''", '"""one \\\n  two"""',
                '"""\nsays ""so"""""', "'''one\n\n'''''",
            )
        )  # fmt: skip

    def _value(self, path: Path, depth: int = 0) -> tuple[str, list[Path]]:
        kind = self._chance.random()
        if kind < 0.6 or depth > 2:
            return self._scalar(), []
        if kind < 0.68:
            return self._long_text(), []
        return self._inline(path, depth) if kind < 0.86 else self._array(path, depth)

    def _inline(self, path: Path, depth: int) -> tuple[str, list[Path]]:
        names = self._chance.sample(("likely", "low", "x y", "é"), self._chance.randrange(4))
        blank = self._chance.choice((" ", " ", ""))
        members, inside = [], []
        for name in names:
            if self._chance.random() < 0.2:
                at: Path = (*path, name, "dotted")
                value = self._scalar()
                below: list[Path] = []
                key = f"{self._key(name)}.dotted"
            else:
                at = (*path, name)
                key = self._key(name)
                # An inline table stands on one line.
                value, below = self._scalar(), []
                if depth < 2 and self._chance.random() < 0.15:
                    value, below = self._inline(at, depth + 1)
            members.append(f"{key}{self._chance.choice((' = ', '='))}{value}")
            inside += [at, *below]
        body = self._chance.choice((", ", ",", " ,  ")).join(members)
        return (f"{{{blank}{body}{blank}}}" if members else "{}"), inside

    def _array(self, path: Path, depth: int) -> tuple[str, list[Path]]:
        items, inside = [], []
        for n in range(self._chance.randrange(4)):
            value = self._scalar()
            below: list[Path] = []
            if self._chance.random() < 0.3:
                value, below = self._inline((*path, n), depth + 1)
            elif depth < 1 and self._chance.random() < 0.2:
                value, below = self._array((*path, n), depth + 1)
            items.append(value)
            inside += [(*path, n), *below]
        if items and self._chance.random() < 0.4:
            remarks = ("", "", " # one", "\n  # apart")
            lines = [f"  {item},{self._chance.choice(remarks)}\n" for item in items]
            return f"[\n{''.join(lines)}]", inside
        end = self._chance.choice(("", "", ","))
        return (f"[{', '.join(items)}{end}]" if items else "[]"), inside

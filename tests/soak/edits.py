"""Edits of documents in every shape of TOML: each changes what it sets, and not a line more.

Takes how many edits, and a seed: `python -m tests.soak.edits 100000 7`.
"""

from __future__ import annotations

import copy
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.soak._toml_shapes import BOM, Path, Piece, Shape, shape
from wizard.toml.document import REMOVE, Unsafe, edit

EDITS = 100_000
"""Edits, one after the other, each of a document of its own."""
NEW_VALUES = (8, 12_000, -1.5, True, "said", 'two\n"lines"', ["x", 2], {"likely": 5, "low": 4})


@dataclass(frozen=True)
class Trial:
    """An edit, and what it may do to the lines of the document."""

    kind: str
    changes: Mapping[Path, Any]
    touched: frozenset[int]
    """The pieces that may go or change."""
    added: int = 0
    """How many lines may come besides."""
    is_spaced: bool = False
    """Whether empty lines may come and go with what is set off by them: a section, a first key."""


def try_out(edits: int, seed: int) -> tuple[Counter[str], list[str]]:
    """What was edited, by kind, and what went wrong."""
    tried: Counter[str] = Counter()
    troubles: list[str] = []
    while tried.total() < edits:
        chance = drawn(seed, tried.total())
        document = shape(chance)
        trial = _trial(document, chance)
        if trial is None:
            # The document has nothing of that kind, but a place for a new table it has.
            trial = _new_table(document, chance)
        tried[trial.kind] += 1
        trouble = _trouble(document, trial)
        if trouble:
            troubles.append(f"{trouble}: {trial.changes}\n{document.text!r}")
    return tried, troubles


def drawn(seed: int, number: int) -> random.Random:
    """What an edit is drawn with: each can be tried again alone."""
    return random.Random(f"{seed} {number}")


def _trial(document: Shape, chance: random.Random) -> Trial | None:
    kinds = (
        _another_value, _another_value, _several_values, _gone_key, _new_key, _new_key, _new_table,
        _new_row, _gone_section, _gone_member,
    )  # fmt: skip
    return chance.choice(kinds)(document, chance)


def _pairs(document: Shape) -> list[tuple[int, Piece]]:
    return [(n, piece) for n, piece in enumerate(document.pieces) if piece.kind == "pair"]


def _another_value(document: Shape, chance: random.Random) -> Trial | None:
    """A value, or one inside a value, set to another."""
    found = [(n, path) for n, one in _pairs(document) for path in (one.path, *one.members)]
    if not found:
        return None
    number, path = chance.choice(found)
    changes = {path: chance.choice(NEW_VALUES)}
    return Trial("another value", changes, frozenset([number]))


def _several_values(document: Shape, chance: random.Random) -> Trial | None:
    found = _pairs(document)
    chosen = chance.sample(found, min(len(found), chance.randint(2, 5)))
    changes = {piece.path: chance.choice(NEW_VALUES) for _, piece in chosen}
    touched = frozenset(number for number, _ in chosen)
    return Trial("several values", changes, touched) if chosen else None


def _gone_key(document: Shape, chance: random.Random) -> Trial | None:
    found = _pairs(document)
    if not found:
        return None
    number, piece = chance.choice(found)
    return Trial("a key taken out", {piece.path: REMOVE}, frozenset([number]))


def _gone_member(document: Shape, chance: random.Random) -> Trial | None:
    found = [(n, path) for n, one in _pairs(document) for path in one.members]
    found = [(n, path) for n, path in found if isinstance(path[-1], str)]
    if not found:
        return None
    number, path = chance.choice(found)
    return Trial("a member taken out", {path: REMOVE}, frozenset([number]))


def _new_key(document: Shape, chance: random.Random) -> Trial:
    """A key more in the root, in a table or row with a header, or in an inline table."""
    headers: list[Path] = [one.path for one in document.pieces if one.kind == "header"]
    inline = [(n, path[:-1]) for n, one in _pairs(document) for path in one.members]
    inline = [(n, path) for n, path in inline if isinstance(_value(document, path), dict)]
    if inline and chance.random() < 0.3:
        number, path = chance.choice(inline)
        changes = {(*path, "new"): chance.choice(NEW_VALUES)}
        return Trial("a member more", changes, frozenset([number]))
    path = chance.choice([(), *headers])
    value = chance.choice(NEW_VALUES)
    first = next((one.kind for one in document.pieces if one.kind != "between"), "header")
    is_table = not path and isinstance(value, dict)
    return Trial(
        "a key more",
        {(*path, "new"): value},
        frozenset(),
        1 + len(value) if isinstance(value, dict) and is_table else 1,
        is_spaced=is_table or (not path and first == "header"),
    )


def _new_table(document: Shape, chance: random.Random) -> Trial:
    keys = {f"n{n}": chance.choice(NEW_VALUES) for n in range(chance.randint(1, 4))}
    changes: dict[Path, Any] = {("new table",): keys}
    return Trial("a table more", changes, frozenset(), 1 + len(keys), is_spaced=True)


def _new_row(document: Shape, chance: random.Random) -> Trial | None:
    if not document.rows:
        return None
    path = chance.choice(document.rows)
    keys = {f"n{n}": chance.choice(NEW_VALUES) for n in range(chance.randint(1, 4))}
    changes = {(*path, len(_value(document, path))): keys}
    return Trial("a row more", changes, frozenset(), 1 + len(keys), is_spaced=True)


def _gone_section(document: Shape, chance: random.Random) -> Trial | None:
    headers = [one.path for one in document.pieces if one.kind == "header"]
    if not headers:
        return None
    path = chance.choice(headers)
    touched: set[int] = set()
    among: set[int] = set()
    for number, piece in enumerate(document.pieces):
        if piece.kind == "between":
            among.add(number)
            continue
        # What stands among the keys of a section is about them, and goes with it.
        is_inside = piece.path[: len(path)] == path
        touched |= {number} | (among if piece.kind == "pair" else set()) if is_inside else set()
        among = set()
    return Trial("a section taken out", {path: REMOVE}, frozenset(touched), is_spaced=True)


def _trouble(document: Shape, trial: Trial) -> str:
    """What is wrong with the outcome of an edit; nothing, if all is well."""
    try:
        after = edit(document.text, trial.changes)
    except Unsafe as refusal:
        return f"refused: {refusal}"
    if after.startswith(BOM) != document.text.startswith(BOM):
        return "the byte order mark"
    if "\r\n" in document.text and "\n" in after.replace("\r\n", ""):
        return "a line with another end"
    if not _same(tomllib.loads(after.removeprefix(BOM)), _meant(document, trial.changes)):
        return f"another meaning:\n{after!r}"
    return "" if _stands(document, trial, after) else f"other lines:\n{after!r}"


def _meant(document: Shape, changes: Mapping[Path, Any]) -> dict[str, Any]:
    data = tomllib.loads(document.text.removeprefix(BOM))
    for path, value in changes.items():
        holder: Any = data
        for part in path[:-1]:
            holder = holder[part]
        if value is REMOVE:
            del holder[path[-1]]
        elif isinstance(holder, list) and path[-1] == len(holder):
            holder.append(copy.deepcopy(value))
        else:
            holder[path[-1]] = copy.deepcopy(value)
    return data


def _value(document: Shape, path: Path) -> Any:
    found: Any = tomllib.loads(document.text.removeprefix(BOM))
    for part in path:
        found = found[part]
    return found


def _same(a: Any, b: Any) -> bool:
    """Equal in type and value; a table or list that is empty may as well be absent."""
    if isinstance(a, dict) and isinstance(b, dict):
        return all(
            _same(a[key], b[key]) if key in a and key in b else _is_empty(a.get(key, b.get(key)))
            for key in a.keys() | b.keys()
        )
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and bool(a == b)


def _is_empty(value: Any) -> bool:
    return value == [] or (isinstance(value, dict) and all(map(_is_empty, value.values())))


def _stands(document: Shape, trial: Trial, after: str) -> bool:
    """Whether every line that is not touched is there, in order, and no more came than may.

    What is touched may be there as other lines: as many as it had, and those of a text or list.
    """
    lines = _lines(after)
    position, came, may_come = 0, 0, trial.added
    if trial.kind not in ("a key taken out", "a section taken out"):
        may_come += sum(_length(document.pieces[n]) for n in trial.touched)
    if any(_length(document.pieces[n]) > 1 for n in trial.touched):
        may_come += sum(map(_lines_of_its_own, trial.changes.values()))
    for number, piece in enumerate(document.pieces):
        if number in trial.touched:
            continue
        for line in piece.text.removesuffix("\n").split("\n"):
            if trial.is_spaced and not line.strip():
                continue
            found = next((n for n in range(position, len(lines)) if lines[n] == line), None)
            if found is None:
                return False
            came += _counted(lines[position:found], trial)
            position = found + 1
    return came + _counted(lines[position:], trial) <= may_come


def _lines_of_its_own(value: Any) -> int:
    """How many lines a text or list may take where one over several lines stood before."""
    if isinstance(value, str):
        return value.count("\n")
    return len(value) if isinstance(value, list) else 0


def _length(piece: Piece) -> int:
    return piece.text.count("\n")


def _counted(lines: list[str], trial: Trial) -> int:
    return sum(1 for one in lines if one.strip() or not trial.is_spaced)


def _lines(text: str) -> list[str]:
    return text.removeprefix(BOM).replace("\r\n", "\n").removesuffix("\n").split("\n")


def said(tried: Counter[str], troubles: Iterable[str]) -> str:
    """How it went, in words."""
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(tried.items()))
    found = list(troubles)
    return "\n".join((f"{tried.total():,} edits ({kinds}): {len(found)} wrong", *found[:20]))


def main() -> None:
    """Try out as many as are asked for, and say how it went."""
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    tried, troubles = try_out(edits, seed)
    print(said(tried, troubles))
    if troubles:
        sys.exit(1)


if __name__ == "__main__":
    main()

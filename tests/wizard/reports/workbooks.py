"""Workbooks as a test reads and changes them: fast, and without a library's idea of them."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

Value: TypeAlias = float | str | bool | None
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Workbook:
    """The cells of a file as they stand in it, formulas and values."""

    values: dict[str, dict[str, Value]]
    formulas: dict[str, dict[str, str]]
    names: dict[str, str]
    """`Sheet!$A$1` by defined name."""
    errors: tuple[str, ...]

    def named(self, name: str) -> Value:
        """The value of the cell of a name."""
        sheet, _, place = self.names[name].replace("$", "").partition("!")
        return self.values[sheet].get(place)

    def all(self, name: str) -> list[Value]:
        """The values of the cells of a name, in order."""
        sheet, _, cells = self.names[name].replace("$", "").partition("!")
        first, _, last = cells.partition(":")
        (left, top), (right, bottom) = map(_place, (first, last or first))
        held = self.values[sheet]
        return [
            held.get(f"{_letters(column)}{row}")
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    @cached_property
    def inputs(self) -> dict[str, tuple[str, float]]:
        """The cell and the number of each input, by key."""
        cells = self.values["Inputs"]
        found = {}
        for place in cells:
            row = place[1:]
            value, key = cells.get(f"C{row}"), cells.get(f"L{row}")
            # Only an input has a cell beside it for the number that is in force.
            if place[0] == "C" and f"H{row}" in self.formulas["Inputs"]:
                assert isinstance(value, float)
                assert isinstance(key, str)
                found[key] = (place, value)
        return found


def relative(formula: str, place: str) -> str:
    """A formula with its cells as seen from where it stands: the same for all that were copied."""
    column, row = _place(place)

    def seen(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = found.groups()
        across = letters if fixed_column else f"[{_place(f'{letters}1')[0] - column}]"
        down = number if fixed_row else f"[{int(number) - row}]"
        return f"R{down}C{across}"

    return re.sub(r"(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])", seen, formula)


def _place(cell: str) -> tuple[int, int]:
    """Column and row, counted from 1."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(cell.removeprefix(letters))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read(path: Path | BytesIO) -> Workbook:
    """All cells of a file; of one that was looked at just before, what was read then."""
    if isinstance(path, Path):
        return _read_last(path, path.stat().st_mtime_ns, path.stat().st_size)
    return _read(path)


@functools.lru_cache(2)
def _read_last(path: Path, modified_ns: int, size: int) -> Workbook:
    return _read(path)


def _read(path: Path | BytesIO) -> Workbook:
    with zipfile.ZipFile(path) as file:
        parts = set(file.namelist())
        strings: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            shared = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
            strings += (
                "".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in shared
            )
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = {one.attrib["name"]: one.text or "" for one in book.iter(f"{_MAIN}definedName")}
        values: dict[str, dict[str, Value]] = {}
        formulas: dict[str, dict[str, str]] = {}
        errors = []
        for number, sheet in enumerate(book.iter(f"{_MAIN}sheet"), 1):
            title = sheet.attrib["name"]
            values[title], formulas[title] = {}, {}
            root = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in root.iter(f"{_MAIN}c"):
                place, kind = cell.attrib["r"], cell.attrib.get("t", "n")
                formula = cell.find(f"{_MAIN}f")
                if formula is not None:
                    formulas[title][place] = formula.text or ""
                shown = cell.findtext(f"{_MAIN}v")
                if shown is None:
                    continue
                if kind == "e":
                    errors.append(f"{title}!{place} is {shown}")
                values[title][place] = _VALUES.get(kind, str)(shown)
                if kind == "s":
                    values[title][place] = strings[int(shown)]
    return Workbook(values, formulas, names, tuple(errors))


_VALUES: Mapping[str, Callable[[str], Value]] = {"n": float, "b": lambda text: text == "1"}


def with_inputs(
    path: Path, out: Path, changes: Mapping[str, float], scenario: str | None = None
) -> None:
    """The same file with other numbers in cells of the Inputs, its other values as they were.

    Args:
        path: of the file.
        out: where the other one goes.
        changes: numbers by the place of their cell.
        scenario: that is chosen on the Summary; None for the one that is.
    """

    def change(text: str) -> str:
        for place, value in changes.items():
            text, count = re.subn(
                rf'(<c r="{place}"[^>]*><v>)[^<]*(</v>)', rf"\g<1>{value!r}\g<2>", text
            )
            assert count == 1, f"{path.name}: {place} is no number"
        return text

    def choose(text: str) -> str:
        place = read(path).names["scenario_in_force"].rpartition("!")[2].replace("$", "")
        text, count = re.subn(
            rf'<c r="{place}"( s="\d+")? t="s"><v>\d+</v></c>',
            rf'<c r="{place}"\g<1> t="inlineStr"><is><t>{scenario}</t></is></c>',
            text,
        )
        assert count == 1, f"{path.name}: {place} is no text"
        return text

    sheets = {"xl/worksheets/sheet2.xml": change}
    if scenario is not None:
        sheets["xl/worksheets/sheet1.xml"] = choose
    _rewritten(path, out, sheets)


def overwritten(path: Path, out: Path, place: str, value: float) -> None:
    """The same file with a number written over the formula of a cell, `Sheet!A1`."""
    name, _, cell = place.partition("!")
    number = [*read(path).values].index(name) + 1

    def change(text: str) -> str:
        text, count = re.subn(
            rf'(<c r="{cell}"[^>]*>)<f>[^<]*</f><v>[^<]*</v>', rf"\g<1><v>{value!r}</v>", text
        )
        assert count == 1, f"{path.name}: {place} is no formula"
        return text

    _rewritten(path, out, {f"xl/worksheets/sheet{number}.xml": change})


def poisoned(path: Path, out: Path) -> None:
    """The same file with a wrong number in place of each that its formulas come to."""
    with zipfile.ZipFile(path) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]

    def change(text: str) -> str:
        return re.sub(r"</f><v>[^<]*</v>", "</f><v>123456.5</v>", text)

    _rewritten(path, out, dict.fromkeys(sheets, change))


def _rewritten(path: Path, out: Path, changes: Mapping[str, Callable[[str], str]]) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name in changes:
                data = changes[name](data.decode()).encode()
            new.writestr(name, data)

"""Workbooks as a test reads and changes them: fast, and without a library's idea of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def inputs(self) -> dict[str, tuple[str, float]]:
        """The cell and the number of each input that is no formula, by key."""
        named = {place.replace("$", "") for place in self.names.values()}
        cells = self.values["Inputs"]
        found = {}
        for place in cells:
            row = place[1:]
            value = cells.get(f"B{row}")
            key = cells.get(f"H{row}")
            if place[0] != "B" or f"Inputs!B{row}" not in named or not isinstance(key, str):
                continue
            if isinstance(value, float) and place not in self.formulas["Inputs"]:
                found[key] = (place, value)
        return found


def read(path: Path) -> Workbook:
    """All cells of a file."""
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


def with_inputs(path: Path, out: Path, changes: Mapping[str, float]) -> None:
    """The same file with other numbers in cells of the Inputs, its other values as they were."""

    def change(text: str) -> str:
        for place, value in changes.items():
            text, count = re.subn(
                rf'(<c r="{place}"[^>]*><v>)[^<]*(</v>)', rf"\g<1>{value!r}\g<2>", text
            )
            assert count == 1, f"{path.name}: {place} is no number"
        return text

    _rewritten(path, out, {"xl/worksheets/sheet2.xml": change})


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

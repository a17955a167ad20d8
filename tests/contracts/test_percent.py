"""A percentage is spelled in one way wherever somebody reads it: `95%`, as the numbers are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wizard.cases import SAMPLES

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "screens", "wizard")
APART = re.compile(r"(?<![{%])\b[0-9]+\s%(?![a-z(])")


def said(path: Path) -> Iterator[str]:
    """Every text of a module with the sign but its docstrings, which nobody is shown."""
    source = path.read_text(encoding="utf-8")
    if "%" not in source:
        return
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            # Whatever number comes in stands for itself.
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values
            )
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("room", ROOMS)
def test_no_sign_of_percent_stands_apart_from_its_number(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for text in said(path)
        if APART.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("path", [*SAMPLES.values()], ids=lambda path: path.stem)
def test_samples_are_spelled_so_too(path: Path) -> None:
    assert APART.findall(path.read_text(encoding="utf-8")) == []

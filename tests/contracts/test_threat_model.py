"""The threat model: each claim names a module that exists and a test that is run."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"
NAMED = re.compile(r"`((?:rules|screens|wizard|tests)/[\w/.-]+\.py)(?:::(\w+))?`")
HEADER = "| threat | what holds | made true by | shown by |"


def rows() -> list[list[str]]:
    """The cells of every claim."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert HEADER in lines
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line != HEADER]


@cache
def functions_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, kinds))


def test_every_module_and_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE.read_text("utf-8"))
    assert len(named) > 50
    missing = [path for path, _ in named if not (ROOT / path).is_file()]
    assert missing == []
    assert [
        f"{path}::{test}" for path, test in named if test and test not in functions_in(ROOT / path)
    ] == []


def test_every_claim_names_a_module_and_a_test() -> None:
    assert len(rows()) > 25
    for threat, holds, modules, tests in rows():
        assert holds, threat
        made = [path for path, _ in NAMED.findall(modules)]
        assert made, threat
        assert not [path for path in made if path.startswith("tests/")], threat
        shown = NAMED.findall(tests)
        assert shown, threat
        assert all(path.startswith("tests/") and test for path, test in shown), threat


def test_every_table_of_claims_has_the_same_columns() -> None:
    text = PAGE.read_text("utf-8")
    heads = re.findall(r"^(\|.*\|)\n\|---", text, re.MULTILINE)
    assert set(heads) == {HEADER}

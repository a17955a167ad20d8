"""A docstring that stands where Python takes it for none, and nobody finds it.

The linter looks for useless expressions and passes over strings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("benchmarks", "rules", "screens", "tests", "wizard")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
NAMED = (ast.Name, ast.Attribute, ast.Tuple)


def misplaced(source: str) -> Iterator[int]:
    """Lines of strings that are neither a docstring nor below the name that they describe."""
    nodes: list[ast.AST] = [ast.parse(source)]
    while nodes:
        node = nodes.pop()
        for field in BODIES:
            body = getattr(node, field, None)
            if not isinstance(body, list):
                continue
            # Nothing else holds statements, and all else of a module is ten times as much.
            nodes += body
            for above, statement in zip([None, *body], body, strict=False):
                if not is_string(statement) or (above is not None and is_naming(above)):
                    continue
                if not (above is None and field == "body" and isinstance(node, DOCUMENTED)):
                    yield statement.lineno


def is_string(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str() | bytes()) | ast.JoinedStr()):
            return True
        case _:
            return False


def is_naming(statement: ast.stmt) -> bool:
    match statement:
        case ast.AnnAssign(target=target):
            return isinstance(target, NAMED)
        case ast.Assign(targets=targets):
            return all(isinstance(one, NAMED) for one in targets)
        case _:
            # A class of its own from Python 3.12 on.
            return type(statement).__name__ == "TypeAlias"


def test_no_docstring_is_misplaced() -> None:
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in misplaced(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'def f(x):\n    if x:\n        return 1\n    """What it is."""\n',
        'def f(x):\n    f(x)\n    f"""{x}"""\n',
        'class C:\n    def f(self): ...\n    """What it is."""\n',
        'if x:\n    "What it is."\n',
        'def f():\n    """What it is."""\n    """And more."""\n',
    ],
)
def test_a_misplaced_one_is_found(source: str) -> None:
    assert list(misplaced(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""A module."""\nX = 1\n"""A constant."""\n',
        'class C:\n    """A class."""\n\n    x: int = 1\n    """A field."""\n',
        'class C:\n    def __init__(self):\n        self.x = 1\n        """An attribute."""\n',
        'A, B = 1, 2\n"""Two."""\n',
        "def f(): ...\n",
    ],
)
def test_one_in_its_place_is_none(source: str) -> None:
    assert not list(misplaced(source))

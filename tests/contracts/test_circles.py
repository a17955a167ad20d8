"""No two files need each other, however many others lie between them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "screens", "wizard")


def modules(root: Path) -> dict[str, Path]:
    """Every module of the rooms by its dotted name."""
    found = {}
    for room in ROOMS:
        for path in (root / room).rglob("*.py"):
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imported(source: str, known: Mapping[str, object]) -> Iterator[str]:
    """The modules that a file imports, wherever: in a function or for an annotation alone too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for one in node.names:
                name = f"{node.module}.{one.name}"
                yield name if name in known else node.module


def circle(needs: Mapping[str, set[str]]) -> list[str]:
    """Some files that need each other, in order; none where there are none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return [*error.args[1]]
    return []


def test_no_file_needs_what_needs_it() -> None:
    known = modules(ROOT)
    needs = {
        name: {
            one
            for one in imported(path.read_text(encoding="utf-8"), known)
            if one in known and one != name
        }
        for name, path in known.items()
    }
    assert len(needs) > 250
    assert circle(needs) == []


def test_a_circle_is_found_however_it_is_imported() -> None:
    known = dict.fromkeys(("rules.a", "rules.b", "rules.c"))
    sources = {
        "rules.a": "def f():\n    from rules import b",
        "rules.b": "if TYPE_CHECKING:\n    from rules.c import Word",
        "rules.c": "import rules.a",
    }
    needs = {name: set(imported(source, known)) for name, source in sources.items()}
    assert sorted({*circle(needs)}) == ["rules.a", "rules.b", "rules.c"]
    needs["rules.c"].clear()
    assert circle(needs) == []

"""What Textual keeps to itself is touched in four modules; no name of ours covers one of its own.

They are `textual_private.py`, `textual_widgets.py`, `textual_painting.py` and `textual_styles.py`
in screens/frame, whose tests say what is used of it and why.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOMES = {f"screens.frame.textual_{one}" for one in ("private", "widgets", "painting", "styles")}
OWN = ("self", "super()")
"""Whose attributes are those of the class they stand in."""
OF_NAMED_TUPLES = frozenset({"_asdict", "_fields", "_make", "_replace"})
"""Spelled as private, and public all the same."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name != "_"


def modules() -> list[str]:
    """The modules that know Textual."""
    paths = [*(ROOT / "screens").rglob("*.py"), *(ROOT / "wizard" / "app").rglob("*.py")]
    names = (".".join(one.relative_to(ROOT).with_suffix("").parts) for one in sorted(paths))
    left_out = HOMES | ({"wizard.app.terminal.driver"} if sys.platform == "win32" else set())
    return [one.removesuffix(".__init__") for one in names if one not in left_out]


def is_of_textual(cls: type) -> bool:
    return cls.__module__.partition(".")[0] == "textual"


@cache
def classes_in(module: str) -> list[ast.ClassDef]:
    """The classes of a module, as they are written."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


@cache
def kept_by(cls: type) -> frozenset[str]:
    """The private names of a class of Textual: what it defines, and what it sets on itself."""
    names = {name for name in vars(cls) if is_private(name)}
    for node in classes_in(cls.__module__):
        if node.name == cls.__name__:
            names |= {name for name, _ in attributes(node, ast.Store)}
    return frozenset(names)


@cache
def kept_by_textual() -> frozenset[str]:
    """Every private name of a class of Textual that is loaded."""
    found: set[str] = set()
    for name in [one for one in sys.modules if one.partition(".")[0] == "textual"]:
        for cls in vars(sys.modules[name]).values():
            if isinstance(cls, type) and is_of_textual(cls):
                found |= kept_by(cls)
    return frozenset(found)


def attributes(
    tree: ast.AST, context: type[ast.expr_context] = ast.expr_context
) -> Iterator[tuple[str, str]]:
    """Private attributes in a piece of code, each with what it is one of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, context):
            if is_private(node.attr):
                yield node.attr, ast.unparse(node.value)


def own_names(tree: ast.AST) -> set[str]:
    """Private names that a file gives to something itself."""
    found = {name for name, of in attributes(tree, ast.Store) if of == "self"}
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return {one for one in found if is_private(one)}


@pytest.mark.parametrize("module", modules())
def test_nothing_private_of_textual_is_touched_or_covered(module: str) -> None:
    loaded = importlib.import_module(module)
    tree = ast.parse(inspect.getsource(loaded))
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(name)) if name.partition(".")[0] == "textual":
                parts = [*name.split("."), *(one.name for one in node.names)]
                found += [f"import of {one}" for one in parts if is_private(one)]
            case ast.ClassDef(name=name) if isinstance(cls := getattr(loaded, name, None), type):
                kept = {one for base in cls.__mro__ if is_of_textual(base) for one in kept_by(base)}
                used = own_names(node) | {name for name, of in attributes(node) if of in OWN}
                found += [f"{name}.{one}" for one in sorted(used & kept)]
    ours = own_names(tree)
    found += [
        f"{of}.{name}"
        for name, of in attributes(tree)
        if of not in (*OWN, "os")
        and name not in ours | OF_NAMED_TUPLES
        and name in kept_by_textual()
    ]
    assert found == []


@pytest.mark.parametrize("module", modules())
def test_no_name_is_called_by_a_key(module: str) -> None:
    """Textual calls `key_at` of whatever has the focus where somebody types an `@`."""
    from textual.message_pump import MessagePump

    loaded = importlib.import_module(module)
    ours = [
        cls
        for cls in vars(loaded).values()
        if isinstance(cls, type) and issubclass(cls, MessagePump) and cls.__module__ == module
    ]
    called = [
        f"{cls.__name__}.{name}"
        for cls in ours
        for name in vars(cls)
        if name.startswith(("key_", "_key_"))
    ]
    assert called == []


def test_what_textual_keeps_to_itself_is_known() -> None:
    from textual.app import App
    from textual.message_pump import MessagePump

    assert {"_exit", "_clipboard", "_handle_exception"} <= kept_by(App)
    assert "_dispatch_message" in kept_by(MessagePump)
    assert "_bindings" in kept_by_textual()

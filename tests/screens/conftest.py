"""What every test of the screens needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# pytest.approx looks into it, which a thread of the program may be about to import.
import numpy as np  # noqa: F401
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.wizard.conftest import case, payback

__all__ = ["case", "payback"]

Parsed = dict[tuple[object, ...], list[RuleSet]]
"""What style sheets came to, by their text, where it stands, and the colours."""
_PARSED: Parsed = {}
"""One for all shelves of tests that have the fixture, each of which parses through that before."""


@pytest.fixture(autouse=True)
def payback_home(new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folders, away from those of the person who runs the tests."""
    home = new_folder("payback-home")
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(new_folder("temporary")))
    # No test puts anything on the clipboard of the person who runs it.
    monkeypatch.setattr("wizard.app.terminal.clipboard.copy", lambda text: False)
    return home


@pytest.fixture(autouse=True)
def unpainted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is painted until a test looks, which is half the work where only keys are tried.

    What is about painting itself is marked as `painted`.
    """
    painted = Compositor.render_update

    def looked_at(compositor: Compositor, full: bool = False, **more: Any) -> object:
        if full:
            return painted(compositor, full=True, **more)
        compositor._dirty_regions.clear()
        return None

    if request.node.get_closest_marker("painted") is None:
        monkeypatch.setattr(Compositor, "render_update", looked_at)


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[Parsed]:
    """No style sheet is parsed again for the same colours, whichever program reads it."""
    parse = Stylesheet._parse_rules

    def kept(sheets: Stylesheet, *arguments: Any, **more: Any) -> list[RuleSet]:
        colours = tuple(sheets._variables.items())
        key = (colours, *arguments, *more.items())
        if key not in _PARSED:
            _PARSED[key] = parse(sheets, *arguments, **more)
        return _PARSED[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", kept)
        yield _PARSED


class SvgExtension(SingleFileSnapshotExtension):
    """A screenshot per file, readable by a browser."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares screenshots."""
    return snapshot.use_extension(SvgExtension)


def steady(svg: str) -> str:
    """A screenshot without the ids that differ from run to run, and without fonts of elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", svg)

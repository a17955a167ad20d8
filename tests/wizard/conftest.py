"""What every test of the program needs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest


@pytest.fixture(autouse=True)
def payback_home(new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folders, away from those of the person who runs the tests."""
    home = new_folder("payback-home")
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    monkeypatch.delenv("PAYBACK_POLICY", raising=False)
    # The last resort for a copy of unsaved text.
    monkeypatch.setattr("tempfile.tempdir", str(new_folder("temporary")))
    return home


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """No template is compiled again for the same settings, whichever page or report it is for."""
    compile_ = jinja2.Environment.compile
    compiled: dict[tuple[object, ...], CodeType] = {}

    def kept(environment: jinja2.Environment, *arguments: Any, **more: Any) -> CodeType:
        settings = (one for one in vars(environment).values() if isinstance(one, str | bool | type))
        key = (*settings, *environment.extensions, *arguments, *more.items())
        if key not in compiled:
            compiled[key] = compile_(environment, *arguments, **more)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jinja2.Environment, "compile", kept)
        yield

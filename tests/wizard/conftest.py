"""What every test of the program needs."""

from collections.abc import Callable
from pathlib import Path

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

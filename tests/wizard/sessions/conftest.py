"""What every test of files on disk needs."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def payback_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for the program's own files, away from the person who runs the tests."""
    home = tmp_path_factory.mktemp("payback-home")
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    return home

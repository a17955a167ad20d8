"""What every test of the program needs."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def payback_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folders, away from those of the person who runs the tests."""
    home = tmp_path_factory.mktemp("payback-home")
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    monkeypatch.delenv("PAYBACK_POLICY", raising=False)
    # The last resort for a copy of unsaved text.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    return home

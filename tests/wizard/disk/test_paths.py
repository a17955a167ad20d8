"""Where the program keeps its own files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.disk import paths

ALL = (paths.state_dir, paths.config_dir, paths.cache_dir)


def test_one_variable_moves_all_three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path))

    assert [find() for find in ALL] == [tmp_path / "state", tmp_path / "config", tmp_path / "cache"]
    assert list(tmp_path.iterdir()) == [], "asking for a folder creates none"


def test_a_relative_home_does_not_wander_with_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", "here")
    monkeypatch.chdir(tmp_path)

    assert paths.state_dir() == tmp_path / "here" / "state"


def test_a_tilde_means_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("PAYBACK_HOME", "~/payback")

    assert paths.cache_dir() == tmp_path / "payback" / "cache"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables rule on Linux")
def test_without_it_the_system_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAYBACK_HOME", "")
    for purpose in ("state", "config", "cache"):
        monkeypatch.setenv(f"XDG_{purpose.upper()}_HOME", str(tmp_path / purpose))

    assert [find() for find in ALL] == [
        tmp_path / "state" / "payback",
        tmp_path / "config" / "payback",
        tmp_path / "cache" / "payback",
    ]


def test_importing_it_and_the_store_loads_neither_platformdirs_nor_filelock() -> None:
    program = (
        "import sys, wizard.disk.paths, wizard.disk.reading, wizard.disk.store;"
        "print(sorted({'platformdirs', 'filelock', 'textual', 'tomlkit', 'pydantic', 'click',"
        " 'tempfile'} & set(sys.modules)))"
    )
    folder = Path(paths.__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout.strip() == "[]"

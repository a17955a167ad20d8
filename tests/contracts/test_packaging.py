"""What is in the built distributions: all of the program, and nothing beside it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

import wizard

ROOT = Path(__file__).parents[2]
PACKAGES = ["rules", "screens", "wizard"]


@dataclass(frozen=True)
class Built:
    """The distributions of this tree; the wheel is built from the sdist, as an installer would."""

    wheel: Path
    sdist: Path

    def wheel_names(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return {name for name in archive.namelist() if not name.endswith("/")}

    def sdist_names(self) -> set[str]:
        """Return the names below the sdist's one top folder."""
        with tarfile.open(self.sdist) as archive:
            return {m.name.partition("/")[2] for m in archive.getmembers() if m.isfile()}

    def text_in_wheel(self, name: str) -> str:
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(f"distill_payback-{wizard.__version__}.dist-info/{name}").decode()

    def metadata(self) -> Message:
        return message_from_string(self.text_in_wheel("METADATA"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    pytest.importorskip("build", reason="the build package is not installed (extra: dev)")
    pytest.importorskip("hatchling", reason="hatchling is not installed (extra: dev)")
    out = tmp_path_factory.mktemp("dist")
    run = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return Built(wheel=next(out.glob("*.whl")), sdist=next(out.glob("*.tar.gz")))


def files_below(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }


def test_the_wheel_holds_the_three_packages_and_nothing_else(built: Built) -> None:
    top = {name.partition("/")[0] for name in built.wheel_names()}
    assert top == {*PACKAGES, f"distill_payback-{wizard.__version__}.dist-info"}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_of_a_package_is_in_the_wheel(built: Built, package: str) -> None:
    assert files_below(package) - built.wheel_names() == set()
    assert f"{package}/py.typed" in built.wheel_names()


def test_the_sample_sessions_travel_inside_wizard(built: Built) -> None:
    samples = files_below("sample_sessions")
    assert samples
    assert {f"wizard/{name}" for name in samples} - built.wheel_names() == set()


def test_the_sdist_can_be_tested_and_carries_no_leftovers(built: Built) -> None:
    names = built.sdist_names()
    needed = {"LICENSE", "README.md", "Makefile", "constraints.txt", "pyproject.toml"}
    assert needed - names == set()
    assert files_below("tests") - names == set()
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_the_command_is_declared(built: Built) -> None:
    assert "payback = wizard.__main__:main" in built.text_in_wheel("entry_points.txt")


def test_the_metadata_says_what_an_installer_asks(built: Built) -> None:
    metadata = built.metadata()
    assert metadata["Name"] == "distill-payback"
    assert metadata["Version"] == wizard.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    requirements = metadata.get_all("Requires-Dist", [])
    assert not [line for line in requirements if "@" in line], "a requirement is an address"

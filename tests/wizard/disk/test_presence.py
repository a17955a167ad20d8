"""Who has a file open is seen while it is so, and never after."""

from __future__ import annotations

import getpass
import json
import os
import platform
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import wizard
from wizard.disk import paths
from wizard.disk.presence import Presence

ELSEWHERE = """
import sys
from pathlib import Path
from wizard.disk.presence import Presence

presence = Presence()
presence.at(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.readline()
presence.at(None)
"""


class Elsewhere:
    """Another program that has a file open."""

    def __init__(self, path: Path, program: str = "wizard") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", ELSEWHERE, str(path), program],
            env={**os.environ, "PYTHONPATH": str(Path(wizard.__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "open\n"

    def ends(self) -> None:
        self.process.communicate("\n")

    def is_killed(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.touch()
    return path


def records() -> list[str]:
    folder = paths.state_dir() / "open"
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize(
    ("program", "words"),
    [("wizard", "another window"), ("interview", "payback ask"), ("workshop", "workshop")],
)
def test_another_program_is_seen_with_who_and_since_when(
    path: Path, program: str, words: str
) -> None:
    other = Elsewhere(path, program)
    (seen,) = Presence().others(path)
    assert words in seen.in_words
    assert f"process {other.process.pid}, since" in seen.in_words
    assert f"{seen.since:%H:%M}" in seen.in_words
    assert f": {getpass.getuser()}@{platform.node()}, process" in seen.in_words

    other.ends()
    assert Presence().others(path) == []
    assert records() == []


def test_a_program_that_was_killed_is_not_seen_and_leaves_nothing(path: Path) -> None:
    other = Elsewhere(path)
    other.is_killed()
    assert records() != []
    assert Presence().others(path) == []
    assert records() == []


def test_nobody_sees_themselves(path: Path) -> None:
    mine, other = Presence(), Presence()
    mine.at(path)
    assert mine.others(path) == []
    assert len(other.others(path)) == 1
    other.at(path)
    assert len(mine.others(path)) == 1


def test_it_is_seen_at_one_file_at_a_time(path: Path) -> None:
    mine, other, second = Presence(), Presence(), path.with_name("second.toml")
    mine.at(path)
    mine.at(second)
    assert other.others(path) == []
    assert len(other.others(second)) == 1
    mine.at(None)
    assert other.others(second) == []
    assert records() == []


def test_a_file_is_the_same_one_by_whatever_name(path: Path) -> None:
    link = path.with_name("link.toml")
    link.symlink_to(path)
    mine = Presence()
    mine.at(link)
    assert len(Presence().others(path)) == 1
    assert sorted(path.parent.iterdir()) == [path, link], "no litter beside it"


def test_records_are_for_their_owner_alone(path: Path) -> None:
    mine = Presence()
    mine.at(path)
    folder = paths.state_dir() / "open"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) & 0o077 for one in folder.iterdir()} == {0}


@pytest.mark.parametrize("record", ["", "{", "[]", '{"program": "editor"}', '{"since": 5}'])
def test_a_record_that_says_nothing_is_passed_over(path: Path, record: str) -> None:
    mine = Presence()
    mine.at(path)
    (place,) = (paths.state_dir() / "open").glob("*.json")
    whole = json.loads(place.read_text())
    assert set(whole) == {"program", "user", "host", "process", "since"}
    place.write_text(record)
    assert Presence().others(path) == []
    mine.at(None)
    assert records() == []


def test_without_a_folder_to_write_into_one_works_unseen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(path))
    mine = Presence()
    mine.at(path)
    assert Presence().others(path) == []
    mine.at(None)


def test_somebody_without_a_name_is_a_number_and_without_a_number_somebody(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nameless)
    number = str(os.getuid())
    for expected in (number, "somebody"):
        mine = Presence()
        mine.at(path)
        (place,) = (paths.state_dir() / "open").glob("*.json")
        assert json.loads(place.read_text())["user"] == expected
        mine.at(None)
        monkeypatch.delattr(os, "getuid", raising=False)

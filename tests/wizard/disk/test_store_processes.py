"""Other processes: one that dies in the middle of a save, several that save at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ran, surroundings
from wizard.disk.reading import read
from wizard.disk.store import save

OLD = b'title = "old"\n' * 100
NEW = b'title = "new and longer"\n' * 100


DIES = """
import os, sys
from pathlib import Path
from wizard.disk.reading import read
from wizard.disk.store import save

path, call, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
expected = read(path)[1]
real, calls = getattr(os, call), 0

def die(*args, **named):
    global calls
    calls += 1
    if calls == number:
        os._exit(77)
    return real(*args, **named)

setattr(os, call, die)
save(path, sys.stdin.buffer.read(), expected=expected)
"""

SAVES_WHEN_TOLD = """
import sys
from pathlib import Path
from wizard.disk.errors import ChangedOnDisk
from wizard.disk.reading import read
from wizard.disk.store import save

path, new = Path(sys.argv[1]), sys.argv[2] == "new"
expected = None if new else read(path)[1]
text = f"by {sys.argv[3]}\\n".encode() * 1000
print("ready", flush=True)
sys.stdin.readline()
try:
    save(path, text, expected=expected)
    print("saved")
except ChangedOnDisk as error:
    print(error.reason)
"""


def dies(path: Path, call: str, number: int) -> bool:
    """Save in a process that dies at a certain call; return whether it came to that."""
    result = ran(sys.executable, "-c", DIES, path, call, str(number), given=NEW)
    assert result.returncode in (0, 77), result.stderr.decode()
    return result.returncode == 77


@pytest.mark.parametrize(
    ("call", "number"), [("replace", 1), ("fsync", 1), ("write", 1), ("fchmod", 1), ("stat", 5)]
)
def test_a_crash_before_the_exchange_leaves_the_old_text(
    tmp_path: Path, call: str, number: int
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(OLD)

    assert dies(path, call, number)

    assert path.read_bytes() == OLD
    state = save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == NEW, "and the lock of the dead blocks nobody"
    assert state == read(path)[1]


def test_a_crash_after_the_exchange_leaves_the_new_text(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(OLD)

    assert dies(path, "fsync", 2)

    assert path.read_bytes() == NEW
    assert [entry.name for entry in tmp_path.iterdir()] == ["s.toml"]


def test_a_crash_while_writing_in_place_leaves_a_complete_backup(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(OLD)
    os.link(path, tmp_path / "twin.toml")

    assert dies(path, "ftruncate", 1)

    backups = [entry for entry in tmp_path.iterdir() if ".backup-" in entry.name]
    assert [entry.read_bytes() for entry in backups] == [OLD]


@pytest.mark.parametrize(("kind", "linked"), [("old", False), ("old", True), ("new", False)])
def test_of_several_that_save_at_once_one_wins(tmp_path: Path, kind: str, linked: bool) -> None:
    path = tmp_path / "s.toml"
    if kind == "old":
        path.write_bytes(OLD)
    if linked:
        os.link(path, tmp_path / "twin.toml")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SAVES_WHEN_TOLD, str(path), kind, str(number)],
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].strip() for process in processes]

    assert said.count("saved") == 1
    assert set(said) == {"saved", "changed" if kind == "old" else "appeared"}
    winner = said.index("saved")
    assert path.read_bytes() == f"by {winner}\n".encode() * 1000
    left = {"s.toml", "twin.toml"} if linked else {"s.toml"}
    assert {entry.name for entry in tmp_path.iterdir()} == left


def test_of_two_that_save_in_turn_the_second_learns_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(OLD)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SAVES_WHEN_TOLD, str(path), "old", name],
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    said = [process.communicate("go\n", timeout=60)[0].strip() for process in processes]

    assert said == ["saved", "changed"]
    assert path.read_bytes() == b"by first\n" * 1000

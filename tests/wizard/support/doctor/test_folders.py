"""What is said of the program's folders and of what lies in them."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Any

import filelock
import pytest

from tests.locked import lock_up
from wizard.disk import paths
from wizard.support.doctor import folders
from wizard.support.doctor.finding import Finding, State, without_home


def found() -> dict[str, Finding]:
    return {one.id: one for one in (*folders.folders(), *folders.kept())}


def state() -> Path:
    folder = paths.state_dir()
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder


def test_folders_that_are_not_there_yet_are_well() -> None:
    one = found()["folders.state"]
    assert one.state is State.OK
    assert "made when it is needed" in one.text
    assert not paths.state_dir().exists()
    assert found()["kept.nothing"].state is State.OK


def test_a_folder_below_a_file_is_to_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "file" / "home"))
    assert found()["folders.state"].state is State.MEND
    assert "PAYBACK_HOME" in found()["folders.state"].remedy
    assert found()["folders.cache"].state is State.MIND


def test_a_folder_that_may_not_be_written_to_is_to_be_mended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Asked of the system, since root may write everywhere.
    state()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert found()["folders.state"].state is State.MEND
    assert "chmod" in found()["folders.state"].remedy


def test_a_command_that_is_to_be_typed_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "Ada's files"))
    folder = state()
    monkeypatch.setattr(os, "access", lambda *_: False)
    command = found()["folders.state"].remedy.partition("with: ")[2].partition("; or")[0]
    *_, named = shlex.split(command)
    assert command.startswith("chmod u+rwx ~/")
    assert Path(named).expanduser() == folder


def test_a_home_folder_that_is_locked_is_named_as_a_shell_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "not" / "there"))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "chmod u+rwx ~; or" in found()["folders.state"].remedy


def test_a_folder_that_may_not_be_looked_into_ends_no_examination(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (state() / "unsaved").mkdir()
    (state() / "unsaved" / "1.json").write_text("x")
    granted = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: granted(path, mode & ~os.R_OK) and False)
    with monkeypatch.context() as patch:
        lock_up(state(), patch)
        said = found()
    assert said["folders.state"].state is State.MEND
    assert "may not be read" in said["folders.state"].text
    assert said["kept.unknown"].state is State.MIND
    # One that may be listed, and no more.
    with monkeypatch.context() as patch:
        lock_up(state(), patch)
        patch.setattr(Path, "iterdir", lambda folder: iter([folder / "unsaved"]))
        assert found()["kept.locks"].text == "0 locks, none of them held"


def test_what_is_kept_of_workshops_and_open_files_is_called_what_it_is() -> None:
    for name in ("workshops/1.door", "open/1.json"):
        place = state() / name
        place.parent.mkdir()
        place.touch()
    assert "who had a seat" in found()["kept.workshops"].text
    assert "who has a session open" in found()["kept.open"].text


@pytest.mark.skipif(os.name == "nt", reason="Windows tells owners otherwise")
def test_a_folder_of_somebody_else_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = state().stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    one = found()["folders.state.owner"]
    assert (one.state, "belongs to another user" in one.text) == (State.MIND, True)
    assert one.remedy.startswith("Give it back, with: sudo chown -R $(id -u) ")


def test_without_a_home_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(paths, "state_dir", lost)
    assert found()["folders.state"].state is State.MEND
    assert "HOME" in found()["folders.state"].remedy


@pytest.mark.parametrize(("free", "expected"), [(50_000_000, State.MIND), (10_000, State.MEND)])
def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, free: int, expected: State) -> None:
    usage: Any = shutil._ntuple_diskusage(10**12, 10**12 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    one = found()["folders.state.space"]
    assert one.state is expected
    assert folders.size_in_words(free) in one.text


def test_what_is_kept_is_counted_and_never_shown() -> None:
    for name, contents in {
        "unsaved/1.json": "secret" * 100,
        "unsaved/1.lock": "",
        "failures/a.txt": "secret",
        "failures/deep/b.txt": "secret",
        "something new/c": "secret",
        "recent.json": "[]",
    }.items():
        place = state() / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(contents)
    said = found()
    assert said["kept.unsaved"].text == "unsaved work: 1 file, 600 bytes"
    assert said["kept.unsaved"].state is State.MIND
    assert said["kept.failures"].text == "reports of failures: 2 files, 12 bytes"
    assert said["kept.something new"].text == "something new: 1 file, 6 bytes"
    assert said["kept.recent"].state is State.OK
    assert not [one for one in said.values() if "secret" in one.text]


def test_a_lock_that_is_held_is_told_from_one_that_lies_about() -> None:
    (state() / "locks").mkdir()
    (state() / "locks" / "old.lock").touch()
    with filelock.FileLock(state() / "locks" / "new.lock"):
        assert found()["kept.locks"].text == "2 locks, 1 of them held by a program that runs"
    assert found()["kept.locks"].text == "2 locks, none of them held"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_what_others_may_read_is_said() -> None:
    place = state() / "unsaved" / "1.json"
    place.parent.mkdir()
    place.write_text("x")
    for path, mode in ((place, 0o644), (place.parent, 0o755), (state(), 0o755)):
        path.chmod(mode)
    assert "chmod -R go-rwx" in found()["folders.state.rights"].remedy
    for closing in (state(), place.parent):
        before = closing.stat().st_mode
        closing.chmod(0o700)
        assert "folders.state.rights" not in found()
        closing.chmod(before)
    place.chmod(0o600)
    assert "folders.state.rights" not in found()


def test_links_in_the_state_folder_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "large").write_text("x" * 10_000)
    (state() / "kept").symlink_to(elsewhere)
    (state() / "round").symlink_to(state())
    assert "10" not in found()["kept.kept"].text


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_500, "1.5 kB"), (2 * 10**9, "2.0 GB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert folders.size_in_words(size) == words


def test_the_name_of_the_home_folder_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/people/maria"))
    assert without_home("/people/maria/.cache: full") == "~/.cache: full"
    assert without_home("/people/maria") == "~"
    assert without_home("/people/maria2/x") == "/people/maria2/x"

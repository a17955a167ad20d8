"""The program's own files: nobody else reads them, and killed programs leave no litter."""

from __future__ import annotations

import base64
import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.workshop.meeting import Meeting
from wizard.disk import in_place, lock, own_files, presence, reading, store, temporaries
from wizard.disk.paths import state_dir
from wizard.problems import InputUnusable
from wizard.sessions import autosave, recent
from wizard.sessions.session_file import read_session
from wizard.workshop import ballot_box, leftovers, places
from wizard.workshop.chair import Chair
from wizard.workshop.door_file import SECONDS, DoorFile

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    return path


@pytest.fixture
def nobody() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def keep_work(path: Path) -> None:
    autosave.Slot().keep(read_session(path), Answers(), "Case")


def keep_ballots(path: Path) -> None:
    meeting = Meeting().join("Ada", "").bring("Ada", {})
    ballot_box.keep(path, meeting)


def keep_recent(path: Path) -> None:
    recent.remember(path)


KEEPERS = [keep_work, keep_ballots, keep_recent]


def rights() -> dict[str, int]:
    state = state_dir()
    found = [state, *state.rglob("*")]
    return {str(one.relative_to(state)): stat.S_IMODE(one.stat().st_mode) for one in found}


def for_others() -> list[str]:
    return [name for name, mode in rights().items() if mode & 0o077]


@POSIX
@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("keep", KEEPERS)
def test_what_is_kept_is_for_its_owner_alone(path: Path, keep: Callable[[Path], None]) -> None:
    keep(path)

    assert len(rights()) > 1
    assert for_others() == []


@POSIX
@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("keep", KEEPERS)
def test_also_where_it_was_open_to_others_before(path: Path, keep: Callable[[Path], None]) -> None:
    keep(path)
    for one in [state_dir(), *state_dir().rglob("*")]:
        one.chmod(0o777 if one.is_dir() else 0o666)

    keep(path)

    written = {name for name, mode in rights().items() if not mode & 0o077}
    assert {"."} < written
    own_files.tidy()
    assert for_others() == []


WRONG = {
    "empty": "",
    "no text": "\udcff",
    "something else": "[]",
    "of other kinds": '{"title": [], "path": {}, "process": "x", "people": 1, "at": null}',
    "beyond any bound": '{"title": "T", "path": null, "process": 1e999, "at": 1e999}',
    "deeper than anybody reads": "[" * 100_000,
    "more digits than anybody reads": "9" * 100_000,
}


Damage = Callable[[], None]


def read_work(path: Path, damage: Damage) -> None:
    keep_work(path)
    damage()
    for one in autosave.kept():
        with suppress(autosave.Unreadable):
            autosave.take_up(one)


def read_ballots(path: Path, damage: Damage) -> None:
    keep_ballots(path)
    damage()
    assert ballot_box.with_kept(path, Meeting()) == Meeting()


def read_recent(path: Path, damage: Damage) -> None:
    keep_recent(path)
    damage()
    recent.titled(recent.paths())


def read_door(path: Path, damage: Damage) -> None:
    own_files.write(places.place(path, "door"), b"")
    damage()
    assert DoorFile(lambda: path).read() is None


def read_leader(path: Path, damage: Damage) -> None:
    leads = Chair()
    leads.take(path)
    damage()
    with pytest.raises(InputUnusable, match="led"):
        Chair().take(path)
    leads.leave()


def read_presence(path: Path, damage: Damage) -> None:
    is_there = presence.Presence()
    is_there.at(path)
    damage()
    assert presence.Presence().others(path) == []
    is_there.at(None)


READERS = [read_work, read_ballots, read_recent, read_door, read_leader, read_presence]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("read", READERS)
def test_what_is_damaged_stands_in_nobodys_way(
    path: Path, read: Callable[[Path, Damage], None], wrong: str
) -> None:
    def damage() -> None:
        data = wrong.encode("utf-8", "surrogateescape")
        for one in state_dir().rglob("*"):
            if one.is_file() and one.suffix != ".lock":
                # Unrevealed answers are not to be read by the way.
                one.write_bytes(base64.b64encode(data) if one.suffix == ".box" else data)

    read(path, damage)


@POSIX
def test_nothing_but_the_programs_own_folders_is_narrowed(path: Path) -> None:
    above = state_dir().parent
    above.chmod(0o755)
    elsewhere = path.parent / "elsewhere.txt"
    elsewhere.write_text("")
    elsewhere.chmod(0o644)
    keep_recent(path)
    (state_dir() / "link.txt").symlink_to(elsewhere)

    own_files.tidy()

    assert stat.S_IMODE(above.stat().st_mode) == 0o755
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044


@pytest.mark.parametrize("keep", KEEPERS)
@pytest.mark.parametrize("call", ["open", "write", "close", "fsync", "replace"])
def test_what_cannot_be_written_leaves_the_old_and_nothing_half_done(
    path: Path, monkeypatch: pytest.MonkeyPatch, keep: Callable[[Path], None], call: str
) -> None:
    file = read_session(path)
    monkeypatch.setattr(sys.modules[__name__], "read_session", lambda _: file)
    keep(path)
    before = {one: one.read_bytes() for one in state_dir().rglob("*") if one.is_file()}
    real = getattr(os, call)

    def fail(*args: Any, **more: Any) -> Any:
        if call == "close":
            real(*args, **more)
        elif call == "open" and not args[1] & os.O_CREAT:
            return real(*args, **more)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        try:
            keep(path)
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - a convenience says nothing

    after = {one: one.read_bytes() for one in state_dir().rglob("*") if one.is_file()}
    fresh = {one for one in after if one not in before}
    assert {one: after[one] for one in before} == before
    # Of a new slot only its lock, which this process still has.
    assert {one.suffix for one in fresh} <= {".lock"}


# -------------------------------------------------- temporary files of killed programs


def left_by(process: int, target: Path, folder: Path) -> Path:
    name = temporaries.beside(folder / "any", target).name
    own = f"-{os.getpid()}-"
    assert own in name
    path = folder / name.replace(own, f"-{process}-")
    path.write_bytes(b"half")
    return path


def save_again(path: Path) -> None:
    state = reading.read(path)[1]
    store.save(path, b"schema = 1\ntitle = 'x'\n", expected=state)


@pytest.mark.parametrize("run", [save_again, store.tidy])
def test_the_next_run_sweeps_what_a_killed_save_left(
    path: Path, nobody: int, run: Callable[[Path], None]
) -> None:
    kept = state_dir() / "kept"
    kept.mkdir(parents=True)
    left = [left_by(nobody, path, path.parent), left_by(nobody, path, kept)]

    run(path)

    assert not any(one.exists() for one in left)
    assert path.exists()


def test_what_a_living_process_writes_stays(path: Path) -> None:
    parent, own = os.getppid(), os.getpid()
    left = [left_by(one, path, path.parent) for one in (parent, own)]

    save_again(path)
    store.tidy(path)

    assert all(one.exists() for one in left)


def test_what_belongs_to_another_file_or_machine_stays(
    path: Path, nobody: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [left_by(nobody, path.with_name("other.toml"), path.parent)]
    with monkeypatch.context() as patch:
        patch.setattr("platform.node", lambda: "another-machine")
        left.append(left_by(nobody, path, path.parent))
    stranger = path.parent / ".payback-0123456789abcdef.tmp"
    stranger.write_bytes(b"")

    save_again(path)

    assert all(one.exists() for one in [*left, stranger])


def test_nothing_is_swept_without_the_lock(
    path: Path, nobody: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = left_by(nobody, path, path.parent)

    def refuse(*args: object, **more: object) -> None:
        raise NotImplementedError

    with monkeypatch.context() as patch:
        patch.setattr("filelock.FileLock.acquire", refuse)
        store.tidy(path)
        assert left.exists()
    monkeypatch.setattr(lock, "PATIENCE_S", 0.01)
    with lock.held(path), ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(store.tidy, path).result()
        assert left.exists()
    store.tidy(path)
    assert not left.exists()


@pytest.mark.parametrize("folder", ["", "unsaved", "workshops"])
def test_in_the_state_folder_they_are_swept_as_well(nobody: int, folder: str) -> None:
    place = state_dir() / folder
    own_files.make_folder(place)
    dead, alive = left_by(nobody, place, place), left_by(os.getppid(), place, place)

    own_files.tidy()

    assert not dead.exists()
    assert alive.exists()


def test_who_was_killed_is_no_longer_seen_at_a_file(path: Path, nobody: int) -> None:
    alive = presence.Presence()
    alive.at(path)
    (record,) = (state_dir() / "open").glob("*.json")
    for name in (f"0123-{nobody}-0011aa.json", f"0123-{nobody}-0011aa.lock"):
        record.with_name(name).write_text("{}")

    presence.tidy()

    assert list(record.parent.glob("*.json")) == [record]
    assert list(record.parent.glob("*.lock")) == [record.with_suffix(".lock")]
    alive.at(None)


def test_locks_with_nothing_to_take_up_are_removed_unless_held(path: Path, nobody: int) -> None:
    slot = autosave.Slot()
    slot.keep(read_session(path), Answers(), "Case")
    slot.place.unlink()
    orphan = slot.place.with_name(f"{nobody}-0011aa.lock")
    orphan.write_bytes(b"")

    autosave.tidy()

    assert not orphan.exists()
    assert slot.place.with_suffix(".lock").exists()
    slot.drop()
    assert list(slot.place.parent.iterdir()) == []


# ---------------------------------------------------------- what workshops leave behind


def left_of_workshop(session: Path, age: float) -> dict[str, Path]:
    """What a killed program left of a workshop, by its kind."""
    left = {kind: places.place(session, kind) for kind in ("door", "led", "box")}
    for one in left.values():
        own_files.write(one, b"{}")
        at = one.stat().st_mtime - age
        os.utime(one, (at, at))
    return left


@pytest.mark.parametrize("is_there", [True, False])
def test_the_way_into_a_workshop_that_is_never_led_again_is_swept(
    path: Path, is_there: bool
) -> None:
    old = left_of_workshop(path, SECONDS + 60)
    young = left_of_workshop(path.with_name("other.toml"), SECONDS - 60)
    if not is_there:
        path.unlink()

    leftovers.tidy()

    assert {kind for kind, one in old.items() if one.exists()} == {"box"}, "answers are never swept"
    assert all(one.exists() for one in young.values())


def test_of_a_workshop_that_is_led_nothing_is_swept(path: Path) -> None:
    leads = Chair()
    leads.take(path)
    left = left_of_workshop(path, SECONDS + 60)

    leftovers.tidy()
    assert all(one.exists() for one in left.values())

    leads.leave()
    assert not left["led"].exists(), "who ends it in order leaves no note of it"
    leftovers.tidy()
    assert not left["door"].exists()


# ------------------------------------------------- saves in place that were cut short

KILLED = """
import os, sys
from pathlib import Path
from wizard.disk import reading, store, writing

real_unlink = os.unlink

def end(*args, **named):
    if where == "unlink" and ".backup-" not in str(args[0]):
        return real_unlink(*args, **named)
    os._exit(9)

where = sys.argv[2]
setattr({"flush_to_disk": writing}.get(where, os), where, end)
if where == "flush_to_disk":
    # Of the backup it is no end.
    real_new = writing.write_new
    writing.write_new = lambda path, data, **named: path.write_bytes(data)
path = Path(sys.argv[1])
store.save(path, b"title = 1\\n", expected=reading.read(path)[1])
"""


def killed_in_place(path: Path, where: str) -> None:
    """A save that writes over a file, ended at one of its calls."""
    os.link(path, path.with_name("twin.toml"))
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), where], check=False)
    assert ended.returncode == 9


def backups(path: Path) -> list[Path]:
    return list(path.parent.glob("*.backup-*"))


@pytest.mark.parametrize("where", ["ftruncate", "flush_to_disk", "unlink"])
def test_a_backup_goes_once_the_file_is_whole_and_stays_while_it_is_not(
    path: Path, where: str
) -> None:
    path.write_bytes(b"schema = 1 # and more\n")
    killed_in_place(path, where)
    is_whole = path.read_bytes() == b"title = 1\n"
    assert is_whole == (where != "ftruncate")

    needed = store.tidy(path)

    assert needed == backups(path)
    assert [one.read_bytes() for one in needed] == (
        [] if is_whole else [b"schema = 1 # and more\n"]
    )
    if not is_whole:
        # Somebody brings it back.
        path.write_bytes(needed[0].read_bytes())
        assert store.tidy(path) == []
        assert backups(path) == []


def test_the_backup_of_a_living_process_stays(path: Path) -> None:
    original = path.read_bytes()
    name = in_place._label(path)
    alive = path.with_name(f"case.{name}-{os.getppid()}-{in_place._digest(original)}-0.toml")
    alive.write_bytes(original)

    assert store.tidy(path) == []
    assert alive.exists()

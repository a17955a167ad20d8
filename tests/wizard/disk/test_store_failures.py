"""Every call to the system fails in turn: the file is its old self or its new self, never between.

The manner is SQLite's: a save is run again and again, and each time the next call is the one that
fails. What must hold afterwards does not depend on which call that was.
"""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from wizard.disk import paths
from wizard.disk.errors import SaveFailed, explain
from wizard.disk.reading import read
from wizard.disk.store import save

OLD = b'# a comment\ntitle = "old"\n' * 40
LONGER = b'# a comment\ntitle = "new and longer"\n' * 60
SHORTER = b'title = "new"\n'


def test_what_the_system_says_is_told_in_its_words() -> None:
    remedy = "Try again, or use another place."
    assert explain(OSError(-1, "Strange thing")) == ("the system says: strange thing", remedy)
    assert explain(OSError("Odd")) == ("the system says: odd", remedy)
    assert explain(OSError()) == ("the system says: OSError, and no more", remedy)


READING = ["open", "read", "close", "lseek", "fstat", "stat", "lstat", "readlink"]
WRITING = ["write", "fsync", "ftruncate", "fchmod", "fchown", "setxattr", "link", "replace"]
CALLS = [*READING, *WRITING, "listxattr", "getxattr", "mkdir", "unlink"]

Manner = Literal["instead", "afterwards", "halfway"]


@dataclass
class Disk:
    """Lets the call with a certain number fail, and those after it if it is to stay broken."""

    fails_at: int
    number: int = errno.EIO
    manner: Manner = "instead"
    stays_broken: bool = False
    calls: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return len(self.calls) >= self.fails_at

    @property
    def culprit(self) -> str:
        return f"call {self.fails_at}, {self.calls[self.fails_at - 1]}"

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.calls.append(name)
            due = len(self.calls)
            if due < self.fails_at or (due > self.fails_at and not self.stays_broken):
                return real(*args, **named)
            if name == "close" or self.manner == "afterwards":
                # A failed close closes nevertheless.
                result = real(*args, **named)
                if name == "open":
                    os_close(result)
            elif name == "write" and self.manner == "halfway":
                real(args[0], args[1][: len(args[1]) // 2])
            raise OSError(self.number, os.strerror(self.number))

        return call


os_close = os.close


@contextmanager
def broken(disk: Disk) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, disk.wrap(name, getattr(os, name)))
        yield


@dataclass
class Place:
    """A session in a folder of its own, and what else belongs there."""

    folder: Path
    path: Path
    file: Path
    belongs: set[str]
    data: bytes


def plain(folder: Path) -> Place:
    path = folder / "s.toml"
    path.write_bytes(OLD)
    return Place(folder, path, path, {"s.toml"}, LONGER)


def decorated(folder: Path) -> Place:
    place = plain(folder)
    place.path.chmod(0o640)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(place.path, 12345, 54321)
    if hasattr(os, "setxattr"):
        with suppress(OSError):
            os.setxattr(place.path, "user.origin", b"mail")
    return place


def linked_symbolically(folder: Path) -> Place:
    place = plain(folder)
    link = folder / "link.toml"
    link.symlink_to("s.toml")
    return Place(folder, link, place.path, {"s.toml", "link.toml"}, SHORTER)


def linked_hard(folder: Path) -> Place:
    place = plain(folder)
    os.link(place.path, folder / "twin.toml")
    return Place(folder, place.path, place.path, {"s.toml", "twin.toml"}, LONGER)


def linked_hard_and_shortened(folder: Path) -> Place:
    place = linked_hard(folder)
    place.data = SHORTER
    return place


def new(folder: Path) -> Place:
    path = folder / "s.toml"
    return Place(folder, path, path, {"s.toml"}, LONGER)


SCENES = [plain, decorated, linked_symbolically, linked_hard, linked_hard_and_shortened, new]


def open_descriptors() -> int:
    listing = Path("/proc/self/fd")
    return len(list(listing.iterdir())) if listing.exists() else 0


def run_until_nothing_fails(
    scene: Callable[[Path], Place],
    tmp_path: Path,
    make_disk: Callable[[int], Disk],
    check: Callable[[Place, Disk, SaveFailed | None], None],
) -> int:
    """Save once per call that a save makes, that call failing; return how many there are."""
    # Whatever is loaded on first use is loaded now, so that only calls of the save are counted.
    warm = tmp_path / "warm.toml"
    save(warm, OLD, expected=None)
    with pytest.raises(SaveFailed):
        save(tmp_path / "none" / "warm.toml", OLD, expected=None)
    for fails_at in range(1, 500):
        folder = tmp_path / f"{fails_at}"
        folder.mkdir()
        place = scene(folder)
        expected = read(place.path)[1] if place.file.exists() else None
        disk = make_disk(fails_at)
        descriptors = open_descriptors()
        error: SaveFailed | None = None
        with broken(disk):
            try:
                save(place.path, place.data, expected=expected)
            except SaveFailed as failure:
                error = failure
        if not disk.failed:
            assert error is None
            return fails_at - 1
        assert open_descriptors() == descriptors, f"{disk.culprit} leaves a file open"
        check(place, disk, error)
    raise AssertionError("saving never ends")


def contents(place: Place) -> bytes | None:
    return place.file.read_bytes() if place.file.exists() else None


@pytest.mark.part(15)
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(
    ("number", "manner"),
    [
        (errno.EIO, "instead"),
        (errno.EACCES, "instead"),
        (errno.EINVAL, "instead"),
        (errno.ENOSPC, "instead"),
        (errno.ENOSPC, "halfway"),
    ],
)
def test_one_call_fails(
    tmp_path: Path, scene: Callable[[Path], Place], number: int, manner: Manner
) -> None:
    seen: set[bool] = set()

    def check(place: Place, disk: Disk, error: SaveFailed | None) -> None:
        seen.add(error is None)
        present = {entry.name for entry in place.folder.iterdir()}
        kept = {error.kept_at.name} if error and error.kept_at else set()
        if error is None:
            assert contents(place) == place.data, disk.culprit
        elif scene is new:
            assert contents(place) is None, disk.culprit
        else:
            assert contents(place) == OLD, disk.culprit
        if error is not None:
            assert error.reason, disk.culprit
            assert error.kept_at is not None, disk.culprit
            assert error.kept_at.read_bytes() == place.data, disk.culprit
            assert str(error.kept_at) in str(error)
            if error.backup_at is not None:
                assert error.backup_at.read_bytes() == OLD
                kept.add(error.backup_at.name)
        strangers = present - place.belongs - kept
        assert not strangers, f"{disk.culprit} leaves {strangers} behind"
        if scene is linked_symbolically:
            assert place.path.is_symlink(), disk.culprit
        if scene in (linked_hard, linked_hard_and_shortened):
            assert place.file.samefile(place.folder / "twin.toml"), disk.culprit

    calls = run_until_nothing_fails(scene, tmp_path, lambda n: Disk(n, number, manner), check)
    assert calls > 20
    assert seen == {True, False}


@pytest.mark.parametrize("scene", SCENES)
def test_one_call_reports_failure_after_it_was_carried_out(
    tmp_path: Path, scene: Callable[[Path], Place]
) -> None:
    # As a network folder does when the answer gets lost.
    def check(place: Place, disk: Disk, error: SaveFailed | None) -> None:
        whole = [place.data] if error is None else [place.data, None if scene is new else OLD]
        assert contents(place) in whole, disk.culprit
        kept = {p.name for p in (error.kept_at, error.backup_at) if p} if error else set()
        assert {p.name for p in place.folder.iterdir()} <= place.belongs | kept, disk.culprit
        if error is not None and contents(place) == OLD:
            # Trying again works, from the state that was expected before.
            save(place.path, place.data, expected=read(place.path)[1])
            assert contents(place) == place.data

    run_until_nothing_fails(scene, tmp_path, lambda n: Disk(n, manner="afterwards"), check)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS])
def test_the_disk_breaks_for_good(
    tmp_path: Path, scene: Callable[[Path], Place], number: int
) -> None:
    # Even the repair fails then, so only this is promised: no old text without a place.
    def check(place: Place, disk: Disk, error: SaveFailed | None) -> None:
        if error is None:
            assert contents(place) == place.data, disk.culprit
            return
        assert str(error)
        if error.backup_at is not None:
            assert error.backup_at.read_bytes() == OLD, disk.culprit
        elif scene is not new:
            assert contents(place) == OLD, disk.culprit
        else:
            assert contents(place) in (None, place.data), disk.culprit
        if error.kept_at is not None:
            assert error.kept_at.read_bytes() == place.data, disk.culprit

    run_until_nothing_fails(scene, tmp_path, lambda n: Disk(n, number, stays_broken=True), check)


# -- what a failed fsync means


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session on disk, alone in its folder."""
    folder = tmp_path / "repository"
    folder.mkdir()
    path = folder / "s.toml"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@contextmanager
def failing_fsyncs(how_many: int, number: int = errno.EIO) -> Iterator[list[int]]:
    """Let the first syncs fail; gives the numbers of the files that were to be synced."""
    asked: list[int] = []
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        asked.append(os.fstat(descriptor).st_ino)
        if len(asked) <= how_many:
            raise OSError(number, os.strerror(number))
        real_fsync(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield asked


def refuse(number: int) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return call


def test_after_a_failed_sync_the_text_goes_into_a_new_file_beside(path: Path) -> None:
    state = read(path)[1]
    with failing_fsyncs(1), pytest.raises(SaveFailed, match="disk reports an error") as caught:
        save(path, LONGER, expected=state)
    assert path.read_bytes() == OLD
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.parent == path.parent
    assert caught.value.kept_at.read_bytes() == LONGER
    assert names(path.parent) == sorted(["s.toml", caught.value.kept_at.name])
    assert caught.value.kept_at.suffix == ".toml"
    assert save(path, LONGER, expected=state) == read(path)[1], "the next save may work"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC])
def test_a_failed_sync_is_one_whatever_its_number(path: Path, number: int) -> None:
    # Not a hint to write in place, which the same numbers are when a file cannot be made.
    with failing_fsyncs(1, number), pytest.raises(SaveFailed):
        save(path, LONGER, expected=read(path)[1])
    assert path.read_bytes() == OLD


def test_then_into_the_programs_own_folder(path: Path) -> None:
    with failing_fsyncs(2), pytest.raises(SaveFailed) as caught:
        save(path, LONGER, expected=read(path)[1])
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.parent == paths.state_dir() / "kept"
    assert names(path.parent) == ["s.toml"]


def test_then_into_the_systems_folder_for_temporary_files(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(path / "not-a-folder"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with failing_fsyncs(2), pytest.raises(SaveFailed) as caught:
        save(path, LONGER, expected=read(path)[1])
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.parent == tmp_path / "temporary"


def test_and_if_nothing_can_be_trusted_it_says_so(path: Path) -> None:
    with failing_fsyncs(99), pytest.raises(SaveFailed, match="do not quit") as caught:
        save(path, LONGER, expected=read(path)[1])
    assert caught.value.kept_at is None
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["s.toml"]
    assert names(paths.state_dir() / "kept") == []


def test_no_file_is_synced_twice_after_a_failure(path: Path) -> None:
    # The numbers of removed files are given out again at once, so they are held open here.
    held = []
    real_unlink = os.unlink

    def unlink(file: Any, **named: Any) -> None:
        held.append(os.open(file, os.O_RDONLY))
        real_unlink(file, **named)

    with pytest.MonkeyPatch.context() as patch, failing_fsyncs(99) as asked:
        patch.setattr(os, "unlink", unlink)
        with pytest.raises(SaveFailed):
            save(path, LONGER, expected=read(path)[1])
    for descriptor in held:
        os.close(descriptor)
    assert len(asked) >= 3
    assert len(set(asked)) == len(asked)


def test_a_folder_that_cannot_be_synced_is_no_failure(path: Path) -> None:
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/dev/fd/{descriptor}").is_dir():
            raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        assert save(path, LONGER, expected=state) == read(path)[1]


def test_trying_over_and_over_leaves_one_copy_per_text(path: Path) -> None:
    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda *_, **__: False)
        kept = set()
        for data in (LONGER, LONGER, SHORTER, LONGER, SHORTER):
            with pytest.raises(SaveFailed) as caught:
                save(path, data, expected=state)
            assert caught.value.kept_at is not None
            assert caught.value.kept_at.read_bytes() == data
            kept.add(caught.value.kept_at)
    assert len(kept) == len(names(paths.state_dir() / "kept")) == 2


def test_a_copy_that_the_disk_did_not_confirm_is_never_taken_for_one(path: Path) -> None:
    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch, failing_fsyncs(99):
        patch.setattr(os, "unlink", refuse(errno.EIO))
        with pytest.raises(SaveFailed) as first:
            save(path, LONGER, expected=state)
    assert first.value.kept_at is None
    with failing_fsyncs(99), pytest.raises(SaveFailed) as second:
        save(path, LONGER, expected=state)
    assert second.value.kept_at is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_kept_copy_is_for_its_owner_only(path: Path) -> None:
    with failing_fsyncs(1), pytest.raises(SaveFailed) as caught:
        save(path, LONGER, expected=read(path)[1])
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.stat().st_mode & 0o077 == 0


def test_a_copy_that_somebody_altered_is_not_taken_for_ours(path: Path) -> None:
    with failing_fsyncs(1), pytest.raises(SaveFailed) as first:
        save(path, LONGER, expected=read(path)[1])
    assert first.value.kept_at is not None
    first.value.kept_at.write_bytes(b"altered")
    with failing_fsyncs(1), pytest.raises(SaveFailed) as second:
        save(path, LONGER, expected=read(path)[1])
    assert second.value.kept_at is not None
    assert first.value.kept_at.read_bytes() == b"altered"
    assert second.value.kept_at.read_bytes() == LONGER


# -- writing in place


@pytest.mark.parametrize("data", [LONGER, SHORTER, b""])
def test_hard_links_stay_in_step(path: Path, data: bytes) -> None:
    twin = path.parent.parent / "twin.toml"
    os.link(path, twin)
    state = save(path, data, expected=read(path)[1])
    assert path.read_bytes() == twin.read_bytes() == data
    assert path.samefile(twin)
    assert state == read(path)[1]
    assert names(path.parent) == ["s.toml"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away"
)
def test_a_file_of_somebody_else_stays_theirs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(path, 12345, 54321)
    inode = path.stat().st_ino
    monkeypatch.setattr(os, "fchown", refuse(errno.EPERM))
    save(path, LONGER, expected=read(path)[1])
    assert path.read_bytes() == LONGER
    assert (path.stat().st_uid, path.stat().st_ino) == (12345, inode)
    assert names(path.parent) == ["s.toml"]


@pytest.mark.skipif(sys.platform != "linux", reason="Python offers attributes on Linux only")
def test_attributes_that_cannot_be_copied_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        os.setxattr(path, "user.origin", b"mail")
    except OSError:
        pytest.skip("the disk with the temporary folder has no extended attributes")
    monkeypatch.setattr(os, "setxattr", refuse(errno.ENOSPC))
    save(path, LONGER, expected=read(path)[1])
    assert path.read_bytes() == LONGER
    assert os.getxattr(path, "user.origin") == b"mail"


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EXDEV, errno.EPERM])
def test_a_file_that_cannot_be_exchanged_is_written_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # As one that is mounted by itself into a container.
    real_replace = os.replace

    def replace(source: Path, target: Path) -> None:
        if target == path:
            raise OSError(number, os.strerror(number))
        real_replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    state = save(path, LONGER, expected=read(path)[1])
    assert state == read(path)[1]
    assert path.read_bytes() == LONGER
    assert names(path.parent) == ["s.toml"]


def test_without_a_backup_nothing_is_written_in_place(path: Path) -> None:
    os.link(path, path.parent.parent / "twin.toml")
    with failing_fsyncs(2), pytest.raises(SaveFailed) as caught:
        save(path, LONGER, expected=read(path)[1])
    assert path.read_bytes() == OLD
    assert caught.value.backup_at is None


def test_in_place_a_failed_sync_keeps_the_backup_and_says_where(path: Path) -> None:
    os.link(path, path.parent.parent / "twin.toml")
    state = read(path)[1]
    real_fsync, asked = os.fsync, 0

    def fsync(descriptor: int) -> None:
        nonlocal asked
        if os.fstat(descriptor).st_ino == state.inode:
            asked += 1
            if asked == 1:
                raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SaveFailed) as caught:
        patch.setattr(os, "fsync", fsync)
        save(path, LONGER, expected=state)
    error = caught.value
    assert asked == 1, "a second answer would not be worth anything"
    assert path.read_bytes() == OLD, "as far as the system shows it"
    assert error.backup_at is not None
    assert error.backup_at.read_bytes() == OLD
    assert error.kept_at is not None
    assert error.kept_at.read_bytes() == LONGER
    assert str(error.backup_at) in str(error)
    assert str(error.kept_at) in str(error)


def test_in_place_a_full_disk_shows_before_the_old_text_is_touched(path: Path) -> None:
    os.link(path, path.parent.parent / "twin.toml")
    state = read(path)[1]
    real_write, full = os.write, False

    def write(descriptor: int, data: bytes) -> int:
        # The file cannot grow, and after that was noticed it takes nothing at all.
        nonlocal full
        if os.fstat(descriptor).st_ino != state.inode:
            return real_write(descriptor, data)
        room = len(OLD) - os.lseek(descriptor, 0, os.SEEK_CUR)
        if full or room <= 0:
            full = True
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(descriptor, data[:room])

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SaveFailed, match="full"):
        patch.setattr(os, "write", write)
        save(path, LONGER, expected=state)
    assert path.read_bytes() == OLD


def test_an_interrupt_in_the_middle_leaves_the_old_text(path: Path) -> None:
    os.link(path, path.parent.parent / "twin.toml")
    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "ftruncate", interrupt_once(os.ftruncate))
        save(path, SHORTER, expected=state)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["s.toml"]


def interrupt_once(real: Callable[..., Any]) -> Callable[..., Any]:
    interrupted = False

    def call(*args: Any, **named: Any) -> Any:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt
        return real(*args, **named)

    return call


@pytest.mark.parametrize("function", ["write", "fsync", "replace", "fchmod", "close"])
def test_an_interrupt_at_any_step_leaves_one_text_and_no_litter(path: Path, function: str) -> None:
    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, function, interrupt_once(getattr(os, function)))
        save(path, LONGER, expected=state)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["s.toml"]


# -- a disk that is really full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, of which a dozen are free."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if sys.platform != "linux" or mount is None or umount is None:
        pytest.skip("a small disk in memory needs Linux")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run([umount, str(folder)], check=True)


@pytest.mark.parametrize("linked", [False, True])
def test_a_full_disk(small_disk: Path, linked: bool) -> None:
    path = small_disk / "s.toml"
    path.write_bytes(OLD)
    if linked:
        os.link(path, small_disk / "twin.toml")
    before = names(small_disk)
    data = LONGER * 30
    assert len(data) > 65536
    state = read(path)[1]

    with pytest.raises(SaveFailed, match="full") as caught:
        save(path, data, expected=state)

    assert path.read_bytes() == OLD
    assert names(small_disk) == before
    assert caught.value.backup_at is None
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.read_bytes() == data
    save(path, SHORTER, expected=state)
    assert path.read_bytes() == SHORTER


def test_a_full_disk_and_a_new_file(small_disk: Path) -> None:
    with pytest.raises(SaveFailed, match="full"):
        save(small_disk / "s.toml", b"x" * 100_000, expected=None)
    assert names(small_disk) == []


def test_a_full_disk_with_no_room_for_the_copy_either(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(small_disk / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(small_disk))
    path = small_disk / "s.toml"
    path.write_bytes(OLD)
    with pytest.raises(SaveFailed, match="do not quit") as caught:
        save(path, b"x" * 100_000, expected=read(path)[1])
    assert caught.value.kept_at is None
    assert path.read_bytes() == OLD
    assert names(small_disk) == ["home", "s.toml"]

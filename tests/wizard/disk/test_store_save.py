"""Saving: what a file keeps, and when a save is refused."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import filelock
import pytest

from wizard.disk import lock, paths
from wizard.disk.errors import ChangedOnDisk, SaveFailed
from wizard.disk.file_state import FileState
from wizard.disk.reading import MAX_BYTES, look, read
from wizard.disk.store import save

OLD = b'# a comment\ntitle = "old"\n'
NEW = b'# a comment\ntitle = "new and longer"\n'

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Python offers it on Linux only")
root_only = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may do that"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session on disk, alone in its folder."""
    folder = tmp_path / "repository"
    folder.mkdir()
    path = folder / "s.toml"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def immutable(path: Path) -> Iterator[Any]:
    """Make a file or folder immutable, which stops even root."""
    marked: list[Path] = []

    def mark(target: Path) -> None:
        chattr = shutil.which("chattr")
        if chattr is None or subprocess.run([chattr, "+i", target], capture_output=True).returncode:
            pytest.skip("chattr +i does not work here")
        marked.append(target)

    yield mark
    for target in marked:
        subprocess.run(["chattr", "-i", target], check=True)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def same(state: FileState, path: Path) -> bool:
    return state == read(path)[1]


@pytest.fixture
def written_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, bytes], None]:
    """Has another program write a file right after a save has first looked at it."""

    def prepare(path: Path, data: bytes) -> None:
        waiting = [data]

        def look_first(target: Path) -> tuple[bytes, FileState] | None:
            found = look(target)
            if waiting:
                path.write_bytes(waiting.pop())
            return found

        monkeypatch.setattr("wizard.disk.store.look", look_first)

    return prepare


# -- a plain save


def test_a_save_gives_the_file_new_bytes_and_returns_its_state(path: Path) -> None:
    state = save(path, NEW, expected=read(path)[1])

    assert path.read_bytes() == NEW
    assert same(state, path)
    assert names(path.parent) == ["s.toml"], "nothing else is left in the folder"


@pytest.mark.parametrize("data", [b"", b"x", OLD[:-1], OLD + b"\r\n", b"\xff\x00\x1a", NEW * 5000])
def test_any_bytes_arrive_exactly(path: Path, data: bytes) -> None:
    save(path, data, expected=read(path)[1])
    assert path.read_bytes() == data


def test_saves_follow_each_other_by_the_returned_state(path: Path) -> None:
    state = read(path)[1]
    for number in range(5):
        state = save(path, b"n = %d" % number, expected=state)
    assert path.read_bytes() == b"n = 4"


def test_the_same_bytes_are_not_written(path: Path) -> None:
    state = read(path)[1]
    assert save(path, OLD, expected=state) == state
    assert path.stat().st_ino == state.inode
    assert path.stat().st_mtime_ns == state.mtime_ns


def test_short_writes_are_continued(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real_write(descriptor, data[:3]))
    save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == NEW


def test_the_lock_lies_outside_the_users_folder(path: Path) -> None:
    save(path, NEW, expected=read(path)[1])
    assert len(names(paths.state_dir() / "locks")) <= 1
    assert names(path.parent) == ["s.toml"]


# -- a new file


def test_a_new_file(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    state = save(folder / "s.toml", NEW, expected=None)
    assert same(state, folder / "s.toml")
    assert names(folder) == ["s.toml"]
    assert (folder / "s.toml").stat().st_nlink == 1


@posix_only
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_usual_mode(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        save(tmp_path / "s.toml", NEW, expected=None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "s.toml").stat().st_mode) == mode


def test_a_new_empty_file(tmp_path: Path) -> None:
    save(tmp_path / "s.toml", b"", expected=None)
    assert (tmp_path / "s.toml").read_bytes() == b""


@pytest.mark.parametrize("there", [OLD, NEW, b""])
def test_a_file_that_is_there_already_is_not_touched(path: Path, there: bytes) -> None:
    path.write_bytes(there)
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=None)
    assert caught.value.reason == "appeared"
    assert caught.value.path == path.resolve()
    assert "Open that file, or save under another name" in str(caught.value)
    assert path.read_bytes() == there


def test_a_file_that_appears_at_the_last_moment_is_not_touched(
    tmp_path: Path, written_meanwhile: Callable[[Path, bytes], None]
) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    path = folder / "s.toml"
    written_meanwhile(path, OLD)
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=None)
    assert caught.value.reason == "appeared"
    assert path.read_bytes() == OLD
    assert names(folder) == ["s.toml"]


@posix_only
@pytest.mark.parametrize("appears", [False, True])
def test_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, appears: bool
) -> None:
    path = tmp_path / "s.toml"

    def refuse(*_: Any, **__: Any) -> None:
        if appears:
            path.write_bytes(OLD)
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    if appears:
        with pytest.raises(ChangedOnDisk):
            save(path, NEW, expected=None)
        assert path.read_bytes() == OLD
    else:
        assert same(save(path, NEW, expected=None), path)
    assert names(tmp_path) == ["s.toml"]


@posix_only
def test_a_disk_without_hard_links_that_fails_leaves_no_empty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SaveFailed):
        save(tmp_path / "s.toml", NEW, expected=None)
    assert names(tmp_path) == []


@posix_only
def test_a_network_folder_that_links_and_says_it_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_link = os.link

    def link(*args: Any, **named: Any) -> None:
        real_link(*args, **named)
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "link", link)
    state = save(tmp_path / "s.toml", NEW, expected=None)
    monkeypatch.undo()
    assert (tmp_path / "s.toml").read_bytes() == NEW
    assert state.size == len(NEW)
    assert names(tmp_path) == ["s.toml"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SaveFailed, match="its folder does not exist") as caught:
        save(tmp_path / "no" / "s.toml", NEW, expected=None)
    assert not (tmp_path / "no").exists()
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.read_bytes() == NEW


# -- what a file keeps


@posix_only
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755, 0o666, 0o640])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    save(path, NEW, expected=read(path)[1])
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == NEW


@linux_only
def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.origin", b"\x00mail")
    except OSError:
        pytest.skip("the disk with the temporary folder has no extended attributes")
    inode = path.stat().st_ino

    save(path, NEW, expected=read(path)[1])

    assert os.getxattr(path, "user.origin") == b"\x00mail"
    assert path.stat().st_ino != inode, "it was replaced in one step all the same"


@linux_only
def test_an_access_list_is_kept_with_its_mode(path: Path) -> None:
    # Version 2; owner rw, user 12345 rw, group r, mask rw, others none.
    undefined = b"\xff" * 4
    entries = b"\x01\x00\x06\x00" + undefined + b"\x02\x00\x06\x00" + (12345).to_bytes(4, "little")
    entries += b"".join(
        tag + undefined for tag in (b"\x04\x00\x04\x00", b"\x10\x00\x06\x00", b"\x20\x00\x00\x00")
    )
    try:
        os.setxattr(path, "system.posix_acl_access", b"\x02\x00\x00\x00" + entries)
    except OSError:
        pytest.skip("the disk with the temporary folder has no access lists")
    before = os.getxattr(path, "system.posix_acl_access"), path.stat().st_mode

    save(path, NEW, expected=read(path)[1])

    assert (os.getxattr(path, "system.posix_acl_access"), path.stat().st_mode) == before


@posix_only
@root_only
@pytest.mark.parametrize("uid", [0, 12345])
@pytest.mark.parametrize("gid", [0, 54321])
def test_the_owner_is_kept(path: Path, uid: int, gid: int) -> None:
    os.chown(path, uid, gid)
    path.chmod(0o640)
    save(path, NEW, expected=read(path)[1])
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (uid, gid, 0o640)


@pytest.mark.parametrize("relative", [True, False])
def test_a_symbolic_link_stays_one(path: Path, relative: bool) -> None:
    folder = path.parent.parent / "links"
    folder.mkdir()
    link = folder / "link.toml"
    link.symlink_to(Path("../repository/s.toml") if relative else path)
    pointed_to = link.readlink()

    state = save(link, NEW, expected=read(link)[1])

    assert link.readlink() == pointed_to
    assert path.read_bytes() == NEW
    assert state.path == path.resolve()
    assert names(folder) == ["link.toml"]
    assert names(path.parent) == ["s.toml"]


def test_a_link_through_links_and_folders(path: Path) -> None:
    folder = path.parent.parent
    (folder / "a").symlink_to("repository")
    (folder / "b.toml").symlink_to("a/s.toml")
    (folder / "c.toml").symlink_to("b.toml")

    save(folder / "c.toml", NEW, expected=read(folder / "c.toml")[1])

    assert path.read_bytes() == NEW
    assert (folder / "c.toml").is_symlink()
    assert (folder / "b.toml").is_symlink()


def test_a_link_to_nothing_creates_the_file_it_names(path: Path) -> None:
    link = path.parent / "link.toml"
    link.symlink_to("future.toml")
    save(link, NEW, expected=None)
    assert link.is_symlink()
    assert (path.parent / "future.toml").read_bytes() == NEW


def test_a_link_that_cannot_be_read_is_not_taken_for_a_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = path.parent / "link.toml"
    link.symlink_to("s.toml")
    state = read(link)[1]

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "lstat", refuse)
        with pytest.raises(SaveFailed):
            save(link, NEW, expected=state)
    assert link.is_symlink()
    assert path.read_bytes() == OLD


def test_the_longest_name_that_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".toml")
    save(path, OLD, expected=None)
    save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == NEW
    with pytest.raises(SaveFailed, match="too long") as caught:
        save(tmp_path / ("x" * 251 + ".toml"), NEW, expected=None)
    assert caught.value.kept_at is not None


# -- somebody else's changes


def test_a_file_that_was_changed_is_not_touched(path: Path) -> None:
    state = read(path)[1]
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=state)
    assert caught.value.reason == "changed"
    assert "Reopen it to see that version, or save yours under another name" in str(caught.value)
    assert path.read_bytes() == b"theirs"


def test_other_bytes_are_noticed_although_size_and_time_are_the_same(path: Path) -> None:
    state = read(path)[1]
    theirs = OLD.replace(b"old", b"OLD")
    path.write_bytes(theirs)
    os.utime(path, ns=(state.mtime_ns, state.mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.size, state.mtime_ns)
    with pytest.raises(ChangedOnDisk):
        save(path, NEW, expected=state)
    assert path.read_bytes() == theirs


def test_a_file_that_was_only_touched_or_checked_out_again_is_as_expected(path: Path) -> None:
    state = read(path)[1]
    path.unlink()
    path.write_bytes(OLD)
    os.utime(path, ns=(1, 1))
    save(path, NEW, expected=state)
    assert path.read_bytes() == NEW


def test_a_file_that_holds_the_new_bytes_already_is_saved(path: Path) -> None:
    state = read(path)[1]
    path.write_bytes(NEW)
    assert same(save(path, NEW, expected=state), path)


def test_a_file_that_disappeared_is_not_put_back(path: Path) -> None:
    state = read(path)[1]
    path.unlink()
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=state)
    assert caught.value.reason == "disappeared"
    assert "save yours under another name" in str(caught.value)
    assert names(path.parent) == []


def test_a_file_whose_folder_disappeared(path: Path) -> None:
    state = read(path)[1]
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=state)
    assert caught.value.reason == "disappeared"


def test_a_link_that_now_leads_to_another_text(path: Path) -> None:
    (path.parent / "other.toml").write_bytes(b"other")
    link = path.parent / "link.toml"
    link.symlink_to("s.toml")
    state = read(link)[1]
    link.unlink()
    link.symlink_to("other.toml")
    with pytest.raises(ChangedOnDisk):
        save(link, NEW, expected=state)
    assert (path.parent / "other.toml").read_bytes() == b"other"


@pytest.mark.parametrize("linked", [False, True])
def test_a_change_while_the_save_is_under_way_is_noticed(
    path: Path, linked: bool, written_meanwhile: Callable[[Path, bytes], None]
) -> None:
    if linked:
        os.link(path, path.parent.parent / "second.toml")
    state = read(path)[1]
    written_meanwhile(path, b"x")
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, NEW, expected=state)
    assert caught.value.reason == "changed"
    assert path.read_bytes() == b"x"
    assert names(path.parent) == ["s.toml"]


def test_a_deletion_while_the_save_is_under_way_is_noticed(path: Path) -> None:
    # After the new file is written, right before it takes its place.
    state = read(path)[1]
    with pytest.MonkeyPatch.context() as patch:
        real_fsync = os.fsync

        def fsync_and_delete(descriptor: int) -> None:
            real_fsync(descriptor)
            path.unlink()

        patch.setattr(os, "fsync", fsync_and_delete)
        with pytest.raises(ChangedOnDisk) as caught:
            save(path, NEW, expected=state)
    assert caught.value.reason == "disappeared"
    assert names(path.parent) == []


@pytest.mark.parametrize("linked", [False, True])
def test_the_user_may_decide_to_replace_a_change(path: Path, linked: bool) -> None:
    if linked:
        os.link(path, path.parent.parent / "second.toml")
    state = read(path)[1]
    path.write_bytes(b"theirs")
    assert same(save(path, NEW, expected=state, replace_changed=True), path)
    assert path.read_bytes() == NEW


def test_the_user_may_decide_to_put_a_file_back(path: Path) -> None:
    state = read(path)[1]
    path.unlink()
    save(path, NEW, expected=state, replace_changed=True)
    assert path.read_bytes() == NEW


def test_the_user_may_decide_to_save_over_another_file(path: Path) -> None:
    save(path, NEW, expected=None, replace_changed=True)
    assert path.read_bytes() == NEW
    assert names(path.parent) == ["s.toml"]


# -- places that cannot be a session


@pytest.mark.parametrize("replace_changed", [False, True])
def test_a_folder_in_its_place(path: Path, replace_changed: bool) -> None:
    state = read(path)[1]
    path.unlink()
    path.mkdir()
    with pytest.raises(SaveFailed, match="it is a folder") as caught:
        save(path, NEW, expected=state, replace_changed=replace_changed)
    assert path.is_dir()
    assert caught.value.kept_at is not None


@posix_only
def test_a_pipe_or_device_in_its_place_is_neither_written_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "s.toml"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/null"), Path("/dev/full")):
        mode = place.stat().st_mode
        with pytest.raises(SaveFailed):
            save(place, NEW, expected=None, replace_changed=True)
        assert place.stat().st_mode == mode


def test_something_too_large_in_its_place_is_not_replaced(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SaveFailed, match="more than anybody types"):
        save(path, NEW, expected=None, replace_changed=True)
    assert path.stat().st_size == 50_000_000


def test_a_session_that_could_not_be_opened_again_is_refused_but_kept(path: Path) -> None:
    data = b"x" * (MAX_BYTES + 1)
    with pytest.raises(SaveFailed, match="larger than 5 MB") as caught:
        save(path, data, expected=read(path)[1])
    assert path.read_bytes() == OLD
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.read_bytes() == data


def test_a_name_that_no_system_accepts(payback_home: Path) -> None:
    with pytest.raises(SaveFailed) as caught:
        save(Path("a\0b\udcff.toml"), NEW, expected=None)
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.read_bytes() == NEW
    assert str(caught.value).isprintable()


def test_a_file_that_may_only_be_read_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everywhere, so what the system would answer others is put in its mouth.
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with pytest.raises(SaveFailed, match="may only be read") as caught:
        save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == OLD
    assert caught.value.kept_at is not None


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="only POSIX tells how a disk is mounted")
def test_of_a_disk_that_can_only_be_read_no_permission_is_asked_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = os.statvfs(path)
    flags = [*mounted[:8], mounted.f_flag | os.ST_RDONLY, *mounted[9:]]
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(flags))
    with pytest.raises(SaveFailed, match="that disk can only be read"):
        save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == OLD


@root_only
@linux_only
def test_an_immutable_file_is_not_touched(path: Path, immutable: Any) -> None:
    immutable(path)
    with pytest.raises(SaveFailed, match="may only be read"):
        save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["s.toml"]


@root_only
@linux_only
def test_a_writable_file_in_a_folder_that_is_not(path: Path, immutable: Any) -> None:
    inode = path.stat().st_ino
    immutable(path.parent)

    state = save(path, NEW, expected=read(path)[1])

    assert same(state, path)
    assert path.read_bytes() == NEW
    assert path.stat().st_ino == inode
    assert names(path.parent) == ["s.toml"]
    assert names(paths.state_dir() / "kept") == [], "the backup is gone again"


@root_only
@linux_only
def test_a_new_file_in_a_folder_that_takes_none(path: Path, immutable: Any) -> None:
    immutable(path.parent)
    with pytest.raises(SaveFailed, match="permission") as caught:
        save(path.parent / "new.toml", NEW, expected=None)
    assert caught.value.kept_at is not None
    assert caught.value.kept_at.parent == paths.state_dir() / "kept"
    assert caught.value.kept_at.read_bytes() == NEW
    assert str(caught.value.kept_at) in str(caught.value)


# -- the lock


def lock_file(path: Path) -> Path:
    with lock.held(path):
        return next((paths.state_dir() / "locks").iterdir())


def test_a_save_waits_for_another_and_then_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0)
    state = read(path)[1]
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock.held(path.resolve()):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        with pytest.raises(SaveFailed, match="has been saving it") as caught:
            save(path, NEW, expected=state)
        assert path.read_bytes() == OLD
        assert caught.value.kept_at is not None
        save(path.parent / "other.toml", NEW, expected=None)
    finally:
        done.set()
        holder.join()
    save(path, NEW, expected=state)


def test_a_lock_file_left_by_a_crash_blocks_nobody(path: Path) -> None:
    lock_file(path.resolve()).write_bytes(b"12345")
    save(path, NEW, expected=read(path)[1])


def test_links_to_one_file_share_one_lock(path: Path) -> None:
    link = path.parent / "link.toml"
    link.symlink_to("s.toml")
    save(link, NEW, expected=read(link)[1])
    save(path, OLD, expected=read(path)[1])
    assert len(names(paths.state_dir() / "locks")) == 1


@pytest.mark.parametrize("error", [OSError(errno.ENOSYS, "no locks"), NotImplementedError()])
def test_where_there_are_no_locks_saving_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == NEW


def test_where_the_programs_own_folder_cannot_be_made_saving_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(path / "not-a-folder"))
    save(path, NEW, expected=read(path)[1])
    assert path.read_bytes() == NEW


# -- other systems


def windows_error(number: int) -> OSError:
    error = PermissionError(errno.EACCES, "Access is denied")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    return error


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("refusals", [1, 6, 7])
def test_a_file_held_open_on_windows_is_tried_again_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, refusals: int
) -> None:
    state = read(path)[1]
    real_replace, calls = os.replace, 0
    pauses: list[float] = []

    def replace(*args: Any, **named: Any) -> None:
        nonlocal calls
        calls += 1
        if calls <= refusals:
            raise windows_error(number)
        real_replace(*args, **named)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr("time.sleep", pauses.append)

    if refusals <= 6:
        save(path, NEW, expected=state)
        assert path.read_bytes() == NEW
    else:
        with pytest.raises(SaveFailed, match="permission"):
            save(path, NEW, expected=state)
        assert path.read_bytes() == OLD
    assert len(pauses) == min(refusals, 6)
    assert sum(pauses) < 2
    assert names(path.parent) == ["s.toml"]


@posix_only
def test_on_a_mac_the_drive_itself_is_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    state = read(path)[1]
    save(path, OLD + b"# so that everything is loaded\n", expected=state)
    asked: list[int] = []
    with monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        mac.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
        mac.setattr(fcntl, "fcntl", lambda _, request: asked.append(request))
        save(path, NEW, expected=None, replace_changed=True)
    assert asked == [51]
    assert path.read_bytes() == NEW


@posix_only
@pytest.mark.parametrize(("number", "saved"), [(errno.ENOTSUP, True), (errno.EIO, False)])
def test_on_a_mac_a_drive_that_cannot_or_will_not(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, saved: bool
) -> None:
    import fcntl

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        mac.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
        mac.setattr(fcntl, "fcntl", refuse)
        if saved:
            save(path, NEW, expected=None, replace_changed=True)
        else:
            with pytest.raises(SaveFailed):
                save(path, NEW, expected=None, replace_changed=True)
    assert path.read_bytes() == (NEW if saved else OLD)

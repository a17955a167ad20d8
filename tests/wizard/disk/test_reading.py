"""Reading: whole and exact, or refused with a reason and a way out."""

import dataclasses
import errno
import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from wizard.disk.errors import UnusableFile
from wizard.disk.file_state import FileState
from wizard.disk.reading import MAX_BYTES, read

posix_only = pytest.mark.skipif(os.name == "nt", reason="there is no such file on Windows")


def refusal(path: Path) -> UnusableFile:
    with pytest.raises(UnusableFile) as caught:
        read(path)
    error = caught.value
    assert error.path == path, "the path as the user typed it"
    assert str(error) == f"Cannot open {path}: {error.reason}. {error.remedy}"
    assert error.remedy.endswith(".")
    return error


@pytest.mark.parametrize(
    "data",
    [b"", b"a = 1\n", b"a = 1\r\n\r\n", b"\xef\xbb\xbfa = 1", b"\xff\x00\x1a tail", b"no end"],
)
def test_bytes_come_back_exactly_with_what_identifies_the_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(data)

    text, state = read(path)

    assert text == data
    status = path.stat()
    assert state == FileState(
        path=path.resolve(),
        mtime_ns=status.st_mtime_ns,
        size=len(data),
        content=data,
        inode=status.st_ino,
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.size = 0  # type: ignore[misc]


def test_reading_touches_nothing(tmp_path: Path, payback_home: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"a")
    before = path.stat()

    read(path)

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [p.name for p in tmp_path.iterdir()] == ["s.toml"]
    assert list(payback_home.iterdir()) == []


def test_a_link_is_followed_and_the_state_names_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_bytes(b"a")
    link = tmp_path / "link.toml"
    link.symlink_to("real.toml")

    text, state = read(link)

    assert text == b"a"
    assert state.path == (tmp_path / "real.toml").resolve()


def test_the_largest_session_is_read_and_one_byte_more_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read(path)[0]) == MAX_BYTES

    path.write_bytes(b"x" * (MAX_BYTES + 1))
    assert "larger than 5 MB" in refusal(path).reason


def test_a_huge_file_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    def no_reading(*_: Any) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(os, "read", no_reading)

    assert "larger than 5 MB" in refusal(path).reason


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"a")
    monkeypatch.setattr(os, "read", lambda descriptor, size: b"x" * size)

    assert "larger than 5 MB" in refusal(path).reason


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "nothing.toml").reason


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "no" / "folder" / "s.toml").reason


def test_a_file_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(b"")
    refusal(tmp_path / "s.toml" / "t.toml")


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason == "it is a folder, not a file"


def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to("gone.toml")
    assert "symbolic link to a file that is not there" in refusal(tmp_path / "link.toml").reason


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to("link.toml")
    assert "leads back to itself" in refusal(tmp_path / "link.toml").reason


def test_a_name_that_no_system_accepts() -> None:
    with pytest.raises(UnusableFile) as caught:
        read(Path("a\0b.toml"))
    assert "\0" not in str(caught.value)


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert "too long" in refusal(tmp_path / ("x" * 300)).reason


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(tmp_path / "a\x1b[31m\nb\udcff.toml")
    assert str(caught.value).isprintable()


@posix_only
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"])
def test_a_device(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"no {device} here")
    assert refusal(Path(device)).reason == "it is a device, not a file"


@posix_only
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.toml")
    assert refusal(tmp_path / "s.toml").reason == "it is a pipe, not a file"


@posix_only
def test_a_pipe_put_there_after_the_first_look_does_not_block_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"a")
    real_open = os.open

    def swap_and_open(file: Any, flags: int, *rest: Any, **named: Any) -> int:
        path.unlink()
        os.mkfifo(path)
        return real_open(file, flags, *rest, **named)

    monkeypatch.setattr(os, "open", swap_and_open)
    started = time.monotonic()

    assert refusal(path).reason == "it is a pipe, not a file"
    assert time.monotonic() - started < 5


@posix_only
def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the names of sockets must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.toml")
        assert refusal(tmp_path / "s.toml").reason == "it is a socket, not a file"


@pytest.mark.parametrize("function", ["open", "read", "fstat", "lstat", "stat"])
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "permission"), (errno.EIO, "disk reports an error"), (errno.ESTALE, "reach")],
)
def test_what_the_system_refuses_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, words: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"a")

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, function, refuse)
        with pytest.raises(UnusableFile) as caught:
            read(path)
    assert words in str(caught.value)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"a")
    path.chmod(0)
    assert "permission" in refusal(path).reason


def test_a_file_that_another_program_is_writing_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"old and long")
    real_read, calls = os.read, 0

    def write_meanwhile(descriptor: int, size: int) -> bytes:
        nonlocal calls
        calls += 1
        data = real_read(descriptor, size)
        if calls == 1:
            path.write_bytes(b"new")
        return data

    monkeypatch.setattr(os, "read", write_meanwhile)

    assert read(path)[0] == b"new"


def test_a_file_that_never_stands_still_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"x")
    real_read = os.read

    def write_meanwhile(descriptor: int, size: int) -> bytes:
        data = real_read(descriptor, size)
        if not data:  # it has come to the end
            with path.open("ab") as file:
                file.write(b"x")
        return data

    monkeypatch.setattr(os, "read", write_meanwhile)

    assert "writing it right now" in refusal(path).reason

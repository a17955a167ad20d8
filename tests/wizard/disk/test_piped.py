"""What comes through a pipe, read within this process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.disk import piped
from wizard.disk.errors import UnusableFile

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.toml"
    os.mkfifo(path)
    return path


@pytest.fixture
def writing() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Do something beside the reading, and wait for its end."""
    threads: list[threading.Thread] = []

    def start(deed: Callable[[], object]) -> None:
        threads.append(threading.Thread(target=deed, daemon=True))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


Writing = Callable[[Callable[[], object]], None]


def test_a_named_pipe_is_read_to_its_end_and_is_no_file(pipe: Path, writing: Writing) -> None:
    writing(lambda: pipe.write_bytes(b"schema = 1\n" * 10_000))
    assert piped.read(pipe) == (b"schema = 1\n" * 10_000, None)


def test_what_nobody_wrote_into_says_what_to_look_at(pipe: Path, writing: Writing) -> None:
    writing(lambda: pipe.write_bytes(b" \n"))
    with pytest.raises(UnusableFile) as caught:
        piped.read(pipe)
    assert (caught.value.reason, caught.value.remedy) == (
        "nothing came through it",
        "Look at the command that writes into it; what was read once does not come again.",
    )


def test_no_more_is_read_than_a_session_may_have(pipe: Path, writing: Writing) -> None:
    def write() -> None:
        with pipe.open("wb", buffering=0) as file, pytest.raises(BrokenPipeError):
            while True:
                file.write(b"#" * 65_536)

    writing(write)
    with pytest.raises(UnusableFile, match="larger than"):
        piped.read(pipe)


def test_an_open_file_that_does_not_wait_is_waited_for(writing: Writing) -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)

    def write() -> None:
        os.write(writer, b"schema = 1\n")
        os.close(writer)

    try:
        path = Path(f"/dev/fd/{reader}")
        assert piped.named(path) == str(path)
        writing(write)
        assert piped.read(path) == (b"schema = 1\n", None)
        os.fstat(reader)  # It is not ours to close.
    finally:
        os.close(reader)


def test_an_open_folder_is_no_session(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(UnusableFile, match="it is a folder, not a file"):
            piped.read(Path(f"/dev/fd/{folder}"))
    finally:
        os.close(folder)


def test_what_is_open_for_writing_alone_says_so() -> None:
    reader, writer = os.pipe()
    try:
        with pytest.raises(UnusableFile) as caught:
            piped.read(Path(f"/dev/fd/{writer}"))
        assert (caught.value.reason, caught.value.remedy) == (
            "it is not open for reading",
            "Name a file, or send one into it with <.",
        )
    finally:
        os.close(reader)
        os.close(writer)

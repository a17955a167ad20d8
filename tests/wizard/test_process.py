"""The program as a process: its streams, its arguments as text, the signals that end it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import heeds_signals, ran, surroundings
from tests.wizard.cases import COMPLETE
from wizard import process
from wizard.ask.terminal import Ended, PlainTerminal
from wizard.problems import Exit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


# ------------------------------------------------------------------ arguments


@pytest.mark.parametrize("text", ["plain", "Größe 日本", "🙂", "", "caf\udce9"])
def test_text_that_is_understood_stays_as_it_is(text: str) -> None:
    assert process.text_of(text) == text
    assert process.file_name_of(text) == text


def test_utf_8_under_a_system_that_claims_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(text: str) -> bytes:
        return text.encode("ascii", "surrogateescape")

    def decode(data: bytes) -> str:
        return data.decode("ascii", "surrogateescape")

    monkeypatch.setattr(os, "fsencode", encode)
    monkeypatch.setattr(os, "fsdecode", decode)
    typed = decode("Größe".encode())
    assert process.text_of(typed) == "Größe"
    assert process.file_name_of("Größe") == typed, "the name by which the file is found"


# ------------------------------------------------------------------ signals

ENDS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize("arguments", [("check", "-"), ("assess", "-")])
def test_a_command_that_waits_is_ended_by_a_signal(
    arguments: tuple[str, ...], number: signal.Signals, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "wizard", *arguments],
        env=surroundings(),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heeds_signals,
    ) as waiting:
        assert waiting.stderr is not None
        # By then the program has taken the signals, and soon it waits for what it is to read.
        said = b""
        while b"wizard.disk.piped" not in said or not said.endswith(b"\n"):
            said = waiting.stderr.readline()
        waiting.send_signal(number)
        rest = waiting.communicate(timeout=30)[1]
        assert waiting.returncode == 128 + number
        assert b"Traceback" not in rest


def test_a_save_that_is_ended_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    program = (
        "import os, signal, sys\n"
        "from wizard.disk import writing\n"
        "real = writing.flush_to_disk\n"
        "def flush(descriptor):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    real(descriptor)\n"
        "writing.flush_to_disk = flush\n"
        "from wizard.__main__ import main\n"
        "main()\n"
    )
    done = ran(sys.executable, "-c", program, "set", path, "title=New")
    assert (done.returncode, done.stdout, done.stderr) == (143, b"", b"")
    assert path.read_text(encoding="utf-8") == COMPLETE
    assert [one.name for one in tmp_path.iterdir()] == ["case.toml"]


# ------------------------------------------------------------------ an interview


class Slow(io.TextIOBase):
    """A terminal to which something happens while it is written to."""

    def __init__(self) -> None:
        self.shown = ""
        self.happens = [lambda: None]

    def write(self, text: str) -> int:
        while self.happens:
            self.happens.pop()()
        self.shown += text
        return len(text)


def test_ctrl_c_waits_until_a_line_is_written() -> None:
    sink = Slow()
    terminal = PlainTerminal(io.StringIO("answer\n"), sink)  # type: ignore[arg-type]
    sink.happens = [terminal.interrupt]
    assert terminal.ask(">") == "answer"
    assert sink.shown.startswith("> \nPress ctrl+c again")


def test_a_signal_that_comes_while_something_is_worked_out_ends_at_the_next_line() -> None:
    sink = Slow()
    terminal = PlainTerminal(io.StringIO("answer\n"), sink)  # type: ignore[arg-type]
    terminal.end(Exit.TERMINATED)
    terminal.say("Saved.")
    with pytest.raises(Ended):
        terminal.ask(">")
    assert terminal.ended_by is Exit.TERMINATED
    assert "Saved." in sink.shown


def test_what_comes_behind_the_end_disturbs_nothing() -> None:
    terminal = PlainTerminal(io.StringIO(""), Slow())  # type: ignore[arg-type]
    with pytest.raises(Ended):
        terminal.ask(">")
    terminal.interrupt()
    terminal.end(Exit.HUNG_UP)
    assert terminal.ended_by is None, "the end of input came first"

"""`payback ask` as a process at a real terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.answers.answers import Answers
from tests.environment import PATIENCE_S, ran, surroundings
from tests.person import Person
from tests.wizard.cases import COMPLETE, written
from wizard.disk.presence import Presence
from wizard.sessions import autosave
from wizard.sessions.session_file import read_session
from wizard.sessions.short_form import is_short


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def test_a_case_is_begun_answered_and_saved(path: Path) -> None:
    person = Person("ask", path)
    shown = person.sees(b"\n> ")
    person.types(b"Tickets\n")
    shown += person.sees(b"Understood: Tickets\r\n")
    shown += person.sees(b"\n> ")
    person.types(b":jump volume.calls_per_month\n")
    shown += person.sees(b"\n> ")
    person.types(b"6M\n")
    shown += person.sees(b"= 6,000,000 calls")
    shown += person.sees(b"no source): ")
    person.types(b"measured, logs\n")
    shown += person.sees(b"\n> ")
    person.types(b":save\n")
    shown += person.sees(b"Saved:")
    person.sees(b"\n> ")
    person.types(b":quit\n")

    assert person.status() == 0
    answers = written(path)
    assert answers.value("title") == "Tickets"
    assert answers["volume.calls_per_month"].source == "logs"
    assert is_short(path.read_text())
    text = shown.decode()
    assert "\x1b" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert not any(0x2500 <= ord(sign) <= 0x259F for sign in text)


def presses_ctrl_c_twice(person: Person) -> None:
    """The second time behind the warning that the first one brings."""
    person.types(b"\x03")
    person.sees(b"Press ctrl+c again")
    person.sees(b"> ")
    person.types(b"\x03")


def test_ctrl_c_once_warns_and_twice_leaves_without_saving(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Renamed\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    presses_ctrl_c_twice(person)

    assert person.status() == 130
    assert path.read_text() == COMPLETE


def test_ctrl_c_that_ends_no_wait_is_heard(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path, program="tests.wizard.ask.heard_late")
    person.sees(b"\n> ")
    presses_ctrl_c_twice(person)
    assert person.status() == 130
    assert path.read_text() == COMPLETE


def test_ctrl_c_while_the_prompt_is_written_is_heard(path: Path) -> None:
    """Python's buffers keep what is being written where an interrupt is raised in the middle."""
    path.write_text(COMPLETE)
    for _ in range(5):
        person = Person("ask", path)
        person.sees(b"\n>")
        presses_ctrl_c_twice(person)
        assert person.status() == 130


def test_two_ctrl_c_in_one_write_leave_or_warn_and_never_hang(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path)
    person.sees(b"\n> ")
    # The system may make one signal of the two.
    assert person.presses_until_it_ends(b"\x03\x03") == 130


def test_a_terminal_that_is_closed_saves(path: Path) -> None:
    path.write_text(COMPLETE)
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Renamed\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    person.hangs_up()

    assert person.status() == 129
    assert written(path).value("title") == "Renamed"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_saves(path: Path, number: signal.Signals) -> None:
    person = Person("ask", path)
    person.sees(b"\n> ")
    person.types(b"Begun\n")
    person.sees(b"Understood")
    person.sees(b"\n> ")
    os.kill(person.pid, number)

    assert person.status() == 128 + number
    assert written(path).value("title") == "Begun"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_ignores_a_signal_from_the_start_goes_on(path: Path, number: signal.Signals) -> None:
    program = "import os, signal, sys; signal.signal(int(sys.argv[1]), signal.SIG_IGN);"
    program += "os.execv(sys.executable, [sys.executable, '-m', 'wizard', 'ask', sys.argv[2]])"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(number.value), path],
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        while not asking.stdout.readline().startswith(b"Example"):
            pass
        asking.send_signal(number)
        asking.stdin.write(b"Kept on\n")
        asking.stdin.close()
        asking.stdout.read()
        assert asking.wait(PATIENCE_S) == 0
    assert written(path).value("title") == "Kept on"


def test_lines_from_a_pipe(path: Path) -> None:
    typed = b"6M\n4.20\n0.5\n5k\n30k\n2\nnarrow\nsave\n"
    done = ran(sys.executable, "-m", "wizard", "ask", "--quick", path, given=typed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"case: payback in" in done.stdout
    assert len(written(path)) == 8


@pytest.mark.parametrize(("behind", "is_saved"), [(b"", True), (b"discard\n", False)])
def test_a_pipe_that_ends_with_quit_loses_nothing_unless_told_to(
    path: Path, behind: bytes, is_saved: bool
) -> None:
    typed = b"Tickets\n:quit\n" + behind
    done = ran(sys.executable, "-m", "wizard", "ask", path, given=typed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"There is an unsaved answer. save, discard or stay:" in done.stdout
    assert (b"Saved:" in done.stdout, path.exists()) == (is_saved, is_saved)


def test_warnings_about_the_file_are_told_first(path: Path) -> None:
    path.write_text(f"{COMPLETE}\n[extra]\nx = 1\n")
    done = ran(sys.executable, "-m", "wizard", "ask", path, given=b"")
    assert done.returncode == 0
    assert done.stderr.startswith(f"warning: {path}:".encode())


def test_unsaved_work_of_the_screens_is_told_of(path: Path) -> None:
    path.write_text(COMPLETE)
    slot = autosave.Slot()
    slot.keep(read_session(path), Answers(), "Tickets")
    slot.release()
    person = Person("ask", path)
    shown = person.sees(b"\n> ").decode()
    person.types(b":quit\n")

    assert person.status() == 0
    # A long path goes over the ends of lines.
    said = "".join(shown.split())
    assert f"Unsavedworkon{path}waskepton" in said
    assert f"`paybackopen{path}`offerstogoonwithit." in said
    assert all(len(line) <= 80 for line in shown.splitlines())


# ------------------------------------------------------------------ two at once


@pytest.fixture
def other(path: Path) -> Iterator[Presence]:
    """Another program that has the case open."""
    path.write_text(COMPLETE)
    presence = Presence()
    presence.at(path)
    yield presence
    presence.at(None)


def test_what_another_program_has_open_is_looked_at_as_a_copy(path: Path, other: Presence) -> None:
    person = Person("ask", path)
    shown = person.sees(b"look, open or leave: ").decode()
    # However long the path is, and wherever the terminal breaks the line.
    together = "".join(shown.split())
    assert "case.tomlisopeninanotherwindow" in together
    assert f"process{os.getpid()},since" in together
    person.types(b"what\n")
    person.sees(b"look, open or leave: ")
    person.types(b"look\n")
    person.sees(b"\n> ")
    person.types(b"Mine\n")
    person.sees(b"\n> ")
    person.types(b":save\n")
    assert b"case-copy.toml" in b"".join(person.sees(b"\n> ").split())
    person.types(b":quit\n")

    assert person.status() == 0
    assert path.read_text() == COMPLETE
    assert written(path.with_name("case-copy.toml")).value("title") == "Mine"


@pytest.mark.parametrize(("said", "saved"), [("open", "Mine"), ("leave", "Tickets")])
def test_it_can_be_opened_all_the_same_or_left(
    path: Path, other: Presence, said: str, saved: str
) -> None:
    person = Person("ask", path)
    person.sees(b"look, open or leave: ")
    person.types(f"{said}\n".encode())
    if said == "open":
        person.sees(b"\n> ")
        person.types(b"Mine\n")
        person.sees(b"\n> ")
        assert len(other.others(path)) == 1, "and is seen there itself"
        person.types(b":save\n:quit\n")

    assert person.status() == 0
    assert written(path).value("title") == saved
    assert other.others(path) == []


def test_lines_that_are_piped_in_are_for_the_questions(path: Path, other: Presence) -> None:
    done = ran(sys.executable, "-m", "wizard", "ask", path, given=b"Mine\n:save\n:quit\n")
    assert done.returncode == 0
    assert b"case.toml is open in another window" in done.stderr
    assert written(path).value("title") == "Mine"

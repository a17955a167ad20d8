"""The program fails: what is said, what is kept, and what is in the report."""

from __future__ import annotations

import os
import re
import signal
import stat
from pathlib import Path

import pytest

from tests.person import Person
from tests.wizard.cases import COMPLETE
from tests.wizard.failing import AT_ONCE, SECRET, STARTING, STUCK, fail
from wizard.support import failure

XTERM = {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
LEAVES_SCREEN = b"\x1b[?1049l"
REPORTS = set(b"1000 1003 1004 1006 1015 1016 2004 2048".split())
"""Modes in which a terminal sends of itself what a shell would take for typing."""
BREAKS = b"\x11"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "quartz.toml"
    path.write_text(COMPLETE.replace("Tickets", "Quartz 918273"), "utf-8")
    return path


def begun(kind: str, case: Path, **environment: str) -> Person:
    """Somebody who has typed something that is not saved, before a fault."""
    person = Person(
        kind,
        "open",
        case,
        size=(120, 40),
        program="tests.wizard.failing",
        PAYBACK_HOME=str(case.parent / "home"),
        **XTERM,
        **environment,
    )
    if kind not in STARTING:
        person.sees(b"palette")
        person.waits_until_quiet()
        person.types(b"\x1b[6~7")
        person.sees(b"not saved")
    return person


def kept(case: Path) -> list[Path]:
    return list((case.parent / "home" / "state" / "unsaved").glob("*.json"))


def the_report(case: Path) -> Path:
    (found,) = (case.parent / "home" / "state" / "failures").iterdir()
    return found


def left_on(wire: bytes) -> set[bytes]:
    """What a terminal was asked to report, and was not asked to stop reporting."""
    on: set[bytes] = set()
    for modes, way in re.findall(rb"\x1b\[\?([\d;]+)([hl])", wire):
        numbers = set(modes.split(b";")) & REPORTS
        on = on | numbers if way == b"h" else on - numbers
    return on


def tells_nothing(report: Path) -> None:
    """A report holds where it was, and nothing of the session."""
    text = report.read_text("utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "  __main__:" in text
    assert "builtins." in text
    assert "Payback 0" in text
    assert "textual 8" in text
    for word in (*SECRET.split(), "Quartz", "918273", "quartz", "secret", str(report.parents[3])):
        if word != "in":
            assert word not in text, word
    assert "/" not in text.replace("CPython", "")


@pytest.mark.part(6)
@pytest.mark.parametrize("kind", AT_ONCE)
def test_a_failure_ends_calmly_with_the_work_kept_and_a_report(case: Path, kind: str) -> None:
    person = begun(kind, case)
    person.types(BREAKS)
    if kind == "the driver, reading":
        person.waits_until_quiet()
        person.types(b"x")

    assert person.status() == 1
    last = person.all.rpartition(LEAVES_SCREEN)[2].decode()
    assert LEAVES_SCREEN in person.all or kind == "the driver, writing"
    assert b"Traceback" not in person.all
    assert b"\x07" not in person.all
    assert SECRET.encode() not in person.all
    assert "Payback failed" in last
    assert str(the_report(case)) in last
    tells_nothing(the_report(case))
    if "way out" not in kind:
        assert "screens StepScreen" in the_report(case).read_text("utf-8")
    if kind == "the keeper":
        assert "could not be kept" in last or "as it was a moment before" in last
    else:
        assert f"payback open {case}" in last
        assert len(kept(case)) == 1
        assert '7", "basis"' in kept(case)[0].read_text("utf-8")


@pytest.mark.part(3)
@pytest.mark.parametrize("method", STARTING, ids=STARTING.values())
def test_a_failure_at_the_start_ends_calmly(case: Path, method: str) -> None:
    person = begun(method, case)

    assert person.status() == 1
    assert b"Traceback" not in person.all
    assert SECRET.encode() not in person.all
    assert b"Payback failed" in person.all
    assert person.all.count(b"\x1b[?1049h") == person.all.count(LEAVES_SCREEN)
    tells_nothing(the_report(case))


@pytest.mark.parametrize("kind", ["a thread", "a task"])
def test_what_fails_aside_is_said_and_the_work_goes_on(case: Path, kind: str) -> None:
    person = begun(kind, case)
    person.types(BREAKS)
    person.sees(b"Something failed")
    person.waits_until_quiet()
    tells_nothing(the_report(case))
    # Asked about the unsaved work, the second time leaves it kept.
    person.types(b"\x03\x03")
    person.waits_until_quiet()
    person.types(b"\x03\x03")
    assert person.status() == 0
    assert b"Traceback" not in person.all
    assert len(kept(case)) == 1


def test_debugging_shows_where_it_was(case: Path) -> None:
    person = begun("a handler", case, PAYBACK_DEBUG="1", NO_COLOR="1")
    person.types(BREAKS)
    assert person.status() == 1
    last = person.all.rpartition(LEAVES_SCREEN)[2]
    assert b"Traceback (most recent call last)" in last
    assert b"RuntimeError: cannot do" in last
    assert "│".encode() not in last, "no boxes with the values of variables"


@pytest.mark.part(2)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("kind", STUCK)
def test_a_program_that_is_stuck_still_ends_by_a_signal(
    case: Path, kind: str, number: signal.Signals
) -> None:
    person = begun(kind, case)
    person.types(BREAKS)
    person.waits_until_quiet()
    os.kill(person.pid, number)

    assert left_on(person.all), "or nothing is tried"
    assert person.status() == 128 + number
    assert LEAVES_SCREEN in person.all
    assert left_on(person.all) == set()
    assert b"Traceback" not in person.all
    assert len(kept(case)) == 1


def test_a_failed_interview_keeps_what_was_answered(case: Path) -> None:
    person = Person(
        "an interview",
        "ask",
        case,
        program="tests.wizard.failing",
        PAYBACK_HOME=str(case.parent / "home"),
    )
    person.sees(b"> ")
    person.types(b"Another title\n")

    assert person.status() == 1
    assert b"Payback failed" in person.all
    assert b"This offers it again: payback open" in person.all
    assert b"Traceback" not in person.all
    assert SECRET.encode() not in person.all
    tells_nothing(the_report(case))
    assert "Another title" in kept(case)[0].read_text("utf-8")


def test_of_a_failure_without_end_a_report_tells_both_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(depth: int) -> int:
        return again(depth + 1) + 1

    with pytest.raises(RecursionError) as caught:
        again(0)
    lines = failure.report(caught.value, "none").splitlines()
    assert len(lines) < 100
    assert any(line.endswith(" more") for line in lines)


def test_a_report_tells_what_led_to_what_and_no_word_of_it() -> None:
    try:
        try:
            fail()
        except RuntimeError as error:
            raise ExceptionGroup(SECRET, [KeyError(SECRET), ValueError(SECRET)]) from error
    except ExceptionGroup as caught:
        text = failure.report(caught, "none")
    for name in ("ExceptionGroup", "KeyError", "ValueError", "RuntimeError"):
        assert f"builtins.{name}" in text
    assert "918273" not in text


def test_where_no_report_can_be_written_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plain").touch()
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "plain"))
    failure.tell(ValueError(SECRET), "set")
    said = capsys.readouterr().err
    assert "No report could be written" in said
    assert SECRET not in said


def test_the_last_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path))
    places = [failure.write(str(number)).place for number in range(failure.MOST_REPORTS + 3)]
    left = {*(tmp_path / "state" / "failures").iterdir()}
    assert len(left) == failure.MOST_REPORTS
    assert places[-1] in left

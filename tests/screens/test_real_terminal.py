"""The wizard as a process at a real terminal: what goes over the wire, and how it ends."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests.person import Person
from tests.soak.input_bytes import try_out
from tests.wizard.cases import COMPLETE, written

XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
LEAVES_SCREEN = b"\x1b[?1049l"
"""What gives the terminal back as it was."""

CANARY = (
    "\\u001b]0;PWNED\\u0007\\u001b]52;c;UFdORUQ=\\u0007\\u009b31m\\u202e"
    "\\u200b\\u2028\\ufeff\\u0085\\ue000"
    "[@click=app.bell]PWNED[/][bold red]PWNED"
)


def poisoned() -> str:
    """A case with commands for the terminal, and markup, in every text it can hold."""
    text = re.sub(
        r'(source|name|title) = "[^"]*"', lambda found: f'{found[1]} = "{CANARY}"', COMPLETE
    )
    extra = f"""
[upside]
latency_metric = "{CANARY}"
capability = "{CANARY}"
[[alternatives]]
name = "{CANARY}"
cost_per_1k_calls = {{ likely = 1, basis = "assumed", source = "{CANARY}" }}
"""
    task = f'description = "{CANARY}"\nendpoint = "{CANARY}"\nowner = "{CANARY}"\n'
    assert "[task]\n" in text
    return text.replace("[task]\n", f"[task]\n{task}", 1) + extra


def opened(path: Path, **environment: str) -> Person:
    person = Person("open", path, size=(120, 40), **(XTERM | environment))
    person.sees(b"palette")
    person.waits_until_quiet()
    return person


def test_no_text_of_a_session_commands_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(poisoned(), "utf-8")
    person = opened(path)
    # Every step, details, rows, the verdict line by line, the jump list, the palette, the files.
    visit = [b"\x1b[6~"] * 8 + [b"\x12", b"\x1b", b"\x0c", b"\x1b[B", b"\x1b[6~", b"\x1b[6~"]
    visit += [b"\x0c", b"\x0fslices\r", b"\r", b"\x12", b"\x1b", b"\x1b", b"\x10", b"\x1b"]
    for keys in visit:
        person.types(keys)
        person.waits_until_quiet(0.15)
    person.types(b"\x11")
    assert person.status() == 0

    wire = person.all
    assert b"PWNED" in wire, "the texts must be shown, or nothing was tried"
    assert b"\x1b]0;" not in wire
    assert b"\x1b]52;" not in wire
    decoded = wire.decode("utf-8", "replace")
    assert "\x9b" not in decoded
    assert not set(decoded) & {*"\u202e\u200b\u2028\ufeff\x85\ue000"}
    assert b"\x07" not in wire, "nothing rings"
    assert "[@click=app.bell]PWNED[/]" in decoded, "markup is shown as it is"


def test_it_is_as_large_as_the_terminal_says_and_not_as_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE)
    person = opened(path, COLUMNS="300", LINES="90")
    assert person.presses_until_it_ends(b"\x11") == 0
    places = re.findall(rb"\x1b\[(\d+);(\d+)H", person.all)
    assert max(int(line) for line, _ in places) <= 40
    assert max(int(column) for _, column in places) <= 120


@pytest.mark.parametrize("keys", [b"\x11", b"\x03\x03"], ids=["ctrl+q", "ctrl+c twice"])
def test_it_ends_clean_when_asked_to(tmp_path: Path, keys: bytes) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = opened(path)
    person.types(keys)

    assert person.status() == 0
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all


CLOSED_TWICE = {
    "palette": (b"\x10show the verdict", b"\r\r"),
    "palette by arrow": (b"\x10show the verdict", b"\x1b[B\r\r"),
    "palette by click": (b"\x10", b"\x1b[<0;120;40M\x1b[<0;120;40m" * 2),
    "jump": (b"\x0fgrowth", b"\r\r"),
    "details by esc": (b"\x12", b"\x1b\x1b"),
    "details by their own key": (b"\x12", b"\x12\x12\x12"),
    "verdict and palette": (b"\x0c", b"\x0c\x0c\x10\x0c\x10"),
    "save as": (b"x\x1b[18~", b"\x1b\x1b\x13\x13"),
}
"""What is sent to open something, and then to close it."""


@pytest.mark.part(3)
@pytest.mark.parametrize("way", CLOSED_TWICE)
def test_what_closes_may_come_twice_in_one_write(tmp_path: Path, way: str) -> None:
    opens, closes = CLOSED_TWICE[way]
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = opened(path, PAYBACK_HOME=str(tmp_path / "home"))
    person.types(opens)
    person.waits_until_quiet()
    person.types(closes)
    person.waits_until_quiet()
    # Asked again at the question about what is unsaved, it leaves.
    person.types(b"\x1b\x1b\x11\x11")

    assert person.status() == 0
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_gives_the_terminal_back_when_it_is_told_to_end(tmp_path: Path, number: int) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    person = opened(path, PAYBACK_HOME=str(home))
    person.types(b"\x1b[6~7")
    person.sees(b"not saved")
    os.kill(person.pid, number)

    assert person.status() == 128 + number
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all
    assert list((home / "state" / "unsaved").glob("*.json")), "the unsaved work is kept"
    assert path.read_text("utf-8") == COMPLETE


def test_a_closed_terminal_keeps_the_unsaved_work(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    person = opened(path, PAYBACK_HOME=str(home))
    person.types(b"\x1b[6~7")
    person.sees(b"not saved")
    person.hangs_up()

    assert person.status() == 128 + signal.SIGHUP
    assert list((home / "state" / "unsaved").glob("*.json"))
    assert path.read_text("utf-8") == COMPLETE


def test_the_screens_are_seen_where_messages_go_to_a_file(tmp_path: Path) -> None:
    path, errors = tmp_path / "case.toml", tmp_path / "errors.txt"
    path.write_text(COMPLETE, "utf-8")
    person = Person("open", path, size=(120, 40), errors=str(errors), **XTERM)
    person.sees(b"palette")
    person.types(b"\x11")

    assert person.status() == 0
    assert LEAVES_SCREEN in person.all
    assert errors.read_bytes() == b""


@pytest.mark.part(4)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("keys", [b"\x0f", b"\x10", b"\x13", b"\x11"], ids=repr)
def test_it_ends_by_a_signal_out_of_a_dialog_too(tmp_path: Path, number: int, keys: bytes) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    person = opened(path, PAYBACK_HOME=str(home))
    person.types(b"\x1b[6~7")
    person.sees(b"not saved")
    person.types(keys)
    person.waits_until_quiet()
    os.kill(person.pid, number)

    assert person.status() == 128 + number
    assert LEAVES_SCREEN in person.all
    assert list((home / "state" / "unsaved").glob("*.json"))


def test_a_signal_before_there_is_a_screen_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = Person("open", path, size=(120, 40), **XTERM)
    os.kill(person.pid, signal.SIGTERM)

    # Nothing has to be put right then: the system ends it.
    assert person.status() in (128 + signal.SIGTERM, -signal.SIGTERM)
    assert b"Traceback" not in person.all


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_a_signal_while_the_first_screen_is_made_ends_it(tmp_path: Path, after_s: float) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = Person("open", path, size=(120, 40), **XTERM)
    person.sees(b"\x1b[?1049h")
    # Wherever it is by then: on another machine it is elsewhere.
    person.waits_until_quiet(after_s)
    os.kill(person.pid, signal.SIGTERM)

    assert person.status() == 128 + signal.SIGTERM
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all


def test_a_closed_terminal_ends_it_also_where_no_signal_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        person = opened(path, PAYBACK_HOME=str(home))
    finally:
        signal.signal(signal.SIGHUP, before)
    person.types(b"\x1b[6~7")
    person.sees(b"not saved")
    person.hangs_up()

    assert person.status() == 128 + signal.SIGHUP
    assert list((home / "state" / "unsaved").glob("*.json"))


NO_TEXT = {
    "Latin-1": b"Caf\xe9 ",
    "a cut sign": b"\xc3(",
    "a mouse report of the old kind": b"\x1b[M#\xc80",
    "a mouse report whose bytes are text": b"\x1b[M#\xc3\xa9",
    "a key that is no sign": b"\x1b[1114112u",
    "a key with a number too large": b"\x1b[99999999999;1;5u",
    "a size of nothing": b"\x1b[48;0;0;0;0t",
    "a size too large": b"\x1b[48;99999999;99999999;0;0t",
    "every byte that begins or goes on a sign": bytes(range(0x80, 0x100)),
}


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut in two reads"])
def test_bytes_that_are_no_text_do_not_end_it_and_typing_goes_on(tmp_path: Path, cut: bool) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = opened(path)
    for number, sent in enumerate(NO_TEXT.values()):
        # Into a field that is empty.
        person.types(b"\x15")
        person.waits_until_quiet()
        typed = b"TYPED%d" % number
        if cut:
            person.types(sent[:-1])
            # Less than it takes until a sequence counts as given up.
            person.waits_until_quiet(0.02)
            person.types(sent[-1:] + typed)
        else:
            person.types(sent + typed)
        person.sees(typed)
    person.types(b"\x03\x03")
    person.waits_until_quiet()
    person.types(b"\x03\x03")

    assert person.status() == 0
    assert b"Traceback" not in person.all


def test_storms_of_bytes_end_nothing() -> None:
    assert try_out(6, seed=20) == []


def test_without_a_terminal_the_judgement_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wizard.cli import run

    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")

    assert run(["open", str(path)]) == 0
    assert "case" in capsys.readouterr().out


def test_a_dumb_terminal_gets_the_plain_interview(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = Person("open", path)
    shown = person.sees(b"> ")
    assert b"\x1b" not in shown
    person.types(b":quit\n")
    assert person.status() == 0


def test_what_set_writes_while_the_case_is_open_is_saved_with_what_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wizard.cli import run

    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = opened(path)
    person.types(b"\x0fmonthly growth\r")
    person.waits_until_quiet()
    person.types(b"2%")
    person.waits_until_quiet()
    for setting in ("title=Theirs", "upfront.other.audit=700", "quality.slices[1].examples=400"):
        assert run(["set", str(path), setting]) == 0
    person.types(b"\x13")
    person.sees(b"Saved")
    person.types(b"\x11")

    assert person.status() == 0
    found = written(path)
    assert found["volume.monthly_growth"].text == "2%"
    assert found.value("title") == "Theirs"
    assert [row.values()["name"] for row in found.table("upfront.other").rows][-1] == "audit"
    assert found.table("quality.slices").rows[1].cells["examples"].value == 400

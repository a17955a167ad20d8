"""The wizard as a process at a real terminal: what goes over the wire, and how it ends."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests.person import Person
from tests.wizard.cases import COMPLETE, written

XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
LEAVES_SCREEN = b"\x1b[?1049l"
"""What gives the terminal back as it was."""

CANARY = (
    "\\u001b]0;PWNED\\u0007\\u001b]52;c;UFdORUQ=\\u0007\\u009b31m\\u202e"
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
    assert "\u202e" not in decoded
    assert "[@click=app.bell]PWNED[/]" in decoded, "markup is shown as it is"


@pytest.mark.parametrize("keys", [b"\x11", b"\x03\x03"], ids=["ctrl+q", "ctrl+c twice"])
def test_it_ends_clean_when_asked_to(tmp_path: Path, keys: bytes) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = opened(path)
    person.types(keys)

    assert person.status() == 0
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_gives_the_terminal_back_when_it_is_told_to_end(tmp_path: Path, number: int) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    person = opened(path, PAYBACK_HOME=str(home))
    person.types(b"\x1b[6~")
    person.waits_until_quiet()
    person.types(b"7")
    person.waits_until_quiet()
    os.kill(person.pid, number)

    assert person.status() == 0
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all
    assert list((home / "state" / "unsaved").glob("*.json")), "the unsaved work is kept"
    assert path.read_text("utf-8") == COMPLETE


def test_a_closed_terminal_keeps_the_unsaved_work(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    home = tmp_path / "home"
    person = opened(path, PAYBACK_HOME=str(home))
    person.types(b"\x1b[6~")
    person.waits_until_quiet()
    person.types(b"7")
    person.waits_until_quiet()
    person.hangs_up()
    person.status()

    assert list((home / "state" / "unsaved").glob("*.json"))
    assert path.read_text("utf-8") == COMPLETE


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

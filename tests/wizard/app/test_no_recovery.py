"""`--no-recovery` on the command line, and what a program says that is ended with unsaved work."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.person import Person
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.cli import run
from wizard.disk.paths import config_file

XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}


@pytest.mark.parametrize("command", [["open", "case.toml"], []])
def test_nothing_is_kept_and_it_is_said(
    case: Path, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    person = Person(*command, "--no-recovery", size=(120, 40), PAYBACK_HOME=str(home), **XTERM)
    person.sees(b"Recovery is off")
    person.waits_until_quiet()
    person.types(b"x")
    person.waits_until_quiet()
    os.kill(person.pid, signal.SIGTERM)
    person.status()

    assert {one.name for one in home.rglob("*.json")} <= {"recent.json"}


@pytest.mark.parametrize(
    "command",
    [[], ["open", "case.toml"], ["new", "new.toml"], ["workshop", "case.toml"]],
    ids=lambda command: " ".join(command),
)
@pytest.mark.parametrize(("option", "config"), [(True, ""), (False, "recovery = false\n")])
def test_every_way_into_the_wizard_has_it(
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    option: bool,
    config: str,
) -> None:
    monkeypatch.chdir(case.parent)
    # First the one that takes it from the other when it is imported.
    monkeypatch.setattr("wizard.cli.new.has_terminal", lambda: True)
    monkeypatch.setattr("wizard.cli.launch.has_terminal", lambda: True)
    monkeypatch.setattr("wizard.cli.launch.plain_wanted", lambda: False)
    begun: list[PaybackApp] = []
    monkeypatch.setattr(PaybackApp, "run", lambda app: begun.append(app))
    config_file().parent.mkdir(parents=True)
    config_file().write_text(config, "utf-8")

    assert run([*command, *(["--no-recovery"] if option else [])]) == 0

    assert [one.config.recovery for one in begun] == [False]


@pytest.mark.parametrize("how", ["--no-recovery", "no folder"])
def test_a_program_that_is_ended_says_that_unsaved_work_is_lost(
    case: Path, tmp_path: Path, how: str
) -> None:
    home = tmp_path / "home"
    if how == "no folder":
        home.write_text("")
    options = [how] if how == "--no-recovery" else []
    person = Person("open", case, *options, size=(120, 40), PAYBACK_HOME=str(home), **XTERM)
    person.sees(b"palette")
    person.waits_until_quiet()
    person.types(b"x")
    person.waits_until_quiet()
    os.kill(person.pid, signal.SIGTERM)
    person.status()

    _, _, after = person.all.rpartition(b"\x1b[?1049l")
    assert b"Unsaved work" in after
    assert b"Traceback" not in person.all
    assert case.read_text("utf-8") == COMPLETE


def test_before_a_command_it_is_refused(capsys: pytest.CaptureFixture[str], case: Path) -> None:
    assert run(["--no-recovery", "open", str(case)]) == 2
    assert "behind the command" in capsys.readouterr().err

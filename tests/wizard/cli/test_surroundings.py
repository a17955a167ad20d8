"""Commands in surroundings that nobody has tried: variables, time zones, folders of a user."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.environment import surroundings
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback

pytestmark = pytest.mark.skipif(os.name != "posix", reason="variables of POSIX")

COMMANDS: list[list[str]] = [
    ["new", "made.toml"],
    ["set", "case.toml", "volume.calls_per_month=5M"],
    ["ask", "case.toml"],
    ["assess", "case.toml", "--quick"],
    ["report", "case.toml", "--format", "html"],
    ["--help"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.toml").write_text(COMPLETE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0])
def test_a_home_that_cannot_be_written(folder: Path, process: Payback, command: list[str]) -> None:
    """Not even by root, who may write into every folder: it lies below a plain file."""
    (folder / "file").touch()
    home = str(folder / "file" / "home")
    folders = {f"XDG_{one}_HOME": f"{home}/{one.lower()}" for one in ("STATE", "CONFIG", "CACHE")}
    outcome = process(*command, HOME=home, PAYBACK_HOME="", **folders)
    assert (outcome.status, outcome.err) == (0, "")
    assert not list(folder.glob(".payback-*")), "nothing half written lies about"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_today_is_the_day_where_the_person_is(folder: Path, process: Payback, zone: str) -> None:
    hours = {"Pacific/Kiritimati": 14, "Pacific/Pago_Pago": -11, "UTC": 0}[zone]

    def today() -> str:
        return (datetime.now(UTC) + timedelta(hours=hours)).date().isoformat()

    before = today()
    assert process("new", "made.toml", TZ=zone).status == 0
    text = (folder / "made.toml").read_text(encoding="utf-8")
    assert f"as_of = {before}" in text or f"as_of = {today()}" in text, "midnight may have passed"


@pytest.mark.parametrize(
    "variables",
    [
        {"NO_COLOR": "1"},
        {"FORCE_COLOR": "1", "TERM": "xterm-256color"},
        {"TERM": "dumb"},
        {"TERM": ""},
    ],
    ids=str,
)
def test_a_page_has_no_colours_in_a_pipe(
    process: Payback, variables: dict[str, str], folder: Path
) -> None:
    outcome = process("assess", "case.toml", "--quick", **variables)
    assert outcome.status == 0
    assert "\x1b" not in outcome.out


@pytest.mark.parametrize("columns", ["1", "60", "x", "100000"])
def test_help_in_any_width(process: Payback, columns: str) -> None:
    outcome = process("--help", COLUMNS=columns)
    assert (outcome.status, outcome.err) == (0, "")
    assert "assess" in outcome.out


def test_what_a_test_sets_up_does_not_depend_on_who_runs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    monkeypatch.setenv("PAYBACK_POLICY", "nowhere.toml")
    found = surroundings(TERM="dumb")
    assert not {"PYTHONUNBUFFERED", "PAYBACK_POLICY"} & found.keys()
    assert found["TERM"] == "dumb"

"""Names with joiners on their way through files, reports and pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from tests.wizard.cases import COMPLETE
from tests.wizard.reports.made import TEXT_FORMATS
from wizard.cli import run
from wizard.sessions.open_session import OpenSession
from wizard.workshop import record
from wizard.workshop.facilitating import Facilitating

NAMES = ("علی\u200cرضا", "क्\u200dष", "\U0001f468\u200d\U0001f469\u200d\U0001f467")
CALLS = "volume.calls_per_month"


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A session on which all of them have agreed."""
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    led = Facilitating(OpenSession.open(path))
    for at, name in enumerate(NAMES):
        led.do(partial(Meeting.join, name=name))
        if led.meeting.phase == "idle":
            led.do(lambda meeting: meeting.ask(CALLS, led.day()))
        led.do(partial(Meeting.vote, name=name, vote=Vote(Range(1e6, 2e6 + at, 3e6), "logs")))
    led.do(Meeting.reveal)
    led.do(lambda meeting: meeting.agree_pooled(led.day()))
    led.do(lambda meeting: meeting.dissent(NAMES[0], "the season ends"))
    await led.stop()
    return path


def test_they_are_in_the_file_as_they_are_spelled(path: Path) -> None:
    assert all(f'"{name}"' in path.read_text("utf-8") for name in NAMES)
    found = record.resume(OpenSession.open(path))
    assert [one.name for one in found.people] == list(NAMES)
    assert found.person("علیرضا") == found.people[0]
    assert run(["check", str(path)]) == 0


@pytest.mark.parametrize("kind", TEXT_FORMATS)
def test_they_are_in_a_report_as_they_are_spelled(path: Path, kind: str) -> None:
    target = path.with_name(f"report.{kind}")
    assert run(["report", str(path), "--format", kind, "-o", str(target)]) == 0
    assert NAMES[0] in target.read_text("utf-8")

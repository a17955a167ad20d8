"""A workshop that is led, without its screen: what reaches the file, whoever did it."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path

import pytest

from rules.answers.estimate import Estimate
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from tests.wizard.cases import COMPLETE
from wizard.problems import InputUnusable
from wizard.sessions import saving
from wizard.sessions.open_session import OpenSession
from wizard.workshop.facilitating import Facilitating

CALLS = "volume.calls_per_month"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    return path


def agreed(path: Path) -> Facilitating:
    """Ada and Bo have agreed on the calls."""
    led = Facilitating(OpenSession.open(path))
    for name, calls in (("Ada", 5e6), ("Bo", 7e6)):
        led.do(partial(Meeting.join, name=name))
        if led.meeting.phase == "idle":
            led.do(lambda meeting: meeting.ask(CALLS, led.day()))
        vote = Vote(Range(calls / 2, calls, calls * 2), "")
        led.do(partial(Meeting.vote, name=name, vote=vote))
    led.do(lambda meeting: meeting.reveal())
    led.do(lambda meeting: meeting.agree_pooled(led.day()))
    return led


def dissent_in(path: Path) -> list[tuple[str, str]]:
    (settled,) = tomllib.loads(path.read_text("utf-8"))["workshop"]["agreed"]
    return [(one["participant"], one["reason"]) for one in settled.get("dissent", [])]


async def test_a_dissent_from_somebodys_own_device_is_saved(path: Path) -> None:
    led = agreed(path)
    # Their pages go past the screen.
    led.live.apply(lambda meeting: meeting.dissent("Bo", "the season ends"))
    assert dissent_in(path) == [("Bo", "the season ends")]
    led.live.apply(lambda meeting: meeting.withdraw_dissent("Bo"))
    assert dissent_in(path) == []
    await led.stop()


async def test_undo_takes_back_the_agreement_and_redo_brings_it_again(path: Path) -> None:
    led = agreed(path)
    assert led.undo()
    assert led.meeting.agreement(CALLS) is None
    assert "agreed" not in tomllib.loads(path.read_text("utf-8"))["workshop"]
    assert led.redo()
    assert led.meeting.agreement(CALLS) is not None
    assert dissent_in(path) == []
    await led.stop()


async def test_answers_of_somebody_who_was_taken_off_the_list_meanwhile_are_refused(
    path: Path,
) -> None:
    led = agreed(path)
    with pytest.raises(InputUnusable, match="Eve"):
        led.bring("Eve", led.session.file)
    assert led.bring("Ada", led.session.file) >= 0
    await led.stop()


async def test_an_agreement_that_cannot_be_put_into_the_session_is_not_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.workshop import record

    led = agreed(path)
    led.undo()
    told: list[str] = []
    led.attach(lambda: None, lambda problems: told.extend(map(str, problems)))

    def refused(*_: object) -> None:
        raise InputUnusable([])

    monkeypatch.setattr(record, "put", refused)
    led.live.apply(lambda meeting: meeting.agree_pooled(led.day()))
    assert led.meeting.agreement(CALLS) is None
    await led.stop()


async def test_what_another_program_writes_meanwhile_is_kept_beside_the_workshop(
    path: Path,
) -> None:
    told: list[str] = []
    led = agreed(path)
    led.attach(lambda: None, lambda problems: told.extend(map(str, problems)))
    path.write_text(path.read_text("utf-8").replace("Tickets", "Theirs") + "# theirs\n", "utf-8")
    led.live.apply(lambda meeting: meeting.dissent("Bo", "the season ends"))

    assert dissent_in(path) == [("Bo", "the season ends")]
    assert "# theirs\n" in path.read_text("utf-8")
    assert led.session.answers.value("title") == "Theirs"
    assert "taken over from it: Title" in "".join(told)
    # And what was dissented and agreed is taken back as before.
    assert led.undo()
    assert dissent_in(path) == []
    assert led.undo()
    assert "agreed" not in tomllib.loads(path.read_text("utf-8"))["workshop"]
    assert tomllib.loads(path.read_text("utf-8"))["title"] == "Theirs"
    assert led.redo()
    assert led.redo()
    assert dissent_in(path) == [("Bo", "the season ends")]
    await led.stop()


async def test_a_number_taken_over_in_the_place_of_an_agreed_one_stays(path: Path) -> None:
    led = agreed(path)
    # An older copy, put back: without the workshop.
    path.write_text(COMPLETE.replace("likely = 6_000_000", "likely = 5_000_000"), "utf-8")
    led.put()
    assert saving.save(led.session, led.day()) == (CALLS,)
    led.saved()
    # Whatever happens next has the workshop in the file again, beside what was taken over.
    led.live.apply(lambda meeting: meeting.dissent("Bo", "the season ends"))
    assert dissent_in(path) == [("Bo", "the season ends")]
    taken = led.session.answers.value(CALLS)
    assert isinstance(taken, Estimate)
    assert taken.likely == 5e6
    # What is agreed anew takes its place.
    led.do(lambda meeting: meeting.agree_chosen(led.day(), Range(1e6, 2e6, 3e6)))
    agreed_anew = led.session.answers.value(CALLS)
    assert isinstance(agreed_anew, Estimate)
    assert agreed_anew.likely == 2e6
    await led.stop()


async def test_another_workshop_in_the_file_is_not_written_over(path: Path) -> None:
    told: list[str] = []
    led = agreed(path)
    led.attach(lambda: None, lambda problems: told.extend(map(str, problems)))
    theirs = path.read_text("utf-8") + '[[workshop.participants]]\nname = "Cy"\n'
    path.write_text(theirs, "utf-8")
    led.live.apply(lambda meeting: meeting.dissent("Bo", "the season ends"))

    assert path.read_text("utf-8") == theirs
    assert "The workshop in it was changed here and there" in "".join(told)
    assert led.session.dirty
    await led.stop()

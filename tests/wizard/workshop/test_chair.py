"""Two programs on the workshop of one session: only one of them leads."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from tests.wizard.cases import COMPLETE
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession
from wizard.workshop import ballot_box, record
from wizard.workshop.facilitating import Facilitating

CALLS = "volume.calls_per_month"
LEAD = """
import sys
from pathlib import Path
from wizard.sessions.open_session import OpenSession
from wizard.workshop.facilitating import Facilitating

led = Facilitating(OpenSession.open(Path(sys.argv[1])))
led.do(lambda meeting: meeting.join("Zoe"))
print("leads", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    return path


def answered(path: Path) -> Facilitating:
    """Somebody leads, and Ada's answer waits to be revealed."""
    led = Facilitating(OpenSession.open(path))
    led.do(partial(Meeting.join, name="Ada"))
    led.do(lambda meeting: meeting.ask(CALLS, led.day()))
    led.do(partial(Meeting.vote, name="Ada", vote=Vote(Range(1e6, 2e6, 3e6), "logs")))
    return led


def waiting(path: Path) -> list[str]:
    """Whose answers lie in the box."""
    kept = ballot_box.with_kept(path, Meeting())
    return [name for ballot in kept.ballots for name in ballot.votes]


async def test_a_second_one_is_refused_and_empties_no_box(path: Path) -> None:
    first = answered(path)
    assert await first.live.kept()
    link = path.with_name("link.toml")
    link.symlink_to(path)
    for name in (path, link):
        with pytest.raises(InputUnusable, match=rf"led on it already, since .*{os.getpid()}"):
            Facilitating(OpenSession.open(name))
    assert waiting(path) == ["Ada"]
    await first.stop()
    second = Facilitating(OpenSession.open(path))
    assert second.meeting.latest(CALLS) is not None
    await second.stop()


async def test_another_program_is_refused_until_the_first_is_gone_however_it_goes(
    path: Path,
) -> None:
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEAD, str(path),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert other.stdout is not None
    assert await asyncio.wait_for(other.stdout.readline(), 30) == b"leads\n"
    with pytest.raises(InputUnusable, match=f"by process {other.pid}; go on there"):
        Facilitating(OpenSession.open(path))
    other.kill()
    await other.wait()
    led = answered(path)
    await led.stop()


async def test_a_session_that_is_read_anew_is_led_further(path: Path) -> None:
    first = answered(path)
    again = first.on(OpenSession.open(path), None)
    await again.start()
    assert again.meeting.latest(CALLS) is not None
    with pytest.raises(InputUnusable, match="led on it already"):
        Facilitating(OpenSession.open(path))
    await again.stop()
    await Facilitating(OpenSession.open(path)).stop()


async def test_what_is_saved_under_another_name_is_led_there(path: Path) -> None:
    led, other = answered(path), path.with_name("other.toml")
    led.session.file.path.rename(other)  # type: ignore[union-attr]
    led.session.file = OpenSession.open(other).file
    led.do(partial(Meeting.join, name="Bo"))
    assert await led.live.kept()
    assert waiting(other) == ["Ada"]
    with pytest.raises(InputUnusable, match="led on it already"):
        Facilitating(OpenSession.open(other))
    await led.stop()


async def test_where_another_leads_answers_are_not_written_over(path: Path) -> None:
    """As after saving over a session on which somebody else leads a workshop."""
    first, other = answered(path), path.with_name("other.toml")
    other.write_text(COMPLETE, "utf-8")
    second = Facilitating(OpenSession.open(other))
    second.session.file = OpenSession.open(path).file
    second.do(partial(Meeting.join, name="Zoe"))
    assert not await second.live.kept()
    assert not second.is_kept
    assert await first.live.kept()
    assert waiting(path) == ["Ada"]
    await first.stop()
    await second.stop()


async def test_a_record_that_cannot_be_used_leaves_the_way_to_lead_open(path: Path) -> None:
    path.write_text(COMPLETE + '\n[[workshop.rounds]]\nnumber = "first"\n', "utf-8")
    for _ in range(2):
        with pytest.raises(InputUnusable, match=r"workshop\.rounds"):
            Facilitating(OpenSession.open(path))


async def test_a_disk_without_locks_is_led_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import filelock

    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    led = answered(path)
    assert await led.live.kept()
    assert record.resume(OpenSession.open(path)).latest(CALLS) is not None
    await led.stop()

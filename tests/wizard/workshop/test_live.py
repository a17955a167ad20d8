"""The meeting that screen and pages share."""

from __future__ import annotations

import threading

import pytest

from rules.workshop.agenda import Item
from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from wizard.workshop.live import LiveMeeting


def new() -> Meeting:
    return Meeting(agenda=(Item("volume.calls_per_month"),))


def test_each_change_is_told_once_and_no_change_is_not() -> None:
    live, seen = LiveMeeting(new()), list[int]()
    end = live.subscribe(lambda: seen.append(live.revision))
    live.apply(lambda meeting: meeting.join("Ada"))
    live.apply(lambda meeting: meeting)
    live.say(None)
    end()
    live.apply(lambda meeting: meeting.join("Bo"))
    assert seen == [1, 2]
    assert [one.name for one in live.meeting.people] == ["Ada", "Bo"]


def test_what_is_refused_changes_nothing() -> None:
    live = LiveMeeting(new())
    before, seen = live.meeting, list[int]()
    live.subscribe(lambda: seen.append(live.revision))
    with pytest.raises(Refused):
        live.apply(Meeting.reveal)
    assert live.meeting is before
    assert seen == []


async def test_writing_holds_nobody_up_and_ends_with_the_newest() -> None:
    may_write, written = threading.Event(), list[int]()

    def keep(meeting: Meeting) -> bool:
        may_write.wait(5)
        written.append(len(meeting.people))
        return True

    live = LiveMeeting(new(), keep=keep)
    for _ in range(20):
        live.apply(lambda meeting: meeting.join())
    assert written == []
    may_write.set()
    assert await live.kept()
    # In order, and those that were overtaken while one was written are passed over.
    assert written == sorted(written)
    assert written[-1] == 20
    assert len(written) <= 2
    live.stop()


async def test_a_disk_that_refuses_is_known_until_it_takes_it() -> None:
    answers = iter((False, OSError("full"), True))

    def keep(meeting: Meeting) -> bool:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    live = LiveMeeting(new(), keep=keep)
    said = []
    for _ in range(3):
        live.apply(lambda meeting: meeting.join())
        said.append((await live.kept(), live.is_kept))
    assert said == [(False, False), (False, False), (True, True)]
    live.stop()

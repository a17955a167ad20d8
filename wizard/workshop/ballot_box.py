"""Answers that are not revealed yet, kept where a closed terminal cannot lose them.

They stand in the program's own folder and not in the session, which others read and keep in
version control. The contents are base64: that hides nothing from whoever wants to know, and keeps
a glance from reading what somebody else has said.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rules.questions import is_estimate
from rules.workshop.agenda import Item
from rules.workshop.meeting import Meeting
from rules.workshop.people import Person, identity
from rules.workshop.pooling import Range
from rules.workshop.state import Ballot
from rules.workshop.votes import Vote
from wizard.disk import own_files
from wizard.workshop import places


def keep(session: Path, meeting: Meeting) -> None:
    """Keep what is not revealed of a workshop, in place of what was kept; nothing, where all is.

    Raises:
        OSError: where it cannot be written.
    """
    place = _place(session)
    waiting = [one for one in meeting.ballots if not one.is_revealed]
    if not waiting and not meeting.brought:
        place.unlink(missing_ok=True)
        return
    contents = json.dumps(
        {
            "key": meeting.key,
            "is_anonymous": meeting.is_anonymous,
            "agenda": [one.key for one in meeting.agenda],
            "people": [{"name": one.name, "role": one.role} for one in meeting.people],
            "ballots": [_ballot(one) for one in waiting],
            "brought": {name: _votes(votes) for name, votes in meeting.brought.items()},
        }
    )
    own_files.write(place, base64.b64encode(contents.encode()))


def with_kept(session: Path, meeting: Meeting) -> Meeting:
    """A workshop as its session has it, and what was kept of it besides; nobody is here yet."""
    with suppress(*own_files.DAMAGED):
        kept = json.loads(base64.b64decode(_place(session).read_bytes()))
        return _joined(meeting, kept)
    return meeting


def _joined(meeting: Meeting, kept: Mapping[str, Any]) -> Meeting:
    people = list(meeting.people)
    for one in kept["people"]:
        if all(identity(one["name"]) != identity(each.name) for each in people):
            people.append(Person(str(one["name"]), str(one["role"]), is_here=False))
    names = {identity(one.name): one.name for one in people}
    ballots = [_read_ballot(one, names) for one in kept["ballots"]]
    held = {(one.key, one.number) for one in meeting.ballots}
    known = {one.key: one for one in meeting.agenda}
    items = [known.get(key, Item(key)) for key in kept["agenda"] if is_estimate(key)]
    # Stable: the question that was open comes first, all others as they were.
    agenda = tuple(sorted(items, key=lambda item: item.key != kept["key"]))
    brought = {names[identity(name)]: _read_votes(votes) for name, votes in kept["brought"].items()}
    waiting = tuple(one for one in ballots if (one.key, one.number) not in held)
    return replace(
        meeting,
        people=tuple(people),
        agenda=agenda or meeting.agenda,
        ballots=meeting.ballots + waiting,
        is_anonymous=bool(kept["is_anonymous"]),
        brought=brought,
    )


def _place(session: Path) -> Path:
    return places.place(session, "box")


def _ballot(one: Ballot) -> dict[str, Any]:
    return {
        "key": one.key,
        "number": one.number,
        "day": one.day and one.day.isoformat(),
        "began": one.began and one.began.isoformat(),
        "is_anonymous": one.is_anonymous,
        "votes": _votes(one.votes),
    }


def _votes(votes: Mapping[str, Vote]) -> dict[str, Any]:
    return {
        name: [one.said.low, one.said.likely, one.said.high, one.reason]
        for name, one in votes.items()
    }


def _read_ballot(kept: Mapping[str, Any], names: Mapping[str, str]) -> Ballot:
    if not is_estimate(kept["key"]):
        raise ValueError(kept["key"])
    votes = _read_votes(kept["votes"])
    return Ballot(
        kept["key"],
        int(kept["number"]),
        date.fromisoformat(kept["day"]) if kept["day"] else None,
        {names[identity(name)]: vote for name, vote in votes.items()},
        began=datetime.fromisoformat(kept["began"]) if kept["began"] else None,
        is_anonymous=bool(kept["is_anonymous"]),
    )


def _read_votes(kept: Mapping[str, Any]) -> dict[str, Vote]:
    return {
        name: Vote(Range(float(low), float(likely), float(high)), str(reason))
        for name, (low, likely, high, reason) in kept.items()
    }

"""A workshop as the session file has it, and back.

Only what was revealed stands in the file. Source: docs/specification.md §1.2 and §7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rules.answers.entries import in_file
from rules.answers.estimate import Estimate
from rules.answers.records import Agreed, Judgement, Workshop
from rules.answers.records import Round as RecordedRound
from rules.questions import is_estimate
from rules.words.wording import plural
from rules.workshop.agenda import Agenda, Item
from rules.workshop.meeting import Meeting
from rules.workshop.people import Person, identity
from rules.workshop.pooling import Range
from rules.workshop.state import Ballot, Settlement
from rules.workshop.votes import Vote


def resumed(workshop: Workshop, agenda: Agenda = ()) -> Meeting:
    """The workshop that a session holds, between two questions; everybody has yet to come back.

    What cannot be part of one, such as a round about an unknown key or an answer without a likely
    value, is passed over, and stays in the file.

    Args:
        workshop: of the session's case.
        agenda: of the case as it is now. Questions with rounds and no agreement are put before it,
            others that are agreed behind it.
    """
    people = _people(workshop)
    names = {identity(one.name): one.name for one in people}
    ballots: dict[tuple[str, int], Ballot] = {}
    for one in workshop.rounds:
        if is_estimate(one.key) and one.number > 0:
            earlier = ballots.get((one.key, one.number))
            votes = {**_votes(one, names), **(earlier.votes if earlier is not None else {})}
            ballots[one.key, one.number] = Ballot(
                one.key, one.number, one.date, votes, is_revealed=True
            )
    held = tuple(one for one in ballots.values() if one.votes)
    settlements = {
        one.key: settled
        for one in workshop.agreed
        if (settled := _settlement(one, held, names)) is not None
    }
    asked = dict.fromkeys(one.key for one in held)
    known = {item.key: item for item in agenda}
    first = tuple(known.get(key, Item(key)) for key in asked if key not in settlements)
    rest = tuple(item for item in agenda if item not in first)
    done = tuple(Item(key) for key in settlements if key not in known)
    return Meeting(
        people=people,
        agenda=first + rest + done,
        ballots=held,
        settlements=tuple(settlements.values()),
    )


def _people(workshop: Workshop) -> tuple[Person, ...]:
    """Everybody named anywhere, the listed ones first; one of each name."""
    said = [
        *((one.name, one.role) for one in workshop.participants),
        *((each.participant, "") for one in workshop.rounds for each in one.estimates),
        *((each.participant, "") for one in workshop.agreed for each in one.dissent),
    ]
    found: dict[str, Person] = {}
    for name, role in said:
        if identity(name):
            found.setdefault(identity(name), Person(name, role, is_here=False))
    return tuple(found.values())


def _votes(one: RecordedRound, names: Mapping[str, str]) -> dict[str, Vote]:
    found: dict[str, Vote] = {}
    for each in one.estimates:
        name, said = names.get(identity(each.participant)), _range(each)
        if name is not None and said is not None:
            found.setdefault(name, Vote(said, each.reason))
    return found


def _range(said: Judgement | Agreed) -> Range | None:
    if said.likely is None:
        return None
    low = said.likely if said.low is None else said.low
    high = said.likely if said.high is None else said.high
    return Range(low, said.likely, high) if low <= said.likely <= high else None


def _settlement(one: Agreed, held: Iterable[Ballot], names: Mapping[str, str]) -> Settlement | None:
    said = _range(one)
    if said is None or one.method is None or not is_estimate(one.key):
        return None
    numbers = [
        ballot.number
        for ballot in held
        if ballot.key == one.key and not _is_later(ballot.day, one.date)
    ]
    dissent = {
        names[identity(each.participant)]: each.reason
        for each in one.dissent
        if identity(each.participant) in names
    }
    return Settlement(one.key, said, one.method, one.date, dissent, max(numbers, default=0))


def _is_later(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day > other


def record_of(meeting: Meeting) -> dict[str, list[dict[str, Any]]]:
    """The tables of `[workshop]` in plain values: what was revealed, and what was agreed."""
    names = [one.name for one in meeting.people]
    return {
        "participants": [_participant(one) for one in meeting.people],
        "rounds": [_round(one, names) for one in meeting.ballots if one.is_revealed],
        "agreed": [_agreed(one, names) for one in meeting.settlements],
    }


def _participant(one: Person) -> dict[str, Any]:
    return {"name": one.name, **({"role": one.role} if one.role else {})}


def _round(one: Ballot, names: Iterable[str]) -> dict[str, Any]:
    return {
        "key": one.key,
        "number": one.number,
        **_day(one.day),
        "estimates": [
            {
                "participant": name,
                **_numbers(one.votes[name].said),
                **({"reason": one.votes[name].reason} if one.votes[name].reason else {}),
            }
            for name in names
            if name in one.votes
        ],
    }


def _agreed(one: Settlement, names: Iterable[str]) -> dict[str, Any]:
    dissent = [
        {"participant": name, "reason": one.dissent[name]} for name in names if name in one.dissent
    ]
    return {
        "key": one.key,
        **_numbers(one.said),
        "method": one.method,
        **_day(one.day),
        **({"dissent": dissent} if dissent else {}),
    }


def _day(day: date | None) -> dict[str, date]:
    return {} if day is None else {"date": day}


def _numbers(said: Range) -> dict[str, int | float]:
    if said.low == said.high:
        return {"likely": in_file(said.likely)}
    return {name: in_file(getattr(said, name)) for name in ("low", "likely", "high")}


def agreed_estimate(meeting: Meeting, settled: Settlement) -> Estimate:
    """What was agreed, as the answer of its key, with the workshop as its source.

    Its basis is that of a reasoned number where somebody gave a reason, else that of a guess: what
    people say in a room is neither measured nor quoted.
    """
    asked = replace(meeting, key=settled.key)
    rounds = sum(one.is_revealed for one in meeting.rounds(settled.key))
    day = f" {settled.day.isoformat()}" if settled.day is not None else ""
    parts = (
        f"workshop{day}",
        plural(len(asked.standing), "person", "people"),
        plural(rounds, "round", "rounds"),
        *(["weighted"] if settled.is_weighted else []),
    )
    return replace(settled.said.estimate, basis=asked.basis, source=", ".join(parts))


def on_record(meeting: Meeting) -> tuple[object, ...]:
    """What of a meeting stands in the file, to see whether that has changed."""
    return meeting.settlements, tuple(one for one in meeting.ballots if one.is_revealed)


def revealed_rounds(meeting: Meeting) -> frozenset[tuple[str, int]]:
    """The rounds that are revealed, by key and number."""
    return frozenset((one.key, one.number) for one in meeting.ballots if one.is_revealed)


def with_hidden(meeting: Meeting, in_file: frozenset[tuple[str, int]]) -> Meeting:
    """The meeting with the rounds that no file holds as if they were not revealed yet."""
    ballots = (
        one if (one.key, one.number) in in_file else replace(one, is_revealed=False)
        for one in meeting.ballots
    )
    return replace(meeting, ballots=tuple(ballots))

"""What a workshop agreed on, who differed, and what their number would mean: for a report.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rules.answers.case import Case
from rules.answers.entries import spell
from rules.answers.policy import TeamPolicy
from rules.answers.records import Workshop
from rules.results import label_of
from rules.words.money import Words
from rules.workshop.discussion import Meaning, meaning, whose
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range, estimate_at, stand
from rules.workshop.recorded import resumed
from rules.workshop.state import Method, Settlement
from rules.workshop.votes import estimated


@dataclass(frozen=True, slots=True)
class Dissenter:
    """Somebody who does not share what was agreed."""

    name: str
    role: str
    reason: str
    said: str
    """Their number as one would type it; empty where they gave none."""
    would_be: Meaning | None
    """What the case comes to with it; None where they gave none."""


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """What was agreed for one question."""

    key: str
    label: str
    said: str
    """The number as one would type it: `6M (4.5M..8M)`."""
    method: Method
    day: date | None
    people: int
    """How many answered."""
    rounds: int
    is_answer: bool
    """Whether the case still has this number as its answer."""
    dissent: tuple[Dissenter, ...]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A question that people answered and have not agreed on."""

    key: str
    label: str
    said: tuple[tuple[str, str], ...]
    """What each says, by name, as one would type it."""


@dataclass(frozen=True, slots=True)
class WorkshopRows:
    """All that a report says of a workshop."""

    agreed: tuple[AgreedRow, ...]
    open: tuple[OpenRow, ...]


def workshop_rows(case: Case, workshop: Workshop, team: TeamPolicy | None = None) -> WorkshopRows:
    """What a report says of the workshop in a session; no rows where there was none.

    Args:
        case: of an Assessment, which has a team's default answers in it and no workshop.
        workshop: of the same session.
        team: by whose policy the case is judged.
    """
    meeting = resumed(workshop)
    keys = dict.fromkeys(one.key for one in meeting.ballots)
    return WorkshopRows(
        tuple(
            _agreed(case, meeting, one, team)
            for one in meeting.settlements
            if _has_place(case, one.key)
        ),
        tuple(
            OpenRow(key, label_of(key, case), tuple(_said(meeting, key)))
            for key in keys
            if _has_place(case, key) and _is_open(meeting, key)
        ),
    )


def _has_place(case: Case, key: str) -> bool:
    """Whether the row of a key is still in the case."""
    return "[" not in key or estimate_at(case, key) is not None


def _is_open(meeting: Meeting, key: str) -> bool:
    return replace(meeting, key=key).phase == "revealed"


def _said(meeting: Meeting, key: str) -> Iterator[tuple[str, str]]:
    for name, said in replace(meeting, key=key).said.items():
        yield name, _text(key, said)


def _agreed(
    case: Case, meeting: Meeting, settled: Settlement, team: TeamPolicy | None
) -> AgreedRow:
    asked = replace(meeting, key=settled.key)
    standing, present = asked.standing, estimate_at(case, settled.key)
    return AgreedRow(
        key=settled.key,
        label=label_of(settled.key, case),
        said=_text(settled.key, settled.said),
        method=settled.method,
        day=settled.day,
        people=len(standing),
        rounds=len(meeting.rounds(settled.key)),
        is_answer=present is not None and present.values == settled.said.estimate.values,
        dissent=tuple(
            _dissenter(case, settled, person.name, person.role, asked.said.get(person.name), team)
            for person in meeting.people
            if person.name in settled.dissent
        ),
    )


def _dissenter(
    case: Case,
    settled: Settlement,
    name: str,
    role: str,
    said: Range | None,
    team: TeamPolicy | None,
) -> Dissenter:
    would_be, text = None, ""
    if said is not None:
        text = _text(settled.key, said)
        found = stand(name, case, settled.key, said, team)
        would_be = meaning(found, f"With {whose(name)} estimate", Words(case.currency))
    return Dissenter(name, role, settled.dissent[name], text, would_be)


def _text(key: str, said: Range) -> str:
    return spell(estimated(key), said.estimate)

"""What one participant may see, as plain data: nothing that others say before it is revealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.figures.ops import known
from rules.questions import question_of
from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting, Settlement
from rules.workshop.pooling import Range, outliers, spread
from rules.workshop.votes import Vote, number_text, typed_vote


def view_for(
    meeting: Meeting,
    name: str,
    labels: Mapping[str, str] | None = None,
    talk: Discussion | None = None,
) -> dict[str, Any]:
    """Everything that the page of one participant shows; JSON can hold it as it is.

    Args:
        meeting: at this moment.
        name: whose page it is.
        labels: the names of questions by key, for those in a row of the case; the catalogue's
            otherwise.
        talk: left out unless it is about exactly the answers that are shown.

    Raises:
        Refused: where nobody of that name takes part.
    """
    person = meeting.known(name)
    ballot, phase, key = meeting.ballot, meeting.phase, meeting.key
    own, start = meeting.answer_of(name), meeting.start_of(name)
    return {
        "you": {"name": person.name, "role": person.role, "is_here": person.is_here},
        "phase": phase,
        "question": None if key is None else _question(key, labels or {}),
        "round": None if ballot is None else ballot.number,
        "began": None if ballot is None or ballot.began is None else ballot.began.isoformat(),
        "is_anonymous": meeting.hides_names if key is not None else meeting.is_anonymous,
        "your_answer": _vote(key, own),
        "start_from": _vote(key, start),
        "people": [
            {"name": one.name, "role": one.role, "is_here": one.is_here} for one in meeting.people
        ],
        "pending": list(meeting.pending),
        "answered": 0 if ballot is None else len(ballot.votes),
        "shown": answers_shown(meeting),
        "talk": _talk(talk) if talk is not None and is_about(talk, meeting) else None,
        "agreed": _agreed(meeting, key) if phase == "settled" else None,
        "agenda": [
            {
                "key": one.key,
                "label": _label(one.key, labels or {}),
                "is_settled": meeting.agreement(one.key) is not None,
            }
            for one in meeting.agenda
        ],
    }


def shown_names(meeting: Meeting) -> dict[str, str]:
    """What stands beside each answer that is shown, by the name of the person.

    Letters in the order of the numbers where names are hidden, so that not even the order in which
    people joined says who it was.
    """
    standing = meeting.standing
    if not meeting.hides_names:
        return {name: name for name in standing}

    def by_number(name: str) -> tuple[float, float, float, str]:
        vote = standing[name].vote
        return (vote.said.likely, vote.said.low, vote.said.high, vote.reason)

    ordered = sorted(standing, key=by_number)
    return {name: _letters(number) for number, name in enumerate(ordered)}


def shown_ranges(meeting: Meeting) -> dict[str, Range]:
    """The ranges that are shown by what stands beside them, as `discuss` takes them."""
    names = shown_names(meeting)
    return {names[name]: said for name, said in _ordered(meeting.said, names)}


def answers_shown(meeting: Meeting) -> dict[str, Any] | None:
    """The answers to the open question that are revealed, of earlier rounds while one is held."""
    standing, key = meeting.standing, meeting.key
    if key is None or not standing:
        return None
    names = shown_names(meeting)
    spreading = spread([one.vote.said for one in standing.values()])
    apart = outliers(meeting.said)
    # Who was silent in a round is known, so its number would name them.
    is_hidden = meeting.hides_names
    return {
        "rows": [
            {
                "name": names[name],
                "round": None if is_hidden else one.number,
                **(_vote(key, one.vote) or {}),
            }
            for name, one in _ordered(standing, names)
        ],
        "median": _number(key, spreading.median),
        "lowest": _number(key, spreading.lowest),
        "highest": _number(key, spreading.highest),
        "outliers": sorted(names[name] for name in apart),
    }


def _ordered(by_name: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, Any]]:
    """In the order of the people; of the letters where names are hidden."""
    is_hidden = any(name != shown for name, shown in names.items())
    rows = list(by_name.items())
    return sorted(rows, key=lambda row: _place(names[row[0]])) if is_hidden else rows


def _letters(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _place(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _question(key: str, labels: Mapping[str, str]) -> dict[str, Any]:
    question = question_of(key)
    assert question is not None
    return {
        "key": key,
        "label": _label(key, labels),
        "prompt": question.prompt,
        "why": question.why,
        "where_to_find": question.where_to_find,
        "unit": question.unit,
        "kind": str(question.kind),
        "example": question.example,
    }


def _label(key: str, labels: Mapping[str, str]) -> str:
    question = question_of(key)
    return labels.get(key) or (key if question is None else question.label)


def _vote(key: str | None, vote: Vote | None) -> dict[str, Any] | None:
    if key is None or vote is None:
        return None
    typed, said = typed_vote(key, vote), vote.said
    return {
        "low": said.low,
        "likely": said.likely,
        "high": said.high,
        "typed": {"low": typed.low, "likely": typed.likely, "high": typed.high},
        "reason": vote.reason,
    }


def _number(key: str, value: float) -> dict[str, Any]:
    question = question_of(key)
    assert question is not None
    return {"value": value, "typed": number_text(question, value)}


def is_about(talk: Discussion, meeting: Meeting) -> bool:
    """Whether a discussion is about the answers that are shown, under the names beside them."""
    about = {one.name: one.said for one in talk.weighed.people}
    return talk.key == meeting.key and about == shown_ranges(meeting)


def _talk(talk: Discussion) -> dict[str, Any]:
    return {
        "people": [one.text for one in talk.people],
        "pool": talk.pool.text,
        "spread": talk.spread,
        "apart": talk.apart,
        "matters": talk.matters,
        "advice": talk.advice,
        "worth": known(talk.weighed.worth),
    }


def _agreed(meeting: Meeting, key: str | None) -> dict[str, Any] | None:
    settled: Settlement | None = None if key is None else meeting.agreement(key)
    if settled is None:
        return None
    return {
        **(_vote(settled.key, Vote(settled.said)) or {}),
        "method": settled.method,
        "day": None if settled.day is None else settled.day.isoformat(),
        "dissent": [
            {"name": one.name, "reason": settled.dissent[one.name]}
            for one in meeting.people
            if one.name in settled.dissent
        ],
    }

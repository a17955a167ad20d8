"""What one participant may see, as plain data: nothing that others say before it is revealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range, outliers, spread
from rules.workshop.votes import Vote, estimated, middle_text, number_text, typed_vote


def view_for(
    meeting: Meeting,
    name: str,
    labels: Mapping[str, str] | None = None,
    talk: Discussion | None = None,
) -> dict[str, Any]:
    """What the page of one participant shows, and nothing besides; JSON can hold it as it is.

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
        "you": {"name": person.name, "is_here": person.is_here},
        "phase": phase,
        "question": None if key is None else _question(key, labels or {}),
        "round": None if ballot is None else ballot.number,
        "is_anonymous": meeting.hides_names,
        "your_answer": _vote(key, own),
        "start_from": _vote(key, start),
        "shown": answers_shown(meeting),
        "talk": _talk(talk) if talk is not None and is_about(talk, meeting) else None,
        "dissent": _dissent(meeting) if phase == "settled" else [],
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
    question = estimated(key)
    names, said = shown_names(meeting), meeting.said
    spreading = spread(list(said.values()))
    return {
        "rows": [
            {"name": names[name], **(_vote(key, one.vote) or {})}
            for name, one in _ordered(standing, names)
        ],
        "median": middle_text(question, spreading.median),
        "lowest": number_text(question, spreading.lowest),
        "highest": number_text(question, spreading.highest),
        "outliers": sorted(names[name] for name in outliers(said)),
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
    question = estimated(key)
    return {
        "key": key,
        "label": labels.get(key) or question.label,
        "prompt": question.prompt,
        "why": question.why,
        "where_to_find": question.where_to_find,
        "example": question.example,
    }


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


def is_about(talk: Discussion, meeting: Meeting) -> bool:
    """Whether a discussion is about the answers that are shown, and what was agreed on them."""
    about = {one.name: one.said for one in talk.weighed.people}
    agreed = None if talk.agreed is None else talk.agreed.said
    is_of_these = talk.key == meeting.key and about == shown_ranges(meeting)
    return is_of_these and agreed == agreed_now(meeting)


def agreed_now(meeting: Meeting) -> Range | None:
    """What was agreed on the answers that are shown; None where nothing is yet."""
    settled = meeting.agreement(meeting.key or "") if meeting.phase == "settled" else None
    return None if settled is None else settled.said


def _talk(talk: Discussion) -> dict[str, Any]:
    return {"matters": talk.matters, "advice": talk.advice, "pool": talk.pool.text}


def _dissent(meeting: Meeting) -> list[dict[str, str]]:
    """Who does not share what is agreed on the open question, and why."""
    settled = meeting.agreement(meeting.key or "")
    reasons = {} if settled is None else settled.dissent
    return [
        {"name": one.name, "reason": reasons[one.name]}
        for one in meeting.people
        if one.name in reasons
    ]

"""An answer as a form brings it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress

from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from rules.workshop.votes import Typed, Vote, VoteUnusable, read_vote

LONGEST_NUMBER = 200
"""Characters in one of the numbers of an answer."""


def typed_in(form: Mapping[str, str]) -> Typed:
    """The texts of an answer."""
    return Typed(*(form.get(name, "") for name in ("low", "likely", "high", "reason")))


def read_answer(key: str, typed: Typed, currency: str) -> Vote:
    """The answer that the texts of a form make.

    Raises:
        VoteUnusable: with everything that is wrong.
    """
    long = {
        name: f"This has {len(text):,} characters; type one number"
        for name in ("low", "likely", "high")
        if len(text := getattr(typed, name)) > LONGEST_NUMBER
    }
    if long:
        raise VoteUnusable(long)
    return read_vote(key, typed, currency)


def stands(meeting: Meeting, name: str, form: Mapping[str, str], currency: str) -> bool:
    """Whether this very answer is on record: sent before, and nobody heard that it counts."""
    for ballot in meeting.rounds(form.get("question", "")):
        if str(ballot.number) == form.get("round") and name in ballot.votes:
            with suppress(Refused):
                return ballot.votes[name] == read_answer(ballot.key, typed_in(form), currency)
    return False


def mark_of(vote: Vote | None) -> str:
    """What a page says of the answer that it knows of, to be sent with another one in its place."""
    return "" if vote is None else hashlib.sha256(repr(vote).encode()).hexdigest()[:16]


def knows_of(vote: Vote | None, form: Mapping[str, str]) -> bool:
    """Whether whoever sends a form has seen the answer that it would take the place of."""
    return form.get("instead_of", mark_of(vote)) == mark_of(vote)

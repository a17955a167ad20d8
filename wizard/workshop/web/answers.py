"""An answer as a form brings it, and what a person has sent already.

Each form has a number of its own. A page that hears no answer sends the same form again by the same
number, and cannot know whether the first one arrived, so that it must not count twice. Where other
texts come by that number, somebody has gone back to the page and means those.
"""

from __future__ import annotations

import hashlib
import json
import re
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


_REMEMBERED = 16
_OF_A_PAGE = 22
"""Signs of the number that a page is given; those that it adds for another press come behind."""
_NUMBER = re.compile(r"[\w-]{16,64}", re.ASCII)


class Sent:
    """The forms of one person that were taken, the latest of them."""

    def __init__(self) -> None:
        self._taken: dict[bytes, str] = {}
        """The pages by what was taken of them."""

    def __contains__(self, form: Mapping[str, str]) -> bool:
        """Whether a form was taken before, with all that stands in it."""
        return _digest(form) in self._taken

    def comes_from_its_page(self, form: Mapping[str, str]) -> bool:
        """Whether what was taken last came from the very page that this form is of."""
        return form.get("id", "")[:_OF_A_PAGE] == next(reversed(self._taken.values()), None)

    def take(self, form: Mapping[str, str]) -> None:
        """Take a form; one whose number is none is not known again."""
        if is_number(form.get("id", "")):
            self._taken[_digest(form)] = form["id"][:_OF_A_PAGE]
            while len(self._taken) > _REMEMBERED:
                del self._taken[next(iter(self._taken))]


def _digest(form: Mapping[str, str]) -> bytes:
    return hashlib.sha256(json.dumps(sorted(form.items())).encode()).digest()


def is_number(text: str) -> bool:
    """Whether a text is the number of a form."""
    return _NUMBER.fullmatch(text) is not None

"""Who takes part in a workshop: names that tell people apart, however they are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rules.workshop.refused import Refused

MOST = 50
"""People in one workshop: more cannot talk with each other."""
LONGEST_NAME = 60
"""Characters in a name, or a role, that somebody types."""
FACILITATOR = "facilitator"
"""The role of whoever leads: may answer, and is not waited for."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories of what does not show, or turns what stands beside it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part."""

    name: str
    role: str = ""
    is_here: bool = True
    """Whether they have not left."""

    @property
    def is_waited_for(self) -> bool:
        """Whether a round counts them among those who have not answered yet."""
        return self.is_here and self.role.casefold() != FACILITATOR


def identity(name: str) -> str:
    """What two spellings of one name share: case, width, blanks and unseen characters aside."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = (one for one in folded if unicodedata.category(one) not in _UNSEEN or one.isspace())
    return " ".join(unicodedata.normalize("NFKC", "".join(seen)).split())


def checked_name(typed: str) -> str:
    """A name as it is shown, blanks tidied.

    Raises:
        Refused: where nobody could be told apart by it.
    """
    name = checked_line(typed, "name")
    if not identity(name):
        raise Refused("Type a name: letters that can be seen", "no name")
    return name


def checked_line(typed: str, what: str) -> str:
    """A short text on one line, blanks tidied.

    Args:
        typed: the text.
        what: what it is, for the message.

    Raises:
        Refused: where it is too long, or holds what does not show.
    """
    text = " ".join(typed.split())
    if len(text) > LONGEST_NAME:
        raise Refused(
            f"The {what} has {len(text):,} characters; at most {LONGEST_NAME} are shown",
            "too long",
        )
    if any(unicodedata.category(one) in _UNSEEN for one in text):
        raise Refused(f"The {what} holds characters that do not show; type it anew", "unseen")
    return text


def guest_name(taken: Iterable[str]) -> str:
    """`Participant 3`: a name for somebody who gives none."""
    used = {identity(one) for one in taken}
    number = 1
    while identity(f"Participant {number}") in used:
        number += 1
    return f"Participant {number}"

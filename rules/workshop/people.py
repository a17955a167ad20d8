"""Who takes part in a workshop: names that tell people apart, however they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.words.signs import JOINERS
from rules.words.wording import listed
from rules.workshop.refused import Refused

MOST = 50
"""People in one workshop: more cannot talk with each other."""
LONGEST_NAME = 60
"""Characters in a name, or a role, that somebody types."""
_NAMED = 3
"""Characters that a message names."""
FACILITATOR = "facilitator"
"""The role of whoever leads: may answer, and is not waited for."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories of what does not show, or turns what stands beside it."""
_JOINED = ("L", "M", "So", "Sk")
"""How the Unicode categories begin of what joiners stand between: letters, their marks, pictures
and colours of skin."""
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""What Unicode calls letters or marks and nobody sees: fillers, and choices between two looks."""


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
    shown = _BLANK.sub("", "".join(seen))
    return " ".join(unicodedata.normalize("NFKC", shown).split())


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
    unseen = list(dict.fromkeys(text[at] for at in _unseen(text)))
    if unseen:
        which = listed([f"U+{ord(one):04X}" for one in unseen[:_NAMED]])
        more = " and others" if len(unseen) > _NAMED else ""
        raise Refused(
            f"The {what} holds characters that do not show ({which}{more}); leave them out",
            "unseen",
        )
    return text


def without_unseen(typed: str) -> str:
    """A short text as it would be taken: without what does not show, blanks tidied."""
    text = " ".join(typed.split())
    while unseen := set(_unseen(text)):
        # What is left may leave a joiner without a letter beside it.
        kept = "".join(one for at, one in enumerate(text) if at not in unseen)
        text = " ".join(kept.split())
    return text


def _unseen(text: str) -> Iterator[int]:
    """Where a text holds what does not show and is no part of its spelling."""
    for at, one in enumerate(text):
        if unicodedata.category(one) in _UNSEEN and not (one in JOINERS and _joins(text, at)):
            yield at


def _joins(text: str, at: int) -> bool:
    """Whether what stands at a place stands between two letters or pictures."""
    beside = (text[max(0, at - 1) : at], text[at + 1 : at + 2])
    return all(one and unicodedata.category(one).startswith(_JOINED) for one in beside)


def guest_name(taken: Iterable[str]) -> str:
    """`Participant 3`: a name for somebody who gives none."""
    used = {identity(one) for one in taken}
    number = 1
    while identity(f"Participant {number}") in used:
        number += 1
    return f"Participant {number}"

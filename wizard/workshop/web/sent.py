"""What a person has sent already, so that a form which is sent again does not count twice.

Each form has a number of its own. A page that hears no answer sends the same form again by the same
number, and cannot know whether the first one arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_REMEMBERED = 16
_NUMBER = re.compile(r"[\w-]{16,64}", re.ASCII)


class Sent:
    """The forms of one person that were taken, the latest of them."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self._is_kept = dict.fromkeys(kept, True)

    def has(self, number: str) -> bool:
        """Whether a form was taken before."""
        return number in self._is_kept

    def take(self, number: str) -> None:
        """Take a form; a number that is none takes nothing."""
        if _NUMBER.fullmatch(number):
            self._is_kept[number] = False
            while len(self._is_kept) > _REMEMBERED:
                del self._is_kept[next(iter(self._is_kept))]

    def keep(self, number: str) -> None:
        """What a form said is on disk."""
        if number in self._is_kept:
            self._is_kept[number] = True

    @property
    def kept(self) -> tuple[str, ...]:
        """The forms that are safe not to take again after the program was started anew."""
        return tuple(number for number, is_kept in self._is_kept.items() if is_kept)


def is_number(text: str) -> bool:
    """Whether a text is the number of a form."""
    return _NUMBER.fullmatch(text) is not None

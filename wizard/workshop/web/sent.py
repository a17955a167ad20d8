"""What a person has sent already, so that a form which is sent again does not count twice.

Each form has a number of its own. A page that hears no answer sends the same form again by the same
number, and cannot know whether the first one arrived.
"""

from __future__ import annotations

import re

_REMEMBERED = 16
_NUMBER = re.compile(r"[\w-]{16,64}", re.ASCII)


class Sent:
    """The forms of one person that were taken, the latest of them."""

    def __init__(self) -> None:
        self._numbers: dict[str, None] = {}

    def __contains__(self, number: str) -> bool:
        """Whether a form was taken before."""
        return number in self._numbers

    def take(self, number: str) -> None:
        """Take a form; a number that is none takes nothing."""
        if is_number(number):
            self._numbers[number] = None
            while len(self._numbers) > _REMEMBERED:
                del self._numbers[next(iter(self._numbers))]


def is_number(text: str) -> bool:
    """Whether a text is the number of a form."""
    return _NUMBER.fullmatch(text) is not None

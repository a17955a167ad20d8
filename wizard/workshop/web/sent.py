"""What a person has sent already, so that a form which is sent again does not count twice.

Each form has a number of its own. A page that hears no answer sends the same form again by the same
number, and cannot know whether the first one arrived. Where other texts come by that number,
somebody has gone back to the page and means those.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

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

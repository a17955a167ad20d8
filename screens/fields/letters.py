"""Options picked by their first letters, as in any list: `unk` is the one that begins so."""

from __future__ import annotations

from collections.abc import Sequence


class Letters:
    """What was typed so far of the name of an option."""

    def __init__(self, values: Sequence[str]) -> None:
        """Pick among options, in their order."""
        self.values = tuple(values)
        self._typed = ""

    def forget(self) -> None:
        """Begin anew with the next letter: something else was done meanwhile."""
        self._typed = ""

    def pick(self, letter: str, present: str) -> str | None:
        """The option that one more letter leads to.

        A letter that goes on with none of them begins another name. At its beginning it goes from
        one option to the next, where several begin alike.

        Args:
            letter: as typed.
            present: the option chosen so far; empty where none is.

        Returns:
            The option; None where none begins so.
        """
        letter = letter.lower()
        for typed in dict.fromkeys((self._typed + letter, letter)):
            found = [value for value in self.values if value.startswith(typed)]
            if not found:
                continue
            self._typed = typed
            if present not in found:
                return found[0]
            is_next = len(typed) == 1
            return found[(found.index(present) + is_next) % len(found)]
        return None

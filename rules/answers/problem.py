"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Problem(NamedTuple):
    """One thing wrong with one place of a session, a policy or a command."""

    message: str
    """What is wrong and what to do, as a sentence that does not repeat the key."""
    key: str = ""
    """Dotted key, rows counted from 0: `quality.slices[1].share`."""
    file: str = ""
    line: int | None = None
    severity: Literal["error", "warning"] = "error"
    """An error makes the value unusable; a warning leaves everything working."""

    def at(self, file: str, line: int | None) -> Problem:
        """The same problem with the place it was found at."""
        return self._replace(file=file, line=line)

    def __str__(self) -> str:
        """`file:line: key: message`, leaving out what is not known."""
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)

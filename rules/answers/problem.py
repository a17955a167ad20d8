"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from typing import Literal, NamedTuple

_LONGEST_NAME = 255


def briefly(text: str, most: int = 80) -> str:
    """What somebody typed, or its beginning and how long it is: as much as a message repeats."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1]}… ({len(text):,} characters)"


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
        file = self.file
        if any(len(part) > _LONGEST_NAME for part in file.split("/")):
            # No disk has it; any other path has to be whole, so that it can be copied.
            file = briefly(file)
        place = f"{file}:{self.line}" if self.line is not None else file
        return ": ".join(part for part in (place, briefly(self.key), self.message) if part)

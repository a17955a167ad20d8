"""Texts of a session as a report shows them."""

from __future__ import annotations

from rules.words.wording import visible

LONGEST = 400
"""Characters of a text of the session beyond which a report shows its beginning only."""


LONGEST_SAID = 2_000
"""The same for what the program says, which may hold texts of the session."""


def clean(text: str, longest: int = LONGEST) -> str:
    """A text on one line, every control and direction sign in it visible; only so much of it."""
    line = visible(" ".join(text.split()))
    if len(line) <= longest:
        return line
    return f"{line[:longest]}… [{len(line) - longest:,} more characters in the session]"

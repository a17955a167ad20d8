"""Texts of a session as a report shows them."""

from __future__ import annotations

from rules.words.wording import visible

LONGEST = 400
"""Characters of a text of the session beyond which a report shows its beginning only."""


def clean(text: str) -> str:
    """A text on one line, every control and direction sign in it visible; only so much of it."""
    line = visible(" ".join(text.split()))
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST]}… [{len(line) - LONGEST:,} more characters in the session]"

"""The four verdicts, from best to worst (docs/specification.md, 4.2)."""

from __future__ import annotations

VERDICTS = ("strong", "defensible", "reconsider", "do-not-distill")
STRONG, DEFENSIBLE, RECONSIDER, STOP = VERDICTS
NO_CAP = "-"


def worst(*verdicts: str) -> str:
    """The worst of several verdicts."""
    return max(verdicts, key=VERDICTS.index)

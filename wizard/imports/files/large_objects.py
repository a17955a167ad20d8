"""What is said of one JSON object that is too large for one piece, and how to part it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

LISTS: Final = ("data", "events", "logEvents", "observations", "resourceSpans")
"""What the lists of calls are called in pages of them, traces and log events."""
_PARTED: Final = {"resourceSpans": ".resourceSpans[] | {resourceSpans: [.]}"}
"""What lies in a list and is told by the list's name alone keeps it."""


def why_too_large(names: Collection[str]) -> str:
    """Why a file of an object with these keys, as far as they are known, is not read."""
    name = next((one for one in LISTS if one in names), None)
    way = f"`jq -c '{_PARTED.get(name or '', f'.{name or LISTS[0]}[]')}'` does"
    return (
        "has a JSON object that takes more memory than is given; write what is in its list an"
        f" object a line, as {way}{'' if name else f' for one called {LISTS[0]}'}"
    )

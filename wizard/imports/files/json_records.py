"""The first records of a JSON text, how records stand in it, and why it may have none."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final, Literal

JsonContainer = Literal["lines", "array", "object"]
"""`lines` has a JSON object a line, `array` one list of objects, `object` one object, or several
one after the other, laid out over lines."""

_SAMPLE: Final = 200
LISTS: Final = ("data", "events", "logEvents", "observations", "resourceSpans")
"""What the lists of calls are called in pages of them, traces and log events."""
_PARTED: Final = {"resourceSpans": ".resourceSpans[] | {resourceSpans: [.]}"}
"""What lies in a list and is told by the list's name alone keeps it."""


def beginning(text: str, *, is_whole: bool) -> tuple[JsonContainer, list[dict[str, Any]]]:
    """How records stand in a text, or in a part from its beginning on, and the first of them."""
    stripped = text.lstrip()
    if stripped.startswith("["):
        return "array", list(_in_a_row(stripped, 1, ","))
    lines = text.split("\n")
    if not is_whole:
        lines = lines[:-1]
    found = [record for one in lines[:_SAMPLE] if (record := object_in(one)) is not None]
    # Within an object that is laid out over lines, one of them may be an object by itself.
    if found and (object_in(lines[0]) is not None or not _is_laid_out(stripped, is_whole=is_whole)):
        return "lines", found
    return "object", list(_in_a_row(stripped, 0, ""))


def object_in(text: str | bytes) -> dict[str, Any] | None:
    """The one object that a text is; None where it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_laid_out(text: str, *, is_whole: bool) -> bool:
    """Whether the object that a text begins with ends in another line, or goes on at its end."""
    if text.startswith(("{\n", "{\r")):
        return True
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as wrong:
        return not is_whole and "\n" not in text[wrong.pos :].strip()
    except (ValueError, RecursionError):
        return False
    return "\n" in text[:end]


def _in_a_row(text: str, at: int, between: str) -> Iterator[dict[str, Any]]:
    """Objects that stand one after the other, until one is cut or there are enough."""
    decoder = json.JSONDecoder()
    for _ in range(_SAMPLE):
        while at < len(text) and (text[at].isspace() or text[at] == between):
            at += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            yield value


def why_none(text: str) -> str:
    """Why a whole text holds no record, in words."""
    try:
        json.loads(text)
    except json.JSONDecodeError as wrong:
        return f"it breaks off or goes wrong in line {wrong.lineno}, column {wrong.colno}"
    except RecursionError:
        return "it is nested too deeply"
    except ValueError:
        return "it has a number of thousands of digits"
    return "it holds no objects"


def why_too_large(names: Collection[str]) -> str:
    """Why a file of an object with these keys, as far as they are known, is not read."""
    name = next((one for one in LISTS if one in names), None)
    way = f"`jq -c '{_PARTED.get(name or '', f'.{name or LISTS[0]}[]')}'` does"
    return (
        "has a JSON object that takes more memory than is given; write what is in its list an"
        f" object a line, as {way}{'' if name else f' for one called {LISTS[0]}'}"
    )

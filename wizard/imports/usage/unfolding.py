"""SQL for what lies in lists and objects within a row: pages of buckets, traces of spans.

Every expression here takes text that may be no JSON, and gives NULL where there is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def elements(expression: str) -> str:
    """A row for each element of a list, JSON or a text of it; one with NULL where there is none."""
    return (
        f"UNNEST(CASE WHEN TRY(JSON_ARRAY_LENGTH({expression})) > 0"
        f" THEN TRY(CAST({expression} AS JSON[])) ELSE [NULL] END)"
    )


def each(expression: str) -> str:
    """A row for each element of a list of one type; one with NULL where there is none."""
    return f"UNNEST(CASE WHEN LEN({expression}) > 0 THEN {expression} ELSE [NULL] END)"


def shaped(expression: str, shape: Any) -> str:
    """JSON read once with the types of a shape: what does not fit is NULL, all else is left out.

    A shape has dicts for objects, lists of one shape for lists, types for the rest.
    """
    return f"TRY(FROM_JSON({expression}, '{json.dumps(shape)}'))"


def text_at(expression: str, *path: str) -> str:
    """The text at a path in a JSON expression."""
    steps = "".join(f'."{step}"' for step in path)
    return f"TRY({expression} ->> '${steps}')"


def number_at(expression: str, *path: str) -> str:
    """The number at a path in a JSON expression; a text that is one counts."""
    return f"TRY_CAST({text_at(expression, *path)} AS DOUBLE)"


def objects_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list that a file's first records hold, for telling formats apart."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))

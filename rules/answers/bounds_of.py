"""What values the estimate of a key may have, read from the types of the case.

Source: docs/specification.md §1.2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from rules.answers.bounds import Bounds
from rules.answers.case import RECORDED, Case

_PART = r'\[\d+\]|"(?:[^"\\]|\\.)*"|[A-Za-z0-9_-]+'
_UNBOUNDED = Bounds()


@lru_cache(maxsize=1024)
def bounds_of(key: str) -> Bounds:
    """The bounds of a dotted key of an estimate, rows and named rows included."""
    parts = re.findall(_PART, key)
    found: Any = Case
    if parts[0] in RECORDED:
        from rules.answers.records import Records

        found = Records
    for part in parts:
        fields = getattr(found, "model_fields", None)
        if fields is None or part.startswith("["):
            # A row of a list, or a name that somebody gave: what was found holds for all of them.
            continue
        info = fields[part]
        found = _element(info.annotation)
        marks = [mark for mark in info.metadata if isinstance(mark, Bounds)]
        if marks and not hasattr(found, "model_fields"):
            return marks[0]
    return _marked(found) or _UNBOUNDED


def _element(annotation: Any) -> Any:
    """The class of a table or of its rows; anything else as it is."""
    for candidate in (annotation, *get_args(annotation)):
        if hasattr(candidate, "model_fields"):
            return candidate
    return annotation


def _marked(annotation: Any) -> Bounds | None:
    """The bounds that mark an annotation, or a part of it."""
    if get_origin(annotation) is Annotated:
        for mark in annotation.__metadata__:
            if isinstance(mark, Bounds):
                return mark
    for part in get_args(annotation):
        found = _marked(part)
        if found is not None:
            return found
    return None

"""What stands in a session and means nothing to the program.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from rules.answers.case import RECORDED, Case
from rules.answers.estimate import Estimate

if TYPE_CHECKING:
    from rules.answers.validation import Path


def unknown_keys(raw: Mapping[str, Any]) -> list[Path]:
    """Paths in a session that mean nothing to the program, which looks not at its own `result`."""
    found = _unknown(Case, {key: raw[key] for key in raw if key not in RECORDED}, ())
    if not RECORDED.isdisjoint(raw):
        from rules.answers.records import Records

        found += _unknown(Records, {key: raw[key] for key in raw if key in RECORDED}, ())
    return [path for path in found if path[0] != "result"]


def _unknown(model: Any, raw: Any, at: Path) -> list[Path]:
    if not isinstance(raw, Mapping):
        return []
    fields = _fields(model)
    found: list[Path] = []
    for name, value in raw.items():
        if name not in fields:
            found.append((*at, name))
            continue
        annotation, part = fields[name]
        if part is None:
            # Values of most keys are no tables.
            if isinstance(value, dict):
                found += _unknown_members(annotation, value, (*at, name))
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for index, row in enumerate(value):
                found += _unknown(part, row, (*at, name, index))
        else:
            found += _unknown(part, value, (*at, name))
    return found


@cache
def _fields(model: Any) -> dict[str, tuple[Any, Any]]:
    """By the name in the file: what a field of a table may be, and the table class in it."""
    return {
        info.alias or name: (info.annotation, _model_in(info.annotation))
        for name, info in model.model_fields.items()
    }


def _unknown_members(annotation: Any, value: dict[str, Any], at: Path) -> list[Path]:
    """Members of an estimate's inline table that it does not have."""
    # Values of any kind, as they were on some day, have no members of their own.
    if annotation == dict[str, Any]:
        return []
    if getattr(annotation, "__origin__", None) is dict:
        return [
            path
            for name, estimate in value.items()
            if isinstance(estimate, dict)
            for path in _unknown_members(None, estimate, (*at, name))
        ]
    return [(*at, name) for name in value if name not in Estimate.__dataclass_fields__]


def _model_in(annotation: Any) -> Any:
    """The table class of a field: of the field itself, or of its rows."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        part = _model_in(argument)
        if part is not None:
            return part
    return None

"""What stands in a session and means nothing to the program.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from rules.answers.case import RECORDED, Case
from rules.answers.estimate import MEMBERS

if TYPE_CHECKING:
    from rules.answers.validation import Path

_MEMBERS = frozenset(MEMBERS)


def unknown_keys(raw: Mapping[str, Any]) -> list[Path]:
    """Paths in a session that mean nothing to the program, which looks not at its own `result`."""
    found = _unknown(Case, {key: raw[key] for key in raw if key not in RECORDED}, ())
    if not RECORDED.isdisjoint(raw):
        from rules.answers.records import Records

        found += _unknown(Records, {key: raw[key] for key in raw if key in RECORDED}, ())
    return [path for path in found if path[0] != "result"]


def nearest_beside(path: Path) -> str | None:
    """The name that an unknown one beside it most resembles; None where none is close.

    Names of tables and the members of an estimate are among them, which no question asks for.

    Args:
        path: of the unknown one, as `unknown_keys` gives it.
    """
    from difflib import get_close_matches

    names = _names_beside(path)
    return next(iter(get_close_matches(str(path[-1]), names, n=1)), None)


def _names_beside(path: Path) -> Sequence[str]:
    model: Any = Case
    if path[0] in RECORDED:
        from rules.answers.records import Records

        model = Records
    for name in path[:-1]:
        if isinstance(name, int):
            continue
        _, model = _fields(model)[name]
        if model is None:
            return MEMBERS
    return tuple(_fields(model))


def _unknown(model: Any, raw: Any, at: Path) -> list[Path]:
    if not isinstance(raw, Mapping):
        return []
    fields = _fields(model)
    found: list[Path] = []
    for name, value in raw.items():
        if name not in fields:
            found.append((*at, name))
            continue
        members, part = fields[name]
        if part is None:
            # Values of most keys are no tables, and most tables are estimates as they should be.
            if isinstance(value, dict) and not (members == "few" and value.keys() <= _MEMBERS):
                found += _unknown_members(members, value, (*at, name))
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for index, row in enumerate(value):
                found += _unknown(part, row, (*at, name, index))
        else:
            found += _unknown(part, value, (*at, name))
    return found


_Members = Literal["few", "rows", "any"]
"""What a table may have that is no table of the case: the members of an estimate; estimates under
names; values of any kind, as they were on some day."""


@cache
def _fields(model: Any) -> dict[str, tuple[_Members, Any]]:
    """By the name in the file: what a field of a table may have, and the table class in it."""
    return {
        info.alias or name: (_members_of(info.annotation), _model_in(info.annotation))
        for name, info in model.model_fields.items()
    }


def _members_of(annotation: Any) -> _Members:
    if annotation == dict[str, Any]:
        return "any"
    return "rows" if getattr(annotation, "__origin__", None) is dict else "few"


def _unknown_members(members: _Members, value: dict[str, Any], at: Path) -> list[Path]:
    """Members of an estimate's inline table that it does not have."""
    if members == "any":
        return []
    if members == "rows":
        return [
            path
            for name, estimate in value.items()
            if isinstance(estimate, dict)
            for path in _unknown_members("few", estimate, (*at, name))
        ]
    return [(*at, name) for name in value if name not in _MEMBERS]


def _model_in(annotation: Any) -> Any:
    """The table class of a field: of the field itself, or of its rows."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        part = _model_in(argument)
        if part is not None:
            return part
    return None

"""Numbers of a session, and where they come from (docs/specification.md, 1.1)."""

from __future__ import annotations

from typing import Any, overload

BASES = ("measured", "quoted", "estimated", "assumed")
OBSERVED = ("measured", "quoted")


def likely(estimate: Any) -> float:
    """The likely value of a number or an inline table."""
    return float(estimate["likely"] if isinstance(estimate, dict) else estimate)


def basis_of(estimate: Any) -> str:
    """The basis; a bare number, and a table that names none, is estimated."""
    return estimate.get("basis", "estimated") if isinstance(estimate, dict) else "estimated"


def basis_at(where: dict, key: str) -> str | None:
    """The basis of an answer, None where there is none."""
    return basis_of(where[key]) if key in where else None


def weakest(bases: list[str]) -> str | None:
    """The weakest of several bases, None of none."""
    return max(bases, key=BASES.index) if bases else None


def table(session: dict, name: str) -> dict:
    """A sub-table by dotted name, empty where absent."""
    here: Any = session
    for part in name.split("."):
        here = here.get(part, {})
    return here


@overload
def number(where: dict, key: str, default: float) -> float: ...
@overload
def number(where: dict, key: str, default: None) -> float | None: ...
@overload
def number(where: dict, key: str, default: float | None) -> float | None: ...
def number(where: dict, key: str, default: float | None) -> float | None:
    """The likely value under a key, or the default."""
    return likely(where[key]) if key in where else default

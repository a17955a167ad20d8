"""Which correlations can hold together, and how to draw numbers that have them.

A Gaussian copula needs a correlation matrix that is positive semidefinite; three pairs can be
plausible one by one and impossible together.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Pairs = Mapping[tuple[str, str], float]
"""Coefficients by pair of keys."""
Matrix = list[list[float]]

_ZERO = 1e-12


def factor(names: Sequence[str], pairs: Pairs) -> Matrix | None:
    """The lower triangular L with L Lᵀ = the correlation matrix of the names, by Cholesky.

    None where no joint distribution has these correlations. Names that no pair mentions are
    independent of all others.
    """
    rows = _rows(names, pairs)
    return rows if len(rows) == len(names) else None


def _rows(names: Sequence[str], pairs: Pairs) -> Matrix:
    """The rows of that matrix, up to the first name that cannot be correlated with those before."""
    place = {name: row for row, name in enumerate(names)}
    wanted: list[dict[int, float]] = [{} for _ in names]
    for (a, b), rho in pairs.items():
        if a in place and b in place:
            first, second = sorted((place[a], place[b]))
            wanted[second][first] = rho
    rows: Matrix = []
    starts: list[int] = []
    for row in range(len(names)):
        # Left of its first coefficient a row is 0: with few pairs, most of the matrix.
        start = min(wanted[row], default=row)
        made = [0.0] * start
        for column in range(start, row):
            left, shared = wanted[row].get(column, 0.0), max(start, starts[column])
            left -= sum(a * b for a, b in zip(made[shared:], rows[column][shared:], strict=False))
            pivot = rows[column][column]
            if pivot <= _ZERO:
                # What is already fixed by the others admits one value only.
                if abs(left) > math.sqrt(_ZERO):
                    return rows
                made.append(0.0)
            else:
                made.append(left / pivot)
        rest = 1.0 - sum(one * one for one in made[start:])
        if rest < -_ZERO:
            return rows
        made.append(math.sqrt(max(rest, 0.0)))
        rows.append(made)
        starts.append(start)
    return rows


def impossible(stated: Sequence[tuple[str, str, float]]) -> int | None:
    """Which of these correlations cannot hold with the others; None if all can together.

    A pair that is not stated is independent. The last one without which the others can hold is
    named, or, where no single one is to blame, the last among the names that cannot go together.
    """
    names, pairs = _joint(stated)
    possible = len(_rows(names, pairs))
    if possible == len(names):
        return None
    fixed = set(names[: possible + 1])
    tied = _tied(names[possible], (pair for pair in pairs if fixed.issuperset(pair)))
    # Without a pair of other names these would still not go together.
    blamed = [
        number
        for number in range(len(stated) - 1, -1, -1)
        if stated[number][0] in tied and stated[number][1] in tied
    ]
    return next(
        (one for one in blamed if factor(*_joint([*stated[:one], *stated[one + 1 :]])) is not None),
        blamed[0],
    )


def _tied(name: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The names that pairs lead to from one of them, itself included."""
    beside: dict[str, set[str]] = {}
    for a, b in pairs:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    found, waiting = {name}, [name]
    while waiting:
        further = beside.get(waiting.pop(), set()) - found
        found |= further
        waiting += further
    return found


def _joint(stated: Sequence[tuple[str, str, float]]) -> tuple[list[str], Pairs]:
    """All names in order, and the coefficient of each pair."""
    pairs = {(a, b): rho for a, b, rho in stated}
    return sorted({name for pair in pairs for name in pair}), pairs

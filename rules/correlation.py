"""Which correlations can hold together, and how to draw numbers that have them.

A Gaussian copula needs a correlation matrix that is positive semidefinite; three pairs can be
plausible one by one and impossible together.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Pairs = Mapping[tuple[str, str], float]
"""Coefficients by pair of keys."""
Matrix = list[list[float]]

_ZERO = 1e-12


def factor(names: Sequence[str], pairs: Pairs) -> Matrix | None:
    """The lower triangular L with L Lᵀ = the correlation matrix of the names, by Cholesky.

    None where no joint distribution has these correlations. Names that no pair mentions are
    independent of all others.
    """
    correlated = {frozenset(pair): rho for pair, rho in pairs.items()}
    rows: Matrix = []
    for row, name in enumerate(names):
        made: list[float] = []
        for column in range(row):
            wanted = correlated.get(frozenset((name, names[column])), 0.0)
            left = wanted - sum(a * b for a, b in zip(made, rows[column], strict=False))
            pivot = rows[column][column]
            if pivot <= _ZERO:
                # What is already fixed by the others admits one value only.
                if abs(left) > math.sqrt(_ZERO):
                    return None
                made.append(0.0)
            else:
                made.append(left / pivot)
        rest = 1.0 - sum(one * one for one in made)
        if rest < -_ZERO:
            return None
        made.append(math.sqrt(max(rest, 0.0)))
        rows.append(made)
    return rows


def impossible(stated: Sequence[tuple[str, str, float]]) -> int | None:
    """Which of these correlations cannot hold with the others; None if all can together.

    A pair that is not stated is independent. The last one without which the others can hold is
    named, or the last of all where no single one is to blame.
    """
    if _possible(stated):
        return None
    numbers = range(len(stated) - 1, -1, -1)
    return next(
        (one for one in numbers if _possible([*stated[:one], *stated[one + 1 :]])), len(stated) - 1
    )


def _possible(stated: Sequence[tuple[str, str, float]]) -> bool:
    pairs = {(a, b): rho for a, b, rho in stated}
    names = sorted({name for pair in pairs for name in pair})
    return factor(names, pairs) is not None

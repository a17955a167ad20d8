"""The shares of a case's slices, from calls that were counted by the same names.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rules.usage.usage import REST
from rules.words.wording import listed, percent

SHARES: Final = "quality.slices.share"
_FEW: Final = 5


class Shares(NamedTuple):
    """How calls fall upon slices."""

    of: tuple[tuple[str, float], ...]
    """Share of all answered calls by the name of a slice, of those that have calls."""
    without: tuple[str, ...]
    """Slices under whose names there is no call."""
    elsewhere: tuple[tuple[str, float], ...]
    """Names that no slice has, with their share of the calls, the largest first."""


def shares_of(calls: Iterable[tuple[str, float]], slices: Sequence[str]) -> Shares:
    """The shares of slices, each named once, by calls under each name.

    Names are the same where they are so in any case; one that is written as it stands comes first.
    """
    counted = [(name, number) for name, number in calls if number > 0]
    total = math.fsum(number for _, number in counted)
    meant: dict[str, list[float]] = {name: [] for name in slices}
    elsewhere: list[tuple[str, float]] = []
    for name, number in counted:
        alike = [one for one in slices if one.casefold() == name.casefold()]
        found = name if name in meant else alike[0] if len(alike) == 1 else None
        if found is None:
            elsewhere.append((name, number / total))
        else:
            meant[found].append(number)
    return Shares(
        tuple((name, math.fsum(those) / total) for name, those in meant.items() if those),
        tuple(name for name, those in meant.items() if not those),
        tuple(sorted(elsewhere, key=lambda one: -one[1])),
    )


def unmatched(found: Shares) -> tuple[str, ...]:
    """What does not match, a sentence each without a full stop; names are as they stand."""
    said = []
    if found.without:
        some = [f"'{one}'" for one in found.without]
        said.append(f"no call is counted under {listed(some[:_FEW])}{_more(some)}")
    if found.elsewhere:
        some = [f"{_called(name)} ({percent(share)})" for name, share in found.elsewhere]
        said.append(f"no slice is called {listed(some[:_FEW], 'or')}{_more(some)}")
    return tuple(said)


def _called(name: str) -> str:
    if name == REST:
        return "anything beyond the largest"
    return f"'{name}'"


def _more(names: Sequence[str]) -> str:
    return f", and {len(names) - _FEW:,} more" if len(names) > _FEW else ""

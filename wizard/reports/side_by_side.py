"""Sessions to be compared: what each is, how it is judged, and how likely it is to pay back.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.answers.problem import Problem
from rules.assess import Assessment
from rules.comparing.chances import Chances, chances_of
from rules.comparing.comparison import Difference, Side, compare

LETTERS = "ABCDEFGH"
"""What the sessions are called; there are no more than these."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A session to put beside others."""

    name: str
    letter: str
    title: str
    side: Side | None
    """None where it cannot be used."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Sessions, their judgements by letter, and what sets each apart from the first."""

    read: Sequence[Compared]
    assessed: Mapping[str, Assessment]
    differences: Sequence[tuple[Compared, Difference]]
    chances: Mapping[str, Chances] | None = None
    """By letter; None until they are found out."""

    def with_chances(self, wanted: Callable[[], bool] = lambda: True) -> SideBySide:
        """The same with how likely each is to pay back; `wanted` as in `risk`. Imports numpy."""
        found = {letter: chances_of(one, wanted) for letter, one in self.assessed.items()}
        return replace(self, chances=found)


def side_by_side(read: Sequence[Compared]) -> SideBySide:
    """Compare every usable session with the first."""
    usable = [one for one in read if one.side is not None]
    found = compare([one.side for one in usable if one.side is not None]) if usable else None
    assessed = (
        dict(zip((one.letter for one in usable), found.assessments, strict=True)) if found else {}
    )
    # Where the first is not usable, nothing is set apart from it.
    is_first = found is not None and read[0].side is not None
    differences = zip(usable[1:], found.differences, strict=True) if found and is_first else ()
    return SideBySide(read, assessed, list(differences))

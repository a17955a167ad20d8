"""What becomes of every row of the sources, so that none is lost from the count.

A row with the answers of several systems counts once, by what became of the best of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

from wizard.imports.evaluation.evaluation import Counted
from wizard.imports.evaluation.systems import Source

Row = tuple[int, int]
"""Number of the source, and the row in it."""


class Fate(IntEnum):
    """What became of an answer; of several in a row the lowest counts."""

    KEPT = 0
    ERROR = 1
    SILENT = 2
    UNSCORED = 3
    OUT_OF_RANGE = 4
    NO_SLICE = 5
    TWO_SLICES = 6
    UNPAIRED = 7
    AGAIN = 8
    MEAN = 9
    OTHER_FILTER = 10
    OTHER_SYSTEM = 11


REASONS: Mapping[Fate, str] = {
    Fate.ERROR: "error",
    Fate.SILENT: "no answer",
    Fate.UNSCORED: "not scored by the metric",
    Fate.OUT_OF_RANGE: "score outside 0 to 1",
    Fate.NO_SLICE: "no value of the slice's field, or none that is a name",
    Fate.TWO_SLICES: "in another slice for each system",
    Fate.UNPAIRED: "unpaired",
    Fate.AGAIN: "the same repetition again",
    Fate.MEAN: "means, where there are items",
    Fate.OTHER_FILTER: "other filter",
    Fate.OTHER_SYSTEM: "other system",
}


class Fates:
    """The fates of all rows."""

    def __init__(self) -> None:
        self._by_row: dict[Row, Fate] = {}

    def settle(self, row: Row, fate: Fate) -> None:
        """Say what became of an answer in this row."""
        self._by_row[row] = min(fate, self._by_row.get(row, fate))

    def settle_all(self, rows: Iterable[Row], fate: Fate) -> None:
        """Say what became of answers in these rows."""
        for row in rows:
            self.settle(row, fate)

    def counted(self, sources: Sequence[Source]) -> Counted:
        """All rows of the sources, with those that could not be read."""
        fates = Counter(self._by_row.values())
        dropped: Counter[str] = Counter()
        for source in sources:
            dropped += source.content.bad + source.content.aside
        dropped += Counter({REASONS[one]: fates[one] for one in REASONS})
        kept = fates[Fate.KEPT]
        return Counted(kept + dropped.total(), kept, dict(dropped.most_common()))

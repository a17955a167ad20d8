"""What becomes of every row of the sources, so that none is lost from the count.

A row with the answers of several systems counts once, by what became of the best of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from wizard.imports.evaluation.evaluation import Counted
from wizard.imports.evaluation.systems import Source

Row = tuple[int, int]
"""Number of the source, and the row in it."""


class Fate(Enum):
    """What became of an answer, as it is told; of several in a row the first here counts."""

    KEPT = ""
    ERROR = "error"
    SILENT = "no answer"
    UNSCORED = "not scored by the metric"
    OUT_OF_RANGE = "score outside 0 to 1"
    NO_SLICE = "no value of the slice's field, or none that is a name"
    TWO_SLICES = "in another slice for each system"
    UNPAIRED = "unpaired"
    AGAIN = "the same repetition again"
    MEAN = "means, where there are items"
    OTHER_FILTER = "other filter"
    OTHER_SYSTEM = "other system"


_ORDER = {fate: place for place, fate in enumerate(Fate)}


class Fates:
    """The fates of all rows."""

    def __init__(self) -> None:
        self._by_row: dict[Row, Fate] = {}

    def settle(self, row: Row, fate: Fate) -> None:
        """Say what became of an answer in this row."""
        self._by_row[row] = min(fate, self._by_row.get(row, fate), key=_ORDER.__getitem__)

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
        kept = fates.pop(Fate.KEPT, 0)
        dropped += Counter({one.value: fates[one] for one in Fate if one in fates})
        return Counted(kept + dropped.total(), kept, dict(dropped.most_common()))

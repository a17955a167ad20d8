"""What a case comes to with another value for one of its numbers, without reading it anew.

A case is read once, and what each part of it was made of is kept. Another value for one number then
takes the parts that it is in, and whatever rests on them: the same steps however long the case is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rules.answers.case import Case
from rules.answers.estimate import Estimate
from rules.answers.keys import join
from rules.figures.economics import Drivers
from rules.figures.inputs import drivers_of
from rules.figures.ops import UNKNOWN
from rules.figures.reading import Reading, Used
from rules.figures.sums import ExactSum


class Variations:
    """The numbers that one case rests on, and its drivers with one of them exchanged.

    Args:
        case: any case.
        replaced: values that stand in place of estimates to begin with, by key.
    """

    def __init__(self, case: Case, replaced: Mapping[str, float] | None = None) -> None:
        self._case = case
        self._read = _Recorded(replaced)
        self.drivers = drivers_of(case, self._read)
        """The case as it is."""

    @property
    def used(self) -> Mapping[str, Used]:
        """Every number that the drivers rest on, by key, defaults included."""
        return self._read.used

    def drivers_with(self, key: str, value: float) -> Drivers:
        """The drivers with another value for a key that is used."""
        return drivers_of(self._case, _Varied(self._read, key, value))

    def settle(self, key: str, value: float) -> None:
        """Have another value for a key that is used in all that follows."""
        varied = _Varied(self._read, key, value)
        self.drivers = drivers_of(self._case, varied)
        self._read.take(varied)


class _Recorded(Reading):
    """A reading that keeps the numbers, the parts, and which numbers each of them was made of."""

    def __init__(self, replaced: Mapping[str, float] | None) -> None:
        super().__init__(replaced)
        self.numbers: dict[str, float] = {}
        self.parts: dict[str, float] = {}
        self.totals: dict[str, ExactSum] = {}
        self.made_of: dict[str, frozenset[str]] = {}

    def __call__(self, key: str, estimate: Estimate | None, default: float | None = None) -> float:
        number: float = super().__call__(key, estimate, default)
        self.numbers[key] = number
        return number

    def part(self, name: str, build: Callable[[], float], *others: str) -> float:
        before = len(self.numbers)
        self.parts[name] = number = build()
        self.made_of[name] = frozenset(list(self.numbers)[before:])
        return number

    def total(self, at: str, estimates: Mapping[str, Estimate]) -> float:
        numbers = {join(at, name): one for name, one in estimates.items()}
        self.totals[at] = ExactSum([self(key, one) for key, one in numbers.items()])
        self.made_of[at] = frozenset(numbers)
        return self.totals[at].rounded

    def take(self, varied: _Varied) -> None:
        """Let what is known be what a variation came to."""
        self.numbers[varied.key] = varied.value
        self.parts |= varied.parts
        self.totals |= varied.totals


class _Varied(Reading):
    """A reading that knows all from an earlier one, except one number and what was made of it."""

    def __init__(self, known: _Recorded, key: str, value: float) -> None:
        super().__init__()
        self._known = known
        self.key = key
        self.value = value
        self.parts: dict[str, float] = {}
        self.totals: dict[str, ExactSum] = {}

    def __call__(self, key: str, estimate: Estimate | None, default: float | None = None) -> float:
        return self.value if key == self.key else self._known.numbers.get(key, UNKNOWN)

    def part(self, name: str, build: Callable[[], float], *others: str) -> float:
        if self.key not in self._known.made_of[name] and self.parts.keys().isdisjoint(others):
            return self._known.parts[name]
        self.parts[name] = number = build()
        return number

    def total(self, at: str, estimates: Mapping[str, Estimate]) -> float:
        known = self._known.totals[at]
        if self.key not in self._known.made_of[at]:
            return known.rounded
        self.totals[at] = known.with_instead(self._known.numbers[self.key], self.value)
        return self.totals[at].rounded

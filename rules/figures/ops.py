"""The few operations that floats and numpy arrays spell differently.

The arithmetic is written once, over `Number`: a float, or an array of draws of one shape. Inside
it "never" is infinity and "not known" is NaN, which flows through every formula by itself; both
become None at the edge. Python's floats raise where numpy gives infinity, so both sides agree here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeAlias

from rules.answers.slack import SLACK

Number: TypeAlias = Any
"""A float, or a numpy array of floats."""

NEVER = math.inf
UNKNOWN = math.nan
_FEW = 0.3
"""Share of an array's elements up to which they are reckoned with alone."""


class Ops(Protocol):
    """Operations on numbers, elementwise for arrays."""

    def maximum(self, a: Number, b: Number) -> Number:
        """The larger; NaN where either is NaN."""

    def minimum(self, a: Number, b: Number) -> Number:
        """The smaller; NaN where either is NaN."""

    def ceil(self, a: Number) -> Number:
        """The next whole number up, forgiving a relative excess of `slack.SLACK`.

        Rounding noise must not buy a replica. Infinities and NaN stay.
        """

    def where(self, condition: Any, a: Number, b: Number) -> Number:
        """`a` where the condition holds, else `b`."""

    def few(
        self, condition: Any, made: Callable[..., Number], otherwise: Number, *numbers: Number
    ) -> Number:
        """What is made of the numbers where the condition holds, else `otherwise`.

        As `where`, for a condition that holds for few elements: only theirs are reckoned with.
        """

    def any(self, condition: Any) -> bool:
        """Whether a condition holds anywhere."""

    def all(self, condition: Any) -> bool:
        """Whether a condition holds everywhere."""

    def largest(self, a: Number) -> float:
        """The largest of all; NaN where one is NaN."""

    def divide(self, a: Number, b: Number) -> Number:
        """The quotient; by zero gives an infinity, or NaN for 0 / 0."""

    def power(self, a: Number, b: Number) -> Number:
        """`a ** b` for a >= 0; too large gives infinity."""


class _FloatOps:
    """Operations on Python floats."""

    def maximum(self, a: float, b: float) -> float:
        return UNKNOWN if a != a or b != b else (a if a > b else b)

    def minimum(self, a: float, b: float) -> float:
        return UNKNOWN if a != a or b != b else (a if a < b else b)

    def ceil(self, a: float) -> float:
        return float(math.ceil(a * (1 - SLACK))) if math.isfinite(a) else a

    def where(self, condition: bool, a: float, b: float) -> float:
        return a if condition else b

    def few(
        self, condition: bool, made: Callable[..., float], otherwise: float, *numbers: float
    ) -> float:
        return made(*numbers) if condition else otherwise

    def any(self, condition: bool) -> bool:
        return condition

    def all(self, condition: bool) -> bool:
        return condition

    def largest(self, a: float) -> float:
        return a

    def divide(self, a: float, b: float) -> float:
        if b == 0:
            return UNKNOWN if a == 0 or a != a else math.copysign(NEVER, a)
        return a / b

    def power(self, a: float, b: float) -> float:
        try:
            return float(a**b)
        except (OverflowError, ZeroDivisionError):
            return NEVER


FLOATS: Ops = _FloatOps()


@cache
def array_ops() -> Ops:
    """Operations on numpy arrays. Imports numpy at the first call."""
    import numpy as np

    def alike(a: Number, b: Number) -> Number:
        """A float as an array where the other is one: numpy compares only arrays many at a time."""
        return np.full(b.shape, a) if isinstance(a, float) and isinstance(b, np.ndarray) else a

    class ArrayOps:
        def maximum(self, a: Number, b: Number) -> Number:
            return np.maximum(a, b)

        def minimum(self, a: Number, b: Number) -> Number:
            return np.minimum(alike(a, b), alike(b, a))

        def ceil(self, a: Number) -> Number:
            return np.ceil(a * (1 - SLACK))

        def where(self, condition: Any, a: Number, b: Number) -> Number:
            return np.where(condition, a, b)

        def few(
            self, condition: Any, made: Callable[..., Number], otherwise: Number, *numbers: Number
        ) -> Number:
            if not isinstance(condition, np.ndarray):
                return made(*numbers) if condition else otherwise
            count = np.count_nonzero(condition)
            if not count:
                return otherwise
            if count > len(condition) * _FEW:
                # To pick them out and to put them back takes longer than to make the others too.
                return np.where(condition, made(*numbers), otherwise)
            (at,) = condition.nonzero()
            mixed = (
                otherwise.copy()
                if isinstance(otherwise, np.ndarray)
                else np.full(condition.shape, otherwise)
            )
            mixed[at] = made(*(one[at] if isinstance(one, np.ndarray) else one for one in numbers))
            return mixed

        def any(self, condition: Any) -> bool:
            # Counting truths takes numpy a fifth of the time of its own `any`.
            return bool(np.count_nonzero(condition))

        def all(self, condition: Any) -> bool:
            return bool(np.asarray(condition).all())

        def largest(self, a: Number) -> float:
            return float(np.max(a))

        def divide(self, a: Number, b: Number) -> Number:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                return np.divide(a, b)

        def power(self, a: Number, b: Number) -> Number:
            with np.errstate(over="ignore", divide="ignore"):
                return np.power(a, b)

    return ArrayOps()


def known(value: float) -> float | None:
    """A number at the edge: None for what is not known or never happens."""
    return value if math.isfinite(value) else None

"""Axes: the round numbers at which a stretch of values is labelled."""

from __future__ import annotations

import math
from collections.abc import Callable

from rules.answers.slack import SLACK
from wizard.reports.content import Axis, Tick

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LEAST = 1e-300
"""Below it a stretch has too few digits left to be divided."""
_MONTHS = (1, 2, 3, 6, 12, 24, 48)


def axis(
    low: float, high: float, words: Callable[[float], str], label: str, parts: int = 5
) -> Axis:
    """An axis over at least these values, with round numbers on it.

    Args:
        low: least value.
        high: largest value.
        words: how a number on it reads.
        label: what is measured.
        parts: into how many stretches to divide it, more or less.
    """
    size = max(abs(low), abs(high))
    # Numbers that differ in their last digits only have no round ones between them.
    if not high - low > max(size * SLACK, _LEAST):
        spread = size if size > _LEAST else 1.0
        low, high = low - spread / 2, high + spread / 2
    step = _step((high - low) / parts)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(Tick(number * step, words(number * step)) for number in range(first, last + 1))
    return Axis(ticks[0].at, ticks[-1].at, ticks, label)


def _step(rough: float) -> float:
    """The smallest round number that is no less."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in _STEPS if step * size >= rough * (1 - 1e-9))


def months_axis(horizon: int, label: str) -> Axis:
    """An axis from 0 to a number of months, labelled at parts of a year."""
    step = next((one for one in _MONTHS if horizon / one <= 8), _MONTHS[-1])
    ticks = tuple(Tick(float(month), str(month)) for month in range(0, horizon + 1, step))
    return Axis(0.0, float(horizon), ticks, label)

"""From which volume on a case would be one to distil, found on the case itself.

Break-even is where one figure is in time. A verdict rests on more: cash, growth, half the volume,
errors, alternatives. So the case is judged at other volumes, a few dozen of them.

Source: docs/specification.md §5.7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

FARTHEST = 1_000
"""Times today's volume beyond which none is looked for."""
_NEAR = 1.0005
"""Ratio of two volumes that need not be told apart."""
_ROUNDS = 5
_BEYOND = (1.01, 1.03, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6, 10)
"""Times a volume found, where the case is judged again before the volume is named."""
_STEPS = 12
"""Replicas more than needed, each of which is looked at as it comes to be needed."""


def volume_needed(
    now: float, holds: Callable[[float], bool], capacity: float = math.inf
) -> float | None:
    """The smallest volume from which on a case holds, in three digits; None within reach.

    With hosting a case can hold, and not hold again a little above where one more replica is
    needed: then it is the volume behind the last such step.

    Args:
        now: a volume at which it does not hold, above 0.
        holds: whether it does at another volume.
        capacity: the calls a month that one replica serves; infinite where nothing is hosted.
    """
    top = now * FARTHEST
    known = {now: False}

    def holds_at(volume: float) -> bool:
        if volume not in known:
            known[volume] = holds(volume)
        return known[volume]

    if not (math.isfinite(top) and holds_at(top)):
        return None
    at = top
    while at > 2 * now and holds_at(at):
        at /= 2
    for _ in range(_ROUNDS):
        fails = max(volume for volume, held in known.items() if not held)
        enough = min(volume for volume, held in known.items() if held and volume > fails)
        while enough / fails > _NEAR:
            # Their product could be beyond all numbers, or too close to nothing.
            middle = math.sqrt(fails) * math.sqrt(enough)
            if holds_at(middle):
                enough = middle
            else:
                fails = middle
        found = _in_three_digits(enough)
        before = _in_three_digits(fails)
        if fails < before < found and holds_at(before):
            found = before
        if found <= float(f"{now:.3g}"):
            # Printed as today's volume it would be no advice.
            found = _in_three_digits(found * (1 + 1e-6))
        # All of them, since where it fails last is where the next round begins.
        beyond = [holds_at(one) for one in _beyond(found, top, capacity)]
        if all(beyond):
            return found
    return None


def _in_three_digits(volume: float) -> float:
    """A volume rounded up, so that what is printed is no less than what was found."""
    if volume < 1e-300:
        # Too close to nothing to have a third digit.
        return volume
    step = 10.0 ** (math.floor(math.log10(volume)) - 2)
    return float(f"{math.ceil(volume / step) * step:.3g}")


def _beyond(volume: float, top: float, capacity: float) -> Iterator[float]:
    """Where to look whether a case that holds at a volume goes on to hold, this included."""
    yield volume
    yield from (volume * times for times in _BEYOND if volume * times < top)
    if math.isfinite(capacity) and capacity > 0:
        first = math.floor(volume / capacity) + 1
        for replicas in range(first, first + _STEPS):
            just_above = replicas * capacity * (1 + 1e-6)
            if just_above < top:
                yield just_above

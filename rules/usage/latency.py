"""Durations counted in buckets, and what share of them is below which.

A bucket is an eighth of an octave wide, 9%: bucket k holds the durations from 2^(k/8) seconds up
to 2^((k+1)/8). Whole octaves would make a 95th percentile wrong by half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

PER_OCTAVE: Final = 8


class Percentile(NamedTuple):
    """A duration in seconds, and the ends of the bucket it lies in."""

    value: float
    low: float
    high: float


def bounds(bucket: int) -> tuple[float, float]:
    """The seconds at which a bucket begins and ends."""
    return 2 ** (bucket / PER_OCTAVE), 2 ** ((bucket + 1) / PER_OCTAVE)


def percentile(counts: Mapping[int, float], share: float) -> Percentile | None:
    """The duration that a share of all, such as 0.95, is not above; None where there is none.

    Within its bucket it is placed by how many of the bucket are below it.
    """
    total = math.fsum(counts.values())
    if total <= 0:
        return None
    rank = max(1.0, math.ceil(share * total))
    below = 0.0
    for bucket in sorted(counts):
        inside = counts[bucket]
        if inside > 0 and below + inside >= rank:
            low, high = bounds(bucket)
            return Percentile(low * (high / low) ** ((rank - below) / (inside + 1)), low, high)
        below += inside
    # Only where fractions of calls are lost to rounding.
    low, high = bounds(max(counts))
    return Percentile(high, low, high)

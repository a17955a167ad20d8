"""Numbers at the edge of what can be written, through everything that says something of a case.

The whole of it runs as `python -m tests.soak.extremes`.
"""

from __future__ import annotations

import math

from tests.depth import sized
from tests.soak.extremes import run

TRIALS = sized(5, 40)


def test_extreme_numbers_are_answered_or_refused_by_name() -> None:
    tally = run(TRIALS, seed=14, seconds=math.inf)
    assert tally.broke == []
    assert 0 < tally.refused < tally.tried == TRIALS

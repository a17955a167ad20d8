"""A session of a case that was approved, launched and has months on record, as text."""

from __future__ import annotations

import tomlkit

from tests.rules.cases import measured
from tests.rules.review.looked_at import session_of, went

_WORSE = {
    "volume.calls_per_month": measured(3_500_000),
    "student.cost_per_1k_calls": measured(0.8),
}
"""What was others than approved."""
_OTHER = {
    "name": "a small model, prompted",
    "kind": "prompt-small-model",
    "cost_per_1k_calls": measured(0.9),
    "error_rate_increase": measured(0.001),
    "upfront": measured(3_000),
}
_MONTHS = [
    {name: round(one, 2) if isinstance(one, float) else one for name, one in month.items()}
    for month in went(_WORSE, 7)
]

FOLLOWED = tomlkit.dumps(session_of(_MONTHS, changes={"alternatives": [_OTHER]}))
"""Fewer calls than approved, on a dearer student; seven months, to May 2027; a review is due from
March on; an alternative that would be better."""
DAY = "2027-06-05"
"""When it is looked at."""

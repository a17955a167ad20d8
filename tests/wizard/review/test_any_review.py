"""Whatever is on record, a review says something: figures without end, gaps, days in any order."""

from __future__ import annotations

import json
import random
import warnings
from datetime import date, timedelta
from typing import Any

import pytest

from rules.review.reviewed import Unready
from tests.depth import sized
from tests.rules.cases import measured
from tests.rules.review.looked_at import looked_at, went
from wizard.reports import txt
from wizard.reports.material import Origin
from wizard.reports.outcome import compose_outcome
from wizard.review.review_json import review_as_json

PER_TEST = 10
BEYOND_ALL = 510
"""Among what this one draws are calls beyond all numbers."""
ORIGIN = Origin("Tickets", "tickets.toml", "0", date(2026, 1, 1))
_OTHERS: tuple[dict[str, Any], ...] = (
    {"student.hosting": {"gpu_price_per_hour": 2.5, "calls_per_second_per_replica": 0.1}},
    {"policy.horizon_months": 1},
    {"policy.horizon_months": 240},
    {"student.retires_on": date(2027, 2, 1)},
    {"volume.share_moved": 1e-6},
    {"maintenance.redistillations_per_year": 0},
    {"teacher.annual_price_change": measured(-1)},
    {"volume.calls_per_month": measured(1e300)},
    {"alternatives": [{}, {"name": "x", "cost_per_1k_calls": 0, "months_to_launch": 90}]},
)


def _months(chance: random.Random) -> list[dict[str, Any]]:
    rows = went(count=chance.randint(0, 14))
    for row in rows:
        for name in [one for one in row if one != "month"]:
            turn = chance.random()
            if turn < 0.08:
                del row[name]
            elif turn < 0.2:
                row[name] *= chance.choice((0, 1e-9, 1e3, 1e12, 1e200))
    chance.shuffle(rows)
    return rows[: chance.randint(0, len(rows))]


@pytest.mark.parametrize("first", sorted({*range(0, sized(50, 1_000), PER_TEST), BEYOND_ALL}))
def test_any_record_is_reviewed(first: int) -> None:
    for seed in range(first, first + PER_TEST):
        chance = random.Random(seed)
        changes: dict[str, Any] = {}
        for one in chance.sample(_OTHERS, 2):
            changes |= one
        days = (None, date(2026, 11, 1), date(2026, 2, 28), date(2030, 1, 1))
        decision = chance.choice(({}, {"date": None}, {"date": date(2028, 1, 1)}))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                case = looked_at(
                    _months(chance),
                    date(2026, 1, 1) + timedelta(days=chance.randint(0, 2_000)),
                    changes=changes,
                    decision=decision,
                    launched_on=chance.choice(days),
                )
            except Unready:
                continue
            json.dumps(review_as_json(case), allow_nan=False)
            assert txt.render(compose_outcome(case, ORIGIN))

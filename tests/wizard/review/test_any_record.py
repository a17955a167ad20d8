"""Whatever stands in a record, the page and its JSON are made, and nothing is invented."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.review.actual_months import FIGURES
from rules.review.following_up import follow_up
from tests.rules.cases import raw
from tests.rules.review.recorded import SHAPED, months_named
from wizard.review.track_object import follow_up_object
from wizard.review.track_page import track_page
from wizard.sessions.codec import decode

NUMBERS = (
    st.sampled_from([0.0, 1.0, 3e6, 1e-300, 1e300])
    | st.floats(0, 1e9, allow_nan=False)
    | st.integers(0, 10**7)
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "month": st.integers(-2, 8).map(months_named) | st.sampled_from(["soon", "2026-13"]),
        "source": st.text(max_size=5),
        "coverage": st.sampled_from([0, 0.5, 0.95, 1, 2]),
        **dict.fromkeys(FIGURES, NUMBERS),
    },
)
CASES = st.sampled_from(
    [
        SHAPED,
        {"volume.calls_per_month": None},
        {"volume.calls_per_month": 1e300},
        {"volume.monthly_growth": -0.5, "volume.share_moved": 1},
        {"student.cost_per_1k_calls": None},
        {"teacher.cost_per_1k_calls": None, "teacher.bill_per_month": 100},
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=6), CASES, st.sampled_from([40, 80, 160]))
def test_any_record_has_a_page_and_a_json(
    rows: list[dict[str, Any]], changes: dict[str, Any], width: int
) -> None:
    answers, _ = decode({**raw(changes), "actuals": rows})
    found = follow_up(answers)
    for line in track_page(found, "Case", width):
        assert sum(len(text) for text, _ in line) <= width
    json.dumps(follow_up_object(found), allow_nan=False)
    counted = {one.place for one in found.actual.months}
    told = {one.key.partition("]")[0] for one in found.actual.problems if one.severity == "error"}
    assert all(f"actuals[{place}" not in told for place in counted)

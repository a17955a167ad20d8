"""A year with known truth: logs made from a plan with one assumption wrong name that one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.depth import sized
from tests.wizard.conftest import Payback
from tests.wizard.review.made_year import KEYS, Truth, any_truth, logs

pytest.importorskip("duckdb")
SEEDS = sized(1, 25)


def tracked(payback: Payback, folder: Path, planned: Truth, truth: Truth) -> Any:
    case = folder / "case.toml"
    case.write_text(planned.session(), encoding="utf-8")
    done = payback(
        "track", case, "--usage", logs(folder / "logs.csv", truth), "--json", "--on", "2027-02-01"
    )
    assert done.status == 0, done.err
    return json.loads(done.out)


@pytest.mark.part(4)
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("name", KEYS)
def test_the_wrong_assumption_is_named_and_its_gap_explained(
    payback: Payback, tmp_path: Path, name: str, seed: int
) -> None:
    planned = any_truth(seed)
    found = tracked(payback, tmp_path, planned, planned.with_one_wrong(name))
    assert len(found["months"]) == 12
    gap = found["gap"]
    first, *others = gap["explained"]
    assert first["key"] == KEYS[name]
    # Long months have more calls, whatever else was off, and more of what something is off in.
    by_length = sum(one["net"] for one in others if one["assumption"] == "calls")
    whole = first["net"] + by_length + gap["interaction"]
    assert whole == pytest.approx(gap["net"], rel=0.01)
    assert abs(gap["interaction"]) < 0.02 * abs(gap["net"])


def test_a_year_that_went_as_planned_is_told_so(payback: Payback, tmp_path: Path) -> None:
    planned = any_truth(0)
    found = tracked(payback, tmp_path, planned, planned)
    whole = sum(one["planned"]["net"] for one in found["months"])
    assert abs(found["gap"]["net"]) < 0.01 * whole
    measured = {one["key"]: one["value"] for one in found["measured"]}
    assert measured["volume.monthly_growth"] == pytest.approx(planned.monthly_growth, abs=0.001)
    assert measured["volume.share_moved"] == pytest.approx(planned.share_moved, abs=0.001)
    assert measured["volume.fallback_rate"] == pytest.approx(planned.fallback_rate, abs=0.002)
    assert measured["student.cost_per_1k_calls"] == pytest.approx(planned.student, rel=0.001)

"""`payback published`: facts with their sources, and where a case lies among them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rules.comparing.published.cases import LEFT_OUT, PUBLISHED
from tests.wizard.conftest import Payback


def test_each_fact_has_a_source_and_a_date(payback: Payback) -> None:
    told = payback("published")
    assert (told.status, told.err) == (0, "")
    for one in PUBLISHED:
        assert one.source in told.said
        assert f"{one.when}." in told.said
        assert date(2020, 1, 1) < one.published < date(2027, 1, 1)
        assert 0 < one.saving < 1
        assert set(one.left_out) <= LEFT_OUT.keys()
    assert "Published savings per call run from 90% to 99.9%" in told.said


def test_a_case_is_laid_beside_them(case: Path, payback: Payback) -> None:
    told = payback("published", case)
    assert "Beside published cases" in told.said
    assert "; yours is 88.1%, less than any." in told.said
    assert "leave people's time out" in told.said


def test_a_saving_above_all_is_doubted(case: Path, payback: Payback) -> None:
    payback("set", case, "student.cost_per_1k_calls=0.001")
    assert "more than any: check both costs per call" in payback("published", case).said


@pytest.mark.parametrize(
    ("cost", "says"),
    [
        ("0.42", "yours is 90%, as much as the least."),
        ("0.4201", "yours is just under 90%, less than any."),
        ("0.4", "yours is 90.5%, more than 1 of 7."),
        ("0.0036", "yours is just over 99.9%, more than any: check"),
    ],
)
def test_a_saving_at_an_end_of_theirs_has_its_place(
    case: Path, payback: Payback, cost: str, says: str
) -> None:
    payback("set", case, f"student.cost_per_1k_calls={cost}")
    assert says in payback("published", case).said


def test_a_case_without_costs_has_no_place_yet(tmp_path: Path, payback: Payback) -> None:
    path = tmp_path / "new.toml"
    path.write_text("schema = 1\n", encoding="utf-8")
    told = payback("published", path)
    assert told.status == 0
    assert "yours is not known yet" in told.said


def test_json_has_the_figures(case: Path, payback: Payback) -> None:
    found = json.loads(payback("published", case, "--json").out)
    assert len(found["cases"]) == len(PUBLISHED)
    assert found["saving"] == pytest.approx(1 - 0.5 / 4.2)
    assert "saving" not in json.loads(payback("published", "--json").out)

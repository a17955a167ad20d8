"""Worksheets of the reference against numbers worked out by hand (docs/specification.md, 2)."""

from __future__ import annotations

import pytest

from tests.reference import worksheets
from tests.reference.case import read
from tests.reference.hosting import Hosting
from tests.reference.judge import judge
from tests.reference.made import changed, session


def test_tokens() -> None:
    # (2000 - 500 - 100) * 3 + 500 * 0.3 + 100 * 3.75 + 400 * 15 = 4200 + 150 + 375 + 6000
    # = 10725 per million calls' dollars -> 10.725 per 1k; * (1 - 0.4 * 0.5) = 8.58.
    sheet = {
        "input": 2000,
        "cached_input": 500,
        "cache_write_input": 100,
        "output": 400,
        "input_price": 3,
        "cached_input_price": 0.3,
        "cache_write_price": 3.75,
        "output_price": 15,
        "batch_share": 0.4,
    }
    assert worksheets.tokens_cost(sheet) == pytest.approx(8.58)


def test_bill() -> None:
    # 10000 a month for 1000000 calls are 10 per 1000, whatever becomes of the volume.
    billed = changed(("cost_per_1k_calls = { likely = 10, ", "bill_per_month = { likely = 10000, "))
    figures = judge(billed)["result"]
    assert figures["teacher_cost_per_1k"] == pytest.approx(10)
    assert figures["half_volume"]["payback_months"] == pytest.approx(4)
    assert figures["break_even_calls_per_month"] == pytest.approx(208333.3333333)
    assert read(billed).teacher.basis == "quoted"
    without = changed(
        ("cost_per_1k_calls = { likely = 10, ", "bill_per_month = { likely = 10000, "),
        ('calls_per_month = { likely = 1_000_000, basis = "measured" }', ""),
    )
    assert judge(without)["missing"] == ["volume.calls_per_month"]
    both = changed(('basis = "quoted" }', 'basis = "quoted" }\nbill_per_month = 5'))
    assert judge(both)["result"]["teacher_cost_per_1k"] == 10


@pytest.mark.parametrize(
    ("maker", "labelling"),
    [("teacher", 500), ("other-model", 500), ("people", 0), ("existing-labels", 0)],
)
def test_upfront_worksheets(maker: str, labelling: float) -> None:
    # data: 10000 / 0.8 * 2 * 20 / 1000 + 10000 * 0.1 * 3 = 500 + 3000 = 3500
    # training: 3 * (100 * 2.5 + 40 * 5 * 2) = 3 * 650 = 1950
    # evaluation gives 3500 + 200 = 3700, engineering 2 * 15 * 800 = 24000
    # sum 33150, other 850 -> 34000, contingency 10 % -> 37400
    text = f"""
[teacher]
cost_per_1k_calls = 20
[upfront]
labelled_by = "{maker}"
contingency = 0.1
data_generation_worksheet = {{ examples = 10_000, acceptance_rate = 0.8, \
attempts_per_example = 2, review_share = 0.1, cost_per_review = 3 }}
training_worksheet = {{ gpu_hours = 100, gpu_price_per_hour = 2.5, million_tokens = 40, \
price_per_million = 5, epochs = 2, runs = 3 }}
evaluation_worksheet = {{ days = 5, day_rate = 700, labels = 1000, cost_per_label = 0.2 }}
engineering_worksheet = {{ people = 2, days_each = 15, day_rate = 800 }}
other = {{ "legal review" = 850 }}
"""
    result = judge(session(text))
    assert result["result"]["upfront_total"] == pytest.approx((33500 + labelling) * 1.1)
    assert result["missing"] == [
        "volume.calls_per_month",
        "student.cost_per_1k_calls",
        "maintenance.redistillations_per_year",
        "task.breadth",
    ]
    assert result["verdict"] is None


def test_hosting() -> None:
    # average = 5e6 / 2628000 = 1.902588 calls/s; peak * 3 = 5.707763; a replica does 2 * 0.7 = 1.4
    # -> ceil(4.077) = 5 replicas; cost 5 * 2 * 730 * 1.1 = 8030; load 1.902588 / 10.
    hosted = Hosting(2, 1, 2, 3, 0.7, 1, 730, 0.1)
    assert hosted.replicas(5_000_000) == 5
    assert hosted.cost_of(5) == pytest.approx(8030)
    assert hosted.load_factor(5_000_000) == pytest.approx(0.1902588)
    # exactly five replicas' worth of calls needs five, not six
    assert hosted.replicas(5 * hosted.calls_of_one_replica()) == 5


def test_begun_worksheet_is_named_by_its_leaves() -> None:
    result = judge(
        changed(
            ("[upfront]", "[student.hosting]\ngpu_price_per_hour = 2\n[upfront]"),
            ("evaluation_build = 4000", "evaluation_worksheet = { days = 5 }"),
        )
    )
    assert result["missing"] == [
        "student.hosting.calls_per_second_per_replica",
        "upfront.evaluation_worksheet.day_rate",
    ]
    assert result["result"]["upfront_total"] is None
    assert result["result"]["monthly_savings"] is None
    assert result["verdict"] is None

"""The reference against numbers worked out by hand (docs/specification.md, sections 2 and 3)."""

from __future__ import annotations

import math
from datetime import date

import pytest

from tests.reference import cash, evidence
from tests.reference.case import read
from tests.reference.judge import judge
from tests.reference.made import CLEAN, changed, of, rules_of, session
from tests.reference.slack import NEVER


def test_plain_case() -> None:
    # savings = 1000 * (10 - 2) = 8000; U = 16000; payback 2; half volume 4000 -> 4 months.
    # maintenance = 2 * (8000 + 2000) = 20000; net = 96000 - 20000 = 76000.
    # break-even: a month has to earn max(16000 / 12, 20000 / 12) -> / 8 * 1000 = 208333.33.
    # at stake: 12 * 1000 * 10; calls to payback: 2 * 1000000.
    # monthly net = 8000 - 20000 / 12 = 6333.33; cash: -16000, -9666.67, -3333.33, 3000.
    # cash payback = 2 + 3333.33 / 6333.33 = 2.526316.
    result = judge(session(CLEAN))
    figures = result["result"]
    assert figures["monthly_savings"] == pytest.approx(8000)
    assert figures["upfront_total"] == 16000
    assert figures["payback_months"] == pytest.approx(2)
    assert figures["half_volume"]["payback_months"] == pytest.approx(4)
    assert figures["half_volume"]["annual_net_benefit"] == pytest.approx(28000)
    assert figures["annual_net_benefit"] == pytest.approx(76000)
    assert figures["net_payback_months"] == pytest.approx(12 * 16000 / 76000)
    assert figures["annual_teacher_spend"] == pytest.approx(120000)
    assert figures["most_at_stake"] == pytest.approx(120000)
    assert figures["calls_to_payback"] == pytest.approx(2_000_000)
    assert figures["spend_reduction"] == pytest.approx(0.8)
    assert figures["student_cost_per_1k"] == pytest.approx(2)
    assert figures["student_cost_per_1k_with_maintenance"] == pytest.approx(2 + 20000 / 12000)
    assert figures["break_even_calls_per_month"] == pytest.approx(208333.3333333)
    assert figures["cash"]["payback_months"] == pytest.approx(2.5263157895)
    assert len(figures["cash"]["months"]) == 37
    assert figures["cash"]["net_by_year"] == pytest.approx([76000] * 3)
    assert figures["cash"]["first_year_net"] == pytest.approx(76000)
    assert figures["cash"]["savings_end_month"] is None
    # One month later loses the first month's net, as it is worth then.
    assert figures["cash"]["cost_of_delay"] == pytest.approx(6333.3333333 / 1.1 ** (1 / 12))
    assert rules_of(session(CLEAN)) == {}
    assert result["verdict"] == {"id": "strong", "base": "strong", "capped_by": []}


def test_fallback_fixed_cost_and_share() -> None:
    # h = 500000; savings = 500 * (0.9 * 10 - 2) - 1000 = 2500
    # student per 1k = 2 + 1 + 1000 * 1000 / 500000 = 5; 500 * (10 - 5) = 2500
    # break-even: V * 0.5 / 1000 * 7 - 1000 >= 20000 / 12 -> V = 2666.67 * 2000 / 7 = 761904.76
    figures = judge(
        changed(
            (
                'basis = "measured" }\n[teacher]',
                'basis = "measured" }\nshare_moved = 0.5\nfallback_rate = 0.1\n[teacher]',
            ),
            ("[upfront]", "fixed_cost_per_month = 1000\n[upfront]"),
        )
    )["result"]
    assert figures["monthly_savings"] == pytest.approx(2500)
    assert figures["student_cost_per_1k"] == pytest.approx(5)
    assert figures["break_even_calls_per_month"] == pytest.approx(761904.7619048)
    assert figures["most_at_stake"] == pytest.approx(60000)


def test_cash_with_launch_and_ramp() -> None:
    # L = ceil(1.5) = 2, R = 2: nothing in months 1 and 2, half in month 3, all from month 4.
    # month 3: 500 * 8 - 20000/12 = 2333.33; later 6333.33.
    # -16000, -16000, -16000, -13666.67, -7333.33, -1000, 5333.33: 5 + 1000 / 6333.33 = 5.157895
    one = changed(("[upfront]", "[upfront]\nmonths_to_launch = 1.5\nramp_months = 2"))
    found = judge(one)["result"]["cash"]
    assert found["months"][:4] == pytest.approx([-16000, -16000, -16000, -13666.6666667])
    assert found["payback_months"] == pytest.approx(5.1578947)
    assert found["net_by_year"][0] == pytest.approx(2333.3333333 + 9 * 6333.3333333)


def test_npv_and_irr() -> None:
    # -100 now, 121 after 12 months: irr 21 %; npv at 10 % = -100 + 110 = 10.
    monthly = [-100.0, *[0.0] * 11, 121.0]
    assert cash.irr_of(monthly) == pytest.approx(0.21)
    assert cash.npv_of(monthly, 0.10) == pytest.approx(10)
    assert cash.irr_of([-100.0, 60.0, 60.0, -10.0]) is None  # two changes of sign
    assert cash.irr_of([0.0, 1.0, 1.0]) is None  # none
    assert cash.irr_of([-1.0, 10.0]) is None  # 10 ** 12 - 1 a year: above 100
    assert cash.irr_of([-100.0, *[0.0] * 11, 50.0]) == pytest.approx(-0.5)
    assert cash.irr_of([-1.0, *[0.0] * 11, 100.9]) == pytest.approx(99.9)


def test_cash_payback_must_last() -> None:
    # Back at month 2, in the red again at month 3, back for good in month 4: 3 + 5 / 20.
    assert cash.cash_payback([-10.0, 5.0, 5.0, -5.0, 20.0]) == pytest.approx(3.25)
    assert cash.cash_payback([0.0, 1.0, 1.0]) == 0
    assert cash.cash_payback([-10.0, 20.0, -11.0]) == NEVER
    assert cash.cash_payback([0.0, -1.0]) == NEVER


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),  # the last day of a shorter month completes it
        (date(2025, 1, 15), date(2026, 1, 14), 11),
        (date(2025, 1, 15), date(2026, 1, 15), 12),
        (date(2025, 1, 15), date(2024, 1, 15), 0),
    ],
)
def test_whole_months(start: date, end: date, months: int) -> None:
    assert cash.whole_months(start, end) == months


def test_student_that_retires() -> None:
    # 31 January to 30 June are five months: five times 6333.33, and nothing after.
    found = of(("[upfront]", "retires_on = 2025-06-30\n[upfront]")).cash
    assert found["net_by_year"] == pytest.approx([5 * 6333.3333333, 0, 0])
    assert found["months"][36] == pytest.approx(5 * 6333.3333333 - 16000)
    assert found["savings_end_month"] is None
    gone = of(("[upfront]", "retires_on = 2024-06-30\n[upfront]")).cash
    assert gone["months"][36] == -16000


def test_savings_that_end() -> None:
    # The price halves each year: 10 * 0.5 ** ((m - 1) / 12) - 2 - 20 / 12 > 0 until m = 18.
    # 10 * 0.5 ** (17 / 12) = 3.7459 against 3.6667; 10 * 0.5 ** (18 / 12) = 3.5355.
    found = of(("[teacher]", "[teacher]\nannual_price_change = -0.5")).cash
    assert found["savings_end_month"] == 19
    # With the student gone by then nothing ends before it goes.
    gone = of(
        ("[teacher]", "[teacher]\nannual_price_change = -0.5"),
        ("[upfront]", "retires_on = 2026-07-31\n[upfront]"),
    ).cash
    assert gone["savings_end_month"] is None


def test_slices_do_not_offset() -> None:
    # shares 3 and 1: (3 * 0.04 + 1 * 0) / 4 = 0.03
    text = """
[quality]
slices = [
  { name = "a", share = 0.6, teacher_score = 0.9, student_score = 0.86 },
  { name = "b", share = 0.2, teacher_score = 0.8, student_score = 0.95 },
  { name = "c", share = 0.2, teacher_score = 0.8 },
]
"""
    assert read(session(text)).error_increase == pytest.approx(0.03)
    rules = rules_of(session(text))
    assert rules["unpriced-quality-loss"] == "reconsider"
    assert rules["slice-regression"] == "defensible"
    assert "suspect-slice" in rules


def test_what_so_many_examples_bound() -> None:
    # 96.2 % on 2400 is 95.4 % to 96.9 %, 95.8 % is 94.9 % to 96.5 %: the loss lies below 1.5 %.
    assert evidence.wilson(0.962, 2400, 1.96) == pytest.approx((0.954, 0.969), abs=5e-4)
    one = evidence.Slice(None, 2400, 0.962, 0.958, False, None)
    assert evidence.interval_of([one], 1.96) == pytest.approx((0.0, 0.0150), abs=2e-4)
    # Two equal halves: each excess counts half, added as squares.
    high = evidence.loss_interval(one, 1.96)[1]
    both = evidence.interval_of([one, one], 1.96)
    assert both is not None
    assert both[1] == pytest.approx(0.004 + (high - 0.004) / math.sqrt(2))


def test_upper_end_of_the_loss() -> None:
    alone = of().figures["quality"]
    assert alone["origin"] == "slices"
    assert 0.008 < alone["upper_95"] < 0.009
    stated = of(
        ("[quality]", "[quality]\nerror_rate_increase = 0.004\ncost_per_error = 0.01"),
        ("[teacher]", "fallback_rate = 0.25\n[teacher]"),
    ).figures["quality"]
    assert stated["origin"] == "direct"
    assert stated["upper_95"] == pytest.approx(0.75 * alone["upper_95"])
    assert stated["annual_error_cost_at_upper"] == pytest.approx(
        12 * 1_000_000 * 0.01 * stated["upper_95"]
    )
    more = of(("[quality]", "[quality]\nerror_rate_increase = 0.02")).figures["quality"]
    assert more["upper_95"] == 0.02
    uncounted = of(("examples = 9000\n", "")).figures["quality"]
    assert uncounted["upper_95"] is None
    assert uncounted["annual_error_cost_at_upper"] is None


ALTERNATIVES = """
[[alternatives]]
name = "prompt it"
kind = "prompt-small-model"
upfront = 1000
cost_per_1k_calls = 4
fixed_cost_per_month = 500
annual_upkeep = 6000
error_rate_increase = 0
[[alternatives]]
name = "no idea"
kind = "other"
"""


def test_alternative() -> None:
    # alternative: 1000 * (10 - 4) - 500 = 5500, upkeep 6000 a year -> net 5000 a month
    # student net 76000 / 12 = 6333.33; (16000 - 1000) / 1333.33 = 11.25
    first, second = judge(changed(more=ALTERNATIVES))["alternatives"]
    assert first["monthly_savings"] == pytest.approx(5500)
    assert first["incremental_payback_months"] == pytest.approx(11.25)
    discounted = sum(5000 / 1.1 ** (m / 12) for m in range(1, 37)) - 1000
    assert first["npv"] == pytest.approx(discounted)
    assert second["monthly_savings"] is None
    assert second["npv"] is None


@pytest.mark.parametrize("errors", ["", '{ likely = 0.5, basis = "assumed" }'])
def test_alternative_nobody_scored_is_counted_at_the_students_loss(errors: str) -> None:
    lossy = ("[quality]", "[quality]\nerror_rate_increase = 0.02\ncost_per_error = 0.01")
    stated = ALTERNATIVES.replace("error_rate_increase = 0", "error_rate_increase = 0.02")
    line = f"error_rate_increase = {errors}" if errors else ""
    unknown = ALTERNATIVES.replace("error_rate_increase = 0", line)
    expected = judge(changed(lossy, more=stated))["alternatives"][0]
    assert judge(changed(lossy, more=unknown))["alternatives"][0] == expected


def test_upside_counts_what_is_attached() -> None:
    text = """
[upside]
latency_value_per_month = 100
quality_value_per_month = 20
quality_metric = "solved at once"
capability_revenue_per_month = 10
capability_probability = 0.5
"""
    assert judge(changed(more=text))["result"]["upside"]["annual_value"] == pytest.approx(300)
    assert rules_of(changed(more=text)) == {"latency-unattached": None}

"""The reference against numbers worked out by hand (docs/specification.md, sections 2 to 4)."""

from __future__ import annotations

import math
import random
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from rules.catalog import RULES
from tests.reference import conditions, economics, generate
from tests.reference.judge import judge

SEEDS = range(600)


def session(text: str) -> dict[str, Any]:
    return tomllib.loads("schema = 1\n" + text)


def fired(result: dict[str, Any]) -> dict[str, str | None]:
    return {rule["id"]: rule["cap"] for rule in result["rules"]}


CLEAN = """
as_of = 2025-01-31
[task]
breadth = "narrow"
training_data = "available"
[volume]
calls_per_month = { likely = 1_000_000, basis = "measured" }
[teacher]
cost_per_1k_calls = { likely = 10, basis = "quoted" }
training_terms = "permitted"
[student]
cost_per_1k_calls = { likely = 2, basis = "measured" }
[upfront]
data_generation = 8000
training_compute = 2000
evaluation_build = 4000
engineering_time = 2000
[maintenance]
redistillations_per_year = 2
[quality]
basis = "measured"
[[quality.slices]]
name = "all"
examples = 9000
teacher_score = 0.9
student_score = 0.9
"""


def test_plain_case() -> None:
    # savings = 1000 * (10 - 2) = 8000; U = 16000; payback 2; half volume 4000 -> 4 months.
    # maintenance = 2 * (8000 + 2000) = 20000; net = 96000 - 20000 = 76000.
    # break-even = U / D / 8 * 1000 = 16000 / 12 / 8 * 1000 = 166666.67.
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
    assert figures["spend_reduction"] == pytest.approx(0.8)
    assert figures["student_cost_per_1k"] == pytest.approx(2)
    assert figures["student_cost_per_1k_with_maintenance"] == pytest.approx(2 + 20000 / 12000)
    assert figures["break_even_calls_per_month"] == pytest.approx(166666.6666667)
    assert figures["cash"]["payback_months"] == pytest.approx(2.5263157895)
    assert len(figures["cash"]["months"]) == 37
    assert fired(result) == {}
    assert result["verdict"] == {"id": "strong", "base": "strong", "capped_by": []}


def test_strong_case_held_at_defensible() -> None:
    result = judge(session(CLEAN.replace('"permitted"', '"unreviewed"')))
    assert result["verdict"] == {
        "id": "defensible",
        "base": "strong",
        "capped_by": ["terms-unreviewed"],
    }


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
    assert economics.tokens_cost(sheet) == pytest.approx(8.58)


def test_upfront_worksheets() -> None:
    # data: 10000 / 0.8 * 2 * 20 / 1000 + 10000 * 0.1 * 3 = 500 + 3000 = 3500
    # training: 3 * (100 * 2.5 + 40 * 5 * 2) = 3 * 650 = 1950
    # evaluation gives 3500 + 200 = 3700, engineering 2 * 15 * 800 = 24000
    # sum 33150, other 850 -> 34000, contingency 10 % -> 37400
    text = """
[teacher]
cost_per_1k_calls = 20
[upfront]
contingency = 0.1
data_generation_worksheet = { examples = 10_000, acceptance_rate = 0.8, \
attempts_per_example = 2, review_share = 0.1, cost_per_review = 3 }
training_worksheet = { gpu_hours = 100, gpu_price_per_hour = 2.5, million_tokens = 40, \
price_per_million = 5, epochs = 2, runs = 3 }
evaluation_worksheet = { days = 5, day_rate = 700, labels = 1000, cost_per_label = 0.2 }
engineering_worksheet = { people = 2, days_each = 15, day_rate = 800 }
other = { "legal review" = 850 }
"""
    result = judge(session(text))
    assert result["result"]["upfront_total"] == pytest.approx(37400)
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
    hosted = economics.Hosting(2, 1, 2, 3, 0.7, 1, 730, 0.1)
    assert hosted.replicas(5_000_000) == 5
    assert hosted.cost_of(5) == pytest.approx(8030)
    assert hosted.load_factor(5_000_000) == pytest.approx(0.1902588)
    # exactly five replicas' worth of calls needs five, not six
    assert hosted.replicas(5 * hosted.calls_of_one_replica()) == 5


def test_fallback_fixed_cost_and_share() -> None:
    # h = 500000; savings = 500 * (0.9 * 10 - 2) - 1000 = 2500
    # student per 1k = 2 + 1 + 1000 * 1000 / 500000 = 5; 500 * (10 - 5) = 2500
    # break-even: V * 0.5 / 1000 * 7 - 1000 >= 16000 / 12 -> V = 2333.33 * 2000 / 7 = 666666.67
    text = CLEAN.replace(
        'basis = "measured" }\n[teacher]',
        'basis = "measured" }\nshare_moved = 0.5\nfallback_rate = 0.1\n[teacher]',
    ).replace("[upfront]", "fixed_cost_per_month = 1000\n[upfront]")
    figures = judge(session(text))["result"]
    assert figures["monthly_savings"] == pytest.approx(2500)
    assert figures["student_cost_per_1k"] == pytest.approx(5)
    assert figures["break_even_calls_per_month"] == pytest.approx(666666.6666667)


def test_cash_with_launch_and_ramp() -> None:
    # L = ceil(1.5) = 2, R = 2: nothing in months 1 and 2, half in month 3, all from month 4.
    # month 3: 500 * 8 - 20000/12 = 2333.33; later 6333.33.
    # -16000, -16000, -16000, -13666.67, -7333.33, -1000, 5333.33: 5 + 1000 / 6333.33 = 5.157895
    text = CLEAN.replace("[upfront]", "[upfront]\nmonths_to_launch = 1.5\nramp_months = 2")
    cash = judge(session(text))["result"]["cash"]
    assert cash["months"][:4] == pytest.approx([-16000, -16000, -16000, -13666.6666667])
    assert cash["payback_months"] == pytest.approx(5.1578947)


def test_npv_and_irr() -> None:
    # -100 now, 121 after 12 months: irr 21 %; npv at 10 % = -100 + 110 = 10.
    monthly = [-100.0, *[0.0] * 11, 121.0]
    assert economics.irr_of(monthly) == pytest.approx(0.21)
    assert economics.npv_of(monthly, 0.10) == pytest.approx(10)
    assert economics.irr_of([-100.0, 60.0, 60.0, -10.0]) is None  # two changes of sign
    assert economics.irr_of([0.0, 1.0, 1.0]) is None  # none
    assert economics.irr_of([-1.0, 10.0]) is None  # 10 ** 12 - 1 a year: above 100
    assert economics.irr_of([-100.0, *[0.0] * 11, 50.0]) == pytest.approx(-0.5)
    assert economics.irr_of([-1.0, *[0.0] * 11, 100.9]) == pytest.approx(99.9)


def test_cash_payback_must_last() -> None:
    # Back at month 2, in the red again at month 3, back for good in month 4: 3 + 5 / 20.
    assert economics.cash_payback([-10.0, 5.0, 5.0, -5.0, 20.0]) == pytest.approx(3.25)
    assert economics.cash_payback([0.0, 1.0, 1.0]) == 0
    assert economics.cash_payback([-10.0, 20.0, -11.0]) == economics.NEVER
    assert economics.cash_payback([0.0, -1.0]) == economics.NEVER


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
    case = economics.read(session(text))
    assert case.error_increase == pytest.approx(0.03)
    rules = fired(judge(session(text)))
    assert rules["unpriced-quality-loss"] == "reconsider"
    assert rules["slice-regression"] == "defensible"
    assert "suspect-slice" in rules


def test_thin_evaluation_counts() -> None:
    # 1.96^2 * 2 * 0.09 / 0.0004 = 1728.72: 1728 is thin, 1729 is not.
    for examples, thin in ((1728, True), (1729, False)):
        text = CLEAN.replace("examples = 9000", f"examples = {examples}\ncritical = true")
        assert ("thin-evaluation" in fired(judge(session(text)))) is thin


def test_retirement_counts_whole_months() -> None:
    # cash payback 2.53 -> 3 months after 31 January: 30 April.
    for day, fires in ((30, False), (29, True)):
        text = CLEAN.replace("[student]", f"[student]\nretires_on = 2025-04-{day}")
        assert ("student-retires" in fired(judge(session(text)))) is fires
    assert conditions.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)


def test_alternative() -> None:
    # alternative: 1000 * (10 - 4) - 500 = 5500, upkeep 6000 a year -> net 5000 a month
    # student net 76000 / 12 = 6333.33; (16000 - 1000) / 1333.33 = 11.25
    text = (
        CLEAN
        + """
[[alternatives]]
name = "prompt it"
kind = "prompt-small-model"
upfront = 1000
cost_per_1k_calls = 4
fixed_cost_per_month = 500
annual_upkeep = 6000
[[alternatives]]
name = "no idea"
kind = "other"
"""
    )
    first, second = judge(session(text))["alternatives"]
    assert first["monthly_savings"] == pytest.approx(5500)
    assert first["incremental_payback_months"] == pytest.approx(11.25)
    discounted = sum(5000 / 1.1 ** (m / 12) for m in range(1, 37)) - 1000
    assert first["npv"] == pytest.approx(discounted)
    assert second["monthly_savings"] is None
    assert second["npv"] is None


def test_payback_on_the_limit_is_not_late() -> None:
    # U = 96000 = 12 * 8000: exactly D, defensible but for half the volume (24 months).
    text = CLEAN.replace("engineering_time = 2000", "engineering_time = 82000")
    result = judge(session(text))
    assert result["result"]["payback_months"] == pytest.approx(12)
    assert "low-volume" not in fired(result)
    assert fired(result)["half-volume-breaks"] == "reconsider"
    assert result["verdict"]["base"] == "reconsider"


def test_team_policy_wins() -> None:
    text = CLEAN + "[policy]\nstrong_payback_months = 6\nprice_cut = 0.1\n"
    result = judge(session(text), {"strong_payback_months": 1})
    assert result["policy"]["strong_payback_months"] == 1
    assert result["policy"]["price_cut"] == 0.1
    assert result["verdict"]["id"] == "defensible"


def test_begun_worksheet_is_named_by_its_leaves() -> None:
    text = CLEAN.replace(
        "[upfront]", "[student.hosting]\ngpu_price_per_hour = 2\n[upfront]"
    ).replace("evaluation_build = 4000", "evaluation_worksheet = { days = 5 }")
    result = judge(session(text))
    assert result["missing"] == [
        "student.hosting.calls_per_second_per_replica",
        "upfront.evaluation_worksheet.day_rate",
    ]
    assert result["result"]["upfront_total"] is None
    assert result["result"]["monthly_savings"] is None
    assert result["verdict"] is None


def closed_form(case: economics.Case) -> float:
    """The closed form of section 3 for break-even with hosting."""
    assert case.hosting is not None
    assert case.upfront_total is not None
    months = case.policy["defensible_payback_months"]
    u = ((1 - case.fallback) * economics.known(case.teacher.value)) / 1000
    u -= economics.known(case.student.value) / 1000
    q = case.hosting.calls_of_one_replica()
    c = case.hosting.cost_of(1)
    if u * q <= c:
        return math.inf
    a = case.upfront_total / months + case.fixed
    n = max(case.hosting.min_replicas, math.ceil((a + u * q) / (u * q - c)) - 1)
    return (a + n * c) / u / case.share_moved


def hosted_case(rng: random.Random) -> economics.Case:
    text = f"""
[volume]
calls_per_month = 1000
share_moved = {rng.uniform(0.2, 1)}
fallback_rate = {rng.uniform(0, 0.3)}
[teacher]
cost_per_1k_calls = {rng.uniform(1, 20)}
[student]
cost_per_1k_calls = {rng.choice([0, rng.uniform(0, 3)])}
fixed_cost_per_month = {rng.choice([0, rng.uniform(0, 5000)])}
[student.hosting]
gpu_price_per_hour = {rng.uniform(0.3, 4)}
calls_per_second_per_replica = {rng.uniform(0.1, 8)}
min_replicas = {rng.choice([0, 1, 1, 2, 5, 20])}
overhead = {rng.uniform(0, 0.3)}
[upfront]
data_generation = {rng.choice([0, rng.uniform(0, 300_000)])}
"""
    return economics.read(session(text))


def test_break_even_scan_agrees_with_the_closed_form() -> None:
    rng = random.Random(1)
    finite = 0
    for _ in range(3000):
        case = hosted_case(rng)
        expected, found = closed_form(case), economics.break_even(case)
        if math.isinf(expected):
            assert found == math.inf
        else:
            assert found == pytest.approx(expected, rel=1e-9)
            finite += 1
    assert 500 < finite < 2900


def test_break_even_separates_late_from_in_time() -> None:
    rng = random.Random(2)
    for _ in range(150):
        case = hosted_case(rng)
        limit = case.policy["defensible_payback_months"]
        cost_t = economics.known(case.teacher.value)
        found = economics.known(economics.break_even(case))
        if math.isinf(found):
            continue
        for step in range(300):
            volume = found * (1 + 1e-7 + step * step * 1e-4)
            months = economics.known(economics.payback_at(case, volume, cost_t))
            assert economics.at_most(months, limit)
        just_less = economics.known(economics.payback_at(case, found * (1 - 1e-6), cost_t))
        assert just_less > limit


def values_of(here: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every estimate of a session by its path."""
    if isinstance(here, dict) and "likely" not in here:
        return [pair for key, item in here.items() for pair in values_of(item, f"{path}.{key}")]
    if isinstance(here, list):
        return [pair for item in here for pair in values_of(item, path)]
    return [(path, here)]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_generated_sessions_are_valid(start: int) -> None:
    for seed in range(start, start + 100):
        one = generate.generate(seed)
        assert tomllib.loads(generate.to_toml(one)) == one
        assert one == generate.generate(seed)
        for path, value in values_of(one):
            leaf = path.rsplit(".", 1)[-1]
            if isinstance(value, (str, bool, date)) or path.startswith(".policy"):
                continue
            likely = economics.likely(value)
            low = value.get("low", likely) if isinstance(value, dict) else likely
            high = value.get("high", likely) if isinstance(value, dict) else likely
            least, most = generate.BOUNDS.get(leaf, (0.0, math.inf))
            assert least <= low <= likely <= high <= most, (seed, path)
            if leaf in ("calls_per_month", "p95_latency_seconds") or path == (
                ".teacher.cost_per_1k_calls"
            ):
                assert low > 0, (seed, path)
        for who in ("teacher", "student"):
            sheet = one.get(who, {}).get("tokens", {})
            if "input" in sheet:
                cached = economics.number(sheet, "cached_input", 0.0)
                cached += economics.number(sheet, "cache_write_input", 0.0)
                assert cached <= economics.likely(sheet["input"])


def test_generated_sessions_reach_every_rule_cap_and_verdict() -> None:
    rules: Counter[tuple[str, str | None]] = Counter()
    verdicts: Counter[str | None] = Counter()
    for seed in SEEDS:
        result = judge(generate.generate(seed), generate.team_policy(seed))
        rules.update((rule["id"], rule["cap"]) for rule in result["rules"])
        verdicts[result["verdict"]["id"] if result["verdict"] else None] += 1
    expected = {(rule.id, cap) for rule in RULES for cap in rule.caps}
    assert set(rules) == expected
    assert min(rules.values()) >= 4, rules
    assert set(verdicts) == {*conditions.VERDICTS, None}
    assert min(verdicts.values()) >= 20, verdicts

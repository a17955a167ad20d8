"""Rules and verdicts of the reference on cases made by hand (docs/specification.md, section 4)."""

from __future__ import annotations

import pytest

from tests.reference.judge import judge
from tests.reference.made import changed, of, rules_of

GROWING = ("[teacher]", 'monthly_growth = { likely = 0.05, basis = "BASIS" }\n[teacher]')
ENGINEERING = "engineering_time = 2000"


def growing(basis: str) -> tuple[str, str]:
    return GROWING[0], GROWING[1].replace("BASIS", basis)


def test_strong_case_held_at_defensible() -> None:
    assert judge(changed(('"permitted"', '"unreviewed"')))["verdict"] == {
        "id": "defensible",
        "base": "strong",
        "capped_by": ["terms-unreviewed"],
    }


def test_payback_on_the_limit_is_not_late() -> None:
    # U = 96000 = 12 * 8000: exactly D, defensible but for half the volume (24 months).
    result = judge(changed((ENGINEERING, "engineering_time = 82000")))
    rules = {rule["id"]: rule["cap"] for rule in result["rules"]}
    assert result["result"]["payback_months"] == pytest.approx(12)
    assert "low-volume" not in rules
    assert rules["half-volume-breaks"] == "reconsider"
    assert result["verdict"]["base"] == "reconsider"


@pytest.mark.parametrize(
    ("basis", "cap", "base"),
    [("estimated", "defensible", "defensible"), ("assumed", "reconsider", "reconsider")],
)
def test_assumed_growth_excuses_nothing(basis: str, cap: str, base: str) -> None:
    one = changed((ENGINEERING, "engineering_time = 66000"), growing(basis))
    assert rules_of(one)["half-volume-breaks"] == cap
    assert judge(one)["verdict"]["base"] == base


def test_team_policy_wins() -> None:
    one = changed(more="[policy]\nstrong_payback_months = 6\nprice_cut = 0.1\n")
    result = judge(one, {"strong_payback_months": 1})
    assert result["policy"]["strong_payback_months"] == 1
    assert result["policy"]["price_cut"] == 0.1
    assert result["verdict"]["id"] == "defensible"


def test_spend_too_small() -> None:
    # At stake are 10000 a month. U = 120000 is on D, 240000 on the stop.
    for amount, cap in ((106000, None), (106001, "reconsider"), (226001, "do-not-distill")):
        spent = (ENGINEERING, f"engineering_time = {amount}")
        assert rules_of(changed(spent)).get("spend-too-small") == cap
    # Growth that somebody has seen redeems it, the same growth assumed does not.
    line = (ENGINEERING, "engineering_time = 226001")
    assert rules_of(changed(line, growing("measured")))["spend-too-small"] == "reconsider"
    assert rules_of(changed(line, growing("assumed")))["spend-too-small"] == "do-not-distill"


def test_growth_carries() -> None:
    # Without growth 36 months at 6333.33 are worth about 197,000.
    line = (ENGINEERING, "engineering_time = 190000")
    assert rules_of(changed(line, growing("measured")))["growth-carries"] == "reconsider"
    line = (ENGINEERING, "engineering_time = 150000")
    assert "growth-carries" not in rules_of(changed(line, growing("measured")))


def test_upkeep_above_the_saving_is_below_break_even() -> None:
    # Upkeep 108000 a year against savings of 96000: not late, but a loss.
    one = changed(
        (
            "redistillations_per_year = 2",
            "monitoring_per_month = 9000\nredistillations_per_year = 0",
        )
    )
    rules = rules_of(one)
    assert rules["low-volume"] == "reconsider"
    assert rules["no-net-benefit"] == "do-not-distill"


@pytest.mark.parametrize(
    ("count", "each", "cap"),
    [
        (3, 20_000, None),
        (4, 12_000, "reconsider"),
        (4, 11_999, None),
        (4, 24_000, "do-not-distill"),
        (12, 100, "defensible"),
    ],
)
def test_unstable_teacher(count: int, each: int, cap: str | None) -> None:
    lines = f"redistillations_per_year = {count}\ncost_per_redistillation = {each}"
    rules = rules_of(changed(("redistillations_per_year = 2", lines)))
    assert rules.get("unstable-teacher") == cap
    assert ("upkeep-heavy" in rules) is (count == 3)


def test_short_horizon_excuses_a_cash_flow_that_comes_back_soon_after() -> None:
    # U = 70000 comes back in month 12 (11.05): not within 10, but within 24.
    line = (ENGINEERING, "engineering_time = 56000")
    short = "[policy]\nhorizon_months = 10\n"
    assert rules_of(changed(line, more=short))["slow-cash"] == "reconsider"
    # U = 170000 does not come back in 24 months either.
    line = (ENGINEERING, "engineering_time = 156000")
    assert rules_of(changed(line, more=short))["slow-cash"] == "do-not-distill"


def test_a_student_worth_switching_off() -> None:
    # The price halves each year: month 12 is the last to net something, and all 36 net less.
    price = ("[teacher]", "[teacher]\nannual_price_change = -0.5")
    monitoring = ("[maintenance]", "[maintenance]\nmonitoring_per_month = 1500")
    facts = of(price, monitoring)
    assert facts.cash["savings_end_month"] == 13
    assert facts.pays_if_switched_off
    rules = rules_of(changed(price, monitoring))
    assert rules["slow-cash"] == "reconsider"
    assert rules["savings-run-out"] == "defensible"
    # The teacher matters until the student is switched off, and not until the horizon.
    for day, cap in (("2026-02-27", "reconsider"), ("2026-02-28", None)):
        gone = (price[0], f"{price[1]}\nretires_on = {day}")
        assert rules_of(changed(gone, monitoring))["teacher-retires"] == cap


def test_retirement_counts_whole_months() -> None:
    # cash payback 2.53 -> 3 months after 31 January: 30 April.
    for day, cap in (("04-29", "do-not-distill"), ("04-30", "defensible"), ("12-31", "defensible")):
        line = ("[student]", f"[student]\nretires_on = 2025-{day}")
        assert rules_of(changed(line))["student-retires"] == cap
    for day, fires in (("2026-01-31", True), ("2028-01-30", True), ("2028-01-31", False)):
        line = ("[student]", f"[student]\nretires_on = {day}")
        assert ("student-retires" in rules_of(changed(line))) is fires
        assert rules_of(changed(line)).get("student-retires") is None
    for day, expected in (("2025-04-29", "reconsider"), ("2025-04-30", None)):
        line = ("[teacher]", f"[teacher]\nretires_on = {day}")
        assert rules_of(changed(line))["teacher-retires"] == expected


@pytest.mark.parametrize(
    ("loss", "price", "cap"),
    [
        ("0", "", None),
        ("0.001", "", "defensible"),
        ("0.001", 'cost_per_error = { likely = 0, basis = "measured" }', None),
        ("0.001", "cost_per_error = 0.0001", None),
        ("0.021", "", "reconsider"),
        ("0.021", "cost_per_error = 0.0001", "defensible"),
        ("0.1", "cost_per_error = 0.0001", "defensible"),
        ("0.101", "cost_per_error = 0.0001", "reconsider"),
    ],
)
def test_unpriced_quality_loss(loss: str, price: str, cap: str | None) -> None:
    line = ("[quality]", f"[quality]\nerror_rate_increase = {loss}\n{price}")
    assert rules_of(changed(line)).get("unpriced-quality-loss") == cap


@pytest.mark.parametrize(
    ("student", "stated", "cap"),
    [("0.89", "0.0095", None), ("0.89", "0.0094", "defensible"), ("0.875", "0.02", "reconsider")],
)
def test_quality_figures_disagree(student: str, stated: str, cap: str | None) -> None:
    rules = rules_of(
        changed(
            ("student_score = 0.9", f"student_score = {student}"),
            ("[quality]", f"[quality]\nerror_rate_increase = {stated}\ncost_per_error = 0.001"),
            ("[teacher]", "fallback_rate = 0.05\n[teacher]"),
        )
    )
    assert rules.get("quality-figures-disagree") == cap


def test_thin_evaluation() -> None:
    # 1.96^2 * (0.9 * 0.1 + 0.91 * 0.09) / 0.0004 = 1650.9: 1650 is thin, 1651 is not.
    better = ("student_score = 0.9", "student_score = 0.91")
    for examples, fires in (("1650", True), ("1651", False)):
        rules = rules_of(changed(better, ("examples = 9000", f"examples = {examples}")))
        assert ("thin-evaluation" in rules) is fires
        assert rules.get("thin-evaluation") is None
    critical = ("examples = 9000", "examples = 1650\ncritical = true")
    assert rules_of(changed(better, critical))["thin-evaluation"] == "defensible"
    assert rules_of(changed(("examples = 9000\n", "")))["thin-evaluation"] == "defensible"
    # Scored alike, 1729 examples are enough for the difference and bound it at just over 2 points.
    alike = ("examples = 9000", "examples = 1729")
    assert rules_of(changed(alike))["thin-evaluation"] == "defensible"
    # The bound is 0.88 points: at 0.80 an error it costs more than the 76000 that a year nets.
    dear = ("[quality]", "[quality]\ncost_per_error = 0.80")
    assert rules_of(changed(dear))["thin-evaluation"] == "defensible"


def test_evaluation() -> None:
    assert rules_of(changed(("frozen = true\n", ""))) == {"evaluation-not-frozen": "defensible"}
    for day, fires in (("2024-02-01", False), ("2024-01-31", True)):
        line = ("frozen = true", f"frozen = true\nevaluated_on = {day}")
        assert ("stale-evaluation" in rules_of(changed(line))) is fires
    kind = ("frozen = true", 'frozen = true\nscore_kind = "agreement"')
    assert rules_of(changed(kind)) == {"agreement-scores": None}
    worse = ("student_score = 0.9", "student_score = 0.87\ncritical = true")
    assert rules_of(changed(worse))["slice-regression"] == "do-not-distill"
    assert rules_of(changed(worse, kind))["slice-regression"] == "reconsider"


def test_labels_by_people_need_no_terms() -> None:
    for maker, fires in (("other-model", True), ("people", False), ("existing-labels", False)):
        lines = (
            ("[upfront]", f'[upfront]\nlabelled_by = "{maker}"'),
            ('"permitted"', '"prohibited"'),
        )
        assert ("terms-prohibited" in rules_of(changed(*lines))) is fires
        line = ("data_generation = 8000", f'labelled_by = "{maker}"')
        assert ("data-generation-missing" in rules_of(changed(line))) is (
            maker != "existing-labels"
        )


@pytest.mark.parametrize(
    ("line", "cap"),
    [("training_compute", None), ("evaluation_build", "defensible"), (ENGINEERING, "defensible")],
)
def test_lines_that_are_not_counted(line: str, cap: str | None) -> None:
    key = line.split(" ")[0]
    amount = {"training_compute": 2000, "evaluation_build": 4000, "engineering_time": 2000}[key]
    assert rules_of(changed((f"{key} = {amount}\n", "")))["cost-line-missing"] == cap
    seen = f'{key} = {{ likely = 0, basis = "quoted" }}'
    assert "cost-line-missing" not in rules_of(changed((f"{key} = {amount}", seen)))


@pytest.mark.parametrize(
    ("errors", "cheaper", "unproven"),
    [
        ("error_rate_increase = 0.02", "reconsider", None),
        ("error_rate_increase = 0.0201", None, None),
        ("", None, "defensible"),
        ('error_rate_increase = { likely = 0, basis = "assumed" }', None, "defensible"),
    ],
)
def test_alternatives_need_evidence(errors: str, cheaper: str | None, unproven: str | None) -> None:
    text = f'[[alternatives]]\nname = "prompt it"\ncost_per_1k_calls = 2\n{errors}\n'
    rules = rules_of(changed(more=text))
    assert rules.get("cheaper-alternative") == cheaper
    assert rules.get("alternative-unproven") == unproven


def test_alternative_ahead_by_a_little_is_not_ahead() -> None:
    # The student is worth 181,000: five per cent more are 9,050.
    worth = of().cash["npv"]
    text = '[[alternatives]]\nname = "prompt it"\ncost_per_1k_calls = 2\nerror_rate_increase = 0\n'
    free = judge(changed(more=text))["alternatives"][0]["npv"]
    for share, fires in ((1.049, False), (1.051, True)):
        priced = text + f"upfront = {free - share * worth}\n"
        assert ("cheaper-alternative" in rules_of(changed(more=priced))) is fires


@pytest.mark.parametrize(
    ("student", "fires"),
    [
        ('cost_per_1k_calls = { likely = 2, basis = "quoted" }', False),
        ("cost_per_1k_calls = 2", True),
        ('fixed_cost_per_month = { likely = 500, basis = "quoted" }', False),
        ("fixed_cost_per_month = 500", True),
        (
            "hosting = { gpu_price_per_hour = 1, calls_per_second_per_replica = "
            '{ likely = 9, basis = "measured" } }',
            False,
        ),
        (
            "hosting = { gpu_price_per_hour = 1, calls_per_second_per_replica = "
            '{ likely = 9, basis = "quoted" } }',
            True,
        ),
    ],
)
def test_unmeasured_serving(student: str, fires: bool) -> None:
    line = ('cost_per_1k_calls = { likely = 2, basis = "measured" }', student)
    assert ("unmeasured-serving" in rules_of(changed(line))) is fires


def test_guesswork_counts_worksheets_and_hosting() -> None:
    # Eight answers: volume and cT are not assumed, cS by hosting is, and so are the items.
    guessed = '{ likely = 1, basis = "assumed" }'
    lines = [
        (
            'cost_per_1k_calls = { likely = 2, basis = "measured" }',
            f"hosting = {{ gpu_price_per_hour = {guessed}, calls_per_second_per_replica = 9 }}",
        ),
        ("data_generation = 8000", f"data_generation = {guessed}"),
        ("training_compute = 2000", f"training_worksheet = {{ gpu_hours = {guessed} }}"),
        ("evaluation_build = 4000", f"evaluation_build = {guessed}"),
        (ENGINEERING, f"engineering_time = {guessed}"),
    ]
    assert "guesswork" in rules_of(changed(*lines))
    assert "guesswork" not in rules_of(changed(*lines[1:]))

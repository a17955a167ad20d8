"""What can be used and is probably not meant: a warning or a rule by its key, on every way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.wizard.conftest import Payback

CLEAN = """\
schema = 1
as_of = 2026-11-24
task.breadth = "narrow"
task.training_data = "available"
volume.calls_per_month = { likely = 12_000_000, basis = "measured" }
teacher.cost_per_1k_calls = { likely = 2.00, basis = "quoted" }
teacher.training_terms = "permitted"
student.cost_per_1k_calls = { likely = 0.20, basis = "measured" }
upfront.data_generation = { likely = 8_000, basis = "quoted" }
upfront.training_compute = { likely = 2_000, basis = "quoted" }
upfront.evaluation_build = { likely = 10_000, basis = "quoted" }
upfront.engineering_time = { likely = 30_000, basis = "quoted" }
maintenance.redistillations_per_year = { likely = 2, basis = "measured" }
maintenance.cost_per_redistillation = { likely = 10_000, basis = "quoted" }
quality.cost_per_error = { likely = 0.02, basis = "measured" }
quality.basis = "measured"
quality.frozen = true
quality.evaluated_on = 2026-10-01
"""
SLICES = """\
[[quality.slices]]
name = "billing"
share = 0.6
examples = 4_000
teacher_score = 0.96
student_score = 0.96
[[quality.slices]]
name = "refunds"
share = 0.4
examples = 4_000
teacher_score = 0.94
student_score = 0.93
"""


class Doubtful(NamedTuple):
    """Lines that a session has in place of those of the same keys, and what is said of them."""

    lines: str
    warned: tuple[tuple[str, str], ...] = ()
    """Keys with a piece of the warning about each."""
    fires: tuple[tuple[str, str], ...] = ()
    """Rules with a piece of what each says."""
    without: tuple[str, ...] = ()
    slices: str = SLICES
    verdict: str | None = "strong"


def tokens(role: str, price: str) -> str:
    sheet = "{ input = 1_000, output = 100, input_price = %s, output_price = %s }"
    return f"{role}.tokens = {sheet % (price, price)}"


DOUBTFUL = {
    "dates without as_of": Doubtful(
        "teacher.retires_on = 2026-12-24\nstudent.retires_on = 2027-01-24",
        warned=(
            ("teacher.retires_on", "no as_of"),
            ("student.retires_on", "no as_of"),
            ("quality.evaluated_on", "no as_of"),
        ),
        without=("as_of",),
    ),
    "shares that add up to 164 %": Doubtful(
        "",
        warned=(("quality.slices", "164%"),),
        slices=SLICES.replace("0.6\n", "0.9\n").replace("0.4\n", "0.74\n"),
    ),
    "a price per token": Doubtful(
        tokens("teacher", "0.0000025"),
        warned=(
            ("teacher.tokens.input_price", "0.0000025 per million tokens"),
            ("teacher.tokens.output_price", "per million, not per token"),
        ),
        fires=(("no-unit-saving", "no volume pays"),),
        without=("teacher.cost_per_1k_calls",),
        verdict="do-not-distill",
    ),
    "a price in the wrong thousand": Doubtful(
        tokens("teacher", "2_500"),
        warned=(
            ("teacher.tokens.input_price", "2,500 per million tokens"),
            ("teacher.tokens.output_price", "2,500 per million tokens"),
        ),
        without=("teacher.cost_per_1k_calls",),
    ),
    "an error rate below its own slices": Doubtful(
        "quality.error_rate_increase = { likely = 0.001, basis = 'measured' }",
        fires=(("quality-figures-disagree", "0.4 percentage points"),),
        verdict="defensible",
    ),
    "a frozen evaluation that is still to come": Doubtful(
        "quality.evaluated_on = 2027-03-01",
        warned=(("quality.evaluated_on", "bring as_of up to date"),),
    ),
    "an alternative without an error rate": Doubtful(
        "",
        warned=(("alternatives[0]", "'prompt' has no error rate"),),
        fires=(("alternative-unproven", "'prompt'"),),
        slices=f"{SLICES}[[alternatives]]\nname = 'prompt'\nupfront = 2_000\n"
        "cost_per_1k_calls = 0.20\n",
        verdict="defensible",
    ),
    "a bill without a volume": Doubtful(
        "teacher.bill_per_month = 30_000",
        warned=(("teacher.bill_per_month", "volume.calls_per_month"),),
        without=("teacher.cost_per_1k_calls", "volume.calls_per_month"),
        verdict=None,
    ),
    "a bill beside a cost": Doubtful(
        "teacher.bill_per_month = 30_000",
        warned=(("teacher.bill_per_month", "teacher.cost_per_1k_calls wins"),),
    ),
    "everything assumed": Doubtful(
        "".join(
            f"{line.split('basis')[0]}basis = 'assumed' }}\n"
            for line in CLEAN.splitlines()
            if "likely" in line and not line.startswith("quality")
        ),
        fires=(
            ("guesswork", "8 of the 8 numbers"),
            ("uncertain-volume", "is a guess"),
        ),
        verdict="defensible",
    ),
    "everything zero": Doubtful(
        "".join(
            f"{line.split(' = ')[0]} = 0\n"
            for line in CLEAN.splitlines()
            if line.startswith(("upfront", "maintenance", "quality.cost", "student.cost"))
        ),
        fires=(
            ("data-generation-missing", "counted as 0"),
            ("cost-line-missing", "engineering"),
            ("maintenance-missing", "redistillation"),
            ("unpriced-quality-loss", "said to cost nothing"),
        ),
        verdict="defensible",
    ),
}


def session(one: Doubtful) -> str:
    given = {line.split(" = ")[0] for line in one.lines.splitlines()} | set(one.without)
    kept = [line for line in CLEAN.splitlines() if line.split(" = ")[0] not in given]
    return "\n".join((*kept, one.lines, one.slices))


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", DOUBTFUL)
def test_nothing_doubtful_passes_in_silence(payback: Payback, tmp_path: Path, name: str) -> None:
    doubtful = DOUBTFUL[name]
    path = tmp_path / "case.toml"
    path.write_text(session(doubtful), encoding="utf-8")

    outcome = payback("assess", path, "--json", "--quick")
    found: dict[str, Any] = json.loads(outcome.out)
    assert outcome.status == 0
    assert (found["verdict"] and found["verdict"]["id"]) == doubtful.verdict
    warnings = {one["key"]: one for one in found["problems"]}
    assert set(warnings) == {key for key, _ in doubtful.warned}
    fired = {one["id"]: one for one in found["rules"]}
    page, checked = payback("assess", path), payback("check", path)
    for key, piece in doubtful.warned:
        assert piece in warnings[key]["message"]
        assert warnings[key]["line"] is not None
        assert f"{key}: " in words(page.out)
        assert f"{key}: {warnings[key]['message']}" in words(checked.err)
    for rule, piece in doubtful.fires:
        assert piece in fired[rule]["message"]
        assert f"({rule}" in words(page.out)


@pytest.mark.parametrize(
    ("lines", "key", "ends"),
    [
        ("volume.share_moved = 1", "volume.share_moved", (0.975, 1)),
        ("volume.fallback_rate = 0", "volume.fallback_rate", (0, 0.025)),
        (
            "quality.error_rate_increase = 0",
            "quality.error_rate_increase",
            (0, 0.005),
        ),
    ],
)
def test_a_stand_in_that_ends_at_a_bound_says_so(
    payback: Payback, tmp_path: Path, lines: str, key: str, ends: tuple[float, float]
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(session(Doubtful(lines, slices="")), encoding="utf-8")

    found = json.loads(payback("assess", path, "--json").out)["sensitivity"]["tornado"]
    (swing,) = (one for one in found if one["key"] == key)
    assert (swing["low"]["value"], swing["high"]["value"]) == pytest.approx(ends)
    assert swing["range"] == "stand-in"
    report = payback("report", path, "--format", "md", "-o", "-").out
    assert report.count("stands in, cut at a bound") == 1


def test_a_nought_that_no_stand_in_widens_is_not_cut_off(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(session(Doubtful("maintenance.monitoring_per_month = 0")), encoding="utf-8")
    assert "cut at a bound" not in payback("report", path, "--format", "md", "-o", "-").out


def test_a_case_that_hangs_on_such_a_number_says_it_there(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    dear = "quality.cost_per_error = { likely = 2, basis = 'measured' }"
    lines = f"quality.error_rate_increase = 0\n{dear}"
    path.write_text(session(Doubtful(lines, slices="")), encoding="utf-8")
    page = words(payback("assess", path).out)
    assert "hangs most on additional errors: between 0% and 0.5% (nobody gave a range" in page
    assert "as far as the number can go)" in page


def test_a_doubtful_answer_is_told_of_where_it_is_set_and_not_again(
    payback: Payback, tmp_path: Path
) -> None:
    file = tmp_path / "case.toml"
    file.write_text(CLEAN + SLICES, "utf-8")
    doubted = payback("set", file, "quality.evaluated_on=2031-01-01")
    assert "warning: " in doubted.err
    assert "quality.evaluated_on: is after as_of" in doubted.err
    assert payback("set", file, "task.owner=Me").err == ""


def test_a_row_of_figures_without_its_month_is_told_of_at_once(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(CLEAN + SLICES, encoding="utf-8")
    payback("set", path, "student.launched_on=2026-10-01")
    outcome = payback("set", path, "actuals[0].calls=5M")
    assert outcome.status == 0
    assert "warning: " in outcome.err
    assert "actuals[0].month: is missing; write the month" in outcome.err
    checked = payback("check", path)
    assert checked.status == 0
    assert "actuals[0].month: is missing; write the month" in checked.err
    # Said once, and of nothing else that is set.
    assert payback("set", path, "task.owner=platform").err == ""
    assert payback("set", path, "actuals[0].month=2026-10").err == ""
    assert payback("check", path).err == ""


def test_figures_set_together_with_their_month_are_not_doubted(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(CLEAN + SLICES, encoding="utf-8")
    figures = ("actuals[0].calls=5M", "actuals[0].month=2026-10")
    assert "no month has calls on the student" in payback("set", path, *figures).err
    outcome = payback("set", path, *figures, "student.launched_on=2026-10-01")
    assert (outcome.status, outcome.err) == (0, "")
    again = payback("set", path, "actuals[1].month=2026-10", "actuals[1].calls=4M")
    assert "keep one of them" in again.err

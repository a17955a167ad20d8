"""`payback calibration` over a folder: what it counts, offers and leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contracts.test_import_hygiene import modules_loaded_by
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback


@pytest.fixture
def folder(tmp_path: Path, payback: Payback) -> Path:
    """An approved case that came in below its volume, a planned one, and something else."""
    cases = tmp_path / "cases"
    cases.mkdir()
    approved = cases / "approved.toml"
    approved.write_text(COMPLETE, encoding="utf-8")
    payback("decide", approved, "go", "--by", "Bo", "--on", "2026-06-01")
    payback("set", approved, "student.launched_on=2026-07-01")
    # Half of what was planned for an average month, as many on each day.
    months = "".join(
        f'\n[[actuals]]\nmonth = "2026-{number:02}"\ncalls = {days * 3_000_000 / 30.4375:.0f}\n'
        for number, days in ((7, 31), (8, 31), (9, 30))
    )
    text = approved.read_text(encoding="utf-8")
    approved.write_text(text + months, encoding="utf-8")
    (cases / "planned.toml").write_text(COMPLETE, encoding="utf-8")
    (cases / "other.toml").write_text("[tool]\nname = 'x'\n", encoding="utf-8")
    return cases


def test_numbers_of_approved_cases_are_judged(folder: Path, payback: Payback) -> None:
    told = payback("calibration", folder, "--on", "2026-11-01")
    assert told.status == 0
    assert "1 TOML file is no session; skipped." in told.err
    assert "in 1 case." in told.said
    assert "Calls per month: 50% below likely in the median (one case)." in told.said
    assert "from 10 on a factor is offered here" in told.said


def test_a_number_that_came_as_it_was_likely_is_said_to_have(
    folder: Path, payback: Payback
) -> None:
    approved = folder / "approved.toml"
    text = approved.read_text(encoding="utf-8")
    for days in (30, 31):
        half, whole = (f"{days * calls / 30.4375:.0f}" for calls in (3_000_000, 6_000_000))
        text = text.replace(half, whole)
    approved.write_text(text, encoding="utf-8")
    told = payback("calibration", folder, "--on", "2026-11-01")
    assert "Calls per month: as likely in the median (one case)." in told.said


def test_json_has_every_number_with_its_truth(folder: Path, payback: Payback) -> None:
    found = json.loads(payback("calibration", folder, "--json", "--on", "2026-11-01").out)
    assert (found["schema"], found["meant"], found["stand_in_scale"]) == (1, 0.8, None)
    (volume,) = (one for one in found["numbers"] if one["key"] == "volume.calls_per_month")
    assert volume["truth"] == pytest.approx(volume["likely"] / 2, rel=1e-5)
    assert not volume["held"]
    ranged = [one for one in found["numbers"] if one["held"] is not None]
    assert found["all"]["of"] == len(ranged)
    without = [one for one in found["numbers"] if one["held"] is None]
    assert all(one["low"] == one["high"] and one["origin"] == "stand-in" for one in without)


def test_a_copy_of_a_case_counts_once(folder: Path, payback: Payback) -> None:
    one = payback("calibration", folder, "--on", "2026-11-01")
    text = (folder / "approved.toml").read_text(encoding="utf-8")
    (folder / "backup.toml").write_text(f"# A copy.\n{text}", encoding="utf-8")
    two = payback("calibration", folder, "--on", "2026-11-01")
    assert two.out == one.out
    assert "backup.toml: is the case of" in two.err
    assert "counted once" in two.err


def test_a_width_for_stand_ins_is_offered_until_it_is_in_force(
    tmp_path: Path, payback: Payback
) -> None:
    first = tmp_path / "0.toml"
    first.write_text(COMPLETE.replace("low = 4.5e6, high = 8_000_000, ", ""), encoding="utf-8")
    payback("decide", first, "go", "--by", "Bo", "--on", "2026-06-01")
    payback("set", first, "student.launched_on=2026-07-01")
    approved = first.read_text(encoding="utf-8")
    for number in range(11):
        calls = 31 * 6_000_000 / 30.4375 * (0.2 + 0.2 * number)
        month = f'\n[[actuals]]\nmonth = "2026-07"\ncalls = {calls:.0f}\n'
        (tmp_path / f"{number}.toml").write_text(approved + month, encoding="utf-8")
    told = payback("calibration", tmp_path, "--on", "2026-11-01")
    assert "11 truths lay between low and high" in told.said
    assert "The ranges were too narrow." in told.said
    assert "Calls per month: 20% above likely in the median (4 of 11 below)." in told.said
    scale = told.said.partition("put stand_in_scale = ")[2].partition(" ")[0]
    policy = tmp_path / "payback-policy.toml"
    policy.write_text(f"[policy]\nstand_in_scale = {scale}\n", encoding="utf-8")
    again = payback("calibration", tmp_path, "--on", "2026-11-01")
    assert f"would have had to be {scale} times their default width" in again.said
    assert "The scale in force lies within that" in again.said
    assert "To use it" not in again.said


def test_a_folder_without_sessions_is_refused(tmp_path: Path, payback: Payback) -> None:
    (tmp_path / "other.toml").write_text("[tool]\nname = 'x'\n", encoding="utf-8")
    told = payback("calibration", tmp_path, "--json")
    assert (told.status, told.out) == (2, "")
    assert "1 TOML file is no session; skipped." in told.err
    assert f"{tmp_path}: holds no session; name a folder that does\n" in told.err


def test_a_folder_without_months_says_what_it_takes(tmp_path: Path, payback: Payback) -> None:
    (tmp_path / "planned.toml").write_text(COMPLETE, encoding="utf-8")
    told = payback("calibration", tmp_path)
    assert (told.status, told.err) == (0, "")
    assert "`payback decide`" in told.said
    assert "`payback track`" in told.said


def test_a_case_that_cannot_be_used_costs_no_other_its_place(
    folder: Path, payback: Payback
) -> None:
    (folder / "broken.toml").write_text('schema = 1\n[volume]\ncalls_per_month = "many"\n')
    told = payback("calibration", folder, "--on", "2026-11-01")
    assert told.status == 2
    assert "broken.toml" in told.err
    assert "Calls per month" in told.said


def test_months_that_do_not_count_are_named(folder: Path, payback: Payback) -> None:
    told = payback("calibration", folder, "--on", "2026-09-15")
    assert "approved.toml" in told.err
    (line,) = [one for one in told.err.splitlines() if "actuals[2].month" in one]
    assert line.startswith("warning: ")


def test_a_file_is_no_folder(folder: Path, payback: Payback) -> None:
    told = payback("calibration", folder / "planned.toml")
    assert told.status == 2
    assert "is no folder of sessions" in told.err


def test_judging_a_case_loads_nothing_of_it(folder: Path) -> None:
    loaded = modules_loaded_by("-m", "wizard", "assess", str(folder / "planned.toml"))
    assert not any(one.startswith("rules.review") for one in loaded)

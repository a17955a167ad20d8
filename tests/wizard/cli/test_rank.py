"""A folder of sessions in order."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.conftest import Payback
from wizard.settings.policies import FILE_NAME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All samples, half of them one folder further down."""
    folder = tmp_path / "cases"
    (folder / "below").mkdir(parents=True)
    for number, path in enumerate(SAMPLES.values()):
        shutil.copy(path, folder / "below" if number % 2 else folder)
    return folder


def ranked(payback: Payback, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payback("rank", "--json", *arguments).out)
    return found


def test_each_currency_has_its_order_by_present_value(payback: Payback, folder: Path) -> None:
    found = ranked(payback, folder)
    assert [one["currency"] for one in found["ranked"]] == ["EUR", "USD"]
    for group in found["ranked"]:
        values = [one["npv"] for one in group["sessions"]]
        assert values == sorted(values, reverse=True)
        assert [one["rank"] for one in group["sessions"]] == list(range(1, group["count"] + 1))
    assert sum(group["count"] for group in found["ranked"]) == len(SAMPLES) - 1
    (draft,) = found["incomplete"]
    assert draft["file"].endswith("unfinished_draft.toml")
    assert "task.breadth" in draft["missing"]
    assert (found["unusable"], found["skipped"]) == ([], 0)


def test_figures_are_those_of_assess(payback: Payback, folder: Path) -> None:
    for group in ranked(payback, folder)["ranked"]:
        for one in group["sessions"]:
            whole = json.loads(payback("assess", one["file"], "--json").out)
            assert one["npv"] == whole["result"]["cash"]["npv"]
            assert one["payback_months"] == whole["result"]["payback_months"]
            assert one["upfront_total"] == whole["result"]["upfront_total"]
            assert one["verdict"] == whole["verdict"]["id"]
            assert one["title"] == whole["title"]


def test_the_page(payback: Payback, folder: Path) -> None:
    outcome = payback("rank", folder)
    assert (outcome.status, outcome.err) == (0, "")
    sections = outcome.out.split("\n\n")
    assert [section.splitlines()[0] for section in sections] == ["EUR", "USD", "Incomplete"]
    assert sections[1].splitlines()[2].split()[0] == "1"
    assert ": needs " in sections[2]
    assert "Redistillations a year" in sections[2]
    assert "maintenance." not in sections[2]
    assert "and " not in sections[1]


def test_only_the_first_ones(payback: Payback, folder: Path) -> None:
    euros, dollars = (
        sum(f'currency = "{code}"' in path.read_text("utf-8") for path in SAMPLES.values())
        for code in ("EUR", "USD")
    )
    sections = payback("rank", folder, "--top", "1").out.split("\n\n")
    assert sections[1].splitlines()[-1] == f"  and {dollars - 1} more"
    (euro, _) = ranked(payback, folder, "--top", "1")["ranked"]
    assert (len(euro["sessions"]), euro["count"]) == (1, euros)


def test_broken_ones_are_listed_with_their_first_problem(payback: Payback, folder: Path) -> None:
    (folder / "a.toml").write_text("schema = 1\n[volume]\ncalls_per_month = 0\nx = 1\n")
    (folder / "b.toml").write_text("schema = 1\nx = = 1\n")
    (folder / "c.toml").write_text(
        COMPLETE.replace("6_000_000", "8e307").replace("8_000_000", "9e307")
    )
    outcome = payback("rank", folder)
    assert outcome.status == 2
    assert "Not usable\n" in outcome.out
    assert f"{folder / 'a.toml'}:3: volume.calls_per_month: must be above 0" in outcome.out
    found = ranked(payback, folder)["unusable"]
    assert [Path(one["file"]).name for one in found] == ["a.toml", "b.toml", "c.toml"]
    assert [one["line"] for one in found] == [3, 2, None]
    assert "too large" in found[2]["message"]


def test_other_files_are_counted_and_a_policy_is_not(payback: Payback, folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\n")
    (folder / "notes.toml").write_text("not TOML")
    (folder / FILE_NAME).write_text("horizon_months = 12\n")
    outcome = payback("rank", folder)
    assert "2 TOML files are no session; skipped." in outcome.err
    assert outcome.err.count("Policy: ") == 1
    assert ranked(payback, folder)["skipped"] == 2


def test_each_session_is_judged_by_the_policy_of_its_folder(
    payback: Payback, tmp_path: Path
) -> None:
    for name, months in (("a", 12), ("b", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "case.toml").write_text(COMPLETE)
        (tmp_path / name / FILE_NAME).write_text(f"horizon_months = {months}\n")
    (group,) = ranked(payback, tmp_path)["ranked"]
    assert [Path(one["file"]).parent.name for one in group["sessions"]] == ["b", "a"]
    assert group["sessions"][0]["npv"] > 2 * group["sessions"][1]["npv"]


def test_sessions_behind_a_broken_policy_are_not_judged(payback: Payback, folder: Path) -> None:
    (folder / "below" / FILE_NAME).write_text("horizon_months = 0\n")
    outcome = payback("rank", folder)
    assert outcome.status == 2
    assert "horizon_months: must be at least 1" in outcome.out
    # The policy itself is one of the files; in place of the first session stands what is wrong.
    behind = len(list((folder / "below").glob("*.toml"))) - 2
    assert outcome.out.count("is not judged: its policy") == behind
    assert "EUR" in outcome.out


@pytest.mark.parametrize("name", ["nowhere", "file.toml", "empty"])
def test_a_folder_without_sessions(payback: Payback, tmp_path: Path, name: str) -> None:
    (tmp_path / "file.toml").write_text(COMPLETE)
    (tmp_path / "empty").mkdir()
    outcome = payback("rank", tmp_path / name)
    assert (outcome.status, outcome.out) == (2, "")
    assert str(tmp_path / name) in outcome.err


def test_only_incomplete_ones(payback: Payback, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("schema = 1\n")
    outcome = payback("rank", tmp_path)
    assert outcome.status == 0
    assert outcome.out.startswith("Incomplete\n")

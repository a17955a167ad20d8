"""A team's policy file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.assess import assess
from tests.wizard.cases import COMPLETE, answers_of
from wizard.policy_file import read_policy
from wizard.problems import InputUnusable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.toml"


@pytest.mark.parametrize("header", ["", "[policy]\n", "schema = 1\n[policy]\n"])
def test_values_stand_at_the_top_or_in_a_table(path: Path, header: str) -> None:
    path.write_text(f"{header}defensible_payback_months = 6\ndiscount_rate = 0.2\n")
    policy, warnings = read_policy(path)

    assert policy.values == {"defensible_payback_months": 6, "discount_rate": 0.2}
    assert policy.origin == str(path)
    assert warnings == ()


def test_it_wins_over_the_session_and_is_named_as_the_origin(path: Path) -> None:
    path.write_text("[policy]\nhorizon_months = 24\n")
    answers = answers_of(f"{COMPLETE}\n[policy]\nhorizon_months = 60\nprice_cut = 0.4\n")

    found = assess(answers, read_policy(path)[0])

    assert found.policy.horizon_months == 24
    assert {(one.key, one.value, one.origin) for one in found.policy_overrides} == {
        ("horizon_months", 24, str(path)),
        ("price_cut", 0.4, "session"),
    }


def test_keys_that_mean_nothing_are_warned_about_by_line(path: Path) -> None:
    path.write_text("title = 'x'\n[policy]\nhorizon_month = 24\nprice_cut = 0.4\n[volume]\nx = 1\n")
    policy, warnings = read_policy(path)

    assert policy.values == {"price_cut": 0.4}
    assert {(one.line, one.key, one.severity) for one in warnings} == {
        (1, "title", "warning"),
        (3, "policy.horizon_month", "warning"),
        (5, "volume", "warning"),
    }
    (near,) = [one.message for one in warnings if one.line == 3]
    assert "did you mean horizon_months?" in near


def test_at_the_top_too(path: Path) -> None:
    path.write_text("price_cut = 0.4\n\n[volume]\nx = 1\n")
    _, warnings = read_policy(path)
    assert [(one.line, one.key) for one in warnings] == [(3, "volume")]


@pytest.mark.parametrize("text", ["", "[policy]\n", "schema = 1\ntitle = 'a session'\n"])
def test_a_gate_that_gates_nothing_is_warned_about(path: Path, text: str) -> None:
    path.write_text(text)
    policy, warnings = read_policy(path)
    assert policy.values == {}
    assert "changes nothing" in warnings[-1].message
    assert all(one.file == str(path) for one in warnings)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("horizon_months = 2.5", 1, "horizon_months", "whole number"),
        ("[policy]\nhorizon_months = 0", 2, "policy.horizon_months", "at least 1"),
        ("[policy]\nprice_cut = nan", 2, "policy.price_cut", "not nan"),
        ("[policy]\nprice_cut = '1'", 2, "policy.price_cut", "number"),
        ("\nstrong_payback_months = 13", 2, "strong_payback_months", "must not fall"),
        ("policy = 5", 1, "policy", "[policy]"),
        ("price_cut = ", 1, "", "key = value"),
        ("price_cut = 50%", 1, "", "0.02 for 2 %"),
    ],
)
def test_a_value_that_cannot_be_used_is_an_error_with_its_line(
    path: Path, text: str, line: int, key: str, says: str
) -> None:
    path.write_text(text)
    with pytest.raises(InputUnusable) as caught:
        read_policy(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.key) == (str(path), line, key)
    assert says in problem.message


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputUnusable) as caught:
        read_policy(tmp_path / name)
    assert caught.value.problems[0].file == str(tmp_path / name)

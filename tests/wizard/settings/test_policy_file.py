"""What a team's policy file says, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.assess import assess
from tests.wizard.cases import COMPLETE, answers_of
from wizard.problems import InputUnusable
from wizard.settings.policy_file import read_policy


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


def test_values_stand_in_both_places(path: Path) -> None:
    path.write_text("defensible_payback_months = 6\n[policy]\ndiscount_rate = 0.2\n")
    policy, warnings = read_policy(path)

    assert policy.values == {"defensible_payback_months": 6, "discount_rate": 0.2}
    assert warnings == ()


def test_what_is_wrong_is_named_where_it_stands(path: Path) -> None:
    path.write_text("horizon_months = 0\nprice_cut = 0.4\n[policy]\nprice_cut = 0.3\n")
    with pytest.raises(InputUnusable) as caught:
        read_policy(path)

    assert [(one.line, one.key) for one in caught.value.problems] == [
        (1, "horizon_months"),
        (2, "price_cut"),
    ]
    assert "under [policy]" in caught.value.problems[1].message


def test_thresholds_that_fall_are_refused_across_both_places(path: Path) -> None:
    path.write_text("strong_payback_months = 9\n[policy]\ndefensible_payback_months = 6\n")
    with pytest.raises(InputUnusable):
        read_policy(path)


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


@pytest.mark.parametrize(
    ("table", "meant"), [("default", "defaults"), ("rule", "rules"), ("Policy", "policy")]
)
@pytest.mark.parametrize(
    "beside", ["", "[policy]\nprice_cut = 0.4\n", "[policy]\nprice_cuts = 1\n"]
)
def test_a_table_that_is_misspelled_is_named_as_it_is_meant(
    path: Path, table: str, meant: str, beside: str
) -> None:
    path.write_text(f'{beside}[{table}]\ncurrency = "EUR"\n')
    [first] = [one for one in read_policy(path)[1] if one.key == table]
    assert first.message == f"is not a value of a policy; it is ignored; did you mean [{meant}]?"


def test_a_default_that_stands_twice_is_refused_by_line(path: Path) -> None:
    path.write_text(
        '[defaults]\n"upfront.contingency" = 0.1\n\n[defaults.upfront]\ncontingency = 0.2\n'
    )
    with pytest.raises(InputUnusable) as refused:
        read_policy(path)
    [problem] = refused.value.problems
    assert problem.line == 5
    assert problem.message == "stands twice under [defaults]; keep one of them"


@pytest.mark.parametrize("text", ["", "[policy]\n", "schema = 1\n[policy]\n"])
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
        ("price_cut = ", 1, "", "a value behind the ="),
        ("price_cut = 50%", 1, "", "0.02 for 2%"),
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


# ---------------------------------------------------------------- default answers


def test_default_answers_are_read_in_every_way_that_toml_writes_them(path: Path) -> None:
    path.write_text(
        "[defaults]\n"
        'currency = "EUR"\n'
        '"upfront.engineering_worksheet.day_rate" = 900\n'
        "maintenance.monitoring_per_month = 400\n"
        "[defaults.teacher]\n"
        'training_terms = "permitted"\n'
    )
    policy, warnings = read_policy(path)
    assert warnings == ()
    assert {key: entry.text for key, entry in policy.defaults.items()} == {
        "currency": "EUR",
        "upfront.engineering_worksheet.day_rate": "900",
        "maintenance.monitoring_per_month": "400",
        "teacher.training_terms": "permitted",
    }
    assert (policy.currency, policy.values) == ("EUR", {})


@pytest.mark.parametrize(
    ("written", "basis", "source"),
    [
        ("900", "quoted", "team.toml"),
        ("{ likely = 900, low = 800, high = 1_000 }", "quoted", "team.toml"),
        ('{ likely = 900, basis = "measured", source = "HR" }', "measured", "HR (team.toml)"),
    ],
)
def test_a_default_number_says_that_it_is_from_the_policy_file(
    path: Path, written: str, basis: str, source: str
) -> None:
    path.write_text(f'[defaults]\n"upfront.evaluation_worksheet.day_rate" = {written}\n')
    (entry,) = read_policy(path)[0].defaults.values()
    assert entry.value.likely == 900
    assert (entry.value.basis, entry.value.source) == (basis, source)


def test_defaults_that_mean_nothing_are_warned_about(path: Path) -> None:
    path.write_text(
        'currency = "EUR"\n[defaults]\n"maintenance.monitoring_per_mont" = 4\nvolum = 5\n'
        "student.cost_per_1k_calls = { likely = 4, lo = 3 }\n"
    )
    policy, warnings = read_policy(path)
    assert list(policy.defaults) == ["student.cost_per_1k_calls"]
    assert [(one.line, one.severity) for one in warnings] == [
        (1, "warning"), (3, "warning"), (4, "warning"), (5, "warning"),
    ]  # fmt: skip
    assert warnings[0].message.endswith("write it under [defaults]")
    assert "did you mean maintenance.monitoring_per_month?" in warnings[1].message


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('currency = "euro"', "defaults.currency", "three capitals"),
        ("student.cost_per_1k_calls = -1", "defaults.student.cost_per_1k_calls", "at least 0"),
        ('"student.cost_per_1k_calls" = "x"', 'defaults."student.cost_per_1k_calls"', "number"),
        ('title = "x"', "defaults.title", "its own title"),
        ("upfront.other = { a = 1 }", "defaults.upfront.other", "has rows"),
        ('"upfront.other.legal" = 1', 'defaults."upfront.other.legal"', "has rows"),
        ('"quality.slices[0].name" = "x"', 'defaults."quality.slices[0].name"', "has rows"),
        ('"alternatives[].upfront" = 1', 'defaults."alternatives[].upfront"', "has rows"),
        ("decisions = []", "defaults.decisions", "`payback decide`"),
        ("portfolio.needs = ['a.toml']", "defaults.portfolio.needs", "stand in the file"),
        ("schema = 1", "defaults.schema", "which the program writes"),
        ("policy.discount_rate = 0.2", "defaults.policy.discount_rate", "under [policy]"),
    ],
)
def test_a_default_that_cannot_be_used_is_an_error_with_its_line(
    path: Path, text: str, key: str, says: str
) -> None:
    path.write_text(f"[defaults]\n{text}\n")
    with pytest.raises(InputUnusable) as caught:
        read_policy(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.key) == (str(path), 2, key)
    assert says in problem.message


# --------------------------------------------------------------------------- rules


def test_rules_are_switched_off_or_capped_anew(path: Path) -> None:
    path.write_text(
        '[rules]\nterms-unreviewed = "off"\nguesswork = "-"\nslow-cash = "reconsider"\n'
    )
    policy, warnings = read_policy(path)
    assert warnings == ()
    assert policy.rules == {
        "terms-unreviewed": "off", "guesswork": "-", "slow-cash": "reconsider",
    }  # fmt: skip
    assert policy.switched_off == ("terms-unreviewed",)
    assert policy.capped_anew == ("guesswork", "slow-cash")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('terms-unreviwed = "off"', "did you mean terms-unreviewed?"),
        ('zzz = "off"', "`payback rules` lists them"),
        ('guesswork = "strong"', 'not the text "strong"'),
        ("guesswork = false", "not false"),
        ("guesswork = []", "not a list"),
    ],
)
def test_a_rule_that_cannot_be_set_is_an_error_with_its_line(
    path: Path, text: str, says: str
) -> None:
    path.write_text(f"[rules]\n{text}\n")
    with pytest.raises(InputUnusable) as caught:
        read_policy(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.key.partition(".")[0]) == (2, "rules")
    assert says in problem.message


def test_everything_that_is_wrong_is_said_at_once_by_line(path: Path) -> None:
    path.write_text("price_cut = 2\n[rules]\nx = 1\n[defaults]\ncurrency = 1\n")
    with pytest.raises(InputUnusable) as caught:
        read_policy(path)
    assert [one.line for one in caught.value.problems] == [1, 3, 5]

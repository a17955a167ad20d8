"""Raw values to a case: every problem at once, at its path, and the rest still works."""

from __future__ import annotations

import copy
import math
import random
import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.estimate import Estimate
from rules.answers.unknown_keys import unknown_keys
from rules.answers.validation import Path, as_problems, problem_with, refusal_of, validate
from tests.reference.generate import generate
from tests.rules.cases import raw


def wrong_in(session: dict[str, Any]) -> dict[str, str]:
    return {problem.key: problem.message for problem in as_problems(validate(session)[1])}


def session_with(key: str, value: Any) -> dict[str, Any]:
    *tables, name = key.split(".")
    result: dict[str, Any] = {name: value}
    for table in reversed(tables):
        result = {table: result}
    return result


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("volume.calls_per_month", "many", 'the text "many"'),
        ("volume.calls_per_month", True, "not true"),
        ("volume.calls_per_month", float("nan"), "finite"),
        ("volume.calls_per_month", float("inf"), "finite"),
        ("volume.calls_per_month", 10**400, "too large"),
        ("volume.calls_per_month", 0, "above 0"),
        ("volume.calls_per_month", {"likely": 1, "low": 2, "high": 3}, "low <= likely"),
        ("volume.calls_per_month", {"likely": 1, "low": 0, "high": 3}, "above 0"),
        ("volume.monthly_growth", 0.26, "at most 0.25"),
        ("volume.monthly_growth", -0.51, "at least -0.5"),
        ("volume.share_moved", 0, "above 0"),
        ("volume.share_moved", 1.01, "at most 1"),
        ("volume.fallback_rate", 1, "below 1"),
        ("teacher.annual_price_change", -1, "above -1"),
        ("teacher.tokens.batch_share", 1.1, "at most 1"),
        ("student.hosting.target_load", 0, "above 0"),
        ("student.hosting.calls_per_second_per_replica", 0, "above 0"),
        ("upfront.contingency", 2.1, "at most 2"),
        ("upfront.ramp_months", 61, "at most 60"),
        ("upfront.other", 3, "table"),
        ("upfront.data_generation_worksheet.acceptance_rate", 0, "above 0"),
        ("maintenance.redistillations_per_year", 366, "at most 365"),
        ("as_of", datetime(2026, 1, 1), "date"),
        ("as_of", "2026-01-01", "date"),
        ("teacher.retires_on", 2026, "date"),
        ("teacher.training_terms", "maybe", "permitted, prohibited, unreviewed"),
        ("task.task_types", 0, "at least 1"),
        ("task.task_types", 1.5, "whole number"),
        ("task.task_types", True, "whole number"),
        ("task.description", 5, "text in quotes"),
        ("quality.frozen", 1, "true or false"),
        ("quality.basis", "{sure}", "{sure}"),
        ("quality.slices", {"a": 1}, "list of tables"),
        ("risk.draws", 99, "at least 100"),
        ("risk.draws", 1_000_001, "at most 1000000"),
        ("policy.horizon_months", 12.0, "whole number"),
        ("policy.horizon_months", 241, "at most 240"),
        ("policy.discount_rate", float("inf"), "number"),
        ("policy.slice_tolerance", 0, "above 0"),
        ("policy.slice_tolerance", True, "number"),
        ("title", "", "1 to 120"),
        ("title", "x" * 121, "121"),
        ("currency", "usd", "EUR"),
        ("currency", "\u00c4BC", "EUR"),
        ("volume", 3, "table"),
    ],
)
def test_an_unusable_value_is_named_by_key_and_left_out(key: str, value: Any, words: str) -> None:
    session = session_with(key, value)
    case, wrong = validate(session)
    (problem,) = as_problems(wrong)
    assert problem.key == key
    assert words in problem.message
    assert case == validate({})[0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("quality", "slices", 0, "share"), float("inf")),
        (("quality", "slices", 0, "teacher_score"), float("nan")),
        (("quality", "slices", 0, "student_score"), 1.1),
        (("quality", "slices", 0, "examples"), 0),
        (("quality", "slices", 0), 3),
        (("alternatives", 0, "kind"), "magic"),
        (("alternatives", 0, "upfront"), -1),
        (("workshop", "agreed", 0, "low"), float("inf")),
        (("workshop", "rounds", 0, "estimates", 0, "high"), float("nan")),
        (("risk", "correlations", 0, "rho"), 2),
    ],
)
def test_an_unusable_cell_is_named_by_row(path: Path, value: Any) -> None:
    session: Any = value
    for part in reversed(path):
        session = [session] if isinstance(part, int) else {part: session}
    assert path in validate(session)[1]


def test_all_problems_are_found_at_once_and_the_rest_is_kept() -> None:
    session = raw(
        {
            "volume.calls_per_month": "many",
            "teacher.cost_per_1k_calls": -1,
            "upfront.other": {"a b": -1, "licences": 2},
            "quality.slices": [3, {"share": 0, "name": "kept"}],
            "as_of": "soon",
        }
    )
    case, wrong = validate(session)
    assert {problem.key for problem in as_problems(wrong)} == {
        "volume.calls_per_month",
        "teacher.cost_per_1k_calls",
        'upfront.other."a b"',
        "quality.slices[0]",
        "quality.slices[1].share",
        "as_of",
    }
    assert case.volume.calls_per_month is None
    assert case.volume.monthly_growth == Estimate(0.02, basis="measured")
    assert case.upfront.other == {"licences": Estimate(2)}
    assert [one.name for one in case.quality.slices] == ["", "kept"]
    assert case.task.breadth == "narrow"


def test_contradictions_are_found_together_with_wrong_values() -> None:
    keys = wrong_in(
        {
            "teacher": {"tokens": {"input": 100, "cached_input": 90, "cache_write_input": 20}},
            "quality": {"slices": [{"share": 1}, {}, {"share": 2, "examples": 0}]},
            "policy": {"strong_payback_months": 20},
        }
    )
    assert set(keys) == {
        "teacher.tokens.cached_input",
        "quality.slices[0].share",
        "quality.slices[2].share",
        "quality.slices[2].examples",
        "policy.strong_payback_months",
    }


def test_parts_of_the_input_are_told_in_full() -> None:
    sheet = {"input": 1_500_000, "cached_input": 1_234_567, "cache_write_input": 1_000_001}
    (told,) = wrong_in({"teacher": {"tokens": sheet}}).values()
    assert "come to 2,234,568 of 1,500,000; count" in told


def test_tokens_that_make_up_the_input_on_paper_are_accepted() -> None:
    sheet = {"input": 0.3, "cached_input": 0.1, "cache_write_input": 0.2}
    assert wrong_in({"student": {"tokens": sheet}}) == {}
    assert wrong_in({"student": {"tokens": {**sheet, "cached_input": 0.1001}}})


@pytest.mark.parametrize(
    ("stated", "blamed"),
    [
        ((20, None, None), "s"),
        ((20, None, 30), "s"),
        ((None, 2, None), "d"),
        ((20, 10, None), "sd"),
        ((20, 10, 5), "sdt"),
        ((None, 30, None), "d"),
        ((None, None, 5), "t"),
        ((5, 5, 5), ""),
        ((6, 18, 36), ""),
    ],
)
def test_thresholds_that_fall_are_blamed_and_no_innocent_one(
    stated: tuple[float | None, ...], blamed: str
) -> None:
    names = ("strong_payback_months", "defensible_payback_months", "stop_payback_months")
    policy = {name: value for name, value in zip(names, stated, strict=True) if value is not None}
    letters = dict(zip(names, "sdt", strict=True))
    case, wrong = validate({"policy": policy})
    assert {letters[str(path[1])] for path in wrong} == set(blamed)
    assert case.policy.disorder() == {}


def test_a_correlation_that_lacks_something_is_named_and_does_not_hang() -> None:
    a, b = "volume.calls_per_month", "upfront.months_to_launch"
    rows = [{"a": a}, {"a": a, "b": b, "rho": 2}, {"a": a, "b": b, "rho": 0.5}, 7]
    case, wrong = validate({"risk": {"correlations": rows}})
    assert {path[2:] for path in wrong} >= {(0, "b"), (0, "rho"), (1, "rho"), (3,)}
    assert "at most 1" in wrong["risk", "correlations", 1, "rho"]
    assert [bool(one.absent) for one in case.risk.correlations] == [True, True, False, True]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("volume.call_per_month", "; did you mean volume.calls_per_month?"),
        ("task.breadth", ""),
        ("quality.slices[0].share", ""),
        ("upfront.other", ""),
        ("nonsense", ""),
    ],
)
def test_only_estimates_move_together(key: str, hint: str) -> None:
    rows = [{"a": key, "b": "student.hosting.gpu_price_per_hour", "rho": 0.5}]
    wrong = validate({"risk": {"correlations": rows}})[1]
    assert wrong == {
        ("risk", "correlations", 0, "a"): f"is {key!r}, which is not the key of an estimate{hint}"
    }
    refusal = refusal_of(("risk", "correlations", 0, "a"), key)
    assert refusal is not None
    assert refusal.word == "not a key"


@pytest.mark.parametrize(
    "key", ["volume.calls_per_month", "upfront.other.licence", "alternatives[1].upfront"]
)
def test_any_estimate_may_move_together_with_another(key: str) -> None:
    rows = [{"a": key, "b": "student.tokens.output", "rho": 0.5}]
    assert validate({"risk": {"correlations": rows}})[1] == {}


def test_the_session_given_is_not_changed() -> None:
    session = raw({"volume.calls_per_month": "many", "quality.slices": [3]})
    before = copy.deepcopy(session)
    validate(session)
    assert session == before


def test_a_valid_session_has_no_problem() -> None:
    case, wrong = validate(raw())
    assert wrong == {}
    assert case.as_of == date(2026, 1, 15)


@pytest.mark.parametrize("seed", range(0, 400, 8))
def test_generated_sessions_are_valid_and_known(seed: int) -> None:
    session = generate(seed)
    assert validate(session)[1] == {}
    assert unknown_keys(session) == []


JUNK: list[Any] = [
    None,
    True,
    -1,
    10**400,
    float("nan"),
    float("-inf"),
    "x",
    [],
    [1],
    {},
    {"likely": "x"},
    {"likely": 1, "low": 3, "high": 2},
    datetime(2026, 1, 1),
]


def places(value: Any, at: Path = ()) -> list[Path]:
    found = [at] if at else []
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(part, (*at, key))
    return found


@settings(max_examples=100)
@given(st.integers(0, 10_000))
def test_junk_anywhere_is_reported_or_harmless_and_the_rest_is_a_case(seed: int) -> None:
    chance = random.Random(seed)
    session: Any = copy.deepcopy(generate(seed % 50))
    for _ in range(3):
        *at, last = chance.choice(places(session))
        holder = session
        for part in at:
            holder = holder[part]
        holder[last] = copy.deepcopy(chance.choice(JUNK))
    case, wrong = validate(session)
    assert as_problems(wrong) or not wrong
    assert validate(session)[0] == case


def test_one_value_is_checked_by_the_bounds_of_its_place() -> None:
    assert problem_with(("volume", "share_moved"), Estimate(0.5)) is None
    assert "at most 1" in (problem_with(("volume", "share_moved"), Estimate(1.5)) or "")
    assert "above 0" in (problem_with(("quality", "slices", 3, "share"), 0.0) or "")
    assert problem_with(("upfront", "other", "a b"), Estimate(3)) is None
    assert "at least 0" in (problem_with(("upfront", "other", "a b"), Estimate(-3)) or "")


def test_a_currency_in_small_letters_is_answered_with_the_same_in_capitals() -> None:
    for text in ("eur", "Eur"):
        assert (problem_with(("currency",), text) or "").endswith("did you mean EUR?")
    assert "did you mean" not in (problem_with(("currency",), "euro") or "")


def test_unknown_keys_are_found_at_every_depth() -> None:
    session: dict[str, Any] = {
        "colour": 1,
        "volume": {"calls": 2, "calls_per_month": {"likely": 1, "mean": 2}},
        "quality": {"slices": [{"name": "x"}, {"weight": 1}]},
        "upfront": {
            "other": {"licences": {"likely": 1, "note": ""}, "source": {"likely": 2, "mean": 2}}
        },
        "policy": {"strictness": 1},
        "result": {"anything": 1},
    }
    assert unknown_keys(session) == [
        ("colour",),
        ("volume", "calls"),
        ("volume", "calls_per_month", "mean"),
        ("quality", "slices", 1, "weight"),
        ("upfront", "other", "licences", "note"),
        ("upfront", "other", "source", "mean"),
        ("policy", "strictness"),
    ]
    assert validate(session)[1] == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("as_of", "soon"),
        ("title", ""),
        ("title", "x" * 200),
        ("task.breadth", "wide"),
        ("quality.frozen", "yes"),
        ("quality.slices", "all"),
        ("quality.slices", [{"examples": 1.5}]),
        ("actuals", [{"month": "2026-13"}]),
        ("actuals", [{"month": "soon"}]),
        ("volume.calls_per_month", "many"),
        ("volume.calls_per_month", math.nan),
        ("volume.calls_per_month", 10**400),
        ("volume.calls_per_month", -1),
        ("volume.calls_per_month", {"likely": 1, "low": 2, "high": 1}),
        ("volume.calls_per_month", {"likely": 1, "basis": "guess"}),
        ("volume.calls_per_month", {"likely": 1, "source": 5}),
        ("volume.calls_per_month", {"likely": 1, "source": "two\nlines"}),
    ],
)
def test_what_is_wrong_is_also_said_in_a_word_or_two(key: str, value: object) -> None:
    """As it stands behind a field, where there is no room for a sentence."""
    refusal = refusal_of(tuple(key.split(".")), value)
    assert refusal is not None
    assert re.fullmatch(r"[a-z]+( [a-z]+){0,2}", refusal.word)

"""Estimates from TOML values: what is refused, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from rules.answers.estimate import BASES, Estimate, weakest


def refusal(value: object) -> str:
    with pytest.raises(PydanticCustomError) as refused:
        Estimate.from_toml(value)
    return str(refused.value)


@pytest.mark.parametrize("value", [3, 3.0])
def test_a_bare_number_is_estimated(value: float) -> None:
    assert Estimate.from_toml(value) == Estimate(3.0, basis="estimated")


def test_a_table_gives_range_basis_and_source() -> None:
    table = {"likely": 6, "low": 4, "high": 9.5, "basis": "measured", "source": "logs"}
    assert Estimate.from_toml(table) == Estimate(6.0, 4.0, 9.5, "measured", "logs")
    assert Estimate.from_toml(table).values == (4.0, 6.0, 9.5)
    assert Estimate.from_toml(table).has_range


def test_an_estimate_stays_itself() -> None:
    one = Estimate(1.0)
    assert Estimate.from_toml(one) is one
    assert one.values == (1.0,)
    assert not one.has_range


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "not true"),
        ({"likely": False}, "not false"),
        ("3", 'the text "3"'),
        (None, "number"),
        ([1], "a list"),
        ({"likely": {}}, "not a table"),
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        ({"likely": 1, "low": float("-inf"), "high": 2}, "`low`"),
        (10**400, "too large"),
        ({"likely": 10**400}, "too large"),
        ({}, "likely"),
        ({"low": 1, "high": 2}, "likely"),
        ({"likely": "x" * 40}, f'the text "{"x" * 40}"'),
        ({"likely": "x" * 41}, f'the text "{"x" * 39}\u2026 (41 characters)"'),
        ({"likely": 1, "low": 0}, "`high`"),
        ({"likely": 1, "high": 2}, "`low`"),
        ({"likely": 1, "low": 2, "high": 3}, "low <= likely <= high"),
        ({"likely": 4, "low": 2, "high": 3}, "2, 4, 3"),
        ({"likely": 1, "basis": "sure"}, "measured, quoted, estimated, assumed"),
        ({"likely": 1, "basis": ["measured"]}, "measured, quoted"),
        ({"likely": 1, "source": 3}, "source"),
        ({"likely": 1, "source": "a\nb"}, "several lines"),
        ({"likely": 1, "source": "a\n"}, "several lines"),
        ({"likely": 1, "source": "a\u2028b"}, "several lines"),
    ],
)
def test_an_unusable_value_is_refused_in_words(value: object, words: str) -> None:
    assert words in refusal(value)


def test_words_of_the_user_with_braces_come_back_as_they_are() -> None:
    assert "{x}" in refusal({"likely": "{x}"})


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2),
            st.dictionaries(
                st.sampled_from(["likely", "low", "high", "basis", "source", "x"]), inner
            ),
        ),
        max_leaves=8,
    )
)
def test_any_value_is_an_ordered_finite_estimate_or_refused(value: Any) -> None:
    try:
        made = Estimate.from_toml(value)
    except PydanticCustomError:
        return
    assert all(abs(one) < float("inf") for one in made.values)
    assert sorted(made.values) == list(made.values)
    assert made.basis in BASES


def test_the_weakest_basis_wins() -> None:
    assert weakest(["quoted", "assumed", "measured"]) == "assumed"
    assert weakest(["measured"]) == "measured"
    assert weakest([]) is None

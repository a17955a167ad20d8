"""Answers as people type them, and those that they bring in a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.workshop.pooling import Range
from rules.workshop.refused import Refused
from rules.workshop.votes import (
    LONGEST_REASON,
    Typed,
    Vote,
    VoteUnusable,
    read_reason,
    read_vote,
    typed_vote,
    votes_from_copy,
)
from tests.rules.cases import case, estimate

VOLUME, SHARE, COST = (
    "volume.calls_per_month",
    "volume.share_moved",
    "teacher.cost_per_1k_calls",
)


def test_numbers_are_read_as_everywhere_else() -> None:
    read = read_vote(VOLUME, Typed("4.5M", "6,000,000", "8 000 000", " logs "))
    assert read == Vote(Range(4.5e6, 6e6, 8e6), "logs")
    assert read_vote(SHARE, Typed("80%", "90", "100%")).said == Range(0.8, 0.9, 1)
    assert read_vote(VOLUME, Typed(likely="6M (4.5M..8M)")).said == Range(4.5e6, 6e6, 8e6)
    assert read_vote(VOLUME, Typed(likely="6M")).said == Range(6e6, 6e6, 6e6)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (Typed("8M", "6M", "4M"), {"low": "Low, 8M, is above high, 4M; exchange them"}),
        (Typed("4M", "3M", "5M"), {"likely": "Likely, 3M, is below low, 4M"}),
        (Typed("4M", "6M", "5M"), {"likely": "Likely, 6M, is above high, 5M"}),
        (Typed("4M", "", "5M"), {"likely": "Type the likely value."}),
        (Typed("4M", "5M", ""), {"high": "Type high as well"}),
        (Typed("", "5M", "6M"), {"low": "Type low as well"}),
        (Typed("1..2", "5M", "6M"), {"low": "One number here"}),
        (Typed("1", "2..3", "6M"), {"likely": "The range stands in low and high"}),
        (Typed("1,5", "x", "-1"), {"low": "1.5 or 15", "likely": "Not a number", "high": "above"}),
        (Typed(likely="5M", reason="x" * 10_000), {"reason": "10,000 characters"}),
        (Typed(), {"likely": "Type the likely value."}),
    ],
)
def test_what_cannot_be_used_says_so_by_field(typed: Typed, wrong: dict[str, str]) -> None:
    with pytest.raises(VoteUnusable) as refused:
        read_vote(VOLUME, typed)
    assert refused.value.fields.keys() == wrong.keys()
    for name, words in wrong.items():
        assert words in refused.value.fields[name]


def test_an_amount_in_another_currency_is_refused() -> None:
    with pytest.raises(VoteUnusable, match="not the case's currency, EUR"):
        read_vote(COST, Typed(likely="$4"), "EUR")


def test_a_share_out_of_bounds_is_refused_in_its_own_unit() -> None:
    with pytest.raises(VoteUnusable, match="120%"):
        read_vote(SHARE, Typed(likely="120%"))


def test_what_is_not_an_estimate_takes_no_answers() -> None:
    with pytest.raises(ValueError, match=r"task\.breadth is not the key"):
        read_vote("task.breadth", Typed(likely="1"))


def test_a_reason_may_have_lines_and_anything_that_a_file_can_hold() -> None:
    assert read_reason('  a\n"b" [c] \x1b[2J ') == 'a\n"b" [c] \x1b[2J'
    assert len(read_reason("x" * LONGEST_REASON)) == LONGEST_REASON
    with pytest.raises(Refused, match="half a character"):
        read_reason("a\ud800")


@given(st.lists(st.floats(1e-6, 1e12), min_size=3, max_size=3).map(sorted), st.text(max_size=40))
def test_what_is_typed_back_reads_the_same(numbers: list[float], reason: str) -> None:
    try:
        vote = Vote(Range(*numbers), read_reason(reason))
    except Refused:
        return
    for key in (VOLUME, COST, "upfront.contingency" if numbers[-1] <= 2 else VOLUME):
        assert read_vote(key, typed_vote(key, vote), "USD") == vote


def test_a_copy_brings_what_differs_from_the_session() -> None:
    theirs = case({VOLUME: estimate(5e6, 4e6, 6e6, source="our logs"), COST: estimate(4)})
    found = votes_from_copy(theirs, case(), (VOLUME, COST, SHARE))
    assert found == {VOLUME: Vote(Range(4e6, 5e6, 6e6), "our logs")}


def test_an_answer_in_a_row_is_brought_too() -> None:
    base = case({"alternatives": [{"name": "a", "upfront": 1}]})
    theirs = case({"alternatives": [{"name": "a", "upfront": 2}]})
    assert votes_from_copy(
        theirs, base, ["alternatives[0].upfront", "alternatives[7].upfront"]
    ) == {"alternatives[0].upfront": Vote(Range(2, 2, 2))}


def test_a_row_that_stands_elsewhere_in_a_copy_is_not_taken_for_another() -> None:
    rows = [{"name": "a", "upfront": 1}, {"name": "b", "upfront": 2}]
    keys = ["alternatives[0].upfront", "alternatives[1].upfront", "alternatives[2].upfront"]
    base, turned = case({"alternatives": rows}), case({"alternatives": rows[::-1]})
    assert votes_from_copy(turned, base, keys) == {}
    longer = case({"alternatives": [*rows, {"name": "c", "upfront": 3}]})
    assert votes_from_copy(longer, base, keys) == {}


def test_an_answer_that_the_session_lacks_is_somebodys_own() -> None:
    found = votes_from_copy(case({COST: estimate(5)}), case({COST: None}), (COST,))
    assert found == {COST: Vote(Range(5, 5, 5))}

"""Answers are frozen: a change makes new ones and leaves the old alone."""

from __future__ import annotations

import pytest

from rules.answers.answers import Answers, Entry, Row, Table

GOOD, BAD = Entry("3", 3.0), Entry("x", problem="Not a number")


def test_answering_leaves_the_earlier_answers_alone() -> None:
    before = Answers({"a": GOOD})
    after = before.answer("b", BAD)
    assert dict(before) == {"a": GOOD}
    assert dict(after) == {"a": GOOD, "b": BAD}
    assert len(after) == 2
    assert after["b"] is BAD


def test_an_answer_taken_back_is_absent() -> None:
    answers = Answers({"a": GOOD})
    assert "a" not in answers.answer("a", None)
    assert dict(answers.answer("b", None)) == {"a": GOOD}


def test_only_a_usable_answer_has_a_value() -> None:
    answers = Answers({"a": GOOD, "b": BAD, "c": Entry("x", 3.0, "Too large"), "d": Entry("")})
    assert [answers.value(key) for key in "abcde"] == [3.0, None, None, None, None]
    assert not Entry("x", 3.0, "Too large").usable


def test_nothing_can_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        GOOD.text = "4"  # type: ignore[misc]  # refused, as is shown here
    with pytest.raises(AttributeError):
        Table().rows = ()  # type: ignore[misc]  # refused, as is shown here


def test_a_row_gives_its_usable_cells() -> None:
    row = Row("1", {"share": GOOD, "name": BAD})
    assert row.values() == {"share": 3.0}
    assert row.with_cell("name", Entry("a", "a")).values() == {"share": 3.0, "name": "a"}
    assert row.with_cell("share", None).values() == {}
    assert row.values() == {"share": 3.0}


def test_a_row_is_added_or_replaced_by_its_id_in_its_place() -> None:
    table = Table((Row("1", {}), Row("2", {})))
    replaced = table.with_row(Row("1", {"share": GOOD}))
    assert [row.id for row in replaced.rows] == ["1", "2"]
    assert replaced.rows[0].values() == {"share": 3.0}
    assert [row.id for row in table.with_row(Row("3", {})).rows] == ["1", "2", "3"]


def test_a_new_row_gets_an_id_that_no_row_has() -> None:
    assert Table().next_id() == "1"
    assert Table((Row("1", {}), Row("x", {}), Row("7", {}))).next_id() == "8"
    assert Table((Row("1", {}), Row("7", {}))).without_row("1").next_id() == "8"


def test_a_table_lists_its_unusable_cells_by_row_and_column() -> None:
    table = Table((Row("1", {"share": GOOD}), Row("2", {"share": BAD, "name": GOOD})))
    assert table.problems == [(1, "share", "Not a number")]

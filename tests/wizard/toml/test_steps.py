"""What an edit is held against: the contents that it should have, but for what holds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.toml.steps import alike, without_empty


@pytest.mark.parametrize(
    ("value", "slim"),
    [
        ({"a": {}, "b": [], "c": {"d": {}}}, {}),
        ({"a": 0, "b": "", "c": False}, {"a": 0, "b": "", "c": False}),
        ({"rows": [{"a": 1, "b": {}}, {"c": []}]}, {"rows": [{"a": 1}, {}]}),
        ([1, [], "x"], [1, [], "x"]),
    ],
)
def test_tables_and_lists_that_hold_nothing_are_left_out_and_all_else_stays(
    value: Any, slim: Any
) -> None:
    assert alike(without_empty(value), slim, same_type=True)


def test_rows_that_differ_are_not_alike() -> None:
    one, other = ({"rows": [{"a": number}]} for number in (1, 2))
    assert not alike(without_empty(one), without_empty(other), same_type=False)

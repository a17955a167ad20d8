"""What an edit is held against: the contents that it should have, but for what holds nothing."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from wizard.toml.steps import Step, alike, steps_between, without_empty


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


ROWS: list[Any] = [{"name": name, "n": number} for number, name in enumerate("abc")]


def steps(new: list[Any], *, movable: bool = True) -> list[Step]:
    return list(steps_between(("rows",), ROWS, new, lambda _: movable))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_that_change_places_keep_what_stands_with_them(order: tuple[int, ...]) -> None:
    """A remark beside a row goes where the row goes: its contents are not written anew."""
    moved = [ROWS[i] for i in order]
    found = steps(moved)
    assert [one.order for one in found] == ([] if moved == ROWS else [order])


@pytest.mark.parametrize("movable", [True, False])
@pytest.mark.parametrize(
    "new",
    [
        [ROWS[2], {"name": "d", "n": 1}, ROWS[0]],
        [{"name": "d", "n": 0}, *ROWS[1:]],
        [ROWS[1], {"name": "a", "n": 7}],
        [{"name": "d", "n": 9}, *ROWS],
        [],
    ],
)
def test_one_step_after_the_other_leads_to_what_is_wanted(new: list[Any], movable: bool) -> None:
    data: Any = {"rows": ROWS}
    for one in steps(new, movable=movable):
        data = one.applied(data)
    assert data["rows"] == new


def test_a_row_that_is_renamed_in_its_place_is_changed_and_not_replaced() -> None:
    (only,) = steps([ROWS[0], {**ROWS[1], "name": "renamed"}, ROWS[2]])
    assert only == Step(("rows", 1, "name"), "renamed")


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_rows_without_names_are_known_by_what_they_hold(order: tuple[int, ...]) -> None:
    rows = [{"n": number} for number in range(3)]
    moved = [{"n": float(rows[i]["n"])} for i in order]
    (only,) = steps_between(("rows",), rows, moved, lambda _: True)
    assert only.order == order

"""What keeps an answer from counting is told by a key that leads to where it was typed."""

from __future__ import annotations

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.case_of import case_of
from rules.questions import locate

NAME, OTHER, COST = Entry("fee", "fee"), Entry("other", "other"), Entry("x", problem="Not a number")


@pytest.mark.parametrize(
    "rows",
    [
        ({"cost": COST},),
        ({"name": Entry("fee", problem="Another row has this name"), "cost": COST},),
        ({"name": NAME, "cost": COST}, {"name": NAME, "cost": COST}),
        ({"name": NAME, "cost": COST}, {"name": OTHER, "cost": COST}),
    ],
    ids=["nameless", "name of another", "name used twice", "two names"],
)
def test_a_cell_of_a_named_row_is_found(rows: tuple[dict[str, Entry], ...]) -> None:
    table = Table(tuple(Row(str(at), cells) for at, cells in enumerate(rows)))
    _, problems = case_of(Answers({"upfront.other": Entry("", table)}))
    assert "Not a number" in [one.message for one in problems]
    for one in problems:
        assert locate(one.key) is not None, one

"""What a column comes to, and bare fractions in one of percentages."""

from __future__ import annotations

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.assess import assess
from rules.questions import QUESTIONS, Question
from rules.tables.rows import cell_entry
from rules.tables.sums import has_fractions, read_as_fractions, sum_of

SLICES = QUESTIONS["quality.slices"]


def column(key: str) -> Question:
    found = SLICES.column(key)
    assert found is not None
    return found


def typed(key: str, *texts: str, decimal_comma: bool = False) -> Table:
    """A table with one column, a text in each row."""
    table = Table()
    for number, text in enumerate(texts, 1):
        table = table.with_row(Row(str(number), {}))
        entry = cell_entry(SLICES, column(key), text, table, str(number), "USD", decimal_comma)
        table = table.with_row(table.row(str(number)).with_cell(key, entry))
    return table


@pytest.mark.parametrize(
    ("key", "texts", "said"),
    [
        ("share", ("10%", "20%", "70%"), "100%"),
        ("share", ("10%", "twenty", "70%"), "80%"),
        ("examples", ("825", "1,312"), "2,137"),
        ("examples", (), ""),
        ("examples", ("many",), ""),
        # Of scores a sum says nothing.
        ("teacher_score", ("94%", "95%"), ""),
    ],
)
def test_a_column_comes_to_what_is_usable_in_it(
    key: str, texts: tuple[str, ...], said: str
) -> None:
    assert sum_of(SLICES, column(key), typed(key, *texts), {}) == said


def test_a_cell_that_contradicts_others_is_left_out() -> None:
    table = typed("examples", "825", "1,312")
    assert sum_of(SLICES, column("examples"), table, {"1": {"examples"}}) == "1,312"


def test_shares_come_to_something_while_one_of_them_lacks() -> None:
    table = typed("share", "31%", "34%").with_row(Row("3", {"name": Entry("new", "new")}))
    left_out = {"1": {"share"}, "2": {"share"}}
    assert sum_of(SLICES, column("share"), table, left_out) == "65%"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("legal", "2k"), ("licences", "4k")], "6k"),
        ([("legal", "2k"), ("", "4k")], "2k"),
        ([("legal", "2k"), ("licences", "EUR 4k")], "2k"),
        ([("legal", "2k"), ("legal", "4k")], "2k"),
    ],
)
def test_costs_come_to_what_the_case_takes_of_them(rows: list[tuple[str, str]], said: str) -> None:
    question = QUESTIONS["upfront.other"]
    table = Table()
    for number, row in enumerate(rows, 1):
        table = table.with_row(Row(str(number), {}))
        for one, text in zip(question.columns, row, strict=True):
            entry = cell_entry(question, one, text, table, str(number), "USD")
            table = table.with_row(table.row(str(number)).with_cell(one.key, entry))
    assert sum_of(question, question.value_column, table, {}) == said
    counted = assess(Answers({"upfront.other": Entry("", table)})).figures.drivers.upfront_total
    assert float(said.replace("k", "000")) == counted


def scores(*texts: str, typed_now: str = "", decimal_comma: bool = False) -> list[object]:
    key = "teacher_score"
    table = typed(key, *texts, decimal_comma=decimal_comma)
    read = read_as_fractions(SLICES, column(key), table, "USD", typed_now)
    cells: list[Entry] = [row.cells[key] for row in read.rows]
    return [cell.value if cell.usable else cell.text for cell in cells]


def test_bare_fractions_wait_until_somebody_says_that_they_are_meant() -> None:
    assert has_fractions(column("teacher_score"), typed("teacher_score", "0.94"))
    assert not has_fractions(column("teacher_score"), typed("teacher_score", "94%", "high"))
    assert scores("0.94", "0.5") == [0.94, 0.5]
    assert scores("0,94", decimal_comma=True) == [0.94]


def test_a_bare_one_is_all_of_it_beside_fractions_and_not_beside_a_number_above_it() -> None:
    assert scores("0.94", "1") == [0.94, 1]
    assert scores("0.94", "1", "94") == [0.94, 0.01, 0.94]
    assert scores("1", "94", typed_now="1") == [1, 0.94]


def test_what_has_its_sign_and_what_is_no_number_stays() -> None:
    assert scores("0.94", "50%", "high") == [0.94, 0.5, "high"]

"""Text to cells and back: what spreadsheets, harnesses and pages put on a clipboard."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.answers import Entry, Row, Table
from rules.questions import QUESTIONS
from rules.tables.plan import plan_of
from rules.tables.sheet import MOST_ROWS, sheet_of, text_of
from rules.tables.taking import taken
from rules.words.signs import hidden

SLICES = QUESTIONS["quality.slices"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("name\tn\nbilling\t825\nfraud\t312\n", "tabs"),
        ("name\tn\r\nbilling\t825\r\nfraud\t312\r\n", "tabs"),
        # As a terminal hands on what was pasted.
        ("name\tn\rbilling\t825\rfraud\t312", "tabs"),
        ("\ufeffname,n\nbilling,825\nfraud,312", "commas"),
        ('"name","n"\n"billing","825"\n\n"fraud","312"', "commas"),
        ("name;n\nbilling;825\nfraud;312", "semicolons"),
        ("| name | n |\n|---|--:|\n| billing | 825 |\n| **fraud** | `312` |", "vertical bars"),
        ("name | n\n--- | ---\nbilling | 825\nfraud | 312", "vertical bars"),
        (
            "┏━━━┳━━━┓\n┃ name ┃ n ┃\n┡━━━╇━━━┩\n│ billing │ 825 │\n│ fraud │ 312 │\n└───┴───┘",
            "vertical bars",
        ),
        ("+---+---+\n| name | n |\n+===+===+\n| billing | 825 |\n| fraud | 312 |", "vertical bars"),
        ("name       n\nbilling    825\nfraud      312", "spaces"),
    ],
)
def test_the_same_cells_whatever_separates_them(text: str, separator: str) -> None:
    sheet = sheet_of(text)
    assert sheet is not None
    assert sheet.rows == (("name", "n"), ("billing", "825"), ("fraud", "312"))
    assert sheet.separator == separator


def test_an_empty_cell_at_a_corner_is_a_cell() -> None:
    for text in ("\tn\nbilling\t825\n", "\n\tn\nbilling\t825"):
        sheet = sheet_of(text)
        assert sheet is not None
        assert sheet.rows == (("", "n"), ("billing", "825"))
    sheet = sheet_of("name\tn\nbilling\t")
    assert sheet is not None
    assert sheet.rows == (("name", "n"), ("billing", ""))


@pytest.mark.parametrize("text", ["", "\n\n", "1,200", "refund; billing", "a | b", "6M (4M..8M)\n"])
def test_a_single_answer_is_no_table(text: str) -> None:
    assert sheet_of(text) is None


def test_quotes_hold_separators_and_line_ends_and_those_that_do_not_close_are_signs() -> None:
    sheet = sheet_of('"a\tb"\t"say ""yes"""\nc\t"two\nlines"\n')
    assert sheet is not None
    assert sheet.rows == (("a b", 'say "yes"'), ("c", "two lines"))
    sheet = sheet_of('"5 inch\t1\n7 inch\t2')
    assert sheet is not None
    assert sheet.rows == (('"5 inch', "1"), ("7 inch", "2"))


def test_commas_that_group_digits_separate_nothing() -> None:
    sheet = sheet_of("1,200\n30\n400")
    assert sheet is not None
    assert sheet.rows == (("1,200",), ("30",), ("400",))
    sheet = sheet_of('a,"1,200"\nb,"2,600"')
    assert sheet is not None
    assert sheet.rows == (("a", "1,200"), ("b", "2,600"))


def test_an_empty_row_between_others_keeps_its_place() -> None:
    sheet = sheet_of("94\n\n95\n\n")
    assert sheet is not None
    assert sheet.rows == (("94",), ("",), ("95",))


def test_short_rows_are_filled_up_and_bars_may_be_escaped() -> None:
    sheet = sheet_of("| a \\| b | 1 |\n|---|---|\n| c |")
    assert sheet is not None
    assert sheet.rows == (("a | b", "1"), ("c", ""))


def test_more_rows_than_anybody_judges_by_are_counted_and_left_out() -> None:
    sheet = sheet_of("\n".join(f"slice {one}\t1" for one in range(MOST_ROWS + 21)))
    assert sheet is not None
    assert (len(sheet.rows), sheet.left_out) == (MOST_ROWS + 1, 20)


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12).map(
    lambda text: " ".join(text.replace("\ufeff", "").split())
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    rows = [("name", "n", "last"), *rows, ("end", "1", "x")]
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows)
    sheet = sheet_of(out.getvalue())
    assert sheet is not None
    # An apostrophe before a formula is no part of the text, in spreadsheets neither.
    assert [[text.lstrip("'") for text in row] for row in sheet.rows] == [
        [text.lstrip("'") for text in row] for row in rows
    ]


NAMES = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=9).filter(
        # What does not show is copied as the sign that is shown for it.
        lambda text: text[0] != "'" and not hidden(text)
    ),
    min_size=1,
    max_size=5,
    unique_by=str.casefold,
)


@given(NAMES)
def test_copied_rows_are_pasted_as_they_were(names: list[str]) -> None:
    table = Table(
        tuple(
            Row(
                str(number),
                {"name": Entry(name, name), "share": Entry(f"{number}%", number / 100)},
            )
            for number, name in enumerate(names, start=1)
        )
    )
    sheet = sheet_of(text_of(SLICES, table))
    assert sheet is not None
    plan = plan_of(SLICES, sheet, "name")
    assert plan.has_headings
    assert taken(plan, Table(), "1", "USD").table == table


def test_what_a_spreadsheet_would_run_is_copied_as_text() -> None:
    name = "=HYPERLINK(1)"
    table = Table((Row("1", {"name": Entry(name, name), "share": Entry("-5%", None, "no")}),))
    copied = text_of(SLICES, table)
    assert "\n'=HYPERLINK(1)\t-5%" in copied
    sheet = sheet_of(copied)
    assert sheet is not None
    assert sheet.rows[1][0] == name

"""The layout of plain text: nothing wider than it may be, nothing lost, nothing obeyed."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from rules.words.wording import visible
from tests.wizard.reports.made import HOSTILE
from wizard.reports.text import INDENT, columns, led, plain, points, under, words

ROW = ("left", "right")
ROWS = [("Calls", "6M", "measured, gateway logs"), ("Price per million tokens", "2.5", "quoted")]
LONG = "a word or two and incomprehensibilities 漢字かな漢字かな漢字かな " * 3
WIDTHS = (8, 20, 36, 80, 240)


def laid_out(text: str, width: int) -> list[str]:
    """One text wherever one can stand."""
    parts = [
        words(text, width - INDENT),
        led(text, text, width - INDENT, "- "),
        points([text, text], width - INDENT),
        columns([(text, text), ("x", text)], ("left", "left"), width - INDENT, (text, text)),
        columns([(text, "1", text)], ("left", "right", "left"), width - INDENT),
    ]
    return plain(under(text, parts, width)).split("\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", [LONG, "x" * 100, "漢" * 100, "", *HOSTILE.values()])
def test_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    for line in laid_out(text, width):
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_lost(width: int) -> None:
    said = "".join(LONG.split())
    for line in (words(LONG, width), led("", LONG, width, "- "), points([LONG], width)):
        assert "".join(plain(line).split()).removeprefix("-") == said


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "one\ntwo", "a\tb\r\x85c\u2028d", "\u200b\ufeff"]
)
def test_nothing_is_obeyed_and_no_text_breaks_a_line(text: str) -> None:
    for line in laid_out(text, 100_000):
        assert line.isprintable(), line
        assert visible(line) == line
    assert len(plain(words(text, 100_000)).split("\n")) == 1


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert plain(words("one   two", 9)) == "one   two"
    assert plain(words("one two", 6)) == "one\ntwo"


def test_a_word_that_is_too_long_is_broken_at_a_hyphen_or_anywhere() -> None:
    said = "of (cheaper-alternative) or abcdefghijklmnopq"
    assert plain(words(said, 12)).split("\n") == [
        "of (cheaper-",
        "alternative)",
        "or",
        "abcdefghijkl",
        "mnopq",
    ]


def test_all_under_a_heading_is_set_in_and_its_parts_stand_apart() -> None:
    parts = [words("one", 8), points(["two or three"], 8)]
    assert plain(under("Heading", parts, 10)).split("\n") == [
        "Heading",
        "  one",
        "",
        "  - two or",
        "    three",
    ]


def test_what_leads_stands_out_and_a_bullet_hangs() -> None:
    assert list(led("Risk", "It may go wrong", 12, "- ")) == [
        (("- ", "plain"), ("Risk.", "strong"), (" It", "plain")),
        (("  may go", "plain"),),
        (("  wrong", "plain"),),
    ]


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    header = ("", "A", "B")
    rows = [("Payback", "2 months", "never"), ("漢字", "$1", "$41,092")]
    assert plain(columns(rows, ("left", "right", "right"), 80, header)).split("\n") == [
        "                A        B",
        "Payback  2 months    never",
        "漢字           $1  $41,092",
    ]


def test_words_are_wrapped_in_their_column_and_the_name_of_a_row_hangs() -> None:
    assert plain(columns(ROWS, ("left", "right", "left"), 42)).split("\n") == [
        "Calls               6M  measured, gateway",
        "                        logs",
        "Price per million  2.5  quoted",
        "  tokens",
    ]


def test_what_does_not_fit_side_by_side_stands_below_each_other() -> None:
    header = ("Number", "Value", "Basis")
    assert plain(columns(ROWS, ("left", "right", "left"), 26, header)).split("\n") == [
        "Calls",
        "  Value: 6M",
        "  Basis: measured, gateway",
        "    logs",
        "Price per million tokens",
        "  Value: 2.5",
        "  Basis: quoted",
    ]


def test_a_sum_stands_out() -> None:
    looks = [look for ((_, look),) in columns([("a", "1"), ("b", "1")], ROW, 9, total=True)]
    assert looks == ["plain", "strong"]

"""Charts as text: what they show, at any size, and that nothing breaks them."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.words.money import Words
from screens.charts.bars import BASE, BETTER, WORSE, tornado_bar
from screens.charts.histogram import histogram
from screens.charts.payback_curve import payback_curve

LINE = [-100.0 + 10 * month for month in range(37)]
MONEY = Words("USD")


def test_a_bar_runs_from_each_end_to_the_case_as_it_is() -> None:
    assert tornado_bar((0, 10), 5, (0, 10), 11) == f"-{WORSE * 4}{BASE}{BETTER * 4}+"
    # A number that does harm as it grows has its high end on the side of what is worse.
    assert tornado_bar((10, 0), 5, (0, 10), 11) == f"+{WORSE * 4}{BASE}{BETTER * 4}-"


def test_where_both_ends_are_worse_nothing_is_shown_as_better() -> None:
    assert tornado_bar((0, 2), 5, (0, 10), 11) == f"-{WORSE}+{WORSE * 2}{BASE}     "
    assert tornado_bar((8, 8), 5, (0, 10), 11) == f"     {BASE}{BETTER * 2}±  "


def test_a_bar_without_width_shows_the_case_alone() -> None:
    assert tornado_bar((5, 5), 5, (0, 10), 11) == " " * 5 + BASE + " " * 5
    assert tornado_bar((5, 5), 5, (5, 5), 4).strip() == BASE


@given(
    st.tuples(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12)),
    st.floats(-1e12, 1e12),
    st.integers(1, 200),
)
def test_a_bar_always_has_the_cells_it_was_given(
    ends: tuple[float, float], base: float, width: int
) -> None:
    extent = (min(*ends, base), max(*ends, base))
    bar = tornado_bar(ends, base, extent, width)
    assert len(bar) == width
    assert bar.count(BASE) == 1


def test_a_histogram_is_highest_where_most_draws_are() -> None:
    lines = histogram(
        [1, 4, 8, 4, 0], [0, 1, 2, 3, 4, 5], 25, 5, labels=("0", "5"), mark=(3, "now")
    )
    assert len(lines) == 5
    assert {len(line) for line in lines} == {25}
    assert lines[0].strip() == "█████"
    assert lines[0].index("█") == 10
    assert lines[3][:5].strip() != ""
    assert lines[3][20:] == " " * 5
    assert lines[4].startswith("0")
    assert lines[4].index("▲") == round(3 / 5 * 24)
    assert lines[4].endswith("5")


def test_what_happened_once_is_still_to_be_seen() -> None:
    lines = histogram([1, 100_000], [0, 1, 2], 20, 4, labels=("", ""))
    assert lines[2][0] == "▁"


def test_more_bins_than_cells_share_a_cell() -> None:
    lines = histogram([1] * 200, list(range(201)), 20, 3, labels=("", ""))
    assert lines[0] == "█" * 20


@pytest.mark.parametrize(
    ("counts", "width", "height"), [([], 40, 5), ([0, 0], 40, 5), ([1], 10, 5), ([1], 40, 2)]
)
def test_without_room_or_draws_there_is_no_histogram(
    counts: list[int], width: int, height: int
) -> None:
    edges = list(range(len(counts) + 1))
    assert histogram(counts, edges, width, height, labels=("0", "1")) == []


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=80),
    st.integers(20, 200),
    st.integers(3, 20),
    st.floats(-1e6, 1e6),
)
def test_every_line_of_a_histogram_has_its_width(
    counts: list[int], width: int, height: int, mark: float
) -> None:
    edges = [float(one) for one in range(len(counts) + 1)]
    lines = histogram(
        counts, edges, width, height, labels=("$0", "36 months"), mark=(mark, "12 months")
    )
    assert all(len(line) == width for line in lines)
    if lines:
        # A mark never stands on a label.
        assert lines[-1].startswith("$0")
        assert lines[-1].endswith("36 months")


def test_the_band_is_shaded_around_the_line() -> None:
    band = [(value - 40, value + 40) for value in LINE]
    plain = payback_curve(LINE, 10, 60, 10, MONEY)
    shaded = payback_curve(LINE, 10, 60, 10, MONEY, band)
    assert "░" not in "".join(plain)
    assert "".join(shaded).count("░") > 40
    assert {len(line) for line in shaded} == {60}
    # The scale has room for the whole band.
    assert shaded[0].lstrip().startswith("$300")


def test_a_band_that_is_not_finite_is_left_out() -> None:
    band = [(-math.inf, value) for value in LINE]
    assert payback_curve(LINE, 10, 60, 10, MONEY, band) == payback_curve(LINE, 10, 60, 10, MONEY)


@pytest.mark.parametrize(("width", "height"), [(40, 7), (76, 7), (140, 20)])
@pytest.mark.parametrize("most", [300.0, 3e9])
def test_what_is_spent_first_is_below_zero_with_its_amount(
    width: int, height: int, most: float
) -> None:
    balance = [-100.0 + most / 36 * month for month in range(37)]
    title, *rows, _ = payback_curve(balance, 12, width, height, MONEY, titled=True)
    zero = next(number for number, row in enumerate(rows) if row.lstrip().startswith("$0 "))
    assert any(row.lstrip().startswith("-$100 ┤") for row in rows[zero + 1 :])
    assert rows[0].lstrip().startswith(MONEY.money(balance[-1]))
    assert title.startswith("Balance")
    assert "$100 upfront" in title
    assert ("back after 12 months" in title) == (width > 70)


def test_both_axes_are_drawn_and_the_years_are_named() -> None:
    _, *rows, months = payback_curve(LINE, 10, 76, 9, MONEY, titled=True)
    at = {row.index(sign) for row in rows for sign in "│┤┼" if sign in row}
    assert len(at) == 1
    zero = next(row for row in rows if "┼" in row)
    for month in ("18", "24", "30"):
        assert zero[months.index(month) : months.index(month) + 2].strip("─⣀") != ""
    assert "12" not in months.split()
    assert months.split()[0] == "0"
    assert months.endswith("36 months")


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=60),
    st.floats(0, 80),
    st.integers(24, 120),
    st.integers(5, 30),
)
def test_no_month_is_written_into_another(
    balance: list[float], payback: float, width: int, height: int
) -> None:
    lines = payback_curve(balance, payback, width, height, MONEY, titled=True)
    assert all(len(line) <= width for line in lines)
    if lines:
        assert re.fullmatch(r" +0( +[0-9.]+| +▲( [a-z0-9 .,]+?)?)*? +[0-9]+ months?", lines[-1])

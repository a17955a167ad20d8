"""Ranges as text: legible without colour, at any size, and whatever the numbers are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.charts.ranges import Bar, ranges

FOUR = [
    Bar("Ada", 4, 6, 8, "6M"),
    Bar("Bo", 5, 6.5, 7, "6.5M"),
    Bar("Cy", 0.01, 0.02, 0.03, "20k", is_apart=True),
    Bar("Di", 7, 7, 7, "7M"),
    Bar("pool", 3.2, 4.8, 6, "4.88M", is_pool=True),
]


def test_ranges_lie_under_each_other_on_one_axis() -> None:
    assert ranges(FOUR, (6.25, "6.25M"), 60) == [
        "Ada                           ├──────────●───────────┤ 6M   ",
        "Bo                                  ├───────●──┤       6.5M ",
        "Cy !   ●                                               20k  ",
        "Di                                             ●       7M   ",
        "pool                     ├─────────◆─────┤             4.88M",
        "                                           ▲ median 6.25M   ",
    ]


def test_a_long_name_is_whole_where_there_is_room() -> None:
    bars = [Bar("Ada Lovelace Engineering", 4, 6, 8, "6M"), *FOUR[1:]]
    assert ranges(bars, (6.25, "6.25M"), 118)[0].startswith("Ada Lovelace Engineering ")
    assert ranges(bars, (6.25, "6.25M"), 60)[0].startswith("Ada Lovelace E… ")


def test_the_median_is_named_on_the_side_that_has_room() -> None:
    assert ranges(FOUR, (8, "8M"), 40)[-1].rstrip().endswith("median 8M ▲")
    assert ranges(FOUR, (0.01, "10k"), 40)[-1].strip().startswith("▲ median 10k")


def test_without_room_or_answers_there_is_no_chart() -> None:
    assert ranges(FOUR, (6, "6M"), 20) == []
    assert ranges([], (6, "6M"), 60) == []


NUMBER = st.floats(-1.7e308, 1.7e308)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=70), st.tuples(NUMBER, NUMBER, NUMBER).map(sorted), st.booleans()
        ),
        min_size=1,
        max_size=40,
    ),
    st.integers(30, 250),
)
def test_every_line_has_its_width(rows: list[tuple[str, list[float], bool]], width: int) -> None:
    bars = [
        Bar(name, low, likely, high, "6M (4.5M..8M)", is_apart=is_apart)
        for name, (low, likely, high), is_apart in rows
        if name.isprintable()
    ]
    lines = ranges(bars, (bars[0].likely, "6M") if bars else (0, ""), width)
    assert all(cell_len(line) == width for line in lines[:-1])
    assert all(cell_len(line) <= width for line in lines[-1:])
    assert all("●" in line for line in lines[:-1])

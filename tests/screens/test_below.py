"""What stands below the help where lines are free, and the curve of the calls ahead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rules.argument.lines import Line, Section
from rules.figures.volume import Calls
from screens.charts.volume_curve import volume_curve
from screens.widgets.below import Below, laid_out
from tests.screens.drive import at, driven, sample, shown, until

STEP = Section("Sum", tuple(Line(f"${n},000", label=f"Part {n}") for n in (1, 20, 300)))
SHEET = Section("Sheet", (Line("2 (1..3)", label="Days"),))
AHEAD = [Calls(100.0 + month, 0.0 if month < 6 else 90.0 + month) for month in range(36)]


def texts(below: Below, room: int) -> list[str]:
    return [text for text, _ in laid_out(below, 60, room)]


def test_values_of_a_sum_stand_under_each_other() -> None:
    assert texts(Below(step=STEP), 4) == [
        "Sum",
        "  Part 1      $1,000",
        "  Part 20    $20,000",
        "  Part 300  $300,000",
    ]


def test_where_there_is_little_room_the_sum_stays() -> None:
    assert texts(Below(step=STEP), 3) == ["Sum", "  Part 300  $300,000"]
    assert texts(Below(step=STEP), 1) == []


def test_the_worksheet_stands_above_where_both_have_room() -> None:
    assert texts(Below(SHEET, STEP), 7)[:3] == ["Sheet", "  Days  2 (1..3)", ""]
    assert texts(Below(SHEET, STEP), 6) == texts(Below(step=STEP), 6)
    assert texts(Below(SHEET), 2) == ["Sheet", "  Days  2 (1..3)"]


@given(width=st.integers(1, 120), room=st.integers(0, 40))
def test_it_never_takes_more_than_there_is(width: int, room: int) -> None:
    below = Below(SHEET, STEP, lambda width, height: volume_curve(AHEAD, width, height))
    found = laid_out(below, width, room)
    assert len(found) <= max(0, room)
    assert all(cell_len(text) <= width for text, _ in found)


def test_the_curve_fills_what_the_student_handles() -> None:
    lines = volume_curve(AHEAD, 60, 6)
    assert len(lines) == 6
    assert lines[0].startswith("135 ")
    # Before launch all calls are the teacher's.
    assert lines[4].startswith("  0 ░░░")
    assert lines[4].endswith("███")
    assert lines[5].split() == ["1", "█", "student", "░", "teacher", "36", "months"]
    assert all(cell_len(line) <= 60 for line in lines)


def test_without_room_or_calls_there_is_no_curve() -> None:
    assert volume_curve(AHEAD, 20, 6) == []
    assert volume_curve(AHEAD, 60, 3) == []
    assert volume_curve([], 60, 6) == []


async def test_payback_is_drawn_below_the_help_where_the_panel_is_one_line() -> None:
    async with driven(sample("support_ticket_classifier"), (100, 40)) as (app, pilot):
        await at(pilot, "title")
        await until(pilot, lambda: "Balance month by month, $41,092 upfront" in shown(app))
        await pilot.resize_terminal(120, 40)
        # Beside the rows it stands in the panel, and once is enough.
        await until(pilot, lambda: shown(app).count("Balance") == 1)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Balance" not in shown(app))

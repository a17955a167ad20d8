"""Tables as a grid: keys of a spreadsheet, pastes shown before they are taken, copies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual._compositor import Compositor, ReflowResult
from textual.geometry import Size
from textual.widget import Widget

from rules.answers.answers import Table
from rules.questions import QUESTIONS
from rules.tables.sheet import text_of
from screens.fields import settled
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.paste import PasteScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.widgets.grid import Grid
from screens.widgets.table_grid import TableGrid
from tests.environment import PATIENCE_S
from tests.screens.drive import (
    Driver,
    answers,
    at,
    clicks,
    complete,
    driven,
    field,
    hear,
    holds_cursor,
    is_on,
    joined,
    new,
    paste,
    present,
    press,
    said,
    sample,
    send,
    shown,
    table,
    taken_in,
    until,
)
from tests.screens.drive import (
    text_of as drawn,
)
from wizard.app.app import PaybackApp
from wizard.sessions import autosave

KEY = "quality.slices"
SLICES = QUESTIONS[KEY]
TEN = "slice\tn\tteacher_acc\tstudent_acc\n" + "\n".join(
    f"slice {number}\t{800 + number}\t0.9{number}\t0.9{number - 1}" for number in range(1, 11)
).replace("0.910", "0.91").replace("0.99\t0.98", "0.99\t0.985")


def pasted(text: str) -> str:
    """What a terminal with bracketed paste sends."""
    return f"\x1b[200~{text}\x1b[201~".replace("\n", "\r")


def cells(app: PaybackApp, key: str = KEY) -> list[dict[str, str]]:
    rows = answers(app).table(key).rows
    return [{name: cell.text for name, cell in row.cells.items()} for row in rows]


async def opened(pilot: Driver, key: str = KEY) -> TableScreen:
    await at(pilot, key)
    send(pilot, "enter")
    await until(pilot, lambda: is_on(pilot.app, TableScreen) and present(pilot.app))
    return table(pilot.app)


def here(app: PaybackApp) -> tuple[str, str]:
    """Row and column of the cell at hand."""
    return table(app).row_id, table(app).column.key


async def test_ten_rows_of_a_spreadsheet_take_one_paste_and_two_keys() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, KEY)
        before = len(app.session.history.past)  # type: ignore[union-attr]
        # In one write, as quick as a slow line makes it.
        hear(app, "\r" + pasted(TEN) + "\r")
        await until(pilot, lambda: is_on(app, TableScreen) and len(cells(app)) == 10)
        assert cells(app)[1] == {
            "name": "slice 2",
            "examples": "802",
            "teacher_score": "92%",
            "student_score": "91%",
        }
        # All of them are in sight, and so is how many examples they have together.
        text = drawn(table(app).query_one(TableGrid))
        assert all(f"slice {number} " in text for number in range(1, 11))
        assert "8,055" in text
        # One step of undo, however many cells.
        assert len(app.session.history.past) == before + 1  # type: ignore[union-attr]
        send(pilot, "ctrl+z")
        await until(pilot, lambda: cells(app) == [])
        assert is_on(app, TableScreen)
        send(pilot, "ctrl+y")
        await until(pilot, lambda: len(cells(app)) == 10)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen) and "▸ 10: slice 1" in shown(app))


async def test_a_paste_onto_the_row_of_the_step_shows_at_once_what_becomes_of_it() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, KEY)
        hear(app, pasted(TEN))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "10 rows under headings, separated by tabs" in shown(app))
        assert "10 new" in shown(app)
        assert holds_cursor(app)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, TableScreen))
        assert cells(app) == []


async def test_before_it_is_taken_a_paste_is_read_as_somebody_says() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await opened(pilot)
        first = cells(app)
        hear(app, pasted("name;xl;ours\nfraud;0,94;0,9\nspam;0,8;n/a"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "1 new, 1 changed" in shown(app))
        assert "xl (left" in shown(app)
        assert "0,9 could mean" in shown(app)
        # Commas are asked about, and what they mean is shown in every cell.
        await press(pilot, "c")
        await until(pilot, lambda: "90%" in drawn(app.screen.query_one(Grid)))
        # The column that nobody recognised goes into the teacher's score.
        await press(pilot, "right", "space", "space", "space")
        await until(pilot, lambda: "94%" in drawn(app.screen.query_one(Grid)))
        assert "Column 2, xl, goes into Teacher score; bare numbers: 0.94 is 94%" in shown(app)
        await press(pilot, "f")
        await until(pilot, lambda: "0.94%" in drawn(app.screen.query_one(Grid)))
        await press(pilot, "f", "backspace", "space", "r")
        await until(pilot, lambda: "1 new, 1 changed, 1 removed" in shown(app))
        await press(pilot, "r", "h")
        await until(pilot, lambda: "3 rows without headings" in shown(app))
        await press(pilot, "h", "right", "right", "left")
        await until(pilot, lambda: "2 rows under headings" in shown(app))
        assert cells(app) == first
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and len(cells(app)) == len(first) + 1)


async def test_a_paste_is_taken_and_left_with_the_mouse() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        first = cells(app)
        hear(app, pasted("name\tn\nspam\t7"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        grid = app.screen.query_one(Grid)
        clicks(pilot, drawn(grid).splitlines()[2].index("7"), grid.region.y + 2)
        await until(pilot, lambda: "Column 2, n," in shown(app))
        await pilot.click("#leave")
        await until(pilot, lambda: is_on(app, TableScreen))
        assert cells(app) == first
        hear(app, pasted("name\tn\nspam\t7"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await pilot.click("#take")
        await until(pilot, lambda: is_on(app, TableScreen))
        await until(pilot, lambda: cells(app)[-1] == {"name": "spam", "examples": "7"})
        assert here(app)[0] == table(app).table.rows[-1].id


async def test_a_column_of_scores_goes_down_from_the_cell_at_hand() -> None:
    async with driven(sample("support_ticket_classifier")) as (app, pilot):
        await opened(pilot)
        await press(pilot, "down", "tab", "tab", "tab")
        assert here(app) == ("2", "teacher_score")
        first = [row["teacher_score"] for row in cells(app)]
        hear(app, pasted("90\n\n91"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        # Before each row stands the number of the one it goes into.
        await until(pilot, lambda: "2 ▌" in drawn(app.screen.query_one(Grid)))
        send(pilot, "enter")
        await until(pilot, lambda: cells(app)[3]["teacher_score"] == "91%")
        scores = [row["teacher_score"] for row in cells(app)]
        assert scores == [first[0], "90%", first[2], "91%", first[4]]


async def test_cells_of_a_paste_that_are_not_usable_keep_their_text() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        hear(app, pasted("name\tn\nspam\tmany"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "1 cell is not usable and would keep what it" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen))
        await until(pilot, lambda: "✗ many" in drawn(table(app).query_one(TableGrid)))
        kept = autosave.Slot().place.parent
        await until(pilot, lambda: any("many" in one.read_text() for one in kept.glob("*.json")))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_beside_many_cells_that_are_not_usable_their_remedy_is_in_sight(
    size: tuple[int, int],
) -> None:
    async with driven(sample("support_ticket_classifier"), size) as (app, pilot):
        await opened(pilot)
        rows = "".join(f"slice {one} {'x' * 300}\t100\t94,1\t93,2\n" for one in range(6))
        hear(app, pasted(f"slice\tn\tteacher\tstudent\n{rows}"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        remedy = "are they decimal signs? c reads them so"
        await until(pilot, lambda: remedy in joined(shown(app).splitlines()))
        said = joined(shown(app).splitlines())
        assert "not in the paste stay; r has it otherwise" in said
        assert "12 cells are not usable" in said
        assert size == (60, 20) or "94,1 fits here only as 94.1" in said


async def test_thousands_with_dots_are_not_taken_for_decimals_in_silence() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot, "upfront.other")
        hear(app, pasted("item\tcost\nlabels\t1.200\nlawyer\t12.500"))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "The dot of 1.200 is a decimal sign" in shown(app))
        await press(pilot, "c")
        await until(pilot, lambda: "12500" in drawn(app.screen.query_one(Grid)))


async def test_one_answer_is_pasted_into_its_cell() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", "tab", "ctrl+u")
        hear(app, pasted("1,200\n"))
        await until(pilot, lambda: cells(app)[0].get("examples") == "1,200")
        assert is_on(app, TableScreen)


async def test_tab_enter_and_arrows_go_through_the_cells_as_in_a_spreadsheet() -> None:
    async with driven(new()) as (app, pilot):
        await opened(pilot)
        # Typed row by row, without a look at what is at hand.
        send(pilot, *"a", "tab", "tab", *"9", "enter", *"b", "tab", "tab", *"8", "enter")
        await until(pilot, lambda: cells(app)[1:] == [{"name": "b", "examples": "8"}])
        assert cells(app)[0] == {"name": "a", "examples": "9"}
        await until(pilot, lambda: here(app) == ("3", "name"))
        # Nothing in it: there is nothing to go on below.
        await press(pilot, "enter", "down")
        assert here(app) == ("3", "name")
        await press(pilot, "shift+tab")
        assert here(app) == ("2", "minimum_score")
        await press(pilot, "tab", "up", "up")
        assert here(app) == ("1", "name")
        # Down the column of examples, enter after enter.
        await press(pilot, "right", "right", "up", "7", "enter", "7")
        assert [row["examples"] for row in cells(app)] == ["97", "87"]
        await press(pilot, "up", "left", "left", "left")
        assert here(app) == ("1", "name")


async def test_pages_beyond_the_ends_of_a_table_say_how_it_is_closed() -> None:
    async with driven(new()) as (app, pilot):
        await opened(pilot, "quality.slices")
        for key, row in (("pagedown", "last"), ("pageup", "first")):
            await press(pilot, key)
            await until(
                pilot,
                lambda row=row: f"This is the {row} row. esc closes the table." in said(app),  # type: ignore[misc]
            )


async def test_a_page_is_turned_on_the_steps_only_which_the_key_says_in_details() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        await press(pilot, "ctrl+r", "pagedown")
        await until(pilot, lambda: "On the steps: go to the next step" in said(app))


async def test_arrows_stay_in_a_text_that_is_being_typed() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        name = cells(app)[0]["name"]
        # What is typed is added to what is there: nothing is replaced by one wrong key.
        await press(pilot, "x", "left", "left", "y")
        assert cells(app)[0]["name"] == f"{name[:-1]}y{name[-1]}x"
        await press(pilot, "home", "right", "z", "end", "right")
        assert here(app) == ("1", "share")
        assert cells(app)[0]["name"].startswith(f"{name[0]}z")
        send(pilot, "left", "ctrl+u", *"first", "home", "left")
        await until(pilot, lambda: cells(app)[0]["name"] == "first")
        assert here(app) == ("1", "name")


async def test_choices_are_made_in_a_cell_and_arrows_go_past_them() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, *["tab"] * 5)
        assert here(app) == ("1", "critical")
        assert "Space, 1-2 or first letters choose" in shown(app)
        before = cells(app)
        await press(pilot, "right", "left")
        assert cells(app) == before
        assert here(app) == ("1", "critical")
        await press(pilot, "2")
        assert cells(app)[0]["critical"] == "no"
        await press(pilot, "1")
        assert cells(app)[0]["critical"] == "yes"


async def test_bare_fractions_are_asked_about_once_for_a_column() -> None:
    async with driven(new()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", "tab", "tab")
        assert here(app)[1] == "teacher_score"
        send(pilot, *"0.94")
        await until(pilot, lambda: "0.94 could mean 0.94% or 94%" in shown(app))
        assert "F8 takes 0.94 for 94%" in shown(app)
        await press(pilot, "f8")
        assert cells(app) == [{"teacher_score": "94%"}]
        # From then on they are known to be meant.
        await press(pilot, "down", *"0.8", "down")
        assert cells(app)[1] == {"teacher_score": "80%"}
        await press(pilot, "tab", *"0.7", "tab")
        assert cells(app)[-1] == {"student_score": "0.7"}
        await press(pilot, "ctrl+z", "ctrl+z")
        assert cells(app) == [{"teacher_score": "94%"}]


async def test_a_row_that_was_begun_and_taken_back_is_none() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        first = cells(app)
        await press(pilot, "ctrl+a", "x", "backspace")
        assert cells(app) == first
        await press(pilot, "y")
        assert cells(app) == [*first, {"name": "y"}]


async def test_the_sum_of_the_shares_is_shown_as_they_are_typed() -> None:
    async with driven(sample("support_ticket_classifier")) as (app, pilot):
        await opened(pilot)
        grid = table(app).query_one(TableGrid)
        await until(pilot, lambda: "100%" in drawn(grid).splitlines()[-1])
        await press(pilot, "tab", "ctrl+u", "3", "0")
        await until(pilot, lambda: "99%" in drawn(grid).splitlines()[-1])


async def test_rows_are_copied_for_a_spreadsheet_and_pasted_back_change_nothing() -> None:
    async with driven(sample("support_ticket_classifier")) as (app, pilot):
        screen = await opened(pilot)
        before = answers(app).table(KEY)
        send(pilot, "f10")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard == text_of(SLICES, before)
        assert app.clipboard.splitlines()[1] == "billing and invoices\t31%\t2,600\t94.1%\t93.8%\t\t"
        hear(app, pasted(app.clipboard))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "nothing changes" in joined(shown(app).splitlines()))
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen))
        assert answers(app).table(KEY) == before
        assert app.session is not None
        assert not app.session.dirty
        assert screen.table == before
        await pilot.click("#copy")
        await taken_in(pilot)


@pytest.mark.part(4)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("key", ["quality.slices", "alternatives", "upfront.other"])
async def test_the_cell_at_hand_is_in_sight_at_every_size(key: str, size: tuple[int, int]) -> None:
    app = new()
    rows = "\n".join(f"row {number}" for number in range(1, 91))
    async with app.run_test(size=size) as pilot:
        await opened(pilot, key)
        hear(app, pasted(rows) + "\r")
        await until(pilot, lambda: len(cells(app, key)) == 90)
        grid = table(app).query_one(TableGrid)
        columns = QUESTIONS[key].columns
        for keys in (
            ("pagedown",),
            ("pagedown", "pagedown"),
            ("tab",) * (len(columns) - 1),
            ("up",),
        ):
            await press(pilot, *keys)
            lines = drawn(grid).splitlines()
            marked = [line for line in lines if "▌" in line]
            assert len(marked) == 1, drawn(grid)
            assert marked[0].split()[0] == table(app).row_id
            # The names stay beside what is far to the right.
            assert f"row {table(app).row_id}" in marked[0]
            await until(pilot, lambda: holds_cursor(app))
            assert "of 90" in lines[-1]
        # The wheel looks elsewhere, and the next key comes back.
        before = drawn(grid)
        hear(app, "\x1b[<65;5;6M")
        await until(pilot, lambda: drawn(grid) != before)
        await press(pilot, "up")
        assert "▌" in drawn(grid)


@pytest.mark.parametrize("colours", ["", "1"])
async def test_without_colours_the_cell_at_hand_and_what_is_wrong_have_signs(
    colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if colours:
        monkeypatch.setenv("NO_COLOR", colours)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", "x")
        line = drawn(table(app).query_one(TableGrid)).splitlines()[2]
        assert "▌" in line
        assert "✗" in line


async def test_a_table_is_one_answer_whatever_was_typed_where() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        before = answers(app).table(KEY)
        await press(pilot, "x", "down", "y", "up", "z")
        # Each stay in a cell is a step.
        for _ in range(3):
            await press(pilot, "ctrl+z")
        after = answers(app).table(KEY)
        assert isinstance(after, Table)
        assert after == before
        assert field(app).value == before.rows[0].cells["name"].text


async def test_a_bare_one_is_all_of_it_in_a_column_of_fractions() -> None:
    async with driven(new()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", "tab", "tab")
        # One that was typed before waits among the others, and is none beside 94.
        await press(pilot, *"1", "down", *"0.94", "f8")
        assert [row["teacher_score"] for row in cells(app)] == ["100%", "94%"]
        assert "1 is 100% in this column; F8 ends that" in shown(app)
        await press(pilot, "down", *"1", "down", *"0.5", "down", *"97", "down")
        assert [row["teacher_score"] for row in cells(app)[2:]] == ["100%", "50%", "97"]
        await press(pilot, "f8", *"1", "down")
        assert cells(app)[5] == {"teacher_score": "1"}
        await press(pilot, "tab", *"1", "down", *"94", "down", *"0.9", "f8")
        assert [row.get("student_score") for row in cells(app)[-3:]] == ["1", "94", "90%"]


async def test_the_key_for_fractions_says_why_it_does_nothing_where_there_are_no_percent() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "f8")
        await until(
            pilot, lambda: "Only a column of percentages can be read as fractions" in said(app)
        )


async def test_columns_out_of_sight_are_marked_on_their_side() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot, "alternatives")
        grid = app.screen.query_one(Grid)
        await until(pilot, lambda: re.search(r"\+[0-9]›", drawn(grid)))
        assert "‹" not in drawn(grid)
        await press(pilot, *["tab"] * 8)
        await until(pilot, lambda: "‹" in drawn(grid))
        assert "›" not in drawn(grid)
    async with driven(complete(), (160, 50)) as (app, pilot):
        await opened(pilot, "alternatives")
        assert not set("‹›") & set(drawn(app.screen.query_one(Grid)))


async def test_a_very_long_number_says_how_long_it_is() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", "tab", "ctrl+u", *"9" * 40, "down")
        await until(pilot, lambda: "✗ 40 digits" in drawn(app.screen.query_one(Grid)))


async def test_what_follows_a_move_is_painted_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with driven(sample("support_ticket_classifier"), (120, 40)) as (app, pilot):
        await opened(pilot)
        painted: list[set[str]] = []
        paint, lay_out = Compositor.update_widgets, Compositor.reflow

        def noted(self: Compositor, widgets: set[Widget]) -> None:
            painted.append({type(one).__name__ for one in widgets})
            paint(self, widgets)

        def laid_out(self: Compositor, parent: Widget, size: Size) -> ReflowResult:
            # What is laid out anew is painted whole.
            painted.append({"TableGrid", "HelpStrip"})
            return lay_out(self, parent, size)

        monkeypatch.setattr(Compositor, "update_widgets", noted)
        monkeypatch.setattr(Compositor, "reflow", laid_out)
        # On a machine that is busy, what there is is painted sooner.
        monkeypatch.setattr(settled, "PAINTED_AFTER_S", PATIENCE_S)
        send(pilot, "tab")
        await until(pilot, lambda: here(app) == ("1", "share"))
        await until(pilot, lambda: any("TableGrid" in one for one in painted))
        # The grid and the help, or neither.
        assert "HelpStrip" in next(one for one in painted if "TableGrid" in one)


async def test_what_does_not_go_into_the_file_is_named_by_cell(tmp_path: Path) -> None:
    async with driven(sample("support_ticket_classifier"), (100, 30)) as (app, pilot):
        await opened(pilot)
        await press(pilot, "tab", *"x", "down", "down", *"y", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert app.session is not None
        app.session.file = app.session.file._replace(path=tmp_path / "case.toml")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        lines = drawn(app.screen.query_one("#confirm")).splitlines()
        # What lies beside the dialogue is none of it.
        asked = joined(line.split("│")[1] for line in lines if line.count("│") == 2)
        first, _, third = (row["name"] for row in cells(app)[:3])
        assert f"Slices (Share of traffic of {first}; Share of traffic of {third})" in asked


async def test_a_mouse_opens_a_table_and_scrolls_its_rows() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        await at(pilot, KEY)
        assert app.focused is not None
        clicks(pilot, *app.focused.region.offset)
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        await paste(pilot, "\n".join(f"row {number}\t1%" for number in range(40)))
        await until(pilot, lambda: is_on(app, PasteScreen))
        await press(pilot, "down", "up", "enter")
        grid = app.screen.query_one(TableGrid)
        x, y = grid.region.offset

        async def wheel(button: int) -> None:
            hear(app, f"\x1b[<{button};{x + 9};{y + 5}M")
            await taken_in(pilot)

        assert "row 14" not in shown(app)
        await wheel(65)
        await wheel(65)
        assert "row 14" in shown(app)
        await wheel(64)
        assert "row 14" not in shown(app)
        clicks(pilot, x + 9, y + 4)
        await taken_in(pilot)
        assert here(app)[0] != "row 0"

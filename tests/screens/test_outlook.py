"""What the case hangs on and how likely it pays back: looked at, tried out, followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from rules.argument.what_it_hangs_on import load_bearing
from rules.assess import assess, assess_case
from screens.overlays.price_search import PriceSearchScreen
from screens.pages.compare import CompareScreen
from screens.pages.risk import RiskScreen
from screens.pages.sensitivity import SensitivityScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.report_page import Page, as_text
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    Driver,
    answers,
    at,
    complete,
    driven,
    field,
    hear,
    holds_cursor,
    is_on,
    new,
    present,
    press,
    said,
    sample,
    shown,
    steps,
    taken_in,
    until,
    verdicts,
)
from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.listed import price_list  # noqa: F401  (a fixture)
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.sessions.open_session import OpenSession

WORKED = "support_ticket_classifier"
DOUBTED = "growing_product_search"
"""Defensible by its likely numbers, and late in most draws."""
OTHER = "upfront.other"
WITHOUT_RANGES = """\
schema = 1
task.breadth = "narrow"
volume.calls_per_month = 2_000_000
teacher.cost_per_1k_calls = 4
student.cost_per_1k_calls = 0.5
upfront.data_generation = 9_000
maintenance.redistillations_per_year = 2
"""


async def on_sensitivity(pilot: Driver, app: PaybackApp) -> SensitivityScreen:
    await until(pilot, lambda: present(app))
    await press(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    await press(pilot, "s")
    await until(pilot, lambda: is_on(app, SensitivityScreen))
    screen: Any = app.screen
    await until(pilot, lambda: screen.tornado.found is not None)
    return screen


async def on_risk(pilot: Driver, app: PaybackApp) -> RiskScreen:
    await until(pilot, lambda: present(app))
    await press(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    await press(pilot, "r")
    await until(pilot, lambda: is_on(app, RiskScreen))
    screen: Any = app.screen
    return screen


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_tornado_shows_the_largest_swing_first(size: tuple[int, int]) -> None:
    async with driven(sample(WORKED), size) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        seen = shown(app)
        assert "The case hangs most on calls per month" in " ".join(seen.split())
        rows = [line for line in seen.splitlines() if "│" in line]
        assert "Calls per month" in rows[0]
        assert "-80%" in rows[0]
        assert "Additional errors" in rows[1]
        # What grows the errors is worse: its high end lies at the left.
        assert rows[1].index("+") < rows[1].index("│") < rows[1].rindex("-")
        head = next(line for line in seen.splitlines() if "may go" in line)
        assert head.index("░ worse") < head.index("better ▓")
        assert "- at the low end of a range, + at the high" in seen
        assert len(max(seen.splitlines(), key=len)) <= size[0]
        assert screen.focused is screen.tornado
        await until(pilot, lambda: holds_cursor(app))


async def test_the_numbers_are_gone_through_by_as_many_as_are_in_sight() -> None:
    async with driven(sample(WORKED)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        tornado = screen.tornado
        seen = len([line for line in shown(app).splitlines() if "│" in line])
        await press(pilot, "pagedown")
        assert tornado.row == seen
        await press(pilot, "pageup")
        assert tornado.row == 0
        await press(pilot, "end")
        assert tornado.found is not None
        assert tornado.row == len(tornado.found.bars) - 1
        await until(pilot, lambda: holds_cursor(app))
        await press(pilot, "home")
        assert tornado.row == 0
        assert "does nothing here" not in shown(app)


async def test_the_tornado_lists_no_number_that_moves_nothing() -> None:
    text = COMPLETE.replace(
        "engineering_time = 30_000",
        "engineering_time = { likely = 30_000, low = 30_000, high = 30_000 }",
    )
    app = PaybackApp(session=OpenSession.new(f"{text}\nquality.cost_per_error = 0\n"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await on_sensitivity(pilot, app)
        found = screen.tornado.found
        assert found is not None
        still = {one.key for one in found.tornado if one.npv_swing == 0}
        assert "upfront.engineering_time" in still
        _, *rows = (line.plain for line in screen.tornado.lines())
        assert len(rows) == len(found.tornado) - len(still)
        assert not any("Engineering time" in row for row in rows)


async def test_a_number_turned_down_changes_the_figures_and_no_answer() -> None:
    async with driven(sample(WORKED), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        before = answers(app)
        await press(pilot, *["left"] * 10)
        tried = screen.tried["volume.calls_per_month"]
        # Ten of twenty steps from 4.5M to 8M, down from 6M.
        assert tried == pytest.approx(6e6 - 10 * (8e6 - 4.5e6) / 20)
        assert "What if: Calls per month 4.25M. Nothing is saved." in shown(app)
        base = assess(before)
        expected = assess_case(base.case, replaced={"volume.calls_per_month": tried})
        months = f"{expected.figures.headline.payback_months:.1f} months"
        assert months in shown(app)
        assert answers(app) == before
        await press(pilot, "0")
        assert screen.tried == {}
        assert "2.4 months" in shown(app)


async def test_what_was_tried_can_be_adopted_and_undone() -> None:
    async with driven(sample(WORKED), (120, 40)) as (app, pilot):
        await on_sensitivity(pilot, app)
        await press(pilot, "left", "left", "a")
        entry = answers(app)["volume.calls_per_month"]
        assert entry.value.likely == pytest.approx(5.65e6)
        # What somebody measured is not what was tried: the number is a guess from now on.
        assert (entry.basis, entry.value.basis) == ("assumed", "assumed")
        assert not entry.value.has_range
        expected = "what if; before: 6M (4.5M..8M), measured, gateway logs, Aug-Oct"
        assert entry.source == expected
        await press(pilot, "left", "a")
        again = answers(app)["volume.calls_per_month"]
        assert again.value.likely < entry.value.likely
        assert again.source == expected
        await press(pilot, *["ctrl+z"] * 2)
        await until(pilot, lambda: answers(app)["volume.calls_per_month"].value.likely == 6e6)


async def test_what_is_adopted_is_said_in_place_of_what_was_said_before() -> None:
    async with driven(sample(WORKED), (120, 40)) as (app, pilot):
        await on_sensitivity(pilot, app)
        await press(pilot, "a")
        assert "Nothing is tried yet" in said(app)
        await press(pilot, "left", "a")
        assert said(app) == "Adopted as a guess: Calls per month 5.82M. ^Z takes it back."


async def test_what_was_tried_of_a_row_is_adopted_too() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        before = answers(app)
        await press(pilot, "end", "right", "up", "right", "a")
        await until(pilot, lambda: answers(app) != before)
        rows = {row.cells["name"].text: row.cells for row in answers(app).table(OTHER).rows}
        assert rows["licence"]["cost"].value.likely == pytest.approx(5062.5)
        assert rows["legal review"]["cost"].text == "2,531.25"
        assert rows["licence"]["cost"].basis == "assumed"
        assert rows["licence"]["cost"].source == "what if; before: 5k, estimated"
        assert not screen.tried
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: answers(app) == before)


async def test_a_volume_that_is_adopted_leaves_the_price_of_a_call_where_a_bill_says_it() -> None:
    text = COMPLETE.replace("cost_per_1k_calls = 4.20 # invoice", "bill_per_month = 25_200")
    async with driven(PaybackApp(session=OpenSession.new(text)), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        found = screen.tornado.found
        assert found is not None
        keys = [one.key for one in found.tornado]
        await press(pilot, *["down"] * keys.index("volume.calls_per_month"), "left", "left", "a")
        kept = assess(answers(app)).figures.headline
        assert kept.handled_calls_per_month < 6e6
        assert kept.teacher_cost_per_1k == pytest.approx(4.2, rel=1e-5)
        assert answers(app)["teacher.bill_per_month"].source.startswith("what if; before: 25.2k")


async def test_a_number_turned_to_its_bound_stays_short_of_it() -> None:
    text = f"{WITHOUT_RANGES}volume.share_moved = 0.04\n"
    async with driven(PaybackApp(session=OpenSession.new(text)), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        found = screen.tornado.found
        assert found is not None
        keys = [one.key for one in found.tornado]
        await press(pilot, *["down"] * keys.index("volume.share_moved"))
        values = []
        for _ in range(25):
            await press(pilot, "left")
            values.append(screen.tried["volume.share_moved"])
        assert values == sorted(values, reverse=True)
        assert 0 < values[-1] < 0.004


async def test_from_a_number_to_its_answer_and_back() -> None:
    async with driven(sample(WORKED)) as (app, pilot):
        await on_sensitivity(pilot, app)
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        assert present(app) == "volume.calls_per_month"


async def test_escape_goes_back_through_the_views_one_at_a_time() -> None:
    async with driven(complete()) as (app, pilot):
        await press(pilot, "ctrl+l", "s", "r")
        await until(pilot, lambda: is_on(app, RiskScreen))
        for back in (SensitivityScreen, VerdictScreen, StepScreen):
            await press(pilot, "escape")
            assert is_on(app, back)


async def test_a_view_that_lies_below_is_gone_back_to_and_not_opened_twice() -> None:
    async with driven(complete()) as (app, pilot):
        await on_sensitivity(pilot, app)
        await press(pilot, "r", "ctrl+l")
        assert [type(one) for one in app.screen_stack] == [StepScreen, VerdictScreen]
        await press(pilot, "r", "s", "r")
        stacked = [StepScreen, VerdictScreen, RiskScreen]
        assert [type(one) for one in app.screen_stack] == stacked


async def test_what_was_adopted_is_shown_wherever_one_goes_back_to() -> None:
    async with driven(complete(), (110, 32)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        assert screen.tornado.swing is not None
        key = screen.tornado.swing.key
        await press(pilot, "left", "left", "a", "escape")
        assert verdicts(app).answers == answers(app)
        await press(pilot, "escape")
        await at(pilot, key)
        assert field(app).value == answers(app)[key].text
        assert steps(app).answers == answers(app)


async def test_an_unfinished_case_says_why_there_is_nothing_to_see() -> None:
    async with driven(new()) as (app, pilot):
        await on_sensitivity(pilot, app)
        assert "lacks answers" in shown(app)
        await press(pilot, "left", "right", "a", "0")
        assert is_on(app, SensitivityScreen)
        await press(pilot, "r")
        await until(pilot, lambda: "a simulation needs a complete case" in shown(app))
        await pilot.resize_terminal(90, 30)
        await until(pilot, lambda: "a simulation needs a complete case" in shown(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_risk_screen_shows_curve_spread_and_chances(size: tuple[int, int]) -> None:
    async with driven(sample(WORKED), size) as (app, pilot):
        await on_risk(pilot, app)
        await until(pilot, lambda: "83.6% of 10,000 draws" in shown(app))
        seen = shown(app)
        assert "░ P10 to P90: in eight draws of ten" in seen
        # A scroll bar stands between two lines of a text.
        said = " ".join(one for one in seen.split() if one not in "▁▂▃▄▅▆▇█")
        assert "29 numbers vary, 9 of them by a stand-in" in said
        assert "although large: teacher price" in said
        assert "▲ 12 months" in seen or size[0] < 80
        await until(pilot, lambda: holds_cursor(app))


async def test_without_anything_that_varies_the_risk_screen_says_how_to_have_it() -> None:
    app = PaybackApp(session=OpenSession.new(f"{WITHOUT_RANGES}risk.stand_ins = false\n"))
    async with app.run_test(size=(80, 24)) as pilot:
        await on_risk(pilot, app)
        await until(pilot, lambda: "No number varies" in " ".join(shown(app).split()))


async def test_a_case_of_guesses_is_drawn_and_says_what_was_held() -> None:
    async with driven(PaybackApp(session=OpenSession.new(WITHOUT_RANGES))) as (app, pilot):
        await on_risk(pilot, app)
        await until(pilot, lambda: "all by a stand-in" in " ".join(shown(app).split()))
        assert "although large: engineering time" in " ".join(shown(app).split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_sentence_is_shown_to_its_end(size: tuple[int, int]) -> None:
    async with driven(PaybackApp(session=OpenSession.new(WITHOUT_RANGES)), size) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        found = screen.tornado.found
        assert found is not None
        text = load_bearing(screen.assessment.case, screen.assessment.policy, found)
        await until(pilot, lambda: text in " ".join(shown(app).split()))
        assert "Student, per 1," in shown(app)


async def test_the_draws_follow_an_undo() -> None:
    async with driven(sample(WORKED)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+o", *"calls per month", "enter")
        await until(pilot, lambda: present(app) == "volume.calls_per_month")
        await press(pilot, *["backspace"] * 20, *"1M..2M")
        await press(pilot, "ctrl+l", "r")
        await until(pilot, lambda: "draws" in shown(app) and "83.6%" not in shown(app))
        while answers(app)["volume.calls_per_month"].value.likely != 6e6:
            await press(pilot, "ctrl+z")
        # Undo leads to the answer; the chances are those of before.
        await press(pilot, "ctrl+l", "r")
        await until(pilot, lambda: "83.6% of 10,000 draws" in shown(app))


async def test_the_copied_text_says_what_is_shown() -> None:
    async with driven(sample(WORKED)) as (app, pilot):
        sensitivity = await on_sensitivity(pilot, app)
        # Whatever is in sight: a copy is read where nothing scrolls.
        await press(pilot, "end", "f10")
        found = sensitivity.tornado.found
        assert found is not None
        assert len(found.bars) > sensitivity.tornado.rows
        copied = app.clipboard.splitlines()
        assert copied[0].startswith("The case hangs most on calls per month")
        assert copied[2].startswith(" Calls per month     ")
        assert len(copied) == 2 + len(found.bars)
        assert "▌" not in app.clipboard
        await press(pilot, "r")
        # Before there is anything to copy, what is on the clipboard stays there.
        await press(pilot, "f10")
        await until(pilot, lambda: "draws" in shown(app))
        await press(pilot, "f10")
        assert app.clipboard.startswith("How likely it is\n")
        assert "83.6% of 10,000 draws" in app.clipboard


async def test_a_mouse_takes_numbers_to_hand() -> None:
    async with driven(sample(WORKED), (100, 60)) as (app, pilot):
        tornado = (await on_sensitivity(pilot, app)).tornado
        x, y, _, height = tornado.region

        async def hand(sent: str) -> int:
            hear(app, sent)
            await taken_in(pilot)
            return tornado.row

        def at_line(button: int, line: int) -> str:
            return f"\x1b[<{button};{x + 9};{y + line + 1}M"

        async def click(line: int) -> int:
            return await hand(at_line(0, line) + at_line(0, line).replace("M", "m"))

        assert await click(3) == 2
        assert await hand(at_line(65, 3)) == 3
        assert await hand(at_line(64, 3)) == 2
        # Neither the heading nor the room below the last is a number.
        assert await click(0) == 2
        assert await click(height - 1) == 2


# ----------------------------------------------------------------- another session beside


async def beside(pilot: Driver, app: PaybackApp, path: Path) -> CompareScreen:
    await until(pilot, lambda: present(app))
    await press(pilot, "ctrl+l", "b")
    await until(pilot, lambda: is_on(app, FilesScreen))
    app.screen.query_one("#path", Input).focus()
    app.screen.query_one("#path", Input).value = str(path)
    await press(pilot, "enter")
    await until(pilot, lambda: is_on(app, CompareScreen))
    screen: Any = app.screen
    await until(pilot, lambda: "Within 12 months" in screen.as_text(), "no chances")
    return screen


@pytest.mark.parametrize("size", [(80, 60), (120, 60)])
async def test_another_session_stands_beside_the_open_case_in_columns(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    other = tmp_path / "other.toml"
    text = SAMPLES[WORKED].read_text(encoding="utf-8")
    text = text.replace("student_score = 0.938", "student_score = 0.92")
    other.write_text(text.replace("monthly_growth", "# monthly_growth"), encoding="utf-8")
    async with driven(sample(WORKED), size) as (app, pilot):
        await beside(pilot, app, other)
        seen = shown(app).splitlines()

        def row(label: str) -> list[str]:
            (found,) = [line for line in seen if line.strip().startswith(label)]
            return [one for one in found.split("  ") if one.strip()][1:]

        # Answers, chances and slices of both, each in its column.
        assert [one.strip() for one in row("Monthly growth")][:2] == [
            "1% (0%..2%) (measured)",
            "not answered",
        ]
        chance = next(line for line in seen if "Worth more than 0" in line).split("than 0")[1]
        assert all(one.endswith("%") for one in chance.split())
        assert len(chance.split()) == 2
        at = next(number for number, line in enumerate(seen) if "billing and" in line)
        (first, second) = (line.split() for line in seen[at : at + 2])
        for cells, score in ((first, "93.8%"), (second, "92%")):
            assert cells[-3] == score
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, VerdictScreen))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_comparison_is_as_wide_as_there_is_room(size: tuple[int, int]) -> None:
    async with driven(sample(WORKED), size) as (app, pilot):
        copied = await beside(pilot, app, SAMPLES["on_device_dictation"])
        page = app.screen.query_one(Page)
        for columns, rows in (size, (120, 40), size):
            await pilot.resize_terminal(columns, rows)
            await taken_in(pilot)
            lines = as_text(page.shown).splitlines()
            # Each of its lines is a line of the screen.
            assert len(lines) == page.size.height
            assert columns - 25 < max(map(len, lines)) <= page.size.width
        assert max(map(len, copied.as_text().splitlines())) <= 80


async def test_a_comparison_follows_an_undo_and_gives_way_to_another(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(COMPLETE, "utf-8")
    other.write_text(COMPLETE.replace("Tickets", "Another"), "utf-8")
    async with driven(complete(), (100, 60)) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        await press(pilot, *"3%")
        screen = await beside(pilot, app, one)
        assert "3% (estimated)" in screen.as_text()
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: "No answer differs." in screen.as_text())
        await press(pilot, "s", "b")
        await until(pilot, lambda: is_on(app, FilesScreen))
        app.screen.query_one("#path", Input).focus()
        app.screen.query_one("#path", Input).value = str(other)
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, CompareScreen) and "Another" in shown(app))
        # What it was compared with before is gone, and with it what lay on that.
        await press(pilot, "escape")
        assert is_on(app, VerdictScreen)


async def test_choosing_no_session_to_compare_with_leaves_the_verdict() -> None:
    async with driven(sample(WORKED), (100, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await press(pilot, "b")
        await until(pilot, lambda: is_on(app, FilesScreen))
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, VerdictScreen))


# --------------------------------------------------------------------------- prices


@pytest.mark.usefixtures("price_list")
async def test_prices_are_looked_up_filled_in_and_undone() -> None:
    async with driven(sample(WORKED), (100, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        before = answers(app)
        await press(pilot, "ctrl+o", *"teacher model", "enter")
        await until(pilot, lambda: present(app) == "teacher.model")
        assert "F12 prices of models" in shown(app)
        await press(pilot, "f12")
        await until(pilot, lambda: is_on(app, PriceSearchScreen))
        await press(pilot, "ctrl+u", *"acme/small")
        await until(pilot, lambda: "acme/small" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))
        entry = answers(app)["teacher.tokens.input_price"]
        assert entry.basis == "quoted"
        assert "acme/small" in entry.source
        assert "acme/small" in said(app)
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: answers(app) == before)
        assert not said(app), "it is not so any more"


@pytest.mark.usefixtures("price_list")
async def test_what_wins_over_prices_is_said_first_where_there_may_be_no_room_for_all() -> None:
    async with driven(sample(WORKED), (60, 20)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await at(pilot, "teacher.cost_per_1k_calls")
        await press(pilot, *"3", "f12")
        await until(pilot, lambda: is_on(app, PriceSearchScreen))
        await press(pilot, "ctrl+u", *"acme/small")
        await until(pilot, lambda: "acme/small" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen) and bool(said(app)))
        assert said(app).index("wins over these prices") < said(app).index("Teacher model")


# ------------------------------------------------------------- whether the draws agree


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_panel_says_where_the_draws_do_not_support_the_verdict(
    size: tuple[int, int],
) -> None:
    async with driven(sample(DOUBTED), size) as (app, pilot):
        await until(pilot, lambda: present(app))
        panel = app.screen.query_one(VerdictPanel)
        await until(pilot, lambda: "draws do not support it" in said_by(panel))
        if size[0] >= 110:
            # Where a chance is shown, what was drawn for it stands beside it.
            assert "paid back within 12 months in 45 of 100 futures" in said_by(panel)
            assert "numbers vary" in said_by(panel)
        # Another answer is another case, of which nothing is known yet.
        await press(pilot, "ctrl+o", *"breadth", "enter")
        await until(pilot, lambda: present(app) == "task.breadth")
        await press(pilot, "b")
        await until(pilot, lambda: "draws do not" not in said_by(panel))


async def test_the_verdict_screen_says_so_in_its_headline_and_in_the_pitch() -> None:
    async with driven(sample(DOUBTED), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        screen: Any = app.screen
        sentence = "The draws do not support it: paid back within 12 months in 45 of 100 futures"
        await until(pilot, lambda: sentence in " ".join(shown(app).split()))
        assert screen.as_text().count(sentence) == 1
        # The headline takes one line, so that the first page ends with what would stop the case.
        assert shown(app).splitlines()[1].rstrip().endswith("The draws do not support it.")
        assert "What would stop it after launch" in shown(app)


async def test_what_is_tried_is_not_drawn() -> None:
    async with driven(sample(DOUBTED), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        panel = screen.query_one(VerdictPanel)
        await until(pilot, lambda: "draws do not support it" in said_by(panel))
        await press(pilot, "right")
        assert "draws do not" not in said_by(panel)
        await press(pilot, "0")
        await until(pilot, lambda: "draws do not support it" in said_by(panel))


def said_by(panel: VerdictPanel) -> str:
    return " ".join(" ".join(line.plain for line in panel.lines()).split())


async def test_what_is_found_out_for_a_screen_that_is_being_taken_apart_is_dropped() -> None:
    async with driven(sample(DOUBTED), (120, 40)) as (app, pilot):
        screen = await on_sensitivity(pilot, app)
        found = screen.tornado.found
        await screen.query("#outlook").remove()
        screen._show(found)
        await pilot.pause()
        assert app.is_running


async def test_draws_for_a_screen_that_is_being_taken_apart_are_dropped() -> None:
    async with driven(sample(DOUBTED), (120, 40)) as (app, pilot):
        screen = await on_risk(pilot, app)
        await until(pilot, lambda: screen.found is not None)
        found = screen.found
        await screen.query("#outlook-risk").remove()
        screen._show(found)
        await pilot.pause()
        assert app.is_running

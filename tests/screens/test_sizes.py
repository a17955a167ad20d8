"""From a projector to a wall of text: what a terminal of any size shows, and what growing does."""

from __future__ import annotations

import pytest

from rules.questions import STEPS
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.help_strip import HelpStrip
from screens.widgets.step_body import FormAndHelp
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    answers,
    at,
    complete,
    driven,
    field,
    holds_cursor,
    is_on,
    paste,
    present,
    sample,
    send,
    shown,
    steps,
    taken_in,
    text_of,
    texts,
    themed,
    until,
)
from wizard.app.app import PaybackApp


async def test_resizing_while_typing_loses_nothing() -> None:
    async with driven(complete(), (60, 20)) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        typed, usable = "", True
        for width, height in (
            (60, 20), (80, 24), (250, 80), (20, 5), (120, 40), (20, 5), (99, 12), (250, 10),
            (40, 80), (39, 80), (80, 9), (100, 30), (60, 20),
        ):  # fmt: skip
            send(pilot, "1")
            typed += "1" if usable else ""
            await taken_in(pilot)
            await pilot.resize_terminal(width, height)
            usable = width >= 40 and height >= 10
            await until(pilot, lambda: (app.focused is not None) == usable)
            send(pilot, "2")
            typed += "2" if usable else ""
            await until(pilot, lambda: texts(answers(app)).get("volume.monthly_growth") == typed)
            screen = shown(app)
            assert max(map(len, screen.splitlines())) <= width
            if usable:
                assert present(app) == "volume.monthly_growth"
                await until(pilot, lambda: typed[-8:] in shown(app) and holds_cursor(app))
                assert "Payback needs" not in shown(app)
                await until(pilot, lambda: text_of(app.screen.query_one(VerdictPanel)).strip())
            else:
                await until(
                    pilot,
                    lambda: (
                        "Payback needs 40×10 cells. Nothing is lost."
                        in " ".join(shown(app).split())
                    ),
                )
        field(app).value = ""


async def test_every_screen_says_when_it_is_too_small_and_comes_back() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))

        async def shrink_and_grow(screen: type) -> None:
            await until(pilot, lambda: is_on(app, screen) and app.focused)
            focused = app.focused
            for size in ((20, 5), (60, 9)):
                await pilot.resize_terminal(*size)
                await until(
                    pilot, lambda: "Nothing is lost." in " ".join(shown(app).split()), str(screen)
                )
                # What cannot be seen takes no keys.
                assert app.focused is None
            await pilot.resize_terminal(80, 24)
            await until(pilot, lambda: "Nothing is lost." not in shown(app))
            await until(pilot, lambda: holds_cursor(app), str(screen))
            assert app.focused is focused

        await shrink_and_grow(StepScreen)
        for key, screen in (("ctrl+o", JumpScreen), ("ctrl+r", DetailsScreen), ("f1", HelpScreen)):
            send(pilot, key)
            await shrink_and_grow(screen)
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await shrink_and_grow(TableScreen)
        send(pilot, "9", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        send(pilot, "ctrl+l")
        await shrink_and_grow(VerdictScreen)
        send(pilot, "f3")
        await shrink_and_grow(ConfirmScreen)
        await pilot.click("#discard")
        await shrink_and_grow(HomeScreen)


async def test_twelve_questions_fit_eighty_by_twenty_four() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        least = app.screen.query_one(HelpStrip).least_lines
        assert app.screen.query_one(FormAndHelp).size.height - least >= 12
        longest = max(STEPS, key=lambda step: len([q for q in step.questions if q.builds is None]))
        await steps(app).show_step(STEPS.index(longest))
        await until(pilot, lambda: steps(app).form.rows[-1].is_mounted)
        await until(pilot, lambda: steps(app).form.rows[-1].region.height == 1)
        assert steps(app).form.max_scroll_y == 0
        for row in steps(app).form.rows:
            assert row.question.label in shown(app)


@pytest.mark.parametrize("theme", ["projector", "dark"])
async def test_a_projector_shows_question_field_and_verdict(theme: str) -> None:
    app = sample("support_ticket_classifier", config=themed(theme))
    async with app.run_test(size=(60, 20)) as pilot:
        for key in ("volume.calls_per_month", "student.cost_per_1k_calls", "task.breadth"):
            await at(pilot, key)
            await until(pilot, lambda: steps(app).form.rows[-1].region.height)
            row = steps(app).form.present
            assert row is not None
            await until(pilot, lambda: row.question.label in shown(app))
            # The question in full, the answer, and what it comes to.
            await until(pilot, lambda: row.question.prompt[:40] in shown(app))
            assert answers(app)[key].text in shown(app)
            assert "✓✓ Strong case · payback" in text_of(app.screen.query_one(VerdictPanel))


async def test_the_first_run_explains_itself_in_one_screen() -> None:
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and "unfinished draft" in shown(app))
        screen = shown(app)
        assert "Seven answers give a first verdict in two minutes" in screen
        assert "Quick look" in screen
        # What a sample teaches is cut in its line, and said in full below.
        send(pilot, "end")
        await until(
            pilot, lambda: "What can be said while half the answers are missing." in shown(app)
        )


async def test_nothing_is_changed_under_the_cover_and_the_program_can_be_left() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        before = texts(answers(app))
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: app.focused is None)
        send(pilot, "1", "tab", "2", "enter", "3", "ctrl+z", "pagedown", "4", "ctrl+r", "5")
        await paste(pilot, "6")
        send(pilot, "ctrl+p")
        await taken_in(pilot)
        assert is_on(app, StepScreen)
        assert texts(answers(app)) == before
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: present(app) == "volume.monthly_growth")
        assert is_on(app, StepScreen)
        send(pilot, "7")
        await until(pilot, lambda: "7" in texts(answers(app)).get("volume.monthly_growth", ""))
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: app.focused is None)
        send(pilot, "ctrl+q")
        await until(pilot, lambda: is_on(app, ConfirmScreen))


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_a_long_title_gives_way_to_whether_it_is_saved(width: int) -> None:
    async with driven(complete(), (width, 20)) as (app, pilot):
        await until(pilot, lambda: present(app))
        steps(app).case_title = "A title of very many words that fill lines " * 4
        for state in ("saved: nasty.toml", "not saved"):
            steps(app).file_state = state
            await taken_in(pilot)
            line = shown(app).splitlines()[0]
            assert line.startswith(" A title")
            assert line.rstrip().endswith(state)
        steps(app).file_state = f"saved: {'name-' * 30}.toml"
        await taken_in(pilot)
        line = shown(app).splitlines()[0]
        assert "saved: name-" in line
        assert line.rstrip().endswith("…")
        assert line.startswith(" A title")

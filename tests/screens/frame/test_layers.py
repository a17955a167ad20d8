"""Screens on each other under quick hands: what closes, what opens, what comes too late.

It also tries what `screens/frame/textual_private.py` uses of Textual.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker

from rules.answers.answers import Entry
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from screens import messages
from screens.fields.table_row import TableOpened
from screens.fields.text_row import TextRow
from screens.frame import textual_painting, textual_private, textual_styles, textual_widgets
from screens.frame.case_screen import AnswersOverlay
from screens.frame.layers import Layer, Layers
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.palette import Palette
from screens.overlays.price_search import PriceSearchScreen
from screens.overlays.save_as import SaveAsScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.form import QuestionForm
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from screens.widgets.menu import Menu
from screens.widgets.step_rail import StepRail
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
    is_on,
    new,
    present,
    said,
    send,
    shown,
    steps,
    taken_in,
    texts,
    until,
)
from tests.soak._agreement import answers_within
from tests.wizard.cases import COMPLETE
from wizard.app import switching
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.sessions.open_session import OpenSession
from wizard.settings.config import Config

KINDS = [type(None), Layers]


async def begun(pilot: Driver) -> None:
    await until(pilot, lambda: present(pilot.app))


async def palette_finds(pilot: Driver, words: str, label: str) -> None:
    """Open the palette and type, until it shows an action."""
    send(pilot, "ctrl+p")
    await until(pilot, lambda: is_on(pilot.app, Palette))
    send(pilot, *words)
    await until(pilot, lambda: label in shown(pilot.app))
    await taken_in(pilot)


# ------------------------------------------------------------------- the palette


@pytest.mark.parametrize("keys", [("enter", "enter"), ("down", "enter", "enter")], ids="-".join)
async def test_the_palette_runs_what_was_chosen_twice_once(keys: tuple[str, ...]) -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await palette_finds(pilot, "show the verdict", "Show the verdict")
        send(pilot, *keys)
        await until(pilot, lambda: is_on(app, VerdictScreen))
        assert [type(one) for one in app.screen_stack] == [StepScreen, VerdictScreen]


async def test_two_clicks_beside_the_palette_close_it_alone() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "volume.calls_per_month")
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        send(pilot, "ctrl+p")
        await until(pilot, lambda: is_on(app, Palette))
        clicks(pilot, 99, 29, times=2)
        await until(pilot, lambda: not is_on(app, Palette))
        assert is_on(app, DetailsScreen)


async def test_two_clicks_on_an_action_run_it_once() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await palette_finds(pilot, "show the verdict", "Show the verdict")
        line = next(y for y, row in enumerate(shown(app).splitlines()) if "Show the verdict" in row)
        clicks(pilot, 12, line, times=2)
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await taken_in(pilot)
        assert is_on(app, VerdictScreen)


async def test_help_is_never_opened_on_the_help() -> None:
    async with driven(complete(config=Config(keys={"help": "f11"})), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "f11")
        await until(pilot, lambda: is_on(app, HelpScreen))
        send(pilot, "f11")
        await until(pilot, lambda: is_on(app, StepScreen))
        send(pilot, "f11")
        await until(pilot, lambda: is_on(app, HelpScreen))
        await palette_finds(pilot, "help", "Key: F11")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))


@pytest.mark.parametrize(
    "keys",
    [
        ("ctrl+l", "ctrl+p"),
        ("ctrl+p", "ctrl+l"),
        ("ctrl+p", "ctrl+p"),
        ("ctrl+l", "ctrl+p", "ctrl+l", "ctrl+p"),
    ],
    ids="-".join,
)
async def test_a_palette_and_a_view_asked_for_at_once(keys: tuple[str, ...]) -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        for _ in range(3):
            send(pilot, *keys)
            await taken_in(pilot)
        assert sum(isinstance(one, Palette) for one in app.screen_stack) == 1
        assert is_on(app, Palette), "a view must not cover what is typed into"
        send(pilot, "escape", "escape")
        await until(pilot, lambda: not any(isinstance(one, Palette) for one in app.screen_stack))


async def test_an_action_chosen_for_a_screen_that_is_gone_is_dropped() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "volume.calls_per_month")
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        commands = {one.title: one.callback for one in app.get_system_commands(app.screen)}
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        for run in ("Go to the previous question", "Save", "Close what lies on top"):
            app.call_later(commands[run])
        await taken_in(pilot)
        assert is_on(app, StepScreen)


async def test_keys_of_the_palette_wait_until_it_is_laid_out() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        for keys in (("pagedown",), ("pageup",), ("down", "pageup"), ("end", "enter")):
            send(pilot, "ctrl+p", *keys, "escape", "escape")
            await until(pilot, lambda: is_on(app, StepScreen))


# ------------------------------------------------------------------ what closes


async def test_what_is_covered_cannot_be_closed_and_closes_nothing_else() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "x", "ctrl+q")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        confirm = app.screen
        assert isinstance(confirm, ConfirmScreen)
        send(pilot, "ctrl+p")
        await until(pilot, lambda: is_on(app, Palette))
        confirm.dismiss("stay")
        await taken_in(pilot)
        assert [type(one) for one in app.screen_stack] == [StepScreen, ConfirmScreen, Palette]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        # And it can still be answered.
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_quitting_ends_whatever_covers_the_question_that_was_asked() -> None:
    """One that could not be closed any more kept this going for ever, at full speed."""
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "x", "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        below = app.screen
        send(pilot, "ctrl+p")
        await until(pilot, lambda: is_on(app, Palette))
        assert isinstance(below, SaveAsScreen)
        below.dismiss(None)
        send(pilot, "ctrl+q")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        assert [type(one) for one in app.screen_stack] == [StepScreen, ConfirmScreen]
        send(pilot, "down", "enter")
        await until(pilot, lambda: app._exit)


async def test_whoever_waits_for_an_answer_gets_none_when_everything_is_closed() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "f12")
        await until(pilot, lambda: not is_on(app, StepScreen) and app.focused)
        assert app.errands.under_way
        app.post_message(messages.AnswerRequested("volume.calls_per_month"))
        await until(pilot, lambda: present(app) == "volume.calls_per_month")
        await until(pilot, lambda: not app.errands.under_way)


# ------------------------------------------------------------------- what opens


async def test_rows_that_are_opened_twice_open_once() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "quality.slices")
        case = steps(app)
        for _ in range(2):
            case.post_message(TableOpened("quality.slices"))
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        assert [type(one) for one in app.screen_stack] == [StepScreen, TableScreen]


async def test_the_next_that_is_missing_is_sought_once_with_one_overlay_on_another() -> None:
    async with driven(new(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "volume.calls_per_month")
        case = steps(app)
        for _ in range(2):
            overlay = DetailsScreen(case.form.rows[0].question, case.answers)
            await app.push_screen(overlay)
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        send(pilot, "f5", "f5", "f5")
        # The first two close them, the third goes on from there.
        await until(pilot, lambda: present(app) == "student.cost_per_1k_calls")
        assert is_on(app, StepScreen)


async def test_a_file_asked_for_twice_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        for _ in range(3):
            app.screen.post_message(messages.BrowseRequested())
        await until(pilot, lambda: is_on(app, FilesScreen) and app.focused)
        assert [type(one) for one in app.screen_stack] == [HomeScreen, FilesScreen]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, HomeScreen))
        await until(pilot, lambda: not app.errands.under_way)
        assert is_on(app, HomeScreen)


async def test_a_name_asked_for_twice_is_asked_for_once_and_the_case_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "z", "ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert [type(one) for one in app.screen_stack] == [StepScreen, SaveAsScreen]
        send(pilot, "ctrl+u", *"mine", "enter", "enter")
        await until(pilot, lambda: "Saved: " in said(app))
        await until(pilot, lambda: not app.errands.under_way)
        assert is_on(app, StepScreen)
        assert (tmp_path / "mine.toml").is_file()


async def test_every_key_typed_between_saves_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    app = new()
    assert app.session is not None
    async with app.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        send(pilot, "a", "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        send(pilot, "ctrl+u", *str(path), "enter")
        await until(pilot, lambda: path.exists() and is_on(app, StepScreen))
        for letter in "bcdefgh":
            send(pilot, letter, "ctrl+s")
        await until(pilot, lambda: "abcdefgh" in path.read_text("utf-8"))
        assert not app.session.dirty


async def test_what_is_typed_while_something_opens_waits_for_it() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "quality.slices")
        title = texts(answers(app))["title"]
        send(pilot, "enter", "pagedown", "pagedown", "pageup", "ctrl+a", *"new", "escape")
        await until(pilot, lambda: len(answers(app).table("quality.slices").rows) == 3)
        await until(pilot, lambda: is_on(app, StepScreen))
        assert answers(app).table("quality.slices").rows[-1].cells["name"].text == "new"
        assert texts(answers(app))["title"] == title


ASKS_FIRST: dict[str, type[Screen[Any]]] = {
    "ctrl+s": SaveAsScreen,
    "f7": SaveAsScreen,
    "f12": PriceSearchScreen,
    "f3": ConfirmScreen,
    "ctrl+q": ConfirmScreen,
}
"""Keys at which the program has to ask something before it can do what it was told."""


@pytest.mark.parametrize("key", ASKS_FIRST)
async def test_what_is_typed_behind_a_key_that_asks_first_changes_no_answer(key: str) -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "teacher.model")
        send(pilot, "x", key, *"zz")
        await until(pilot, lambda: is_on(app, ASKS_FIRST[key]) and app.focused)
        await taken_in(pilot)
        text = texts(answers(app))["teacher.model"]
        assert text.endswith("x")
        assert "zz" not in text
        if isinstance(app.focused, Input):
            assert app.focused.value.endswith("zz"), "it is meant for what is asked"


@pytest.mark.parametrize("key", ["f3", "ctrl+q"])
async def test_the_answer_to_a_question_may_come_behind_the_key_that_leads_to_it(key: str) -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        # Leave, and as there is something unsaved: save it, under another name.
        send(pilot, "x", key, "enter")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)


async def test_clicks_and_keys_that_lead_elsewhere_do_so_one_after_the_other() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        rail = case.query_one(StepRail).region
        for down in (2, 5, 1):
            send(pilot, "pagedown", "down", "f5")
            clicks(pilot, rail.x + 3, rail.y + down, times=2)
            send(pilot, "pageup", "down", "enter")
            await until(pilot, lambda: not app._held)
        # A key of its own tells that all of it has been done.
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))
        await until(pilot, lambda: len(case.query(QuestionForm)) == 1)
        assert [row.question for row in case.form.rows] == case._visible_questions()


async def test_a_click_on_a_bar_that_is_covered_by_then_does_nothing_to_what_covers_it() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await begun(pilot)
        await at(pilot, "volume.calls_per_month")
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        bar = app.screen.query_one(KeyBar).region
        x = shown(app).splitlines()[bar.y].index("close", bar.x)
        send(pilot, "ctrl+r", "ctrl+l")
        clicks(pilot, x, bar.y, times=2)
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await taken_in(pilot)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_keys_after_the_one_that_quits_open_nothing() -> None:
    async with driven(new(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "ctrl+q", "ctrl+p", "ctrl+l", "x", "enter", "ctrl+p")
        await until(pilot, lambda: app._closed)
    assert app.return_code == 0


@pytest.mark.parametrize("closes", ["escape", "ctrl+r"])
async def test_an_undo_right_after_the_details_were_closed_is_shown(closes: str) -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        for number in range(1, 6):
            await at(pilot, "volume.calls_per_month")
            send(pilot, "ctrl+r")
            await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
            send(pilot, "end", str(number), closes, "ctrl+z")
            await until(pilot, lambda: is_on(app, StepScreen))
            await answers_within(app, PATIENCE_S)
            await until(pilot, lambda: case.answers == answers(app))
            await until(pilot, lambda: field(app).value == texts(answers(app))[present(app)])


async def test_what_is_typed_behind_details_that_were_opened_for_nothing_stays() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        await at(pilot, "volume.calls_per_month")
        send(pilot, "end", "7")
        await until(pilot, lambda: texts(answers(app))["volume.calls_per_month"].endswith("7"))
        # All behind the undo, which is waited for: nothing of it may be taken back afterwards.
        send(pilot, "ctrl+z", "ctrl+r", "ctrl+r", "down")
        hear(app, "\x1b[200~12%\x1b[201~")
        send(pilot, "up")
        await until(pilot, lambda: texts(answers(app)).get("volume.monthly_growth") == "12%")
        await answers_within(app, PATIENCE_S)
        assert texts(case.answers) == texts(answers(app))
        row = case.form.row("volume.monthly_growth")
        assert isinstance(row, TextRow)
        assert row.input.value == "12%"


# ------------------------------------------------------------ what comes too late


async def test_what_was_found_out_for_a_screen_that_is_gone_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, go_on = threading.Event(), threading.Event()

    def slow(*given: object) -> Outlook:
        found.set()
        assert go_on.wait(30)
        return outlook_of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("screens.pages.verdict.outlook_of", slow)
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and found.is_set())
        verdict = app.screen
        assert isinstance(verdict, VerdictScreen)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, StepScreen))
        go_on.set()
        # As if it had been ready in the moment before the screen was closed.
        await asyncio.to_thread(verdict.hand_over, verdict._take_in, verdict.assessment, None)
        await taken_in(pilot)
        assert is_on(app, StepScreen)


class Slow(Layer[None]):
    """Takes its time to open."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.may_open = asyncio.Event()
        self.seen: list[str] = []
        self.put_off: list[str] = []

    def compose(self) -> ComposeResult:
        yield Menu()

    async def on_mount(self) -> None:
        await self.may_open.wait()
        self.seen.append("opened")

    def on_key(self) -> None:
        self.seen.append("key")

    def later(self) -> None:
        self.put_off.append("done")


async def test_keys_wait_for_a_screen_that_opens() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        slow = Slow()
        app.push_screen(slow)
        send(pilot, "x")
        for _ in range(20):
            await asyncio.sleep(0)
        assert slow.seen == []
        slow.may_open.set()
        await until(pilot, lambda: slow.seen == ["opened", "key"])


async def test_what_a_screen_put_off_is_dropped_once_it_is_gone() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        slow = Slow()
        slow.may_open.set()
        await app.push_screen(slow)
        slow.call_later(slow.later)
        slow.call_after_refresh(slow.later)
        await until(pilot, lambda: slow.put_off == ["done", "done"])
        slow.call_later(slow.later)
        slow.call_after_refresh(slow.later)
        slow.dismiss()
        await until(pilot, lambda: is_on(app, StepScreen))
        assert slow.put_off == ["done", "done"]


async def test_a_screen_closed_before_it_was_there_never_comes() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        for _ in range(3):
            slow = Slow()
            app.push_screen(slow)
            slow.dismiss()
            app.push_screen(VerdictScreen(answers(app), title="", file_state=""))
            app.screen.dismiss()
            await taken_in(pilot)
            assert is_on(app, StepScreen)
            assert slow.seen == []


async def test_only_what_is_on_top_opens_and_asks() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen) and app.focused)
        await case.open(HelpScreen(app.screen))
        assert await case.get_answer(ConfirmScreen("?", [("yes", "Yes")])) is None
        assert is_on(app, JumpScreen)


async def test_a_dialog_that_nobody_waits_for_any_more_closes() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)

        async def ask() -> None:
            await case.get_answer(ConfirmScreen("?", [("yes", "Yes")]))

        worker: Worker[None] = case.run_worker(ask())
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        worker.cancel()
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_what_is_said_of_a_case_is_not_done_to_the_next_one() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case, before = steps(app), app.session
        entry = Entry("of the case before", "of the case before")
        other = OpenSession.new(COMPLETE)
        opening = asyncio.create_task(switching.to_case(app, other))
        while app.session is before:
            # One is on its way in the moment in which the case is left, whichever that is.
            case.post_message(messages.AnswerChanged("title", entry, "late"))
            case.post_message(messages.VerdictRequested())
            await asyncio.sleep(0)
        case.post_message(messages.AnswerChanged("title", entry, "too late"))
        await opening
        await until(pilot, lambda: steps(app) is not case and present(app))
        assert texts(answers(app))["title"] == "Tickets"
        assert not other.dirty or other.answers.value("title") == "Tickets"
        assert is_on(app, StepScreen)
        # And keys are not held for what nobody will do.
        send(pilot, "x")
        await until(pilot, lambda: "x" in texts(answers(app))["title"])


# ------------------------------------------------------------------------ lists


async def test_a_choice_from_a_list_that_was_filled_anew_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "b")
        await until(pilot, lambda: is_on(app, FilesScreen) and app.focused)
        files = app.screen
        assert isinstance(files, FilesScreen)
        # Down to the last, and into it twice: the second finds an empty folder.
        send(pilot, "end", "enter", "enter")
        await until(pilot, lambda: files.folder.name == "two")
        await taken_in(pilot)
        menu = files.query_one(Menu)
        clicks(pilot, menu.region.x + 2, menu.region.y, times=3)
        await until(pilot, lambda: files.folder != tmp_path / "two")
        await taken_in(pilot)
        assert is_on(app, FilesScreen)


async def test_a_click_on_a_line_that_is_not_there_any_more_is_dropped() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and app.focused)
        lines = app.screen.query_one(Lines)
        region = lines.region
        clicks(pilot, region.x + 5, region.bottom - 2, times=2)
        lines.clear_options()
        await taken_in(pilot)
        for action in ("page_up", "page_down", "select"):
            await app.run_action(action, lines)
        assert app.is_running


async def test_a_press_on_what_is_only_still_painted_selects_nothing() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        row = case.form.rows[0]
        region = row.region
        with app.batch_update():
            await row.remove()
            hear(app, f"\x1b[<0;{region.x + 2};{region.y + 1}M")
            hear(app, f"\x1b[<35;{region.x + 9};{region.y + 1}M")
            await asyncio.sleep(0)
        await taken_in(pilot)
        assert app.is_running


async def test_a_press_on_a_field_that_is_only_still_painted_keeps_no_keys() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await begun(pilot)
        case = steps(app)
        gone, there = case.form.rows[0], case.form.rows[1]
        assert isinstance(gone, TextRow)
        region = gone.input.region
        assert await case.form.focus_question(there.question.key)
        with app.batch_update():
            # Nobody waits for it, as where another step is shown.
            gone.remove()
            clicks(pilot, region.x + 1, region.y)
            await asyncio.sleep(0)
        await taken_in(pilot)
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))


READY = {
    one.__name__ for one in (textual_private, textual_widgets, textual_painting, textual_styles)
}
"""Where screens are made ready that nobody opens as they are."""


def test_every_screen_of_ours_is_a_layer() -> None:
    waiting: list[type[Screen[object]]] = [Screen]
    ours = []
    while waiting:
        for derived in waiting.pop().__subclasses__():
            waiting.append(derived)
            if derived.__module__ in READY:
                continue
            if derived.__module__.startswith(("screens.", "wizard.")):
                ours.append(derived)
    assert AnswersOverlay in ours
    for one in ours:
        assert issubclass(one, Layer), one
    assert issubclass(PaybackApp, Layers)

"""Unsaved work: what is kept of it, when it is offered, and that nothing of it is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from rules.answers.answers import Answers
from screens.messages import OpenRequested
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.save_as import SaveAsScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.widgets.menu import Menu
from tests.screens.drive import (
    Driver,
    answers,
    driven,
    field,
    is_on,
    present,
    said,
    send,
    shown,
    taken_in,
    text_of,
    texts,
    until,
)
from tests.wizard.cases import COMPLETE, typed, written
from tests.wizard.dialogs import GROWTH, asks, choose, dialog, opened, type_growth
from wizard.app.app import PaybackApp
from wizard.sessions import autosave, recent
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session


def left_behind(path: Path, growth: str = "2%") -> autosave.Kept:
    """Unsaved work on a file, from a program that is gone."""
    file = read_session(path)
    slot = autosave.Slot()
    slot.keep(file, file.answers.answer(GROWTH, typed(GROWTH, growth)), "Tickets")
    slot.release()
    return next(one for one in autosave.kept() if one.place == slot.place)


def state(app: PaybackApp) -> str:
    return shown(app).splitlines()[0]


# ------------------------------------------------------------------------ saving


async def save_the_rest(pilot: Driver) -> None:
    await type_growth(pilot, "abc")
    send(pilot, "ctrl+s")
    await asks(pilot, "Monthly growth")
    await choose(pilot, "save")
    await until(pilot, lambda: "but for Monthly growth" in said(pilot.app))


@pytest.mark.parametrize("answer", ["keep", "discard", "stay"])
async def test_what_a_save_leaves_out_is_still_unsaved_and_asked_about(
    case: Path, answer: str
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await save_the_rest(pilot)
        assert "not saved" in state(app)
        send(pilot, "ctrl+q")
        await asks(pilot, "Monthly growth cannot be used")
        await pilot.click(f"#{answer}")
        if answer == "stay":
            await until(pilot, lambda: is_on(app, StepScreen))
            assert texts(answers(app))[GROWTH] == "abc"
        else:
            await until(pilot, lambda: app._exit)
    kept = autosave.kept_for(case)
    assert [texts(autosave.take_up(one).answers)[GROWTH] for one in kept] == (
        [] if answer == "discard" else ["abc"]
    )


async def test_a_program_that_ends_after_saving_the_rest_keeps_what_was_left_out(
    case: Path,
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await save_the_rest(pilot)
        (left_out,) = Path(autosave.Slot().place.parent).glob("*.json")
        assert '"abc"' in left_out.read_text("utf-8")
        app.exit()
    (one,) = autosave.kept_for(case)
    assert texts(autosave.take_up(one).answers)[GROWTH] == "abc"


# ----------------------------------------------------------------------- opening


@pytest.mark.parametrize("way", ["command line", "start page"])
@pytest.mark.parametrize("answer", ["take-up", "later", "discard"])
async def test_unsaved_work_on_a_file_is_offered_when_the_file_is_opened(
    case: Path, way: str, answer: str
) -> None:
    kept = left_behind(case)
    recent.remember(case)
    app = opened(case) if way == "command line" else PaybackApp()
    async with app.run_test(size=(80, 24)) as pilot:
        if way == "start page":
            await until(pilot, lambda: is_on(app, HomeScreen))
            app.post_message(OpenRequested(case))
        await asks(pilot, f"There is unsaved work on case.toml from {kept.at:%d %b %Y, %H:%M}")
        await choose(pilot, answer)
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        if answer == "take-up":
            assert texts(answers(app))[GROWTH] == "2%"
            assert "not saved" in state(app)
            send(pilot, "ctrl+s")
            await until(pilot, lambda: "saved: case.toml" in state(app))
            assert texts(written(case))[GROWTH] == "2%"
        else:
            assert GROWTH not in answers(app)
            await type_growth(pilot, "3%")
    left = [texts(autosave.take_up(one).answers)[GROWTH] for one in autosave.kept()]
    assert sorted(left) == {"take-up": [], "later": ["2%", "3%"], "discard": ["3%"]}[answer]


async def test_the_question_about_unsaved_work_can_be_left_without_opening(case: Path) -> None:
    left_behind(case)
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen))
        app.post_message(OpenRequested(case))
        await asks(pilot, "There is unsaved work")
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, HomeScreen))
    assert len(autosave.kept()) == 1


async def test_work_taken_up_is_kept_anew_before_the_old_copy_goes(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = left_behind(case)

    def full(*args: Any) -> None:
        raise OSError

    monkeypatch.setattr(autosave.Slot, "keep", full)
    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "There is unsaved work")
        await choose(pilot, "take-up")
        await until(pilot, lambda: GROWTH in answers(app))
        await taken_in(pilot)
        assert kept.place.exists()
        app.exit()
    assert [one.place for one in autosave.kept()] == [kept.place]


async def test_work_whose_file_has_changed_says_so_and_suggests_a_name_beside(case: Path) -> None:
    left_behind(case)
    theirs = COMPLETE.replace("Tickets", "Theirs")
    case.write_text(theirs, "utf-8")
    async with driven(opened(case), (120, 30)) as (app, pilot):
        await asks(pilot, "There is unsaved work")
        await pilot.click("#take-up")
        await asks(pilot, "was changed since this work was kept")
        assert str(case) in dialog(app).replace(" ", "")
        await choose(pilot, "go-on")
        await until(pilot, lambda: "not saved yet" in state(app))
        send(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert field(app).value == str(case.with_name("case-recovered.toml"))
        send(pilot, "enter")
        await until(pilot, lambda: "saved: case-recovered.toml" in state(app))
    assert texts(written(case.with_name("case-recovered.toml")))[GROWTH] == "2%"
    assert case.read_text("utf-8") == theirs


async def test_two_windows_on_one_file_do_not_drop_each_others_work(case: Path) -> None:
    other = autosave.Slot()
    file = read_session(case)
    other.keep(file, file.answers.answer(GROWTH, typed(GROWTH, "9%")), "Other window")
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: present(app))
        # That window still runs: its work is not offered here.
        assert not is_on(app, ConfirmScreen)
        await type_growth(pilot, "2%")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in state(app))
    other.release()
    (one,) = autosave.kept_for(case)
    assert texts(autosave.take_up(one).answers)[GROWTH] == "9%"


async def test_giving_up_mine_for_theirs_leaves_nothing_to_recover(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        theirs = COMPLETE.replace("[volume]", "[volume]\nmonthly_growth = 0.05")
        case.write_text(theirs, "utf-8")
        send(pilot, "ctrl+s")
        await asks(pilot, "was changed here, and in the file by another program")
        await choose(pilot, "theirs")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
    assert autosave.kept() == []


async def test_changes_given_up_for_a_file_that_cannot_be_opened_are_still_kept(
    case: Path, tmp_path: Path
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        app.post_message(OpenRequested(tmp_path / "none.toml"))
        await asks(pilot, "has an unsaved answer")
        await choose(pilot, "discard")
        await until(pilot, lambda: "no such file" in said(app))
        assert texts(answers(app))[GROWTH] == "2%"
        app.exit()
    assert len(autosave.kept_for(case)) == 1


# ------------------------------------------------------------------- start page


async def test_the_start_page_shows_time_and_file_of_unsaved_work_and_discards_it(
    case: Path,
) -> None:
    kept = left_behind(case)
    slot = autosave.Slot()
    slot.keep(OpenSession.new(COMPLETE).file, Answers(), "New one")
    slot.release()
    async with driven(PaybackApp(), (140, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        line = next(one for one in shown(app).splitlines() if case.name in one)
        assert f"{kept.at:%d %b %Y, %H:%M}" in line
        assert "a case without a file" in shown(app)
        menu = app.screen.query_one("#menu", Menu)

        async def at_the_first() -> None:
            menu.highlighted = menu.get_option_index("unsaved:1")
            await taken_in(pilot)
            assert str(case) in "".join(text_of(app.screen.query_one("#about")).split())
            send(pilot, "delete")
            await asks(pilot, "The unsaved work on Tickets")

        await at_the_first()
        await choose(pilot, "stay")
        assert len(autosave.kept()) == 2
        await at_the_first()
        await choose(pilot, "discard")
        await until(pilot, lambda: is_on(app, HomeScreen) and case.name not in shown(app))
        assert [one.title for one in autosave.kept()] == ["New one"]
        menu = app.screen.query_one("#menu", Menu)
        menu.highlighted = menu.get_option_index("new:quick")
        await taken_in(pilot)
        send(pilot, "delete")
        await until(pilot, lambda: "Choose unsaved work" in said(app))


@pytest.mark.parametrize("key", ["enter", "delete"])
async def test_work_that_is_gone_meanwhile_is_said_to_be(case: Path, key: str) -> None:
    kept = left_behind(case)
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        menu = app.screen.query_one("#menu", Menu)
        menu.highlighted = menu.get_option_index("unsaved:0")
        autosave.drop(kept.place)
        send(pilot, key)
        await until(pilot, lambda: "That work waits here no more" in said(app))
        await until(pilot, lambda: is_on(app, HomeScreen) and "Unsaved from" not in shown(app))


# ---------------------------------------------------------------------- quitting


@pytest.mark.parametrize("keys", [["ctrl+q"], ["ctrl+c", "ctrl+c"]], ids=" ".join)
async def test_quitting_out_of_a_dialog_goes_on_to_the_question_and_then_keeps(
    case: Path, keys: list[str]
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        send(pilot, *keys)
        await asks(pilot, "Tickets has an unsaved answer.")
        assert not any(isinstance(one, SaveAsScreen) for one in app.screen_stack)
        send(pilot, *keys)
        await until(pilot, lambda: app._exit)
    (one,) = autosave.kept_for(case)
    assert texts(autosave.take_up(one).answers)[GROWTH] == "2%"


async def test_quitting_out_of_a_question_about_going_elsewhere(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        send(pilot, "f3")
        await asks(pilot, "Tickets has an unsaved answer.")
        send(pilot, "ctrl+q")
        await taken_in(pilot)
        await asks(pilot, "Tickets has an unsaved answer.")
        assert sum(isinstance(one, ConfirmScreen) for one in app.screen_stack) == 1
        await pilot.click("#discard")
        await until(pilot, lambda: app._exit)
    assert autosave.kept() == []


# ------------------------------------------------------------------------- names


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
async def test_a_file_whose_name_is_no_text_opens_saves_and_is_listed(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.toml")
    path.write_text(COMPLETE.replace('title = "Tickets"\n', ""), "utf-8")
    async with driven(opened(path)) as (app, pilot):
        await until(pilot, lambda: "saved: caf\ufffd.toml" in state(app))
        await type_growth(pilot, "2%")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: caf" in state(app))
        assert texts(written(path))[GROWTH] == "2%"
        send(pilot, "f3")
        await until(pilot, lambda: is_on(app, HomeScreen) and "caf\ufffd.toml" in shown(app))
        app.post_message(OpenRequested(path))
        await until(pilot, lambda: is_on(app, StepScreen))

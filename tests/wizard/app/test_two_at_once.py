"""Two programs on one file: what the wizard says, and that nothing of either is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events

from screens import messages
from screens.overlays.kept_work import KeptWorkScreen
from screens.overlays.save_as import SaveAsScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.workshop.screen import WorkshopScreen
from tests.screens.drive import (
    Driver,
    answers,
    complete,
    driven,
    field,
    is_on,
    present,
    said,
    send,
    shown,
    taken_in,
    texts,
    until,
)
from tests.wizard.cases import COMPLETE, typed, written
from tests.wizard.dialogs import GROWTH, asks, choose, dialog, opened, type_growth
from wizard.app.app import PaybackApp
from wizard.disk.presence import Presence
from wizard.sessions import autosave
from wizard.sessions.open_session import OpenSession
from wizard.settings.config import Config
from wizard.workshop.facilitating import Facilitating


async def test_of_many_answers_that_somebody_else_changed_some_are_named_and_all_counted(
    case: Path,
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.write_text('schema = 1\ntitle = "Theirs"\n', "utf-8")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "taken over from it: Title" in said(app))
        named = said(app).partition("taken over from it: ")[2]
        assert named.startswith("Title, Breadth of the task, ")
        assert named.endswith(" and 5 answers more.")
        assert len(named) < 160


async def test_what_somebody_else_changed_elsewhere_is_saved_together_with_mine(
    case: Path,
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.write_text(COMPLETE.replace("Tickets", "Theirs") + "# theirs\n", "utf-8")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert "taken over from it: Title" in said(app)
        assert "Theirs" in shown(app).splitlines()[0]
        assert texts(written(case)) | {GROWTH: "2%", "title": "Theirs"} == texts(written(case))
        assert "# theirs\n" in case.read_text("utf-8")
        # What is undone is what was done here.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: GROWTH not in answers(app))
        assert texts(answers(app))["title"] == "Theirs"


@pytest.mark.part(6)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
@pytest.mark.parametrize("answer", ["save-as", "mine", "theirs", "stay"])
async def test_where_both_have_changed_an_answer_both_are_shown(
    case: Path, tmp_path: Path, answer: str, size: tuple[int, int]
) -> None:
    theirs = COMPLETE.replace("Tickets", "Theirs").replace(
        "[volume]", "[volume]\nmonthly_growth = 0.05"
    )
    async with driven(opened(case), size) as (app, pilot):
        await type_growth(pilot, "2%")
        case.write_text(theirs, "utf-8")
        send(pilot, "ctrl+s")
        await asks(pilot, "was changed here, and in the file by another program")
        for words in ("Mine: 2%", "Theirs: 5%", "Before: no answer"):
            assert words in dialog(app)
        await choose(pilot, answer)
        if answer == "save-as":
            await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
            field(app).value = str(tmp_path / "mine.toml")
            send(pilot, "enter")
            await until(pilot, lambda: "saved: mine.toml" in shown(app))
            assert texts(written(tmp_path / "mine.toml"))[GROWTH] == "2%"
            assert texts(written(tmp_path / "mine.toml"))["title"] == "Tickets"
            assert case.read_text("utf-8") == theirs
        elif answer == "stay":
            await until(pilot, lambda: is_on(app, StepScreen))
            assert "not saved" in shown(app).splitlines()[0]
            assert case.read_text("utf-8") == theirs
            assert texts(answers(app))[GROWTH] == "2%"
        else:
            await until(pilot, lambda: "saved: case.toml" in shown(app))
            chosen = {"mine": "2%", "theirs": "5%"}[answer]
            assert texts(written(case))[GROWTH] == chosen
            assert texts(answers(app))[GROWTH] == chosen
            assert texts(written(case))["title"] == "Theirs"


@pytest.mark.parametrize("answer", ["all-mine", "all-theirs"])
async def test_several_clashes_can_be_decided_at_once(case: Path, answer: str) -> None:
    session = OpenSession.open(case)
    for key in ("title", "task.owner", "task.description"):
        session.answer(key, typed(key, "mine"))
    app = PaybackApp(session=session)
    theirs = COMPLETE.replace('"Tickets"', '"theirs"').replace(
        "[task]", '[task]\nowner = "theirs"\ndescription = "theirs"'
    )
    async with app.run_test(size=(80, 24)) as pilot:
        case.write_text(theirs, "utf-8")
        send(pilot, "ctrl+s")
        await asks(pilot, "(1 of 3)")
        await pilot.click("#mine")
        await asks(pilot, "(2 of 3)")
        await choose(pilot, answer)
        await until(pilot, lambda: "saved: case.toml" in shown(app))
    others = answer.removeprefix("all-")
    found = texts(written(case))
    keys = ("title", "task.owner", "task.description")
    assert sorted(found[key] for key in keys) == sorted(["mine", others, others])


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (b"[[", "Invalid initial character"),
        (b"schema = 99\n", "schema"),
        (b"\xff\xfe", "cannot be read now"),
    ],
    ids=["no TOML", "another schema", "no text"],
)
async def test_a_file_that_nobody_can_read_any_more_is_asked_about(
    case: Path, theirs: bytes, words: str
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.write_bytes(theirs)
        send(pilot, "ctrl+s")
        await asks(pilot, words)
        await choose(pilot, "stay")
        assert case.read_bytes() == theirs
        assert texts(answers(app))[GROWTH] == "2%"
        send(pilot, "ctrl+s")
        await asks(pilot, words)
        await choose(pilot, "overwrite")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert texts(written(case))[GROWTH] == "2%"


# ------------------------------------------------------------- who has a file open


@pytest.fixture
def other(case: Path) -> Iterator[Presence]:
    """Another program that has the case open."""
    presence = Presence()
    presence.at(case)
    yield presence
    presence.at(None)


def start(case: Path) -> Any:
    return opened(case)


def from_start_page(case: Path) -> Any:
    return PaybackApp()


async def opening(pilot: Driver, case: Path) -> None:
    """Have the case opened, where it is not open from the start."""
    if is_on(pilot.app, HomeScreen):
        await taken_in(pilot)
        pilot.app.post_message(messages.OpenRequested(case))


@pytest.mark.parametrize("begin", [start, from_start_page])
@pytest.mark.parametrize("answer", ["look", "open", "leave"])
async def test_opening_what_somebody_else_has_open_says_who_and_since_when(
    case: Path, other: Presence, answer: str, begin: Callable[[Path], Any]
) -> None:
    async with driven(begin(case)) as (app, pilot):
        await opening(pilot, case)
        await asks(pilot, "case.toml is open in another window")
        assert f"process {os.getpid()}, since" in dialog(app)
        await choose(pilot, answer)
        if answer == "leave":
            await until(pilot, lambda: begin is from_start_page or not app.is_running)
            assert app.session is None or begin is start
            return
        await until(pilot, lambda: is_on(app, StepScreen))
        await type_growth(pilot, "2%")
        send(pilot, "ctrl+s")
        if answer == "open":
            await until(pilot, lambda: "saved: case.toml" in shown(app))
            assert texts(written(case))[GROWTH] == "2%"
            return
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert field(app).value == str(case.with_name("case-copy.toml"))
        send(pilot, "enter")
        await until(pilot, lambda: "saved: case-copy.toml" in shown(app))
        assert case.read_text("utf-8") == COMPLETE
        assert texts(written(case.with_name("case-copy.toml")))[GROWTH] == "2%"


async def test_who_only_looks_is_told_so_and_leaves_without_a_question(
    case: Path, other: Presence
) -> None:
    case.write_text(COMPLETE.replace('title = "Tickets"\n', ""), "utf-8")
    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "is open in another window")
        await choose(pilot, "look")
        await until(pilot, lambda: "only looking: case.toml" in shown(app).splitlines()[0])
        assert shown(app).splitlines()[0].split()[0] == "case"
        assert other.others(case) == [], "who looks keeps nobody from working"
        send(pilot, "ctrl+q")
        await until(pilot, lambda: not app.is_running)


async def test_the_file_that_one_looks_at_is_not_written_by_its_own_name(
    case: Path, other: Presence
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "is open in another window")
        await choose(pilot, "look")
        await until(pilot, lambda: is_on(app, StepScreen))
        await type_growth(pilot, "2%")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(case)
        send(pilot, "enter")
        await asks(pilot, "already exists")
        await choose(pilot, "stay")
        assert case.read_text("utf-8") == COMPLETE


async def test_a_case_is_seen_by_others_from_opening_to_leaving(case: Path) -> None:
    others = Presence()
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: others.others(case))
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(case.with_name("second.toml"))
        send(pilot, "enter")
        await until(pilot, lambda: "saved: second.toml" in shown(app))
        assert others.others(case) == []
        assert len(others.others(case.with_name("second.toml"))) == 1
    assert others.others(case.with_name("second.toml")) == []


async def test_unsaved_work_on_a_file_that_somebody_has_open_is_asked_about(
    case: Path, other: Presence
) -> None:
    slot = autosave.Slot()
    session = OpenSession.open(case)
    session.answer("title", typed("title", "Mine"))
    slot.keep(session.file, session.answers, "Mine")
    slot.release()
    app: Any = PaybackApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: is_on(app, HomeScreen))
        await taken_in(pilot)
        app.post_message(messages.TakeUpRequested(str(slot.place)))
        await asks(pilot, "There is unsaved work on case.toml")
        await pilot.click("#take-up")
        await asks(pilot, "is open in another window")
        assert not app.screen.query("#look")
        await choose(pilot, "leave")
        assert app.session is None
        assert slot.place.exists()


@pytest.mark.parametrize("answer", ["look", "open", "leave"])
async def test_a_workshop_on_what_somebody_has_open_is_asked_about_too(
    case: Path, other: Presence, answer: str
) -> None:
    session = OpenSession.open(case)
    async with driven(PaybackApp(session=session, workshop=Facilitating(session))) as (app, pilot):
        await asks(pilot, "case.toml is open in another window")
        await choose(pilot, answer)
        if answer == "leave":
            await until(pilot, lambda: not app.is_running)
        elif answer == "open":
            await until(pilot, lambda: is_on(app, WorkshopScreen))
            assert "in a workshop" in Presence().others(case)[-1].in_words
        else:
            await until(pilot, lambda: is_on(app, StepScreen))
            assert app.workshop is None
            assert "only looking: case.toml" in shown(app)
    assert case.read_text("utf-8") == COMPLETE


# ---------------------------------------------------------------- a change noticed


async def test_a_change_of_the_open_file_is_told_once_before_it_is_saved(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.app.watching.LOOKS_EVERY_S", 0.05)
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.write_text(COMPLETE.replace("Tickets", "Theirs"), "utf-8")
        await until(pilot, lambda: "case.toml was changed by another program" in said(app))
        app.clear_notifications()
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "taken over from it: Title" in said(app))
        case.touch()
        case.write_text(case.read_text("utf-8") + "# once more\n", "utf-8")
        await until(pilot, lambda: "was changed by another program" in said(app))


async def test_a_change_is_noticed_when_somebody_comes_back_and_shown_by_a_key(case: Path) -> None:
    async with driven(opened(case), (100, 30)) as (app, pilot):
        await type_growth(pilot, "2%")
        for title in ("Theirs", "Theirs again"):
            app.post_message(events.AppBlur())
            case.write_text(COMPLETE.replace("Tickets", title), "utf-8")
            app.post_message(events.AppFocus())
            # Each time, although the case knows the file as it was read.
            await until(pilot, lambda: "F9 shows what differs" in said(app))
            app.clear_notifications()
        send(pilot, "f9")
        await until(pilot, lambda: is_on(app, KeptWorkScreen))
        page = " ".join(shown(app).split())
        assert "case.toml was changed by another program. 2 answers differ:" in page
        assert "Title Tickets Theirs again" in page
        assert "Monthly growth 2% (estimated) not answered" in page
        send(pilot, "down", "enter")
        await until(pilot, lambda: "taken over from it: Title" in said(app))
    written = case.read_text("utf-8")
    assert "Theirs again" in written
    assert "monthly_growth" in written


async def test_what_differs_from_the_file_is_shown_and_that_nothing_does(case: Path) -> None:
    async with driven(opened(case), (100, 30)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "f9")
        await until(pilot, lambda: "has the same answers as this case" in said(app))
        await type_growth(pilot, "2%")
        send(pilot, "f9")
        await until(pilot, lambda: is_on(app, KeptWorkScreen))
        assert "Not saved yet, in 1 answer:" in shown(app)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert case.read_text("utf-8") == COMPLETE
        case.write_text("teacher = \n", "utf-8")
        send(pilot, "f9")
        await until(pilot, lambda: "case.toml:1" in said(app))


async def test_a_case_without_a_file_has_nothing_to_differ_from() -> None:
    app = complete(config=Config(keys={"save": "f2"}))
    async with driven(app, (100, 30)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "f9")
        await until(pilot, lambda: "is in no file yet: F2 saves it" in said(app))

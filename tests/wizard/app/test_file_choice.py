"""Walking folders: what is listed, what can be typed, and what is said of what cannot be opened."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.menu import Menu
from tests.screens.drive import (
    Driver,
    complete,
    driven,
    field,
    is_on,
    paste,
    said,
    send,
    shown,
    taken_in,
    until,
)
from tests.wizard.cases import COMPLETE
from tests.wizard.dialogs import dialog
from wizard.app import file_choice
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.sessions.open_session import OpenSession


async def browse(pilot: Driver) -> None:
    app = pilot.app
    await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
    menu = app.screen.query_one("#menu", Menu)
    menu.highlighted = menu.get_option_index("browse:")
    send(pilot, "enter")
    await until(pilot, lambda: is_on(app, FilesScreen) and app.focused)


async def type_path(pilot: Driver, text: str) -> None:
    app = pilot.app
    app.screen.query_one("#path").focus()
    await until(pilot, lambda: app.focused and app.focused.id == "path")
    field(app).value = text
    send(pilot, "enter")
    await taken_in(pilot)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("~nosuchuser/x", "Nobody's folder is known as ~nosuchuser"),
        ("x" * 300, "name is too long"),
        ("none.toml", "there is no such file. Correct the path, or choose from the list."),
        ("broken.toml", "Invalid value"),
        ("a\0b", "null"),
    ],
)
async def test_a_path_that_cannot_be_opened_is_said_and_stays_to_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, said: str
) -> None:
    (tmp_path / "broken.toml").write_text("schema = ", "utf-8")
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await type_path(pilot, typed)
        await until(pilot, lambda: said in dialog(app))
        assert is_on(app, FilesScreen)
        assert field(app).value == typed


async def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "case.toml").write_text(COMPLETE, "utf-8")

    def refuse(path: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(file_choice, "read_session", refuse)
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await type_path(pilot, "case.toml")
        await until(pilot, lambda: "you do not have permission" in dialog(app))


async def test_a_path_is_taken_from_the_folder_that_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "inner"
    (inner / "deep").mkdir(parents=True)
    (inner / "case.toml").write_text(COMPLETE, "utf-8")
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await type_path(pilot, "inner/deep")
        await until(pilot, lambda: app.focused and app.focused.id == "entries")
        send(pilot, "backspace")
        await until(pilot, lambda: "▸ deep" in shown(app))
        path = app.screen.query_one("#path", Input)
        assert path.value == str(inner)
        assert path.cursor_position == len(path.value)
        await type_path(pilot, "case.toml")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_what_is_set_beside_a_case_is_looked_for_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mine.toml", "other.toml"):
        (tmp_path / name).write_text(COMPLETE, "utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    app = PaybackApp(session=OpenSession.open(Path("..", "mine.toml")))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: is_on(app, StepScreen) and app.focused)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "b")
        await until(pilot, lambda: is_on(app, FilesScreen) and "other.toml" in shown(app))
        assert app.screen.query_one("#path", Input).value == str(tmp_path)


@pytest.mark.parametrize("is_pasted", [False, True])
async def test_a_path_that_is_typed_in_the_list_goes_into_its_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_pasted: bool
) -> None:
    (tmp_path / "inner").mkdir()
    case = tmp_path / "case 1.toml"
    case.write_text(COMPLETE, "utf-8")
    monkeypatch.chdir(tmp_path / "inner")
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        assert app.focused is not None
        assert app.focused.id == "entries"
        if is_pasted:
            await paste(pilot, f"{case}\n")
        else:
            send(pilot, *str(case))
        await taken_in(pilot)
        assert app.screen.query_one("#path", Input).value == str(case)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_a_paste_of_megabytes_into_the_list_is_refused_as_in_every_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await paste(pilot, "日本é" * 400_000)
        await until(pilot, lambda: "Not pasted" in said(app))
        assert len(field(app).value) < 1_000


async def test_a_large_folder_lists_sessions_alone_and_says_how_many_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "MOST", 3)
    for number in range(20):
        (tmp_path / f"a{number}.txt").write_text("", "utf-8")
    for number in range(5):
        (tmp_path / f"s{number}.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await until(pilot, lambda: "s2.toml" in shown(app))
        assert "s3.toml" not in shown(app)
        assert "and 2 more; type a name above" in shown(app)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
async def test_names_that_are_no_text_are_shown_cell_by_cell_and_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / os.fsdecode(b"d\xff\xfe")
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.toml")).write_text(COMPLETE, "utf-8")
    monkeypatch.chdir(folder)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        lines = [one for one in shown(app).splitlines() if "│" in one]
        assert any("\ufffd.toml" in one for one in lines)
        assert {one.rindex("│") for one in lines} == {lines[0].rindex("│")}
        shown(app).encode()
        path = app.screen.query_one("#path", Input).value
        (tmp_path / "plain.toml").write_text(COMPLETE, "utf-8")
        (folder / "plain.toml").write_text(COMPLETE, "utf-8")
        await type_path(pilot, f"{path}/plain.toml")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert app.session is not None
        assert app.session.file.path == folder / "plain.toml"


@pytest.mark.skipif(os.name != "posix", reason="a folder in use cannot be deleted there")
async def test_a_start_folder_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with driven(PaybackApp()) as (app, pilot):
        gone.rmdir()
        await browse(pilot)
        assert "is gone; this is your own" in dialog(app)
        assert app.screen.query_one("#path", Input).value == str(tmp_path)


async def test_what_a_file_is_chosen_for_stands_above_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await browse(pilot)
        await until(pilot, lambda: "Which session do you want to open?" in shown(app))
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: is_on(app, StepScreen) and app.focused)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and app.focused)
        send(pilot, "b")
        await until(pilot, lambda: is_on(app, FilesScreen))
        await until(pilot, lambda: "Which session is this case to be compared with?" in shown(app))

"""The program around the screens: opening, saving, leaving, its config, what it remembers."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from screens import messages
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.provenance import ProvenanceScreen
from screens.overlays.save_as import SaveAsScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.menu import Menu
from tests.screens.drive import (
    Driver,
    answers,
    at,
    complete,
    driven,
    field,
    is_on,
    new,
    present,
    said,
    send,
    shown,
    steps,
    texts,
    until,
)
from tests.wizard.cases import COMPLETE, SAMPLES, written
from tests.wizard.dialogs import GROWTH, asks, choose, dialog, opened, type_growth
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.disk import atomic
from wizard.sessions import recent
from wizard.sessions.open_session import OpenSession
from wizard.sessions.short_form import is_short
from wizard.settings.policies import Policies


@pytest.fixture(autouse=True)
def no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.app.terminal.clipboard.copy", lambda text: True)


# --------------------------------------------------------------------------- saving


async def test_saving_keeps_what_stands_in_the_file_besides(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        await type_growth(pilot, "2%")
        await until(pilot, lambda: "not saved" in shown(app).splitlines()[0])
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert f"Saved: {case}" in said(app)
        assert "# Kept by the platform team." in case.read_text("utf-8")
        assert texts(written(case))[GROWTH] == "2%"
        # What is saved may be undone, and is then to be saved again.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "not saved" in shown(app).splitlines()[0])
        send(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert GROWTH not in written(case)


async def test_saving_under_another_name(case: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.toml").write_text("title = 'Theirs'\nschema = 1\n", "utf-8")
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert field(app).value == str(case)
        # Nothing typed: nothing saved, and it goes on asking.
        field(app).value = "  "
        send(pilot, "enter")
        await until(pilot, lambda: "Type a name to save it under." in said(app))
        assert is_on(app, SaveAsScreen)
        # A file that is there already is not overwritten without a word.
        field(app).value = str(tmp_path / "taken.toml")
        send(pilot, "enter")
        await asks(pilot, "already exists")
        await choose(pilot, "save-as")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(tmp_path / "second")
        send(pilot, "enter")
        await until(pilot, lambda: "saved: second.toml" in shown(app))
        assert texts(written(tmp_path / "second.toml"))[GROWTH] == "2%"
        assert case.read_text("utf-8") == COMPLETE
        # The key that saves elsewhere saves here too.
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(tmp_path / "thir")
        send(pilot, "end", "d", "ctrl+s")
        await until(pilot, lambda: "saved: third.toml" in shown(app))
        assert texts(written(tmp_path / "third.toml"))[GROWTH] == "2%"
        assert recent.paths()[0] == tmp_path / "third.toml"
        # To open what was found there instead is one of the answers.
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(tmp_path / "taken.toml")
        send(pilot, "enter")
        await asks(pilot, "already exists")
        await choose(pilot, "reload")
        await until(pilot, lambda: "saved: taken.toml" in shown(app))
        assert "Theirs" in shown(app).splitlines()[0]


async def test_a_file_that_disappears_while_open_can_be_written_again(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.unlink()
        send(pilot, "ctrl+s")
        await asks(pilot, "was moved or deleted")
        assert not app.screen.query("#reload")
        await choose(pilot, "overwrite")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert texts(written(case))[GROWTH] == "2%"


async def test_a_file_that_becomes_unreadable_is_said_and_nothing_is_lost(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        case.unlink()
        case.mkdir()
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "a folder" in said(app))
        assert is_on(app, StepScreen)
        assert texts(answers(app))[GROWTH] == "2%"
        case.rmdir()
        send(pilot, "ctrl+s")
        await asks(pilot, "was moved or deleted")
        await choose(pilot, "overwrite")
        await until(pilot, lambda: "saved: case.toml" in shown(app))


async def test_a_save_that_fails_says_where_the_text_is_and_the_next_one_works(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> os.stat_result:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        monkeypatch.setattr(atomic, "replace", full)
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "A complete copy of your text is at" in said(app))
        kept = Path(said(app).split("A complete copy of your text is at ")[1].rstrip("."))
        assert texts(written(kept))[GROWTH] == "2%"
        assert "not saved" in shown(app).splitlines()[0]
        assert case.read_text("utf-8") == COMPLETE
        monkeypatch.undo()
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert texts(written(case))[GROWTH] == "2%"


async def test_unusable_answers_are_named_and_their_keys_stay(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        await at(pilot, "volume.calls_per_month")
        send(pilot, "x", "ctrl+s")
        await asks(pilot, "Calls per month")
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert case.read_text("utf-8") == COMPLETE
        send(pilot, "ctrl+s")
        await asks(pilot, "Calls per month")
        # By the keys alone, from the safe answer to the other and back.
        send(pilot, "down", "up", "enter")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: texts(written(case)).get(GROWTH) == "2%")
        assert "likely = 6_000_000" in case.read_text("utf-8")
        # The text that was not usable is still there to be mended.
        assert texts(answers(app))["volume.calls_per_month"].endswith("x")


# ------------------------------------------------------------------------- leaving


async def leave_by(pilot: Driver, way: str, other: Path) -> None:
    app = pilot.app
    assert isinstance(app, PaybackApp)
    if way == "quit":
        send(pilot, "ctrl+q")
    elif way == "ctrl+c":
        send(pilot, "ctrl+c", "ctrl+c")
    elif way == "home":
        send(pilot, "f3")
    elif way == "open":
        app.on_open_requested(_open(other))
    else:
        app.on_new_requested(_new())


def _open(path: Path) -> Any:
    from screens.messages import OpenRequested

    return OpenRequested(path)


def _new() -> Any:
    from screens.messages import NewRequested

    return NewRequested(quick=True)


@pytest.mark.part(8)
@pytest.mark.parametrize("answer", ["stay", "save", "discard"])
@pytest.mark.parametrize("way", ["quit", "ctrl+c", "home", "open", "new"])
async def test_unsaved_work_is_asked_about(
    case: Path, tmp_path: Path, way: str, answer: str
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(COMPLETE.replace("Tickets", "Other"), "utf-8")

    def left(app: PaybackApp) -> bool:
        if way in ("quit", "ctrl+c"):
            return app._exit
        if way == "home":
            return is_on(app, HomeScreen)
        word = "Other" if way == "open" else "Untitled"
        return word in shown(app).splitlines()[0]

    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        await leave_by(pilot, way, other)
        await asks(pilot, "Tickets has an unsaved answer.")
        assert "Discard it" in dialog(app)
        assert sum(isinstance(one, ConfirmScreen) for one in app.screen_stack) == 1
        await pilot.click(f"#{answer}")
        if answer == "stay":
            await until(pilot, lambda: is_on(app, StepScreen))
            assert texts(answers(app))[GROWTH] == "2%"
            assert case.read_text("utf-8") == COMPLETE
        else:
            await until(pilot, lambda: left(app))
            assert (GROWTH in written(case)) == (answer == "save")
    if answer != "stay" and way in ("quit", "ctrl+c"):
        assert app.return_code == 0


async def test_the_source_of_a_cell_that_is_begun_is_not_lost_by_leaving(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await at(pilot, "upfront.other")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app) == "name")
        send(pilot, "tab", "ctrl+r")
        await until(pilot, lambda: is_on(app, ProvenanceScreen))
        send(pilot, "down", *"an offer", "ctrl+q")
        await asks(pilot, "What you typed here is not taken over yet.")
        await pilot.click("#stay")
        await until(pilot, lambda: is_on(app, ProvenanceScreen))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, TableScreen))
        send(pilot, "ctrl+q")
        await asks(pilot, "Tickets has an unsaved answer.")


async def test_a_new_case_is_given_a_name_before_it_is_left(tmp_path: Path) -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        send(pilot, *"My case!", "f3")
        await asks(pilot, "My case! has an unsaved answer.")
        await pilot.click("#save")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert field(app).value == "my_case.toml"
        # Changed one's mind about leaving: nothing happened.
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert app.session is not None
        assert app.session.dirty


@pytest.mark.part(3)
@pytest.mark.parametrize(
    "keys",
    [
        ["pagedown"] * 4,
        ["ctrl+l", "ctrl+o", "g", "r"],
        ["ctrl+r", "down", "escape", "pagedown"],
        ["ctrl+p", "t"],
        ["f1", "ctrl+o", "ctrl+z", "ctrl+y"],
        ["down", "down", "enter", "tab"],
    ],
    ids=" ".join,
)
async def test_leaving_amid_a_burst_of_keys_is_clean(keys: list[str]) -> None:
    for before in range(len(keys) + 1):
        async with driven(complete()) as (app, pilot):
            # Not even waiting for the first question to be there.
            send(pilot, *keys[:before], "ctrl+q", *keys[before:])
            await until(pilot, lambda: app._exit)
        assert app.return_code == 0


async def test_a_terminal_that_goes_away_amid_a_burst_leaves_no_trace() -> None:
    for keys in (["pagedown"] * 5, ["ctrl+l", "ctrl+l", "ctrl+o"], ["ctrl+r", "1", "escape"]):
        async with driven(complete()) as (app, pilot):
            send(pilot, *keys)
            app.exit()
            send(pilot, *keys)


# ------------------------------------------------------------------------- opening


async def test_the_start_page_opens_samples_recent_cases_and_files(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "deep.toml").write_text(COMPLETE.replace("Tickets", "Deep"), "utf-8")
    (tmp_path / "broken.toml").write_text("schema = ", "utf-8")
    (tmp_path / "notes.txt").write_text("not listed", "utf-8")
    monkeypatch.chdir(tmp_path)
    recent.remember(tmp_path / "gone.toml")
    recent.remember(case)
    app = PaybackApp()

    async def home() -> None:
        if not is_on(app, HomeScreen):
            send(pilot, "f3")
        await until(pilot, lambda: is_on(app, HomeScreen))
        await until(pilot, lambda: app.focused and app.focused.id == "menu")

    async def pick(id: str) -> None:
        menu = app.screen.query_one("#menu", Menu)
        menu.highlighted = menu.get_option_index(id)
        send(pilot, "enter")

    async with app.run_test(size=(120, 40)) as pilot:
        await home()
        # Rows at once, verdicts as they come.
        await until(pilot, lambda: "Defensible case, payback" in shown(app))
        await until(pilot, lambda: "there is no such file" in shown(app))
        await pick("recent:0")
        await until(pilot, lambda: is_on(app, StepScreen) and "saved: case.toml" in shown(app))
        await home()
        await pick("recent:1")
        await until(pilot, lambda: "there is no such file" in said(app))
        assert is_on(app, HomeScreen)
        for name in SAMPLES:
            await home()
            await pick(f"sample:{name}")
            await until(pilot, lambda: is_on(app, StepScreen) and present(app))
            # A sample is a new case: saving it asks for a name.
            assert "not saved yet" in shown(app).splitlines()[0]
        await home()
        await pick("new:quick")
        await until(pilot, lambda: is_on(app, StepScreen) and len(steps(app).steps) == 1)
        await home()
        await pick("new:full")
        await until(pilot, lambda: is_on(app, StepScreen) and len(steps(app).steps) == 9)
        await home()

        await pick("browse:")
        await until(pilot, lambda: is_on(app, FilesScreen) and "broken.toml" in shown(app))
        assert "notes.txt" not in shown(app)
        await until(pilot, lambda: app.focused and app.focused.id == "entries")
        entries = app.screen.query_one("#entries", Menu)
        send(pilot, "enter")
        await until(pilot, lambda: "deep.toml" in shown(app))
        send(pilot, "backspace")
        await until(pilot, lambda: "broken.toml" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: "deep.toml" in shown(app))
        assert entries.highlighted == 1
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen) and "saved: deep.toml" in shown(app))
        await home()
        await pick("browse:")
        await until(pilot, lambda: is_on(app, FilesScreen) and app.focused)
        # A path can be typed; one that does not work is said.
        app.screen.query_one("#path").focus()
        await until(pilot, lambda: app.focused and app.focused.id == "path")
        field(app).value = str(tmp_path / "broken.toml")
        send(pilot, "enter")
        await until(pilot, lambda: "Invalid value" in shown(app))
        assert is_on(app, FilesScreen)
        assert field(app).value == str(tmp_path / "broken.toml")
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, HomeScreen))
        # Nothing to ask about: it is left at once.
        send(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_a_folder_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.chdir(tmp_path)
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen))
        monkeypatch.setattr("wizard.app.file_choice.os.scandir", refuse)
        menu = app.screen.query_one("#menu", Menu)
        menu.highlighted = menu.get_option_index("browse:")
        send(pilot, "enter")
        await until(pilot, lambda: "not readable: Permission denied" in shown(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, HomeScreen))


async def test_problems_of_a_file_are_told_when_it_opens(tmp_path: Path) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_text(COMPLETE + "\n[unknown_section]\nx = 1\n", "utf-8")
    recent.remember(odd)
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen))
        menu = app.screen.query_one("#menu", Menu)
        menu.highlighted = menu.get_option_index("recent:0")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "unknown_section" in said(app))


async def test_a_start_at_a_question_and_a_team(case: Path) -> None:
    app = PaybackApp(session=OpenSession.open(case), start="quality.slices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app) == "quality.slices")
        assert steps(app).step.name == "quality"
        send(pilot, "ctrl+l", "ctrl+l", "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))


# -------------------------------------------------------------------------- recent


def test_the_recent_list_survives_whatever_is_in_its_file(payback_home: Path) -> None:
    place = payback_home / "state" / "recent.json"
    assert recent.paths() == []
    place.parent.mkdir(parents=True, exist_ok=True)
    for text in ("", "{}", "[1, 2]", "null", "\x00"):
        place.write_text(text, "utf-8")
        assert recent.paths() == [] or text == "{}"
    for number in range(12):
        recent.remember(payback_home / f"{number}.toml")
    recent.remember(payback_home / "7.toml")
    names = [one.name for one in recent.paths()]
    assert names[:3] == ["7.toml", "11.toml", "10.toml"]
    assert len(names) == recent.MOST
    assert json.loads(place.read_text("utf-8"))[0].endswith("7.toml")


def test_a_session_in_short(case: Path, tmp_path: Path) -> None:
    assert recent.in_short(case) == "Defensible case, payback 1.7 months"
    assert "no such file" in recent.in_short(tmp_path / "none.toml")
    assert recent.in_short(SAMPLES["unfinished_draft"]).endswith("answers missing")


# ------------------------------------------------------------------------ messages


async def test_a_newer_outcome_replaces_the_older_one(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> os.stat_result:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        monkeypatch.setattr(atomic, "replace", full)
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "Could not save" in said(app))
        assert all(one.timeout <= 10 for one in app._notifications)
        monkeypatch.undo()
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "Saved: " in said(app))
        assert "Could not save" not in said(app)


async def test_messages_do_not_lie_on_a_dialog_and_escape_clears_them(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+c")
        await until(pilot, lambda: "again to quit" in said(app))
        send(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        assert said(app) == ""
        app.notify("something else", markup=False)
        await until(pilot, lambda: said(app))
        # The dialog has escape for itself.
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert said(app) != ""
        send(pilot, "escape")
        await until(pilot, lambda: said(app) == "")
        assert is_on(app, StepScreen)


# -------------------------------------------------------------------- names to save


async def test_a_name_that_cannot_be_used_is_said_and_stays_to_be_mended(
    case: Path, tmp_path: Path
) -> None:
    (tmp_path / "review").mkdir()
    async with driven(opened(case), (100, 30)) as (app, pilot):
        await type_growth(pilot, "2%")
        send(pilot, "f7")
        for typed, words in (
            ("~nosuchuser/x", "Nobody's folder is known as"),
            (str(tmp_path / "review"), "is a folder"),
            (str(tmp_path / "none" / "x"), "folder does not exist"),
            (str(tmp_path / ("x" * 300)), "name is too long"),
        ):
            await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
            field(app).value = typed
            send(pilot, "enter")
            await until(pilot, lambda: words in dialog(app), words)
            assert is_on(app, SaveAsScreen)
            assert field(app).value.startswith(typed)
            if words == "is a folder":
                assert field(app).value == str(tmp_path / "review" / "case.toml")
        assert not (tmp_path / "review.toml").exists()
        field(app).value = str(tmp_path / "review" / "mine")
        send(pilot, "enter")
        await until(pilot, lambda: "saved: mine.toml" in shown(app))


async def test_keys_that_nobody_knows_are_told_on_opening(case: Path) -> None:
    case.write_text(f"{COMPLETE}\n[nonsense]\nx = 1\ny = 2\n", "utf-8")
    app = opened(case)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "nonsense" in said(app))


async def test_a_new_case_has_the_currency_of_the_folder_s_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "payback-policy.toml").write_text('[defaults]\ncurrency = "EUR"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    app = PaybackApp(policies=Policies())
    async with app.run_test() as pilot:
        app.post_message(messages.NewRequested(quick=False))
        await until(pilot, lambda: app.session is not None)
        assert app.session is not None
        assert app.session.answers.value("currency") == "EUR"
        assert is_short(app.session.file.text)


async def test_a_file_whose_policy_cannot_be_used_is_not_opened(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case.parent / "payback-policy.toml").write_text("strong_payback_months = -1\n", "utf-8")
    app = PaybackApp(policies=Policies())
    async with app.run_test() as pilot:
        app.post_message(messages.OpenRequested(case))
        await until(pilot, lambda: "strong_payback_months" in said(app))
        assert app.session is None

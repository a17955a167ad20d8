"""Unsaved work: seen before it is taken up, undone afterwards; and what if nothing is kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.answers.answers import Answers, Entry
from screens import messages
from screens.overlays.kept_work import KeptWorkScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.widgets.menu import Menu
from tests.screens.drive import (
    answers,
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
from tests.wizard.cases import COMPLETE, typed
from tests.wizard.dialogs import GROWTH, asks, choose, dialog, opened, type_growth
from wizard.app.app import NOTHING_KEPT, PaybackApp
from wizard.app.keeping import NOT_KEPT
from wizard.disk import own_files, paths, reading, store, temporaries
from wizard.sessions import autosave
from wizard.sessions.kept_answers import MOST_STEPS
from wizard.sessions.open_session import OpenSession
from wizard.settings.config import Config
from wizard.settings.policies import Policies

CALLS = "volume.calls_per_month"
TITLE = "title"


def left_behind(session: OpenSession, *steps: tuple[str, str]) -> autosave.Kept:
    """The work of a program that is gone, step by step."""
    for key, text in steps:
        session.answer(key, typed(key, text))
    slot = autosave.Slot()
    slot.keep(session.file, session.answers, session.title, session.history)
    slot.release()
    return next(one for one in autosave.kept() if one.place == slot.place)


def taken_up(one: autosave.Kept) -> OpenSession:
    work = autosave.take_up(one)
    session = OpenSession(work.file)
    session.go_on(work.answers, work.history)
    return session


def growth(answers: Answers) -> str | None:
    return texts(answers).get(GROWTH)


# --------------------------------------------------------------- what differs, beforehand


async def test_what_differs_stands_beside_what_the_file_has(case: Path) -> None:
    left_behind(OpenSession.open(case), (GROWTH, "2%"), (CALLS, "1,5"), (TITLE, "Mail"))
    async with driven(opened(case), (100, 40)) as (app, pilot):
        await asks(pilot, "There is unsaved work on case.toml")
        seen = dialog(app)
        for part in (
            "in the file kept",
            "Title Tickets Mail",
            "Calls per month 6M (4.5M..8M) (measured) 1,5",
            "Monthly growth not answered 2% (estimated)",
        ):
            assert part in seen, seen
        assert app.focused is not None
        assert app.focused.id == "take-up"


async def test_what_is_typed_before_it_is_asked_changes_no_answer(case: Path) -> None:
    left_behind(OpenSession.open(case), (GROWTH, "2%"))
    app = opened(case)
    before = answers(app)
    async with app.run_test(size=(80, 24)) as pilot:
        send(pilot, *"zz")
        await until(pilot, lambda: is_on(app, KeptWorkScreen) and app.focused)
        await taken_in(pilot)
        assert answers(app) == before


async def test_of_many_differences_the_keys_show_the_rest(case: Path) -> None:
    names = ["task.description", "task.endpoint", "task.owner", TITLE]
    long = [(key, "word " * 20) for key in names]
    left_behind(OpenSession.open(case), *long, ("maintenance.redistillations_per_year", "9"))
    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "PgDn and PgUp show the rest")
        assert "Redistillations" not in dialog(app)
        for _ in range(4):
            send(pilot, "pagedown")
        await until(pilot, lambda: "Redistillations" in dialog(app))
        for _ in range(4):
            send(pilot, "pageup")
        await until(pilot, lambda: "in the file" in dialog(app))


async def test_a_file_changed_since_is_compared_as_it_is_now(case: Path) -> None:
    left_behind(OpenSession.open(case), (GROWTH, "2%"))
    theirs = COMPLETE.replace('title = "Tickets"', 'title = "Theirs"')
    case.write_text(theirs, "utf-8")
    async with driven(opened(case), (100, 40)) as (app, pilot):
        await asks(pilot, "The file was changed since")
        assert "Title Theirs Tickets" in dialog(app)
        assert "Monthly growth not answered 2% (estimated)" in dialog(app)


async def test_the_start_page_shows_it_before_it_is_taken_up(case: Path) -> None:
    left_behind(OpenSession.new(COMPLETE), (GROWTH, "2%"))
    async with driven(PaybackApp(), (100, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)

        async def choose_it() -> None:
            app.screen.query_one("#menu", Menu).highlighted = 1
            await taken_in(pilot)
            send(pilot, "enter")
            await asks(pilot, "There is unsaved work on Tickets")
            assert "Monthly growth not answered 2% (estimated)" in dialog(app)

        await choose_it()
        await choose(pilot, "later")
        await until(pilot, lambda: is_on(app, HomeScreen))
        assert len(autosave.kept()) == 1
        await choose_it()
        await choose(pilot, "take-up")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        assert growth(answers(app)) == "2%"


async def test_work_taken_up_from_the_start_page_is_judged_by_the_policy_beside_its_file(
    case: Path,
) -> None:
    one = left_behind(OpenSession.open(case), (GROWTH, "2%"))
    (case.parent / "payback-policy.toml").write_text("strong_payback_months = 1\n", "utf-8")
    async with driven(PaybackApp(policies=Policies())) as (app, pilot):
        app.post_message(messages.TakeUpRequested(str(one.place)))
        await asks(pilot, "There is unsaved work on case.toml")
        await choose(pilot, "take-up")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        assert app.team is not None
        assert app.team.values == {"strong_payback_months": 1}


async def test_work_whose_policy_cannot_be_used_is_not_taken_up_and_stays(case: Path) -> None:
    one = left_behind(OpenSession.open(case), (GROWTH, "2%"))
    (case.parent / "payback-policy.toml").write_text("strong_payback_months = -1\n", "utf-8")
    async with driven(PaybackApp(policies=Policies())) as (app, pilot):
        app.post_message(messages.TakeUpRequested(str(one.place)))
        await asks(pilot, "There is unsaved work on case.toml")
        await choose(pilot, "take-up")
        await until(pilot, lambda: "strong_payback_months" in said(app))
        assert app.session is None
        assert len(autosave.kept()) == 1


async def test_a_sample_is_not_judged_by_the_policy_of_the_case_before(
    case: Path,
) -> None:
    (case.parent / "payback-policy.toml").write_text("strong_payback_months = 1\n", "utf-8")
    async with driven(PaybackApp(policies=Policies())) as (app, pilot):
        app.post_message(messages.OpenRequested(case))
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        assert app.team is not None
        app.post_message(messages.HomeRequested())
        await until(pilot, lambda: is_on(app, HomeScreen) and app.session is None)
        app.post_message(messages.SampleRequested("support_ticket_classifier"))
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        assert app.team is None


async def test_work_that_cannot_be_read_says_so_and_can_be_discarded(case: Path) -> None:
    kept = left_behind(OpenSession.open(case), (GROWTH, "2%"))
    kept.place.write_text(kept.place.read_text("utf-8").replace('"basis"', '"bias"'), "utf-8")
    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "It cannot be taken up: what is kept of it is not complete.")
        assert not app.screen.query("#take-up")
        await choose(pilot, "discard")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
    assert autosave.kept() == []


# ------------------------------------------------------------------------ undo, redo


async def test_undo_goes_back_step_by_step_across_a_take_up(case: Path) -> None:
    first = opened(case)
    async with first.run_test(size=(80, 24)) as pilot:
        await type_growth(pilot, "2%")
        send(pilot, "enter", "up")
        await taken_in(pilot)
        await type_growth(pilot, "3%")
        send(pilot, "ctrl+z")
        await until(pilot, lambda: growth(answers(first)) == "2%")
        send(pilot, "ctrl+y")
        await until(pilot, lambda: growth(answers(first)) == "3%")
        first.exit()

    async with driven(opened(case)) as (app, pilot):
        await asks(pilot, "There is unsaved work")
        await choose(pilot, "take-up")
        await until(pilot, lambda: is_on(app, StepScreen) and growth(answers(app)) == "3%")
        send(pilot, "ctrl+z")
        await until(pilot, lambda: growth(answers(app)) == "2%")
        send(pilot, "ctrl+z")
        await until(pilot, lambda: growth(answers(app)) is None)
        assert "saved: case.toml" in shown(app)
        send(pilot, "ctrl+y", "ctrl+y")
        await until(pilot, lambda: growth(answers(app)) == "3%")


def test_redo_and_what_was_undone_come_back_as_well(case: Path) -> None:
    session = OpenSession.open(case)
    for text in ("1%", "2%", "3%"):
        session.answer(GROWTH, typed(GROWTH, text))
    session.undo()

    again = taken_up(left_behind(session))

    assert growth(again.answers) == "2%"
    assert again.redo()
    assert growth(again.answers) == "3%"
    assert not again.redo()
    back = []
    while again.undo():
        back.append(growth(again.answers))
    assert back == ["2%", "1%", None]
    assert not again.dirty


def test_of_a_long_history_the_last_steps_come_back_and_then_the_file(case: Path) -> None:
    steps = [(TITLE, f"title {number}") for number in range(MOST_STEPS + 50)]
    again = taken_up(left_behind(OpenSession.open(case), *steps))

    undone = 0
    while again.undo():
        undone += 1
    assert undone == MOST_STEPS + 1
    assert not again.dirty


def test_rows_and_currency_come_back_as_they_were_at_each_step(case: Path) -> None:
    session = OpenSession.open(case)
    cost = "upfront.engineering_time"
    table = session.answers.table("quality.slices")
    session.answer(cost, typed(cost, "40k"))
    session.answer("currency", typed("currency", "EUR"))
    session.answer("quality.slices", None)
    session.answer("quality.slices", Entry("", table))
    before = [session.answers.entries, *(one.entries for one in session.history.past)]

    again = taken_up(left_behind(session))

    after = [again.answers.entries, *(one.entries for one in again.history.past)]
    assert after == before


def test_work_kept_without_a_history_is_undone_to_the_file(case: Path) -> None:
    # As a program before this one has left it.
    session = OpenSession.open(case)
    session.answer(GROWTH, typed(GROWTH, "2%"))
    slot = autosave.Slot()
    slot.keep(session.file, session.answers, session.title)
    slot.release()

    again = taken_up(autosave.kept()[0])

    assert again.undo()
    assert again.answers.entries == session.file.answers.entries
    assert not again.undo()


# ------------------------------------------------------------- nothing can be kept


def no_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.joinpath("plain").write_text("")
    monkeypatch.setenv("PAYBACK_HOME", str(home / "plain" / "below"))


def full_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        if b'"answers"' in bytes(data):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)


def no_rights(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: object, flags: int, *more: object, **named: object) -> int:
        if flags & os.O_CREAT and "unsaved" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)


TROUBLES: dict[Callable[[Path, pytest.MonkeyPatch], None], str] = {
    no_folder: "folder does not exist",
    full_disk: "is full",
    no_rights: "permission",
}


@pytest.mark.parametrize("break_it", TROUBLES, ids=lambda one: one.__name__)
async def test_when_nothing_can_be_kept_it_is_said_once(
    case: Path,
    payback_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    break_it: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    break_it(payback_home, monkeypatch)
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        app.keeper.now()
        await until(pilot, lambda: "Unsaved work cannot be kept" in said(app))
        assert TROUBLES[break_it] in said(app)
        app.clear_notifications()
        await type_growth(pilot, "3%")
        app.keeper.now()
        app.keeper._wait()
        await taken_in(pilot)
        assert "cannot be kept" not in said(app)

        # Leaving it for the next start is no way out then.
        send(pilot, "ctrl+q")
        await asks(pilot, "Tickets has an unsaved answer.")
        send(pilot, "ctrl+q")
        await until(pilot, lambda: "Unsaved work cannot be kept" in said(app))
        assert not app._exit
        assert growth(answers(app)) == "3%"
        app.exit()
    assert TROUBLES[break_it] in app.not_kept, "the last word of a program that is ended"
    assert litter() == []


async def test_what_was_kept_before_the_disk_was_full_is_the_last_word(
    case: Path, payback_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "2%")
        app.keeper.now()
        app.keeper._wait()
        full_disk(payback_home, monkeypatch)
        await type_growth(pilot, "3%")
        app.exit()
    assert "is full" in app.not_kept
    assert "kept, as it was a moment before" in app.not_kept
    assert f"payback open {case}" in app.not_kept
    assert len(autosave.kept_for(case)) == 1


def litter() -> list[str]:
    state = paths.state_dir()
    return [one.name for one in state.rglob("*") if one.suffix not in ("", ".lock", ".json")]


async def test_it_is_said_again_for_the_next_case_and_not_after_it_works(
    case: Path, payback_home: Path
) -> None:
    app = opened(case)
    state = paths.state_dir()
    async with app.run_test(size=(80, 24)) as pilot:
        state.parent.mkdir(exist_ok=True)
        if state.exists():
            state.rename(state.with_name("aside"))
        state.write_text("")
        await type_growth(pilot, "2%")
        app.keeper.now()
        await until(pilot, lambda: "Unsaved work cannot be kept" in said(app))
        state.unlink()
        app.keeper.now()
        app.keeper._wait()
        assert app.keeper.trouble == ""
        app.exit()
    assert app.not_kept == ""
    assert len(autosave.kept_for(case)) == 1


async def test_what_cannot_be_used_is_not_left_where_it_cannot_be_kept(
    case: Path, payback_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(opened(case)) as (app, pilot):
        await type_growth(pilot, "abc")
        send(pilot, "ctrl+s")
        await asks(pilot, "Monthly growth")
        await choose(pilot, "save")
        await until(pilot, lambda: "but for Monthly growth" in said(app))
        full_disk(payback_home, monkeypatch)
        send(pilot, "ctrl+q")
        await asks(pilot, "Monthly growth cannot be used")
        await choose(pilot, "keep")
        await until(pilot, lambda: "Unsaved work cannot be kept" in said(app))
        assert not app._exit
        assert field(app).value == "abc"


# -------------------------------------------------------------------- no recovery


def without_recovery(path: Path | None = None) -> PaybackApp:
    session = None if path is None else OpenSession.open(path)
    return PaybackApp(session=session, config=Config(recovery=False))


async def test_without_recovery_nothing_is_kept_nor_offered_and_it_is_said(case: Path) -> None:
    left = left_behind(OpenSession.open(case), (GROWTH, "2%"))
    before = left.place.read_bytes()
    async with driven(without_recovery(case)) as (app, pilot):
        await until(pilot, lambda: NOTHING_KEPT in said(app))
        await taken_in(pilot)
        assert not is_on(app, KeptWorkScreen)
        await type_growth(pilot, "3%")
        app.keeper.now()
        app.keeper._wait()
        assert [one for one in left.place.parent.iterdir() if one.suffix == ".json"] == [left.place]
        send(pilot, "ctrl+q")
        await asks(pilot, "Tickets has an unsaved answer.")
        send(pilot, "ctrl+q")
        await until(pilot, lambda: NOT_KEPT in said(app))
        assert not app._exit
        await choose(pilot, "discard")
    assert app.not_kept == ""
    assert left.place.read_bytes() == before, "what was kept before is not its business"


async def test_without_recovery_the_start_page_offers_none(case: Path) -> None:
    left_behind(OpenSession.new(COMPLETE), (GROWTH, "2%"))
    async with driven(without_recovery()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        assert "Unsaved from last time" not in shown(app)


async def test_without_recovery_what_cannot_be_saved_is_not_offered_to_be_kept(
    case: Path,
) -> None:
    async with driven(without_recovery(case)) as (app, pilot):
        await type_growth(pilot, "abc")
        send(pilot, "ctrl+s")
        await asks(pilot, "Monthly growth")
        await choose(pilot, "save")
        await until(pilot, lambda: "but for Monthly growth" in said(app))
        send(pilot, "ctrl+q")
        await asks(pilot, "Monthly growth cannot be used")
        assert not app.screen.query("#keep")
        await choose(pilot, "discard")


# --------------------------------------------------------------------- litter


async def test_the_wizard_sweeps_what_killed_programs_left(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = paths.state_dir()
    own_files.make_folder(state / "unsaved")
    left = []
    for folder, target in ((case.parent, case), (state, state), (state / "unsaved",) * 2):
        name = temporaries.beside(folder / "any", target).name
        gone = folder / name.replace(f"-{os.getpid()}-", f"-{2**22 + 1}-")
        gone.write_bytes(b"half")
        left.append(gone)
    for kind in ("door", "led"):
        gone = state / "workshops" / f"0123.{kind}"
        own_files.write(gone, b"{}")
        os.utime(gone, (0, 0))
        left.append(gone)
    monkeypatch.setattr("wizard.app.keeping.TIDIED_AFTER_S", 0.01)
    async with driven(opened(case)) as (_, pilot):
        await until(pilot, lambda: not any(one.exists() for one in left))
    assert reading.read(case)[0] == COMPLETE.encode()


async def test_a_save_in_place_that_was_cut_short_is_told_with_its_backup(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = case.with_name("case.backup-0.toml")
    monkeypatch.setattr("wizard.app.keeping.TIDIED_AFTER_S", 0.01)
    monkeypatch.setattr(store, "tidy", lambda path: [backup])
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: "A save of case.toml was cut short" in said(app))
        assert str(backup) in said(app)

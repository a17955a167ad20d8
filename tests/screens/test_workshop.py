"""A workshop led from the screen: blind until revealed, agreed on purpose, never lost."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import socket
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from rules.answers.answers import Entry
from rules.workshop.meeting import Meeting
from rules.workshop.people import identity
from rules.workshop.pooling import Range
from rules.workshop.votes import Vote
from screens.keys import action
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.save_as import SaveAsScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.key_bar import KeyBar
from screens.workshop.ballot import BallotScreen, ChooseScreen, HandOver
from screens.workshop.door import DoorScreen
from screens.workshop.head import Clock
from screens.workshop.rounds import ReasonScreen
from screens.workshop.screen import WorkshopScreen
from screens.workshop.talk import Talk
from tests.screens.drive import (
    Driver,
    answers,
    driven,
    field,
    holds_cursor,
    is_on,
    press,
    said,
    send,
    shown,
    taken_in,
    text_of,
    texts,
    themed,
    until,
)
from tests.screens.rounds import (
    answer,
    case,
    fill,
    join,
    leading,
    meeting,
    ready,
    type_in,
    vote,
    workshop,
)
from tests.screens.test_keys import WITHIN, flat
from tests.screens.test_real_terminal import LEAVES_SCREEN, XTERM
from tests.screens.test_themes import check
from tests.wizard.cases import COMPLETE
from tests.wizard.dialogs import asks, choose
from wizard.app.app import PaybackApp
from wizard.workshop.wishes import Wishes

CALLS = "volume.calls_per_month"
FIRST = {
    "Ada": ("4M", "6M", "8M", "gateway logs"),
    "Bo": ("5M", "6.5M", "7M", "dashboard"),
    "Cy": ("10k", "20k", "30k", "most are retries"),
    "Di": ("4M", "7M", "9M", ""),
}


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    return found


@asynccontextmanager
async def joinable(
    folder: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[PaybackApp, Driver]]:
    """A workshop that people can join from their devices."""
    pytest.importorskip("aiohttp")
    async with driven(leading(case(folder), Wishes(joins=True)), size) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and workshop(app).desk.door)
        yield app, pilot


async def opened(pilot: Driver, key: str = CALLS) -> None:
    """Ask a question of the agenda."""
    app = pilot.app
    await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused is workshop(app).agenda)
    workshop(app).agenda.choose(key)
    send(pilot, "enter")
    await until(pilot, lambda: meeting(app).key == key and app.focused)


async def vote_round(pilot: Driver, said: Mapping[str, tuple[str, ...]]) -> None:
    """Pass the keyboard from one to the next until all have answered."""
    send(pilot, "enter")
    for one in said.values():
        await ready(pilot)
        await answer(pilot, *one)
    await until(pilot, lambda: is_on(pilot.app, WorkshopScreen) and not meeting(pilot.app).pending)


async def revealed(pilot: Driver) -> None:
    send(pilot, "f8")
    await until(pilot, lambda: meeting(pilot.app).phase == "revealed")
    await until(pilot, lambda: "apart" in shown(pilot.app) or "middle" in shown(pilot.app))


async def test_enter_shows_what_was_answered_on_devices_of_people_who_came_in_late(
    tmp_path: Path,
) -> None:
    async with driven(leading(case(tmp_path)), (100, 40)) as (app, pilot):
        await opened(pilot)
        for name in ("Ada", "Bo"):
            workshop(app).desk.do(partial(Meeting.join, name=name))
        for name in ("Ada", "Bo"):
            says(app, name)
        await until(pilot, lambda: "All 2 have answered" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: meeting(app).phase == "revealed" or is_on(app, HandOver))
        assert meeting(app).phase == "revealed"


async def test_enter_alone_leads_from_the_first_answer_to_the_verdict(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (100, 40)) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        agenda = workshop(app).agenda
        first, second, *others = agenda.keys
        for key in others:
            agenda.choose(key)
            await press(pilot, "minus")
        for key in (first, second):
            if meeting(app).phase == "idle":
                agenda.choose(key)
                send(pilot, "enter")
            await until(pilot, lambda key=key: meeting(app).key == key and app.focused)  # type: ignore[misc]
            send(pilot, "enter")
            for _ in range(2):
                await ready(pilot)
                # What people have in mind first is what they are asked for first.
                assert getattr(app.focused, "id", None) == "blank-likely"
                form = app.screen
                send(pilot, *"4M", "enter", "enter", "enter", "enter")
                await until(pilot, lambda form=form: app.screen is not form)  # type: ignore[misc]
            await until(pilot, lambda: is_on(app, WorkshopScreen) and not meeting(app).pending)
            # Whoever wants to answer once more is taken to hand; else the answers are shown.
            await press(pilot, "up", "enter")
            await until(pilot, lambda: is_on(app, HandOver) and app.focused)
            await press(pilot, "escape", "down", "enter")
            await until(pilot, lambda: meeting(app).phase == "revealed")
            await press(pilot, "enter")
            assert "a agrees on the pool" in said(app)
            send(pilot, "a")
            await until(pilot, lambda: meeting(app).phase == "settled")
            send(pilot, "enter")
        await until(pilot, lambda: "Everything on the agenda is agreed" in said(app))
        assert meeting(app).phase == "idle"
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_four_people_agree_after_two_rounds(tmp_path: Path) -> None:
    path = case(tmp_path)
    async with driven(leading(path), (100, 40)) as (app, pilot):
        await type_in(pilot, *FIRST)
        await opened(pilot)
        await vote_round(pilot, FIRST)
        # Nothing of it is in the file before it is shown.
        assert path.read_text("utf-8") == COMPLETE
        await revealed(pilot)
        await until(pilot, lambda: "pays back in 507 months" in shown(app))
        for words in ("Cy !", "most are retries", "median 6.25M", "Cy stands apart", "Do not dist"):
            assert words in shown(app), words
        held = record(path)["workshop"]["rounds"]
        assert [one["number"] for one in held] == [1]
        send(pilot, "r")
        await until(pilot, lambda: meeting(app).phase == "voting")
        assert "Last round: from 20k to 7M, median 6.25M." in " ".join(shown(app).split())
        # What somebody said in a round that was shown is where they start from.
        send(pilot, "enter")
        for name, (_, likely, _, reason) in FIRST.items():
            await ready(pilot)
            form = app.screen
            assert isinstance(form, BallotScreen)
            assert form.texts["likely"] == likely
            assert form.texts["reason"] == reason
            if name == "Cy":
                await press(pilot, *["ctrl+u", "tab"] * 3, *["shift+tab"] * 3)
                await fill(pilot, "4M", "5M", "6M")
                send(pilot, "tab")
            else:
                await press(pilot, "tab", "tab", "tab")
            send(pilot, "enter")
            await until(pilot, lambda form=form: app.screen is not form)  # type: ignore[misc]
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        await revealed(pilot)
        assert "do not dist" not in shown(app).lower()
        send(pilot, "a")
        await until(pilot, lambda: meeting(app).phase == "settled")
        assert "Agreed: 6.12M (4.25M..7.5M), pooled." in shown(app)
        assert workshop(app).file_state == "saved: case.toml"
        assert not app.session.dirty  # type: ignore[union-attr]
    found = record(path)
    assert [len(one["estimates"]) for one in found["workshop"]["rounds"]] == [4, 4]
    (agreed,) = found["workshop"]["agreed"]
    assert (agreed["low"], agreed["likely"], agreed["high"]) == (4_250_000, 6_125_000, 7_500_000)
    number = found["volume"]["calls_per_month"]
    assert (number["low"], number["likely"], number["high"]) == (4_250_000, 6_125_000, 7_500_000)
    assert number["basis"] == "estimated"
    assert "4 people, 2 rounds" in number["source"]
    assert found["result"]["verdict"] == "defensible"
    assert "# purchase order 17" in path.read_text("utf-8")


async def test_nobody_sees_what_somebody_said_before_it_is_revealed(tmp_path: Path) -> None:
    path = case(tmp_path)
    app = leading(path)
    canaries = ("31415", "31,415", "31.4", "27182", "27.2", "Xanthippe", "65358")

    def seen() -> str:
        return f"{shown(app)}\n{said(app)}\n{app._clipboard}\n{path.read_text('utf-8')}"

    async with app.run_test(size=(120, 40)) as pilot:
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        send(pilot, "enter")
        await ready(pilot)
        await fill(pilot, "27182", "31415", "65358", "Xanthippe said so")
        assert "= 31,415 calls" in shown(app)
        # What she marks and copies is gone as well.
        app.focused.select_all()  # type: ignore[union-attr]
        app.copy_to_clipboard("Xanthippe")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, HandOver))
        for canary in canaries:
            assert canary not in seen(), canary
        await ready(pilot)
        for canary in canaries:
            assert canary not in seen(), canary
        send(pilot, "ctrl+v", "ctrl+z")
        await taken_in(pilot)
        assert set(app.screen.texts.values()) == {""}  # type: ignore[attr-defined]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        assert "✓ Ada: has answered" in shown(app)
        assert "○ Bo: to answer" in shown(app)
        # Nor does her own form show it to whoever takes her place.
        workshop(app).people.choose("Ada")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, HandOver) and "has answered" in shown(app))
        await ready(pilot)
        assert set(app.screen.texts.values()) == {""}  # type: ignore[attr-defined]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        for key, screen in (("f9", None), ("f9", None), ("f1", HelpScreen), ("ctrl+l", None)):
            send(pilot, key)
            await taken_in(pilot)
            for canary in canaries:
                assert canary not in seen(), (key, canary)
            if screen is not None:
                send(pilot, "escape")
                await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "escape")
        await until(pilot, lambda: meeting(app).phase == "idle")
        assert "round 1: 1 in" in shown(app)
        for canary in canaries:
            assert canary not in seen(), canary


async def test_revealing_early_asks_and_takes_what_there_is(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (100, 40)) as (app, pilot):
        await join(pilot, "Ada", "Bo", "Cy")
        await opened(pilot)
        send(pilot, "f8")
        await until(pilot, lambda: "Nobody has answered yet" in said(app))
        send(pilot, "enter")
        await ready(pilot)
        await answer(pilot, "", "7M", "", "")
        await until(pilot, lambda: is_on(app, HandOver))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "f8")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        assert "Bo and Cy have not answered yet." in shown(app)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        assert meeting(app).phase == "voting"
        # Whoever leaves is waited for no more.
        workshop(app).people.choose("Cy")
        send(pilot, "l")
        await until(pilot, lambda: meeting(app).pending == ("Bo",))
        send(pilot, "f8")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        await pilot.click("#reveal")
        await until(pilot, lambda: meeting(app).phase == "revealed")
        await until(pilot, lambda: "All say 7M" in shown(app))


async def test_a_round_goes_on_where_it_was_left(tmp_path: Path) -> None:
    path = case(tmp_path)
    async with driven(leading(path)) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        send(pilot, "enter")
        await ready(pilot)
        await answer(pilot, "4M", "6M", "8M", "logs")
        await until(pilot, lambda: is_on(app, HandOver))
        send(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert path.read_text("utf-8") == COMPLETE

    async with driven(leading(path)) as (app, pilot):
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        assert "Ada and Bo took part before." in shown(app)
        await pilot.click("#all")
        await until(pilot, lambda: is_on(app, WorkshopScreen) and "1 in" in shown(app))
        assert workshop(app).agenda.key == CALLS
        send(pilot, "enter")
        await until(pilot, lambda: meeting(app).pending == ("Bo",))
        send(pilot, "enter")
        await ready(pilot)
        await answer(pilot, "5M", "7M", "8M", "")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        await revealed(pilot)
        send(pilot, "a")
        await until(pilot, lambda: meeting(app).phase == "settled")
    assert record(path)["volume"]["calls_per_month"]["likely"] == 6_500_000

    async with driven(leading(path)) as (app, pilot):
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        send(pilot, "escape")
        await until(pilot, lambda: "✓ Calls per month" in shown(app))
        assert "agreed: 6.5M" in shown(app) or "6.5M" in shown(app)


async def test_an_agreement_is_chosen_taken_back_and_objected_to(tmp_path: Path) -> None:
    path = case(tmp_path)
    async with driven(leading(path), (100, 40)) as (app, pilot):
        await join(pilot, *FIRST)
        await opened(pilot)
        await vote(pilot, FIRST)
        send(pilot, "a")
        await until(pilot, lambda: "Reveal the answers of this round first" in said(app))
        await revealed(pilot)
        send(pilot, "c")
        await until(pilot, lambda: is_on(app, ChooseScreen) and app.focused)
        # The pool to begin with; a slip is said beside its field, and nothing of it is lost.
        send(pilot, "ctrl+u", *"9M", "enter", "enter", "enter")
        await until(pilot, lambda: "is above high" in " ".join(shown(app).split()))
        assert app.focused is not None
        assert app.focused.id == "blank-likely"
        send(pilot, "ctrl+u", *"6M", "enter", "ctrl+u", *"5M", "enter", "ctrl+u", *"7M", "enter")
        await until(pilot, lambda: meeting(app).phase == "settled")
        assert texts(answers(app))[CALLS] == "6M (5M..7M)"
        assert "Agreed: 6M (5M..7M), chosen. Outside it: Cy." in shown(app)
        send(pilot, "o")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        assert "Cy, who is outside it" in shown(app)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, ReasonScreen) and app.focused)
        assert "most are retries" in shown(app)
        send(pilot, "enter")
        await until(pilot, lambda: "Cy does not share it: most are retries." in shown(app))
        (agreed,) = record(path)["workshop"]["agreed"]
        assert agreed["dissent"] == [{"participant": "Cy", "reason": "most are retries"}]
        # Back, one step at a time, in the file as well.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "Cy does not share it" not in shown(app))
        assert "dissent" not in record(path)["workshop"]["agreed"][0]
        send(pilot, "ctrl+z")
        await until(pilot, lambda: meeting(app).phase == "revealed")
        assert "agreed" not in record(path)["workshop"]
        assert record(path)["volume"]["calls_per_month"]["basis"] == "measured"
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "There is nothing to undo." in said(app))
        send(pilot, "ctrl+y", "ctrl+y")
        await until(pilot, lambda: "Cy does not share it: most are retries" in shown(app))
        assert record(path)["workshop"]["agreed"] == [agreed]
        assert record(path)["volume"]["calls_per_month"]["likely"] == 6_000_000
        # Who objected is asked first whether they share it after all.
        send(pilot, "o")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and "Cy shares it after" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: "Outside it: Cy." in shown(app))
        assert "dissent" not in record(path)["workshop"]["agreed"][0]
        send(pilot, "a")
        await until(pilot, lambda: "pooled" in shown(app))
        send(pilot, "a")
        await until(pilot, lambda: "The pool is agreed already." in said(app))


async def test_after_a_round_that_is_left_arrows_choose_the_next_question(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        await until(pilot, lambda: app.focused is workshop(app).people)
        send(pilot, "escape")
        await until(pilot, lambda: meeting(app).phase == "idle")
        await until(pilot, lambda: app.focused is workshop(app).agenda)
        send(pilot, "down")
        await until(pilot, lambda: workshop(app).agenda.key == workshop(app).agenda.keys[1])


async def test_what_is_agreed_against_every_answer_is_said(tmp_path: Path) -> None:
    alike = {"Ada": ("10k", "20k", "30k", ""), "Bo": ("11k", "21k", "31k", "")}
    async with driven(leading(case(tmp_path)), (100, 40)) as (app, pilot):
        await join(pilot, *alike)
        await opened(pilot)
        await vote(pilot, alike)
        await revealed(pilot)
        await until(pilot, lambda: "leads to do-not-distill: move on" in shown(app))
        send(pilot, "c")
        await until(pilot, lambda: is_on(app, ChooseScreen) and app.focused)
        send(pilot, "ctrl+u", *"6M", "enter", "ctrl+u", *"5M", "enter", "ctrl+u", *"7M", "enter")
        await until(pilot, lambda: meeting(app).phase == "settled")
        await until(pilot, lambda: "and no answer does, nor any end of the pool" in shown(app))
        assert "move on" not in shown(app)


async def test_the_agenda_can_be_changed_between_rounds(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (100, 30)) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and workshop(app).agenda.keys)
        before = workshop(app).agenda.keys
        assert before[0] == CALLS
        assert "moves NPV by $404k" in shown(app)
        send(pilot, "d")
        await until(pilot, lambda: workshop(app).agenda.keys[1] == CALLS)
        assert workshop(app).agenda.key == CALLS
        send(pilot, "u")
        await until(pilot, lambda: workshop(app).agenda.keys == before)
        send(pilot, "minus")
        await until(pilot, lambda: CALLS not in workshop(app).agenda.keys)
        send(pilot, "plus")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"calls per")
        await until(pilot, lambda: "calls per" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: workshop(app).agenda.keys[-1] == CALLS)
        assert workshop(app).agenda.key == CALLS
        # What takes no range is not offered.
        send(pilot, "plus")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"breadth")
        await until(pilot, lambda: "No question has breadth" in shown(app))
        send(pilot, "escape")
        await join(pilot, "Ada")
        send(pilot, "enter")
        await until(pilot, lambda: meeting(app).phase == "voting")
        send(pilot, "minus")
        await until(pilot, lambda: "Go back to the agenda first" in said(app))


async def test_a_number_of_a_row_is_brought_back_to_the_agenda(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and workshop(app).agenda.keys)
        key = workshop(app).agenda.keys[-1]
        assert key == 'upfront.other."legal review"'
        workshop(app).go_to_question(key)
        await press(pilot, "minus")
        assert key not in workshop(app).agenda.keys
        assert "legal review is off the agenda; + brings it back." in said(app)
        await press(pilot, "plus", *"legal")
        assert "legal review                   Upfront" in shown(app)
        await press(pilot, "enter")
        assert workshop(app).agenda.keys[-1] == key
        # What is jumped to and is not there is said to be missing.
        await press(pilot, "ctrl+o", *"monthly growth", "enter")
        await until(pilot, lambda: "is not on the agenda; + adds it." in said(app))
        await press(pilot, "ctrl+o", *"breadth of the task", "enter")
        await until(pilot, lambda: "not voted on; answer it with `payback open`" in said(app))


async def test_enter_says_whom_or_what_it_waits_for(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and workshop(app).agenda.keys)
        await press(pilot, "enter", "enter")
        assert meeting(app).phase == "voting"
        assert "Nobody takes part yet: p adds a person." in said(app)
        await press(pilot, "escape")
        for _ in workshop(app).agenda.keys:
            await press(pilot, "minus")
        for key in ("enter", "n", "u"):
            app.clear_notifications()
            await press(pilot, key)
            assert "The agenda is empty: + adds a question." in said(app), key


async def test_a_save_that_fails_is_said_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case(tmp_path)
    async with driven(leading(path), (100, 40)) as (app, pilot):
        await join(pilot, "Ada")
        await opened(pilot)
        await vote(pilot, {"Ada": ("4M", "6M", "7M", "logs")})
        path.write_text("[[", "utf-8")
        send(pilot, "f8")
        await until(pilot, lambda: "cannot be read now" in said(app))
        assert workshop(app).file_state == "not saved"
        send(pilot, "a")
        await until(pilot, lambda: meeting(app).phase == "settled")
        send(pilot, "ctrl+c", "ctrl+c")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and "unsaved" in shown(app))
        await pilot.click("#save")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and "over it" in shown(app))
        await pilot.click("#overwrite")
        await until(pilot, lambda: app._exit)
    found = record(path)
    assert found["workshop"]["agreed"][0]["likely"] == 6_000_000
    assert found["workshop"]["rounds"][0]["estimates"][0]["reason"] == "logs"


@pytest.mark.parametrize("workshop_there", ["", "[workshop]\nparticipants = 3\n"])
async def test_a_workshop_goes_on_with_a_file_that_is_opened_instead(
    tmp_path: Path, workshop_there: str
) -> None:
    theirs = tmp_path / "theirs.toml"
    theirs.write_text(f"{COMPLETE.replace('Tickets', 'Theirs')}\n{workshop_there}", "utf-8")
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, "Ada")
        await press(pilot, "f7")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(theirs)
        send(pilot, "enter")
        await asks(pilot, "theirs.toml already exists")
        await choose(pilot, "reload")
        await until(pilot, lambda: "saved: theirs.toml" in shown(app))
        if workshop_there:
            # What it has of one cannot be read, so that its questions are asked instead.
            assert is_on(app, StepScreen)
            await taken_in(pilot)
            assert said(app).count("workshop.participants: needs a list of tables") == 1
        else:
            assert is_on(app, WorkshopScreen)
            assert meeting(app).people == ()
            await join(pilot, "Bo")
            send(pilot, "ctrl+s")
            await until(pilot, lambda: "workshop" in record(theirs))
            assert [one["name"] for one in record(theirs)["workshop"]["participants"]] == ["Bo"]


async def test_a_save_right_before_a_question_opens_is_not_dropped(tmp_path: Path) -> None:
    path = case(tmp_path)
    async with driven(leading(path), (100, 30)) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        assert app.session is not None
        app.session.answer("title", Entry("Renamed", "Renamed"))
        screen = workshop(app)
        screen.hand_to("Ada")
        # Asked for by the screen, which the question covers by the time it is heard.
        await screen.run_action("save")
        await until(pilot, lambda: is_on(app, HandOver))
        await until(pilot, lambda: not app.errands.under_way)
        assert record(path)["title"] == "Renamed"
        assert app.file_state == f"saved: {path.name}"


async def test_names_tell_people_apart_and_are_data(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (100, 30)) as (app, pilot):
        await type_in(pilot, "[red]Ada[/]")
        assert "· [red]Ada[/]: here" in shown(app)
        send(pilot, "p")
        await until(pilot, lambda: not is_on(app, WorkshopScreen) and app.focused)
        send(pilot, *"[RED]ada[/]", "enter", "enter")
        await until(pilot, lambda: "is here already" in shown(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        await pilot.click("#drop")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "p")
        await until(pilot, lambda: not is_on(app, WorkshopScreen) and app.focused)
        send(pilot, "enter", "enter")
        await until(pilot, lambda: is_on(app, WorkshopScreen) and len(meeting(app).people) == 2)
        assert [one.name for one in meeting(app).people] == ["[red]Ada[/]", "Participant 1"]
        send(pilot, "tab")
        await taken_in(pilot)
        workshop(app).people.choose("Participant 1")
        send(pilot, "delete")
        await until(pilot, lambda: len(meeting(app).people) == 1)
        # Who left and comes again is asked about.
        send(pilot, "l")
        await until(pilot, lambda: "– [red]Ada[/]: away" in shown(app))
        send(pilot, "p")
        await until(pilot, lambda: not is_on(app, WorkshopScreen) and app.focused)
        send(pilot, *"[red]ada[/]", "enter", "enter")
        await until(pilot, lambda: "Is it the same person?" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: meeting(app).people[0].is_here)
        assert identity(meeting(app).people[0].name) == "[red]ada[/]"


@pytest.mark.parametrize("name", ["علی\u200cرضا", "क्\u200dष", "\U0001f469\u200d\U0001f4bb"])
async def test_names_are_shown_as_people_spell_them(tmp_path: Path, name: str) -> None:
    async with driven(leading(case(tmp_path)), (100, 30)) as (app, pilot):
        await type_in(pilot, name)
        assert f"{name}: here" in shown(app)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_long_name_leaves_room_for_whether_somebody_is_here(
    tmp_path: Path, width: int
) -> None:
    name = "Bartholomaeus Maximilian von und zu Hohenlohe-Schillingsfuerst"[:60]
    async with driven(leading(case(tmp_path)), (width, 24)) as (app, pilot):
        await join(pilot, name)
        await until(pilot, lambda: "…: here" in shown(app))
        send(pilot, "tab")
        await until(pilot, lambda: app.focused is workshop(app).people)
        send(pilot, "l")
        await until(pilot, lambda: "…: away" in shown(app))
        assert "– Bartho" in shown(app)


async def test_without_names_letters_stand_beside_the_answers(tmp_path: Path) -> None:
    from wizard.workshop.wishes import Wishes

    app = leading(case(tmp_path), Wishes(is_anonymous=True))
    async with app.run_test(size=(100, 40)) as pilot:
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        await vote(pilot, {"Ada": ("", "7M", "", "why"), "Bo": ("", "5M", "", "not")})
        await revealed(pilot)
        lines = shown(app)
        assert "B: why" in lines
        assert "Ada" not in lines
        assert "Bo" not in lines
        send(pilot, "a")
        await until(pilot, lambda: "Agreed: 6M" in shown(app))
        assert "Ada" not in shown(app)
        send(pilot, "h")
        await until(pilot, lambda: "From the next round on" in said(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_projector_shows_all_of_it_unscrolled(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driven(leading(case(tmp_path)), size) as (app, pilot):
        await join(pilot, *FIRST)
        send(pilot, "f9")
        await until(pilot, lambda: app.theme == "payback-projector")
        await opened(pilot)
        for words in ("Calls per month", "0 of 4", "How many calls", "○ Ada", "○ Di", "Defensible"):
            assert words in shown(app), words
        check(app, set())
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, HandOver) and app.focused)
        assert "darken the projector" in shown(app)
        await ready(pilot)
        form = app.screen.query_one("#form-middle")
        assert form.max_scroll_y == 0
        check(app, set())
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        await vote(pilot, FIRST)
        send(pilot, "f8")
        await until(pilot, lambda: "stands" in shown(app))
        for words in ("Ada", "Bo", "Cy !", "Di", "pool", "median", "measure", "Defensible case"):
            assert words in shown(app), words
        # Reasons are what is talked about, where they fit with all the rest.
        assert ("Reasons" in shown(app)) is (size == (120, 40))
        assert app.screen.query_one(Talk).max_scroll_y == 0
        check(app, set())
        send(pilot, "f9")
        await until(pilot, lambda: app.theme == "payback-dark")


async def test_a_full_room_still_fits_a_projector(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (60, 20)) as (app, pilot):
        names = [f"Person {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        for name in names:
            workshop(app).do(lambda one, name=name: one.join(name))  # type: ignore[misc]
        await opened(pilot)
        send(pilot, "f9")
        await until(pilot, lambda: app.theme == "payback-projector")
        await until(pilot, lambda: all(f"○ {name}" in shown(app) for name in names))
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, HandOver) and "Person A" in shown(app))


async def test_answers_that_come_in_leave_the_list_where_somebody_looks(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused)
        assert app.workshop is not None
        live = app.workshop.live
        for number in range(40):
            live.apply(partial(Meeting.join, name=f"Person {number + 1}"))
        await opened(pilot)
        people = workshop(app).people
        await until(pilot, lambda: people.max_scroll_y > 20)
        people.scroll_end(animate=False, immediate=True)
        await until(pilot, lambda: "○ Person 40: to answer" in shown(app))
        vote = Vote(Range(5e6, 6e6, 7e6), "")
        live.apply(partial(Meeting.vote, name="Person 40", vote=vote))
        await until(pilot, lambda: "✓ Person 40: has answered" in shown(app))
        assert people.scroll_y == people.max_scroll_y
        # An answer that is changed shows nothing new, and nothing of the list is drawn.
        with patch.object(people, "refresh", wraps=people.refresh) as refreshed:
            vote = Vote(Range(5e6, 6e6, 8e6), "")
            live.apply(partial(Meeting.vote, name="Person 40", vote=vote))
            await taken_in(pilot)
        assert refreshed.call_count == 0


async def test_the_clock_starts_with_the_round_and_can_be_stopped(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, "Ada")
        clock = workshop(app).query_one(Clock)
        await until(pilot, lambda: not clock.runs)
        await opened(pilot)
        await until(pilot, lambda: clock.runs)
        send(pilot, "f4")
        await until(pilot, lambda: not clock.runs)
        send(pilot, "f4")
        await until(pilot, lambda: clock.runs)
        await vote(pilot, {"Ada": ("", "6M", "", "")})
        send(pilot, "f8")
        await until(pilot, lambda: meeting(app).phase == "revealed" and not clock.runs)


async def test_every_action_is_in_the_palette_and_can_be_clicked(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (120, 40)) as (app, pilot):
        await join(pilot, "Ada")
        offered = {command.title for command in app.get_system_commands(app.screen)}
        names = {str(one.id) for one in flat(WorkshopScreen)} - WITHIN.keys() - {"palette"}
        assert {action(name).label for name in names} <= offered
        bar = app.screen.query_one(KeyBar)

        async def click(word: str) -> None:
            region = app.screen.query_one(KeyBar).region
            line = shown(app).splitlines()[region.y]
            await pilot.click(offset=(line.index(word) + 1, region.y))

        # A whole round by the mouse alone but for what is typed.
        await click("go on")
        await until(pilot, lambda: meeting(app).phase == "voting")
        people = workshop(app).people.region
        await pilot.click(offset=(people.x + 4, people.y))
        await until(pilot, lambda: is_on(app, HandOver) and app.focused)
        await pilot.click("#ready")
        await until(pilot, lambda: is_on(app, BallotScreen) and app.focused)
        await pilot.click("#blank-likely")
        send(pilot, *"6M")
        await taken_in(pilot)
        await pilot.click("#give")
        await until(pilot, lambda: is_on(app, WorkshopScreen) and not meeting(app).pending)
        await click("reveal")
        await until(pilot, lambda: "All say 6M" in shown(app))
        await click("agree")
        await until(pilot, lambda: meeting(app).phase == "settled")
        await click("undo")
        await until(pilot, lambda: meeting(app).phase == "revealed")
        await click("close")
        await until(pilot, lambda: meeting(app).phase == "idle")
        assert bar.actions[0].id == "go"
        await pilot.click("#panel")
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_resizing_while_an_answer_is_typed_loses_nothing(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (60, 20)) as (app, pilot):
        await join(pilot, "Ada")
        await opened(pilot)
        send(pilot, "enter")
        await ready(pilot)
        typed = ""
        for size in ((60, 20), (250, 80), (20, 5), (80, 24), (120, 40), (40, 10), (60, 20)):
            await pilot.resize_terminal(*size)
            usable = size[0] >= 40
            await until(pilot, lambda: (app.focused is not None) == usable)
            send(pilot, "1")
            typed += "1" if usable else ""
            await taken_in(pilot)
            if usable:
                await until(pilot, lambda: holds_cursor(app))
                assert max(map(len, shown(app).splitlines())) <= size[0]
                assert app.screen.texts["likely"] == typed  # type: ignore[attr-defined]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, BallotScreen))
        assert app.screen.texts["likely"] == typed  # type: ignore[attr-defined]


async def test_the_verdict_of_a_workshop_says_that_there_are_no_steps(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (120, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and app.focused)
        assert "full case" not in text_of(app.screen.query_one(KeyBar))
        send(pilot, "f6")
        await until(pilot, lambda: "A workshop asks no steps" in said(app))
        assert is_on(app, VerdictScreen)


async def test_one_press_too_many_in_a_form_loses_nothing_typed(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, "Ada")
        await opened(pilot)
        send(pilot, "enter")
        await ready(pilot)
        send(pilot, "up", "7")
        await until(pilot, lambda: app.screen.texts["likely"] == "7")  # type: ignore[attr-defined]
        send(pilot, *["down"] * 5, "up", "x")
        await until(pilot, lambda: app.screen.texts["reason"] == "x")  # type: ignore[attr-defined]


@pytest.mark.part(2)
@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "projector"])
async def test_every_text_of_a_workshop_is_legible(tmp_path: Path, theme: str) -> None:
    async with driven(leading(case(tmp_path), config=themed(theme)), (100, 40)) as (app, pilot):
        await join(pilot, *FIRST)
        seen: set[tuple[str, str]] = set()
        check(app, seen)
        await opened(pilot)
        check(app, seen)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, HandOver) and app.focused)
        check(app, seen)
        await ready(pilot)
        send(pilot, "x", "tab", "4")
        await until(pilot, lambda: "✗" in shown(app))
        check(app, seen)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        await pilot.click("#drop")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        await vote(pilot, FIRST)
        await revealed(pilot)
        check(app, seen)
        send(pilot, "a")
        await until(pilot, lambda: meeting(app).phase == "settled")
        await pilot.pause()
        check(app, seen)


async def test_a_copy_counts_as_an_answer(tmp_path: Path) -> None:
    path = case(tmp_path)
    copy = tmp_path / "ada.toml"
    copy.write_text(COMPLETE.replace("likely = 6_000_000", "likely = 5_500_000"), encoding="utf-8")
    async with driven(leading(path), (100, 30)) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        workshop(app).people.choose("Ada")
        send(pilot, "b")
        await until(pilot, lambda: type(app.screen).__name__ == "FilesScreen" and app.focused)
        app.screen.query_one("#path").focus()
        await taken_in(pilot)
        send(pilot, "ctrl+u", *str(copy), "enter")
        await until(pilot, lambda: "Ada brings 1 answer" in said(app))
        assert "5,500,000" not in shown(app)
        await opened(pilot)
        await until(pilot, lambda: meeting(app).pending == ("Bo",))


async def test_a_verdict_line_leads_to_its_question(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path)), (100, 30)) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused)
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"engineering t")
        await until(pilot, lambda: "engineering t" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: workshop(app).agenda.key == "upfront.engineering_time")
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, WorkshopScreen))


def test_days_of_rounds_are_those_of_the_clock(tmp_path: Path) -> None:
    app: PaybackApp = leading(case(tmp_path))
    assert app.workshop is not None
    assert app.workshop.day() == date.today()


async def test_at_the_door_down_leads_below_the_code_to_what_can_be_done(tmp_path: Path) -> None:
    async with joinable(tmp_path) as (app, pilot):
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and holds_cursor(app))
        door = workshop(app).desk.door
        assert door is not None
        before = door.join_url
        code = app.screen.query_one("#door-code")
        await until(pilot, lambda: code.size.height and "http://127.0.0.1:" in shown(app))
        # Where the code has no room, it is scrolled to its end first.
        await press(pilot, *["down"] * (code.max_scroll_y + 1), "enter")
        await until(pilot, lambda: door.join_url != before)


async def test_people_come_in_by_an_address_and_are_let_back_in(tmp_path: Path) -> None:
    async with joinable(tmp_path) as (app, pilot):
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and "http://127.0.0.1:" in shown(app))
        door = workshop(app).desk.door
        assert door is not None
        before = door.join_url
        assert before in "".join(shown(app).split())
        assert "▀" in shown(app)
        assert "Only this machine reaches it" in shown(app)
        await until(pilot, lambda: holds_cursor(app))
        send(pilot, "shift+tab")
        await taken_in(pilot)
        send(pilot, "enter")
        await until(pilot, lambda: door.join_url != before)
        await until(pilot, lambda: door.join_url in "".join(shown(app).split()))
        # What happens at a page is seen at once.
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        assert app.workshop is not None
        app.workshop.live.apply(lambda one: one.join("Zoe"))
        await until(pilot, lambda: "Zoe: here" in shown(app))


async def test_the_address_shows_at_once_with_who_is_in(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path), Wishes(joins=True))) as (app, pilot):
        await until(pilot, lambda: app.workshop is not None and app.workshop.door)
        assert app.workshop is not None
        door = app.workshop.door
        assert door is not None
        await until(pilot, lambda: door.join_url in shown(app))
        assert "Nobody is in yet." in shown(app)
        assert "j join" in text_of(app.screen.query_one(KeyBar))
        comes_in(app, "Ada", "Bo")
        await until(pilot, lambda: "Ada and Bo are in" in shown(app))
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and "Ada and Bo are in" in shown(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        # Once answers are on show they have the room.
        await opened(pilot)
        assert door.join_url in shown(app)
        await vote(pilot, {name: FIRST[name] for name in ("Ada", "Bo")})
        await revealed(pilot)
        assert door.join_url not in shown(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_arrows_stay_in_the_list_that_has_the_focus(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driven(leading(case(tmp_path)), size) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        screen = workshop(app)
        for focused in (screen.agenda, screen.people):
            screen.set_focus(focused)
            for key in ["down"] * (focused.option_count + 1) + ["up"] * (focused.option_count + 1):
                await press(pilot, key)
                assert app.focused is focused


def asks_back(app: PaybackApp, *names: str) -> None:
    """People who took part before ask at their devices to come back."""
    assert app.workshop is not None
    server = app.workshop.door
    assert server is not None
    for name in names:
        app.workshop.live.apply(partial(Meeting.expect, name=name))
        server._seats.ask_back(name, "192.0.2.7", f"{name} {secrets.token_hex(8)}")
    server._told()


def says(app: PaybackApp, name: str) -> None:
    """Somebody answers at their device."""
    vote = Vote(Range(4e6, 6e6, 8e6))
    workshop(app).desk.do(partial(Meeting.vote, name=name, vote=vote))


def comes_in(app: PaybackApp, *names: str) -> None:
    """People come in from their devices."""
    assert app.workshop is not None
    server = app.workshop.door
    assert server is not None
    for name in names:
        app.workshop.live.apply(partial(Meeting.join, name=name))
        server._seats.sit(name, "192.0.2.7", f"{name} {secrets.token_hex(8)}")
    server._told()


@pytest.mark.part(4)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 24)])
@pytest.mark.parametrize("waiting", [0, 1, 7, 50])
async def test_the_waiting_list_leaves_the_code_where_a_camera_sees_it(
    tmp_path: Path, size: tuple[int, int], waiting: int
) -> None:
    async with joinable(tmp_path, size) as (app, pilot):
        # They came one by one, and some stand there already when the door is opened.
        names = [f"Person {number} with a surname of her own" for number in range(waiting)]
        asks_back(app, *names[::2])
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and "▀" in shown(app))
        asks_back(app, *names[1::2])
        door = workshop(app).desk.door
        assert door is not None
        await until(pilot, lambda: len(door.reception.claims) == waiting)
        await until(pilot, lambda: f"All {waiting}" in " ".join(shown(app).split()) or waiting < 2)
        lines = shown(app).splitlines()
        assert all(any(row in line for line in lines) for row in door.qr_lines())
        assert door.join_url in shown(app)


async def test_everybody_who_waits_is_let_in_by_one_key(tmp_path: Path) -> None:
    async with joinable(tmp_path) as (app, pilot):
        send(pilot, "i")
        await until(pilot, lambda: "Nobody asks to come back" in said(app))
        asks_back(app, "Ada", "Bo", "Cy", "Cy")
        await until(pilot, lambda: "i lets all in" in said(app))
        send(pilot, "i")
        await until(pilot, lambda: "2 people are back. Several ask to be Cy" in said(app))
        assert [one.name for one in meeting(app).people if one.is_here] == ["Ada", "Bo"]
        # At the door as well, from the list.
        asks_back(app, "Di")
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and "All 3 who ask" in shown(app))
        send(pilot, "i")
        await until(pilot, lambda: meeting(app).people[-1].is_here)


async def test_who_asks_to_come_back_is_said_until_somebody_has_decided(tmp_path: Path) -> None:
    async with joinable(tmp_path) as (app, pilot):
        asks_back(app, "Ada")
        await until(pilot, lambda: "Ada asks to come back" in said(app))
        app.clear_notifications()
        await until(pilot, lambda: "Ada asks to come back: j tells" in shown(app))
        # Also where the answers have the room.
        comes_in(app, "Bo")
        await opened(pilot)
        says(app, "Bo")
        send(pilot, "f8")
        await until(pilot, lambda: meeting(app).phase == "revealed")
        asks_back(app, "Cy")
        app.clear_notifications()
        await until(pilot, lambda: "Ada and Cy ask to come back" in shown(app))
        send(pilot, "i")
        await until(pilot, lambda: "2 people are back" in said(app))
        app.clear_notifications()
        await until(pilot, lambda: "to come back" not in shown(app))


@pytest.mark.parametrize("width", [60, 80])
async def test_who_is_in_is_told_by_number_where_names_have_no_room(
    tmp_path: Path, width: int
) -> None:
    async with joinable(tmp_path, (width, 24)) as (app, pilot):
        comes_in(app, "Ada")
        await until(pilot, lambda: "Ada is in; no page is open." in shown(app))
        comes_in(app, *(f"Somebody with a long name, {one}" for one in ("Bo", "Cy")))
        await until(pilot, lambda: "3 are in, 0 pages are open." in shown(app))
        asks_back(app, *(f"Somebody with a long name, {one}" for one in ("Di", "Ed")))
        await until(pilot, lambda: "2 ask to come back: j tells more, i lets" in shown(app))
        await pilot.resize_terminal(200, 50)
        await until(pilot, lambda: "Ada, Somebody with a long name, Bo and" in shown(app))


async def test_who_has_answered_and_left_is_seen_to_be_away(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, "Ada", "Bo")
        await opened(pilot)
        says(app, "Ada")
        workshop(app).people.choose("Ada")
        send(pilot, "l")
        await until(pilot, lambda: "Ada: has answered, away" in shown(app))
        send(pilot, "l")
        await until(pilot, lambda: "Ada: has answered" in shown(app) and ", away" not in shown(app))


@pytest.mark.parametrize("key", ["f8", "a", "c", "r"])
async def test_a_key_for_an_open_question_says_how_one_is_opened(tmp_path: Path, key: str) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        send(pilot, key)
        await until(pilot, lambda: "No question is open: enter opens the one at hand." in said(app))


async def test_who_is_at_hand_in_the_waiting_list_stays_at_hand(tmp_path: Path) -> None:
    async with joinable(tmp_path) as (app, pilot):
        asks_back(app, "Ada")
        send(pilot, "j")
        await until(pilot, lambda: is_on(app, DoorScreen) and "Ada is back" in shown(app))
        await until(pilot, lambda: app.focused is app.screen.query_one("#claims"))
        # A line above moves what is at hand down, and enter still means Ada.
        asks_back(app, "Bo")
        await until(pilot, lambda: "All 2 who ask" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: any(one.is_here for one in meeting(app).people))
        assert [one.name for one in meeting(app).people if one.is_here] == ["Ada"]


@pytest.mark.parametrize("at_the_door", [False, True])
async def test_seats_where_nothing_was_said_are_cleared_together(
    tmp_path: Path, at_the_door: bool
) -> None:
    async with joinable(tmp_path) as (app, pilot):
        door = workshop(app).desk.door
        assert door is not None
        before = door.join_url
        if at_the_door:
            send(pilot, "j")
            await until(pilot, lambda: is_on(app, DoorScreen))
        send(pilot, "x")
        await until(pilot, lambda: "has said something" in said(app))
        comes_in(app, *(f"Nobody {number}" for number in range(39)))
        send(pilot, "x")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        asked = text_of(app.screen.query_one("#confirm-text"))
        assert "and 34 more have" in asked
        send(pilot, "enter")
        await until(pilot, lambda: not is_on(app, ConfirmScreen))
        assert len(meeting(app).people) == 39
        send(pilot, "x")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        await pilot.click("#clear")
        await until(pilot, lambda: not meeting(app).people)
        assert door.join_url != before


async def test_a_full_room_of_last_time_is_asked_about_in_a_few_lines(tmp_path: Path) -> None:
    people = "".join(
        f'[[workshop.participants]]\nname = "Person {number} {"W" * 40}"\n' for number in range(50)
    )
    async with driven(leading(case(tmp_path, f"{COMPLETE}\n{people}"))) as (app, pilot):
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        asked = text_of(app.screen.query_one("#confirm-text"))
        assert "and 38 more" in asked
        assert "All of them are here" in shown(app)


async def test_an_address_that_is_taken_is_said_again_by_the_key(tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with driven(leading(case(tmp_path), Wishes(joins=True, port=port))) as (app, pilot):
            await until(pilot, lambda: "cannot be listened on" in said(app))
            app.clear_notifications()
            send(pilot, "j")
            await until(pilot, lambda: f"127.0.0.1 port {port} cannot be listened" in said(app))
            assert "--join" not in said(app)


async def test_without_join_the_key_says_how(tmp_path: Path) -> None:
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused)
        send(pilot, "j")
        await until(pilot, lambda: "--join" in said(app))


async def test_without_colour_words_and_signs_remain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(leading(case(tmp_path))) as (app, pilot):
        await join(pilot, *FIRST)
        await opened(pilot)
        await vote(pilot, FIRST)
        await revealed(pilot)
        assert app.no_color
        for words in ("✗ pays back in 507 months", "Do not distil", "Cy !", "◆", "●"):
            assert words in shown(app), words


def test_a_terminal_that_is_told_to_end_is_given_back_and_votes_are_kept(tmp_path: Path) -> None:
    from tests.person import Person

    path, home = case(tmp_path), tmp_path / "home"
    person = Person("workshop", path, size=(80, 24), **XTERM, PAYBACK_HOME=str(home))
    person.sees(b"palette")
    person.waits_until_quiet()
    # Ada joins, the first question is asked, the keyboard is hers, and she answers.
    for keys in (b"p", b"Ada", b"\r", b"\r", b"\r", b"\r", b"\r", b"6M", b"\r\r\r\r"):
        person.types(keys)
        person.waits_until_quiet()
    os.kill(person.pid, signal.SIGTERM)

    assert person.status() == 143
    assert LEAVES_SCREEN in person.all
    assert b"Traceback" not in person.all
    (box,) = (home / "state" / "workshops").glob("*.box")
    assert b"6000000.0" in base64.b64decode(box.read_bytes())
    assert path.read_text("utf-8") == COMPLETE


def test_a_workshop_without_a_screen_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wizard.cli import run

    assert run(["workshop", str(case(tmp_path))]) == 2
    assert "payback workshop merge" in capsys.readouterr().err
    assert run(["workshop", "--join", str(case(tmp_path))]) == 2


def test_where_people_come_in_is_said_only_where_they_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wizard.cli import run

    for option in (["--host", "192.0.2.5"], ["--port", "8123"], ["--public-url", "https://x"]):
        assert run(["workshop", *option, str(case(tmp_path))]) == 2
        assert "go with --join" in capsys.readouterr().err

"""Each key and click that closes a screen, twice in one write, on every screen.

A gesture that comes twice was meant once, or for what it meets; whatever it was, the program goes
on, and what was typed before and after is there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from screens.overlays.confirm import ConfirmScreen
from screens.overlays.deciding import DecideScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.kept_work import KeptWorkScreen
from screens.overlays.palette import Palette
from screens.overlays.paste import PasteScreen
from screens.overlays.price_search import PriceSearchScreen
from screens.overlays.provenance import ProvenanceScreen
from screens.overlays.save_as import SaveAsScreen
from screens.overlays.table import TableScreen
from screens.overlays.tour import TourScreen
from screens.pages.compare import CompareScreen
from screens.pages.decisions import DecisionsScreen
from screens.pages.home import HomeScreen
from screens.pages.importing import ImportScreen
from screens.pages.outcome import OutcomeScreen
from screens.pages.portfolio import PortfolioScreen
from screens.pages.report import ReportScreen
from screens.pages.risk import RiskScreen
from screens.pages.scenarios import ScenariosScreen
from screens.pages.sensitivity import SensitivityScreen
from screens.pages.step import StepScreen
from screens.pages.track import TrackScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.key_bar import KeyBar
from screens.workshop.ballot import BallotScreen, ChooseScreen, HandOver
from screens.workshop.door import DoorScreen
from screens.workshop.leading import PersonScreen
from screens.workshop.rounds import ReasonScreen
from screens.workshop.screen import WorkshopScreen
from tests.depth import part_of
from tests.environment import PATIENCE_S
from tests.screens.drive import (
    Driver,
    answers,
    at,
    clicks,
    field,
    hear,
    is_on,
    present,
    press,
    send,
    shown,
    steps,
    taken_in,
    texts,
    until,
)
from tests.screens.rounds import case, join, leading, meeting, vote, workshop
from tests.screens.test_keys import SCREENS
from tests.soak._agreement import answers_within
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.reports.formats import FORMATS
from wizard.sessions.open_session import OpenSession
from wizard.workshop.wishes import Wishes

Opens = Callable[[Driver], Awaitable[None]]
CALLS = "volume.calls_per_month"


def by(*keys: str, key: str = CALLS, then: tuple[type[Screen[Any]], ...] = ()) -> Opens:
    """Open a screen from a question by keys; after each of the first ones a screen comes."""

    async def opens(pilot: Driver) -> None:
        await at(pilot, key)
        for one, comes in zip(keys, [*then, None][: len(keys)], strict=True):
            send(pilot, one)
            if comes is not None:
                await until(pilot, lambda comes=comes: is_on(pilot.app, comes))  # type: ignore[misc]
            await taken_in(pilot)

    return opens


async def confirm(pilot: Driver) -> None:
    # The file is there already.
    await by("ctrl+l", "e", then=(VerdictScreen, ReportScreen))(pilot)
    report = pilot.app.screen
    assert isinstance(report, ReportScreen)
    await until(pilot, lambda: report.made)
    send(pilot, "w")


async def provenance(pilot: Driver) -> None:
    await at(pilot, "upfront.other")
    send(pilot, "enter")
    await until(pilot, lambda: is_on(pilot.app, TableScreen) and present(pilot.app))
    await press(pilot, "tab", "ctrl+r")


async def paste_of_rows(pilot: Driver) -> None:
    await at(pilot, "quality.slices")
    hear(pilot.app, "\x1b[200~spam\t5%\reggs\t6%\x1b[201~")
    await until(pilot, lambda: is_on(pilot.app, PasteScreen))


async def kept_work(pilot: Driver) -> None:
    answers = [("later", "Leave it for later"), ("discard", "Discard it")]
    await steps(pilot.app).open(KeptWorkScreen("There is unsaved work.", answers, [], "file"))


FROM_STEPS: dict[type[Screen[Any]], Opens] = {
    VerdictScreen: by("ctrl+l"),
    SensitivityScreen: by("ctrl+l", "s", then=(VerdictScreen,)),
    RiskScreen: by("ctrl+l", "r", then=(VerdictScreen,)),
    ReportScreen: by("ctrl+l", "e", then=(VerdictScreen,)),
    CompareScreen: by("ctrl+l", "b", "enter", then=(VerdictScreen, FilesScreen)),
    ScenariosScreen: by("ctrl+l", "o", then=(VerdictScreen,)),
    DecisionsScreen: by("ctrl+l", "d", then=(VerdictScreen,)),
    DecideScreen: by("ctrl+l", "d", "n", then=(VerdictScreen, DecisionsScreen)),
    TrackScreen: by("ctrl+l", "t", then=(VerdictScreen,)),
    OutcomeScreen: by("ctrl+l", "v", then=(VerdictScreen,)),
    ImportScreen: by("f4"),
    FilesScreen: by("ctrl+l", "b", then=(VerdictScreen,)),
    DetailsScreen: by("ctrl+r"),
    ProvenanceScreen: provenance,
    TableScreen: by("enter", key="quality.slices"),
    PasteScreen: paste_of_rows,
    JumpScreen: by("ctrl+o"),
    PriceSearchScreen: by("f12"),
    HelpScreen: by("f1"),
    TourScreen: by("f11"),
    ConfirmScreen: confirm,
    KeptWorkScreen: kept_work,
    SaveAsScreen: by("f7"),
    Palette: by("ctrl+p"),
}
BENEATH = {HomeScreen, StepScreen, WorkshopScreen}
TOGGLES: dict[type[Screen[Any]], tuple[str, ...]] = {
    VerdictScreen: ("ctrl+l",),
    SensitivityScreen: ("s",),
    RiskScreen: ("r",),
    ReportScreen: ("e",),
    CompareScreen: ("b",),
    ScenariosScreen: ("o",),
    DecisionsScreen: ("d",),
    TrackScreen: ("t",),
    OutcomeScreen: ("v",),
    ImportScreen: ("f4",),
    DetailsScreen: ("ctrl+r",),
    ProvenanceScreen: ("ctrl+r",),
    JumpScreen: ("ctrl+o",),
    HelpScreen: ("f1", "q"),
    Palette: ("ctrl+p",),
}
"""Keys besides esc and enter that lead out of a screen."""


def gestures(app: Any) -> list[Callable[[Driver], None]]:
    """Whatever may close the screen on top, each as what is sent at once."""

    def keys(*names: str) -> Callable[[Driver], None]:
        return lambda pilot: send(pilot, *names)

    def mouse(x: int, y: int) -> Callable[[Driver], None]:
        return lambda pilot: clicks(pilot, x, y, times=2)

    toggles = TOGGLES.get(type(app.screen), ())
    found = [keys(one, one) for one in ("escape", "enter", *toggles)]
    found += [keys("down", "enter", "enter"), mouse(0, 0)]
    for bar in app.screen.query(KeyBar):
        line = shown(app).splitlines()[bar.region.y]
        found += [mouse(line.index(one), bar.region.y) for one in ("close",) if one in line]
    return found


async def back(pilot: Driver, beneath: type[Screen[Any]]) -> None:
    """Close what is left open, as anybody would."""
    app: Any = pilot.app
    for _ in range(12):
        await answers_within(app, PATIENCE_S)
        # What is on its way may still open something.
        await until(pilot, lambda: app.screen.is_modal or not app.errands.under_way)
        if is_on(app, beneath):
            return
        send(pilot, "escape")
    raise AssertionError(f"{app.screen_stack} do not close")


@pytest.mark.parametrize("screen", FROM_STEPS, ids=lambda one: one.__name__)
async def test_a_screen_of_a_case(
    screen: type[Screen[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FORMATS:
        tmp_path.joinpath(f"case.{name}").write_text("mine", "utf-8")
    app = PaybackApp(session=OpenSession.open(case(tmp_path)))
    opens, tried = FROM_STEPS[screen], 0
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: present(app) == "title")
        numbers: list[int] | None = None
        while numbers is None or numbers:
            await opens(pilot)
            await until(pilot, lambda: is_on(app, screen), f"{screen} does not open")
            ways = gestures(app)
            if numbers is None:
                numbers = part_of(range(len(ways)), 2, screen.__name__)
            ways[numbers.pop()](pilot)
            await back(pilot, StepScreen)
            tried += 1
            # It goes on: what is typed arrives.
            await at(pilot, "title")
            send(pilot, "z")
            await until(pilot, lambda: field(app).value.endswith("z" * tried))
            assert texts(answers(app))["title"] == field(app).value


FROM_HOME: dict[type[Screen[Any]], str] = {PortfolioScreen: "p"}
"""The key that opens a screen from the start page."""


@pytest.mark.parametrize("screen", FROM_HOME, ids=lambda one: one.__name__)
async def test_a_screen_of_the_start_page(
    screen: type[Screen[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    case(tmp_path)
    app = PaybackApp()
    async with app.run_test(size=(120, 40)) as pilot:
        ways: list[Callable[[Driver], None]] | None = None
        while ways is None or ways:
            await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
            send(pilot, FROM_HOME[screen])
            await until(pilot, lambda: is_on(app, screen), f"{screen} does not open")
            ways = gestures(app) if ways is None else ways
            ways.pop()(pilot)
            await back(pilot, HomeScreen)


async def people_have_answered(pilot: Driver) -> None:
    """A question that two people answered, revealed."""
    app = pilot.app
    await join(pilot, "Ada", "Bo")
    await until(pilot, lambda: is_on(app, WorkshopScreen) and app.focused)
    workshop(app).agenda.choose(CALLS)
    send(pilot, "enter")
    await until(pilot, lambda: meeting(app).key == CALLS and app.focused)
    await vote(pilot, {"Ada": ("4M", "6M", "8M", ""), "Bo": ("5M", "6M", "7M", "")})
    send(pilot, "f8")
    await until(pilot, lambda: meeting(app).phase == "revealed")


async def agreed(pilot: Driver) -> None:
    await people_have_answered(pilot)
    send(pilot, "a")
    await until(pilot, lambda: meeting(pilot.app).phase == "settled")


async def asked(pilot: Driver) -> None:
    await join(pilot, "Ada", "Bo")
    await until(pilot, lambda: is_on(pilot.app, WorkshopScreen) and pilot.app.focused)
    send(pilot, "enter")
    await until(pilot, lambda: meeting(pilot.app).phase == "voting" and pilot.app.focused)


async def nothing(pilot: Driver) -> None:
    await until(pilot, lambda: is_on(pilot.app, WorkshopScreen))


FROM_WORKSHOP: dict[type[Screen[Any]], tuple[Opens, tuple[str, ...]]] = {
    PersonScreen: (nothing, ("p",)),
    HandOver: (asked, ("enter",)),
    BallotScreen: (asked, ("enter", "enter")),
    ChooseScreen: (people_have_answered, ("c",)),
    ReasonScreen: (agreed, ("o", "enter")),
    DoorScreen: (nothing, ("j",)),
}
"""What has to happen before a screen can be opened, and the keys that open it then."""


def test_no_screen_is_left_out() -> None:
    assert {*SCREENS, Palette} == {*FROM_STEPS, *FROM_HOME, *FROM_WORKSHOP, *BENEATH}


@pytest.mark.part(6)
@pytest.mark.parametrize("key", ["escape", "enter"])
@pytest.mark.parametrize("screen", FROM_WORKSHOP, ids=lambda one: one.__name__)
async def test_a_screen_of_a_workshop(screen: type[Screen[Any]], key: str, tmp_path: Path) -> None:
    before, keys = FROM_WORKSHOP[screen]
    app = leading(case(tmp_path), Wishes(joins=screen is DoorScreen))
    async with app.run_test(size=(120, 40)) as pilot:
        await before(pilot)
        if screen is DoorScreen:
            await until(pilot, lambda: app.workshop is not None and app.workshop.door)
        for one in keys:
            below = app.screen
            send(pilot, one)
            await until(pilot, lambda below=below: app.screen is not below and app.focused)  # type: ignore[misc]
        assert is_on(app, screen)
        send(pilot, key, key)
        for _ in range(8):
            await taken_in(pilot)
            if is_on(app, WorkshopScreen):
                break
            # What was typed is not taken over yet; it may be dropped.
            send(pilot, *(("down", "enter") if is_on(app, ConfirmScreen) else ("escape",)))
        await until(pilot, lambda: is_on(app, WorkshopScreen))
        # It goes on: somebody else can join.
        send(pilot, "p")
        await until(pilot, lambda: is_on(app, PersonScreen) and app.focused)
        send(pilot, *"Cy", "enter", "enter")
        await until(pilot, lambda: meeting(app).person("Cy"))

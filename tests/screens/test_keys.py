"""All bindings of all screens: ids, keys that arrive, the palette, something to click."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual.binding import Binding, BindingsMap
from textual.screen import Screen
from textual.widget import Widget

from screens.fields.choice_field import ChoiceField
from screens.fields.table_row import TableField
from screens.frame.asking import AskingScreen
from screens.frame.case_screen import AnswersOverlay, CaseScreen, ViewScreen
from screens.frame.moving import MovingScreen
from screens.frame.overlay import FOCUS_KEYS, Overlay
from screens.frame.page_screen import JudgedPageScreen, PageScreen
from screens.keys import ACTIONS, action
from screens.overlays.cells import Cells
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.deciding import DecideScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.fractions import Fractions
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen, SearchScreen
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
from screens.widgets.report_page import Page, as_text
from screens.workshop.ballot import BallotScreen, ChooseScreen, HandOver
from screens.workshop.door import DoorScreen
from screens.workshop.doorkeeping import Doorkeeping
from screens.workshop.form import FormScreen
from screens.workshop.leading import Leading, PersonScreen
from screens.workshop.rounds import ReasonScreen, Rounds
from screens.workshop.screen import WorkshopScreen
from tests.screens.drive import (
    answers,
    at,
    complete,
    details,
    driven,
    holds_cursor,
    is_on,
    present,
    said,
    send,
    shown,
    steps,
    table,
    taken_in,
    texts,
    until,
)
from wizard.app.app import PaybackApp
from wizard.app.file_choice import FilesScreen
from wizard.settings.config import Config

SCREENS: tuple[type[Screen[Any]], ...] = (
    HomeScreen,
    StepScreen,
    VerdictScreen,
    SensitivityScreen,
    RiskScreen,
    ScenariosScreen,
    CompareScreen,
    ReportScreen,
    DecisionsScreen,
    DecideScreen,
    TrackScreen,
    OutcomeScreen,
    ImportScreen,
    DetailsScreen,
    ProvenanceScreen,
    TableScreen,
    PasteScreen,
    JumpScreen,
    PriceSearchScreen,
    PortfolioScreen,
    HelpScreen,
    TourScreen,
    ConfirmScreen,
    KeptWorkScreen,
    SaveAsScreen,
    FilesScreen,
    WorkshopScreen,
    PersonScreen,
    BallotScreen,
    ChooseScreen,
    ReasonScreen,
    HandOver,
    DoorScreen,
)
PARTS: tuple[type[Widget], ...] = (ChoiceField, TableField)

WITHIN = {
    # Moving within one widget or dialog; nothing happens to the case. The mouse does it by a click
    # on what one wants, and a list of commands would be no quicker way.
    "focus-next": "a click on the field",
    "focus-previous": "a click on the field",
    "next-option": "a click on the option; digits, too",
    "previous-option": "a click on the option; digits, too",
    "clear": "a click on another option; undo takes an answer back as well",
    "open-rows": "a click on the field; enter, too",
    "next-match": "a click on the match",
    "previous-match": "a click on the match",
    "previous-answer": "a click on the button; tab, too",
    "next-answer": "a click on the button; tab, too",
    "earlier-rows": "the wheel, on the rows",
    "further-rows": "the wheel, on the rows",
    "tour-on": "a click on the card",
    "tour-back": "clicks to the end, and the tour once more: there are six cards",
    "into-list": "a click on the list; tab, too",
    "field-below": "a click on the field; tab, too",
    "field-above": "a click on the field; tab, too",
    "page-further": "the wheel, on the page",
    "page-back": "the wheel, on the page",
    "plan-line-down": "a click on the field; the wheel, on the page",
    "plan-line-up": "a click on the field; the wheel, on the page",
    "numbers-further": "a click on the number; the wheel, on them",
    "numbers-back": "a click on the number; the wheel, on them",
    "first-number": "a click on the number; the wheel, on them",
    "last-number": "a click on the number; the wheel, on them",
    "folder-above": "a click on the first line of the list",
    "close-help": "the same as esc, on the keys that opened it",
    "interrupt": "copying belongs to the terminal's mouse as well; quit has its own entry",
    "clear-messages": "a click on the message; it goes by itself, too",
    "close": "a button, or the key bar of the dialog",
}
"""Bindings that need no entry of their own in the palette, with how else one gets there."""

SWALLOWED = {
    *(f"f{number}" for number in (1, 3, 5, 6, 7, 10, 11, 12)),
    *(f"ctrl+{letter}" for letter in "bghijkmntw"),
}
"""Keys that tmux, terminals, browsers or editors keep for themselves."""
MODIFIED = ("alt+", "ctrl+shift+", "ctrl+enter", "ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right",
            "shift+up", "shift+down", "shift+left", "shift+right", "super+")  # fmt: skip


def flat(owner: type) -> list[Binding]:
    found = []
    for base in owner.__mro__:
        if base.__module__.startswith(("screens", "wizard")):
            declared = BindingsMap(base.__dict__.get("BINDINGS", ()))
            found += [one for each in declared.key_to_bindings.values() for one in each]
    return found


def test_no_screen_is_left_out() -> None:

    known = {
        CaseScreen,
        ViewScreen,
        PageScreen,
        Overlay,
        AnswersOverlay,
        AskingScreen,
        MovingScreen,
        PageScreen,
        JudgedPageScreen,
        Cells,
        Fractions,
        SearchScreen,
        FormScreen,
        JudgedPageScreen,
        Leading,
        Rounds,
        Doorkeeping,
        *SCREENS,
    }
    waiting: list[type[Any]] = [CaseScreen, Overlay]
    while waiting:
        derived: type[Any]
        for derived in waiting.pop().__subclasses__():
            if derived.__module__.startswith(("screens", "wizard")):
                waiting.append(derived)
                assert derived in known or "[" in derived.__name__, derived


@pytest.mark.parametrize("owner", [*SCREENS, *PARTS, PaybackApp], ids=lambda one: one.__name__)
def test_every_binding_has_an_id_a_safe_key_and_a_second_route(owner: type) -> None:
    keys: dict[str, set[str]] = {}
    for binding in flat(owner):
        assert binding.id, binding
        assert binding.description, binding
        keys.setdefault(binding.id, set()).add(binding.key)
    assert keys
    listed = {one.id for one in ACTIONS}
    for name, held in keys.items():
        assert name in listed or name in WITHIN, name
        safe = {key for key in held if key not in SWALLOWED and not key.startswith(MODIFIED)}
        has_palette = issubclass(owner, CaseScreen | AnswersOverlay | PortfolioScreen)
        in_palette = name in listed - {"close"} and has_palette
        # A function key may be swallowed where the palette has the action, too.
        assert safe or in_palette, (name, held)
        assert not {key for key in held if key.startswith("ctrl+")} & SWALLOWED, (name, held)


def test_every_action_can_be_run_where_it_is_bound() -> None:
    owner: type[Any]
    for owner in (*SCREENS, *PARTS):
        for binding in flat(owner):
            call = binding.action.partition("(")[0]
            where: type = PaybackApp if call.startswith("app.") else owner
            method = getattr(where, f"action_{call.removeprefix('app.')}", None)
            assert inspect.isfunction(method), (owner, binding)


def test_the_exemptions_are_still_needed() -> None:
    owners: list[type[Any]] = [*SCREENS, *PARTS, PaybackApp]
    bound = {one.id for owner in owners for one in flat(owner)}
    assert WITHIN.keys() <= bound
    assert {one.id for one in ACTIONS} <= bound
    of_any = [one for one in FOCUS_KEYS if isinstance(one, Binding)]
    assert {one.id for one in flat(CaseScreen)} == {one.id for one in of_any}


async def test_the_palette_has_every_action_of_the_screen_it_is_opened_on() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))

        def offered() -> set[str]:
            return {command.title for command in app.get_system_commands(app.screen)}

        async def holds_all(owner: type) -> None:
            names = {str(one.id) for one in flat(owner)} - WITHIN.keys() - {"palette"}
            assert {action(name).label for name in names} <= offered(), owner
            bars = app.screen.query(KeyBar)
            shows = {one.id for bar in bars for one in bar.at_hand}
            # The palette itself, or a way to close, is always there to click.
            assert shows & {"palette", "close"}

        await holds_all(StepScreen)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await holds_all(VerdictScreen)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "volume.calls_per_month")
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        await holds_all(DetailsScreen)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        await holds_all(TableScreen)

        # And it can be clicked: the palette opens, is typed into, and runs what it found.
        bottom = app.screen.query_one(KeyBar).region
        last = bottom.bottom - 1
        await pilot.click(offset=(shown(app).splitlines()[last].rindex("palette"), last))
        await until(pilot, lambda: isinstance(app.screen, Palette))
        # Magnifiers and braille displays are led there before anything is typed.
        await until(pilot, lambda: holds_cursor(app))
        send(pilot, *"add a row")
        await until(pilot, lambda: "Key: ^A" in shown(app))
        rows = len(table_rows(app))
        send(pilot, "down")
        await taken_in(pilot)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen))
        await until(pilot, lambda: table(app).row_id == str(rows + 1))


def table_rows(app: PaybackApp) -> list[object]:
    screen = next(one for one in app.screen_stack if isinstance(one, TableScreen))
    return list(screen.table.rows)


async def test_what_a_key_does_stays_in_its_column_where_help_wraps_it() -> None:
    async with driven(complete(), (60, 20)) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        send(pilot, "f1")
        await until(pilot, lambda: is_on(app, HelpScreen) and "Go on:" in shown(app))
        lines = shown(app).splitlines()
        at = next(number for number, line in enumerate(lines) if "Go on:" in line)
        column = lines[at].index("Go on:")
        assert lines[at + 1][:column].strip() == ""
        assert lines[at + 1][column:].strip()
        send(pilot, "pagedown")
        await until(pilot, lambda: "Go on:" not in shown(app))


async def test_dialogs_close_by_escape_and_leave_everything_as_it_was() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        for key, screen in (
            ("ctrl+o", JumpScreen),
            ("ctrl+r", DetailsScreen),
            ("f1", HelpScreen),
            ("ctrl+s", SaveAsScreen),
            ("f7", SaveAsScreen),
        ):
            send(pilot, key)
            await until(pilot, lambda: is_on(app, screen) and app.focused)
            assert "esc" in shown(app), screen
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, StepScreen))
            assert present(app) == "title"
        # Nothing lies on top any more: escape then does nothing, least of all quit.
        send(pilot, "escape", "escape")
        await taken_in(pilot)
        assert is_on(app, StepScreen)
        # A question mark is text in a field of text, and help where it is none.
        send(pilot, "?")
        await until(pilot, lambda: texts(answers(app))["title"] == "Tickets?")
        await at(pilot, "task.breadth")
        send(pilot, "?")
        await until(pilot, lambda: is_on(app, HelpScreen))
        # What can be pressed here comes first, and nothing is left out.
        page = " ".join(as_text(app.screen.query_one(Page).shown).split())
        assert all(one.label in page for one in ACTIONS)
        assert page.index("Go to the next question") < page.index("Numbers are typed as one says")
        assert page.index("In the rows of a table") < page.index("Add a row")


async def test_keys_of_the_config_replace_those_of_the_program() -> None:
    app = complete(config=Config(keys={"verdict": "f5", "quit": "f12"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app) == "title")
        send(pilot, "ctrl+l")
        await taken_in(pilot)
        assert is_on(app, StepScreen)
        send(pilot, "f5")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "ctrl+q")
        await taken_in(pilot)
        assert not app._exit
        send(pilot, "f12")
        await until(pilot, lambda: app._exit)


async def test_jump_finds_questions_of_every_place() -> None:
    async with driven(complete(quick=True)) as (app, pilot):
        await until(pilot, lambda: present(app))

        async def jump(words: str) -> None:
            send(pilot, "ctrl+o")
            await until(pilot, lambda: is_on(app, JumpScreen))
            send(pilot, *words)
            await until(pilot, lambda: words in shown(app))
            send(pilot, "enter")
            await until(pilot, lambda: not is_on(app, JumpScreen))

        # On the quick path, not on it, by several words, by the step's name.
        await jump("engineering t")
        await until(pilot, lambda: present(app) == "upfront.engineering_time")
        assert len(steps(app).steps) == 1
        await jump("fallback")
        await until(pilot, lambda: present(app) == "volume.fallback_rate")
        assert len(steps(app).steps) == 9
        # A worksheet's question opens in the worksheet, beside the number it builds.
        await jump("training ex")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        assert details(app).question.key == "upfront.data_generation"
        assert present(app) == "upfront.data_generation_worksheet.examples"
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        # A setting, which no step asks for.
        await jump("strong pay")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        assert present(app) == "policy.strong_payback_months"
        send(pilot, "2", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "policy.strong_payback_months" in answers(app))
        # A table's rows.
        await jump("slices")
        await until(pilot, lambda: present(app) == "quality.slices")
        # Nothing found: enter does nothing, arrows choose among several.
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"zzz", "enter", "down")
        await taken_in(pilot)
        assert is_on(app, JumpScreen)
        send(pilot, "ctrl+u", *"calls", "down", "down", "up")
        await taken_in(pilot)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen) or is_on(app, DetailsScreen))
        assert said(app) == ""


@pytest.mark.parametrize(
    "screen",
    [
        CompareScreen,
        DecisionsScreen,
        ImportScreen,
        OutcomeScreen,
        ReportScreen,
        RiskScreen,
        ScenariosScreen,
        SensitivityScreen,
        TrackScreen,
        VerdictScreen,
    ],
)
def test_a_view_does_not_promise_the_key_that_led_to_it(screen: type[ViewScreen]) -> None:
    """In its last line stands what leads on."""
    (led,) = screen.LEADS_HERE
    assert action(led).hint
    assert led not in getattr(screen, "BAR", ())


@pytest.mark.parametrize(
    "word",
    ["compare", "decision", "details", "import", "outcome", "portfolio", "report", "risk",
     "scenarios", "sensitivity", "undo", "verdict"],
)  # fmt: skip
def test_what_everybody_calls_a_view_is_a_word_of_its_name_in_the_palette(word: str) -> None:
    assert any(word in one.label.lower().replace(",", "") for one in ACTIONS)

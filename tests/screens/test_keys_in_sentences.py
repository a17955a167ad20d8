"""Sentences of the program name the keys in force: those of a keymap of one's own, where there is
one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.questions import question_of
from screens.keymap import with_keys
from screens.keys import ACTIONS, SHELVES
from screens.keys.written import short
from screens.overlays.paste import PasteScreen
from screens.pages.step import StepScreen
from screens.widgets.worksheets import hint
from screens.workshop.screen import WorkshopScreen
from tests.screens.drive import (
    at,
    complete,
    driven,
    is_on,
    paste,
    press,
    said,
    shown,
    until,
)
from tests.screens.rounds import case, leading, workshop
from wizard.settings.config import Config

ROOT = Path(__file__).parents[2]
OWN = {
    "add-person": "f6",
    "add-item": "f5",
    "agree-pool": "w",
    "agree-other": "y",
    "another-round": "z",
    "verdict": "f5",
    "go-on": "ctrl+g",
    "close": "f6",
    "paste-commas": "k",
    "paste-fractions": "q",
    "read-as": "s",
    "paste-replaces": "z",
    "worksheet": "ctrl+w",
}
BY_WIDGETS = {
    "screens/fields/choice_field.py",
    "screens/overlays/kept_work.py",
    "screens/widgets/help_strip.py",
}
"""Name keys that a widget or a dialog has by itself, which no keymap replaces."""
KEYS = sorted({short(key) for one in ACTIONS for key in one.keys.split(",")}, key=len, reverse=True)
NAMES_A_KEY = re.compile(
    r"(?:^|(?<=[\s(:;,]))(?:"
    # Whatever stands for a key alone; a letter or a sign, or a word, where it does something.
    rf"(?:{'|'.join(re.escape(one) for one in KEYS if len(one) > 1 and not one.islower())}|esc)\b"
    rf"|(?:{'|'.join(re.escape(one) for one in KEYS if len(one) == 1 and one != '.')}|space)"
    r" (?!is\b|was\b|has\b(?! (?:it|them)\b))[a-z]+(?<![si])s\b)"
)


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code of the screens but what documents it, with its place."""
    for root in ("screens", "wizard/app"):
        for path in sorted((ROOT / root).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text("utf-8"))
            silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    if id(node) not in silent:
                        yield f"{place}:{node.lineno}", node.value


def test_no_sentence_says_a_key_that_a_keymap_may_replace() -> None:
    found = [
        f"{place}: {text}"
        for place, text in sentences()
        # A key alone, or several, is no sentence.
        if " " in text and NAMES_A_KEY.search(text) and place.split(":")[0] not in BY_WIDGETS
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "p adds a person",
        "+ adds one.",
        "Back to the agenda: esc.",
        "on the verdict (^L) and beside it",
        "F3 leads home",
        "a case; r has it otherwise.",
        "PgDn shows the rest",
        "space marks it",
    ],
)
def test_a_sentence_that_says_a_key_is_found(text: str) -> None:
    assert NAMES_A_KEY.search(text)


@pytest.mark.parametrize(
    "text", ["a case is open", "only a guess", "a has", "as it escapes", "a space between"]
)
def test_a_sentence_that_says_none_is_none(text: str) -> None:
    assert not NAMES_A_KEY.search(text)


def test_whatever_stands_in_braces_is_an_action() -> None:
    known = {one.id for one in ACTIONS}
    wrong = [
        f"{place}: {text}"
        for place, text in sentences()
        for one in re.findall(r"\{([a-z-]+)\}", text)
        if one not in known
    ]
    assert wrong == []


@given(st.sampled_from(ACTIONS), st.sampled_from(["f13", "ctrl+k", "w", "plus"]))
def test_the_key_in_force_stands_for_the_action(one: object, key: str) -> None:
    text = f"Press {{{one.id}}} here; {{unknown to all}}."  # type: ignore[attr-defined]
    shown_as = {"f13": "F13", "ctrl+k": "^K", "w": "w", "plus": "+"}[key]
    assert with_keys(text, {one.id: key}) == f"Press {shown_as} here; {{unknown to all}}."  # type: ignore[attr-defined]


def test_where_a_key_works_is_told_with_keys_of_ones_own() -> None:
    places = " ".join(with_keys(shelf.at, {"verdict": "f5", "home": "ctrl+t"}) for shelf in SHELVES)
    assert "on the verdict (F5)" in places
    assert "on the start page (^T)" in places
    assert not re.search(r"\^L|F3|\{", places)


def test_a_table_says_what_opens_its_rows() -> None:
    slices = question_of("quality.slices")
    assert slices is not None
    assert hint(slices, None, {}) == "enter or = opens the rows"
    assert hint(slices, None, OWN) == "^G or ^W opens the rows"


async def test_a_workshop_says_keys_of_ones_own(tmp_path: Path) -> None:
    app = leading(case(tmp_path), config=Config(keys=OWN))
    async with driven(app) as (app, pilot):
        await until(pilot, lambda: is_on(app, WorkshopScreen) and workshop(app).agenda.keys)
        assert "F6 adds a person" in shown(app)
        await press(pilot, "enter", "enter")
        assert "Nobody takes part yet: F6 adds a person." in said(app)
        app.clear_notifications()
        await press(pilot, "u")
        assert "Go back to the agenda first: F6." in said(app)


async def test_a_paste_says_keys_of_ones_own() -> None:
    async with driven(complete(config=Config(keys=OWN)), (120, 40)) as (app, pilot):
        await at(pilot, "quality.slices")
        await until(pilot, lambda: is_on(app, StepScreen))
        await paste(pilot, "name;xl;ours\nfraud;0,94;0,9\nspam;0,8;0,7")
        await until(pilot, lambda: is_on(app, PasteScreen))
        await until(pilot, lambda: "decimal signs? k reads them so." in shown(app))
        await press(pilot, "right")
        await until(pilot, lambda: "s has it go elsewhere" in shown(app))

"""Terminals of several kinds: what is sent to them is what they can show."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from screens.frame.console_signs import INSTEAD, ConsoleSigns
from tests.person import Person
from tests.screens.drive import at, complete, driven, send, shown, until
from tests.wizard.cases import COMPLETE
from wizard.app.terminal.abilities import Abilities

TRUE, OF_256 = rb"\x1b\[[0-9;]*[34]8;2;", rb"\x1b\[[0-9;]*[34]8;5;"


@pytest.mark.parametrize(
    ("term", "never"),
    [
        ("xterm", TRUE + b"|" + OF_256),
        ("screen", TRUE + b"|" + OF_256),
        ("tmux", TRUE + b"|" + OF_256),
        ("linux", TRUE + b"|" + OF_256),
        ("tmux-256color", TRUE),
    ],
)
def test_it_speaks_as_the_terminal_does(term: str, never: bytes, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    person = Person(
        "open", path, size=(100, 30), TERM=term, COLORTERM="", TEXTUAL_ANIMATIONS="none"
    )
    person.sees(b"palette")
    person.types(b"\x0c")
    person.sees(b"Defensible case")
    person.types(b"\x11")

    assert person.status() == 0
    assert re.search(never, person.all) is None
    assert ("✓".encode() in person.all) == (term != "linux")


def test_a_dumb_terminal_is_asked_in_plain_lines(tmp_path: Path) -> None:
    person = Person("open", tmp_path / "case.toml", TERM="dumb")
    shown = person.sees(b"\n> ")
    person.types(b":quit\n")
    assert person.status() == 0
    assert b"\x1b" not in shown + person.all


async def test_a_console_shows_signs_of_its_own() -> None:
    async with driven(complete(terminal=Abilities("standard", has_few_signs=True))) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        send(pilot, "x")
        await until(pilot, lambda: "x not a number" in shown(app))
        assert not set(shown(app)) & {*"✓✗▸…"}
        # The glass of the palette, and what says that a grid goes on at a side.
        send(pilot, "ctrl+p")
        await until(pilot, lambda: "> Search for commands" in " ".join(shown(app).split()))
        assert not {sign for sign in shown(app) if sign not in PC and not sign.isascii()}
        send(pilot, "escape")


ROOT = Path(__file__).parents[2]
PC = {*bytes(range(128, 256)).decode("cp437"), *"☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼", *"×"}
"""What the font of a console has beside letters; the last is shown by an x."""
DRAWN = ("screens/charts", "screens/fields", "screens/widgets", "screens/workshop")
"""Where signs are drawn, and texts of other people are not."""


@pytest.mark.parametrize("folder", DRAWN)
def test_every_sign_that_is_drawn_is_one_a_console_has(folder: str) -> None:
    texts = (one.read_text("utf-8") for one in (ROOT / folder).glob("*.py"))
    parts = (one for text in texts for one in ast.walk(ast.parse(text)))
    written = "".join(
        one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
    assert written
    assert not {one for one in written.translate(INSTEAD) if not one.isascii()} - PC


BLACK = Color(0, 0, 0)


def test_signs_of_a_console_are_as_wide_as_what_they_stand_for() -> None:
    for code, sign in INSTEAD.items():
        assert cell_len(sign) == cell_len(chr(code))
    plain = [Segment("Ada"), Segment("\x1b[1A", None, [])]
    assert ConsoleSigns().apply(plain, BLACK) is plain

"""Terminals of several kinds: what is sent to them is what they can show."""

from __future__ import annotations

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


BLACK = Color(0, 0, 0)


def test_signs_of_a_console_are_as_wide_as_what_they_stand_for() -> None:
    for code, sign in INSTEAD.items():
        assert cell_len(sign) == cell_len(chr(code)) == 1
    plain = [Segment("Ada"), Segment("\x1b[1A", None, [])]
    assert ConsoleSigns().apply(plain, BLACK) is plain

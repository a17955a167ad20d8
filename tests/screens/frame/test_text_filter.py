"""What the screens let through to the terminal, and that no line becomes wider by it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from rules.words.signs import hidden
from screens.frame.text_filter import ControlFilter
from tests.rules.words.test_signs import SPELLED
from tests.screens.drive import answers, at, driven, new, send, texts, until

BLACK = Color(0, 0, 0)
FAMILY = [
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\xad", "\u0378", "\u061c", "\u115f", "\u180e",
    "\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066",
    "\u3164", "\ufeff", "\ufff9", "\uffff", "\ue000", "\ud800", "\U000e0041", "\U0010ffff",
]  # fmt: skip


def filtered(*texts: str) -> list[str]:
    shown = ControlFilter().apply([Segment(text) for text in texts], BLACK)
    return [segment.text for segment in shown]


@pytest.mark.parametrize("sign", FAMILY, ids=ascii)
@pytest.mark.parametrize(
    "around",
    [("| a", "b   |"), ("|", "|"), ("| ", "b |   tail |"), ("", ""), ("\u6f22", "  \u6f22|")],
)
def test_a_line_holds_no_such_sign_and_is_as_wide_as_before(
    sign: str, around: tuple[str, str]
) -> None:
    before = [around[0], sign, around[1]]
    for line in (before, ["".join(before)]):
        shown = filtered(*line)
        assert not hidden("".join(shown))
        assert sum(map(cell_len, shown)) == sum(map(cell_len, line))


def test_what_takes_no_cell_is_shown_where_there_is_room() -> None:
    assert filtered("  a\x1bb  ", "|") == ["  a\u241bb ", "|"]
    assert filtered("|a\u200b", "b|", "   ", "|") == ["|a\ufffd", "b|", "  ", "|"]


def test_what_takes_no_cell_goes_where_there_is_no_room() -> None:
    assert filtered("|a\u200bb|") == ["|ab|"]


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_ordinary_spelling_passes_whole_and_in_parts(text: str) -> None:
    assert filtered(text, " |") == [text, " |"]
    # As a cursor splits it.
    assert filtered(*text) == [*text]


def test_a_line_without_such_signs_is_the_same_line() -> None:
    line = [Segment("Monthly growth \xa0 2 %")]
    assert ControlFilter().apply(line, BLACK) is line


@pytest.mark.parametrize("name", ["Persian, no joiner between", "Hindi, joined"])
async def test_a_joiner_that_is_typed_is_part_of_the_text(name: str) -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "title")
        before = texts(answers(app)).get("title", "")
        send(pilot, *SPELLED[name])
        await until(
            pilot,
            lambda: texts(answers(app)).get("title", "") in (SPELLED[name], before + SPELLED[name]),
        )

"""A widget of lines paints them as Textual itself would, whatever changed before."""

from __future__ import annotations

import random

import pytest
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from screens.widgets.by_line import ByLine
from tests.screens.drive import press, resize, sample, taken_in

Cell = tuple[str, Style | None]


def cells(widget: Widget, lines: Region, *, by_textual: bool) -> list[list[Cell]]:
    """Each sign that is painted in some lines of a widget, with its colours."""
    if by_textual:
        widget._styles_cache.clear()
        strips = Widget.render_lines(widget, lines)
    else:
        strips = widget.render_lines(lines)
    return [[(sign, one.style) for one in strip for sign in one.text] for strip in strips]


def part_of(widget: Widget, chance: random.Random) -> Region:
    """Some lines of a widget, from anywhere to anywhere."""
    width, height = widget.outer_size
    x, y = chance.randrange(width), chance.randrange(height)
    return Region(x, y, chance.randint(1, width - x), chance.randint(1, height - y))


def assert_painted_alike(app: App[None], chance: random.Random) -> int:
    """Look at all widgets of lines that are shown; how many there are."""
    shown = [one for one in app.screen.query(ByLine) if one.outer_size.area]
    for one in shown:
        width, height = one.outer_size
        each = [Region(0, y, width, 1) for y in range(height)]
        for lines in (*each, one.outer_size.region, part_of(one, chance), part_of(one, chance)):
            found = cells(one, lines, by_textual=False)
            assert found == cells(one, lines, by_textual=True), (one, lines)
    return len(shown)


@pytest.mark.parametrize("is_bare", [False, True], ids=["colours", "NO_COLOR"])
async def test_lines_are_painted_as_textual_would(
    is_bare: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_bare:
        monkeypatch.setenv("NO_COLOR", "1")
    app, chance = sample("support_ticket_classifier"), random.Random(7)
    async with app.run_test(size=(120, 40)) as pilot:
        most = 0
        for keys in (("7",), ("pagedown", "3"), ("tab", "f1"), ("backspace",), ("pageup", "5")):
            await press(pilot, *keys)
            most = max(most, assert_painted_alike(app, chance))
        assert most >= 3
        for theme in ("payback-light", "payback-contrast", "payback-dark"):
            app.theme = theme
            await press(pilot, "8")
            assert_painted_alike(app, chance)
        for size in ((80, 24), (100, 30), (160, 50), (60, 20)):
            resize(app, *size)
            await taken_in(pilot)
            assert_painted_alike(app, chance)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("border_left", ("solid", "red")),
        ("border_top", ("solid", "red")),
        ("outline_left", ("solid", "red")),
        ("tint", "red 30%"),
        ("opacity", 0.5),
        ("text_opacity", 0.5),
        ("hatch", ("cross", "red")),
        ("padding", (2, 3, 1, 4)),
        ("background", "blue"),
        ("text_style", "underline"),
    ],
)
async def test_whatever_is_drawn_over_or_around_them_is_drawn(name: str, value: object) -> None:
    app, chance = sample("support_ticket_classifier"), random.Random(name)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        for one in app.screen.query(ByLine):
            setattr(one.styles, name, value)
        await press(pilot, "8")
        assert assert_painted_alike(app, chance) >= 3

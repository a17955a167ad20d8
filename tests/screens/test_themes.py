"""Contrast of every text on every background, in every theme; and life without colour."""

from __future__ import annotations

from typing import get_args

import pytest
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual import constants
from textual.color import Color

from screens.frame.overlay import Overlay
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.palette import Palette
from screens.overlays.table import TableScreen
from screens.overlays.tour import TourScreen
from screens.pages.home import HomeScreen
from screens.pages.report import ReportScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.theme import THEMES, Depth, themes
from tests.screens.drive import (
    Driver,
    at,
    complete,
    driven,
    is_on,
    present,
    sample,
    send,
    shown,
    themed,
    until,
)
from wizard.app.app import PaybackApp
from wizard.app.terminal.abilities import Abilities, abilities

LEAST = 4.5
DRAWN = "─│┌┐└┘▌▁▂▃▄▅▆▇█▔▎▊╸╺━┃▏▕ ⠀"
"""Lines and bars: not read as text."""


def luminance(colour: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (colour.r, colour.g, colour.b))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """By the formula of WCAG 2.1."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: RichColor | None) -> Color:
    # A terminal's own red may be anything.
    assert colour is not None
    assert colour.triplet is not None
    return Color(*colour.triplet)


def pairs_on(app: PaybackApp) -> dict[tuple[str, str], str]:
    """Colours of text and of what it stands on, with a text for each pair.

    What a dialog lies on is dimmed on purpose and is not read.
    """
    screen = app.screen
    inside = screen.region if not isinstance(screen, Overlay | Palette) else next(
        one.region for one in screen.children
        if one.id and one.id not in ("cover",) and not one.id.startswith("textual")
    )  # fmt: skip
    found: dict[tuple[str, str], str] = {}
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style, text = segment.style, segment.text
            begin, x = x, x + segment.cell_length
            if not (inside.y <= y < inside.bottom and inside.x <= begin and x <= inside.right):
                continue
            if style is None or not text.strip(DRAWN):
                continue
            assert not style.dim, text
            front, back = rgb(style.color), rgb(style.bgcolor)
            if style.reverse:
                front, back = back, front
            found.setdefault((front.hex, back.hex), text.strip())
    return found


PALETTES: dict[Depth, list[list[Color]]] = {
    "256": [[Color(*one) for one in EIGHT_BIT_PALETTE._colors]],
    "standard": [
        # Of the Linux console, as of many others; and of xterm.
        [Color(*one) for one in STANDARD_PALETTE._colors],
        [Color.parse(f"#{one}") for one in (
            "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
            "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
        )],
    ],
}  # fmt: skip
SYSTEMS = {"256": ColorSystem.EIGHT_BIT, "standard": ColorSystem.STANDARD}


def least_contrast(front: str, back: str, depth: Depth) -> float:
    """That of two colours on the terminals of a depth, each as it is shown there."""
    depth = "standard" if depth == "monochrome" else depth
    if depth == "truecolor":
        return contrast(Color.parse(front), Color.parse(back))
    one, other = (RichColor.parse(c).downgrade(SYSTEMS[depth]).number for c in (front, back))
    assert one is not None
    assert other is not None
    return min(contrast(palette[one], palette[other]) for palette in PALETTES[depth])


def check(app: PaybackApp, seen: set[tuple[str, str]], depth: Depth = "truecolor") -> None:
    for (front, back), text in pairs_on(app).items():
        seen.add((front, back))
        ratio = least_contrast(front, back, depth)
        assert ratio >= LEAST, f"{app.theme} {app.screen} {front} on {back}: {ratio:.2f} {text!r}"


async def walk(pilot: Driver, seen: set[tuple[str, str]], depth: Depth = "truecolor") -> None:
    """Look at every screen, with problems, choices, tables and selections on them."""
    app = pilot.app
    assert isinstance(app, PaybackApp)
    await at(pilot, "volume.calls_per_month")
    send(pilot, "x")
    await until(pilot, lambda: "✗" in shown(app))
    check(app, seen, depth)
    send(pilot, "ctrl+z")
    for key in ("task.breadth", "quality.slices"):
        await at(pilot, key)
        await pilot.pause()
        check(app, seen, depth)
    app.screen.query_one("#panel").focus()
    await pilot.pause()
    check(app, seen, depth)
    await at(pilot, "title")
    app.focused.select_all()  # type: ignore[union-attr]
    await pilot.pause()
    check(app, seen, depth)
    for key, screen in (
        ("ctrl+o", JumpScreen),
        ("ctrl+r", DetailsScreen),
        ("f1", HelpScreen),
        ("f11", TourScreen),
        ("ctrl+p", Palette),
    ):
        send(pilot, key)
        await until(pilot, lambda: is_on(app, screen) and app.focused)
        await until(pilot, lambda: screen is not Palette or "Key:" in shown(app))
        await pilot.pause()
        check(app, seen, depth)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
    await at(pilot, "quality.slices")
    send(pilot, "enter")
    await until(pilot, lambda: is_on(app, TableScreen) and present(app))
    await pilot.pause()
    check(app, seen, depth)
    app.screen.query_one("#add").focus()
    await pilot.pause()
    check(app, seen, depth)
    send(pilot, "escape")
    await until(pilot, lambda: is_on(app, StepScreen))
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    await pilot.pause()
    check(app, seen, depth)
    send(pilot, "e")
    await until(pilot, lambda: isinstance(app.screen, ReportScreen) and app.screen.made)
    await until(pilot, lambda: "What it saves" in shown(app))
    check(app, seen, depth)
    send(pilot, "w")
    await until(pilot, lambda: "Type where to write it" in shown(app))
    assert is_on(app, ReportScreen)
    check(app, seen, depth)
    send(pilot, "ctrl+y", "f3")
    await until(pilot, lambda: is_on(app, ConfirmScreen))
    await pilot.pause()
    check(app, seen, depth)
    await pilot.click("#discard")
    await until(pilot, lambda: is_on(app, HomeScreen))
    await pilot.pause()
    check(app, seen, depth)


@pytest.mark.part(3)
@pytest.mark.parametrize(
    ("theme", "depth"),
    [
        *((one.name.removeprefix("payback-"), "truecolor") for one in THEMES),
        ("dark", "256"),
        ("dark", "standard"),
        ("light", "standard"),
    ],
)
async def test_every_text_is_legible(theme: str, depth: Depth) -> None:
    seen: set[tuple[str, str]] = set()
    app = complete(config=themed(theme), terminal=Abilities(depth))
    async with app.run_test(size=(120, 40)) as pilot:
        await walk(pilot, seen, depth)
    assert len(seen) >= 5


@pytest.mark.parametrize(
    ("depth", "without_colour"),
    [
        *((depth, False) for depth in get_args(Depth)),
        # A terminal of 16 colours has the monochrome themes where none is wanted.
        *((depth, True) for depth in get_args(Depth) if depth != "standard"),
    ],
)
@pytest.mark.parametrize("name", [one.name for one in THEMES])
def test_every_pair_of_the_theme_is_legible(name: str, depth: Depth, without_colour: bool) -> None:
    (theme,) = [one for one in themes(depth) if one.name == name]
    variables: dict[str, str] = {**theme.variables, "ground": str(theme.background)}
    del variables["pb-at-hand"]  # No colour: it says in what style one stands.
    if without_colour:
        variables = {part: Color.parse(one).monochrome.hex for part, one in variables.items()}
    for text in ("pb-text", "pb-quiet", "pb-good", "pb-fair", "pb-bad", "pb-accent"):
        for back in ("ground", "pb-raised", "pb-field", "pb-focus"):
            ratio = least_contrast(variables[text], variables[back], depth)
            assert ratio >= LEAST, (text, back, ratio)


@pytest.mark.parametrize(
    ("said", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "screen-256color"}, "256"),
        *(({"TERM": term}, "standard") for term in ("xterm", "screen", "tmux", "linux", "vt100")),
    ],
)
def test_the_terminal_says_how_many_colours_it_has(
    said: dict[str, str], depth: Depth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "auto")
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert abilities() == (depth, said["TERM"] == "linux")


async def test_where_there_are_few_colours_and_none_is_wanted_there_is_black_and_white(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = complete(config=themed("light"), terminal=Abilities("standard"))
    async with app.run_test(size=(120, 40)):
        assert {front for front, _ in pairs_on(app)} == {"#000000"}


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_in_black_and_white_the_line_at_hand_is_reversed_and_no_other(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = complete(config=themed(theme), terminal=Abilities("standard"))
    async with driven(app) as (app, pilot):
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        at_hand = "".join(
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse
        )
        assert "What it saves." in at_hand
        assert "In short" not in at_hand
        assert "When it is back" not in at_hand


@pytest.mark.parametrize("theme", [one.name.removeprefix("payback-") for one in THEMES])
async def test_without_colour_word_and_sign_remain(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for name, sign, word in (
        ("support_ticket_classifier", "✓✓", "Strong case"),
        ("on_device_dictation", "✗", "Do not distil"),
    ):
        async with driven(sample(name, config=themed(theme))) as (app, pilot):
            assert app.no_color
            await at(pilot, "volume.monthly_growth")
            send(pilot, "x")
            await until(pilot, lambda: "✗ not" in shown(app))
            send(pilot, "ctrl+z")
            await until(pilot, lambda: f"{sign} {word}" in shown(app))
            for strip in app.screen._compositor.render_strips():
                for segment in strip.apply_filter(app.get_line_filters()[1], Color(0, 0, 0)):
                    if segment.style is not None and segment.style.color is not None:
                        colour = rgb(segment.style.color)
                        assert colour.r == colour.g == colour.b


async def test_an_empty_no_color_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    assert not complete().no_color

"""Contrast of every text on every background, in every theme; and life without colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from textual import css
from textual.color import Color

from screens.frame.overlay import Overlay
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.report import ReportScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.theme import THEMES, Sheets
from tests.screens.drive import (
    Driver,
    at,
    complete,
    is_on,
    present,
    sample,
    send,
    shown,
    themed,
    until,
)
from wizard.app.app import PaybackApp

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
    assert colour is not None
    triplet = colour.get_truecolor()
    return Color(triplet.red, triplet.green, triplet.blue)


def pairs_on(app: PaybackApp) -> dict[tuple[str, str], str]:
    """Colours of text and of what it stands on, with a text for each pair.

    What a dialog lies on is dimmed on purpose and is not read.
    """
    screen = app.screen
    inside = screen.children[0].region
    if isinstance(screen, Overlay):
        inside = next(one.region for one in screen.children if one.id and one.id != "cover"
                      and not one.id.startswith("textual"))  # fmt: skip
    found: dict[tuple[str, str], str] = {}
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style, text = segment.style, segment.text
            begin, x = x, x + segment.cell_length
            if isinstance(screen, Overlay) and not (
                inside.y <= y < inside.bottom and inside.x <= begin and x <= inside.right
            ):
                continue
            if style is None or not text.strip(DRAWN):
                continue
            assert not style.dim, text
            front, back = rgb(style.color), rgb(style.bgcolor)
            if style.reverse:
                front, back = back, front
            found.setdefault((front.hex, back.hex), text.strip())
    return found


def check(app: PaybackApp, seen: set[tuple[str, str]]) -> None:
    for (front, back), text in pairs_on(app).items():
        seen.add((front, back))
        ratio = contrast(Color.parse(front), Color.parse(back))
        assert ratio >= LEAST, f"{app.theme} {app.screen} {front} on {back}: {ratio:.2f} {text!r}"


async def walk(pilot: Driver, seen: set[tuple[str, str]]) -> None:
    """Look at every screen, with problems, choices, tables and selections on them."""
    app = pilot.app
    assert isinstance(app, PaybackApp)
    await at(pilot, "volume.calls_per_month")
    send(pilot, "x")
    await until(pilot, lambda: "✗" in shown(app))
    check(app, seen)
    send(pilot, "ctrl+z")
    for key in ("task.breadth", "quality.slices"):
        await at(pilot, key)
        await pilot.pause()
        check(app, seen)
    app.screen.query_one("#panel").focus()
    await pilot.pause()
    check(app, seen)
    await at(pilot, "title")
    app.focused.select_all()  # type: ignore[union-attr]
    await pilot.pause()
    check(app, seen)
    for key, screen in (
        ("ctrl+o", JumpScreen),
        ("ctrl+r", DetailsScreen),
        ("f1", HelpScreen),
    ):
        send(pilot, key)
        await until(pilot, lambda: is_on(app, screen) and app.focused)
        await pilot.pause()
        check(app, seen)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
    await at(pilot, "quality.slices")
    send(pilot, "enter")
    await until(pilot, lambda: is_on(app, TableScreen) and present(app))
    await pilot.pause()
    check(app, seen)
    app.screen.query_one("#add").focus()
    await pilot.pause()
    check(app, seen)
    send(pilot, "escape")
    await until(pilot, lambda: is_on(app, StepScreen))
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    await pilot.pause()
    check(app, seen)
    send(pilot, "e")
    await until(pilot, lambda: isinstance(app.screen, ReportScreen) and app.screen.made)
    await until(pilot, lambda: "What it saves" in shown(app))
    check(app, seen)
    send(pilot, "w")
    await until(pilot, lambda: "Type where to write it" in shown(app))
    assert is_on(app, ReportScreen)
    check(app, seen)
    send(pilot, "ctrl+y", "f3")
    await until(pilot, lambda: is_on(app, ConfirmScreen))
    await pilot.pause()
    check(app, seen)
    await pilot.click("#discard")
    await until(pilot, lambda: is_on(app, HomeScreen))
    await pilot.pause()
    check(app, seen)


@pytest.mark.parametrize("theme", [one.name.removeprefix("payback-") for one in THEMES])
async def test_every_text_is_legible(theme: str) -> None:
    seen: set[tuple[str, str]] = set()
    app = complete(config=themed(theme))
    async with app.run_test(size=(120, 40)) as pilot:
        await walk(pilot, seen)
    assert len(seen) >= 5


@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
def test_every_pair_of_the_theme_is_legible(theme: object) -> None:
    variables = theme.variables  # type: ignore[attr-defined]
    backgrounds = [theme.background, variables["pb-raised"], variables["pb-field"],  # type: ignore[attr-defined]
                   variables["pb-focus"]]  # fmt: skip
    for text in ("pb-text", "pb-quiet", "pb-good", "pb-fair", "pb-bad", "pb-accent"):
        for back in backgrounds:
            ratio = contrast(Color.parse(variables[text]), Color.parse(back))
            assert ratio >= LEAST, (text, back, ratio)


@pytest.mark.parametrize("theme", [one.name.removeprefix("payback-") for one in THEMES])
async def test_without_colour_word_and_sign_remain(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for name, sign, word in (
        ("support_ticket_classifier", "✓✓", "Strong case"),
        ("on_device_dictation", "✗", "Do not distil"),
    ):
        app = sample(name, config=themed(theme))
        async with app.run_test(size=(80, 24)) as pilot:
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


def test_sheets_are_parsed_anew_only_for_other_colours_or_other_sheets(tmp_path: Path) -> None:
    sheet, later = tmp_path / "first.tcss", tmp_path / "later.tcss"
    sheet.write_text("Label { color: $text-colour; }")
    later.write_text("Input { color: $text-colour; }")
    sheets = Sheets(variables={"text-colour": "#111111"})
    sheets.read(sheet)
    before = sheets.rules
    sheets.set_variables({"text-colour": "#111111"})
    sheets.reparse()
    assert sheets.rules is before
    sheets.read(later)
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#111111", "#111111"]
    assert set(sheets.rules_map) == {"Label", "Input"}
    sheets.set_variables({"text-colour": "#222222"})
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#222222", "#222222"]


async def test_a_start_parses_each_sheet_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[object] = []
    parse = css.parse.parse

    def counted(*given: Any, **named: Any) -> Any:
        # By where it comes from and how much it weighs.
        parsed.append((given[2], named["tie_breaker"]))
        return parse(*given, **named)

    monkeypatch.setattr(css.stylesheet, "parse", counted)
    async with complete().run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert len(parsed) == len(set(parsed)) > 5

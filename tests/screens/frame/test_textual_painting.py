"""Whether what is used of Textual's painting is there, and paints what Textual itself would.

Where this fails with a new version of Textual, `screens/frame/textual_painting.py` is to be mended.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.color import Color
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from screens.fields.choice_row import ChoiceRow
from screens.frame.textual_painting import Spared
from screens.widgets.form import QuestionForm
from tests.environment import PATIENCE_S
from tests.screens.drive import driven, press, sample, send, taken_in, until

pytestmark = pytest.mark.painted


class Lined(Widget):
    """A widget of lines, which knows those of it that were asked for."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self.sign = sign
        self.version = 0
        self.asked: list[int] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += crop.line_range
        return super().render_lines(crop)

    def render(self) -> str:
        width, height = self.size
        return "\n".join(f"{self.sign}{self.version}:{line}".ljust(width) for line in range(height))


class Parts(Spared[None]):
    """Widgets beside each other, one that scrolls out of sight, and one on top of others."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Lined("a")
            yield Lined("b")
        with VerticalScroll(can_focus=False):
            yield Lined("c")
        above = Lined("x")
        above.id = "above"
        yield above


class Showing(App[None]):
    """A program of these parts."""

    CSS = """
    Screen { layers: below above; }
    Vertical { layer: below; width: 10; height: 12; }
    VerticalScroll { layer: below; offset: 12 -10; width: 14; height: 6; }
    Vertical Lined { height: 4; }
    VerticalScroll Lined { height: 9; }
    #above { layer: above; offset: 6 3; width: 9; height: 4; }
    """

    def get_default_screen(self) -> Parts:
        return Parts()


class Pane(Spared[None]):
    """A screen through whose upper part one sees what lies beneath."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.styles.background = Color(0, 0, 0, 0.1) if number else Color(0, 0, 0)

    def compose(self) -> ComposeResult:
        line = Label(f"pane {self.number}")
        line.styles.offset = (0, self.number)
        yield line


@pytest.mark.parametrize("top", [2, 3, 4, 5, 40])
async def test_screens_that_are_seen_through_are_painted_whichever_of_them_changes(
    top: int,
) -> None:
    app = App[None]()
    async with app.run_test(size=(20, 50)) as pilot:
        for number in range(top + 1):
            await app.push_screen(Pane(number))
        await pilot.pause()
        panes = app.screen_stack[1:]
        for changed in dict.fromkeys((1, top // 2, top - 1)):
            # One is painted anew, and of those above it a part that is in sight.
            for pane in panes[changed + 1 :]:
                pane.query_one(Label).refresh()
            panes[changed].refresh()
            await pilot.pause()
        lines = [strip.text.strip() for strip in app.screen._compositor.render_strips()]
        assert lines[: top + 1] == [f"pane {number}" for number in range(top + 1)]


def pieces(chops: Any, spans: list[tuple[int, int, int]], ends: Any) -> Iterator[object]:
    """What a terminal is told of some spans."""
    for y, begin, end in spans:
        for behind, (x, strip) in zip(ends[y], chops[y].items(), strict=False):
            if x < end and behind > begin:
                yield y, x, strip.text if strip is not None else None


async def test_what_is_painted_is_what_textual_itself_would_paint() -> None:
    app = Showing()
    async with app.run_test(size=(40, 14)) as pilot:
        await pilot.pause()
        compositor: Any = app.screen._compositor
        app.screen.query_one(VerticalScroll).scroll_to(y=2, animate=False, force=True)
        await pilot.pause()
        chance = random.Random(20)
        for number in range(200):
            for one in app.screen.query(Lined):
                one.version = number % 10
                one._styles_cache.clear()
                one._render_cache = type(one._render_cache)(one.size, [])
            dirty = {
                Region(
                    chance.randrange(-2, 38),
                    chance.randrange(-1, 13),
                    chance.randrange(1, 20),
                    chance.randrange(1, 6),
                )
                for _ in range(chance.randrange(1, 4))
            }
            whole = {one.intersection(compositor.size.region) for one in dirty}
            compositor._dirty_regions = {*whole}
            spared = compositor.render_partial_update()
            compositor._dirty_regions = {*whole}
            usual = Compositor.render_partial_update(compositor)
            assert (spared is None) == (usual is None)
            if spared is not None and usual is not None:
                assert spared.spans == usual.spans
                assert [*pieces(spared.chops, spared.spans, spared.chop_ends)] == [
                    *pieces(usual.chops, usual.spans, usual.chop_ends)
                ]


async def test_only_lines_that_are_painted_are_asked_for() -> None:
    app = Showing()
    async with app.run_test(size=(40, 14)) as pilot:
        await pilot.pause()
        a, b, c, above = app.screen.query(Lined)
        for one in (a, b, c, above):
            one.asked.clear()
        a.refresh(Region(0, 1, 4, 1))
        c.refresh(Region(0, 5, 4, 1))
        end = monotonic() + PATIENCE_S
        while not c.asked and monotonic() < end:
            await pilot.pause(0.01)
        assert [one.asked for one in (a, b, c, above)] == [[1], [], [5], []]


async def test_a_screen_knows_when_something_is_painted() -> None:
    class Noting(Parts):
        painted = 0

        def painting(self) -> None:
            self.painted += 1

    class Noted(Showing):
        def get_default_screen(self) -> Noting:
            return Noting()

    app = Noted()
    async with app.run_test(size=(40, 14)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Noting)
        before = screen.painted
        app.screen.query(Lined).first().refresh()
        await pilot.pause()
        assert screen.painted > before


async def test_a_move_is_painted_once_with_the_cursor_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the options of a choice close, and all below moves up."""
    async with driven(sample("support_ticket_classifier"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: app.screen.query(QuestionForm) and app.focused)
        await press(pilot, *["pagedown"] * 4)
        await until(pilot, lambda: isinstance(getattr(app.focused, "parent", None), ChoiceRow))
        frames: list[Offset] = []
        show = App._display

        def noted(self: App[None], screen: Any, update: Any) -> None:
            if update is not None:
                frames.append(self.cursor_position)
            show(self, screen, update)

        monkeypatch.setattr(App, "_display", noted)
        for key in ("down", "up", "down", "down"):
            at, frames[:] = app.focused, []
            send(pilot, key)
            await until(pilot, lambda at=at: app.focused is not at)  # type: ignore[misc]
            await taken_in(pilot)
            await pilot.pause()
            field = app.focused
            assert field is not None
            assert [one.y for one in frames] == [field.region.y], key

"""Whether what is used of Textual's widgets beyond their word does what it is used for."""

from __future__ import annotations

import gc
import weakref
from functools import lru_cache

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.color import Color
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import LoadingIndicator, OptionList
from textual.widgets.option_list import Option

from screens.frame import textual_widgets
from screens.frame.textual_widgets import (
    Drawn,
    LoosePalette,
    ShownOtherwise,
    drawn,
    key_named,
    own_bindings,
    shows_cursor,
)
from tests.screens.frame.test_textual_private import Bound, Field, until

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


async def test_the_keys_of_a_widget_itself_are_as_it_declares_them() -> None:
    app = Bound()
    async with app.run_test():
        field = app.query_one(Field)
        assert [one.action for one in own_bindings(field, "f6")] == ["app.bell"]
        assert own_bindings(field, "f5") == []
        # What a keymap changes is a copy.
        app.set_keymap({"ring-here": "f7"})
        assert [one.action for one in own_bindings(field, "f6")] == ["app.bell"]


@pytest.mark.parametrize(
    ("sign", "name"), [("a", "a"), ("?", "question_mark"), ("é", "é"), ("+", "plus")]
)
def test_a_key_has_the_name_that_textual_gives_it(sign: str, name: str) -> None:
    assert key_named(sign) == name


async def test_a_cursor_that_blinks_is_seen_or_not() -> None:
    app = Bound()
    async with app.run_test() as pilot:
        field = app.query_one(Field)
        field.focus()
        await pilot.pause()
        assert shows_cursor(field)
        field._toggle_cursor()
        assert not shows_cursor(field)
        await pilot.press("a")
        assert shows_cursor(field)


class Tabbed(ShownOtherwise):
    """A field in which a tab is an arrow."""

    @property
    def shown(self) -> str:
        """The text with arrows."""
        return self.value.replace("\t", "→")


async def test_a_field_that_shows_other_signs_counts_by_these() -> None:
    class Showing(App[None]):
        def compose(self) -> ComposeResult:
            yield Tabbed("a\tb日c", select_on_focus=False, compact=True)

    app = Showing()
    async with app.run_test() as pilot:
        field = app.query_one(Tabbed)
        field.focus()
        await pilot.pause()
        assert field.render_line(0).text.rstrip() == "a→b日c"
        for position, cell in enumerate((0, 1, 2, 3, 5)):
            field.cursor_position = position
            assert field.cursor_screen_offset.x - field.content_region.x == cell
        for offset, index in ((0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (9, 5)):
            await pilot.click(Tabbed, offset=(field.content_region.x - field.region.x + offset, 0))
            assert field.cursor_position == index
        assert field.value == "a\tb日c"


async def test_it_is_known_where_an_option_is_drawn() -> None:
    class Listed(App[None]):
        def compose(self) -> ComposeResult:
            yield OptionList(*(Option(Content(one)) for one in ("one", "two\nlines", "three")))

    app = Listed()
    async with app.run_test() as pilot:
        options = app.query_one(OptionList)
        await until(pilot, lambda: drawn(options, 0))
        assert [drawn(options, at) for at in range(4)] == [
            Drawn(0, 1),
            Drawn(1, 2),
            Drawn(3, 1),
            None,
        ]


PARTS = (CommandList, LoadingIndicator)


@pytest.mark.parametrize("part", PARTS)
async def test_a_palette_that_has_lost_a_part_has_nothing_to_show(part: type[Widget]) -> None:
    """As it does while it is taken apart, when what it searched for arrives."""
    app = App[None]()
    async with app.run_test() as pilot:
        palette = LoosePalette()
        await app.push_screen(palette)
        await palette.query_one(part).remove()
        palette._show_busy = True
        palette._list_visible = not palette._list_visible
        await pilot.pause()
        assert app.screen is palette


@pytest.mark.parametrize("palette", [LoosePalette, CommandPalette])
async def test_a_click_beside_a_palette_closes_it(palette: type[CommandPalette]) -> None:
    """The same without what is mended: a name that Textual no longer has would be noticed."""
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(palette())
        await pilot.click(offset=(0, 20))
        await until(pilot, lambda: not isinstance(app.screen, CommandPalette))


async def test_a_click_where_the_window_no_longer_is_does_nothing() -> None:
    app = App[None]()
    async with app.run_test(size=(60, 20)) as pilot:
        palette = LoosePalette()
        await app.push_screen(palette)
        x, y = 79, 30
        palette.post_message(events.Click(palette, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()
        assert app.screen is palette


def old(self: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    raise NotImplementedError


@pytest.fixture
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the method back afterwards."""
    monkeypatch.setattr(StylesCache, "get_inner_outer", vars(StylesCache)["get_inner_outer"])


@pytest.mark.usefixtures("as_it_is")
def test_a_removed_widget_leaves_no_lines_behind() -> None:
    def colours(cls: object, base_background: Color, background: Color) -> tuple[Style, Style]:
        return Style(background=background), Style(background=base_background)

    StylesCache.get_inner_outer = lru_cache(1024)(colours)  # type: ignore[method-assign]
    assert textual_widgets.let_go_of_removed_widgets()
    assert not textual_widgets.let_go_of_removed_widgets(), "it is mended once"
    cache = StylesCache()
    inner, outer = cache.get_inner_outer(BLACK, WHITE)
    assert (inner.background, outer.background) == (WHITE, BLACK)
    here = weakref.ref(cache)
    del cache
    gc.collect()
    assert here() is None


@pytest.mark.usefixtures("as_it_is")
@pytest.mark.parametrize("found", [old, lru_cache(8)(lambda self, colour: colour), None])
def test_another_cache_is_left_as_it_is(found: object) -> None:
    StylesCache.get_inner_outer = found  # type: ignore[assignment]
    assert not textual_widgets.let_go_of_removed_widgets()
    assert vars(StylesCache)["get_inner_outer"] is found


def test_the_cache_is_still_one_to_be_mended() -> None:
    found = vars(StylesCache)["get_inner_outer"]
    if isinstance(found, classmethod):
        # By a program that was made in another test.
        found = found.__func__
    names = found.__wrapped__.__code__.co_varnames
    assert names[:3] == ("cls", "base_background", "background")

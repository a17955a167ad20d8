"""What is mended in Textual does what it is for, and leaves what it does not know."""

from __future__ import annotations

import gc
import platform
import weakref
from contextvars import ContextVar
from functools import lru_cache

import pytest
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

from wizard.app.terminal import allocator, textual_patches

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


@pytest.fixture(autouse=True)
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts Textual's own method back afterwards."""
    monkeypatch.setattr(StylesCache, "get_inner_outer", vars(StylesCache)["get_inner_outer"])


def old(self: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    raise NotImplementedError


def test_a_removed_widget_leaves_no_lines_behind() -> None:
    def colours(cls: object, base_background: Color, background: Color) -> tuple[Style, Style]:
        return Style(background=background), Style(background=base_background)

    StylesCache.get_inner_outer = lru_cache(1024)(colours)  # type: ignore[method-assign]
    assert textual_patches.let_go_of_removed_widgets()
    cache = StylesCache()
    inner, outer = cache.get_inner_outer(BLACK, WHITE)
    assert (inner.background, outer.background) == (WHITE, BLACK)
    here = weakref.ref(cache)
    del cache
    gc.collect()
    assert here() is None


@pytest.mark.parametrize("found", [old, lru_cache(8)(lambda self, colour: colour), None])
def test_another_version_is_left_as_it_is(found: object) -> None:
    StylesCache.get_inner_outer = found  # type: ignore[assignment]
    assert not textual_patches.let_go_of_removed_widgets()
    assert vars(StylesCache)["get_inner_outer"] is found


def test_it_is_mended_once() -> None:
    textual_patches.apply()
    assert not textual_patches.let_go_of_removed_widgets()


def test_a_thread_remembers_nothing_of_its_work() -> None:
    said: ContextVar[str] = ContextVar("said", default="nothing")
    with textual_patches.ForgettingThreads(max_workers=1) as threads:
        threads.submit(said.set, "something").result()
        assert threads.submit(said.get).result() == "nothing"


def test_freed_memory_is_given_back_where_the_library_can_be_told() -> None:
    is_glibc = platform.libc_ver()[0] == "glibc"
    assert allocator.give_back_what_is_freed() == is_glibc

"""Garbage is looked for while nobody types, and not while somebody does."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from time import monotonic

import pytest

from tests.environment import PATIENCE_S
from tests.screens.drive import complete, press
from wizard.app.terminal import garbage
from wizard.app.terminal.garbage import Garbage


class Dropped:
    """Something that holds itself, so that only a search finds it."""

    def __init__(self) -> None:
        self.itself = self


def dropped() -> weakref.ref[Dropped]:
    return weakref.ref(Dropped())


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The thresholds of this process; and no search by these meanwhile."""
    before = gc.get_threshold()
    gc.collect()
    yield
    gc.set_threshold(*before)


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Garbage:
    monkeypatch.setattr(garbage, "UNTIL_THEN", (10_000_000, 10, 10))
    monkeypatch.setattr(gc, "freeze", lambda: None)
    found = Garbage()
    found.begin()
    return found


async def test_it_is_found_in_a_pause_and_not_before(looking: Garbage) -> None:
    thing = dropped()
    for _ in range(5):
        looking.put_off()
        await asyncio.sleep(garbage.QUIET_S / 4)
        assert thing() is not None
    end = monotonic() + PATIENCE_S
    while thing() is not None:
        assert monotonic() < end
        await asyncio.sleep(0.01)


async def test_what_has_been_there_for_long_is_found_in_one_of_some_pauses(
    looking: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "QUIET_S", 0.0)
    thing = Dropped()
    held = weakref.ref(thing)
    gc.collect()
    gc.collect()
    del thing
    for _ in range(garbage.LOOKS_AT_ALL):
        looking.put_off()
        await asyncio.sleep(0.01)
    assert held() is None


async def test_each_key_and_paste_puts_it_off() -> None:
    count = 0

    def touched() -> None:
        nonlocal count
        count += 1

    app = complete(on_touched=touched)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "7", "tab", "f1")
    assert count >= 3

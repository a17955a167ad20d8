"""Looking up a model as one types, on a list that answers when the test lets it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.figures.prices import ListPrice, PriceFound, PriceSet
from screens.fields.one_line import OneLine
from screens.overlays.price_search import PriceSearchScreen
from screens.ports import PriceSearch
from screens.widgets.menu import Menu
from tests.screens.drive import (
    clicks,
    complete,
    driven,
    is_on,
    paste,
    press,
    send,
    shown,
    steps,
    taken_in,
    until,
)
from wizard.prices.finding import price_search

SIZE = (80, 24)


def model(name: str, price: float = 2.0) -> PriceFound:
    return PriceFound(
        provider="acme",
        model=name,
        name=name,
        list_name="list",
        list_version="1",
        on=date(2026, 11, 24),
        prices=PriceSet(
            input_price=ListPrice(((0, price),)),
            output_price=ListPrice(((0, 3.0), (200_000, 6.0))),
        ),
    )


@dataclass
class Listed:
    """A list of models that is searched as the real one is, and remembers for what."""

    models: Sequence[PriceFound]
    asked: list[str] = field(default_factory=list)
    waits: dict[str, asyncio.Event] = field(default_factory=dict)

    async def __call__(self, words: str) -> Sequence[PriceFound] | str:
        self.asked.append(words)
        if words in self.waits:
            await self.waits[words].wait()
        return [one for one in self.models if all(word in one.reference for word in words.split())]


async def opened(app: Any, pilot: Any, search: PriceSearch, words: str = "") -> list[Any]:
    """Push the search over a case, and return where its result will be."""
    await until(pilot, lambda: steps(app).form.present)
    results: list[Any] = []
    app.push_screen(PriceSearchScreen(search, words), results.append)
    await until(pilot, lambda: is_on(app, PriceSearchScreen) and app.focused is not None)
    return results


def listed_count(app: Any) -> int:
    return int(app.screen.query_one(Menu).option_count)


async def test_the_model_chosen_is_returned() -> None:
    app, search = complete(), Listed([model("large"), model("small"), model("tiny")])
    async with app.run_test(size=SIZE) as pilot:
        results = await opened(app, pilot, search)
        assert isinstance(app.focused, OneLine)
        assert listed_count(app) == 0
        send(pilot, *"acme")
        await until(pilot, lambda: listed_count(app) == 3)
        assert "acme/large" in shown(app)
        assert "input $2, cached-input none, cache-write none, output no single price" in shown(app)
        await press(pilot, "down", "down", "down", "up", "enter")
        await until(pilot, lambda: results)
        assert results == [model("tiny")]


async def test_the_model_clicked_is_returned() -> None:
    app, search = complete(), Listed([model("large"), model("small"), model("tiny")])
    async with app.run_test(size=SIZE) as pilot:
        results = await opened(app, pilot, search, "acme")
        await until(pilot, lambda: listed_count(app) == 3)
        x, y, _, _ = app.screen.query_one(Menu).region
        # Each has two lines.
        clicks(pilot, x + 3, y + 4)
        await taken_in(pilot)
        assert results == [model("tiny")]


async def test_enter_before_the_answer_takes_what_is_found_for_the_words_typed() -> None:
    app, search = complete(), Listed([model("large"), model("small")])
    async with app.run_test(size=SIZE) as pilot:
        results = await opened(app, pilot, search, "acme")
        await until(pilot, lambda: listed_count(app) == 2)
        search.waits["acmes"] = asyncio.Event()
        send(pilot, "s", "\n")
        await until(pilot, lambda: "acmes" in search.asked)
        assert not results
        search.models = [model("acmes")]
        search.waits["acmes"].set()
        await until(pilot, lambda: results)
        assert results == [model("acmes")]


async def test_an_answer_that_comes_late_does_not_replace_a_later_one() -> None:
    app, search = complete(), Listed([model("large"), model("small")])
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, search)
        search.waits["s"] = asyncio.Event()
        send(pilot, "s")
        await until(pilot, lambda: "s" in search.asked)
        send(pilot, "backspace", "l", "a")
        await until(pilot, lambda: listed_count(app) == 1)
        search.waits["s"].set()
        await taken_in(pilot)
        assert "acme/large" in shown(app)
        assert "acme/small" not in shown(app)


async def test_escape_closes_with_nothing_chosen() -> None:
    async with driven(complete(), SIZE) as (app, pilot):
        results = await opened(app, pilot, Listed([model("large")]), "large")
        await until(pilot, lambda: listed_count(app) == 1)
        send(pilot, "escape")
        await until(pilot, lambda: results)
        assert results == [None]


async def test_markup_and_escapes_are_searched_for_and_shown_as_they_are() -> None:
    strange = model("[bold]x[/] \x1b[31mred")
    app, search = complete(), Listed([strange])
    async with app.run_test(size=SIZE) as pilot:
        results = await opened(app, pilot, search)
        await paste(pilot, "[bold]x[/]")
        await until(pilot, lambda: listed_count(app) == 1)
        assert "acme/[bold]x[/]" in shown(app)
        assert "\x1b" not in shown(app)
        await paste(pilot, " [/nothing] [@click=app.quit]")
        await until(pilot, lambda: "Nothing on the list is called that." in shown(app))
        send(pilot, "\n")
        await taken_in(pilot)
        assert not results


async def test_why_nothing_can_be_looked_up_is_said() -> None:
    async def refused(words: str) -> Sequence[PriceFound] | str:
        return "pip install 'distill-payback[prices]'"

    async with driven(complete(), SIZE) as (app, pilot):
        await opened(app, pilot, refused)
        send(pilot, "x", "\n")
        await until(pilot, lambda: "pip install 'distill-payback[prices]'" in shown(app))
        assert is_on(app, PriceSearchScreen)


async def test_the_real_list_is_searched_as_one_types() -> None:
    async with driven(complete(), (60, 16)) as (app, pilot):
        results = await opened(app, pilot, price_search(date(2026, 11, 24)))
        send(pilot, *"openai/gpt-4.1", "\n")
        await until(pilot, lambda: results)
        assert results[0].reference == "openai/gpt-4.1"


async def test_what_is_typed_replaces_the_name_that_the_case_has_for_its_model() -> None:
    listed = Listed([model("large"), model("small")])
    async with driven(complete(), SIZE) as (app, pilot):
        await opened(app, pilot, listed, "acme/largest")
        await until(pilot, lambda: "Nothing on the list is called that." in shown(app))
        await press(pilot, *"sma")
        assert app.screen.query_one(OneLine).value == "sma"
        await until(pilot, lambda: listed_count(app) == 1)
        assert "acme/small" in shown(app)
        # Whoever wants to write on goes there first.
        await press(pilot, "end", "l")
        assert app.screen.query_one(OneLine).value == "smal"


async def test_what_is_typed_before_the_name_was_looked_for_is_kept() -> None:
    listed = Listed([])
    for words in ("acme/largest", "acme/largests", "acme/largestsm"):
        listed.waits[words] = asyncio.Event()
    async with driven(complete(), SIZE) as (app, pilot):
        await opened(app, pilot, listed, "acme/largest")
        await press(pilot, "s")
        for event in listed.waits.values():
            event.set()
        await until(pilot, lambda: "Nothing on the list is called that." in shown(app))
        await press(pilot, "m")
        assert app.screen.query_one(OneLine).value == "acme/largestsm"

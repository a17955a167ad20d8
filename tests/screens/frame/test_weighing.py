"""Answers are drawn once nobody types any more, and once for all that was typed until then."""

from __future__ import annotations

import asyncio

import pytest

from rules.assess import Assessment
from screens.frame import weighing
from screens.frame.weighing import WEIGHED_AFTER_S, Weighing
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import at, driven, press, sample, steps, until

LOOKS_S = 0.02
"""How often it is looked here whether the time has come; by the clock of the test it has not."""


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(weighing, "monotonic", found)
    monkeypatch.setattr(weighing, "WEIGHED_AFTER_S", LOOKS_S)
    return found


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Assessment]:
    """Every case that was drawn."""
    found: list[Assessment] = []
    draw = Weighing._draw

    def noted(self: Weighing, assessment: Assessment) -> None:
        found.append(assessment)
        draw(self, assessment)

    monkeypatch.setattr(Weighing, "_draw", noted)
    return found


async def test_what_is_typed_in_one_go_is_drawn_once(drawn: list[Assessment], clock: Clock) -> None:
    async with driven(sample("growing_product_search"), (120, 40)) as (app, pilot):
        panel = steps(app).query_one(VerdictPanel)
        await at(pilot, "upfront.training_compute")
        for key in ("0", "backspace") * 3:
            await press(pilot, key)
            await asyncio.sleep(2 * LOOKS_S)
        assert (panel.doubt, drawn) == ("", [])
        clock.now += WEIGHED_AFTER_S
        await until(pilot, lambda: panel.doubt)
        assert drawn == [steps(app).assessment]


async def test_a_case_without_a_verdict_for_it_is_not_drawn(
    drawn: list[Assessment], clock: Clock
) -> None:
    async with driven(sample("growing_product_search"), (120, 40)) as (app, pilot):
        panel = steps(app).query_one(VerdictPanel)
        await at(pilot, "volume.calls_per_month")
        await press(pilot, "end", "x")
        assert steps(app).assessment.verdict is None
        clock.now += WEIGHED_AFTER_S
        await asyncio.sleep(4 * LOOKS_S)
        assert (panel.doubt, drawn) == ("", [])
        await press(pilot, "backspace")
        clock.now += WEIGHED_AFTER_S
        await until(pilot, lambda: panel.doubt)

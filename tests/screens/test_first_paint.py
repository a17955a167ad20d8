"""What a view paints first is that view, laid out for the terminal that there is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.screen import Screen
from textual.widgets import Input

from screens.pages.compare import CompareScreen
from screens.pages.report import ReportScreen
from screens.pages.risk import RiskScreen
from screens.pages.sensitivity import SensitivityScreen
from screens.pages.verdict import VerdictScreen
from tests.screens.drive import Driver, driven, is_on, present, press, sample, shown, until
from tests.wizard.cases import SAMPLES
from wizard.app.file_choice import FilesScreen

pytestmark = pytest.mark.painted
WORKED = "support_ticket_classifier"
OTHER = SAMPLES["growing_product_search"]


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, type[Screen[Any]]], list[str]]:
    """What was painted of a kind of screen, the first before."""
    frames: list[tuple[Screen[Any], str]] = []
    update = Compositor.render_update

    def recorded(compositor: Compositor, full: bool = False, **more: Any) -> object:
        drawn = update(compositor, full=full, **more)
        root = compositor.root
        if isinstance(root, Screen) and drawn is not None:
            frames.append((root, "\n".join(one.text for one in compositor.render_strips())))
        return drawn

    monkeypatch.setattr(Compositor, "render_update", recorded)
    return lambda app, kind: [frame for screen, frame in frames if isinstance(screen, kind)]


def above(frame: str, lines: int) -> list[str]:
    """The upper lines, without the bar that they scroll by."""
    return [line.rstrip(" ▁▂▃▄▅▆▇█") for line in frame.splitlines()[:lines]]


async def beside(pilot: Driver, path: Path) -> None:
    await press(pilot, "b")
    await until(pilot, lambda: is_on(pilot.app, FilesScreen))
    pilot.app.screen.query_one("#path", Input).focus()
    pilot.app.screen.query_one("#path", Input).value = str(path)
    await press(pilot, "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_view_is_painted_as_it_stays(
    size: tuple[int, int], painted: Callable[[Any, type[Screen[Any]]], list[str]]
) -> None:
    async with driven(sample(WORKED), size) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        first, *_ = painted(app, VerdictScreen)
        # What is found out later stands below, or joins the sentence on the risk.
        assert above(first, 9) == above(shown(app), 9)
        for key, kind, said in (
            ("s", SensitivityScreen, "Reckoning"),
            ("r", RiskScreen, "Drawing 10,000 cases"),
            ("e", ReportScreen, "The report is being made"),
        ):
            await press(pilot, key)
            await until(pilot, partial(is_on, app, kind))
            first, *_ = painted(app, kind)
            assert said in first
        await press(pilot, "escape", "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await beside(pilot, OTHER)
        await until(pilot, lambda: is_on(app, CompareScreen) and "Figures" in shown(app))
        first, *_ = painted(app, CompareScreen)
        assert above(first, 12) == above(shown(app), 12)

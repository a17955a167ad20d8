"""The views of a case whose numbers are too large, or nearly so: calm, and with a word for it."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from rules.assess import assess
from screens.pages.outcome import OutcomeScreen
from screens.pages.risk import RiskScreen
from screens.pages.sensitivity import SensitivityScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.chart import Chart
from tests.screens.drive import answers, driven, is_on, present, press, shown, taken_in, until
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession

TOO_LARGE = "too large to calculate with"


def with_volume(volume: str) -> PaybackApp:
    before = "{ likely = 6_000_000, low = 4.5e6, high = 8_000_000, basis"
    assert before in COMPLETE
    return PaybackApp(session=OpenSession.new(COMPLETE.replace(before, f"{{ {volume}, basis")))


@pytest.mark.parametrize(
    "volume",
    [
        "likely = 1e308",
        "likely = 5e-324, low = 5e-324, high = 1e308",
        "likely = 6e6, low = 1, high = 1e305",
    ],
    ids=["number", "range", "end of a range"],
)
async def test_the_views_say_that_a_number_is_too_large(volume: str) -> None:
    async with driven(with_volume(volume)) as (app, pilot):
        await until(pilot, lambda: present(app))
        assert assess(answers(app)).too_large == "volume.calls_per_month"
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        assert "a number is too large" in shown(app)

        await press(pilot, "s")
        await until(pilot, lambda: is_on(app, SensitivityScreen))
        await until(pilot, lambda: TOO_LARGE in said(app, "#sentence"))
        await press(pilot, "r")
        await until(pilot, lambda: is_on(app, RiskScreen))
        await until(pilot, lambda: TOO_LARGE in band(app))
        await press(pilot, "v")
        await until(pilot, lambda: is_on(app, OutcomeScreen))
        await until(pilot, lambda: "Calls per month makes figures too large" in shown(app))


def band(app: PaybackApp) -> str:
    """The chart of the balances that the draws lead to, as it is drawn or says why it is not."""
    return " ".join(str(app.screen.query_one("#band", Chart).render()).split())


def said(app: PaybackApp, selector: str) -> str:
    return " ".join(str(app.screen.query_one(selector, Static).content).split())


@pytest.mark.parametrize("volume", ["1e16", "1e250", "9.3e18"])
async def test_the_views_show_what_is_large_and_finite(volume: str) -> None:
    app = with_volume(f"likely = {volume}, low = {float(volume) / 2}, high = {float(volume) * 2}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await press(pilot, "s")
        await until(pilot, lambda: is_on(app, SensitivityScreen))
        await until(pilot, lambda: said(app, "#sentence"))
        await press(pilot, "right", "right", "left")
        await press(pilot, "r")
        await until(pilot, lambda: is_on(app, RiskScreen))
        await until(pilot, lambda: max(band(app), default=" ") >= "⠀")
        await taken_in(pilot)

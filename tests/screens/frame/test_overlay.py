"""What lies on top of another screen."""

from __future__ import annotations

from screens.overlays.jump import JumpScreen
from tests.screens.drive import complete, driven, send, steps, until


async def test_keys_that_come_too_fast_close_a_dialog_once() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: steps(app).form.present)
        for _ in range(3):
            send(pilot, "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, JumpScreen))
            send(pilot, *"growth", "\n", "\n", "\n", "escape", "escape")
            await until(pilot, lambda: app.screen is steps(app))


async def test_closing_twice_closes_nothing_below() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: steps(app).form.present)
        send(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen))
        jump = app.screen
        assert isinstance(jump, JumpScreen)
        jump.dismiss(None)
        jump.dismiss("title")
        await until(pilot, lambda: app.screen is steps(app))
        assert app.is_running

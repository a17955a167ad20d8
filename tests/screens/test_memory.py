"""Long use keeps nothing that is not shown."""

from __future__ import annotations

import gc

from textual.dom import DOMNode

from screens.fields.one_line import OneLine
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from tests.screens.drive import complete, driven, is_on, press, send, steps, until


def left_over(kind: type[DOMNode]) -> int:
    """How many are kept in this process though no screen shows them."""
    gc.collect()
    found = [one for one in gc.get_objects() if type(one) is kind]
    return sum(not one.is_attached for one in found)


async def test_the_forms_of_steps_once_visited_are_let_go() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: steps(app).form.present)
        elsewhere = left_over(OneLine)
        for _ in range(4):
            await press(pilot, "pagedown", "pagedown", "pageup", "pageup")
        most = elsewhere + len(steps(app).form.rows)
        await until(pilot, lambda: left_over(OneLine) <= most, "forms are kept")


async def test_views_once_looked_at_are_let_go_also_where_keys_come_in_bursts() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: steps(app).form.present)
        elsewhere = left_over(VerdictScreen)
        for _ in range(12):
            send(pilot, "pagedown", "ctrl+l", "down", "ctrl+l", "pagedown", "pageup", "pageup")
            await until(pilot, lambda: is_on(app, StepScreen) and len(app.screen_stack) == 1)

        # The last message of the field that has the focus may name one that is just gone.
        most = elsewhere + 2
        await until(pilot, lambda: left_over(VerdictScreen) <= most, "screens are kept")

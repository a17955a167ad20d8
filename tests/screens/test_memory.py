"""Long use keeps nothing that is not shown."""

from __future__ import annotations

import gc

from screens.fields.one_line import OneLine
from tests.screens.drive import complete, press, steps, until


async def test_the_forms_of_steps_once_visited_are_let_go() -> None:
    app = complete()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: steps(app).form.present)
        for _ in range(4):
            await press(pilot, "pagedown", "pagedown", "pageup", "pageup")

        def left_over() -> int:
            gc.collect()
            return sum(isinstance(one, OneLine) and not one.is_attached for one in gc.get_objects())

        await until(pilot, lambda: left_over() <= len(steps(app).form.rows), "forms are kept")

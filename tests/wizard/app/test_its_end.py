"""What comes in while the program ends: it has nowhere to go, and is no failure."""

from __future__ import annotations

import asyncio

import pytest
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed

from wizard.app.app import PaybackApp


@pytest.mark.parametrize("is_aside", [False, True], ids=["said at once", "by a worker"])
async def test_what_finds_its_screen_gone_is_a_failure_only_while_the_program_goes_on(
    is_aside: bool,
) -> None:
    async def look() -> None:
        Screen().query_one("#gone")

    with pytest.raises(NoMatches) as gone:
        await look()
    error: Exception = gone.value
    app = PaybackApp()
    async with app.run_test():
        if is_aside:
            worker: Worker[None] = app.run_worker(look(), exit_on_error=False)
            with pytest.raises(WorkerFailed) as failed:
                await worker.wait()
            error = failed.value
        assert app.is_failure(error)
        app.failure = None
        app.exit()
        assert not app.is_failure(error)
        assert app.failure is None


async def test_what_still_looks_for_a_screen_as_it_is_taken_down_ends_with_it() -> None:
    app = PaybackApp()

    async def look() -> None:
        screen = app.screen
        while screen.children:  # noqa: ASYNC110 - nobody says that they are taken down
            await asyncio.sleep(0)
        screen.query_one("#gone")

    async with app.run_test():
        app.run_worker(look())
    assert app.failure is None

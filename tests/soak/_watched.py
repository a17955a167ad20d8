"""The program as a process that tells whoever watches it whether it answers, and what it holds.

    python -m tests.soak._watched FOLDER ARGUMENT...

SIGUSR1 asks whether it answers, SIGUSR2 has it come to rest and save; what there is to say lies in
the folder as `told.json` then.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

from tests.soak._agreement import Stuck, answers_within, disagreements
from tests.soak._fence import fenced
from wizard.app.app import PaybackApp
from wizard.cli import run

TOLD = "told.json"
PATIENCE_S = 600.0
"""Seconds until it gives itself up; whoever watches has gone on long before."""


class Watched(PaybackApp):
    """The wizard, answering to signals."""

    folder: Path

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        for number, look in ((signal.SIGUSR1, self._answers), (signal.SIGUSR2, self._holds)):
            loop.add_signal_handler(number, partial(self._begin, look))
        self.call_after_refresh(self._tell, [])

    def _begin(self, look: Callable[[], Awaitable[list[str]]]) -> None:
        async def tell() -> None:
            try:
                self._tell(await look())
            except Stuck as stuck:
                self._tell([str(stuck)])

        task = asyncio.get_running_loop().create_task(tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answers(self) -> list[str]:
        await answers_within(self, PATIENCE_S)
        return []

    async def _holds(self) -> list[str]:
        return await disagreements(self, PATIENCE_S)

    def _tell(self, said: list[str]) -> None:
        part = self.folder / f"{TOLD}.part"
        part.write_text(json.dumps(said), "utf-8")
        part.rename(self.folder / TOLD)


def main() -> int:
    """Run the program in a folder that nothing gets out of."""
    folder, *arguments = sys.argv[1:]
    Watched.folder = Path(folder).resolve()
    with fenced(Watched.folder), patch("wizard.app.app.PaybackApp", Watched):
        return run(arguments)


if __name__ == "__main__":
    sys.exit(main())

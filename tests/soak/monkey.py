"""Quick hands: random keys, clicks, pastes and resizes, many at once, on the real program.

    python -m tests.soak.monkey [DEEDS] [--seed N] [--seeds N] [--only screens|terminal]

By far the most go to the screens in this process; a part goes to the program at a real terminal,
each burst as one write. Whatever ends the program that was not asked to end counts as a death,
whatever keeps it from answering as a wait; after each thousand, what is saved has to be what is
shown.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import traceback
from collections.abc import Coroutine, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.screens.drive import hear, resize
from tests.screens.rounds import case as case_file
from tests.soak._agreement import Stuck, answers_within, disagreements, has_ended
from tests.soak._deeds import SIZES, Deed, Hands, length
from tests.soak._fence import failures_told, fenced
from tests.soak._patience import Patience
from tests.soak._tally import CHECKED, UNANSWERED, Tally, Trail
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.workshop.facilitating import Facilitating

WAIT_S = 5.0
"""Seconds within which the program has to answer."""
DEEDS = 100_000
SEEDS = 10
AT_A_TERMINAL = 0.1
"""The share of deeds at a real terminal, where each start takes longer."""
FRAMES = 8
"""Calls that are told of a traceback, the last ones."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Let them loose; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.monkey", description=__doc__)
    parser.add_argument("deeds", nargs="?", type=int, default=DEEDS)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many")
    parser.add_argument("--only", choices=("screens", "terminal"), help="one kind alone")
    parser.add_argument("--wait", type=float, default=WAIT_S, help="seconds to answer within")
    given = parser.parse_args(arguments)
    total = Tally()
    for seed in range(given.seed, given.seed + given.seeds):
        share = {"screens": 0.0, "terminal": 1.0, None: AT_A_TERMINAL}[given.only]
        at_terminal = round(given.deeds / given.seeds * share)
        on_screens = round(given.deeds / given.seeds) - at_terminal
        if on_screens:
            run_on_screens(seed, on_screens, total, given.wait)
        if at_terminal:
            from tests.soak._terminal import run_at_a_terminal

            run_at_a_terminal(seed, at_terminal, total, given.wait)
    print(total)
    return 1 if total.failures else 0


def run_on_screens(seed: int, deeds: int, total: Tally, seconds: float = WAIT_S) -> None:
    """Let one seed loose on the screens in this process."""
    hands, done, starts = Hands(seed), 0, cycle(STARTS)
    while done < deeds:
        trail = Trail(seed, f"start {total.lives} on the screens", done)
        with tempfile.TemporaryDirectory() as folder, fenced(Path(folder)) as work:
            life = _Life(hands, trail, total, seconds)
            app = STARTS[next(starts)](work)
            total.lives += 1
            try:
                lived = life.live(app, min(length(hands, deeds), deeds - done), done)
                asyncio.run(_watched(lived, trail, seconds * 4))
            except Stuck as stuck:
                total.fail(trail.told(str(stuck)))
            except Exception as error:  # whatever it is, it ended the program
                total.fail(trail.told(_in_short(error)))
            for report in failures_told(Path(folder)):
                total.fail(trail.told(report))
        total.deeds += trail.done - done
        done = max(trail.done, done + 1)


async def _watched(life: Coroutine[Any, Any, None], trail: Trail, seconds: float) -> None:
    """Live, unless nothing moves any more; then say what everything waits for.

    Raises:
        Stuck: where that was so.
    """
    task = asyncio.create_task(life)
    patience, done = Patience(seconds), -1
    while not task.done():
        await asyncio.wait([task], timeout=1.0)
        if trail.done != done:
            patience, done = Patience(seconds), trail.done
        if patience.is_over and not task.done():
            waiting = [str(one.get_stack()[-1:]) for one in asyncio.all_tasks()]
            task.cancel()
            raise Stuck("\n    ".join([f"nothing moves {patience}", *sorted(waiting)]))
    task.result()


def _in_short(error: Exception) -> str:
    """What happened and where, without the way there."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told = "".join(f"\n    {Path(one.filename).name}:{one.lineno} {one.name}" for one in frames)
    return f"{type(error).__name__}: {error}{told}"


def _steps(work: Path) -> PaybackApp:
    return PaybackApp(session=OpenSession.open(case_file(work)))


def _home(work: Path) -> PaybackApp:
    case_file(work)
    return PaybackApp()


def _workshop(work: Path) -> PaybackApp:
    session = OpenSession.open(case_file(work))
    return PaybackApp(session=session, workshop=Facilitating(session, None, None))


def _quick(work: Path) -> PaybackApp:
    return PaybackApp(session=OpenSession.open(case_file(work)), quick=True)


STARTS = {"steps": _steps, "home": _home, "workshop": _workshop, "quick": _quick}
"""What the program is started with."""


class _Life:
    """The program from one start to its end."""

    def __init__(self, hands: Hands, trail: Trail, total: Tally, seconds: float) -> None:
        self._hands, self._trail, self._total, self._seconds = hands, trail, total, seconds

    async def live(self, app: PaybackApp, deeds: int, before: int) -> None:
        self._hands.size = SIZES[0]
        # What it has to say of its end is told here, in short.
        app._print_error_renderables = lambda: None  # type: ignore[method-assign]
        async with app.run_test(size=SIZES[0]):
            await answers_within(app, self._seconds * 2)
            unanswered = 0
            while self._trail.done - before < deeds and not has_ended(app):
                burst = self._hands.burst()
                last = self._trail.done // CHECKED
                self._trail.note(burst)
                for deed in burst:
                    send(app, deed)
                unanswered += len(burst)
                pause = self._hands.pause()
                if pause is None or unanswered > UNANSWERED:
                    unanswered = 0
                    self._total.wait(await answers_within(app, self._seconds))
                else:
                    await asyncio.sleep(pause)
                if self._trail.done // CHECKED > last:
                    self._total.say_how_far(self._trail)
                    await self._look(app)
            await self._look(app)
            if not has_ended(app):
                app.exit()
            patience = Patience(self._seconds)
            while not app._closed and app._exception is None:
                # What was on its way when it was told to end comes first.
                if patience.is_over:
                    raise Stuck(f"does not end {patience}")
                await asyncio.sleep(0.01)

    async def _look(self, app: PaybackApp) -> None:
        self._total.checks += 1
        for found in await disagreements(app, self._seconds):
            self._total.fail(self._trail.told(found))


def send(app: PaybackApp, deed: Deed) -> None:
    """Have the program hear of a deed as of one at a terminal."""
    if deed.size is None:
        hear(app, deed.sent)
    else:
        resize(app, *deed.size)


if __name__ == "__main__":
    sys.exit(main())

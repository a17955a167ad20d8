"""What reads sources for the screen of imports: in a thread, watched, and called off with it."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import copy_context

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from screens.import_ports import ImportChoice, ImportFound, ImportPlaces, ImportProgress, ImportWish
from wizard.app.imports.places import places_for
from wizard.credentials import is_address, masked, unmasked
from wizard.imports.engines.engine import Progress, Watch
from wizard.imports.files.gathering import OF_EVALUATIONS
from wizard.imports.recent_sources import recent_sources, remember
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.naming import expanded
from wizard.sessions.open_session import OpenSession

USAGE, EVALUATION = "usage", "evaluation"


class Reading:
    """Reads sources for one case."""

    kinds: Sequence[tuple[str, str]] = (
        (USAGE, "Calls, tokens, cost and latency from a gateway's log or a vendor's export."),
        (EVALUATION, "Scores of teacher and student from what an evaluation harness wrote."),
    )

    def __init__(self, session: OpenSession, team: TeamPolicy | None, *, begins: bool) -> None:
        """Read for a case.

        Args:
            session: the case; a mapping of columns is kept beside its file.
            team: the policy by which it is judged.
            begins: whether it is begun with what is read, so that it matters which endpoint
                deserves a case.
        """
        self._session = session
        self._team = team
        self._begins = begins
        self._words: tuple[str, ...] = ()
        """The passwords in what was typed, in memory alone."""

    def recent(self) -> Sequence[str]:
        """Sources read before, as typed, newest first."""
        return recent_sources()

    async def places(self, kind: str, typed: str) -> ImportPlaces | None:
        """What there is to go on with where a path is typed; see `Imports`."""
        also = OF_EVALUATIONS if kind == EVALUATION else ()
        return await asyncio.to_thread(places_for, typed, also)

    def masked(self, sources: str) -> str:
        """A line of sources without passwords; see `Imports`."""
        shown, self._words = masked(unmasked(sources, self._words))
        return shown

    async def read(
        self, wish: ImportWish, show: Callable[[ImportProgress], None]
    ) -> ImportFound | ImportChoice | str:
        """Read; see `Imports`."""
        loop, context = asyncio.get_running_loop(), copy_context()
        rows = [0.0]

        def tell(progress: Progress) -> None:
            told = ImportProgress(progress.share, progress.size, rows[0])
            # The program may be gone before the thread knows.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(show, told, context=context)

        watch = Watch(show=tell)

        def expect(rows_about: float) -> None:
            rows[0] = rows_about

        try:
            return await asyncio.to_thread(self._read, wish, watch, expect)
        except InputUnusable as unusable:
            said = on_one_line(" ".join(f"{str(one).rstrip('.')}." for one in unusable.problems))
            return f"{said}{_where_options_are(said, wish.kind)}"
        finally:
            # Whoever waited may have gone; where it is done, there is nothing to call off.
            watch.cancel()

    def _read(
        self, wish: ImportWish, watch: Watch, expect: Callable[[float], None]
    ) -> ImportFound | ImportChoice:
        sources = sources_of(unmasked(wish.sources, self._words))
        found: ImportFound | ImportChoice
        if wish.kind == USAGE:
            from wizard.app.imports.usage import UsageReading

            rows = self._session.answers.table("quality.slices").rows
            reading = UsageReading(
                sources,
                wish.chosen,
                self._session.file.path,
                self._team,
                watch,
                expect,
                tuple(str(row.values().get("name", "")) for row in rows),
            )
            found = reading.read(looks_first=self._begins)
        else:
            from wizard.app.imports.evaluation import read_evaluation

            found = read_evaluation(sources, wish.chosen)
        if not isinstance(found, ImportChoice):
            remember(sources)
        return found


def _where_options_are(said: str, kind: str) -> str:
    """Where the options are that a message names: what it says is said to the command too."""
    named = set(re.findall(r"(?<!\S)--[a-z-]+", said))
    if not named:
        return ""
    what = "That is an option" if len(named) == 1 else "Those are options"
    return f" {what} of the command line: payback import {kind}."


def sources_of(typed: str) -> tuple[str, ...]:
    """The sources in a text: one path or pattern, or several with spaces between them.

    Raises:
        InputUnusable: where a quote is not closed, or somebody's folder is not known.
    """
    whole = expanded(typed)
    # What may not be looked at is told of by who reads it.
    if os.path.exists(whole):  # noqa: PTH110
        return (str(whole),)
    alone = typed.strip()
    # Quotes and strokes in a password mean nothing, since no shell has seen it.
    if is_address(alone) and not re.search(r"\s", alone):
        return (alone,)
    try:
        words = shlex.split(typed, posix=os.name == "posix")
    except ValueError:
        raise InputUnusable([Problem("a quote is not closed")]) from None
    return tuple(one if is_address(one) else str(expanded(one.strip("\"'"))) for one in words)

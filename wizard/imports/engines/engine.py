"""What is asked of an engine, and how it is watched while it works."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from rules.usage.usage import Usage

LARGEST: Final = 200
"""So many endpoints are told apart; the others are summed."""
MOST_GROUPS: Final = 200_000
"""So many rows of sums an engine hands over at most."""
_LOOKS_EVERY_S: Final = 0.1
_ENDS_WITHIN_S: Final = 0.7
"""How long a server is waited for that is told to end a query: whoever called it off goes on."""
Answer = TypeVar("Answer")
Peaks = Literal["none", "all", "each", "both"]
"""Busiest minutes are of all calls together, of each of the largest endpoints, or of both."""
Rank = Literal["calls", "spend"]
"""By what endpoints are the largest. Of spend, those with most cost and those with most tokens come
in turn: what has no cost in the source may cost most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which calls are wanted, and by what they are told apart."""

    by: str = ""
    """A name in the format's `endpoints`; empty for its default."""
    splits: bool = False
    """Whether a call with several names, such as tags, counts under each of them; otherwise it
    counts once, under all of them together."""
    endpoint: str | None = None
    """Calls that have this name, be it among others."""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    zone: str = "UTC"
    """By which months are cut, and in which times that name none are read where the format does not
    say."""
    largest: int = LARGEST
    rank: Rank = "calls"
    durations: bool = True
    """Whether durations are counted; without them there are far fewer groups."""
    peaks: Peaks = "all"
    """Of what busiest minutes are looked for."""

    @property
    def parameters(self) -> dict[str, str | datetime]:
        """What the query takes of it as parameters, by name."""
        told = {"endpoint": self.endpoint, "since": self.since, "until": self.until}
        return {name: value for name, value in told.items() if value is not None}


class Progress(NamedTuple):
    """How far reading has come."""

    share: float
    """0 to 1."""
    size: int
    """Bytes to be read in all; 0 where that is not known."""


class Cancelled(Exception):
    """Somebody called it off; nothing was written anywhere."""


@dataclass(slots=True)
class Watch:
    """The two ends by which an import is watched and called off from another thread."""

    show: Callable[[Progress], None] = lambda progress: None
    """Called now and then from the thread that works."""
    cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Call the import off; within a second it raises Cancelled."""
        self.cancelled.set()


class Engine(Protocol):
    """One source of calls, opened."""

    def aggregate(self, wanted: Wanted, watch: Watch) -> Usage:
        """Add the calls up.

        Raises:
            InputUnusable: where the source cannot be read, or more than half of it is bad.
            Cancelled: where the watch said so.
        """


# ---------------------------------------------- queries on a server, called off there


def answered(
    ask: Callable[[], Answer], stop: Callable[[], None], watch: Watch, within: float = math.inf
) -> Answer:
    """What is answered, unless somebody calls it off, with ctrl+c too.

    `ask` waits for the answer, in a thread of its own. `stop` ends the query on the server and
    raises nothing; it is called until `ask` has returned, since the query may not have begun there
    yet. After so many seconds `within` it is called off, where the server sets no limit itself.

    Raises:
        TimeoutError: where they are over.
        Cancelled: where it was called off; and whatever `ask` raises otherwise.
    """
    answers: list[Answer] = []
    failures: list[BaseException] = []
    ended = threading.Event()

    def work() -> None:
        try:
            answers.append(ask())
        # Whatever it is, it is raised again where somebody waits for it.
        except BaseException as failure:
            failures.append(failure)
        finally:
            ended.set()

    def end() -> None:
        while not ended.is_set():
            stop()
            ended.wait(_LOOKS_EVERY_S)

    over = time.monotonic() + within
    threading.Thread(target=work, name="payback-import-query", daemon=True).start()
    try:
        while not ended.wait(_LOOKS_EVERY_S):
            if watch.cancelled.is_set():
                raise Cancelled
            if time.monotonic() > over:
                raise TimeoutError
    except BaseException:
        threading.Thread(target=end, name="payback-import-end", daemon=True).start()
        ended.wait(_ENDS_WITHIN_S)
        raise
    if failures:
        if watch.cancelled.is_set():
            raise Cancelled from None
        raise failures[0]
    return answers[0]

"""A query that somebody watches and may call off, on a server that has to be told so."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from wizard.imports.engines.engine import Cancelled, Watch

_LOOKS_EVERY_S: Final = 0.1
_ENDS_WITHIN_S: Final = 0.7
"""How long the server is waited for after that: whoever called it off wants to go on."""

Answer = TypeVar("Answer")


def answered(
    ask: Callable[[], Answer], stop: Callable[[], None], watch: Watch, within: float = math.inf
) -> Answer:
    """What is answered, unless somebody calls it off, with ctrl+c too.

    Args:
        ask: waits for the answer, in a thread of its own.
        stop: ends the query on the server. It is called until `ask` has returned, since the query
            may not have begun there yet, and raises nothing.
        watch: says whether it is called off.
        within: seconds after which it is called off, where the server sets no limit itself.

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

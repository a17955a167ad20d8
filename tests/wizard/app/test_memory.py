"""What threads and the C library hold of work that is done."""

from __future__ import annotations

import platform
from contextvars import ContextVar

from wizard.app.terminal import allocator
from wizard.app.terminal.threads import ForgettingThreads


def test_a_thread_remembers_nothing_of_its_work() -> None:
    said: ContextVar[str] = ContextVar("said", default="nothing")
    with ForgettingThreads(max_workers=1) as threads:
        threads.submit(said.set, "something").result()
        assert threads.submit(said.get).result() == "nothing"


def test_freed_memory_is_given_back_where_the_library_can_be_told() -> None:
    is_glibc = platform.libc_ver()[0] == "glibc"
    assert allocator.give_back_what_is_freed() == is_glibc

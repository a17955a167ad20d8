"""The environment of the processes that tests start."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import wizard

ROOT = Path(wizard.__file__).parents[1]

PATIENCE_S = 60.0
"""Within which what somebody else does has to come: far beyond what it takes, on any machine."""

_OURS = ("PAYBACK_DEBUG", "PAYBACK_POLICY")


def heeds_signals() -> None:
    """In a process before it becomes another one: no signal is ignored.

    Whoever runs the tests in the background, or under nohup, has some of them ignored.
    """
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def surroundings(**more: str) -> dict[str, str]:
    """That of whoever runs the tests, but with Python and program set up as for anybody else.

    A variable such as PYTHONUNBUFFERED would hide what people see.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name not in _OURS
    }
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def ran(
    *command: str | Path, given: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """What became of a command in these surroundings: its status, and what it wrote.

    Args:
        command: with its arguments.
        given: what it reads from its standard input.
        environment: variables besides.
    """
    return subprocess.run(
        [str(one) for one in command],
        env=surroundings(**environment),
        input=given,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )

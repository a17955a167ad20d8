"""Sources read before, newest first. A convenience: what goes wrong here stops nothing."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wizard.disk import own_files
from wizard.disk.paths import state_dir

MOST = 6


def _list() -> Path:
    return state_dir() / "recent-sources.json"


def recent_sources() -> list[str]:
    """What was read before, each as one would type it, newest first."""
    with suppress(*own_files.DAMAGED):
        return [one for one in json.loads(_list().read_text("utf-8")) if isinstance(one, str)][
            :MOST
        ]
    return []


def remember(sources: Sequence[str]) -> None:
    """Put sources that were read together at the top of the list.

    An address is not kept: it may have a password in it.
    """
    if any("://" in one for one in sources):
        return
    with suppress(OSError, RuntimeError):
        typed = shlex.join(str(Path(one).absolute()) for one in sources)
        names = [typed, *(one for one in recent_sources() if one != typed)]
        own_files.write(_list(), json.dumps(names[:MOST]).encode(), is_synced=False)

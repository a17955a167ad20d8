"""Who has a session open: told to whoever opens it as well, and no more than that.

Each program that works on a file leaves a record in the user's own folder, and beside it a lock
that the system lets go of when the program ends in whatever way: a record whose lock is free says
nothing, and is removed. Where the disk has no locks there is no record either. Other users and
other machines are noticed when the file is saved, by what is in it.

Source: docs/decisions/0037-who-has-a-file-open.md.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from wizard.disk import own_files, writing
from wizard.disk.lock import beside, is_held_beside
from wizard.disk.paths import mark_of, state_dir

if TYPE_CHECKING:
    from filelock import BaseFileLock

Program = Literal["wizard", "interview", "workshop"]

_CALLED = {
    "wizard": "in another window",
    "interview": "in `payback ask`",
    "workshop": "in a workshop that is led on it",
}


class Present(NamedTuple):
    """A program that has a session open."""

    program: Program
    user: str
    host: str
    process: int
    since: datetime
    """In local time."""

    @property
    def in_words(self) -> str:
        """Where it is open, who has it open, and since when."""
        return (
            f"{_CALLED[self.program]}: {self.user}@{self.host}, process {self.process}, since"
            f" {self.since:%H:%M on %d %b}"
        )


class Presence:
    """That this program has a session open, for others to see."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._place: Path | None = None
        self._lock: BaseFileLock | None = None

    def at(self, path: Path | None, program: Program = "wizard") -> None:
        """Be seen at this file and at no other; at None nowhere."""
        if path == self._path:
            return
        self._leave()
        self._path = path
        if path is None:
            return
        place = _folder() / f"{mark_of(path)}-{os.getpid()}-{secrets.token_hex(6)}.json"
        # Nobody who cannot be seen is kept from working.
        with suppress(OSError, NotImplementedError):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = beside(place)
            lock.acquire(blocking=False)
            self._place, self._lock = place, lock
            record = {
                "program": program,
                "user": _user(),
                "host": _host(),
                "process": os.getpid(),
                "since": datetime.now().astimezone().isoformat(),
            }
            own_files.write(place, json.dumps(record).encode(), is_synced=False)

    def others(self, path: Path) -> list[Present]:
        """The other programs that have a file open, the first to open it first."""
        found = []
        with suppress(OSError):
            for place in _folder().glob(f"{mark_of(path)}-*.json"):
                if place == self._place:
                    continue
                if not is_held_beside(place):
                    _forget(place)
                    continue
                # One that is being written, or that another version wrote.
                with suppress(*own_files.DAMAGED):
                    found.append(_present(json.loads(place.read_text("utf-8"))))
        return sorted(found, key=lambda one: one.since)

    def _leave(self) -> None:
        if self._place is not None and self._lock is not None:
            writing.remove(self._place)
            with suppress(OSError):
                self._lock.release()
            _forget(self._place)
        self._path = self._place = self._lock = None


def tidy() -> None:
    """Remove what programs that were killed have left of themselves, at whatever file."""
    with suppress(OSError):
        for place in {one.with_suffix(".json") for one in _folder().iterdir()}:
            if not is_held_beside(place):
                _forget(place)


def _present(record: dict[str, object]) -> Present:
    (program,) = (one for one in get_args(Program) if one == record["program"])
    return Present(
        program=program,
        user=str(record["user"]),
        host=str(record["host"]),
        process=int(str(record["process"])),
        since=datetime.fromisoformat(str(record["since"])).astimezone(),
    )


def _forget(place: Path) -> None:
    writing.remove(place)
    writing.remove(place.with_suffix(".lock"))


def _folder() -> Path:
    return state_dir() / "open"


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A number without a name, as in some containers.
        return str(os.getuid()) if hasattr(os, "getuid") else "somebody"


def _host() -> str:
    import platform

    return platform.node() or "this machine"

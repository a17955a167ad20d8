"""What lets people in again after the facilitator's program was started anew.

It lies beside the answers that are not revealed, for its owner alone. Cookies stand in it as their
hashes, by which nobody gets in. The invitation stands in it as it is, since it is shown again.

Source: docs/decisions/0039-what-outlives-the-facilitators-program.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wizard.disk import own_files
from wizard.workshop.places import place

SECONDS = 12 * 60 * 60
"""How long a place in a workshop lasts: a day in a room."""


@dataclass(frozen=True, slots=True)
class KeptSeat:
    """The place of one person."""

    digest: str
    """Of the cookie."""
    name: str
    is_here: bool
    """Whether they had not left."""


@dataclass(frozen=True, slots=True)
class KeptDoor:
    """The way in from people's own devices, as it was."""

    host: str
    port: int
    public_url: str
    token: str
    """Of the invitation."""
    cookie: str
    """The name of the cookies."""
    seats: tuple[KeptSeat, ...]


class DoorFile:
    """Where the way into the workshop on a session is kept."""

    def __init__(
        self, session: Callable[[], Path | None], now: Callable[[], float] = time.time
    ) -> None:
        """Keep.

        Args:
            session: its file, as it is called now; None where it has none.
            now: seconds since 1970.
        """
        self._session = session
        self._now = now

    def read(self) -> KeptDoor | None:
        """The way in as it was; None where none is known, or none that still holds."""
        session = self._session()
        with suppress(*own_files.DAMAGED):
            if session is not None:
                target = place(session, "door")
                kept = json.loads(target.read_text("utf-8"))
                # A clock may have been set back meanwhile.
                if abs(self._now() - float(kept["at"])) < SECONDS:
                    return _door(kept["door"])
                # Names of people who were somewhere once are nobody's business any more.
                target.unlink()
        return None

    def write(self, door: KeptDoor) -> bool:
        """Keep it, in place of what was kept; False where there is no place for it.

        Raises:
            OSError: where it cannot be written.
        """
        session = self._session()
        if session is None:
            return False
        target = place(session, "door")
        text = json.dumps({"at": self._now(), "door": asdict(door)})
        own_files.write(target, text.encode())
        return True


def _door(kept: Mapping[str, Any]) -> KeptDoor:
    seats = tuple(
        KeptSeat(str(one["digest"]), str(one["name"]), bool(one["is_here"]))
        for one in kept["seats"]
    )
    texts = {name: str(kept[name]) for name in ("host", "public_url", "token", "cookie")}
    return KeptDoor(port=int(kept["port"]), seats=seats, **texts)

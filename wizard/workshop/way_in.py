"""The way into a workshop from people's own devices, for as long as it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rules.answers.problem import Problem
from wizard.problems import InputUnusable
from wizard.workshop.door_file import DoorFile
from wizard.workshop.live import Listener, LiveMeeting
from wizard.workshop.web.address import ANOTHER_PORT
from wizard.workshop.wishes import Wishes

if TYPE_CHECKING:
    from wizard.workshop.web.server import JoinServer


class WayIn:
    """Participants' pages, where they are wished for; none otherwise."""

    def __init__(self, live: LiveMeeting, wishes: Wishes, file: DoorFile) -> None:
        """Prepare.

        Raises:
            InputUnusable: where what it takes is not installed.
        """
        self.why_closed = ""
        """Why nobody comes in, where that was wished for; else empty."""
        self._is_open = False
        self._server: JoinServer | None = None
        if wishes.joins:
            from wizard.workshop.web import join_server

            self._server = join_server(
                live, host=wishes.host, port=wishes.port, public_url=wishes.public_url, file=file
            )

    @property
    def door(self) -> JoinServer | None:
        """What lets people in, while it is open."""
        return self._server if self._is_open else None

    async def open(self, changed: Listener, report: Callable[[Iterable[Problem]], None]) -> None:
        """Let people in.

        Args:
            changed: called after each change of who is there, and now.
            report: called where the address is another one than was to be expected.

        Raises:
            InputUnusable: where the address cannot be had.
        """
        if self._server is None:
            return
        try:
            await self._server.start()
        except InputUnusable as unusable:
            self.why_closed = str(unusable)
            raise
        self._is_open = True
        if self._server.is_moved:
            report([Problem(ANOTHER_PORT, severity="warning")])
        self._server.subscribe(changed)
        changed()

    async def close(self) -> None:
        """Let nobody in any more."""
        if self._server is not None and self._is_open:
            self._is_open = False
            await self._server.stop()

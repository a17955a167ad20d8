"""Participants' pages on their own devices, served from the facilitator's program. Extra `web`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.extras import needs_extra
from wizard.workshop.door_file import DoorFile
from wizard.workshop.live import LiveMeeting
from wizard.workshop.wishes import LOCAL

if TYPE_CHECKING:
    from wizard.workshop.web.server import JoinServer


def join_server(
    live: LiveMeeting,
    *,
    host: str = LOCAL,
    port: int = 0,
    public_url: str = "",
    file: DoorFile | None = None,
) -> JoinServer:
    """A server for participants' pages, not started yet.

    Args:
        live: the workshop that it is about.
        host: the one address that it listens on.
        port: to listen on; 0 for any that is free.
        public_url: where people reach it, for a proxy in front of it; made of host and port
            otherwise.
        file: where address and seats are kept for a program that is started anew.

    Raises:
        InputUnusable: where the extra is missing, or nobody could reach such an address.
    """
    try:
        from wizard.workshop.web.server import JoinServer
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("aiohttp", "segno"):
            raise
        raise needs_extra("participants' pages need", "web") from None
    return JoinServer(live, host=host, port=port, public_url=public_url, file=file)

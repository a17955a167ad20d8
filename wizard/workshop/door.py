"""The way into a workshop from people's own devices, as whoever leads it sees and opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.workshop.web.seats import Claim
    from wizard.workshop.web.server import JoinServer

LOCAL = "127.0.0.1"
"""The address that no other machine reaches."""

ANOTHER_PORT = (
    "The port of before is taken, so that the address is another one; who opens it keeps their seat"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    is_anonymous: bool = False
    joins: bool = False
    """Whether people come in from their own devices."""
    host: str = LOCAL
    port: int = 0
    public_url: str = ""


class Door:
    """The way in from people's own devices."""

    def __init__(self, server: JoinServer, hint: str) -> None:
        self._server = server
        self._hint = hint

    @property
    def hint(self) -> str:
        """Who can reach it, where that is not everybody; that it is another one than before."""
        moved = f"{ANOTHER_PORT}." if self._server.is_moved else ""
        return " ".join(filter(None, (moved, self._hint)))

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return self._server.join_url

    @property
    def picture(self) -> list[str]:
        """The address as a QR code."""
        return self._server.qr_lines()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who asks to come back."""
        return self._server.reception.claims

    @property
    def connected(self) -> frozenset[str]:
        """Who has a page open now."""
        return self._server.reception.connected

    def renew(self) -> None:
        """Have another address; the one before lets nobody in any more."""
        self._server.renew()

    def let_in(self, code: str) -> None:
        """Believe somebody; Refused where that cannot be."""
        self._server.reception.let_in(code)

    def turn_away(self, code: str) -> None:
        """Believe them not; Refused where nobody asks any more."""
        self._server.reception.turn_away(code)

    def let_all_in(self) -> int:
        """Believe all but those of several to be one person; how many were let in."""
        return self._server.reception.let_all_in()

    @property
    def silent(self) -> tuple[str, ...]:
        """Who came in from a device and has said nothing yet."""
        return self._server.reception.silent

    def clear(self) -> None:
        """Take all of those out, and have another address."""
        self._server.reception.clear()
        self._server.renew()


def who_reaches(wishes: Wishes) -> str:
    """That nobody else's device reaches the pages, where that is so, and what would let them."""
    if wishes.host != LOCAL or wishes.public_url:
        return ""
    from wizard.workshop.web.address import lan_address

    return (
        f"Only this machine reaches it; start with --host {lan_address() or 'ADDRESS'} for others."
    )

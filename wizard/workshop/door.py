"""The way into a workshop from people's own devices, as whoever leads it sees and opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.workshop.web.seats import Claim
    from wizard.workshop.web.server import JoinServer

LOCAL = "127.0.0.1"
"""The address that no other machine reaches."""


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
        self.hint = hint
        """Who can reach it, where that is not everybody."""

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
        return self._server.claims

    @property
    def connected(self) -> frozenset[str]:
        """Who has a page open now."""
        return self._server.connected

    def renew(self) -> None:
        """Have another address; the one before lets nobody in any more."""
        self._server.renew()

    def let_in(self, code: str) -> None:
        """Believe somebody; Refused where that cannot be."""
        self._server.let_in(code)

    def turn_away(self, code: str) -> None:
        """Believe them not; Refused where nobody asks any more."""
        self._server.turn_away(code)


def who_reaches(wishes: Wishes) -> str:
    """That nobody else's device reaches the pages, where that is so, and what would let them."""
    if wishes.host != LOCAL or wishes.public_url:
        return ""
    from wizard.workshop.web.address import lan_address

    return (
        f"Only this machine reaches it; start with --host {lan_address() or 'ADDRESS'} for others."
    )

"""What the screens of a workshop ask of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting

Event = Callable[[Meeting], Meeting]
"""Something that happens in a workshop: the meeting before it to the one after."""


class Claim(Protocol):
    """Somebody at a page who says that they took part before."""

    @property
    def name(self) -> str:
        """Whom they say they are."""

    @property
    def code(self) -> str:
        """What their page shows, to be compared by eye."""


class Reception(Protocol):
    """Who is let in from their own devices, and who is taken out."""

    @property
    def claims(self) -> Sequence[Claim]:
        """Who asks to come back."""

    @property
    def connected(self) -> frozenset[str]:
        """Who has a page open now."""

    @property
    def silent(self) -> Sequence[str]:
        """Who came in from a device and has said nothing yet."""

    def let_in(self, code: str) -> None:
        """Believe somebody; Refused where that cannot be."""

    def turn_away(self, code: str) -> None:
        """Believe them not; Refused where nobody asks any more."""

    def let_all_in(self) -> int:
        """Believe all but those of several to be one person; how many were let in."""


class Door(Protocol):
    """The way in from people's own devices."""

    @property
    def join_url(self) -> str:
        """What to type into a browser."""

    @property
    def hint(self) -> str:
        """Who can reach it, where that is not everybody; else empty."""

    @property
    def reception(self) -> Reception:
        """Who comes in by it."""

    def qr_lines(self) -> Sequence[str]:
        """The address as a QR code: lines of blocks, the dark ones set."""

    def renew(self) -> None:
        """Have another address; the one before lets nobody in any more."""

    def clear(self) -> None:
        """Take out all who have said nothing, and have another address."""


class Desk(Protocol):
    """The workshop, kept and saved as it goes."""

    @property
    def meeting(self) -> Meeting:
        """As it is now."""

    @property
    def talk(self) -> Discussion | None:
        """What the answers that were revealed last mean."""

    @property
    def door(self) -> Door | None:
        """The way in from other devices, where there is one."""

    @property
    def why_closed(self) -> str:
        """Why nobody comes in from other devices, where that was wished for; else empty."""

    @property
    def is_kept(self) -> bool:
        """Whether the answers that are not revealed are on disk."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have a function called after each change; what is returned ends that."""

    def do(self, event: Event) -> None:
        """Have something happen, and keep it.

        Raises:
            Refused: where it cannot happen; nothing has changed then.
        """

    def say(self, talk: Discussion) -> None:
        """Tell everybody what the answers mean."""

    def day(self) -> date:
        """Today."""

    def now(self) -> datetime:
        """The present moment."""

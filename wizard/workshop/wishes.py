"""What was asked for on the command line, of a workshop that is to be led."""

from __future__ import annotations

from dataclasses import dataclass

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

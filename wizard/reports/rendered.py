"""What every renderer gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as a file."""

    data: bytes
    warnings: tuple[str, ...] = ()
    """What a reader will miss in it, in sentences."""

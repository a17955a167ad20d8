"""How much the larger tests try: a part of it in `make test`, all of it in `make soak`."""

from __future__ import annotations

import os

DEEP = os.environ.get("PAYBACK_TESTS") == "deep"


def sized(quick: int, deep: int) -> int:
    """How many of something a test tries."""
    return deep if DEEP else quick

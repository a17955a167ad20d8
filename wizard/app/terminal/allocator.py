"""Freed memory goes back to the system, where the C library can be told so: glibc.

By its defaults a large block that is freed once raises the size from which blocks are given back
one by one, and each thread has an arena of its own: what a draw of chances needs for a moment
stays in pieces between what lives on.
"""

from __future__ import annotations

import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Parameters of `mallopt`, from malloc.h of glibc."""
BLOCK_BYTES = 128 * 1024
"""glibc's own first threshold, which it raises up to 32 MiB unless it is set."""


def give_back_what_is_freed() -> bool:
    """Set the thresholds; whether there is a library that has them."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        library = ctypes.CDLL(None)
        # musl has neither: it gives back by itself.
        is_glibc = hasattr(library, "gnu_get_libc_version") and hasattr(library, "mallopt")
    except OSError:
        return False
    if not is_glibc:
        return False
    settings = (_ARENA_MAX, 1), (_MMAP_THRESHOLD, BLOCK_BYTES), (_TRIM_THRESHOLD, BLOCK_BYTES)
    return all(library.mallopt(name, value) == 1 for name, value in settings)

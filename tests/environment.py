"""The environment of the processes that tests start."""

from __future__ import annotations

import os
from pathlib import Path

import wizard

ROOT = Path(wizard.__file__).parents[1]

_OURS = ("PAYBACK_DEBUG", "PAYBACK_POLICY")


def surroundings(**more: str) -> dict[str, str]:
    """That of whoever runs the tests, but with Python and program set up as for anybody else.

    A variable such as PYTHONUNBUFFERED would hide what people see.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name not in _OURS
    }
    return {**kept, "PYTHONPATH": str(ROOT), **more}

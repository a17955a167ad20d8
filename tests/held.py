"""Texts that are held word for word against files in tests/golden.

`PAYBACK_GOLDEN=write` writes the files anew; what changed is then to be read in the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def held_against(name: str, text: str) -> None:
    """Assert that a text is what the file of that name holds."""
    path = GOLDEN / name
    if os.environ.get("PAYBACK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")

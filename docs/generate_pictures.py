"""Draw the pictures of the documentation from the program itself: docs/pictures/*.svg.

Run by `make docs`. The pictures hold no outside address: a reader's browser asks nobody for a font.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from os import environ
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
SAMPLE = Path(__file__).parent.parent / "sample_sessions" / "support_ticket_classifier.toml"
SIZE = (120, 40)
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw() -> None:
    """Open the worked example and take the pictures."""
    from wizard.app.app import PaybackApp
    from wizard.sessions.open_session import OpenSession

    app = PaybackApp(session=OpenSession.open(SAMPLE), start="volume.calls_per_month")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        _write("step", app.export_screenshot(title="payback open"))
        await pilot.press("ctrl+l")
        await app.workers.wait_for_complete()
        await pilot.pause()
        _write("verdict", app.export_screenshot(title="payback open"))


def _write(name: str, svg: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    text = _FONT_FACES.sub("", svg).replace("Fira Code", "ui-monospace")
    (PICTURES / f"{name}.svg").write_text(text + "\n", "utf-8")


def main() -> None:
    """Draw all pictures, without touching the state of whoever runs this."""
    with tempfile.TemporaryDirectory() as home:
        environ["PAYBACK_HOME"] = home
        asyncio.run(draw())


if __name__ == "__main__":
    main()

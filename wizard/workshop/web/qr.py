"""An address as a QR code in text, for a camera in front of the facilitator's screen."""

from __future__ import annotations

import segno

_BORDER = 2
"""Light modules around. ISO/IEC 18004 asks for 4; cameras read 2, and terminals are short."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(text: str) -> list[str]:
    """The code of a text; two rows of modules on one line, all lines of one width.

    To be painted dark on light, whatever the theme: cameras want that.
    """
    code = segno.make(text, error="l", micro=False, boost_error=False)
    rows = [[bool(one) for one in row] for row in code.matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]

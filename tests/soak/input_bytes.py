"""Whatever bytes a terminal sends, the wizard goes on: storms of them at a real terminal.

Takes how many storms, and a seed: `python -m tests.soak.input_bytes 2000 7`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.person import Person
from tests.wizard.cases import COMPLETE

STORMS = 2_000
"""Storms, each of up to 300 bytes."""
PER_PROGRAM = 25
"""Storms at one program."""
QUIET_S = 0.12
_ESCAPE = b"\x1b"
_BEGINNINGS = (
    b"\x1b[", b"\x1b[M", b"\x1b[<", b"\x1b[200~", b"\x1b[201~", b"\x1b[48;", b"\x1bO", b"\x1b]",
    b"\x1b[?", b"\x1b[1;", b"\x1bP", b"\x1b\x1b",
)  # fmt: skip
_ENDINGS = (b"u", b"~", b"M", b"m", b"t", b"R", b"$y", b"c", b"\x07", b"\x1b\\", b"A", b"")
_NUMBERS = (b"0", b"1", b"35", b"64", b"2026", b"2048", b"55296", b"1114112", b"99999999999", b"-1")
_TYPED = "7 12k \u00e9 \u6f22 \U0001f469\u200d\U0001f4bb \u200b \u2028 abc".encode()
# What would end the program as it should: quit, interrupt, suspend by its palette entry.
_LEAVES = (b"\x11", b"\x03", b"\x1a")


def storm(chance: random.Random) -> bytes:
    """Bytes of all kinds: noise, broken text, reports and keys with any numbers, cut anywhere."""
    parts: list[bytes] = []
    for _ in range(chance.randint(1, 12)):
        kind = chance.randrange(5)
        if kind == 0:
            parts.append(chance.randbytes(chance.randint(1, 30)))
        elif kind == 1:
            cut = chance.randrange(len(_TYPED))
            parts.append(_TYPED[cut : cut + chance.randint(1, 9)])
        elif kind == 2:
            count = chance.randint(1, 4)
            middle = chance.choice((b";", b":")).join(chance.choices(_NUMBERS, k=count))
            parts.append(chance.choice(_BEGINNINGS) + middle + chance.choice(_ENDINGS))
        elif kind == 3:
            parts.append(b"\x1b[M" + chance.randbytes(chance.randint(0, 3)))
        else:
            parts.append(bytes([chance.randrange(0x80, 0x100)]) * chance.randint(1, 3))
    whole = b"".join(parts)
    for keys in _LEAVES:
        whole = whole.replace(keys, b".")
    return whole


def try_out(storms: int, seed: int) -> list[str]:
    """What went wrong in so many storms."""
    chance = random.Random(seed)
    troubles: list[str] = []
    while storms > 0:
        count = min(storms, PER_PROGRAM)
        storms -= count
        sent = [storm(chance) for _ in range(count)]
        trouble = _at_one_program(sent, chance)
        if trouble:
            troubles.append(trouble)
    return troubles


def _at_one_program(storms: list[bytes], chance: random.Random) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        path.write_text(COMPLETE, "utf-8")
        person = Person(
            "open", path, size=(100, 30), TERM="xterm-256color", PAYBACK_HOME=f"{folder}/home"
        )
        person.sees(b"palette")
        done: list[bytes] = []
        try:
            for one in storms:
                cut = chance.randint(0, len(one))
                done.append(one)
                person.types(one[:cut])
                person.waits_until_quiet(QUIET_S)
                person.types(one[cut:])
                person.waits_until_quiet(QUIET_S)
            # Out of a paste, a dialog or a palette that the storm has opened, and home by ctrl+c.
            person.types(b"\x1b[201~\x1b")
            time.sleep(0.3)
            person.types(b"\x03\x03")
            person.waits_until_quiet()
            person.types(b"\x03\x03")
            status = person.status()
        except (AssertionError, OSError) as error:
            person.hangs_up()
            return f"{type(error).__name__} after {done[-2:]!r}"
        if status or b"Traceback" in person.all:
            return f"status {status} after {done!r}"
    return ""


def main() -> None:
    """Try out as many as are asked for, and say how it went."""
    storms = int(sys.argv[1]) if len(sys.argv) > 1 else STORMS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    troubles = try_out(storms, seed)
    print(f"{storms} storms, seed {seed}: {len(troubles)} programs in trouble")
    for trouble in troubles:
        print(f"  {trouble}")
    if troubles:
        sys.exit(1)


if __name__ == "__main__":
    main()

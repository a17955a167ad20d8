"""How long a save takes: editing in place, reading back, comparing, and the disk.

Reference: writing the same bytes to a new file with one fsync.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

from benchmarks._timing import WORKED_EXAMPLE, in_turn, report
from rules.answers.entries import parse_entry
from rules.questions import QUESTIONS
from wizard.disk import reading, store
from wizard.sessions.open_session import OpenSession

ROUNDS = 30
KEY = "volume.calls_per_month"
GOAL = 30


def _write_with_fsync(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _save_one_change(session: OpenSession, volumes: Iterator[str]) -> None:
    entry = parse_entry(QUESTIONS[KEY], next(volumes), path=tuple(KEY.split(".")))
    session.answer(KEY, entry)
    session.save(date(2026, 11, 24))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        shutil.copy(WORKED_EXAMPLE, path)
        session = OpenSession.open(path)
        other = Path(folder) / "other"
        data = path.read_bytes()
        texts = cycle((data + b"# a\n", data + b"# b\n"))
        bytes_path = Path(folder) / "bytes.toml"
        bytes_path.write_bytes(data)
        held = [reading.read(bytes_path)[1]]

        def save_bytes() -> None:
            held[0] = store.save(bytes_path, next(texts), expected=held[0])

        volumes = cycle(("6M (4.5M..8M)", "7M (4.5M..8M)"))
        seconds = in_turn(
            {
                "the same bytes to a new file, with fsync": lambda: _write_with_fsync(other, data),
                "the store alone: lock, compare, replace, fsync file and folder": save_bytes,
                "one answer changed and saved": lambda: _save_one_change(session, volumes),
            },
            ROUNDS,
        )
        report(seconds, {"one answer changed and saved": GOAL})


if __name__ == "__main__":
    main()

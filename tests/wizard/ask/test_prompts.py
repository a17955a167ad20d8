"""Questions of `import` and `track` as processes at a real terminal: ctrl+c is heard at each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.person import Person
from tests.wizard.cases import COMPLETE
from tests.wizard.imports.made import as_csv, as_lines, every, spend_row

HEARD_LATE = "tests.wizard.ask.heard_late"
"""The program, whose waits no ctrl+c ends."""


def takes(folder: Path) -> tuple[str | Path, ...]:
    """Whether a figure is taken."""
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(hours=6), 300))]
    (folder / "case.toml").write_text(COMPLETE)
    return "import", "usage", as_lines(folder / "log.jsonl", rows), "--into", folder / "case.toml"


def names_columns(folder: Path) -> tuple[str | Path, ...]:
    """Which column is what."""
    rows = [{"when": "2026-06-01T08:00:00Z", "took": at, "gave": 2} for at in range(5)]
    return "import", "usage", as_csv(folder / "log.csv", rows)


@pytest.mark.parametrize("asks", [takes, names_columns])
@pytest.mark.parametrize("program", ["wizard", HEARD_LATE])
def test_ctrl_c_warns_once_and_leaves_the_second_time(
    asks: Callable[[Path], tuple[str | Path, ...]], program: str, tmp_path: Path
) -> None:
    person = Person(*asks(tmp_path), program=program)
    person.sees(b"Take it? y/n [" if asks is takes else b"When a call began")
    person.types(b"\x03")
    person.sees(b"Press ctrl+c again to leave with nothing taken.")
    person.types(b"\x03")
    assert person.status() in (2, 130)
    if asks is takes:
        assert (tmp_path / "case.toml").read_text() == COMPLETE
    assert b"Traceback" not in person.all

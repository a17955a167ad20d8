"""Of a large source a part is looked at for copies, and all of it where that part has some."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import as_csv, every, spend_row
from wizard.imports.engines import files


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_ALL_KEYS_UP_TO", 0)


def test_copies_that_a_part_shows_are_all_left_out(imported: Import, tmp_path: Path) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 200))]
    found = imported(as_csv(tmp_path / "spend.csv", [*rows, *rows[:150]]))
    assert found["rows"] == {"read": 350, "kept": 200, "dropped": {"duplicate": 150}}


def test_where_a_part_shows_none_it_says_how_much_was_looked_at(
    payback: Payback, imported: Import, tmp_path: Path
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 200))]
    path = as_csv(tmp_path / "spend.csv", rows)
    assert imported(path)["calls"] == 200
    assert "were looked for in a 16th of it" in payback("import", "usage", path).out


def test_an_odd_cell_that_no_call_needs_costs_no_row(imported: Import, tmp_path: Path) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 40))]
    rows[7]["spend"] = "Included"
    rows[9]["endTime"] = "never"
    found = imported(as_csv(tmp_path / "spend.csv", rows))
    assert found["rows"] == {"read": 40, "kept": 40, "dropped": {}}
    assert found["cost"] == pytest.approx(39 * 0.002)

"""DuckDB reads the named files and nothing else, and an import can be watched and called off."""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.made import as_csv, every, spend_row
from wizard.imports.engines import duck
from wizard.imports.engines.duck import answer, closed_up
from wizard.imports.engines.engine import Cancelled, Progress, Watch
from wizard.imports.importing import import_usage
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources

duckdb = pytest.importorskip("duckdb")

HEAVY = "SELECT COUNT(*) FROM RANGE(100000000000) WHERE HASH(range) = 7"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "named.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("a\nsecret\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{folder}/other.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM GLOB('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/written.csv'",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('https://example.com/a.csv')",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET threads = 64",
        "RESET lock_configuration",
    ],
)
def test_nothing_but_the_named_file_is_reached(statement: str, file: Path) -> None:
    before = set(file.parent.iterdir())
    with closed_up([file]) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(folder=file.parent))
    assert set(file.parent.iterdir()) == before


def test_a_variable_of_python_is_no_table(file: Path) -> None:
    rows = [(1,)]
    with closed_up([file]) as connection, pytest.raises(duckdb.Error):
        connection.execute("SELECT * FROM rows")
    assert rows


def test_what_it_spills_into_is_its_own_and_gone_afterwards(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "temporary"
    own.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(own))
    with closed_up([file]) as connection:
        (folder,) = own.iterdir()
        setting = connection.execute("SELECT CURRENT_SETTING('temp_directory')").fetchone()
        assert setting == (str(folder),)
    assert list(own.iterdir()) == []


def test_a_statement_that_runs_is_called_off(file: Path) -> None:
    watch = Watch()
    threading.Timer(0.05, watch.cancel).start()
    with closed_up([file]) as connection, pytest.raises(Cancelled):
        answer(connection, HEAVY, {}, watch, 0)


def test_what_was_called_off_does_not_begin(tmp_path: Path) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 3))]
    request = Request(sources=(str(as_csv(tmp_path / "spend.csv", rows)),))
    watch = Watch()
    watch.cancel()
    with pytest.raises(Cancelled):
        import_usage(open_sources(request), request, watch)


def test_progress_is_told_with_the_bytes_to_be_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duck, "_LOOKS_EVERY_S", 0.01)
    seen: list[Progress] = []
    watch = Watch(show=seen.append)

    def show(progress: Progress) -> None:
        seen.append(progress)
        watch.cancel()

    watch.show = show
    with closed_up([file]) as connection, pytest.raises(Cancelled):
        answer(connection, HEAVY, {}, watch, 1234)
    assert seen[0].size == 1234
    assert 0 <= seen[0].share <= 1


def test_without_the_extra_one_line_says_how_to_get_it(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [spend_row(1, every(timedelta(1), 1)[0])]
    path = as_csv(tmp_path / "spend.csv", rows)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    outcome = payback("import", "usage", path)
    assert outcome.status == 2
    assert outcome.err == (
        "reading usage from files needs an extra that is not installed; install it with:"
        " pip install 'distill-payback[usage]'\n"
    )

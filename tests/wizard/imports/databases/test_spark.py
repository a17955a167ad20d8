"""Spark: the answers that files give, through a server of the tests' own, and nothing changed."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.environment import heeds_signals, surroundings
from tests.wizard.conftest import Outcome, Payback
from tests.wizard.imports.databases import log_of_texts, spark_server
from tests.wizard.imports.databases.alike import (
    assert_alike,
    assert_mapped_alike,
    assert_read_alike,
    assert_scanned_alike,
    read,
    ways_of_asking,
)
from tests.wizard.imports.databases.spark_server import TOKEN, SparkServer
from tests.wizard.imports.databases.test_credentials import until, written_below
from tests.wizard.imports.made import CANARY
from wizard.imports.engines import catalogue, database_table, spark
from wizard.imports.engines.engine import Cancelled, Watch
from wizard.imports.engines.spark import connected
from wizard.imports.importing import import_usage
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources

ROWS = 5_000


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows of the log in a file."""
    return log_of_texts.written(tmp_path_factory.mktemp("rows") / "log.parquet", ROWS)


@pytest.fixture(scope="module")
def server(rows: Path) -> Iterator[SparkServer]:
    """A Spark with the same rows in a table."""
    why = spark_server.why_not()
    if why is not None:
        pytest.skip(why)
    with spark_server.running() as one:
        run(one, f"CREATE TABLE LiteLLM_SpendLogs AS SELECT * FROM parquet.`{rows}`")
        yield one


def run(server: SparkServer, statement: str) -> Sequence[tuple[Any, ...]]:
    with connected(server.address, Watch()) as connection:
        return connection.rows(statement)


def refusal(outcome: Outcome) -> str:
    assert (outcome.status, outcome.out) == (2, ""), outcome
    assert "Traceback" not in outcome.err
    assert CANARY not in outcome.err
    return outcome.err


# ---------------------------------------------------------------- the same answers


@ways_of_asking
def test_the_figures_are_those_of_the_rows_in_a_file(
    wanted: dict[str, Any], server: SparkServer, rows: Path
) -> None:
    assert_read_alike(server.address, rows, wanted, ROWS)


@pytest.mark.parametrize("by", ["", "tag"])
def test_a_scan_is_that_of_the_rows_in_a_file(by: str, server: SparkServer, rows: Path) -> None:
    assert_scanned_alike(server.address, rows, by)


def test_the_printed_query_gives_the_figures_of_the_rows(
    server: SparkServer, rows: Path, payback: Payback, tmp_path: Path
) -> None:
    printed = payback("import", "usage", "--print-sql", "spark", "--by", "team").out
    result = tmp_path / "result.csv"
    with connected(server.address, Watch()) as connection, result.open("w", newline="") as stream:
        answer = connection.rows(printed, 900)
        writer = csv.writer(stream)
        writer.writerow(answer[0].__fields__)  # type: ignore[attr-defined]
        writer.writerows(answer)
    there = read(result).usage
    whole = tuple(one for one in there.peaks if one.endpoint is None)
    assert_alike(replace(there, peaks=whole), read(rows, by="team").usage)


def test_calls_that_a_table_has_twice_count_once(
    server: SparkServer, rows: Path, tmp_path: Path
) -> None:
    import duckdb

    twice = tmp_path / "twice.parquet"
    again = f"SELECT * FROM '{rows}' UNION ALL SELECT * FROM '{rows}' WHERE request_id LIKE '%7'"
    duckdb.sql(f"COPY ({again}) TO '{twice}' (FORMAT parquet)")
    run(server, f"CREATE TABLE twice AS SELECT * FROM parquet.`{twice}`")
    there = read(server.address, table="twice")
    assert there.usage.dropped["duplicate"] > 300
    assert_alike(there.usage, read(twice).usage)


def test_a_table_of_texts_is_mapped_and_its_bad_rows_are_counted(
    server: SparkServer, payback: Payback, tmp_path: Path
) -> None:
    """Times with offsets and without, numbers in words, and days that no month has."""
    times = [
        *("2026-06-01T08:00:00Z", "2026-06-01 10:00:01+02:00", "2026-06-01 08:00:02.1234567"),
        *("2026-02-30T08:00:00Z", "01/02/2026", "soon", "", "2026-06-01T25:00:00Z", "0000-01-01"),
        *("2026-06-01", " 2026-06-01T08:00:03Z ", "2026-06-01T08:00:04+05:30"),
    ]
    numbers = ["7", "3.0", "3.7", "-1", "1e3", "1e999", "NaN", "many", " 12 ", "", "12d", "0x1p3"]
    lines = tmp_path / "calls.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        for at in range(len(times) * len(numbers) * 6):
            number = numbers[(at // 6) % len(numbers)]
            call = {
                "began": times[0] if at % 6 else times[(at // 6) % len(times)],
                "usage": json.dumps(
                    {"tokens in": 100 + at, "cached": number if at % 6 == 2 else 5}
                ),
                "out": number.strip() if at % 6 == 1 else "5",
                "paid": "0.5",
                "took": "900",
                "code": "200" if at % 6 < 3 else "500",
                "app": f"app {at % 4}",
                "prompt": CANARY,
            }
            stream.write(json.dumps(call) + "\n")
    run(server, f"CREATE TABLE calls AS SELECT * FROM json.`{lines}`")
    assert_mapped_alike(payback, server.address, "default.calls", lines, tmp_path / "map.toml")


def test_objects_and_lists_with_types_of_their_own_are_read_as_json(server: SparkServer) -> None:
    run(
        server,
        "CREATE TABLE typed AS SELECT request_id, startTime, endTime, spend, prompt_tokens,"
        " completion_tokens, model, status, NAMED_STRUCT('user_api_key_alias', 'svc-1',"
        " 'usage_object', NAMED_STRUCT('prompt_tokens_details', MAP('cached_tokens', 9)))"
        " AS metadata, ARRAY('a', 'b') AS request_tags FROM LiteLLM_SpendLogs LIMIT 100",
    )
    there = read(server.address, table="typed", by="key_alias").usage
    assert {one.endpoint for one in there.groups} == {"svc-1"}
    assert sum(one.input_cached for one in there.groups) == 9 * sum(
        one.rows for one in there.groups
    )
    assert {one.endpoint for one in read(server.address, table="typed", by="tag").usage.groups} == {
        "a, b"
    }


# ------------------------------------------------------------------ tables and rights


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("LiteLLM_SpendLog", "there is 'litellm_spendlogs'"),
        ("nowhere.LiteLLM_SpendLogs", "has no table 'nowhere.LiteLLM_SpendLogs'"),
        ("a.b.c", "has no table 'a.b.c'"),
        ("x`; DROP TABLE LiteLLM_SpendLogs; --", "has no table"),
        ("default`.x", "has no table"),
    ],
)
def test_a_table_is_looked_up_before_it_is_named(
    named: str, said: str, server: SparkServer, payback: Payback
) -> None:
    assert said in refusal(payback("import", "usage", server.address, "--table", named))


def test_hostile_names_of_columns_are_names(
    server: SparkServer, payback: Payback, tmp_path: Path
) -> None:
    run(server, """CREATE VIEW hostile AS SELECT now() AS `a``t' %s {0} \\`, 7 AS i, 2 AS o""")
    mapping = tmp_path / "map.toml"
    mapping.write_text("[columns]\ntime='''a`t' %s {0} \\'''\ninput='i'\noutput='o'\n", "utf-8")
    outcome = payback(
        *("import", "usage", server.address, "--json", "--table", "hostile", "--map", mapping),
        *("--timezone", "UTC"),
    )
    assert json.loads(outcome.out)["input"] == 7


def test_a_table_of_no_known_format_asks_for_a_mapping(
    server: SparkServer, payback: Payback
) -> None:
    run(server, "CREATE VIEW other AS SELECT 1 AS a, 'x' AS b")
    said = refusal(payback("import", "usage", server.address, "--table", "other"))
    assert "'other' is of no known format; its columns are 'a' and 'b'. Say which is what" in said


def test_a_view_that_fails_is_told_without_its_words(server: SparkServer, payback: Payback) -> None:
    columns = "startTime, prompt_tokens, completion_tokens"
    run(
        server,
        f"CREATE VIEW failing AS SELECT request_id, {columns},"
        f" CAST(RAISE_ERROR('{CANARY}') AS DOUBLE) AS spend FROM LiteLLM_SpendLogs",
    )
    said = refusal(payback("import", "usage", server.address, "--table", "failing"))
    assert "Spark refuses the query (its word for it is " in said


def test_a_table_that_falls_into_too_many_groups_is_refused(
    server: SparkServer, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_table, "MOST_GROUPS", 50)
    monkeypatch.setattr(catalogue, "MOST_GROUPS", 50)
    said = refusal(payback("import", "usage", server.address))
    assert "falls into more than 50 groups; name an endpoint" in said


# ---------------------------------------------------------------------- limits


SLOW = "SELECT COUNT(*) FROM RANGE(1000000) AS a, RANGE(1000000) AS b WHERE HASH(a.id, b.id) = 7"


def is_busy(server: SparkServer) -> bool:
    """Whether a task of a query that has begun on the server has not ended."""
    log = (server.folder / "log").read_text(errors="replace")
    begun = re.findall(r"Starting task .*?[(]TID (\d+)[)]", log)
    ended = re.findall(r"(?:Finished|Lost|killed) task .*?[(]TID (\d+)[)]", log)
    return not set(begun) <= set(ended)


def test_a_query_that_runs_is_called_off_and_ends_on_the_server(
    server: SparkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark.SparkTable, "_statement", lambda *_: SLOW)
    request = Request(sources=(server.address,))
    opened = open_sources(request)
    watch = Watch()
    threading.Timer(1.0, watch.cancel).start()
    with pytest.raises(Cancelled):
        import_usage(opened, request, watch)
    until(lambda: not is_busy(server), 120)


def test_a_query_that_takes_too_long_says_what_to_do(
    server: SparkServer, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark.SparkTable, "_statement", lambda *_: SLOW)
    monkeypatch.setattr(spark, "_QUERY_WITHIN_S", 0.5)
    said = refusal(payback("import", "usage", server.address))
    assert "took longer than it may" in said
    assert "--since" in said
    until(lambda: not is_busy(server), 120)


def test_a_program_that_is_interrupted_leaves_nothing_running(server: SparkServer) -> None:
    run(server, f"CREATE VIEW slow AS {SLOW.replace('COUNT(*)', COLUMNS)}")
    # Busy with that, it would seem busy with the program, and Python be interrupted as it starts.
    until(lambda: not is_busy(server), 120)
    running = subprocess.Popen(
        [sys.executable, "-m", "wizard", "import", "usage", server.address, "--table", "slow"],
        env=surroundings(),
        preexec_fn=heeds_signals,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until(lambda: is_busy(server), 120)
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, b"", b"Interrupted.")
    until(lambda: not is_busy(server), 120)


COLUMNS = (
    "'x' AS request_id, NOW() AS startTime, NOW() AS endTime, 1.0 AS spend, 1 AS prompt_tokens,"
    " 1 AS completion_tokens, 'm' AS model"
)


# ------------------------------------------------------------------- what it writes


def alone(home: Path, *arguments: str | Path, **more: str) -> Outcome:
    """The program as a process of its own, of somebody whose folder this is."""
    home.mkdir(exist_ok=True)
    here = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *map(str, arguments)],
        env=surroundings(**here, **more),
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_an_import_into_a_session_names_the_table_and_says_nothing_else(
    server: SparkServer, case: Path, tmp_path: Path
) -> None:
    """Neither where the server is, nor anything that the libraries say of their own accord."""
    into = ("--endpoint", "tickets", "--into", case, "--accept", "all")
    done = alone(tmp_path / "home", "import", "usage", server.address, *into)
    assert done.status == 0
    assert [line for line in done.err.splitlines() if " is left. " not in line] == []
    assert "litellm_spendlogs in Spark, schema spark_catalog.default" in case.read_text()
    assert CANARY not in written_below(tmp_path) + done.out
    assert str(server.port) not in case.read_text()


def test_a_token_lets_in_and_is_nowhere_afterwards(tmp_path: Path) -> None:
    why = spark_server.why_not()
    if why is not None:
        pytest.skip(why)
    home = tmp_path / "home"
    with spark_server.running(f"spark.connect.authenticate.token={TOKEN}") as server:
        address = f"sc://localhost:{server.port}"
        named = ("import", "usage", address)
        refused = [
            alone(home, *named),
            alone(home, "import", "usage", f"{address}/;token=canary-wrong"),
        ]
        let_in = alone(home, "import", "usage", f"{address}/;token={TOKEN}")
        by_name = alone(home, *named, SPARK_CONNECT_AUTHENTICATE_TOKEN=TOKEN)
    for one in refused:
        assert "does not accept the token, or wants one" in one.err
    for one in (let_in, by_name):
        assert "has no table 'LiteLLM_SpendLogs'" in one.err
    for one in (*refused, let_in, by_name):
        assert one.status == 2
        assert "canary" not in one.out + one.err
    assert "canary" not in written_below(home)


def test_a_server_that_dies_half_way_says_so_and_nothing_is_lost(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch, rows: Path
) -> None:
    why = spark_server.why_not()
    if why is not None:
        pytest.skip(why)
    before = case.read_bytes()
    monkeypatch.setattr(spark.SparkTable, "_statement", lambda *_: SLOW)
    with spark_server.running() as server:
        run(server, f"CREATE VIEW LiteLLM_SpendLogs AS SELECT * FROM parquet.`{rows}`")

        def kill() -> None:
            until(lambda: is_busy(server), 120)
            server.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        outcome = payback("import", "usage", server.address, "--into", case, "--accept", "all")
        killer.join()
    assert "the connection to Spark broke off" in refusal(outcome)
    assert case.read_bytes() == before

"""PostgreSQL: the answers that files give, within somebody's rights, and nothing changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.depth import DEEP
from tests.wizard.conftest import Outcome, Payback
from tests.wizard.imports.databases.alike import (
    assert_alike,
    assert_mapped_alike,
    assert_read_alike,
    assert_scanned_alike,
    read,
    ways_of_asking,
)
from tests.wizard.imports.databases.conftest import ROWS, export
from tests.wizard.imports.databases.rows import TABLE, fill
from tests.wizard.imports.databases.server import DATABASE, PASSWORD, Server
from tests.wizard.imports.made import CANARY
from wizard.imports.engines import catalogue, postgres
from wizard.imports.engines.engine import Cancelled, Watch
from wizard.imports.engines.postgres import connected
from wizard.imports.importing import import_usage
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources
from wizard.problems import InputUnusable

LOG = '"LiteLLM_SpendLogs"'


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PostgreSQL's own programs look for it too."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


# ---------------------------------------------------------------- the same answers


@ways_of_asking
def test_the_figures_are_those_of_the_rows_exported(
    wanted: dict[str, Any], server: Server, exported: Path
) -> None:
    assert_read_alike(server.address(), exported, wanted, ROWS)


@pytest.mark.parametrize("by", ["", "tag"])
def test_a_scan_is_that_of_the_rows_exported(by: str, server: Server, exported: Path) -> None:
    assert_scanned_alike(server.address(), exported, by)


def test_the_printed_query_gives_the_figures_of_the_rows(
    server: Server, exported: Path, payback: Payback, tmp_path: Path
) -> None:
    printed = payback("import", "usage", "--print-sql", "postgres", "--by", "tag").out
    there = read(export(server, tmp_path / "result.csv", printed)).usage
    whole = tuple(one for one in there.peaks if one.endpoint is None)
    assert_alike(replace(there, peaks=whole), read(exported, by="tag").usage)


@pytest.mark.skipif(not DEEP, reason="two million rows are for make soak")
def test_two_million_rows_give_the_figures_of_a_file(server: Server, tmp_path: Path) -> None:
    try:
        with server.owner() as owner:
            fill(owner, 2_000_000)
        rows = export(server, tmp_path / "log.csv", f"TABLE {LOG}")
        assert_alike(read(server.address()).usage, read(rows).usage)
    finally:
        with server.owner() as owner:
            fill(owner, ROWS)


@pytest.fixture
def table(server: Server) -> Iterator[psycopg.Connection]:
    """A schema that goes away, for tables of a test's own."""
    with server.owner() as owner:
        owner.execute("CREATE SCHEMA own")
        owner.execute("GRANT USAGE ON SCHEMA own TO reader")
        owner.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA own GRANT SELECT ON TABLES TO reader")
        try:
            yield owner
        finally:
            owner.execute("DROP SCHEMA own CASCADE")


def test_calls_that_a_table_has_twice_count_once(
    server: Server, table: psycopg.Connection, tmp_path: Path
) -> None:
    twice = f"SELECT * FROM {LOG} UNION ALL SELECT * FROM {LOG} WHERE request_id LIKE '%7'"
    table.execute(f"CREATE TABLE own.log AS {twice}")
    there = read(server.address(), table="own.log")
    here = read(export(server, tmp_path / "log.csv", "TABLE own.log"))
    assert there.usage.dropped["duplicate"] > ROWS / 20
    assert_alike(there.usage, here.usage)


def test_sums_by_day_are_read_from_a_table_too(
    server: Server, table: psycopg.Connection, tmp_path: Path
) -> None:
    table.execute(
        f"""CREATE TABLE own."LiteLLM_DailyTeamSpend" AS SELECT to_char("startTime", 'YYYY-MM-DD')
            AS date, model, model_group, team_id, sum(prompt_tokens) AS prompt_tokens,
            sum(completion_tokens) AS completion_tokens, 0 AS cache_read_input_tokens,
            0 AS cache_creation_input_tokens, count(*) AS api_requests,
            sum((status = 'success')::int) AS successful_requests, 0 AS failed_requests,
            sum(spend::numeric) AS spend
        FROM {LOG} WHERE prompt_tokens > 0 AND completion_tokens > 0 AND status IS NOT NULL
            AND prompt_tokens < 1e6 AND abs(spend) < 1 AND model_group IS NOT NULL
        GROUP BY 1, 2, 3, 4"""
    )
    there = read(server.address(), table="own.LiteLLM_DailyTeamSpend", by="team")
    rows = export(server, tmp_path / "daily.csv", 'TABLE own."LiteLLM_DailyTeamSpend"')
    assert_alike(there.usage, read(rows, by="team").usage)
    assert there.opened.format.name == "litellm-daily"


def test_a_table_of_texts_is_mapped_and_its_bad_rows_are_counted(
    server: Server, table: psycopg.Connection, payback: Payback, tmp_path: Path
) -> None:
    """Times with offsets and without, numbers in words, and days that no month has."""
    table.execute(
        "CREATE TABLE own.calls (began text, usage jsonb, out text, paid text, took text,"
        " code text, app text, prompt text)"
    )
    times = [
        *("2026-06-01T08:00:00Z", "2026-06-01 10:00:01+02:00", "2026-06-01 08:00:02.1234567"),
        *("2026-02-30T08:00:00Z", "01/02/2026", "soon", "", "2026-06-01T25:00:00Z", "0000-01-01"),
        *("2026-06-01", " 2026-06-01T08:00:03Z ", "2026-06-01T08:00:04+05:30"),
    ]
    numbers = ["7", "3.0", "3.7", "-1", "1e3", "1e999", "NaN", "many", " 12 ", "", "+4"]
    with table.cursor().copy("COPY own.calls FROM STDIN (FORMAT csv)") as copy:
        for at in range(len(times) * len(numbers) * 6):
            number = numbers[(at // 6) % len(numbers)]
            usage = {"tokens in": 100 + at, "cached": number if at % 6 == 2 else 5}
            cells = [
                times[0] if at % 6 else times[(at // 6) % len(times)],
                json.dumps(usage),
                # What reads CSV wants no spaces there.
                number.strip() if at % 6 == 1 else "5",
                *("0.5", "900", "200" if at % 6 < 3 else "500", f"app {at % 4}", CANARY),
            ]
            copy.write(",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n")
    rows = export(server, tmp_path / "calls.csv", "TABLE own.calls")
    assert_mapped_alike(payback, server.address(), "own.calls", rows, tmp_path / "map.toml")


def test_text_that_should_be_json_and_is_none_is_passed_over_or_named(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(f"CREATE TABLE own.log AS SELECT * FROM {LOG} LIMIT 100")
    table.execute("ALTER TABLE own.log ALTER metadata TYPE text USING '{canary-7f3a'")
    outcome = payback("import", "usage", server.address(), "--table", "own.log")
    assert CANARY not in outcome.err
    if table.info.server_version < 160_000:
        assert outcome.status == 2
        assert "before version 16 PostgreSQL cannot pass over it" in outcome.err
    else:
        assert outcome.status == 0


def test_times_without_a_zone_are_told_where_no_format_says_which(
    server: Server, table: psycopg.Connection, payback: Payback, tmp_path: Path
) -> None:
    table.execute(
        'CREATE TABLE own.calls AS SELECT "startTime" AS at, 5 AS i, 2 AS o'
        f" FROM {LOG} WHERE request_id LIKE '%1'"
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text("[columns]\ntime='at'\ninput='i'\noutput='o'\n")
    arguments = ("import", "usage", server.address(), "--table", "own.calls", "--map", mapping)
    assert "Times name no zone and are read as UTC" in payback(*arguments).out
    outcome = payback(*arguments, "--timezone", "Asia/Tokyo", "--json")
    assert json.loads(outcome.out)["first"].endswith("+09:00")
    assert json.loads(outcome.out)["first"].startswith("2026-03-01T0")


# ------------------------------------------------------------------ tables and rights


def refusal(outcome: Outcome) -> str:
    assert (outcome.status, outcome.out) == (2, ""), outcome
    assert "Traceback" not in outcome.err
    assert PASSWORD not in outcome.err
    return outcome.err


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("litellm_spendlogs", "has no table 'litellm_spendlogs'; there is 'LiteLLM_SpendLogs'"),
        ("pg_authid", "has no table 'pg_authid'"),
        ("information_schema.tables", "has no table 'information_schema.tables'"),
        ('LiteLLM_SpendLogs"; DROP TABLE x; --', "has no table"),
        ("x' OR 'a'='a", "has no table"),
        ("public.", "has no table 'public.'"),
    ],
)
def test_a_table_is_looked_up_before_it_is_named(
    named: str, said: str, server: Server, payback: Payback
) -> None:
    assert said in refusal(payback("import", "usage", server.address(), "--table", named))


def test_hostile_names_of_tables_and_columns_are_names(
    server: Server, table: psycopg.Connection, payback: Payback, tmp_path: Path
) -> None:
    name = """calls"; DROP TABLE "LiteLLM_SpendLogs"; --' \\ $1 %s {0}"""
    quoted = psycopg.sql.Identifier("own", name)
    column = psycopg.sql.Identifier("""a"t' %s {0} \\""")
    table.execute(
        psycopg.sql.SQL("CREATE TABLE {} AS SELECT now() AS {}, 7 AS i, 2 AS o").format(
            quoted, column
        )
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        "[columns]\ntime='''a\"t' %s {0} \\'''\ninput='i'\noutput='o'\n", encoding="utf-8"
    )
    outcome = payback(
        *("import", "usage", server.address(), "--json"),
        *("--table", f"own.{name}", "--map", mapping, "--timezone", "UTC"),
    )
    assert json.loads(outcome.out)["input"] == 7
    assert read(server.address()).usage.read == ROWS


def test_of_tables_with_one_name_the_one_in_sight_is_meant_or_the_schema_is_asked_for(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(f"CREATE TABLE own.{LOG} AS SELECT * FROM public.{LOG} LIMIT 10")
    assert read(server.address()).usage.read == ROWS
    assert read(server.address(), table="own.LiteLLM_SpendLogs").usage.read == 10
    table.execute("CREATE SCHEMA own2")
    try:
        table.execute("CREATE TABLE own2.twin (a int)")
        table.execute("CREATE TABLE own.twin (a int)")
        said = refusal(payback("import", "usage", server.address(), "--table", "twin"))
        assert "several tables are called 'twin'; name 'own.twin' or 'own2.twin'" in said
    finally:
        table.execute("DROP SCHEMA own2 CASCADE")


def test_what_may_not_be_read_is_named(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(f"CREATE TABLE own.log AS SELECT * FROM {LOG} LIMIT 10")
    table.execute("REVOKE SELECT ON own.log FROM reader")
    said = refusal(payback("import", "usage", server.address(), "--table", "own.log"))
    assert "nothing of 'own.log' may be read by this role" in said
    used = (
        'request_id, "startTime", "endTime", request_duration_ms, model, model_group,'
        " prompt_tokens, completion_tokens, spend, status, cache_hit"
    )
    table.execute(f"GRANT SELECT ({used}) ON own.log TO reader")
    said = refusal(payback("import", "usage", server.address(), "--table", "own.log"))
    assert "may not read the column 'metadata'" in said
    # The right to what is used is enough: prompts need not be readable.
    table.execute("GRANT SELECT (metadata) ON own.log TO reader")
    assert read(server.address(), table="own.log").usage.read == 10


def test_nothing_can_be_changed_by_one_who_could(server: Server, table: psycopg.Connection) -> None:
    table.execute("CREATE TABLE own.log (a int)")
    table.execute("GRANT ALL ON own.log TO reader")
    with (
        pytest.raises(InputUnusable, match="its code is 25006"),
        connected(server.address()) as one,
    ):
        one.execute("INSERT INTO own.log VALUES (1)")


def test_columns_that_say_nothing_are_named_with_their_type(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(f"CREATE TABLE own.log AS SELECT * FROM {LOG} LIMIT 10")
    table.execute('ALTER TABLE own.log ALTER "startTime" TYPE bigint USING 1')
    table.execute("ALTER TABLE own.log ALTER metadata TYPE text[] USING NULL")
    said = refusal(payback("import", "usage", server.address(), "--table", "own.log"))
    assert "the column 'startTime' has times as bigint" in said
    assert "the column 'metadata' is of the type text[]" in said


def test_a_table_of_no_known_format_asks_for_a_mapping(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute("CREATE TABLE own.other (a int, b text)")
    said = refusal(payback("import", "usage", server.address(), "--table", "own.other"))
    assert "'other' is of no known format; its columns are 'a' and 'b'. Say which is what" in said


def test_a_format_that_is_named_has_to_be_one_of_tables(server: Server, payback: Payback) -> None:
    outcome = payback("import", "usage", server.address(), "--format", "litellm", "--json")
    assert outcome.out == payback("import", "usage", server.address(), "--json").out
    said = refusal(payback("import", "usage", server.address(), "--format", "claude-code"))
    assert "--format: no table has rows of 'claude-code'; use litellm, " in said


def test_a_table_that_is_rubbish_is_refused(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(TABLE.replace(LOG, "own.log"))
    table.execute(
        "INSERT INTO own.log (request_id, call_type, \"startTime\") SELECT i::text, '', 'infinity'"
        " FROM generate_series(1, 9) AS i"
    )
    said = refusal(payback("import", "usage", server.address(), "--table", "own.log"))
    assert "own.log: 9 of 9 rows cannot be used (9 no usable time)" in said


def test_an_empty_table_has_no_calls(
    server: Server, table: psycopg.Connection, payback: Payback
) -> None:
    table.execute(TABLE.replace(LOG, "own.log"))
    outcome = payback("import", "usage", server.address(), "--table", "own.log")
    assert outcome.status == 0
    assert "No call was answered." in outcome.out


# ------------------------------------------------------------ connections that fail


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://reader@127.0.0.1:{port}/nowhere", "there is no such database"),
        ("postgresql://nobody@127.0.0.1:{port}/" + DATABASE, "does not accept the password"),
        ("postgresql://reader@127.0.0.1:1/" + DATABASE, "nothing answers there"),
        ("postgresql://reader@/x?host=/nowhere", "no server listens there"),
        ("postgresql:///?service=nowhere", "no such service"),
        ("postgresql://reader@127.0.0.1:{port}/x?nonsense=1", "this is no address of a PostgreSQL"),
        ("postgresql:reader@127.0.0.1", "this is no address of a PostgreSQL"),
        ("mysql://reader:" + CANARY + "@127.0.0.1/x", "'mysql' is no kind of database"),
    ],
)
def test_why_nobody_is_let_in_is_said(
    address: str, said: str, server: Server, payback: Payback
) -> None:
    told = refusal(payback("import", "usage", address.format(port=server.port)))
    assert said in told
    assert CANARY not in told


def test_a_database_and_files_are_not_added_up(
    server: Server, exported: Path, payback: Payback
) -> None:
    for sources in ((server.address(), exported), (exported, server.address())):
        said = refusal(payback("import", "usage", *sources))
        assert "a database is read alone" in said


SLOW = "SELECT count(*) FROM generate_series(1, 1000000000)"


def test_a_query_that_takes_too_long_says_what_to_do(
    server: Server, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=20")
    monkeypatch.setattr(postgres.PostgresTable, "_statement", lambda *_: SLOW)
    said = refusal(payback("import", "usage", server.address()))
    assert "took longer than the database allows" in said
    assert "--since" in said


def test_a_query_ends_by_itself_where_nobody_has_set_a_limit(
    server: Server, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_STATEMENT_MS", 20)
    monkeypatch.setattr(postgres.PostgresTable, "_statement", lambda *_: SLOW)
    assert "took longer" in refusal(payback("import", "usage", server.address()))


def test_a_query_that_runs_is_called_off_and_ends_on_the_server(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.PostgresTable, "_statement", lambda *_: SLOW)
    request = Request(sources=(server.address(),))
    opened = open_sources(request)
    watch = Watch()
    threading.Timer(0.1, watch.cancel).start()
    with pytest.raises(Cancelled):
        import_usage(opened, request, watch)
    with server.owner() as owner:
        (running,) = owner.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'payback'"
            " AND state = 'active'"
        ).fetchone() or (None,)
    assert running == 0


def test_a_connection_that_dies_half_way_says_so_and_nothing_is_lost(
    server: Server, payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = case.read_bytes()
    monkeypatch.setattr(postgres.PostgresTable, "_statement", lambda *_: SLOW)
    stop = threading.Event()

    def kill() -> None:
        with server.owner() as owner:
            while not stop.wait(0.02):
                owner.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'payback' AND query LIKE 'SELECT count(%'"
                )

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        outcome = payback("import", "usage", server.address(), "--into", case, "--accept", "all")
    finally:
        stop.set()
        killer.join()
    assert "the server ended the connection" in refusal(outcome)
    assert case.read_bytes() == before


def test_a_table_that_falls_into_too_many_groups_is_refused(
    server: Server, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST_GROUPS", 50)
    said = refusal(payback("import", "usage", server.address()))
    assert "falls into more than 50 groups; name an endpoint" in said


def test_without_the_extra_one_line_says_how_to_get_it(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = refusal(payback("import", "usage", "postgresql://h/d"))
    assert "pip install 'distill-payback[postgres]'" in said

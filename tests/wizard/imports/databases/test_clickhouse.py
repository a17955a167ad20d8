"""ClickHouse: the answers that files give, of a spend log and of Langfuse's own tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Outcome, Payback
from tests.wizard.imports.databases.alike import (
    assert_alike,
    assert_mapped_alike,
    assert_read_alike,
    assert_scanned_alike,
    read,
    ways_of_asking,
)
from tests.wizard.imports.databases.clickhouse_rows import (
    LOADED,
    OBSERVATIONS,
    TABLE,
    observations,
    values,
)
from tests.wizard.imports.databases.conftest import ROWS
from tests.wizard.imports.databases.house import PASSWORD, House, running
from tests.wizard.imports.made import CANARY, as_lines
from wizard.imports.engines.engine import Watch
from wizard.imports.request import Request
from wizard.imports.scanning import scan
from wizard.imports.sources.opening import open_sources

pytest.importorskip("chdb.session", reason="no ClickHouse is installed: pip install chdb (534 MB)")
pytest.importorskip("clickhouse_connect")

TRACES = """
CREATE TABLE traces (id String, project_id String, name String, tags Array(String),
    event_ts DateTime64(3), is_deleted UInt8)
ENGINE = ReplacingMergeTree(event_ts, is_deleted) ORDER BY (project_id, id)"""


@pytest.fixture(scope="module")
def house(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A ClickHouse with the rows of the spend log that PostgreSQL has, as it exports them."""
    with running(tmp_path_factory.mktemp("house") / "data") as house:
        house.run("CREATE DATABASE gateway", "USE gateway", "SET session_timezone = 'UTC'")
        house.run(TABLE, LOADED.format(path=exported))
        yield house


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where clickhouse-client looks for it too."""
    monkeypatch.setenv("CLICKHOUSE_PASSWORD", PASSWORD)


@pytest.fixture
def own(house: House) -> Iterator[House]:
    """A database that goes away, for tables of a test's own."""
    house.run("CREATE DATABASE own", "USE own", "SET session_timezone = 'UTC'")
    yield house
    house.run("DROP DATABASE own")


@ways_of_asking
def test_the_figures_are_those_of_the_rows_exported(
    wanted: dict[str, Any], house: House, exported: Path
) -> None:
    assert_read_alike(house.address(), exported, wanted, ROWS)


@pytest.mark.parametrize("by", ["", "tag"])
def test_a_scan_is_that_of_the_rows_exported(by: str, house: House, exported: Path) -> None:
    assert_scanned_alike(house.address(), exported, by)


# ------------------------------------------------------------------- Langfuse


def langfuse(house: House, *more: str) -> list[dict[str, Any]]:
    """Langfuse's tables with each row twice, as updates are that nobody has tidied up."""
    rows = observations()
    house.run(
        *(OBSERVATIONS, TRACES),
        *(f"INSERT INTO observations VALUES {values(rows)}",) * 2,
        *(
            "INSERT INTO traces SELECT 'trace-' || toString(number), 'p', 'app ' ||"
            f" toString(number), ['a', 'b'], toDateTime64('2026-06-0{day} 00:00:00', 3), 0"
            " FROM numbers(3)"
            for day in (1, 2)
        ),
        *more,
    )
    return rows


@pytest.mark.parametrize("by", ["", "model"])
def test_langfuse_is_read_from_its_own_tables(by: str, own: House, tmp_path: Path) -> None:
    rows = langfuse(own)
    there = read(own.address(database="own"), by=by)
    here = read(as_lines(tmp_path / "observations.jsonl", rows), by=by)
    assert there.opened.what == "Langfuse observations observations in ClickHouse, database own"
    assert there.usage.read == len(rows)
    assert_alike(there.usage, here.usage)
    statements = [one for one, _ in own.asked[-3:]]
    assert any("`traces`" in one or '"traces"' in one for one in statements) == (by == "")


def test_langfuse_tags_are_told_apart(own: House) -> None:
    langfuse(own)
    request = Request(sources=(own.address(database="own"),), by="tag")
    assert [one.name for one in scan(open_sources(request), request, Watch()).endpoints] == [
        "a",
        "b",
    ]


def test_calls_of_several_projects_are_counted_together_and_said_so(
    own: House, payback: Payback
) -> None:
    langfuse(own, f"INSERT INTO observations VALUES {values(observations(), 'other')}")
    outcome = payback("import", "usage", own.address(database="own"))
    assert outcome.status == 0, outcome.err
    assert "Calls of 2 projects are counted together" in " ".join(outcome.out.split())


# ------------------------------------------------------------ tables, columns, bounds


def refusal(outcome: Outcome) -> str:
    assert (outcome.status, outcome.out) == (2, ""), outcome
    assert "Traceback" not in outcome.err
    assert PASSWORD not in outcome.err
    return " ".join(outcome.err.split())


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("litellm_spendlogs", "has no table 'litellm_spendlogs'; there is 'LiteLLM_SpendLogs'"),
        ("system.users", "has no table 'system.users'"),
        ("LiteLLM_SpendLogs`; DROP TABLE x; --", "has no table"),
        ("x' OR 'a'='a", "has no table"),
        ("gateway.", "has no table 'gateway.'; name it with --table, its database before a dot"),
    ],
)
def test_a_table_is_looked_up_before_it_is_named(
    named: str, said: str, house: House, payback: Payback
) -> None:
    assert said in refusal(payback("import", "usage", house.address(), "--table", named))


def test_hostile_names_of_tables_and_columns_are_names(
    own: House, payback: Payback, tmp_path: Path
) -> None:
    name, column = """calls`"; DROP TABLE x; --' \\ {0} {a:String}""", """a"t' `%s` {0} \\"""
    marked = [one.replace("\\", "\\\\").replace("`", "\\`") for one in (name, column)]
    own.run(
        f"CREATE TABLE `{marked[0]}` ENGINE = Memory AS SELECT now() AS `{marked[1]}`, 7 AS i,"
        " 2 AS o"
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(f"[columns]\ntime='''{column}'''\ninput='i'\noutput='o'\n", "utf-8")
    outcome = payback(
        *("import", "usage", own.address(), "--json"),
        *("--table", f"own.{name}", "--map", mapping, "--timezone", "UTC"),
    )
    assert outcome.status == 0, outcome.err
    assert json.loads(outcome.out)["input"] == 7


def test_a_table_of_texts_is_mapped_and_its_bad_rows_are_counted(
    own: House, payback: Payback, tmp_path: Path
) -> None:
    """Times with offsets and without, numbers in words, JSON that is none."""
    times = [
        *("2026-06-01T08:00:00Z", "2026-06-01 10:00:01+02:00", "2026-06-01 08:00:02.123456"),
        *("soon", "", "2026-06-01T08:00:04+05:30"),
    ]
    numbers = ["7", "3.0", "3.7", "-1", "1e3", "1e999", "NaN", "many", "12", "", "+4"]
    path = tmp_path / "calls.jsonl"
    lines = []
    for at in range(len(times) * len(numbers) * 6):
        number = numbers[(at // 6) % len(numbers)]
        usage = {"tokens in": 100 + at, "cached": number if at % 6 == 2 else 5}
        lines.append(
            {
                "began": times[0] if at % 6 else times[(at // 6) % len(times)],
                "usage": json.dumps(usage) if at % 6 != 3 else '{"tokens in": ' + CANARY,
                "out": number if at % 6 == 1 else "5",
                "paid": "0.5",
                "took": "900",
                "code": "200" if at % 6 < 3 else "500",
                "app": f"app {at % 4}",
                "prompt": CANARY,
            }
        )
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    own.run(
        "CREATE TABLE calls (began String, usage String, out String, paid String, took String,"
        " code String, app String, prompt String) ENGINE = Memory",
        f"INSERT INTO calls SELECT * FROM file('{path}', 'JSONEachRow')",
    )
    assert_mapped_alike(payback, own.address(), "own.calls", path, tmp_path / "map.toml")


def test_columns_that_say_nothing_are_named_with_their_type(own: House, payback: Payback) -> None:
    own.run(
        TABLE.replace("startTime DateTime64(3, 'UTC')", "startTime Nullable(Int64)").replace(
            "ORDER BY startTime", "ORDER BY tuple()"
        )
    )
    said = refusal(payback("import", "usage", own.address(database="own")))
    assert "the column 'startTime' has times as Int64" in said


def test_an_empty_table_has_no_calls_and_one_of_no_format_asks_for_a_mapping(
    own: House, payback: Payback
) -> None:
    own.run(TABLE, "CREATE TABLE other (a Int32, b String) ENGINE = Memory")
    outcome = payback("import", "usage", own.address(database="own"))
    assert outcome.status == 0
    assert "No call was answered." in outcome.out
    said = refusal(payback("import", "usage", own.address(), "--table", "own.other"))
    assert "'other' is of no known format; its columns are 'a' and 'b'. Say which is what" in said


def test_a_table_that_falls_into_too_many_groups_is_refused(
    house: House, payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.imports.engines.catalogue.MOST_GROUPS", 50)
    said = refusal(payback("import", "usage", house.address()))
    assert "falls into more than 50 groups; name an endpoint" in said


def test_every_query_reads_only_and_within_bounds(house: House, payback: Payback) -> None:
    house.asked.clear()
    assert payback("scan", house.address()).status == 0
    ours = [given for _, given in house.asked if "query_id" in given and "readonly" in given]
    assert len(ours) >= 4
    for given in ours:
        assert given["readonly"] == "2"
        assert given["max_execution_time"] == "900"
        assert given["cancel_http_readonly_queries_on_client_close"] == "1"
        assert given["timeout_overflow_mode"] == "throw"
    house.asked.clear()
    assert payback("scan", f"{house.address()}?max_execution_time=60").status == 0
    assert {one.get("max_execution_time", "60") for _, one in house.asked} == {"60"}


def test_a_session_takes_the_answers_and_nothing_of_who_asked(
    house: House, process: Payback, case: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    here = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    into = ("--endpoint", "tickets", "--into", case, "--accept", "all")
    outcomes = [
        process("import", "usage", house.address(PASSWORD), *into, **here),
        process("import", "usage", house.address(PASSWORD), "--table", "none", **here),
        process("scan", house.address("wrong" + PASSWORD), **here),
    ]
    assert [one.status for one in outcomes] == [0, 2, 2], outcomes
    assert "LiteLLM_SpendLogs in ClickHouse, database gateway" in case.read_text()
    kept = [one.read_bytes().decode("latin-1") for one in tmp_path.rglob("*") if one.is_file()]
    for text in (*kept, *(one.out + one.err for one in outcomes)):
        assert PASSWORD not in text
        assert CANARY not in text
    assert not any(PASSWORD in json.dumps(one) for one in house.asked)

"""The query for a console of somebody's own, and its saved result as a source."""

from __future__ import annotations

import csv
import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import CANARY, as_csv, every, monthly, spend_row, traps
from wizard.imports.engines.dialects import NAMES, dialect_named

duckdb = pytest.importorskip("duckdb")
sqlglot = pytest.importorskip("sqlglot")

HOSTILE = (
    "it's'; DROP TABLE calls; -- \\' OR 1=1 \"q\" `t` {0} {brace} $endpoint %s /* 🙂",
    "Ünïcode \\",
)
MAPPING = """
title = "Gateway"
[columns]
time = "usage.began"
input = "tokens in"
output = "usage.\\"out"
cached = "usage.cached"
cost = "cost"
latency = "took"
end = "ended"
status = "state"
id = "id"
endpoint = "app"
[units]
cost = "cents"
latency = "ms"
"""
TYPES = {
    **dict.fromkeys(("prompt_tokens", "completion_tokens"), "INTEGER"),
    **dict.fromkeys(("startTime", "endTime"), "TIMESTAMP"),
    "spend": "DOUBLE",
    "request_duration_ms": "INTEGER",
}


def run_there(path: Path, statement: str, result: Path, zone: str = "UTC") -> Path:
    """Load rows into a warehouse of our own, run the query in it, and save what it answers."""
    with duckdb.connect() as warehouse:
        warehouse.execute(f"SET timezone = '{zone}'")
        warehouse.execute(
            f"CREATE TABLE text AS SELECT * FROM read_csv('{path}', all_varchar = true,"
            " header = true, nullstr = '')"
        )
        names = [row[0] for row in warehouse.execute("DESCRIBE text").fetchall()]
        typed = ", ".join(
            f'CAST("{name}" AS {TYPES.get(name, "VARCHAR")}) AS "{name}"' for name in names
        )
        warehouse.execute(f'CREATE TABLE "LiteLLM_SpendLogs" AS SELECT {typed} FROM text')
        answer = warehouse.execute(statement)
        with result.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column[0] for column in answer.description or ()])
            writer.writerows(answer.fetchall())
    return result


def printed(payback: Payback, *arguments: str | Path) -> str:
    outcome = payback("import", "usage", "--print-sql", *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    return outcome.out


def without_sources(found: Any) -> Any:
    """What an import found, without the names of what it was found in."""
    made = [{**one, "source": ""} for one in found["proposals"]]
    return json.loads(json.dumps({**found, "proposals": made}))


@pytest.fixture
def many() -> list[dict[str, Any]]:
    """Rows of four months with every trap among them."""
    return [
        *monthly({"2026-05": 90, "2026-06": 120, "2026-07": 130, "2026-08": 150}, cached=200),
        *traps(),
        spend_row(900, datetime(2026, 6, 2, tzinfo=UTC), prompt_tokens=-4),
        spend_row(902, datetime(2026, 6, 2, tzinfo=UTC), cached="NaN"),
        spend_row(903, datetime(2026, 6, 2, tzinfo=UTC), cached="1e400"),
        spend_row(901, datetime(1970, 1, 1, 0, 1, tzinfo=UTC)),
    ]


# -------------------------------------------------------------------- the query


@pytest.mark.part(12)
@pytest.mark.parametrize("kind", ["litellm", "litellm-daily", "langfuse", "mapping"])
@pytest.mark.parametrize("dialect", NAMES)
def test_the_query_parses_in_every_dialect(
    dialect: str, kind: str, payback: Payback, tmp_path: Path
) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    how = ("--map", tmp_path / "map.toml") if kind == "mapping" else ("--format", kind)
    for options in (
        (),
        ("--endpoint", "it's", "--since", "2026-06-01", "--timezone", "Asia/Tokyo"),
    ):
        text = printed(payback, dialect, *how, *options)
        (tree,) = sqlglot.parse(text, read=dialect)
        assert tree is not None
        assert not re.search(r"\b(messages|response|proxy_server_request|api_key)\b", text)


@pytest.mark.part(8)
@pytest.mark.parametrize("dialect", NAMES)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_somebody_types_is_one_literal_or_one_name(
    dialect: str, name: str, payback: Payback
) -> None:
    from sqlglot import exp

    text = printed(payback, dialect, "--endpoint", name, "--table", f"a schema.{name}")
    (tree,) = sqlglot.parse(text, read=dialect)
    assert tree is not None
    assert sum(one.name == name for one in tree.find_all(exp.Literal)) == 2
    # No dialect lets a dot stand for anything but what lies between two names.
    (table,) = (one for one in tree.find_all(exp.Table) if one.db or one.catalog)
    assert [part.name for part in table.parts] == ["a schema", *name.split(".")]


def test_a_dialect_in_which_the_query_never_ran_says_so(payback: Payback) -> None:
    for name in NAMES:
        heading = printed(payback, name).split("SELECT")[0]
        said = "never run" in " ".join(heading.replace("-- ", " ").split())
        assert said != dialect_named(name).is_tested
    assert not dialect_named("bigquery").is_tested


def test_a_format_that_is_no_table_is_refused(payback: Payback) -> None:
    outcome = payback("import", "usage", "--print-sql", "trino", "--format", "claude-code")
    assert (outcome.status, outcome.out) == (2, "")
    assert "no table has rows of 'claude-code'; use litellm" in outcome.err


@pytest.mark.parametrize("table", [".", "logs.", ".spend", "logs..spend"])
def test_a_table_behind_no_name_is_refused(table: str, payback: Payback) -> None:
    outcome = payback("import", "usage", "--print-sql", "duckdb", "--table", table)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"--table: '{table}' has a dot without a name beside it" in outcome.err


def test_a_query_may_ask_for_calls_from_the_first_of_all_days_to_the_last(
    payback: Payback,
) -> None:
    days = ("--since", "0001-01-01", "--until", "9999-12-31")
    for zone in ("Asia/Tokyo", "America/New_York"):
        printed(payback, "postgres", *days, "--timezone", zone)


def test_names_are_not_told_apart_by_tag_where_there_is_no_way_for_it(payback: Payback) -> None:
    outcome = payback("import", "usage", "--print-sql", "snowflake", "--by", "tag")
    assert (outcome.status, outcome.out) == (2, "")
    assert "Snowflake has no query for this yet" in outcome.err
    printed(payback, "postgres", "--by", "tag")
    langfuse = ("--format", "langfuse", "--by", "tag")
    outcome = payback("import", "usage", "--print-sql", "postgres", *langfuse)
    assert (outcome.status, outcome.out) == (2, "")
    assert "PostgreSQL has no query for this yet; leave out --by" in outcome.err


@pytest.mark.parametrize(
    "beside",
    [
        ("a.csv",),
        ("--into", "a.toml"),
        ("--into", "a.toml", "--accept", "all"),
        ("--accept", "all"),
        ("--json",),
        ("--sampled", "10%"),
    ],
)
def test_what_has_no_part_in_a_query_is_refused_beside_it(
    beside: tuple[str, ...], payback: Payback
) -> None:
    outcome = payback("import", "usage", "--print-sql", "duckdb", *beside)
    assert (outcome.status, outcome.out) == (2, "")
    assert "--print-sql prints a query" in outcome.err


def test_without_a_query_a_source_is_asked_for(payback: Payback) -> None:
    assert "Missing argument" in payback("import", "usage").err


# ------------------------------------------------------------------- its result


@pytest.mark.parametrize(
    ("asked", "later"),
    [
        ((), ()),
        ((), ("--endpoint", "tickets")),
        (("--endpoint", "tickets"), ()),
        (("--endpoint", "tickets"), ("--endpoint", "tickets")),
        (("--by", "model"), ()),
        (("--since", "2026-06-01", "--until", "2026-07-31"), ("--endpoint", "tickets")),
        (("--timezone", "America/New_York"), ("--endpoint", "tickets")),
    ],
)
def test_the_result_imported_is_the_import_of_the_rows(
    asked: tuple[str, ...],
    later: tuple[str, ...],
    many: list[dict[str, Any]],
    payback: Payback,
    imported: Import,
    tmp_path: Path,
) -> None:
    rows = as_csv(tmp_path / "spend.csv", many)
    result = run_there(rows, printed(payback, "duckdb", *asked), tmp_path / "result.csv")
    there = imported(result, *later)
    assert there["rows"]["read"] == len(many)
    everything = dict.fromkeys(
        [*zip(asked[::2], asked[1::2], strict=True), *zip(later[::2], later[1::2], strict=True)]
    )
    here = imported(rows, *(part for pair in everything for part in pair))
    assert without_sources(there) == without_sources(here)


def test_a_scan_of_the_result_is_the_scan_of_the_rows(
    many: list[dict[str, Any]], payback: Payback, tmp_path: Path
) -> None:
    rows = as_csv(tmp_path / "spend.csv", many)
    result = run_there(rows, printed(payback, "duckdb"), tmp_path / "result.csv")
    there, here = (json.loads(payback("scan", path, "--json").out) for path in (result, rows))
    assert there == here
    assert len(there["endpoints"]) == 2


def test_the_result_of_a_mapped_table_needs_no_mapping_any_more(
    payback: Payback, imported: Import, tmp_path: Path
) -> None:
    begin = every(timedelta(minutes=7), 40)
    rows = as_csv(
        tmp_path / "own.csv",
        [
            {"at": one.isoformat(), "in": 100 + at, "out": 3, "ms": 900 + at, "who": "app"}
            for at, one in enumerate(begin)
        ],
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        "[columns]\ntime='at'\ninput='in'\noutput='out'\nlatency='ms'\nendpoint='who'\n"
        "[units]\nlatency='ms'\n"
    )
    query = printed(payback, "duckdb", "--map", mapping)
    there = imported(run_there(rows, query, tmp_path / "result.csv"))
    here = imported(rows, "--map", mapping)
    assert without_sources(there) == without_sources(here)


def test_a_column_in_which_several_values_lie_is_named_once(
    payback: Payback, tmp_path: Path
) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text("[columns]\ntime='at'\ninput='usage.in'\noutput='usage.out'\n")
    query = printed(payback, "duckdb", "--map", mapping)
    assert "It reads the columns at, usage;" in query


def edited(path: Path, change: Any) -> Path:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(change(rows))
    return path


@pytest.fixture
def result(payback: Payback, tmp_path: Path) -> Path:
    rows = as_csv(tmp_path / "spend.csv", traps())
    return run_there(rows, printed(payback, "duckdb"), tmp_path / "result.csv")


def test_a_console_may_write_a_result_in_its_own_way(
    result: Path, imported: Import, tmp_path: Path
) -> None:
    before = imported(result)
    numbers = re.compile(r"^\d+$")
    shouted = edited(
        result,
        lambda rows: [
            [name.upper() for name in rows[0]],
            *([f"{cell}.0" if numbers.match(cell) else cell for cell in row] for row in rows[1:]),
        ],
    )
    assert imported(shouted) == before
    parted = [tmp_path / "part-1.csv", tmp_path / "part-2.csv.gz"]
    lines = result.read_text(encoding="utf-8").splitlines(keepends=True)
    parted[0].write_text("".join(lines[:4]), encoding="utf-8")
    parted[1].write_bytes(gzip.compress("".join([lines[0], *lines[4:]]).encode()))
    assert without_sources(imported(*parted)) == without_sources(before)


@pytest.mark.parametrize("nothing", ["null", "NULL", r"\N"])
def test_what_is_null_may_be_written_out(nothing: str, result: Path, imported: Import) -> None:
    before = imported(result)
    edited(
        result, lambda rows: [[*(one or nothing for one in row[:30]), *row[30:]] for row in rows]
    )
    assert imported(result) == before


def test_a_result_that_a_console_has_cut_is_refused(result: Path, refused: Any) -> None:
    edited(result, lambda rows: rows[:-2])
    said = refused(result)
    assert re.search(r"has \d+ rows of a result of \d+: the console hands out a part alone", said)


@pytest.mark.parametrize("cell", ["canary-7f3a", "1.5", "NaN", "99999999999999999999999999x"])
def test_a_result_that_was_meddled_with_is_refused_by_line(
    cell: str, result: Path, refused: Any
) -> None:
    edited(result, lambda rows: [*rows[:3], [*rows[3][:8], cell, *rows[3][9:]], *rows[4:]])
    said = refused(result)
    assert "has something in line 4 that the query does not write" in said
    assert CANARY not in said


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("made_since", "01.06.2026 00:00"),
        ("made_until", "soon"),
        ("made_zone", "Mars"),
        ("made_zone", ""),
    ],
)
def test_what_a_result_was_made_from_is_looked_at_too(
    name: str, cell: str, result: Path, refused: Any
) -> None:
    edited(
        result,
        lambda rows: [
            rows[0],
            *(
                [cell if at == rows[0].index(name) else one for at, one in enumerate(row)]
                for row in rows[1:]
            ),
        ],
    )
    assert "has something in line 2 that the query does not write" in refused(result)


def test_a_result_of_another_version_is_refused(result: Path, refused: Any) -> None:
    text = result.read_text("utf-8")
    result.write_text(text.replace(",litellm,", ",forgotten,"), encoding="utf-8")
    assert "that another version has printed; print it again" in refused(result)


def test_a_result_that_is_cut_within_a_row_or_has_none_is_refused(
    result: Path, refused: Any
) -> None:
    text = result.read_text("utf-8")
    result.write_text(text[:-30], encoding="utf-8")
    assert re.search(r"breaks off in line \d+; save the whole result again", refused(result))
    result.write_text(text.splitlines()[0] + "\n\n", encoding="utf-8")
    assert "holds no row of the query's result; save it again" in refused(result)


def test_a_result_of_too_many_groups_is_refused(
    result: Path, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.imports.engines.saved_sums.MOST_GROUPS", 3)
    assert "has more than 3 rows; print the query for one --endpoint" in refused(result)


def test_of_a_result_of_one_endpoint_no_other_is_had(
    payback: Payback, refused: Any, imported: Import, tmp_path: Path
) -> None:
    rows = as_csv(tmp_path / "spend.csv", traps())
    query = printed(payback, "duckdb", "--endpoint", "tickets")
    result = run_there(rows, query, tmp_path / "result.csv")
    assert imported(result, "--endpoint", "tickets")["calls"] == imported(result)["calls"]
    assert "printed for the endpoint 'tickets' alone" in refused(result, "--endpoint", "reports")


def test_a_result_in_another_encoding_is_refused_by_line(result: Path, refused: Any) -> None:
    text = result.read_text("utf-8").replace("gpt-4.1", "modèle")
    result.write_bytes(text.encode("latin-1"))
    assert re.search(r"has text in line \d+ that is not UTF-8; save it as UTF-8", refused(result))


def test_a_packed_result_that_breaks_off_is_refused(result: Path, refused: Any) -> None:
    path = result.with_suffix(".csv.gz")
    path.write_bytes(gzip.compress(result.read_bytes())[:-20])
    assert "is damaged: the gzip breaks off after" in refused(path)


def test_two_results_or_a_result_and_rows_are_not_added_up(
    result: Path, payback: Payback, refused: Any, tmp_path: Path
) -> None:
    rows = tmp_path / "spend.csv"
    assert "is no result of the query" in refused(result, rows)
    query = printed(payback, "duckdb", "--by", "model")
    other = run_there(rows, query, tmp_path / "other.csv")
    assert "is the result of another query" in refused(result, other)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "2026-06-01"), "was chosen when the query was printed"),
        (("--timezone", "Asia/Tokyo"), "was UTC when the query was printed"),
        (("--by", "team"), "does not tell calls apart by 'team'; use model_group"),
        (("--endpoint", "tickts"), "no endpoint 'tickts'; there is 'tickets'"),
        (("--format", "litellm"), "says what columns are of rows"),
    ],
)
def test_what_a_result_no_longer_knows_is_said(
    options: tuple[str, ...], said: str, result: Path, refused: Any
) -> None:
    assert said in refused(result, *options)


def test_without_the_extra_one_line_says_how_to_get_it(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sqlglot", None)
    outcome = payback("import", "usage", "--print-sql", "duckdb")
    assert (outcome.status, outcome.out) == (2, "")
    assert "pip install 'distill-payback[sql]'" in outcome.err

"""Sums by day, plain traces, and what is read by a mapping."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports import plain
from tests.wizard.imports.conftest import Import, proposal, why_not
from tests.wizard.imports.made import as_array, as_csv, as_lines, as_parquet
from wizard.imports.usage.mapping import presets, read_mapping

Refused = Callable[..., str]

# ------------------------------------------------------------------- sums by day


def days(number: int, first: str = "2026-06-01", **changes: Any) -> list[dict[str, Any]]:
    start = datetime.fromisoformat(first)
    return [
        {
            "date": (start + timedelta(days=at)).date().isoformat(),
            "entity_id": "team-a",
            "entity_alias": "Support",
            "user_email": "somebody@example.com",
            "model": "gpt-4.1",
            "spend": 3.2 + at / 10,
            "prompt_tokens": 1_201_000 + at,
            "completion_tokens": 8_001 + at,
            "api_requests": 1_001 + at,
            "successful_requests": 991 + at,
            "failed_requests": 10,
            "cache_read_input_tokens": 300_000,
            "cache_creation_input_tokens": 7,
            **changes,
        }
        for at in range(number)
    ]


@pytest.mark.parametrize("write", [as_csv, as_array, as_lines])
def test_the_daily_export_comes_to_the_figures_of_a_plain_loop(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    found = imported(write(tmp_path / "export", days(7)))
    expected = plain.daily(days(7))
    assert (found["calls"], found["input"], found["output"]) == (
        expected.calls,
        expected.input,
        expected.output,
    )
    assert found["cost"] == pytest.approx(expected.cost, rel=1e-9)
    assert (found["first"], found["last"]) == (
        "2026-06-01T00:00:00+00:00",
        "2026-06-07T00:00:00+00:00",
    )
    assert "buckets" in why_not(found, "teacher.p95_latency_seconds")
    assert "longer than an hour" in why_not(found, "student.hosting.peak_to_average")


def test_days_make_whole_months(imported: Import, tmp_path: Path) -> None:
    found = imported(as_csv(tmp_path / "export.csv", days(92)))
    assert found["months_complete"] == 3
    assert proposal(found, "volume.calls_per_month")["basis"] == "measured"
    assert imported(as_csv(tmp_path / "export.csv", days(91)))["months_complete"] == 2


def test_a_download_of_days_without_models_is_read(imported: Import, tmp_path: Path) -> None:
    rows = [
        {
            "Date": one["date"],
            "Team": f"Team {number}",
            "Spend ($)": one["spend"],
            "Requests": one["api_requests"],
            "Successful": one["successful_requests"],
            "Failed": one["failed_requests"],
            "Prompt Tokens": one["prompt_tokens"],
            "Completion Tokens": one["completion_tokens"],
        }
        for one in days(30)
        for number in (1, 2)
    ]
    path = as_csv(tmp_path / "download.csv", rows)
    found = imported(path, "--endpoint", "Team 2")
    assert found["calls"] == sum(one["successful_requests"] for one in days(30))
    assert found["cost"] == pytest.approx(sum(one["spend"] for one in days(30)))


def test_rows_of_a_daily_table_are_told_apart_by_group(imported: Import, tmp_path: Path) -> None:
    rows = [{**row, "model_group": group} for group in ("a", "b") for row in days(3)]
    for row in rows:
        del row["entity_id"], row["entity_alias"]
    path = as_parquet(tmp_path / "daily.parquet", rows)
    assert imported(path, "--endpoint", "b")["calls"] == 991 + 992 + 993


def test_a_table_of_tags_says_that_sums_overlap(
    payback: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [{**row, "tag": "prod"} for row in days(3)]
    for row in rows:
        del row["entity_id"]
    page = payback("import", "usage", as_csv(tmp_path / "tags.csv", rows)).out
    assert "A call with two tags stands in two rows" in page


# ------------------------------------------------------------------- plain traces


def test_a_trace_needs_no_mapping(imported: Import, tmp_path: Path) -> None:
    path = tmp_path / "trace.csv"
    start = datetime.fromisoformat("2023-11-16T18:15:46")
    rows = [
        f"{start + timedelta(milliseconds=700 * at + 13)}0,{300 + at},{at % 9}" for at in range(500)
    ]
    path.write_text("TIMESTAMP,ContextTokens,GeneratedTokens\r\n" + "\r\n".join(rows) + "\r\n")
    found = imported(path)
    expected = plain.trace(plain.records(path))
    assert (found["calls"], found["input"], found["output"]) == (
        expected.calls,
        expected.input,
        expected.output,
    )
    assert found["peak_to_average"] == pytest.approx(expected.peak_to_average, rel=1e-9)
    assert found["cost"] is None
    assert found["p95_latency_seconds"] is None
    volume = proposal(found, "volume.calls_per_month")
    assert volume["basis"] == "assumed"
    assert "500 calls in 5.82 minutes" in volume["source"]


@pytest.mark.parametrize(
    "heading",
    [
        "time,prompt_tokens,completion_tokens,cost",
        "time,start_time,prompt_tokens,completion_tokens",
        "time,prompt_tokens,cached_tokens,completion_tokens",
        "time,prompt_tokens,completion_tokens,latency_ms",
        "when,prompt_tokens,completion_tokens",
    ],
)
def test_columns_that_leave_two_readings_need_a_mapping(
    heading: str, refused: Refused, tmp_path: Path
) -> None:
    path = tmp_path / "trace.csv"
    path.write_text(f"{heading}\n{','.join('2026-06-01' for _ in heading.split(','))}\n")
    said = refused(path)
    assert "is of no known format; its columns are 'time'" in said or "'when'" in said
    assert "--map" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[{"when": "2026-06-01", "req": {"in": 3}, "resp": {"deep": {"out": 4}}}]',
            "is a list of JSON objects of no known format; its fields are 'when', 'req.in' and"
            " 'resp.deep.out'. Wanted of each call are when it began, its tokens in and its tokens"
            " out",
        ),
        (
            '{"when": "2026-06-01"}\n{"usage": {"prompt_tokens": 3}}\n',
            "has JSON objects one after the other, of no known format; its fields are 'when' and"
            " 'usage.prompt_tokens'.",
        ),
        (
            '{"month": "2026-06", "paid": {"usd": 3}}',
            "is a single JSON object of no known format; its fields are 'month' and 'paid.usd'.",
        ),
        ("[{}]", "is a list of JSON objects of no known format; none of its fields can be told"),
    ],
)
def test_json_of_an_unknown_shape_is_told_by_what_it_is(
    text: str, expected: str, refused: Refused, tmp_path: Path
) -> None:
    path = tmp_path / "calls.json"
    path.write_text(text, encoding="utf-8")
    said = refused(path)
    assert expected in said
    assert "under [columns]: time =" in said
    assert "where a dot leads into an object" in said


def test_a_field_to_which_no_dots_lead_is_not_told(refused: Refused, tmp_path: Path) -> None:
    row = {"made": "2026-06-01", "use": {"in": 3, "x.y": 4, "": 5, "of": {"out": 6}}}
    said = refused(as_lines(tmp_path / "calls.jsonl", [row] * 2))
    assert "its fields are 'made', 'use.in' and 'use.of.out'. Wanted" in said


def test_fields_of_objects_are_guessed_by_their_names(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    row = '{"when": "2026-06-01", "usage": {"prompt_tokens": 3, "completion_tokens": 4}}'
    path.write_text(f"[{row}]", encoding="utf-8")
    said = refused(path)
    assert 'input = "usage.prompt_tokens"; output = "usage.completion_tokens"' in said


def test_one_object_around_a_list_of_others_says_where_the_list_is(
    refused: Refused, tmp_path: Path
) -> None:
    path = tmp_path / "calls.json"
    path.write_text('{"page": 1, "body": {"calls": [{"in": 3, "out": 4}]}}', encoding="utf-8")
    said = refused(path)
    assert (
        "is a single JSON object of no known format, around a list of others in 'body.calls'"
        in said
    )
    assert "`jq .body.calls`" in said


# ----------------------------------------------------------------------- mappings

OWN = """\
title = "Our gateway"
cached = "beside"
ok = ["fine"]
[columns]
time = "t"
input = "usage.in"
cached = "usage.cached"
output = "usage.out"
cost = "paid"
latency = "took"
status = "how"
model = "model"
endpoint = "app"
[units]
time = "ms"
latency = "ms"
cost = "micro-dollars"
"""

ROWS = [
    {
        "t": 1_780_300_800_000 + 500 * at,
        "usage": {"in": 100 + at, "cached": 40, "out": 7},
        "paid": 250_000,
        "took": 800,
        "how": "fine" if at % 4 else "late",
        "model": "m",
        "app": "tickets",
    }
    for at in range(12)
]


def test_a_mapping_says_columns_units_and_what_succeeded(imported: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(OWN, encoding="utf-8")
    found = imported(as_lines(tmp_path / "own.jsonl", ROWS), "--map", mapping)
    good = [row for at, row in enumerate(ROWS) if at % 4]
    assert found["calls"] == len(good)
    # A call that failed and was billed is money and tokens all the same.
    assert found["input"] == sum(100 + at + 40 for at in range(12))
    assert found["cost"] == pytest.approx(12 * 0.25)
    assert found["first"] == "2026-06-01T08:00:00+00:00"
    assert found["p95_latency_seconds"]["low"] <= 0.8 < found["p95_latency_seconds"]["high"]


@pytest.mark.parametrize(
    ("written", "unit"),
    [("01/06/2026 08:00:00", "%d/%m/%Y %H:%M:%S"), ("06/01/2026 8:00", "%m/%d/%Y %H:%M")],
)
def test_a_pattern_of_times_settles_what_is_day_and_month(
    written: str, unit: str, imported: Import, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        f'[columns]\ntime = "t"\ninput = "i"\noutput = "o"\n[units]\ntime = "{unit}"\n'
    )
    path = as_csv(tmp_path / "own.csv", [{"t": written, "i": 1, "o": 2}])
    assert imported(path, "--map", mapping)["first"] == "2026-06-01T08:00:00+00:00"
    here = imported(path, "--map", mapping, "--timezone", "Europe/Berlin")
    assert here["first"] == "2026-06-01T08:00:00+02:00"


def test_times_from_a_start_of_their_own_take_it_from_the_mapping(
    imported: Import, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        'origin = 2026-06-01T08:00:00Z\n[columns]\ntime = "t"\ninput = "i"\noutput = "o"\n'
        '[units]\ntime = "ms"\n'
    )
    path = as_csv(tmp_path / "own.csv", [{"t": 60_000, "i": 1, "o": 2}])
    assert imported(path, "--map", mapping)["first"] == "2026-06-01T08:01:00+00:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[columns]\ntime = 't'\n", "columns.input: is missing"),
        ("colour = 1\n[columns]\ntime='t'\ninput='i'\noutput='o'\n", "colour: is no part of a"),
        ("[columns]\ntime='t'\ninput='i'\noutput='no'\n", "no column is called 'no'; there is"),
        (
            "[columns]\ntime='t'\ninput='i'\noutput='o'\n[units]\ntime=\"'); DROP\"\n",
            "units.time: is neither iso, s, ms",
        ),
        ("[columns\n", "own.toml:1: "),
        ("[columns]\ntime='.'\ninput='i'\noutput='o'\n", "no column is called '.'; there is"),
        ("[columns]\ntime='t'\ninput='i.'\noutput='o'\n", "no column is called 'i.'; there is"),
        ("columns = 'x'\n", "columns: is no table; write its keys below a heading"),
        ("[columns]\ntime=1\ninput=''\noutput='o'\n", "columns.time: is no text; write it in q"),
        ("[columns]\ntime=1\ninput=''\noutput='o'\n", "columns.input: is empty; write a name"),
        ("ok = 'yes'\n[columns]\n", 'ok: is no list; write one such as ["ok", "done"]'),
        ("origin = 'June'\n[columns]\n", "origin: is no time; write one such as 2026-06-01T"),
        ("bucket_seconds = -1\n[columns]\n", "bucket_seconds: has to lie between 0 and 2,678,400"),
        ("bucket_seconds = 'x'\n[columns]\n", "bucket_seconds: is no number"),
        ("cached = 'maybe'\n[columns]\n", "cached: has to be 'inside' or 'beside'"),
        (f"title = '{'x' * 201}'\n[columns]\n", "title: is longer than 200 characters"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(
    text: str, says: str, refused: Refused, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(text, encoding="utf-8")
    path = as_csv(tmp_path / "own.csv", [{"t": "2026-06-01", "i": 1, "o": 2}])
    assert says in refused(path, "--map", mapping)


def test_a_mapping_that_is_not_there_or_is_none_is_told(refused: Refused, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "own.csv", [{"t": "2026-06-01", "i": 1, "o": 2}])
    said = refused(path, "--map", "hellicone")
    assert "hellicone: is not there; the mappings that come along are azure-openai, " in said
    assert "it is a folder, not a file." in refused(path, "--map", tmp_path)
    assert "its name is too long" in refused(path, "--map", "x" * 300)
    # Read to its end, it would fill the memory.
    large = tmp_path / "large.toml"
    with large.open("wb") as stream:
        stream.truncate(6_000_000)
    assert "it is larger than 5 MB" in refused(path, "--map", large)
    if os.name == "posix":
        assert "it is a device, not a file." in refused(path, "--map", "/dev/zero")


@pytest.mark.parametrize("name", presets())
def test_every_mapping_that_comes_along_can_be_read(name: str) -> None:
    assert read_mapping(name).columns.time


def test_helicone_is_read_by_its_mapping(imported: Import, tmp_path: Path) -> None:
    rows = [
        {
            "request_id": f"r{at}",
            "request_created_at": f"2026-06-01T08:00:{11 * at:02d}+00:00",
            "model": "gpt-4.1",
            "status": 500 if at == 3 else 200,
            "prompt_tokens": 900 + at,
            "completion_tokens": 20,
            "latency": 800 + 10 * at,
            "cost": "" if at == 3 else 0.002,
        }
        for at in range(5)
    ]
    path = as_csv(tmp_path / "requests.csv", rows, lineterminator="\r\n")
    found = imported(path, "--map", "helicone")
    assert (found["calls"], found["input"]) == (4, 900 + 901 + 902 + 904)
    assert found["cost"] == pytest.approx(0.008)
    assert proposal(found, "teacher.cost_per_1k_calls")["basis"] == "measured"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            'time = "at"\ninput = "at"\noutput = "out"\n',
            "columns.input: is 'at', which is the time",
        ),
        ('time = "at"\ninput = "u.in"\noutput = "u.out"\nmodel = "u"\n', "which is the input"),
    ],
)
def test_a_column_that_is_two_things_at_once_is_refused(
    columns: str, said: str, refused: Callable[..., str], tmp_path: Path
) -> None:
    logs = as_lines(
        tmp_path / "odd.jsonl",
        [{"at": "2026-06-01T08:00:00Z", "out": 8, "u": {"in": 100, "out": 8}}],
    )
    mapping = tmp_path / "map.toml"
    mapping.write_text(f"[columns]\n{columns}", encoding="utf-8")
    assert said in refused(logs, "--map", mapping)

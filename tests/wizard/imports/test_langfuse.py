"""Langfuse's exports in both spellings, blobs and downloaded traces, against a plain loop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import CANARY, as_array, as_csv, as_lines, as_parquet


def observation(number: int, **changes: Any) -> dict[str, Any]:
    """One as blobs have it, and the pages' exports in another spelling."""
    return {
        "id": f"o{number}",
        "trace_id": "t1",
        "type": "GENERATION",
        "parent_observation_id": None,
        "start_time": f"2026-06-01 08:00:{number:02d}.000000",
        "end_time": f"2026-06-01 08:00:{number + 1:02d}.509000",
        "name": "chat",
        "level": "DEFAULT",
        "provided_model_name": "claude-sonnet-4-5",
        "usage_details": {"input": 31, "input_cached_tokens": 600, "output": 35, "total": 666},
        "cost_details": {"total": 0.001},
        "total_cost": 0.001,
        "latency": 1.509,
        "prompt_name": "triage-prompt",
        "trace_name": "triage",
        "tags": ["prod"],
        "input": CANARY,
        "output": CANARY,
        **changes,
    }


SPELLED = {
    "parent_observation_id": "parentObservationId",
    "start_time": "startTime",
    "end_time": "endTime",
    "provided_model_name": "model",
    "usage_details": "usageDetails",
    "cost_details": "costDetails",
    "total_cost": "totalCost",
    "prompt_name": "promptName",
    "trace_name": "traceName",
    "tags": "traceTags",
    "trace_id": "traceId",
}


def as_page(row: dict[str, Any]) -> dict[str, Any]:
    """An observation as the pages spell it."""
    return {SPELLED.get(name, name): cell for name, cell in row.items()}


TRAPS: list[dict[str, Any]] = [
    # An agent repeats what is within it.
    observation(0, type="AGENT", usage_details={"input": 631, "output": 35, "total": 666}),
    observation(1, parent_observation_id="o0"),
    observation(2, level="ERROR", usage_details={}, total_cost=0),
    # A generation around another one, from a second instrumentation.
    observation(3, usage_details={"input": 700, "output": 90, "total": 790}),
    observation(
        4,
        parent_observation_id="o3",
        usage_details={"input": 700, "output": 80, "output_reasoning": 10, "total": 790},
    ),
    observation(5, type="EMBEDDING", usage_details={"input": 12, "total": 12}),
    observation(6, type="TOOL", usage_details={}),
    # A model without a price: a cost of 0.
    observation(7, usage_details={"input": 5, "output": 2, "total": 7}, total_cost=0),
    # Nothing is told of its tokens, which is not 0.
    observation(8, usage_details={}),
]


def plainly(rows: list[dict[str, Any]]) -> tuple[int, int, int]:
    around = {row["parent_observation_id"] for row in rows if row["type"] == "GENERATION"}
    calls = tokens_in = tokens_out = 0
    for row in rows:
        usage = row["usage_details"]
        if row["type"] != "GENERATION" or row["level"] == "ERROR" or row["id"] in around:
            continue
        calls += 1
        tokens_in += sum(number for key, number in usage.items() if key.startswith("input"))
        tokens_out += sum(number for key, number in usage.items() if key.startswith("output"))
    return calls, tokens_in, tokens_out


CONTAINERS = [as_csv, as_lines, as_array, as_parquet]


def texts(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its lists as JSON, as a cell of CSV has them."""
    return {
        name: json.dumps(cell) if isinstance(cell, list) else cell for name, cell in row.items()
    }


@pytest.mark.parametrize("spelled", [lambda row: row, as_page], ids=["blob", "page"])
@pytest.mark.parametrize("write", CONTAINERS, ids=["csv", "jsonl", "json", "parquet"])
def test_figures_are_those_of_a_plain_loop_in_every_container_and_spelling(
    write: Callable[..., Path],
    spelled: Callable[[dict[str, Any]], dict[str, Any]],
    imported: Import,
    tmp_path: Path,
) -> None:
    found = imported(write(tmp_path / "o.bin", [texts(spelled(row)) for row in TRAPS]))
    assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)
    assert found["rows"]["dropped"] == {
        "an embedding": 1,
        "no call of a model": 2,
        "repeats the calls within it": 1,
    }
    assert found["models"] == ["claude-sonnet-4-5"]
    assert found["first"] == "2026-06-01T08:00:01+00:00"
    assert CANARY not in json.dumps(found)


@pytest.mark.parametrize("write", [as_lines, as_array], ids=["jsonl", "json"])
def test_rows_of_both_spellings_may_stand_in_one_file_or_in_several(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    rows = [texts(row) for row in TRAPS]
    mixed = [as_page(row) if at % 2 else row for at, row in enumerate(rows)]
    one = imported(write(tmp_path / "one.json", mixed))
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / "first.json", [as_page(row) for row in rows[:5]])
    write(tmp_path / "a" / "second.json", rows[5:])
    several = imported(tmp_path / "a")
    for found in (one, several):
        assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)
        assert "no usable time" not in found["rows"]["dropped"]
        assert found["cost"] == one["cost"]


def test_maps_of_parquet_are_read_as_objects_are(imported: Import, tmp_path: Path) -> None:
    import duckdb

    lines = as_lines(tmp_path / "o.jsonl", TRAPS)
    target = tmp_path / "o.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT id, type, trace_id, level, name, trace_name, total_cost,
                parent_observation_id,
                CAST(start_time AS TIMESTAMP) AS start_time,
                CAST(end_time AS TIMESTAMP) AS end_time, provided_model_name,
                FROM_JSON(usage_details, '"MAP(VARCHAR, UBIGINT)"') AS usage_details
                FROM read_json('{lines}', columns = {{
                    id: 'VARCHAR', type: 'VARCHAR', trace_id: 'VARCHAR', level: 'VARCHAR',
                    name: 'VARCHAR', trace_name: 'VARCHAR', total_cost: 'DOUBLE',
                    parent_observation_id: 'VARCHAR', start_time: 'VARCHAR', end_time: 'VARCHAR',
                    provided_model_name: 'VARCHAR', usage_details: 'JSON'}}))
                TO '{target}'"""
        )
    found = imported(target)
    assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)


def test_mistake_3_what_lies_around_a_call_is_not_summed_with_it(
    imported: Import, tmp_path: Path
) -> None:
    rows = [
        observation(1, type="AGENT", usage_details={"input": 113, "output": 11}),
        observation(
            2, parent_observation_id="o1", usage_details={"input": 56, "output": 5, "total": 61}
        ),
        # Two instrumentations: one call, in an observation within another.
        observation(3, parent_observation_id="o1", usage_details={"input": 90, "output": 6}),
        observation(4, parent_observation_id="o3", usage_details={"input": 57, "output": 6}),
    ]
    found = imported(as_lines(tmp_path / "o.jsonl", rows))
    assert (found["calls"], found["input"], found["output"]) == (2, 113, 11)


def test_mistake_6_a_cost_of_0_is_not_free(payback: Any, tmp_path: Path) -> None:
    said = payback("import", "usage", as_lines(tmp_path / "o.jsonl", TRAPS)).out
    assert "Tokens and a cost of 0: 1 call." in said


def trace(observations: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    return {
        "trace": {"id": "t1", "name": "triage", "tags": ["prod"], "input": CANARY, **changes},
        "observations": [as_page(one) for one in observations],
    }


def test_downloaded_traces_are_the_same(imported: Import, tmp_path: Path) -> None:
    bare = [
        {name: cell for name, cell in row.items() if name not in ("trace_name", "tags")}
        for row in TRAPS
    ]
    path = tmp_path / "trace.json"
    path.write_text(json.dumps(trace(bare), indent=2), encoding="utf-8")
    found = imported(path)
    whole = imported(as_lines(tmp_path / "o.jsonl", TRAPS))
    same = ("rows", "calls", "input", "output", "cost", "p95_latency_seconds", "models")
    assert {name: found[name] for name in same} == {name: whole[name] for name in same}
    assert imported(path, "--endpoint", "triage")["calls"] == found["calls"]


def test_both_folders_of_a_blob_export_are_every_call_once(
    imported: Import, tmp_path: Path
) -> None:
    for folder in ("observations", "observations_v2"):
        (tmp_path / folder).mkdir()
    first = [
        {name: cell for name, cell in row.items() if name not in ("trace_name", "tags")}
        for row in TRAPS
    ]
    as_lines(tmp_path / "observations" / "a.jsonl", first)
    as_lines(tmp_path / "observations_v2" / "a.jsonl", TRAPS)
    found = imported(tmp_path)
    assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)
    assert found["rows"]["dropped"]["duplicate"] == 5
    # What tells endpoints apart is only in the second.
    assert imported(tmp_path, "--endpoint", "triage")["calls"] == 4


def test_a_call_that_tells_no_tokens_is_a_call_and_not_one_of_none(
    imported: Import, tmp_path: Path
) -> None:
    rows = [
        observation(1, usage_details={"input": 100, "output": 10, "total": 110}),
        observation(2, usage_details={}, total_cost=0),
        # No output is told, and the total is a sum without it.
        observation(3, usage_details={"input": 300, "total": 300}, total_cost=0),
        observation(4, usage_details={"input": 200, "total": 230}),
    ]
    found = imported(as_lines(tmp_path / "o.jsonl", rows))
    assert (found["calls"], found["input"], found["output"]) == (4, 600, 40)
    told = proposal(found, "teacher.tokens.input")
    assert told["value"] == 200
    assert "told by 3 of 4 rows" in told["source"]
    assert proposal(found, "teacher.tokens.output")["value"] == 20
    # Two calls have a cost; of the others too little is known to price them by the list.
    cost = proposal(found, "teacher.cost_per_1k_calls")
    assert (cost["value"], cost["basis"]) == (1.0, "estimated")


def usage(**changes: Any) -> dict[str, Any]:
    return observation(1, usage_details=changes)


@pytest.mark.parametrize(
    ("told", "uncached"),
    [
        ({"input": 17_903, "input_cached_tokens": 17_817, "output": 7, "total": 17_910}, 86),
        ({"input": 86, "input_cached_tokens": 17_817, "output": 7, "total": 17_910}, 86),
        ({"input": 86, "cache_read_input_tokens": 17_817, "output": 7}, 86),
        ({"input": 17_903, "prompt_details.cache_read": 17_817, "output": 7}, 86),
        ({"input": "86", "input_cache_read": "17817", "output": "7", "total": "17910"}, 86),
    ],
    ids=["inside, by the total", "beside, by the total", "beside", "a detail", "texts"],
)
def test_mistake_1_cached_tokens_are_not_added_to_an_input_that_includes_them(
    told: dict[str, Any], uncached: int, payback: Any, tmp_path: Path
) -> None:
    said = payback("import", "usage", as_lines(tmp_path / "o.jsonl", [usage(**told)])).out
    assert f"{uncached} uncached, 17,817 cached" in said


def test_mistake_2_cached_tokens_are_not_taken_from_an_input_without_them(
    payback: Any, tmp_path: Path
) -> None:
    told = usage(input=5, input_cached_tokens=13_710, output=1)
    said = payback("import", "usage", as_lines(tmp_path / "o.jsonl", [told])).out
    assert "5 uncached, 13,710 cached" in said


def test_reasoning_is_inside_the_output_where_the_total_says_so(
    imported: Import, tmp_path: Path
) -> None:
    told = {"input": 6, "completion_details.reasoning": 1_104, "output": 2_055, "total": 2_061}
    assert imported(as_lines(tmp_path / "o.jsonl", [usage(**told)]))["output"] == 2_055


def test_mistake_10_both_kinds_of_written_tokens_count(payback: Any, tmp_path: Path) -> None:
    told = usage(input=1, input_cache_creation_5m=31_490, input_cache_creation_1h=152_967, output=1)
    said = payback("import", "usage", as_lines(tmp_path / "o.jsonl", [told])).out
    assert "184,457 written" in said


def test_mistake_9_a_latency_in_milliseconds_is_not_taken_for_seconds(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "o.jsonl", [observation(1, latency=1_509)])
    p95 = imported(path)["p95_latency_seconds"]
    assert p95["low"] <= 1.509 < p95["high"]
    assert "1,000 times end minus start in seconds" in payback("import", "usage", path).out


def test_mistake_8_days_are_cut_in_the_zone_asked_for_and_times_read_in_their_own(
    imported: Import, tmp_path: Path
) -> None:
    told = observation(1, start_time="2026-01-01T00:00:00+05:30", end_time=None)
    path = as_lines(tmp_path / "o.jsonl", [told])
    assert imported(path)["first"] == "2025-12-31T18:30:00+00:00"
    # A time without a zone is UTC with Langfuse, whatever the zone in which months are cut.
    path = as_lines(tmp_path / "o.jsonl", [observation(1)])
    found = imported(path, "--timezone", "Asia/Kolkata")
    assert found["first"] == "2026-06-01T13:30:01+05:30"


def test_an_export_without_tokens_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    names = ("id", "trace_id", "type", "start_time", "end_time")
    bare = {name: observation(1)[name] for name in names}
    assert "without usageDetails" in refused(as_lines(tmp_path / "o.jsonl", [bare]))


def test_sums_stand_in_where_kinds_were_not_exported(imported: Import, tmp_path: Path) -> None:
    row = as_page(observation(1)) | {"inputUsage": 631, "outputUsage": 35}
    del row["usageDetails"]
    found = imported(as_csv(tmp_path / "o.csv", [texts(row)]))
    assert (found["calls"], found["input"], found["output"]) == (1, 631, 35)
    keys = [one["key"] for one in found["proposals"]]
    assert "teacher.tokens.cached_input" not in keys
    assert proposal(found, "teacher.tokens.input")["value"] == 631


def test_folders_without_calls_are_refused_by_name(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    as_lines(
        tmp_path / "traces.jsonl",
        [{"id": "t1", "timestamp": "2026-06-01 08:00:00", "name": "triage", "session_id": "s"}],
    )
    as_lines(tmp_path / "z.jsonl", TRAPS)
    said = refused(tmp_path)
    assert "traces.jsonl: holds Langfuse's traces or scores" in said

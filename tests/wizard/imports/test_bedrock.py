"""Bedrock's invocation log, against a plain loop over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import CANARY, as_array, as_lines, packed


def invocation(number: int, **changes: Any) -> dict[str, Any]:
    counts = {
        "inputTokenCount": 4,
        "cacheReadInputTokenCount": 1_200,
        "cacheWriteInputTokenCount": 0,
    }
    output = {
        "outputBodyJson": {"metrics": {"latencyMs": 302}, "output": CANARY},
        "outputTokenCount": 38,
    }
    return {
        "schemaType": "ModelInvocationLog",
        "schemaVersion": "1.0",
        "timestamp": f"2026-06-01T08:00:{number:02d}Z",
        "identity": {"arn": "arn:aws:sts::000000000000:assumed-role/tickets/app"},
        "requestId": f"request-{number}",
        "operation": "InvokeModel",
        "modelId": "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "requestMetadata": {"application_name": "tickets"},
        "input": {"inputBodyJson": {"prompt": CANARY}, **counts},
        "output": output,
        **changes,
    }


STREAM = [
    {"messageStart": {"role": "assistant"}},
    {"metadata": {"usage": {"inputTokens": 4}, "metrics": {"latencyMs": 5_000}}},
]

TRAPS: list[dict[str, Any]] = [
    invocation(0),
    invocation(
        1,
        operation="ConverseStream",
        output={"outputBodyJson": STREAM, "outputTokenCount": 40},
    ),
    # Throttled: no output at all.
    {
        name: cell
        for name, cell in invocation(2, errorCode="ThrottlingException").items()
        if name != "output"
    },
    # Written by both of its sinks.
    invocation(0),
    invocation(3, modelId="amazon.titan-embed-text-v2:0", output={}),
    invocation(
        4,
        input={"inputTokenCount": 5, "cacheReadInputTokenCount": 0},
        requestMetadata=None,
        identity={"arn": "arn:aws:sts::000000000000:assumed-role/reports/app"},
    ),
]


def plainly(rows: list[dict[str, Any]]) -> dict[str, int]:
    found = {"calls": 0, "failed": 0, "uncached": 0, "beside": 0, "output": 0}
    for row in {row["requestId"]: row for row in rows}.values():
        if "embed" in row["modelId"]:
            continue
        if "errorCode" in row:
            found["failed"] += 1
            continue
        found["calls"] += 1
        found["uncached"] += row["input"]["inputTokenCount"]
        found["beside"] += row["input"].get("cacheReadInputTokenCount", 0)
        found["beside"] += row["input"].get("cacheWriteInputTokenCount", 0)
        found["output"] += row["output"]["outputTokenCount"]
    return found


@pytest.mark.parametrize("write", [as_lines, as_array], ids=["jsonl", "json"])
def test_figures_are_those_of_a_plain_loop(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    path = write(tmp_path / "log.json", TRAPS)
    expected = plainly(TRAPS)
    found = imported(path)
    assert found["rows"] == {
        "read": 6,
        "kept": 4,
        "dropped": {"an embedding": 1, "duplicate": 1},
    }
    assert found["calls"] == expected["calls"]
    assert found["input"] == expected["uncached"] + expected["beside"]
    assert found["output"] == expected["output"]
    assert imported(packed(path)) == found
    assert CANARY not in json.dumps(found)


def test_mistake_2_cached_tokens_lie_beside_the_input(payback: Any, tmp_path: Path) -> None:
    said = payback("import", "usage", as_lines(tmp_path / "log.jsonl", [invocation(0)])).out
    assert "4 uncached, 1,200 cached" in said


def test_a_stream_s_duration_is_in_its_last_event(imported: Import, tmp_path: Path) -> None:
    found = imported(as_lines(tmp_path / "log.jsonl", [TRAPS[1]]))
    p95 = found["p95_latency_seconds"]
    assert p95["low"] <= 5 < p95["high"]


def test_what_the_application_is_called_tells_endpoints_apart(
    imported: Import, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "log.jsonl", TRAPS)
    found = imported(path, "--endpoint", "tickets")
    assert found["calls"] == 2
    # Of the throttled call it is known that it failed, and no tokens.
    assert proposal(found, "teacher.tokens.input")["value"] == 1_204


def test_a_role_tells_endpoints_apart_and_a_person_s_address_is_not_shown(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    account = "arn:aws:sts::000000000000"
    rows = [
        invocation(
            number, requestMetadata=None, identity={"arn": f"{account}:{of}/{CANARY}@example.com"}
        )
        for number, of in enumerate(("assumed-role/tickets", "user", "assumed-role/tickets"))
    ]
    path = as_lines(tmp_path / "log.jsonl", rows)
    assert imported(path, "--endpoint", "tickets")["calls"] == 2
    plain_role = {"arn": "arn:aws:iam::000000000000:role/service/tickets"}
    one = as_lines(tmp_path / "one.jsonl", [invocation(0, identity=plain_role)])
    assert imported(one, "--by", "role", "--endpoint", "tickets")["calls"] == 1
    assert CANARY not in payback("import", "usage", path).out


def test_another_schema_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    said = refused(as_lines(tmp_path / "log.jsonl", [invocation(0, schemaVersion="2.0")]))
    assert "in a schema that is not known" in said

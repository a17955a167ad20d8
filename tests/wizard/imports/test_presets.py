"""Mappings that come along, each on a small file of its vendor, against plain sums."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import as_csv, as_lines
from wizard.imports.usage.mapping import presets


def test_langsmith_tells_durations_by_both_ends(imported: Import, tmp_path: Path) -> None:
    run = {
        "id": "a",
        "name": "triage",
        "start_time": "2026-06-01T08:00:00.000000",
        "end_time": "2026-06-01T08:00:02.500000",
        "status": "success",
        "prompt_tokens": 31,
        "completion_tokens": 5,
        "total_cost": "0.01",
    }
    rows = [run, run, {**run, "id": "b", "status": "error", "total_cost": None}]
    found = imported(as_lines(tmp_path / "runs.jsonl", rows), "--map", "langsmith")
    assert (found["calls"], found["input"], found["cost"]) == (1, 31, 0.01)
    assert found["rows"]["dropped"] == {"duplicate": 1}
    p95 = found["p95_latency_seconds"]
    assert p95["low"] <= 2.5 < p95["high"]


def test_braintrust_keeps_its_counts_in_an_object(imported: Import, tmp_path: Path) -> None:
    span = {
        "id": "a",
        "created": "2026-06-01T08:00:00.000Z",
        "metrics": {"prompt_tokens": 100, "completion_tokens": 5, "prompt_cached_tokens": 60},
        "metadata": {"model": "gpt-4.1"},
    }
    found = imported(as_lines(tmp_path / "spans.jsonl", [span]), "--map", "braintrust")
    assert (found["calls"], found["input"], found["output"]) == (1, 100, 5)
    assert proposal(found, "teacher.tokens.cached_input")["value"] == 60


def test_mistake_9_portkey_s_costs_are_cents(imported: Import, tmp_path: Path) -> None:
    row = {
        "id": "a",
        "created_at": "2026-06-01T08:00:00Z",
        "request_tokens": 100,
        "response_tokens": 5,
        "cost": 1.5,
        "response_time": 900,
        "response_status_code": 200,
        "ai_model": "gpt-4.1",
    }
    found = imported(as_csv(tmp_path / "p.csv", [row]), "--map", "portkey")
    assert (found["calls"], found["cost"]) == (1, 0.015)


@pytest.mark.parametrize(
    ("name", "calls", "tokens_in", "tokens_out"),
    [
        ("azure-openai", "AzureOpenAIRequests", "ProcessedPromptTokens", "GeneratedTokens"),
        ("vertex", "model_invocation_count", "token_count_input", "token_count_output"),
    ],
)
def test_metrics_are_sums_by_the_hour(
    name: str, calls: str, tokens_in: str, tokens_out: str, imported: Import, tmp_path: Path
) -> None:
    rows = [
        {
            "timestamp": f"2026-06-01T{hour:02d}:00:00Z",
            calls: 30 if hour == 9 else 10,
            tokens_in: 9_000,
            tokens_out: 50,
            "ModelDeploymentName": "tickets",
            "ModelName": "gpt-4.1",
            "model_user_id": "gemini-2.5-flash",
        }
        for hour in range(24)
    ]
    found = imported(as_csv(tmp_path / "m.csv", rows), "--map", name)
    assert (found["calls"], found["input"], found["output"]) == (260, 24 * 9_000, 24 * 50)
    assert found["p95_latency_seconds"] is None
    assert found["peak_to_average"] == pytest.approx(30 / (260 / 24))


@pytest.mark.parametrize("command", [("import", "usage"), ("scan",), ("track",)], ids=" ".join)
def test_help_names_every_preset(payback: Any, command: tuple[str, ...]) -> None:
    assert f"comes along: {', '.join(presets())}." in payback(*command, "--help").said


def test_nothing_of_a_prompt_is_told_where_a_preset_does_not_fit(
    payback: Any, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "x.jsonl", [{"prompt": "secret", "tokens": 5}])
    for name in presets():
        outcome = payback("import", "usage", path, "--map", name, "--json")
        assert outcome.status == 2
        assert outcome.err.startswith(f"{name}: columns: no column is called ")
        assert outcome.err.count("\n") == 1
        assert "; there is 'prompt' and 'tokens'. Another preset may fit, " in outcome.err
        assert "secret" not in json.dumps([outcome.out, outcome.err])

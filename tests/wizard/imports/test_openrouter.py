"""OpenRouter's activity export, against a plain loop over it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import CANARY, as_csv, as_lines, as_parquet


def generation(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "generation_id": f"gen-{number}",
        "created_at": f"2026-06-01 08:{number:02d}:00.000",
        "cost_total": 0.0003,
        "cost_web_search": 0,
        "cost_cache": -0.00008,
        "cost_file_processing": 0,
        "byok_usage_inference": 0,
        "tokens_prompt": 1_000,
        "tokens_completion": 50,
        "tokens_reasoning": 20,
        "tokens_cached": 640,
        "model_permaslug": "openai/gpt-4.1-2025-04-14",
        "provider_name": "OpenAI",
        "cancelled": "false",
        "user": CANARY,
        "finish_reason_normalized": "stop",
        "generation_time_ms": 900,
        "time_to_first_token_ms": 210,
        "api_key_name": "prod",
        "app_name": "tickets",
        **changes,
    }


TRAPS: list[dict[str, Any]] = [
    generation(0),
    # A key of one's own: OpenRouter takes nothing, the provider does.
    generation(1, cost_total=0, byok_usage_inference=0.0021),
    generation(2, cost_total=0),
    generation(3, cancelled="true", generation_time_ms=60_000),
    generation(4, finish_reason_normalized="error", tokens_completion=0, cost_total=0),
    generation(0),
    generation(5, tokens_prompt="n/a"),
]


def plainly(rows: list[dict[str, str]]) -> dict[str, float]:
    found = {"calls": 0, "input": 0, "output": 0, "cost": 0.0}
    seen = set()
    for row in rows:
        if row["generation_id"] in seen or not row["tokens_prompt"].isdecimal():
            continue
        seen.add(row["generation_id"])
        if row["finish_reason_normalized"] == "error":
            continue
        found["calls"] += 1
        found["input"] += int(row["tokens_prompt"])
        found["output"] += int(row["tokens_completion"])
        found["cost"] += float(row["cost_total"]) + float(row["byok_usage_inference"])
    return found


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet], ids=["csv", "jsonl", "parquet"])
def test_figures_are_those_of_a_plain_loop_in_every_container(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    text = as_csv(tmp_path / "plain.csv", TRAPS).read_text(encoding="utf-8")
    expected = plainly(list(csv.DictReader(text.splitlines())))
    found = imported(write(tmp_path / "activity.bin", TRAPS))
    assert (found["calls"], found["input"], found["output"]) == (
        expected["calls"],
        expected["input"],
        expected["output"],
    )
    assert found["cost"] == pytest.approx(expected["cost"])
    assert found["rows"]["read"] == len(TRAPS)
    assert found["rows"]["dropped"]["duplicate"] == 1
    # A call that was broken off tells nothing of how long calls take.
    assert found["p95_latency_seconds"]["high"] < 1
    assert found["first"] == "2026-06-01T08:00:00+00:00"
    assert CANARY not in json.dumps(found)


def test_mistake_1_cached_tokens_are_inside_the_prompt(payback: Any, tmp_path: Path) -> None:
    said = payback("import", "usage", as_csv(tmp_path / "a.csv", [generation(0)])).out
    assert "360 uncached, 640 cached" in said


def test_mistake_6_a_cost_of_0_is_not_free(payback: Any, tmp_path: Path) -> None:
    said = payback("import", "usage", as_csv(tmp_path / "a.csv", TRAPS)).out
    assert "Tokens and a cost of 0: 1 call." in said


def test_mistake_9_durations_are_milliseconds(imported: Import, tmp_path: Path) -> None:
    found = imported(as_csv(tmp_path / "a.csv", [generation(0)]))
    p95 = found["p95_latency_seconds"]
    assert p95["low"] <= 0.9 < p95["high"]


def test_a_column_of_tokens_that_nobody_knows_is_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    said = refused(as_csv(tmp_path / "a.csv", [generation(0, tokens_cache_write=5)]))
    assert "'tokens_cache_write'" in said

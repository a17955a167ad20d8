"""OpenRouter's activity by day, as it is answered and as programs keep it, against a plain loop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal, why_not
from tests.wizard.imports.made import as_array, as_csv, as_lines


def day(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "date": f"2026-{6 + number // 30:02d}-{number % 30 + 1:02d}",
        "model": "openai/gpt-4.1",
        "model_permaslug": "openai/gpt-4.1-2025-04-14",
        "endpoint_id": "550e8400-e29b-41d4-a716-446655440000",
        "provider_name": "OpenAI",
        "usage": 0.015,
        "byok_usage_inference": 0,
        "requests": 5,
        "prompt_tokens": 500,
        "completion_tokens": 125,
        "reasoning_tokens": 25,
        **changes,
    }


TRAPS: list[dict[str, Any]] = [
    *(day(number) for number in range(30)),
    # A key of one's own: OpenRouter takes a fee, the provider the rest.
    day(3, endpoint_id="other", usage=0.001, byok_usage_inference=0.02),
    day(4, endpoint_id="free", usage=0, requests=2),
    day(5, endpoint_id="odd", prompt_tokens=-1),
]


def page(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows)}


def plainly(rows: list[dict[str, Any]]) -> dict[str, float]:
    kept = [row for row in rows if row["prompt_tokens"] >= 0]
    return {
        "calls": sum(row["requests"] for row in kept),
        "input": sum(row["prompt_tokens"] for row in kept),
        "output": sum(row["completion_tokens"] for row in kept),
        "cost": sum(row["usage"] + row["byok_usage_inference"] for row in kept),
    }


def as_pages(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Two pages that overlap by a day, and one without a row."""
    return as_lines(path, [page(*rows[:12]), page(*rows[11:]), page()])


def as_one(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(page(*rows), indent=2), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [as_pages, as_one, as_csv, as_lines, as_array])
def test_figures_are_those_of_a_plain_loop_however_it_is_kept(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    found = imported(write(tmp_path / "activity.bin", TRAPS))
    expected = plainly(TRAPS)
    assert {name: found[name] for name in ("calls", "input", "output")} == {
        name: expected[name] for name in ("calls", "input", "output")
    }
    assert found["cost"] == pytest.approx(expected["cost"])
    assert found["months_complete"] == 1
    pages = {"duplicate": 1, "an empty page": 1} if write is as_pages else {}
    assert found["rows"]["dropped"] == {"no usable count": 1, **pages}
    # Sums of days have no percentile and no busiest hour.
    assert proposal(found, "volume.calls_per_month")["value"] == expected["calls"]
    assert "buckets" in why_not(found, "teacher.p95_latency_seconds")
    assert "longer than an hour" in why_not(found, "student.hosting.peak_to_average")


def test_a_count_that_nobody_knows_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    path = as_one(tmp_path / "activity.json", [day(1, cached_tokens=400)])
    assert "has 'cached_tokens', which OpenRouter is not known to answer with" in refused(path)

"""LiteLLM's spend log and Langfuse's tables as a ClickHouse has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

TABLE = """
CREATE TABLE "LiteLLM_SpendLogs" (request_id String, startTime DateTime64(3, 'UTC'),
    endTime Nullable(DateTime64(3, 'UTC')), request_duration_ms Nullable(Int32), model String,
    model_group Nullable(String), team_id LowCardinality(Nullable(String)), spend Float64,
    prompt_tokens Nullable(Int32), completion_tokens Nullable(Int32), status Nullable(String),
    cache_hit String, metadata String,
    request_tags String) ENGINE = MergeTree ORDER BY startTime"""
LOADED = """
INSERT INTO "LiteLLM_SpendLogs" SELECT request_id, startTime, endTime, request_duration_ms, model,
    model_group, team_id, spend, prompt_tokens, completion_tokens, status, cache_hit, metadata,
    request_tags
FROM file('{path}', 'CSVWithNames') SETTINGS input_format_csv_use_default_on_bad_values = 1,
    date_time_input_format = 'best_effort', input_format_null_as_default = 1"""
OBSERVATIONS = """
CREATE TABLE observations (id String, trace_id String, project_id String,
    type LowCardinality(String), parent_observation_id Nullable(String),
    start_time DateTime64(3), end_time Nullable(DateTime64(3)), name String,
    level LowCardinality(String), prompt_name Nullable(String),
    provided_model_name Nullable(String), usage_details Map(LowCardinality(String), UInt64),
    cost_details Map(LowCardinality(String), Decimal64(12)), total_cost Nullable(Decimal64(12)),
    event_ts DateTime64(3), is_deleted UInt8)
ENGINE = ReplacingMergeTree(event_ts, is_deleted)
ORDER BY (project_id, type, toDate(start_time), id)"""


def observations() -> list[dict[str, Any]]:
    """Observations of three traces, with parents, failures and rows that cost nothing."""
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    return [
        {
            "id": f"call-{at}",
            "traceId": f"trace-{at % 3}",
            "type": "SPAN" if at % 7 == 0 else "GENERATION",
            "startTime": (start + at * timedelta(hours=1)).isoformat(),
            "endTime": (start + at * timedelta(hours=1, milliseconds=3)).isoformat(),
            "level": "ERROR" if at % 11 == 0 else "DEFAULT",
            "traceName": f"app {at % 3}",
            "model": "gpt-4.1",
            "usageDetails": {"input": 100 + at, "input_cached_tokens": at, "output": 7},
            "totalCost": 0.002 if at % 5 else 0,
        }
        for at in range(1, 60)
    ]


def values(rows: list[dict[str, Any]], project: str = "p") -> str:
    """Observations as SQL inserts them."""
    return ", ".join(
        f"('{one['id']}', '{one['traceId']}', '{project}', '{one['type']}', NULL,"
        f" parseDateTime64BestEffort('{one['startTime']}', 3),"
        f" parseDateTime64BestEffort('{one['endTime']}', 3), 'chat', '{one['level']}', NULL,"
        f" '{one['model']}', {one['usageDetails']!s}, {{}}, {one['totalCost']}, now(), 0)"
        for one in rows
    )

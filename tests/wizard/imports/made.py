"""Small files of usage that tests write."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CANARY = "canary-7f3a"
"""Stands in every prompt, key and address; nothing that the program says or keeps may have it."""


def iso(moment: datetime) -> str:
    """A time as LiteLLM writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def spend_row(number: int, start: datetime, **changes: Any) -> dict[str, Any]:
    """A row of LiteLLM's spend log, with everything that such a row has."""
    details = {
        "cached_tokens": changes.pop("cached", 0),
        "cache_creation_tokens": changes.pop("written", 0),
    }
    metadata = {
        "user_api_key_alias": "svc-tickets",
        "usage_object": {"prompt_tokens_details": details},
        "additional_usage_values": {},
        **changes.pop("metadata", {}),
    }
    return {
        "request_id": f"chatcmpl-{number}",
        "call_type": "acompletion",
        "api_key": CANARY,
        "spend": 0.002,
        "prompt_tokens": 1200,
        "completion_tokens": 8,
        "startTime": iso(start),
        "endTime": iso(start + timedelta(seconds=changes.pop("seconds", 1.2))),
        "request_duration_ms": 1200,
        "model": "gpt-4.1",
        "model_group": "tickets",
        "custom_llm_provider": "openai",
        "user": f"{CANARY}@example.com",
        "metadata": json.dumps(metadata),
        "cache_hit": "None",
        "request_tags": "[]",
        "team_id": "team-a",
        "session_id": f"session-{number}",
        "messages": json.dumps([{"role": "user", "content": CANARY}]),
        "status": "success",
        "litellm_call_id": f"chatcmpl-{number}",
        **changes,
    }


def every(step: timedelta, number: int, start: datetime | None = None) -> list[datetime]:
    """So many times, one after the other."""
    first = start or datetime(2026, 6, 1, 8, tzinfo=UTC)
    return [first + at * step for at in range(number)]


def traps() -> list[dict[str, Any]]:
    """Spend-log rows with every trap of that source."""
    at = every(timedelta(seconds=7), 9)
    failed = {"usage_object": None}
    return [
        spend_row(1, at[0]),
        spend_row(2, at[1], cached=480, spend=0.0017),
        # A model that the proxy has no price for.
        spend_row(3, at[2], model="claude-sonnet-4-5", prompt_tokens=98_805, spend=0.0),
        spend_row(
            4,
            at[3],
            model="claude-sonnet-4-5",
            prompt_tokens=9_844,
            cached=9_000,
            written=842,
            spend=0.0039,
            seconds=2.4,
        ),
        # The proxy's cache repeats the tokens of call 2, and its id.
        spend_row(2, at[4], cache_hit="True", spend=0.0, seconds=0.01),
        spend_row(
            5,
            at[5],
            status="failure",
            spend=0.0,
            prompt_tokens=0,
            completion_tokens=0,
            seconds=0,
            metadata=failed,
            litellm_call_id="call-6",
        ),
        # Its retry; the metadata of this row is an object, not a text.
        {
            **(retry := spend_row(6, at[6], litellm_call_id="call-6", spend=0.0027)),
            "metadata": json.loads(retry["metadata"]),
        },
        # Exported twice.
        spend_row(1, at[0]),
        spend_row(
            7,
            at[7],
            request_id="chatcmpl-7-attempt-1",
            model_group="reports",
            status="failure",
            spend=0.08,
            prompt_tokens=40_000,
            completion_tokens=100,
            metadata={**failed, "billed_retry_attempt": True},
        ),
        spend_row(
            7,
            at[8],
            model_group="reports",
            spend=0.104,
            prompt_tokens=40_000,
            completion_tokens=3_000,
            seconds=700,
        ),
    ]


def as_csv(path: Path, rows: Sequence[Mapping[str, Any]], **options: Any) -> Path:
    """Rows as CSV; an object in a cell is written as JSON."""
    text = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names, **options)
    writer.writeheader()
    writer.writerows(
        {name: json.dumps(cell) if isinstance(cell, dict) else cell for name, cell in row.items()}
        for row in rows
    )
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def as_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Rows as JSON lines."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def as_array(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Rows as one JSON list, laid out over lines."""
    path.write_text(json.dumps(list(rows), indent=1), encoding="utf-8")
    return path


def as_parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Rows as Parquet, with times as times and counts as whole numbers."""
    import duckdb

    lines = as_lines(path.with_suffix(".made"), rows)
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in rows[0])
    typed = ", ".join(
        f"CAST({name} AS {kind}) AS {name}"
        if (kind := _TYPES.get(name)) is not None
        else f"CAST({name} AS VARCHAR) AS {name}"
        for name in dict.fromkeys(name for row in rows for name in row)
    )
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'UTC'")
        connection.execute(
            f"COPY (SELECT {typed} FROM read_json('{lines}', columns = {{{columns}}})) TO '{path}'"
        )
    lines.unlink()
    return path


_TYPES = {
    "prompt_tokens": "BIGINT",
    "completion_tokens": "BIGINT",
    "spend": "DOUBLE",
    "startTime": "TIMESTAMP",
    "endTime": "TIMESTAMP",
    "request_duration_ms": "INTEGER",
}


def packed(path: Path) -> Path:
    """The same file, gzipped."""
    target = path.with_name(f"{path.name}.gz")
    target.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return target


def monthly(counts: Mapping[str, int], **changes: Any) -> list[dict[str, Any]]:
    """Spend rows spread evenly over months, from the first day of each to the last."""
    rows = []
    number = 0
    for month, calls in counts.items():
        start = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
        following = (start + timedelta(days=32)).replace(day=1)
        step = (following - start) / calls
        for at in range(calls):
            number += 1
            rows.append(spend_row(number, start + at * step, **changes))
    return rows

"""Usage added up by plain loops over parsed rows, sharing no code with the program.

Written from docs/specification.md §13 and the formats' own documentation alone.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass
class Sums:
    """What calls come to."""

    read: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    failed: int = 0
    hits: int = 0
    uncached: int = 0
    cached: int = 0
    written: int = 0
    output: int = 0
    cost: float = 0.0
    seconds: list[float] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)
    """Of answered calls."""

    @property
    def input(self) -> int:
        return self.uncached + self.cached + self.written

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[math.ceil(0.95 * len(ordered)) - 1]

    @property
    def busiest_minute(self) -> int:
        return max(Counter(int(one.timestamp() // 60) for one in self.starts).values())

    @property
    def peak_to_average(self) -> float:
        minutes = (max(self.starts) - min(self.starts)).total_seconds() / 60
        return self.busiest_minute / (self.calls / minutes)


def records(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV file, of JSON lines, or of a JSON list."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return list(csv.DictReader(text.splitlines()))
    if text.lstrip().startswith("["):
        return list(json.loads(text))
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def spend_logs(rows: Iterable[Mapping[str, Any]]) -> Sums:
    """LiteLLM's spend log."""
    sums = Sums()
    seen: set[tuple[str, str]] = set()
    for row in rows:
        sums.read += 1
        key = (row["request_id"], row["startTime"])
        if key in seen:
            sums.dropped["duplicate"] += 1
            continue
        seen.add(key)
        metadata = row.get("metadata") or {}
        if isinstance(metadata, str):
            metadata = json.loads(metadata)
        start, end = moment(row["startTime"]), moment(row["endTime"])
        if str(row["cache_hit"]).lower() == "true":
            sums.hits += 1
            continue
        cost = float(row["spend"] or 0)
        if row["status"] == "failure":
            is_attempt = bool(metadata.get("billed_retry_attempt"))
            sums.failed += 0 if is_attempt else 1
            if not cost:
                continue
        else:
            sums.calls += 1
            sums.starts.append(start)
            if end > start:
                sums.seconds.append((end - start).total_seconds())
        details = (metadata.get("usage_object") or {}).get("prompt_tokens_details") or {}
        beside = metadata.get("additional_usage_values") or {}
        cached = details.get("cached_tokens")
        if cached is None:
            cached = beside.get("cache_read_input_tokens") or 0
        written = details.get("cache_creation_tokens")
        if written is None:
            written = beside.get("cache_creation_input_tokens") or 0
        prompt = int(float(row["prompt_tokens"]))
        sums.uncached += prompt - cached - written if cached + written <= prompt else prompt
        sums.cached += cached
        sums.written += written
        sums.output += int(float(row["completion_tokens"]))
        sums.cost += cost
        sums.times.append(start)
    return sums


def trace(rows: Iterable[Mapping[str, str]]) -> Sums:
    """A plain trace of three columns, times in UTC."""
    sums = Sums()
    for row in rows:
        time, context, generated = row.values()
        sums.read += 1
        sums.calls += 1
        sums.uncached += int(context)
        sums.output += int(generated)
        # Python's clock knows microseconds.
        whole, dot, fraction = time.partition(".")
        sums.starts.append(moment(f"{whole}{dot}{fraction[:6]}"))
    return sums


def daily(rows: Iterable[Mapping[str, Any]]) -> Sums:
    """LiteLLM's sums by day."""
    sums = Sums()
    for row in rows:
        sums.read += 1
        sums.calls += int(row["successful_requests"])
        sums.failed += int(row["failed_requests"])
        cached = int(row["cache_read_input_tokens"])
        written = int(row["cache_creation_input_tokens"])
        sums.uncached += int(row["prompt_tokens"]) - cached - written
        sums.cached += cached
        sums.written += written
        sums.output += int(row["completion_tokens"])
        sums.cost += float(row["spend"])
    return sums

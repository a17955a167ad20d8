"""An import of usage: the whole command against DuckDB on the bare aggregate of the same file.

The bare aggregate has declared types and the same groups, in one statement with nothing around it:
no dates, names or counts are checked, nothing is proposed. In processor time, since other work of
the machine makes it take longer and costs it hardly any; five alternating pairs, their median. Then
the memory that the command takes at most, how it grows with ten times the rows, and a plain loop.

`python -m benchmarks.import_usage 20_000_000` measures so many rows; the files stay in FOLDER where
one is named behind it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks._timing import whole_command
from benchmarks._usage_rows import CONTAINERS, write

ROWS: Final = 200_000
PAIRS: Final = 5
GOAL: Final = 1.1
MEMORY_GOAL_MB: Final = 600
GROWTH_GOAL: Final = 12
LOOP_ROWS: Final = 2_000_000

BARE: Final = """
import sys, duckdb
path, kind, *without_peaks = sys.argv[1:]
columns = {
    "request_id": "VARCHAR", "call_type": "VARCHAR", "spend": "DOUBLE", "prompt_tokens": "DOUBLE",
    "completion_tokens": "DOUBLE", "startTime": "TIMESTAMPTZ", "endTime": "TIMESTAMPTZ",
    "model": "VARCHAR", "model_group": "VARCHAR", "custom_llm_provider": "VARCHAR",
    "team_id": "VARCHAR", "cache_hit": "VARCHAR", "status": "VARCHAR", "metadata": "VARCHAR",
}
declared = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"
source = {
    "csv": f"read_csv($path, auto_detect = false, header = true, columns = {declared})",
    "jsonl": "read_json($path, format = 'newline_delimited', auto_detect = false,"
        f" columns = {declared})",
    "parquet": "read_parquet($path)",
}[kind]
details = "metadata ->> '$.usage_object.prompt_tokens_details."
minute, level, minutes = ("minute", "GROUPING(minute)", ", (minute)")
if without_peaks:
    minute, level, minutes = ("NULL AS minute", "1", "")
connection = duckdb.connect()
connection.execute("SET timezone = 'UTC'")
connection.execute("SET memory_limit = '400MB'")
print(connection.execute(f'''
    WITH calls AS (
        SELECT model_group, model, status,
            CAST(DATE_TRUNC('month', CAST("startTime" AS TIMESTAMP)) AS DATE) AS month,
            CAST("startTime" AS TIMESTAMPTZ) AS began,
            EPOCH_US(CAST("startTime" AS TIMESTAMPTZ)) // 60000000 AS minute,
            EPOCH_US(CAST("endTime" AS TIMESTAMPTZ))
                - EPOCH_US(CAST("startTime" AS TIMESTAMPTZ)) AS took,
            TRY_CAST({details}cached_tokens' AS DOUBLE) AS cached,
            TRY_CAST({details}cache_creation_tokens' AS DOUBLE) AS written,
            prompt_tokens, completion_tokens, spend
        FROM {source}),
    grouped AS (
        SELECT model_group, model, month, status, {minute},
            FLOOR(8 * LN(took / 1e6) / LN(2)) AS bucket, {level} AS level,
            COUNT(*) AS calls, SUM(prompt_tokens - cached - written) AS uncached,
            SUM(cached) AS cached, SUM(written) AS written, SUM(completion_tokens) AS output,
            SUM(spend) AS cost, COUNT(spend) AS priced,
            SUM(CASE WHEN spend = 0 THEN 1 ELSE 0 END) AS free, MIN(began) AS first,
            MAX(began) AS last
        FROM calls
        GROUP BY GROUPING SETS ((model_group, model, month, status, bucket){minutes}))
    SELECT COUNT(*), SUM(calls), MAX(CASE WHEN level = 0 THEN calls END), SUM(uncached),
        SUM(cached), SUM(written), SUM(output), SUM(cost), SUM(priced), SUM(free), MIN(first),
        MAX(last), COUNT(bucket), MAX(model_group), MAX(model), MAX(month), MAX(status)
    FROM grouped
''', {"path": path}).fetchall())
"""

_LOOP: Final = """
import csv, json, math, sys
from collections import defaultdict
from datetime import datetime
sums = defaultdict(lambda: [0, 0, 0, 0, 0, 0.0])
minutes = defaultdict(int)
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    for row in csv.DictReader(stream):
        details = json.loads(row["metadata"])["usage_object"]["prompt_tokens_details"]
        cached, written = details["cached_tokens"], details["cache_creation_tokens"]
        start = datetime.fromisoformat(row["startTime"].replace("Z", "+00:00"))
        end = datetime.fromisoformat(row["endTime"].replace("Z", "+00:00"))
        seconds = (end - start).total_seconds()
        bucket = math.floor(8 * math.log2(seconds)) if seconds > 0 else None
        group = sums[row["model_group"], row["model"], start.month, row["status"], bucket]
        group[0] += 1
        group[1] += int(row["prompt_tokens"]) - cached - written
        group[2] += cached
        group[3] += written
        group[4] += int(row["completion_tokens"])
        group[5] += float(row["spend"])
        minutes[int(start.timestamp() // 60)] += 1
print(len(sums), max(minutes.values()))
"""


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        files = write(folder, rows)
        fewer = write(folder, rows // 10)
        for container in CONTAINERS:
            _compare(container, rows, files[container], fewer[container])
        loop_rows = min(rows, LOOP_ROWS)
        loop = write(folder, loop_rows)["csv"]
        seconds = processor(whole_command("-c", _LOOP, str(loop)))
        print(f"a plain loop over CSV, {loop_rows:,} rows {seconds:35.2f} s")


def _compare(container: str, rows: int, file: Path, fewer: Path) -> None:
    command = ("-m", "wizard", "import", "usage", str(file), "--json")
    bare, whole = pairs(whole_command("-c", BARE, str(file), container), whole_command(*command))
    print(f"{container}, {rows:,} rows: the bare aggregate {bare:29.2f} s")
    ratio = whole / bare
    print(f"  payback import usage {whole:47.2f} s  {ratio:6.2f} x  (goal: {GOAL} x)")
    small = processor(whole_command("-m", "wizard", "import", "usage", str(fewer), "--json"))
    growth = whole / small
    print(f"  against a tenth of the rows {growth:50.1f} x  (goal: {GROWTH_GOAL} x)")
    peak = peak_mb(command)
    print(f"  peak memory {peak:56.0f} MB  (goal: {MEMORY_GOAL_MB} MB)")


def pairs(*actions: Callable[[], object]) -> list[float]:
    """The median processor seconds of actions that take turns."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(PAIRS):
        for action, times in zip(actions, taken, strict=True):
            times.append(processor(action))
    return [median(times) for times in taken]


def processor(action: Callable[[], object]) -> float:
    """The processor seconds of the processes that an action runs."""
    before = _used()
    action()
    return _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb(arguments: Iterable[str]) -> float:
    """The most memory that this Python has at a time with these arguments."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()

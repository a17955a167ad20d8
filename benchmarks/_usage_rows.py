"""Rows of a gateway's spend log, made by DuckDB: the same ones in CSV, JSON lines and Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

CONTAINERS: Final = ("csv", "jsonl", "parquet")

_OPTIONS: Final = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json", "parquet": "FORMAT parquet"}

# Three months of calls, one of a hundred a failure; a third has cached tokens.
_ROWS: Final = """
    SELECT 'chatcmpl-' || i AS request_id,
        'acompletion' AS call_type,
        CAST(HASH(i, 1) % 1000000 AS DOUBLE) / 1e8 + 0.001 AS spend,
        CAST(900 + HASH(i, 2) % 600 AS BIGINT) AS prompt_tokens,
        CAST(5 + HASH(i, 3) % 60 AS BIGINT) AS completion_tokens,
        STRFTIME(began, '%Y-%m-%dT%H:%M:%S.%gZ') AS "startTime",
        STRFTIME(began + INTERVAL 1 MILLISECOND * CAST(200 + HASH(i, 4) % 3000 AS INTEGER),
            '%Y-%m-%dT%H:%M:%S.%gZ') AS "endTime",
        'gpt-4.1' AS model,
        'endpoint-' || HASH(i, 5) % {endpoints} AS model_group,
        'openai' AS custom_llm_provider,
        'team-' || HASH(i, 6) % 7 AS team_id,
        'None' AS cache_hit,
        CASE WHEN HASH(i, 7) % 100 = 0 THEN 'failure' ELSE 'success' END AS status,
        '{"user_api_key_alias": "svc", "usage_object": {"prompt_tokens_details": {"cached_tokens": '
            || CASE WHEN HASH(i, 8) % 3 = 0 THEN '480' ELSE '0' END
            || ', "cache_creation_tokens": 0}}}' AS metadata
    FROM (SELECT i, MAKE_TIMESTAMP(
            EPOCH_US(TIMESTAMP '2026-06-01') + CAST(i * (92.0 * 86400e6 / {number}) AS BIGINT)
        ) AS began
        FROM RANGE({number}) AS rows(i))
"""


def write(folder: Path, number: int, endpoints: int = 40) -> dict[str, Path]:
    """Write so many rows in each container; the files by container.

    Args:
        folder: where; a file that is there is taken as it is.
        number: how many rows.
        endpoints: how many endpoints they are of.
    """
    files = {}
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for container in CONTAINERS:
            path = folder / f"spend-{number}-{endpoints}.{container}"
            if not path.exists():
                rows = _ROWS.replace("{number}", str(number))
                rows = rows.replace("{endpoints}", str(endpoints))
                connection.execute(f"COPY ({rows}) TO '{path}' ({_OPTIONS[container]})")
            files[container] = path
    return files

"""A spend log as a lake keeps it, in Parquet: what PostgreSQL holds as JSON is text there.

What is rubbish in it is what people have seen, and text that is no JSON besides.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.wizard.imports.made import CANARY

# A hash of the number in every place where chance is wanted, so that it is the same chance always.
_ROWS = """
SELECT 'chatcmpl-' || i AS request_id, '{canary}' AS api_key,
    CASE WHEN i % 997 = 0 THEN 'NaN'::DOUBLE WHEN i % 991 = 0 THEN 'Infinity'::DOUBLE
        WHEN i % 983 = 0 THEN -1 WHEN i % 9 = 0 THEN 0 ELSE (h % 10000) / 1e6 END AS spend,
    (CASE WHEN i % 1009 = 0 THEN NULL WHEN i % 1013 = 0 THEN -5 WHEN i % 1019 = 0 THEN 2000000000
        ELSE 200 + h % 3000 END)::INTEGER AS prompt_tokens,
    (CASE WHEN i % 1021 = 0 THEN NULL ELSE 1 + h % 400 END)::INTEGER AS completion_tokens,
    began AS "startTime",
    CASE WHEN i % 701 = 0 THEN NULL WHEN i % 709 = 0 THEN began - INTERVAL 1 SECOND
        WHEN i % 719 = 0 THEN began + INTERVAL 30 DAY
        ELSE began + to_milliseconds(50 + (h % 977) * (1 + h % 31)) END AS "endTime",
    (CASE WHEN i % 5 > 0 THEN 50 + (h % 977) * (1 + h % 31) END)::INTEGER AS request_duration_ms,
    ['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5', ''][1 + h % 4] AS model,
    ['tickets', 'reports', 'search', '', NULL, 'it''s; "a" \\ name', repeat('lang', 80),
        'esc' || chr(27) || '[31m', 'größer 🙂'][1 + (h // 7) % 9] AS model_group,
    ['team-a', 'team-b', NULL][1 + (h // 17) % 3] AS team_id,
    CASE WHEN i % 599 = 0 THEN '{{"usage_object": {{"prompt_tokens_details": {{"cached_tokens": 9'
        WHEN i % 577 = 0 THEN '{{"user_api_key_alias": "svc-3"}} {canary}'
        WHEN i % 571 = 0 THEN '' WHEN i % 569 = 0 THEN NULL WHEN i % 563 = 0 THEN '{canary}'
        WHEN i % 601 = 0 THEN '"no object"' WHEN i % 607 = 0 THEN '[1, "{canary}"]'
        WHEN i % 613 = 0 THEN 'null' WHEN i % 617 = 0 THEN '{{"usage_object": 7}}'
        WHEN i % 157 = 0 THEN '{{"usage_object": {{"prompt_tokens_details": {{"cached_tokens":' ||
            ['"abc"', '"NaN"', '3.7', '-5', '"1e400"', '1e300', 'true', '" 12 "', '[]', '""',
                '"1e5"', '"12d"', '"0x1p3"', '"+7"', '".5"'][1 + (i // 157) % 15] || '}}}}}}'
        WHEN i % 11 = 0 THEN '{{"user_api_key_alias": "svc",
            "additional_usage_values": {{"cache_read_input_tokens": 50}}}}'
        WHEN i % 12 = 0 THEN '{{"user_api_key_alias": null, "billed_retry_attempt": true}}'
        ELSE '{{"user_api_key_alias": "svc-' || (h % 5) || '", "usage_object":
            {{"prompt_tokens_details": {{"cached_tokens": ' || ((h % 4) * 60) ||
            ', "cache_creation_tokens": ' || ((h % 3) * 20) || '}}}}}}' END AS metadata,
    ['None', 'False', 'None', 'None', '', 'True', 'None', 'None'][1 + (h // 11) % 8] AS cache_hit,
    ['[]', '["a"]', '["a", "b"]', '["b", "a", "b"]', '"a"', 'null', '{{}}', '["it''s"]']
        [1 + (h // 13) % 8] AS request_tags,
    '[{{"content": "{canary}"}}]' AS messages,
    ['success', 'success', 'success', 'success', 'failure', NULL][1 + (h // 19) % 6] AS status
FROM (SELECT i, (hash(i) % 268435456)::BIGINT AS h,
        CASE WHEN i % 1201 = 0 THEN TIMESTAMP '1970-01-01 00:01:00'
            ELSE TIMESTAMP '2026-03-01'
                + to_milliseconds((i * (183.0 * 86400000 / {count}))::BIGINT) END AS began
    FROM range(1, {count} + 1) AS numbers(i))"""


def written(path: Path, count: int) -> Path:
    """So many rows, half a year of them, in a file of Parquet."""
    statement = _ROWS.format(canary=CANARY, count=count)
    duckdb.sql(f"COPY ({statement}) TO '{path}' (FORMAT parquet)")
    return path

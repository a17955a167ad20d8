"""A spend log as LiteLLM's proxy keeps it in PostgreSQL, made up by the server itself.

Its columns and types are those of LiteLLM 1.110; what is rubbish in it is what people have seen.
"""

from __future__ import annotations

import psycopg

from tests.wizard.imports.made import CANARY

TABLE = """
CREATE TABLE "LiteLLM_SpendLogs" (
    request_id text PRIMARY KEY, call_type text NOT NULL, api_key text NOT NULL DEFAULT '',
    spend double precision NOT NULL DEFAULT 0, total_tokens integer NOT NULL DEFAULT 0,
    prompt_tokens integer, completion_tokens integer,
    "startTime" timestamp(3) NOT NULL, "endTime" timestamp(3),
    request_duration_ms integer, "completionStartTime" timestamp(3), model text NOT NULL DEFAULT '',
    model_id text DEFAULT '', model_group text DEFAULT '', custom_llm_provider text DEFAULT '',
    api_base text DEFAULT '', "user" text DEFAULT '', metadata jsonb DEFAULT '{}',
    cache_hit text DEFAULT '', cache_key text DEFAULT '', request_tags jsonb DEFAULT '[]',
    team_id text, end_user text, requester_ip_address text, messages jsonb DEFAULT '{}',
    response jsonb DEFAULT '{}', session_id text, status text, proxy_server_request jsonb
)"""

# A hash of the number in every place where chance is wanted, so that it is the same chance always.
_ROWS = """
INSERT INTO "LiteLLM_SpendLogs" (request_id, call_type, api_key, spend, prompt_tokens,
    completion_tokens, "startTime", "endTime", request_duration_ms, model, model_group, "user",
    metadata, cache_hit, request_tags, team_id, messages, response, status)
SELECT 'chatcmpl-' || i, 'acompletion', '{canary}',
    CASE WHEN i %% 997 = 0 THEN 'NaN' WHEN i %% 991 = 0 THEN 'Infinity' WHEN i %% 983 = 0 THEN -1
        WHEN i %% 9 = 0 THEN 0 ELSE (h %% 10000) / 1e6 END,
    CASE WHEN i %% 1009 = 0 THEN NULL WHEN i %% 1013 = 0 THEN -5 WHEN i %% 1019 = 0 THEN 2000000000
        ELSE 200 + h %% 3000 END,
    CASE WHEN i %% 1021 = 0 THEN NULL ELSE 1 + h %% 400 END,
    began, CASE WHEN i %% 701 = 0 THEN NULL WHEN i %% 709 = 0 THEN began - interval '1 second'
        WHEN i %% 719 = 0 THEN began + interval '30 days'
        ELSE began + interval '1 millisecond' * (50 + (h %% 977) * (1 + h %% 31)) END,
    CASE WHEN i %% 5 > 0 THEN 50 + (h %% 977) * (1 + h %% 31) END,
    (ARRAY['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5', ''])[1 + h %% 4],
    (ARRAY['tickets', 'reports', 'search', '', NULL, 'it''s; "a" \\ name',
        repeat('lang', 80), e'esc\\033[31m', 'größer 🙂'])[1 + (h / 7) %% 9],
    '{canary}@example.com',
    (CASE WHEN i %% 601 = 0 THEN '"no object"' WHEN i %% 607 = 0 THEN '[1, "{canary}"]'
        WHEN i %% 613 = 0 THEN 'null' WHEN i %% 617 = 0 THEN '{{"usage_object": 7}}'
        WHEN i %% 157 = 0 THEN '{{"usage_object": {{"prompt_tokens_details": {{"cached_tokens":' ||
            (ARRAY['"abc"', '"NaN"', '3.7', '-5', '"1e400"', '1e300', 'true', '" 12 "', '[]', '""',
                '"1e5"', '"+7"', '".5e2"'])[1 + (i / 157) %% 13] || '}}}}}}'
        WHEN i %% 11 = 0 THEN '{{"user_api_key_alias": "svc",
            "additional_usage_values": {{"cache_read_input_tokens": 50}}}}'
        WHEN i %% 12 = 0 THEN '{{"user_api_key_alias": null, "billed_retry_attempt": true}}'
        ELSE '{{"user_api_key_alias": "svc-' || h %% 5 || '", "usage_object":
            {{"prompt_tokens_details": {{"cached_tokens": ' || (h %% 4) * 60 ||
            ', "cache_creation_tokens": ' || (h %% 3) * 20 || '}}}}}}' END)::jsonb,
    (ARRAY['None', 'False', 'None', 'None', '', 'True', 'None', 'None'])[1 + (h / 11) %% 8],
    (ARRAY['[]', '["a"]', '["a", "b"]', '["b", "a", "b"]', '"a"', 'null', '{{}}', '["it''s"]'])
        [1 + (h / 13) %% 8]::jsonb,
    (ARRAY['team-a', 'team-b', NULL])[1 + (h / 17) %% 3],
    '[{{"content": "{canary}"}}]', '{{"text": "{canary}"}}',
    (ARRAY['success', 'success', 'success', 'success', 'failure', NULL])[1 + (h / 19) %% 6]
FROM (SELECT i, abs(('x' || substr(md5(i::text), 1, 7))::bit(28)::int) AS h,
        CASE WHEN i %% 1201 = 0 THEN timestamp '1970-01-01 00:01:00'
            ELSE timestamp '2026-03-01' + interval '1 millisecond' *
                floor(i * (183.0 * 86400000 / %(count)s)) END AS began
    FROM generate_series(1, %(count)s) AS i) AS numbered"""


def fill(connection: psycopg.Connection, count: int) -> None:
    """The table with so many rows, half a year of them, and who may read it."""
    connection.execute('DROP TABLE IF EXISTS "LiteLLM_SpendLogs" CASCADE')
    connection.execute(TABLE)
    statement = psycopg.ClientCursor(connection).mogrify(
        _ROWS.format(canary=CANARY), {"count": count}
    )
    connection.execute(statement)
    connection.execute('GRANT SELECT ON "LiteLLM_SpendLogs" TO reader')
    connection.execute('ANALYZE "LiteLLM_SpendLogs"')

"""LiteLLM's proxy: a row of its spend log is a call.

Source: LiteLLM 1.110, `LiteLLM_SpendLogs`.
"""

from __future__ import annotations

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import (
    Column,
    Format,
    Kind,
    Row,
    json_number,
    json_text,
    seconds_between,
    text_or,
)

_DETAILS = ("metadata", "usage_object", "prompt_tokens_details")
_BESIDE = ("metadata", "additional_usage_values")

_CACHED = (
    f"COALESCE({json_number(*_DETAILS, 'cached_tokens')},"
    f" {json_number(*_BESIDE, 'cache_read_input_tokens')})"
)
_WRITTEN = (
    f"COALESCE({json_number(*_DETAILS, 'cache_creation_tokens')},"
    f" {json_number(*_DETAILS, 'cache_write_tokens')},"
    f" {json_number(*_BESIDE, 'cache_creation_input_tokens')})"
)
# An attempt that failed and was billed is money and tokens; its call stands in a row of its own.
_IS_ATTEMPT = f"""({json_text("metadata", "billed_retry_attempt")} = 'true')"""


def _fits(file: SourceFile) -> bool:
    return file.has("request_id", "startTime", "spend", "prompt_tokens", "completion_tokens")


SPEND_LOGS = Format(
    name="litellm",
    title="LiteLLM spend log",
    columns=(
        Column("request_id"),
        Column("startTime", Kind.TIME),
        Column("endTime", Kind.TIME),
        Column("request_duration_ms", Kind.NUMBER),
        Column("model"),
        Column("model_group"),
        Column("custom_llm_provider"),
        Column("team_id"),
        Column("request_tags", Kind.JSON),
        Column("prompt_tokens", Kind.COUNT),
        Column("completion_tokens", Kind.COUNT),
        Column("spend", Kind.NUMBER),
        Column("status"),
        Column("cache_hit"),
        Column("metadata", Kind.JSON),
    ),
    row=Row(
        time='"startTime"',
        model='"model"',
        input='"prompt_tokens"',
        cached=_CACHED,
        written=_WRITTEN,
        output='"completion_tokens"',
        cost='"spend"',
        seconds=seconds_between("startTime", "endTime"),
        seconds_logged='"request_duration_ms"',
        status="""CASE WHEN "cache_hit" IN ('True', 'true', 'TRUE') THEN 'proxy_cache_hit'
            WHEN "status" = 'failure' THEN 'error'
            WHEN "status" = 'success' THEN 'ok' ELSE 'unknown' END""",
        # Only of failures is it looked up.
        calls=f"""CASE WHEN "status" = 'failure' THEN
            CASE WHEN {_IS_ATTEMPT} THEN 0 ELSE 1 END ELSE 1 END""",
        # A hit of the proxy's cache may bear the id of the call that it repeats.
        key=('"request_id"', '"startTime"'),
        copies_are_alike=True,
        # Where nobody has set it the proxy gives each request its own, and keeps it for fallbacks.
        trace='"session_id"',
    ),
    trace_columns=(Column("session_id"),),
    endpoints={
        "model_group": text_or('"model_group"', '"model"'),
        "key_alias": json_text("metadata", "user_api_key_alias"),
        "team": '"team_id"',
        # A call with several tags is told apart by all of them together.
        "tag": """ARRAY_TO_STRING(TRY("request_tags" ->> '$[*]'), ', ')""",
        "model": '"model"',
    },
    several={"tag": '"request_tags"'},
    fits=_fits,
    is_table=True,
)

"""LiteLLM's sums by day: its daily tables, the server's daily export, and what its pages download.

Calls come in buckets of a day, so there are means and no percentiles. The older download "daily
with models" repeats the spend of a whole day for each model and is refused.

Source: LiteLLM 1.110, `LiteLLM_Daily*Spend` and `/…/daily/activity/export`; litellm#32581.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, text_or

_SUMS: Final = (
    Column("date", Kind.TIME),
    Column("model"),
    Column("prompt_tokens", Kind.COUNT),
    Column("completion_tokens", Kind.COUNT),
    Column("cache_read_input_tokens", Kind.COUNT),
    Column("cache_creation_input_tokens", Kind.COUNT),
    Column("spend", Kind.NUMBER),
    Column("api_requests", Kind.COUNT),
    Column("successful_requests", Kind.COUNT),
    Column("failed_requests", Kind.COUNT),
)

_ROW: Final = Row(
    time='"date"',
    model='"model"',
    input='"prompt_tokens"',
    cached='"cache_read_input_tokens"',
    written='"cache_creation_input_tokens"',
    output='"completion_tokens"',
    cost='"spend"',
    calls='COALESCE("successful_requests", "api_requests" - COALESCE("failed_requests", 0))',
    failed='"failed_requests"',
    bucket_seconds="86400",
)


def _is_daily(file: SourceFile) -> bool:
    return file.has("date", "api_requests", "spend", "prompt_tokens", "completion_tokens")


def _overlap(file: SourceFile) -> tuple[str, ...]:
    if not file.has("tag"):
        return ()
    return ("A call with two tags stands in two rows: sums over several tags count it twice.",)


TABLES = Format(
    name="litellm-daily",
    title="LiteLLM daily table",
    columns=(*_SUMS, Column("model_group"), Column("tag"), Column("team_id")),
    row=_ROW,
    endpoints={
        "model_group": text_or('"tag"', '"model_group"', '"model"'),
        "team": '"team_id"',
        "model": '"model"',
    },
    fits=lambda file: _is_daily(file) and not file.has("entity_id"),
    counts_twice=lambda file: file.has("tag"),
    notes=_overlap,
    is_table=True,
)

EXPORT = Format(
    name="litellm-export",
    title="LiteLLM daily export",
    columns=(*_SUMS, Column("entity_id"), Column("entity_alias"), Column("key_alias")),
    row=_ROW,
    endpoints={
        "entity": text_or('"entity_alias"', '"entity_id"'),
        "key_alias": '"key_alias"',
        "model": '"model"',
    },
    fits=lambda file: _is_daily(file) and file.has("entity_id"),
)


def _multiplies(file: SourceFile) -> str | None:
    if not file.has_any("Model", "Model Name", "Models"):
        return None
    return (
        "is LiteLLM's older download of days with models, which repeats the spend of a whole day"
        " for each model; take the export from /user/daily/activity/export (or /team, /tag), one"
        " row a day, or the download of days without models"
    )


DOWNLOAD = Format(
    name="litellm-download",
    title="LiteLLM daily download",
    columns=(
        Column("Date", Kind.TIME),
        Column("Spend ($)", Kind.NUMBER),
        Column("Requests", Kind.COUNT),
        Column("Successful Requests", Kind.COUNT, ("Successful",)),
        Column("Failed Requests", Kind.COUNT, ("Failed",)),
        Column("Prompt Tokens", Kind.COUNT),
        Column("Completion Tokens", Kind.COUNT),
        Column("entity", also=("Team", "Tag", "Organization", "Customer", "User", "Agent", "Key")),
    ),
    row=Row(
        time='"Date"',
        input='"Prompt Tokens"',
        output='"Completion Tokens"',
        cost='"Spend ($)"',
        calls='COALESCE("Successful Requests", "Requests" - COALESCE("Failed Requests", 0))',
        failed='"Failed Requests"',
        bucket_seconds="86400",
    ),
    endpoints={"entity": '"entity"'},
    fits=lambda file: file.has("Date", "Spend ($)", "Requests"),
    refuses=_multiplies,
)

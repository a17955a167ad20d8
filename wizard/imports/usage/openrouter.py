"""OpenRouter's activity export: a row is a generation.

Times name no zone and are UTC; cached tokens are inside the prompt. With a key of one's own the
provider's bill is in `byok_usage_inference`, and `cost_total` is what OpenRouter takes.

Source: the export's 24 columns as independent programs read them; a column of tokens or costs that
none of them knows is refused.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, text_or

_COUNTS: Final = ("tokens_prompt", "tokens_completion", "tokens_cached")
_NUMBERS: Final = ("cost_total", "byok_usage_inference", "generation_time_ms")
_INSIDE: Final = (
    "cost_web_search",
    "cost_cache",
    "cost_file_processing",
    "tokens_reasoning",
)
"""Parts of other columns."""

_CANCELLED: Final = "LOWER(cancelled) IN ('true', '1')"


def _fits(file: SourceFile) -> bool:
    return file.has(
        "generation_id", "created_at", "cost_total", "tokens_prompt", "tokens_completion"
    )


def _refuses(file: SourceFile) -> str | None:
    unknown = [
        name
        for name in file.names
        if name.startswith(("cost_", "tokens_")) and name not in (*_COUNTS, *_NUMBERS, *_INSIDE)
    ]
    if unknown:
        return (
            f"has a column '{unknown[0]}' that OpenRouter is not known to export, and whether"
            " others contain it cannot be told; say with --map which columns count"
        )
    return None


OPENROUTER = Format(
    name="openrouter",
    title="OpenRouter activity",
    columns=(
        Column("generation_id"),
        Column("created_at", Kind.TIME),
        *(Column(one, Kind.COUNT) for one in _COUNTS),
        *(Column(one, Kind.NUMBER) for one in _NUMBERS),
        Column("model_permaslug"),
        Column("cancelled"),
        Column("finish_reason_normalized"),
        Column("api_key_name"),
        Column("app_name"),
    ),
    row=Row(
        time="created_at",
        model="model_permaslug",
        input="tokens_prompt",
        cached="tokens_cached",
        output="tokens_completion",
        cost="COALESCE(cost_total + COALESCE(byok_usage_inference, 0), byok_usage_inference)",
        # How long a call that somebody broke off would have taken is not known.
        seconds=f"CASE WHEN {_CANCELLED} THEN NULL ELSE generation_time_ms / 1000.0 END",
        status="CASE WHEN finish_reason_normalized = 'error' THEN 'error' ELSE 'ok' END",
        key=('"generation_id"',),
    ),
    endpoints={
        "app": text_or("app_name", "api_key_name"),
        "api_key": "api_key_name",
        "model": "model_permaslug",
    },
    fits=_fits,
    refuses=_refuses,
)

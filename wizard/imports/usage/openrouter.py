"""OpenRouter: its activity export, where a row is a generation, and its activity by day.

With a key of one's own the provider's bill is in `byok_usage_inference`, and `cost_total` or
`usage` is what OpenRouter takes. In the export times name no zone and are UTC, and cached tokens
are inside the prompt. What the interface answers are sums of a day, a model and a provider:
reasoning is inside the completion, neither durations nor cached tokens are told. Programs that
fetch it also keep its rows by themselves, with the same names.

Source: the export's 24 columns as independent programs read them; openrouter.ai,
`GET /api/v1/activity`, November 2026. A column of tokens or costs that is not known is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, quoted, text_or
from wizard.imports.usage.unfolding import elements, number_at, objects_in, text_at

_CANNOT_TELL: Final = (
    "and whether others contain it cannot be told; say with --map which columns count"
)
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
        return f"has a column '{unknown[0]}' that OpenRouter is not known to export, {_CANNOT_TELL}"
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


# ------------------------------------------------------------- activity by day

_SUMMED: Final = ("requests", "prompt_tokens", "completion_tokens")
_SUMMED_COSTS: Final = ("usage", "byok_usage_inference")
_FIGURES: Final = (*_SUMMED_COSTS, *_SUMMED)
_TOLD_APART: Final = ("date", "model", "model_permaslug", "endpoint_id", "provider_name")
_NEEDED: Final = ("date", "usage", "requests", "prompt_tokens", "completion_tokens")
_INSIDE_SUMS: Final = ("reasoning_tokens",)
"""Parts of other columns."""

_READ_TEXTS: Final = ", ".join(
    f"COALESCE({text_at('item', name)}, {quoted(name)}) AS {quoted(name)}" for name in _TOLD_APART
)
_READ_FIGURES: Final = ", ".join(
    f"COALESCE({number_at('item', name)}, {quoted(name)}) AS {quoted(name)}" for name in _FIGURES
)
_RECORDS: Final = f"""
    SELECT blank, data IS NOT NULL AND item IS NULL AS is_empty, {_READ_TEXTS}, {_READ_FIGURES}
    FROM (SELECT *, {elements("data")} AS item FROM source)"""


def _items(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    for record in file.sample:
        yield from objects_in(record.get("data"))


def _fits_activity(file: SourceFile) -> bool:
    return file.has(*_NEEDED) or any(all(name in one for name in _NEEDED) for one in _items(file))


def _refuses_activity(file: SourceFile) -> str | None:
    names = {*(name for one in _items(file) for name in one), *file.names}
    unknown = sorted(
        name
        for name in names
        if name.endswith(("_tokens", "_cost")) and name not in (*_FIGURES, *_INSIDE_SUMS)
    )
    if unknown:
        return f"has '{unknown[0]}', which OpenRouter is not known to answer with, {_CANNOT_TELL}"
    return None


ACTIVITY = Format(
    name="openrouter-activity",
    title="OpenRouter activity by day",
    columns=(
        Column("data", Kind.JSON),
        *(Column(one) for one in _TOLD_APART),
        *(Column(one, Kind.NUMBER) for one in _SUMMED_COSTS),
        *(Column(one, Kind.COUNT) for one in _SUMMED),
    ),
    records=_RECORDS,
    row=Row(
        time='TRY_CAST("date" AS TIMESTAMPTZ)',
        model=text_or("model_permaslug", "model"),
        input="prompt_tokens",
        output="completion_tokens",
        cost='COALESCE("usage" + COALESCE(byok_usage_inference, 0), byok_usage_inference)',
        calls="requests",
        bucket_seconds="86400",
        key=tuple(quoted(one) for one in (*_TOLD_APART, *_FIGURES)),
        copies_are_alike=True,
        skipped=(("an empty page", "is_empty"),),
    ),
    endpoints={
        "model": text_or("model_permaslug", "model"),
        "provider": "provider_name",
    },
    fits=_fits_activity,
    refuses=_refuses_activity,
)

"""OpenRouter's activity as its interface answers: sums of a day, a model and a provider.

Reasoning is inside the completion. With a key of one's own the provider's bill is in
`byok_usage_inference`, and `usage` is what OpenRouter takes. Neither durations nor cached tokens
are told. Programs that fetch it also keep its rows by themselves, with the same names.

Source: openrouter.ai, `GET /api/v1/activity`, November 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, quoted, text_or
from wizard.imports.usage.unfolding import elements, number_at, objects_in, text_at

_COUNTS: Final = ("requests", "prompt_tokens", "completion_tokens")
_COSTS: Final = ("usage", "byok_usage_inference")
_NUMBERS: Final = (*_COSTS, *_COUNTS)
_NAMES: Final = ("date", "model", "model_permaslug", "endpoint_id", "provider_name")
_NEEDED: Final = ("date", "usage", "requests", "prompt_tokens", "completion_tokens")
_INSIDE: Final = ("reasoning_tokens",)
"""Parts of other columns."""

_TEXTS: Final = ", ".join(
    f"COALESCE({text_at('item', name)}, {quoted(name)}) AS {quoted(name)}" for name in _NAMES
)
_FIGURES: Final = ", ".join(
    f"COALESCE({number_at('item', name)}, {quoted(name)}) AS {quoted(name)}" for name in _NUMBERS
)
_RECORDS: Final = f"""
    SELECT blank, data IS NOT NULL AND item IS NULL AS is_empty, {_TEXTS}, {_FIGURES}
    FROM (SELECT *, {elements("data")} AS item FROM source)"""


def _items(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    for record in file.sample:
        yield from objects_in(record.get("data"))


def _fits(file: SourceFile) -> bool:
    return file.has(*_NEEDED) or any(all(name in one for name in _NEEDED) for one in _items(file))


def _refuses(file: SourceFile) -> str | None:
    names = {*(name for one in _items(file) for name in one), *file.names}
    unknown = sorted(
        name
        for name in names
        if name.endswith(("_tokens", "_cost")) and name not in (*_NUMBERS, *_INSIDE)
    )
    if unknown:
        return (
            f"has '{unknown[0]}', which OpenRouter is not known to answer with, and whether others"
            " contain it cannot be told; say with --map which columns count"
        )
    return None


ACTIVITY = Format(
    name="openrouter-activity",
    title="OpenRouter activity by day",
    columns=(
        Column("data", Kind.JSON),
        *(Column(one) for one in _NAMES),
        *(Column(one, Kind.NUMBER) for one in _COSTS),
        *(Column(one, Kind.COUNT) for one in _COUNTS),
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
        key=tuple(quoted(one) for one in (*_NAMES, *_NUMBERS)),
        copies_are_alike=True,
        skipped=(("an empty page", "is_empty"),),
    ),
    endpoints={
        "model": text_or("model_permaslug", "model"),
        "provider": "provider_name",
    },
    fits=_fits,
    refuses=_refuses,
)

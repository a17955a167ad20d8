"""Anthropic's usage report of messages, and its cost report: pages of JSON.

Usage counts tokens in buckets and no calls, so it gives shares of tokens and never a cost per call.
Cached and written tokens lie beside the input. Amounts are decimal texts, in cents.

Source: anthropic 2.14, `organizations/usage_report/messages` and `organizations/cost_report`.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Row, text_or
from wizard.imports.usage.pages import (
    BILLED,
    BILLS,
    COLUMNS,
    OPENED,
    buckets_in,
    results_in,
    unfinished,
    with_bills,
)
from wizard.imports.usage.unfolding import number_at, text_at

_INPUT: Final = "uncached_input_tokens"
_CENTS: Final = 100.0

# Of one kind or the other, as far as they are itemised; the whole is never less than its parts.
_WRITTEN: Final = f"""GREATEST({number_at("result", "cache_creation_input_tokens")},
    {number_at("result", "cache_creation", "ephemeral_5m_input_tokens")}
    + {number_at("result", "cache_creation", "ephemeral_1h_input_tokens")})"""


_OTHERS: Final = ", ".join(
    text_at("result", name)
    for name in ("service_tier", "context_window", "cost_type", "token_type", "description")
)

_RECORDS: Final = with_bills(
    f"""
    SELECT *, input IS NOT NULL AS is_usage, amount IS NOT NULL AS is_bill
    FROM (SELECT blank, file, answer,
        TRY_CAST(COALESCE(bucket.starting_at, starting_at) AS TIMESTAMPTZ) AS began,
        TRY_CAST(COALESCE(bucket.ending_at, ending_at) AS TIMESTAMPTZ) AS ended,
        {number_at("result", _INPUT)} AS input,
        {number_at("result", "cache_read_input_tokens")} AS cached,
        {_WRITTEN} AS written,
        {number_at("result", "output_tokens")} AS output,
        {number_at("result", "amount")} / {_CENTS} AS amount,
        {text_at("result", "currency")} AS currency,
        {text_at("result", "model")} AS model,
        {text_at("result", "workspace_id")} AS workspace_id,
        {text_at("result", "api_key_id")} AS api_key_id,
        CONCAT_WS('|', {_OTHERS}) AS told_apart
        FROM ({OPENED}))""",
    ("model", "workspace_id", "api_key_id"),
    ("ended", "input", "cached", "written", "output", "told_apart"),
)


def _fits(file: SourceFile) -> bool:
    results = list(results_in(file))
    return any("starting_at" in one and "results" in one for one in buckets_in(file)) and (
        not results
        or any(_INPUT in one or ("amount" in one and "currency" in one) for one in results)
    )


def _refuses(file: SourceFile) -> str | None:
    if {str(one["currency"]) for one in results_in(file) if one.get("currency")} - {"USD"}:
        return "has costs in another currency than US dollars; Anthropic is known to report these"
    if any("requests" in one for one in results_in(file)):
        return "is Anthropic's analytics, whose groups overlap; fetch usage_report/messages"
    return None


ANTHROPIC = Format(
    name="anthropic",
    title="Anthropic usage and cost report",
    columns=(*COLUMNS, Column("starting_at"), Column("ending_at")),
    records=_RECORDS,
    tells_files=True,
    row=Row(
        time="began",
        model="model",
        input="input",
        cached="cached",
        written="written",
        cached_is="beside",
        output="output",
        calls="NULL",
        **BILLED,
        bucket_seconds="COALESCE((EPOCH_US(ended) - EPOCH_US(began)) / 1000000.0, 86400)",
        skipped=(
            ("not in US dollars", "is_bill AND COALESCE(currency, 'USD') <> 'USD'"),
            *BILLS,
        ),
    ),
    endpoints={
        "workspace": text_or("workspace_id"),
        "api_key": text_or("api_key_id"),
        "model": text_or("model"),
    },
    fits=_fits,
    refuses=_refuses,
    notes=unfinished,
)

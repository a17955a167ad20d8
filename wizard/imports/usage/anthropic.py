"""Anthropic: its usage report of messages and its cost report, pages of JSON, and console exports.

Usage counts tokens in buckets and no calls, so it gives shares of tokens and never a cost per call.
Cached and written tokens lie beside the input. In pages amounts are decimal texts, in cents. The
console exports CSV: tokens by day, model and key, and costs in dollars.

Source: anthropic 2.14, `organizations/usage_report/messages` and `organizations/cost_report`; the
exports as independent programs read them: a column of tokens or costs that none of them knows is
refused.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, text_or
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


# ------------------------------------------------------- exports of the console

_EXPORTED_TOKENS: Final = (
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
)
_EXPORTED_COSTS: Final = ("cost_usd", "cost_type")
_EXPORTED_APART: Final = ("usage_type", "context_window", "token_type", "inference_geo", "speed")

_EXPORTED: Final = with_bills(
    """
    SELECT *, usage_input_tokens_no_cache IS NOT NULL AS is_usage, cost_usd IS NOT NULL AS is_bill,
        usage_date_utc AS began, cost_usd AS amount, NULL AS answer
    FROM source""",
    ("model", "workspace", "api_key"),
    (*_EXPORTED_TOKENS, *_EXPORTED_APART),
)
_WRITTEN_PARTS: Final = " + ".join(
    f"COALESCE(usage_input_tokens_cache_write_{kind}, 0)" for kind in ("5m", "1h")
)


def _fits_console(file: SourceFile) -> bool:
    return file.has(
        "usage_date_utc", "usage_input_tokens_no_cache", "usage_output_tokens", "model_version"
    ) or file.has("usage_date_utc", "token_type", "cost_usd")


def _refuses_console(file: SourceFile) -> str | None:
    known = (*_EXPORTED_TOKENS, *_EXPORTED_COSTS, "usage_date_utc", "usage_type")
    exported = [name for name in file.names if name.startswith(("usage_", "cost_"))]
    unknown = [name for name in exported if name not in known]
    if unknown:
        return (
            f"has a column '{unknown[0]}' that Anthropic's console is not known to export; say with"
            " --map which columns count"
        )
    return None


CONSOLE = Format(
    name="anthropic-console",
    title="Anthropic console export",
    columns=(
        Column("usage_date_utc", Kind.TIME),
        Column("model", also=("model_version",)),
        Column("workspace"),
        Column("api_key"),
        *(Column(one) for one in _EXPORTED_APART),
        *(Column(one, Kind.COUNT) for one in _EXPORTED_TOKENS),
        Column("cost_usd", Kind.NUMBER),
    ),
    records=_EXPORTED,
    tells_files=True,
    row=Row(
        time="began",
        model="model",
        input="usage_input_tokens_no_cache",
        cached="usage_input_tokens_cache_read",
        written=f"GREATEST(usage_input_tokens_cache_write, {_WRITTEN_PARTS})",
        cached_is="beside",
        output="usage_output_tokens",
        calls="NULL",
        **BILLED,
        bucket_seconds="86400",
        skipped=BILLS,
    ),
    endpoints={
        "workspace": text_or("workspace"),
        "api_key": text_or("api_key"),
        "model": text_or("model"),
    },
    fits=_fits_console,
    refuses=_refuses_console,
)

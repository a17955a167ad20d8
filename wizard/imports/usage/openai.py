"""OpenAI's usage of completions, and its costs: pages of JSON, and what the dashboard exports.

Usage counts calls and tokens in buckets, and says neither cost nor duration; costs come by the day.
Cached and written tokens are inside the input. Both may be given together.

Source: openai 3.57, `organization/usage/completions` and `organization/costs`; the exports as two
independent programs read them.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, quoted, text_or
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

_COUNTS: Final = (
    "input_tokens",
    "input_cached_tokens",
    "input_cache_write_tokens",
    "input_uncached_tokens",
    "output_tokens",
    "num_model_requests",
)
_NAMES: Final = ("model", "project_id", "api_key_id", "line_item")
_USAGE: Final = "organization.usage.completions.result"
_COSTS: Final = "organization.costs.result"


def _text(name: str) -> str:
    """A text of a result, or of a flat row."""
    return f"COALESCE({text_at('result', name)}, {quoted(name)})"


_NUMBERS: Final = ", ".join(
    f"COALESCE({number_at('result', one)}, {quoted(one)}) AS {one}" for one in _COUNTS
)
_ROWS: Final = f"""
    SELECT blank, file, answer,
        COALESCE(TO_TIMESTAMP(TRY_CAST(bucket.start_time AS DOUBLE)), start_time) AS began,
        COALESCE(TO_TIMESTAMP(TRY_CAST(bucket.end_time AS DOUBLE)), end_time) AS ended,
        {_NUMBERS},
        {", ".join(f"NULLIF({_text(one)}, '') AS {one}" for one in _NAMES)},
        {_text("object")} AS kind,
        COALESCE({number_at("result", "amount", "value")}, amount_value) AS amount,
        LOWER(COALESCE({text_at("result", "amount", "currency")}, amount_currency)) AS currency
    FROM ({OPENED})"""

_TOLD_APART: Final = ("project_id", "api_key_id", "billed_model")

_RECORDS: Final = with_bills(
    f"""
    SELECT *, COALESCE(kind, '{_USAGE}') IN ('{_USAGE}', 'bucket', 'page')
            AND COALESCE(num_model_requests, input_tokens, output_tokens) IS NOT NULL AS is_usage,
        amount IS NOT NULL AND COALESCE(num_model_requests, input_tokens) IS NULL AS is_bill,
        COALESCE(model, NULLIF(TRIM(SPLIT_PART(line_item, ',', 1)), '')) AS billed_model
    FROM ({_ROWS})""",
    _TOLD_APART,
    ("ended", "model", "line_item", *_COUNTS),
)

# The three kinds are the input: where they are not, one of them means something else than is known.
_INPUT: Final = """CASE WHEN num_model_requests IS NOT NULL AND (input_uncached_tokens IS NULL
    OR input_uncached_tokens + COALESCE(input_cached_tokens, 0)
        + COALESCE(input_cache_write_tokens, 0) = input_tokens) THEN input_tokens END"""


def _fits(file: SourceFile) -> bool:
    is_usage = file.has("start_time", "input_tokens", "output_tokens", "num_model_requests")
    if is_usage or file.has("start_time", "amount_value", "amount_currency"):
        return True
    kinds = [str(one.get("object", "")) for one in results_in(file)]
    return any(
        isinstance(one.get("start_time"), int) and "results" in one for one in buckets_in(file)
    ) and (not kinds or any(kind.startswith("organization.") for kind in kinds))


def _refuses(file: SourceFile) -> str | None:
    currencies = {str(value).lower() for value in file.values("amount_currency")}
    for result in results_in(file):
        amount = result.get("amount")
        if isinstance(amount, dict) and amount.get("currency"):
            currencies.add(str(amount["currency"]).lower())
    if currencies - {"usd"}:
        return "has costs in another currency than US dollars, which OpenAI is not known to bill in"
    kinds = {str(one.get("object", "")) for one in results_in(file)}
    if kinds and not kinds & {_USAGE, _COSTS}:
        return "is OpenAI's usage of something else than completions; fetch usage/completions"
    return None


OPENAI = Format(
    name="openai",
    title="OpenAI usage and costs",
    columns=(
        *COLUMNS,
        Column("object"),
        Column("start_time", Kind.TIME),
        Column("end_time", Kind.TIME),
        *(Column(one, Kind.COUNT) for one in _COUNTS),
        *(Column(one) for one in _NAMES),
        Column("amount_value", Kind.NUMBER),
        Column("amount_currency"),
    ),
    records=_RECORDS,
    tells_files=True,
    row=Row(
        time="began",
        model="CASE WHEN is_usage THEN model END",
        input=_INPUT,
        cached="input_cached_tokens",
        written="input_cache_write_tokens",
        output="output_tokens",
        calls="CASE WHEN is_usage THEN num_model_requests END",
        **BILLED,
        bucket_seconds="COALESCE((EPOCH_US(ended) - EPOCH_US(began)) / 1000000.0, 86400)",
        skipped=(
            (
                "other than completions",
                f"kind LIKE 'organization.%' AND kind <> '{_USAGE}' AND kind <> '{_COSTS}'",
            ),
            ("not in US dollars", "is_bill AND COALESCE(currency, 'usd') <> 'usd'"),
            *BILLS,
        ),
    ),
    endpoints={
        "project": text_or("project_id"),
        "api_key": text_or("api_key_id"),
        "model": text_or("billed_model"),
    },
    fits=_fits,
    refuses=_refuses,
    notes=unfinished,
)

"""What Anthropic's console exports as CSV: tokens by day, model and key, and costs in dollars.

As in its reports no calls are counted, and cached and written tokens lie beside the input.

Source: the exports as independent programs read them; a column of tokens or costs that none of them
knows is refused.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, text_or
from wizard.imports.usage.pages import BILLED, BILLS, with_bills

_TOKENS: Final = (
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
)
_COSTS: Final = ("cost_usd", "cost_type")
_TOLD_APART: Final = ("usage_type", "context_window", "token_type", "inference_geo", "speed")

_RECORDS: Final = with_bills(
    """
    SELECT *, usage_input_tokens_no_cache IS NOT NULL AS is_usage, cost_usd IS NOT NULL AS is_bill,
        usage_date_utc AS began, cost_usd AS amount, NULL AS answer
    FROM source""",
    ("model", "workspace", "api_key"),
    (*_TOKENS, *_TOLD_APART),
)
_PARTS: Final = " + ".join(
    f"COALESCE(usage_input_tokens_cache_write_{kind}, 0)" for kind in ("5m", "1h")
)


def _fits(file: SourceFile) -> bool:
    return file.has(
        "usage_date_utc", "usage_input_tokens_no_cache", "usage_output_tokens", "model_version"
    ) or file.has("usage_date_utc", "token_type", "cost_usd")


def _refuses(file: SourceFile) -> str | None:
    unknown = [
        name
        for name in file.names
        if (name.startswith("usage_") and name not in (*_TOKENS, "usage_date_utc", "usage_type"))
        or (name.startswith("cost_") and name not in _COSTS)
    ]
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
        *(Column(one) for one in _TOLD_APART),
        *(Column(one, Kind.COUNT) for one in _TOKENS),
        Column("cost_usd", Kind.NUMBER),
    ),
    records=_RECORDS,
    tells_files=True,
    row=Row(
        time="began",
        model="model",
        input="usage_input_tokens_no_cache",
        cached="usage_input_tokens_cache_read",
        written=f"GREATEST(usage_input_tokens_cache_write, {_PARTS})",
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
    fits=_fits,
    refuses=_refuses,
)

"""Langfuse: observations as its pages and its blob storage export them, and whole traces.

A row is an observation, of which generations are calls; agents, spans and chains repeat what is
within them, and so does a generation around another one. Kinds of tokens are meant to lie beside
each other; where a client broke that the total tells. The folders `observations` and
`observations_v2` of a blob export hold every call twice, the second with the name of its trace.

Source: Langfuse, August 2026; langfuse#10592, #12306 (kinds), #11051 (latency in ms or s), #14808.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import (
    Column,
    Format,
    Kind,
    Row,
    json_number,
    seconds_between,
    text_or,
)
from wizard.imports.usage.unfolding import each, shaped, text_at

TYPES: Final = frozenset(
    (
        *("GENERATION", "SPAN", "EVENT", "AGENT", "TOOL", "CHAIN"),
        *("RETRIEVER", "EVALUATOR", "EMBEDDING", "GUARDRAIL"),
    )
)


def _tokens(*keys: str) -> str:
    return f"COALESCE({', '.join(json_number('usage_details', key) for key in keys)})"


_DETAILS: Final = ("prompt_details.cache_read", "prompt_details.cache_write")
"""How OpenInference calls parts, which are inside the whole by their meaning."""
_CACHED: Final = _tokens(
    "input_cached_tokens",
    "cache_read_input_tokens",
    "input_cache_read",
    "input_cache_read_tokens",
    "cached_tokens",
    _DETAILS[0],
)
_WRITTEN: Final = _tokens(
    "cache_creation_input_tokens",
    "input_cache_creation",
    "input_cache_creation_tokens",
    "cache_write_input_tokens",
    _DETAILS[1],
)
_WRITTEN_PARTS: Final = " + ".join(
    f"COALESCE({_tokens(f'input_cache_creation_{kind}')}, 0)" for kind in ("5m", "1h")
)
_SOUND: Final = _tokens("input_audio_tokens", "input_audio")
_REASONING: Final = _tokens(
    "output_reasoning_tokens", "output_reasoning", "completion_details.reasoning"
)


def _whole(key: str, also: str, summed: str) -> str:
    """SQL for tokens by their key, or by a column of sums where the kinds were not exported."""
    return f"CASE WHEN usage_details IS NULL THEN {summed} ELSE {_tokens(key, also)} END"


_COLUMNS: Final = (
    Column("id"),
    Column("type"),
    Column("parent_observation_id", also=("parentObservationId",)),
    Column("start_time", Kind.TIME, also=("startTime",)),
    Column("end_time", Kind.TIME, also=("endTime",)),
    Column("model", also=("provided_model_name", "providedModelName")),
    Column("usage_details", Kind.JSON, also=("usageDetails",)),
    Column("input_usage", Kind.COUNT, also=("inputUsage",)),
    Column("output_usage", Kind.COUNT, also=("outputUsage",)),
    Column("cost_details", Kind.JSON, also=("costDetails",)),
    Column("total_cost", Kind.NUMBER, also=("totalCost",)),
    Column("latency", Kind.NUMBER),
    Column("name"),
    Column("level"),
    Column("prompt_name", also=("promptName",)),
    Column("trace_name", also=("traceName",)),
    Column("tags", Kind.JSON, also=("trace_tags", "traceTags")),
)


def records_of(observations: str) -> str:
    """SQL of observations with their tokens by kind, and whether they are around another call."""
    told = f"""
        SELECT *, COALESCE({_CACHED}, 0) AS c, {_CACHED} AS cached,
            GREATEST({_WRITTEN}, NULLIF({_WRITTEN_PARTS}, 0)) AS written,
            {_whole("input", "prompt_tokens", "input_usage")} AS whole_input,
            COALESCE({_SOUND}, 0) AS sound,
            {_whole("output", "completion_tokens", "output_usage")} AS told_output,
            COALESCE({_REASONING}, 0) AS reasoning,
            {_tokens("total", "total_tokens")} AS total,
            {_tokens(*_DETAILS)} IS NOT NULL AS has_details,
            {_tokens("completion_details.reasoning")} IS NOT NULL AS has_reasoning_inside
        FROM ({observations})"""
    parts = "(c + COALESCE(written, 0) + sound)"
    # Where no output is told the total is a sum without it, or says how much it is.
    output = f"COALESCE(told_output, NULLIF(GREATEST(total - whole_input - {parts}, 0), 0))"
    summed = f"""
        SELECT *, {output} AS o, {parts} AS parts FROM ({told})"""
    # The total says which of the ways in which clients count is the one.
    judged = f"""
        SELECT *, CASE
            WHEN total = whole_input + parts + o + reasoning THEN 'beside'
            WHEN total = whole_input + o THEN 'inside'
            WHEN total = whole_input + o + reasoning THEN 'input inside'
            WHEN total = whole_input + parts + o THEN 'output inside'
            WHEN has_details OR has_reasoning_inside THEN 'inside'
            ELSE 'beside' END AS way
        FROM ({summed})"""
    counted = f"""
        SELECT *,
            CASE WHEN way IN ('inside', 'input inside') AND c + COALESCE(written, 0) <= whole_input
                THEN whole_input - c - COALESCE(written, 0)
                ELSE whole_input + sound END AS uncached,
            CASE WHEN way IN ('inside', 'output inside') THEN o ELSE o + reasoning END AS output
        FROM ({judged})"""
    return f"""
        WITH observation AS ({counted}),
        around AS (SELECT DISTINCT parent_observation_id AS around_id FROM observation
            WHERE type = 'GENERATION' AND uncached + output > 0)
        SELECT observation.*, around_id IS NOT NULL AS has_calls
        FROM observation LEFT JOIN around ON id = around_id"""


ROW: Final = Row(
    time="start_time",
    model="model",
    input="uncached",
    cached="cached",
    written="written",
    cached_is="beside",
    output="output",
    may_lack_tokens=True,
    cost=f"COALESCE(total_cost, {json_number('cost_details', 'total')})",
    seconds=seconds_between("start_time", "end_time"),
    seconds_logged="latency",
    status="""CASE WHEN level = 'ERROR' THEN 'error' WHEN level IS NULL THEN 'unknown'
        ELSE 'ok' END""",
    key=('"id"',),
    preferred="CASE WHEN trace_name IS NOT NULL THEN 1 ELSE 0 END",
    skipped=(
        ("an embedding", "type = 'EMBEDDING'"),
        ("no call of a model", "type <> 'GENERATION'"),
        ("repeats the calls within it", "has_calls"),
    ),
)

ENDPOINTS: Final = {
    "trace": text_or("trace_name", "prompt_name", "name"),
    "prompt": "prompt_name",
    "name": "name",
    "tag": "TRY(tags ->> '$')",
    "model": "model",
}
SEVERAL: Final = {"tag": "tags"}


def _fits(file: SourceFile) -> bool:
    has_time = file.has("start_time", "trace_id") or file.has("startTime")
    types = [str(value) for value in file.values("type")]
    if not types:
        # A table of a database shows its columns alone.
        return has_time and file.has("type", "parent_observation_id", "usage_details")
    return has_time and any(one in TYPES for one in types)


def _refuses(file: SourceFile) -> str | None:
    if file.has_any("usage_details", "usageDetails", "inputUsage"):
        return None
    return "was exported without usageDetails, so that no tokens stand in it; export these as well"


OBSERVATIONS = Format(
    name="langfuse",
    title="Langfuse observations",
    columns=_COLUMNS,
    records=records_of("SELECT * FROM source"),
    row=replace(ROW, trace="trace_id"),
    trace_columns=(Column("trace_id", also=("traceId",)),),
    endpoints=ENDPOINTS,
    several=SEVERAL,
    fits=_fits,
    is_table=True,
    refuses=_refuses,
)

SHAPE: Final = {
    **dict.fromkeys(
        ("id", "type", "parentObservationId", "startTime", "endTime", "name"), "VARCHAR"
    ),
    **dict.fromkeys(("level", "model", "promptName"), "VARCHAR"),
    **dict.fromkeys(("usageDetails", "costDetails"), "JSON"),
    **dict.fromkeys(("totalCost", "latency", "inputUsage", "outputUsage"), "DOUBLE"),
}
"""What is read of an observation that is an object."""


def told_of(*, model: str, cost: str) -> str:
    """SQL for the columns of an observation that is an object of this shape, called `one`."""
    return f"""one.id AS id, one.type AS type,
        one.parentObservationId AS parent_observation_id,
        TRY_CAST(one.startTime AS TIMESTAMPTZ) AS start_time,
        TRY_CAST(one.endTime AS TIMESTAMPTZ) AS end_time,
        {model} AS model, one.usageDetails AS usage_details, one.costDetails AS cost_details,
        one.inputUsage AS input_usage, one.outputUsage AS output_usage,
        {cost} AS total_cost, one.latency AS latency, one.name AS name, one.level AS level,
        one.promptName AS prompt_name"""


_OF_TRACES: Final = f"""
    SELECT blank OR (is_there AND observations IS NULL) AS blank,
        {told_of(model="one.model", cost="one.totalCost")},
        {text_at("trace", "name")} AS trace_name, {text_at("trace", "tags")} AS tags
    FROM (SELECT *, {each("observations")} AS one
        FROM (SELECT blank, trace, observations IS NOT NULL AS is_there,
                {shaped("observations", [SHAPE])} AS observations FROM source))"""


def _is_trace(file: SourceFile) -> bool:
    return file.has("trace", "observations") and all(
        isinstance(one, dict) for one in file.values("trace")
    )


TRACES = Format(
    name="langfuse-trace",
    title="Langfuse traces",
    columns=(Column("trace", Kind.JSON), Column("observations", Kind.JSON)),
    records=records_of(_OF_TRACES),
    row=ROW,
    endpoints=ENDPOINTS,
    several=SEVERAL,
    fits=_is_trace,
)


def _is_beside(file: SourceFile) -> bool:
    is_trace = file.has("id", "timestamp", "name") and file.has_any("session_id", "sessionId")
    is_score = file.has("value", "name") and file.has_any("data_type", "dataType")
    return (is_trace or is_score) and not file.has_any("type", "usage_details", "usageDetails")


BESIDE = Format(
    name="langfuse-beside",
    title="Langfuse traces or scores without observations",
    columns=(),
    row=Row(time="NULL", input="NULL", output="NULL"),
    endpoints={"": "NULL"},
    fits=_is_beside,
    refuses=lambda file: (
        "holds Langfuse's traces or scores, in which no call stands; name the folder"
        " observations_v2, or observations, alone"
    ),
)

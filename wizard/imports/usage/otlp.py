"""Spans of OpenTelemetry as OTLP writes them to JSON: the GenAI conventions, and OpenInference's.

A span of an agent, a workflow or a wrapper repeats what its children used, so only spans of calls
count, and of these only the innermost. Numbers are texts. Traces are often sampled: counts are
lower bounds. Input contains cached tokens in both conventions.

Source: opentelemetry-proto 1.7, the GenAI semantic conventions, OpenInference's; pydantic-ai#3995
and openinference#3164 (spans around spans).
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, text_or
from wizard.imports.usage.unfolding import each, objects_in, shaped

_CALLS: Final = ("chat", "text_completion", "generate_content", "completion")
"""Operations that are one call of a model."""
_EMBEDDING: Final = "embeddings"

_TOKENS_IN: Final = (
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
)
_TOKENS_OUT: Final = (
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
)
_CACHED: Final = (
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
)
_WRITTEN: Final = (
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "llm.token_count.prompt_details.cache_write",
)
_MODELS: Final = ("gen_ai.response.model", "gen_ai.request.model", "llm.model_name")
_WORKFLOWS: Final = ("gen_ai.workflow.name", "traceloop.workflow.name", "gen_ai.agent.name")
_PROMPTS: Final = ("gen_ai.prompt.name",)


_VALUE: Final = dict.fromkeys(("stringValue", "intValue", "doubleValue", "boolValue"), "VARCHAR")
_ATTRIBUTES: Final = [{"key": "VARCHAR", "value": _VALUE}]
_SHAPE: Final = [
    {
        "resource": {"attributes": _ATTRIBUTES},
        "scopeSpans": [
            {
                "spans": [
                    {
                        "traceId": "VARCHAR",
                        "spanId": "VARCHAR",
                        "parentSpanId": "VARCHAR",
                        "startTimeUnixNano": "BIGINT",
                        "endTimeUnixNano": "BIGINT",
                        "status": {"code": "VARCHAR"},
                        "attributes": _ATTRIBUTES,
                    }
                ]
            }
        ],
    }
]

_SPANS: Final = f"""
    SELECT blank, about, {each("scope.spans")} AS span
    FROM (SELECT blank, resource.resource.attributes AS about,
            {each("resource.scopeSpans")} AS scope
        FROM (SELECT blank OR (is_there AND resources IS NULL) AS blank,
                {each("resources")} AS resource
            FROM (SELECT blank, "resourceSpans" IS NOT NULL AS is_there,
                    {shaped('"resourceSpans"', _SHAPE)} AS resources FROM source)))"""


def _texts(names: tuple[str, ...], of: str = "span.attributes") -> str:
    """SQL for the first of some attributes, as a text."""
    return f"COALESCE({', '.join(_text(name, of) for name in names)})"


def _text(name: str, of: str) -> str:
    value = f"LIST_FILTER({of}, lambda one: one.key = '{name}')[1].value"
    return f"COALESCE({', '.join(f'{value}.{kind}' for kind in _VALUE)})"


def _numbers(names: tuple[str, ...]) -> str:
    return f"TRY_CAST({_texts(names)} AS DOUBLE)"


_READ: Final = f"""
    SELECT blank, span IS NOT NULL AS is_span,
        MAKE_TIMESTAMPTZ(span.startTimeUnixNano // 1000) AS began,
        MAKE_TIMESTAMPTZ(span.endTimeUnixNano // 1000) AS ended,
        span.traceId AS trace_id, span.spanId AS span_id,
        NULLIF(span.parentSpanId, '') AS parent_id,
        span.status.code AS code,
        {_texts(("gen_ai.operation.name", "llm.request.type"))} AS operation,
        UPPER({_texts(("openinference.span.kind",))}) AS kind,
        {_texts(("error.type",))} AS error,
        {_numbers(_TOKENS_IN)} AS input,
        {_numbers(_TOKENS_OUT)} AS output,
        {_numbers(_CACHED)} AS cached,
        {_numbers(_WRITTEN)} AS written,
        {_numbers(("llm.cost.total",))} AS cost,
        {_texts(_MODELS)} AS model,
        {_texts(_WORKFLOWS)} AS workflow,
        {_texts(_PROMPTS)} AS prompt,
        {_texts(("service.name",), "about")} AS service
    FROM ({_SPANS})"""

_OPERATIONS: Final = ", ".join(f"'{one}'" for one in _CALLS)
# Without either convention's word for what a span is, tokens of its own say that it called a model.
_IS_CALL: Final = f"""COALESCE(operation IN ({_OPERATIONS}), kind = 'LLM',
    COALESCE(input, output) IS NOT NULL)"""

# What lies around calls, however far out: a wrapper need not be the parent itself.
_RECORDS: Final = f"""
    WITH RECURSIVE told AS (SELECT *, {_IS_CALL} AS is_call FROM ({_READ})),
    around AS (
        SELECT trace_id, parent_id AS id FROM told
        WHERE is_call AND COALESCE(input, output) IS NOT NULL AND parent_id IS NOT NULL
        UNION
        SELECT told.trace_id, told.parent_id FROM around JOIN told
            ON told.trace_id = around.trace_id AND told.span_id = around.id
        WHERE told.parent_id IS NOT NULL)
    SELECT told.*, around.id IS NOT NULL AS has_calls
    FROM told LEFT JOIN around ON told.trace_id = around.trace_id AND told.span_id = around.id"""


def _fits(file: SourceFile) -> bool:
    return file.has("resourceSpans") and any(
        "scopeSpans" in resource
        for record in file.sample
        for resource in objects_in(record.get("resourceSpans"))
    )


OTLP = Format(
    name="otlp",
    title="OpenTelemetry traces",
    columns=(Column("resourceSpans", Kind.JSON),),
    records=_RECORDS,
    row=Row(
        time="began",
        model="model",
        input="input",
        cached="cached",
        written="written",
        output="output",
        may_lack_tokens=True,
        cost="cost",
        seconds="(EPOCH_US(ended) - EPOCH_US(began)) / 1000000.0",
        status="""CASE WHEN error IS NOT NULL OR code IN ('2', 'STATUS_CODE_ERROR') THEN 'error'
            ELSE 'ok' END""",
        key=("trace_id", "span_id"),
        trace="trace_id",
        skipped=(
            ("no span", "NOT is_span"),
            ("an embedding", f"operation = '{_EMBEDDING}' OR kind = 'EMBEDDING'"),
            ("no call of a model", "NOT is_call"),
            ("repeats the calls within it", "has_calls"),
        ),
    ),
    endpoints={
        "workflow": text_or("workflow", "prompt", "service"),
        "prompt": "prompt",
        "service": "service",
        "model": "model",
    },
    fits=_fits,
    is_sampled=True,
)

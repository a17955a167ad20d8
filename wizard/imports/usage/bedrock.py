"""Amazon Bedrock's log of model invocations: a line is a call.

Cached and written tokens lie beside the input. Times are whole seconds; a call that failed has no
output. What was said stands in the bodies, of which nothing but durations is looked at.

Source: `ModelInvocationLog`, schema version 1.0, and lines of it in the wild.
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, json_number, json_text, text_or

_TYPE: Final = "ModelInvocationLog"
_VERSION: Final = "1."

# A stream's body is a list of events, the last of which have the duration.
_OF_STREAM: Final = tuple(
    f"""TRY_CAST(TRY("output" ->> '$.outputBodyJson[*].{path}')[-1] AS DOUBLE)"""
    for path in (
        "metadata.metrics.latencyMs",
        '"amazon-bedrock-invocationMetrics".invocationLatency',
    )
)
_MILLISECONDS: Final = ", ".join(
    (
        json_number("output", "outputBodyJson", "metrics", "latencyMs"),
        json_number(
            "output", "outputBodyJson", "amazon-bedrock-invocationMetrics", "invocationLatency"
        ),
        *_OF_STREAM,
    )
)


# The name of a session, behind the role's, is often the address of a person, and so a user's is.
_ARN: Final = json_text("identity", "arn")
_ROLE: Final = text_or(
    f"REGEXP_EXTRACT({_ARN}, ':assumed-role/([^/]+)/', 1)",
    f"REGEXP_EXTRACT({_ARN}, ':role/(?:.*/)?([^/]+)$', 1)",
)


def _fits(file: SourceFile) -> bool:
    return file.has("schemaType", "modelId") and _TYPE in file.values("schemaType")


def _refuses(file: SourceFile) -> str | None:
    unknown = [one for one in file.values("schemaVersion") if not str(one).startswith(_VERSION)]
    if unknown:
        return (
            "is a log of Bedrock in a schema that is not known; only version 1 is. Say with --map"
            " which fields count"
        )
    return None


BEDROCK = Format(
    name="bedrock",
    title="Bedrock invocation log",
    columns=(
        Column("schemaType"),
        Column("timestamp", Kind.TIME),
        *(Column(one) for one in ("requestId", "operation", "modelId", "errorCode")),
        *(Column(one, Kind.JSON) for one in ("identity", "requestMetadata", "input", "output")),
    ),
    row=Row(
        time='"timestamp"',
        model='"modelId"',
        input=json_number("input", "inputTokenCount"),
        cached=json_number("input", "cacheReadInputTokenCount"),
        written=json_number("input", "cacheWriteInputTokenCount"),
        cached_is="beside",
        output=json_number("output", "outputTokenCount"),
        seconds=f"COALESCE({_MILLISECONDS}) / 1000.0",
        status="CASE WHEN \"errorCode\" IS NULL THEN 'ok' ELSE 'error' END",
        key=('"requestId"',),
        skipped=(
            ("another kind of line", f"\"schemaType\" IS DISTINCT FROM '{_TYPE}'"),
            ("an embedding", "\"modelId\" ILIKE '%embed%'"),
        ),
    ),
    endpoints={
        "application": text_or(
            json_text("requestMetadata", "application_name"),
            json_text("requestMetadata", "application"),
            json_text("requestMetadata", "app"),
            _ROLE,
        ),
        "role": _ROLE,
        "operation": '"operation"',
        "model": '"modelId"',
    },
    fits=_fits,
    refuses=_refuses,
)

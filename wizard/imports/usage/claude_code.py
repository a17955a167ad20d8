"""Claude Code's logs of sessions: what an agent said to a person who codes.

A response stands in several lines as it grows, and again in resumed and side-chain files: its
message's id tells it, and the line with most tokens counts. People coding are no endpoint, so
tokens and calls are shown and nothing is proposed.

Source: lines in the wild, and what programs that count them found (ccusage#797, #976, #994).
"""

from __future__ import annotations

from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, json_number, json_text

_USAGE: Final = ("message", "usage")
_NO_MODEL: Final = "<synthetic>"

# The kinds are itemised in part at best; the whole is never less than its parts.
_WRITTEN: Final = f"""GREATEST({json_number(*_USAGE, "cache_creation_input_tokens")},
    {json_number(*_USAGE, "cache_creation", "ephemeral_5m_input_tokens")}
    + {json_number(*_USAGE, "cache_creation", "ephemeral_1h_input_tokens")})"""


_WITHOUT_SESSION: Final = frozenset(("summary", "file-history-snapshot"))


def _fits(file: SourceFile) -> bool:
    if file.container == "csv":
        return False
    # A folder of sessions has files in which nobody was answered.
    types = set(map(str, file.values("type")))
    is_session = file.has("timestamp", "sessionId") and bool(types)
    return is_session or (bool(types) and types <= _WITHOUT_SESSION)


CLAUDE_CODE = Format(
    name="claude-code",
    title="Claude Code session log",
    columns=(
        Column("type"),
        Column("timestamp", Kind.TIME),
        Column("sessionId"),
        Column("cwd"),
        Column("costUSD", Kind.NUMBER),
        Column("message", Kind.JSON),
    ),
    row=Row(
        time='"timestamp"',
        model=json_text("message", "model"),
        input=json_number(*_USAGE, "input_tokens"),
        cached=json_number(*_USAGE, "cache_read_input_tokens"),
        written=_WRITTEN,
        cached_is="beside",
        output=json_number(*_USAGE, "output_tokens"),
        cost='"costUSD"',
        status="'ok'",
        key=(json_text("message", "id"),),
        skipped=(
            ("no response", "\"type\" IS DISTINCT FROM 'assistant'"),
            ("no call of a model", f"{json_text('message', 'model')} = '{_NO_MODEL}'"),
        ),
    ),
    endpoints={
        # The last part of the folder alone: the rest of its path names people.
        "project": """NULLIF(REGEXP_EXTRACT("cwd", '[^/\\\\]+$'), '')""",
        "session": '"sessionId"',
        "model": json_text("message", "model"),
    },
    fits=_fits,
    no_endpoint=(
        "people code with it: what they ask for is no one task that a student could take over"
    ),
)

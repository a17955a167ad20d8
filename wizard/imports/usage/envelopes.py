"""Rows of a format in an envelope: a list within an object, or the texts of log events.

What lies in it is read as the format itself says; whole objects are held one at a time.

Source: LiteLLM 1.110, `GET /spend/logs/ui`; Amazon CloudWatch Logs, `FilterLogEvents`,
`GetLogEvents`, and what a subscription delivers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from wizard.imports.files.json_records import object_in
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.bedrock import BEDROCK
from wizard.imports.usage.format import Column, Format, Kind, quoted
from wizard.imports.usage.litellm import SPEND_LOGS
from wizard.imports.usage.pages import has_next
from wizard.imports.usage.unfolding import elements, objects_in, text_at


class _Envelope(NamedTuple):
    """Where the rows of a format lie."""

    lists: tuple[str, ...]
    """Keys of an object, one of which holds a list."""
    text: str | None = None
    """The key of the text that holds a row, in an element of the list or in an object that stands
    by itself; None where the elements are rows."""

    def records(self, format: Format) -> str:
        """SQL for what lies in it, as the format declares its columns."""
        listed = f"COALESCE({', '.join(map(quoted, self.lists))})"
        row = "element"
        if self.text is not None:
            row = f"COALESCE({text_at('element', self.text)}, {quoted(self.text)})"
        columns = ", ".join(
            f"{one.kind.of_text(text_at('row_told', one.name))} AS {quoted(one.name)}"
            for one in (*format.columns, *format.trace_columns)
        )
        return f"""
    SELECT blank, is_empty, {columns}
    FROM (SELECT blank, {row} AS row_told, {listed} IS NOT NULL AND element IS NULL AS is_empty
        FROM (SELECT *, {elements(listed)} AS element FROM source))"""

    def inside(self, file: SourceFile) -> SourceFile:
        """What lies in the beginning of a file, as if it were one of its own."""
        rows = tuple(self._rows(file.sample))
        names = tuple(dict.fromkeys(name for row in rows for name in row))
        return replace(file, names=names, sample=rows)

    def _rows(self, sample: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for record in sample:
            held = next((record[name] for name in self.lists if name in record), None)
            for one in (record,) if held is None else objects_in(held):
                row = _object(one.get(self.text)) if self.text is not None else one
                if row is not None and row is not record:
                    yield row


def _object(text: Any) -> Mapping[str, Any] | None:
    if isinstance(text, str):
        return object_in(text)
    return text if isinstance(text, Mapping) else None


def _unfinished(file: SourceFile) -> tuple[str, ...]:
    """What has to be said where the last page of a file is not the last one of all."""
    last = file.sample[-1] if file.sample else {}
    page, pages = last.get("page"), last.get("total_pages")
    is_one_of_several = isinstance(page, int) and isinstance(pages, int) and page < pages
    return has_next(file) if is_one_of_several or last.get("nextToken") else ()


def _in_envelope(format: Format, envelope: _Envelope, *, name: str, title: str) -> Format:
    """The format of rows that lie in an envelope."""
    alone = (envelope.text,) if envelope.text is not None else ()
    empty = ("an empty page", "is_empty")
    return replace(
        format,
        name=name,
        title=title,
        columns=tuple(Column(one, Kind.JSON) for one in (*envelope.lists, *alone)),
        trace_columns=(),
        records=envelope.records(format),
        row=replace(format.row, skipped=(empty, *format.row.skipped)),
        fits=lambda file: format.fits(envelope.inside(file)),
        refuses=lambda file: format.refuses(envelope.inside(file)),
        notes=_unfinished,
        is_table=False,
    )


SPEND_LOG_PAGES: Final = _in_envelope(
    SPEND_LOGS,
    _Envelope(lists=("data",)),
    name="litellm-page",
    title="LiteLLM pages of spend logs",
)
BEDROCK_EVENTS: Final = _in_envelope(
    BEDROCK,
    _Envelope(lists=("events", "logEvents"), text="message"),
    name="bedrock-events",
    title="Bedrock invocation log in CloudWatch events",
)

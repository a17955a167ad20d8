"""Langfuse's observations as its public interface answers: pages of them, by number or by cursor.

Pages by number say how many there are, pages by cursor whether there is a next one.

Source: langfuse.com, `GET /api/public/observations` and `/api/public/v2/observations`, 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind
from wizard.imports.usage.langfuse import ENDPOINTS, ROW, SEVERAL, SHAPE, TYPES, records_of, told_of
from wizard.imports.usage.pages import has_next
from wizard.imports.usage.unfolding import each, objects_in, shaped

_MODEL: Final = "COALESCE(one.model, one.providedModelName)"
_SHAPE: Final = [
    {
        **SHAPE,
        **dict.fromkeys(("providedModelName", "traceName"), "VARCHAR"),
        "tags": "JSON",
        "traceTags": "JSON",
        "calculatedTotalCost": "DOUBLE",
    }
]

_OBSERVATIONS: Final = f"""
    SELECT blank OR (is_there AND observations IS NULL) AS blank,
        is_there AND LEN(observations) = 0 AS is_empty,
        {told_of(model=_MODEL, cost="COALESCE(one.totalCost, one.calculatedTotalCost)")},
        one.traceName AS trace_name, COALESCE(one.tags, one.traceTags) AS tags
    FROM (SELECT *, {each("observations")} AS one
        FROM (SELECT blank, data IS NOT NULL AS is_there,
                {shaped("data", _SHAPE)} AS observations FROM source))"""


def _observations(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    for record in file.sample:
        yield from objects_in(record.get("data"))


def _fits(file: SourceFile) -> bool:
    return file.has("data", "meta") and any(
        "startTime" in one and str(one.get("type")) in TYPES for one in _observations(file)
    )


def _refuses(file: SourceFile) -> str | None:
    if any("usageDetails" in one for one in _observations(file)):
        return None
    return (
        "was fetched without usageDetails, so that no tokens stand in it; ask for these as well"
        " (fields=core,basic,model,usage)"
    )


def _unfinished(file: SourceFile) -> tuple[str, ...]:
    """What has to be said where the last page of a file is not the last one of all."""
    meta = file.sample[-1].get("meta") if file.sample else None
    if not isinstance(meta, Mapping):
        return ()
    page, pages = meta.get("page"), meta.get("totalPages")
    if isinstance(page, int) and isinstance(pages, int) and page < pages:
        return (
            f"{file.path.name} ends with page {page:,} of {pages:,}: unless the others are given"
            " too, the figures are too low.",
        )
    return has_next(file) if meta.get("cursor") else ()


PAGES = Format(
    name="langfuse-page",
    title="Langfuse pages of observations",
    columns=(Column("data", Kind.JSON), Column("meta", Kind.JSON)),
    records=records_of(_OBSERVATIONS),
    row=replace(ROW, skipped=(("an empty page", "is_empty"), *ROW.skipped)),
    endpoints=ENDPOINTS,
    several=SEVERAL,
    fits=_fits,
    refuses=_refuses,
    notes=_unfinished,
)

"""Rows in an envelope come to the same figures as the rows by themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports import test_bedrock as bedrock
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import CANARY, as_lines, traps

Rows = list[dict[str, Any]]


def event(row: dict[str, Any]) -> dict[str, Any]:
    return {"eventId": "36", "timestamp": 1780300800000, "message": json.dumps(row)}


def page(rows: Rows, number: int, of: int = 2) -> dict[str, Any]:
    return {"data": rows, "total": 10, "page": number, "page_size": 5, "total_pages": of}


ENVELOPES: dict[str, tuple[Rows, Callable[[Rows], Rows]]] = {
    "a page of spend logs": (traps(), lambda rows: [page(rows, 1, of=1)]),
    "pages of spend logs": (traps(), lambda rows: [page(rows[:4], 1), page(rows[4:], 2)]),
    "rows in data and nothing else": (traps(), lambda rows: [{"data": rows}]),
    "filtered events": (
        bedrock.TRAPS,
        lambda rows: [{"events": list(map(event, rows)), "searchedLogStreams": []}],
    ),
    "delivered events": (
        bedrock.TRAPS,
        lambda rows: [{"messageType": "DATA_MESSAGE", "logEvents": list(map(event, rows))}],
    ),
    "an event a line": (bedrock.TRAPS, lambda rows: list(map(event, rows))),
}


def spread(path: Path, objects: Rows) -> Path:
    """Objects that are laid out over lines."""
    path.write_text("\n".join(json.dumps(one, indent=2) for one in objects), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [as_lines, spread])
@pytest.mark.parametrize("envelope", ENVELOPES)
def test_rows_in_an_envelope_are_read_as_they_are_without(
    envelope: str, write: Callable[..., Path], imported: Import, payback: Payback, tmp_path: Path
) -> None:
    rows, wrapped = ENVELOPES[envelope]
    path = write(tmp_path / "wrapped", wrapped(rows))
    found = imported(path)
    expected = imported(as_lines(tmp_path / "rows", rows))
    told = {"proposals", "not_proposed"}
    assert {name: found[name] for name in found.keys() - told} == {
        name: expected[name] for name in expected.keys() - told
    }
    assert [(one["key"], one["value"]) for one in found["proposals"]] == [
        (one["key"], one["value"]) for one in expected["proposals"]
    ]
    outcome = payback("import", "usage", path)
    assert CANARY not in outcome.out
    assert "has a next one" not in outcome.out


UNFINISHED: Rows = [
    page(traps(), 1),
    {"events": list(map(event, bedrock.TRAPS)), "nextToken": "b1"},
]


@pytest.mark.parametrize("contents", UNFINISHED)
def test_a_page_that_is_not_the_last_is_told(
    contents: dict[str, Any], payback: Payback, tmp_path: Path
) -> None:
    outcome = payback("import", "usage", as_lines(tmp_path / "page", [contents]), "--json")
    assert "ends with a page that has a next one" in outcome.err


def test_events_of_other_lines_and_empty_pages_are_left_out_by_reason(
    imported: Import, tmp_path: Path
) -> None:
    other = [{"message": "START RequestId: 1"}, {"message": "{"}, {"timestamp": 1}]
    objects: Rows = [{"events": [event(bedrock.TRAPS[0]), *other]}, {"events": []}]
    found = imported(as_lines(tmp_path / "events", objects))
    assert found["rows"]["dropped"] == {"another kind of line": 3, "an empty page": 1}


def test_a_schema_that_is_not_known_is_refused_within_events_too(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    row = bedrock.invocation(0, schemaVersion="2.0")
    assert "only version 1 is" in refused(as_lines(tmp_path / "events", [event(row)]))

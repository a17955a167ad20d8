"""Whether two engines have come to the same."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.usage.usage import Group, Usage
from tests.wizard.conftest import Payback
from tests.wizard.imports.made import CANARY
from wizard.imports.engines.engine import Watch
from wizard.imports.importing import Imported, import_usage
from wizard.imports.request import Request
from wizard.imports.scanning import scan
from wizard.imports.sources.opening import open_sources

_SUMMED = ("cost", "latency", "latency_logged")


def assert_alike(there: Usage, here: Usage) -> None:
    """Integers and buckets are equal, and sums to 1e-9."""
    assert (there.read, there.dropped, there.endpoints) == (here.read, here.dropped, here.endpoints)
    assert (there.reaches_from, there.reaches_to) == (here.reaches_from, here.reaches_to)
    assert sorted(there.peaks, key=str) == sorted(here.peaks, key=str)
    assert len(there.groups) == len(here.groups)
    for one, other in zip(
        sorted(there.groups, key=_key), sorted(here.groups, key=_key), strict=True
    ):
        for name in Group._fields:
            summed, expected = getattr(one, name), getattr(other, name)
            if name in _SUMMED:
                assert math.isclose(summed, expected, rel_tol=1e-9), (name, _key(one))
            else:
                assert summed == expected, (name, _key(one))


def _key(one: Group) -> tuple[Any, ...]:
    bucket = -999 if one.latency_bucket is None else one.latency_bucket
    return (one.endpoint, one.model, one.month, one.status, one.costed, bucket)


def read(*sources: object, **wanted: Any) -> Imported:
    """What sources come to."""
    request = Request(sources=tuple(map(str, sources)), **wanted)
    return import_usage(open_sources(request), request, Watch())


ways_of_asking = pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"by": "tag"},
        {"by": "tag", "endpoint": "b"},
        {"by": "key_alias", "endpoint": "svc-3", "since": date(2026, 4, 1)},
        {"endpoint": 'it\'s; "a" \\ name', "until": date(2026, 6, 30), "zone": "Asia/Kolkata"},
        {"by": "team", "zone": "America/New_York"},
    ],
    ids=str,
)
"""Of rows.py's log, which has rows that cannot be used."""


def assert_read_alike(there: object, here: object, wanted: dict[str, Any], rows: int) -> None:
    """What a database answers is what its rows in a file come to."""
    found = read(there, **wanted).usage
    assert found.read == rows
    assert {"no usable time", "no usable count"} <= found.dropped.keys()
    assert_alike(found, read(here, **wanted).usage)


def assert_scanned_alike(there: object, here: object, by: str) -> None:
    """A scan of a database is that of its rows in a file."""
    found = []
    for source in (there, here):
        request = Request(sources=(str(source),), by=by)
        found.append(scan(open_sources(request), request, Watch()))
    assert_alike(found[0].whole.usage, found[1].whole.usage)
    screenings = [[(one.name, one.screening) for one in each.endpoints] for each in found]
    assert screenings[0] == screenings[1]


MAPPING = """
[columns]
time = "began"
input = "usage.tokens in"
output = "out"
cached = "usage.cached"
cost = "paid"
latency = "took"
status = "code"
endpoint = "app"
[units]
cost = "cents"
latency = "ms"
"""
"""Of a table of texts."""


def assert_mapped_alike(
    payback: Payback, there: str, table: str, here: Path, mapping: Path
) -> None:
    """A table of texts says what its rows in a file say, and drops what they drop.

    Args:
        payback: runs the program.
        there: the address of the database.
        table: in it.
        here: the file.
        mapping: where MAPPING is written.
    """
    mapping.write_text(MAPPING, encoding="utf-8")
    options = ("--map", mapping, "--timezone", "UTC", "--json")
    answers = []
    for source in ((there, "--table", table), (here,)):
        outcome = payback("import", "usage", *source, *options)
        assert outcome.status == 0, outcome.err
        assert CANARY not in outcome.out + outcome.err
        answers.append(json.loads(outcome.out))
        for one in answers[-1]["proposals"]:
            one["source"] = ""
    assert answers[0]["rows"]["dropped"].keys() == {"no usable time", "no usable count"}
    assert answers[0] == answers[1]

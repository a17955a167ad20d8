"""Whatever stands in the rows: one file in CSV, JSON lines and Parquet gives the same figures, and
rows read are rows kept and rows dropped."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import DEEP
from tests.wizard.imports import plain
from tests.wizard.imports.made import as_csv, as_lines, as_parquet, every, spend_row
from wizard.imports.engines.engine import Watch
from wizard.imports.importing import Imported, import_usage
from wizard.imports.report import as_object
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources
from wizard.problems import InputUnusable

TIMES = every(timedelta(hours=7), 400)

ROW = st.fixed_dictionaries(
    {
        "number": st.integers(0, 30),
        "at": st.integers(0, len(TIMES) - 1),
        "prompt_tokens": st.integers(0, 200_000),
        "cached": st.integers(0, 250_000),
        "written": st.integers(0, 1_000),
        "completion_tokens": st.integers(0, 8_000),
        "spend": st.one_of(st.just(0.0), st.floats(1e-6, 10)),
        "seconds": st.one_of(st.just(0), st.integers(1, 900_000).map(lambda ms: ms / 1000)),
        "status": st.sampled_from(["success", "success", "success", "failure"]),
        "cache_hit": st.sampled_from(["None", "None", "False", "True"]),
        "model_group": st.sampled_from(["a", "b", ""]),
    }
)


def made(row: dict[str, Any]) -> dict[str, Any]:
    changes = dict(row)
    number, start = changes.pop("number"), TIMES[changes.pop("at")]
    return spend_row(number, start, **changes)


def imported(path: Path) -> Imported:
    request = Request(sources=(str(path),))
    return import_usage(open_sources(request), request, Watch())


def figures(path: Path) -> Any:
    found = as_object(imported(path))
    return {name: value for name, value in found.items() if "proposed" not in name}


@settings(max_examples=150 if DEEP else 6)
@given(st.lists(ROW, min_size=1, max_size=25))
def test_the_same_rows_give_the_figures_of_a_plain_loop(rows: list[dict[str, Any]]) -> None:
    # What was exported twice is the same row twice.
    written = list({(row["number"], row["at"]): made(row) for row in rows}.values())
    written += written[:2]
    expected = plain.spend_logs(written)
    with tempfile.TemporaryDirectory() as folder:
        files = [
            as_csv(Path(folder, "spend.csv"), written),
            as_lines(Path(folder, "spend.jsonl"), written),
            as_parquet(Path(folder, "spend.parquet"), written),
        ]
        found = [as_object(imported(file)) for file in files]
    for one in found:
        del one["proposals"]
    assert found[0] == found[1] == found[2]
    one = found[0]
    assert one["rows"]["read"] == expected.read == len(written)
    assert (one["calls"], one["input"], one["output"]) == (
        expected.calls,
        expected.input,
        expected.output,
    )
    assert (one["cost"] or 0) == round(expected.cost, 9) or abs(
        one["cost"] - expected.cost
    ) <= 1e-9 * expected.cost
    if expected.seconds:
        assert one["p95_latency_seconds"]["low"] <= expected.p95 * (1 + 1e-12)
        assert expected.p95 <= one["p95_latency_seconds"]["high"] * (1 + 1e-12)


CELL = st.one_of(
    st.none(),
    st.integers(-10, 10**13),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=12),
    st.sampled_from(
        ["2026-06-01", "2026-06-01T08:00:00+02:00", "3.0", "NaN", "01/02/2026", "\x00"]
    ),
    st.lists(st.integers(), max_size=2),
)


@settings(max_examples=400 if DEEP else 20)
@given(
    st.lists(
        st.fixed_dictionaries({"time": CELL, "prompt_tokens": CELL, "completion_tokens": CELL}),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["csv", "jsonl"]),
)
def test_whatever_stands_in_cells_is_counted_or_refused(
    rows: list[dict[str, Any]], container: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"trace.{container}")
        if container == "csv":
            as_csv(path, rows)
        else:
            as_lines(path, rows)
        _counted_or_refused(path)


@settings(max_examples=600 if DEEP else 30)
@given(st.binary(max_size=200), st.sampled_from([b"", b"time,prompt_tokens,completion_tokens\n"]))
def test_whatever_the_bytes_are_they_are_counted_or_refused(contents: bytes, before: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source")
        path.write_bytes(before + contents)
        _counted_or_refused(path)


@settings(max_examples=200 if DEEP else 10)
@given(st.data())
def test_a_log_that_is_damaged_anywhere_is_counted_or_refused(data: st.DataObject) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(TIMES[:6])]
    text = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    at = data.draw(st.integers(0, len(text) - 1))
    junk = data.draw(st.binary(max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spend.jsonl")
        path.write_bytes(text[:at] + junk + text[at + data.draw(st.integers(0, 40)) :])
        _counted_or_refused(path)


def _counted_or_refused(path: Path) -> None:
    from wizard.imports.usage.detecting import NoFormat, Several

    try:
        usage = imported(path).usage
    except (InputUnusable, NoFormat, Several):
        return
    assert usage.read == usage.kept + sum(usage.dropped.values())
    assert usage.kept == sum(group.rows for group in usage.groups)

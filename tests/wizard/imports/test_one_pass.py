"""Calls come to the same sums and peaks, grouped by sets or handed to sums side by side."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rules.usage.usage import Usage
from tests.wizard.imports.made import as_csv, as_lines, as_parquet, every, spend_row, traps
from wizard.imports.engines import files
from wizard.imports.engines.engine import Peaks, Rank, Wanted, Watch
from wizard.imports.engines.files import Files
from wizard.imports.engines.grouping import Copies, Pass
from wizard.imports.engines.sql import query
from wizard.imports.files.source_file import look_into
from wizard.imports.usage.format import Format
from wizard.imports.usage.litellm import SPEND_LOGS


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Calls of a few endpoints, two minutes of which are as busy, and every trap of the format."""
    rows = [
        # No two endpoints of one spend: which is the larger would hang on the last binary digit.
        spend_row(1000 + at, one, model_group=f"endpoint-{at % 5}", spend=0.002 + at % 5 / 1_000)
        for at, one in enumerate(every(timedelta(seconds=20), 400))
    ]
    return as_lines(tmp_path / "spend.jsonl", [*traps(), *rows])


def _added(path: Path, wanted: Wanted) -> Usage:
    return Files(SPEND_LOGS, [look_into(path)]).aggregate(wanted, Watch())


def _in_order(found: Usage) -> Usage:
    """In one order, without the digits that depend on the order in which was added."""
    groups = [
        one._replace(cost=round(one.cost, 9), latency=round(one.latency, 9)) for one in found.groups
    ]
    return replace(
        found,
        groups=tuple(sorted(groups, key=repr)),
        peaks=tuple(sorted(found.peaks, key=repr)),
    )


@pytest.mark.parametrize(
    ("peaks", "rank"),
    [("none", "calls"), ("all", "calls"), ("each", "spend"), ("both", "spend")],
)
def test_both_ways_agree(
    source: Path, monkeypatch: pytest.MonkeyPatch, peaks: Peaks, rank: Rank
) -> None:
    wanted = Wanted(peaks=peaks, rank=rank, largest=3)
    fanned = _in_order(_added(source, wanted))

    def by_sets(
        format: Format,
        source: str,
        wanted: Wanted,
        copies: Copies,
        *,
        way: Pass,
        whole: Collection[str],
    ) -> str:
        assert way == "fanned"
        return query(format, source, wanted, copies, way="sets", whole=whole)

    monkeypatch.setattr(files, "query", by_sets)
    sets = _in_order(_added(source, wanted))
    assert fanned.peaks or peaks == "none"
    assert fanned == sets


def test_a_text_that_is_no_json_costs_its_own_row_nothing_but_what_stands_in_it(
    tmp_path: Path,
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 30))]
    rows[11]["metadata"] = '{"usage_object": {'
    found = _added(as_csv(tmp_path / "spend.csv", rows), Wanted())
    assert (found.read, found.kept) == (30, 30)
    assert sum(one.cached_told for one in found.groups) == 29


@pytest.mark.parametrize("ends", ["whole", "broken"])
def test_a_row_is_unreadable_only_where_none_of_its_columns_can_be_read(
    tmp_path: Path, ends: str
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 30))]
    path = as_lines(tmp_path / "spend.jsonl", rows)
    lines = path.read_text("utf-8").splitlines()
    # The sums need no team: that there is one is not looked at unless it matters.
    lines[11:11] = ['{"team_id": "support"}', '{"level": "info"}', "INFO: started"]
    broken = ['{"request_id": "chatcmpl-7", "mod'] if ends == "broken" else []
    if ends == "whole":
        # What is rubbish lies behind what is looked at in advance.
        padding = json.dumps({**rows[0], "metadata": json.dumps({"prompt": "x" * 100_000})})
        lines = [padding, *lines, padding]
    path.write_text("\n".join(lines + broken), "utf-8")
    found = _added(path, Wanted())
    assert found.dropped == {"no usable time": 1, "unreadable": 2 + len(broken)} | (
        {"duplicate": 2} if ends == "whole" else {}
    )


def test_calls_that_tell_no_tokens_are_judged_one_by_one(tmp_path: Path) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 30))]
    rows[3] |= {"prompt_tokens": None, "status": "failure"}
    rows[4] |= {"prompt_tokens": None}
    rows[5] |= {"completion_tokens": 2.5}
    for path in (as_lines(tmp_path / "spend.jsonl", rows), as_csv(tmp_path / "spend.csv", rows)):
        found = _added(path, Wanted())
        assert (found.kept, found.dropped) == (28, {"no usable count": 2})


@pytest.mark.parametrize("column", ["prompt_tokens", "completion_tokens"])
@pytest.mark.parametrize("count", [-1, 2_000_000_000])
def test_whole_numbers_of_a_parquet_file_are_looked_at_all_the_same(
    tmp_path: Path, column: str, count: int
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=1), 30))]
    rows[7][column] = count
    found = _added(as_parquet(tmp_path / "spend.parquet", rows), Wanted())
    assert (found.kept, found.dropped) == (29, {"no usable count": 1})

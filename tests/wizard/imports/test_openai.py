"""OpenAI's usage and costs: pages and the dashboard's exports, against plain loops over them."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal, why_not
from tests.wizard.imports.made import CANARY, as_csv, as_lines, as_parquet

DAY = 86_400
JUNE = 1_780_272_000
"""1 June 2026, in UTC."""


def usage(**changes: Any) -> dict[str, Any]:
    return {
        "object": "organization.usage.completions.result",
        "input_tokens": 1_000,
        "input_cached_tokens": 300,
        "input_cache_write_tokens": 100,
        "input_uncached_tokens": 600,
        "output_tokens": 50,
        "num_model_requests": 10,
        "model": "gpt-5",
        "project_id": None,
        "api_key_id": None,
        "user_id": None,
        **changes,
    }


def cost(value: float, **changes: Any) -> dict[str, Any]:
    return {
        "object": "organization.costs.result",
        "amount": {"value": value, "currency": "usd"},
        "line_item": None,
        "project_id": None,
        **changes,
    }


def page(days: dict[int, list[dict[str, Any]]], **changes: Any) -> dict[str, Any]:
    buckets = [
        {
            "object": "bucket",
            "start_time": JUNE + day * DAY,
            "end_time": JUNE + (day + 1) * DAY,
            "results": results,
        }
        for day, results in days.items()
    ]
    return {"object": "page", "data": buckets, "has_more": False, "next_page": None, **changes}


def written(path: Path, contents: Any, indent: int | None = 1) -> Path:
    path.write_text(json.dumps(contents, indent=indent), encoding="utf-8")
    return path


def plainly(contents: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {"read": 0, "calls": 0, "input": 0, "cached": 0, "output": 0}
    for bucket in contents["data"]:
        found["read"] += max(len(bucket["results"]), 1)
        for result in bucket["results"]:
            found["calls"] += result["num_model_requests"]
            found["input"] += result["input_tokens"]
            found["cached"] += result["input_cached_tokens"]
            found["output"] += result["output_tokens"]
    return found


TRAPS = page(
    {
        0: [usage(), usage(model="gpt-5-mini", num_model_requests=7)],
        # A bucket without traffic, and two results for one bucket and model.
        1: [],
        2: [usage(input_cache_write_tokens=None, input_uncached_tokens=700), usage()],
    }
)


@pytest.mark.parametrize("indent", [None, 1], ids=["line", "laid out"])
def test_a_page_comes_to_what_a_plain_loop_finds(
    indent: int | None, imported: Import, tmp_path: Path
) -> None:
    found = imported(written(tmp_path / "usage.json", TRAPS, indent))
    expected = plainly(TRAPS)
    assert found["rows"]["read"] == expected["read"]
    assert found["rows"]["dropped"] == {"an empty bucket": 1}
    assert (found["calls"], found["input"], found["output"]) == (
        expected["calls"],
        expected["input"],
        expected["output"],
    )
    assert proposal(found, "teacher.tokens.cached_input")["value"] == pytest.approx(
        expected["cached"] / expected["calls"], rel=1e-7
    )
    assert found["first"] == "2026-06-01T00:00:00+00:00"


def test_buckets_taken_out_of_their_page_are_the_same(imported: Import, tmp_path: Path) -> None:
    whole = imported(written(tmp_path / "usage.json", TRAPS))
    lines = imported(as_lines(tmp_path / "usage.jsonl", TRAPS["data"]))
    assert lines["rows"] == whole["rows"]
    assert lines["input"] == whole["input"]


@pytest.mark.parametrize("days", [5, 5_000])
def test_a_page_may_have_a_line_for_each_bucket_or_for_each_result(
    days: int, imported: Import, tmp_path: Path
) -> None:
    whole = page({day: [usage(), usage(model="gpt-5-mini")] for day in range(days)})
    before = imported(written(tmp_path / "usage.json", whole, None))
    buckets = ",\n".join(json.dumps(one) for one in whole["data"])
    path = tmp_path / "buckets.json"
    path.write_text(f'{{"object": "page", "data": [\n{buckets}\n], "has_more": false}}\n', "utf-8")
    assert (found := imported(path))["rows"] == before["rows"]
    assert (found["calls"], found["input"]) == (before["calls"], before["input"])
    results = buckets.replace('{"object": "organization', '\n{"object": "organization')
    path.write_text(f'{{"object": "page", "data": [{results}], "has_more": false}}', "utf-8")
    assert imported(path)["rows"] == before["rows"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_page_may_have_thousands_of_results(
    pack: Callable[[bytes], bytes], imported: Import, tmp_path: Path
) -> None:
    results = [usage(project_id=f"proj_{at}") for at in range(40)]
    whole = page(dict.fromkeys(range(300), results))
    path = tmp_path / "usage.json"
    path.write_bytes(pack(json.dumps(whole, indent=1).encode()))
    assert imported(path)["calls"] == 300 * 40 * 10


def test_a_page_on_one_line_may_be_as_long_as_one_that_is_laid_out(
    imported: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.imports.engines.duck._MEMORY", "800MB")
    whole = page(dict.fromkeys(range(300), [usage()] * 196))
    path = written(tmp_path / "usage.json", whole, None)
    assert path.stat().st_size > 16 << 20
    assert imported(path)["calls"] == 300 * 196 * 10


def test_pages_a_line_of_which_one_is_too_long_say_how_to_part_it(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    large = page({0: [usage(user_id="u" * 17_000_000)]})
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, (TRAPS, large))), encoding="utf-8")
    assert "an object a line, as `jq -c '.data[]'` does" in refused(path)


def test_a_page_that_is_too_large_says_how_to_part_it(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "usage.json", TRAPS)
    monkeypatch.setattr("wizard.imports.engines.duck._MEMORY", "20MB")
    said = refused(path)
    assert "has a JSON object that takes more memory than is given; write what is in its" in said
    assert "an object a line, as `jq -c '.data[]'` does" in said


def test_mistake_1_cached_and_written_tokens_are_inside_the_input(
    payback: Any, tmp_path: Path
) -> None:
    said = payback("import", "usage", written(tmp_path / "u.json", page({0: [usage()]}))).out
    assert "600 uncached, 300 cached, 100 written" in said


def test_kinds_that_are_not_the_input_are_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    odd = usage(input_uncached_tokens=700)
    said = refused(written(tmp_path / "u.json", page({0: [odd, odd]})))
    assert "no usable count" in said


def test_an_unfinished_page_says_so(payback: Any, tmp_path: Path) -> None:
    first = page({0: [usage()]}, has_more=True, next_page="page_2")
    said = payback("import", "usage", written(tmp_path / "u.json", first)).out
    assert "u.json ends with a page that has a next one" in said
    both = as_lines(tmp_path / "all.jsonl", [first, page({1: [usage()]})])
    assert "has a next one" not in payback("import", "usage", both).out


def test_hourly_buckets_tell_of_the_busiest_hour(imported: Import, tmp_path: Path) -> None:
    buckets = [
        {
            "object": "bucket",
            "start_time": JUNE + at * 3600,
            "end_time": JUNE + (at + 1) * 3600,
            "results": [usage(num_model_requests=30 if at == 5 else 10)],
        }
        for at in range(24)
    ]
    found = imported(as_lines(tmp_path / "usage.jsonl", buckets))
    assert found["peak_to_average"] == pytest.approx(30 / (260 / 24))
    assert "in buckets" in why_not(found, "teacher.p95_latency_seconds")


def test_costs_alone_are_money_and_no_calls(imported: Import, tmp_path: Path) -> None:
    found = imported(written(tmp_path / "costs.json", page({0: [cost(0.06), cost(1.5)]})))
    assert (found["calls"], found["cost"]) == (None, 1.56)
    assert why_not(found, "volume.calls_per_month") == "the source counts no calls"


def test_usage_and_costs_given_together_are_one_source(imported: Import, tmp_path: Path) -> None:
    both = (
        written(tmp_path / "usage.json", page({0: [usage()], 1: [usage()]})),
        written(tmp_path / "costs.json", page({0: [cost(0.06)], 1: [cost(0.02)]})),
    )
    found = imported(*both)
    assert (found["calls"], found["input"], found["cost"]) == (20, 2_000, 0.08)
    per_1k = proposal(found, "teacher.cost_per_1k_calls")
    assert (per_1k["value"], per_1k["basis"]) == (pytest.approx(4.0), "measured")
    assert "billed for the days of 20 calls" in per_1k["source"]


def test_a_cost_counts_only_for_days_of_which_the_usage_is_given(
    imported: Import, tmp_path: Path
) -> None:
    both = (
        written(tmp_path / "usage.json", page({0: [usage()], 1: [usage()]})),
        written(tmp_path / "costs.json", page({1: [cost(0.06)], 2: [cost(5.0)]})),
    )
    found = imported(*both)
    assert found["rows"]["dropped"] == {"a cost of a day without usage": 1}
    assert found["cost"] == 0.06
    # The ten calls of the day without a cost are priced by the list.
    by_list = (600 * 1.25 + 300 * 0.125 + 100 * 1.25 + 50 * 10) / 1e6
    per_1k = proposal(found, "teacher.cost_per_1k_calls")
    assert per_1k["basis"] == "estimated"
    assert per_1k["value"] == pytest.approx(1000 * (0.06 + by_list) / 20)


def test_costs_that_tell_no_projects_apart_are_no_single_project_s(
    imported: Import, tmp_path: Path
) -> None:
    two = [usage(project_id="proj_a"), usage(project_id="proj_b")]
    both = (
        written(tmp_path / "usage.json", page({0: two})),
        written(tmp_path / "costs.json", page({0: [cost(0.06)]})),
    )
    assert imported(*both)["cost"] == 0.06
    found = imported(*both, "--endpoint", "proj_a")
    assert (found["calls"], found["cost"]) == (10, None)
    assert proposal(found, "teacher.cost_per_1k_calls")["basis"] == "estimated"


def test_costs_by_project_are_their_project_s(imported: Import, tmp_path: Path) -> None:
    two = [usage(project_id="proj_a"), usage(project_id="proj_b")]
    bills = [cost(0.06, project_id="proj_a"), cost(0.01, project_id="proj_b")]
    found = imported(
        written(tmp_path / "usage.json", page({0: two})),
        written(tmp_path / "costs.json", page({0: bills})),
        "--endpoint",
        "proj_a",
    )
    assert proposal(found, "teacher.cost_per_1k_calls")["value"] == pytest.approx(6.0)


def test_mistake_9_a_bill_in_another_unit_is_noticed(payback: Any, tmp_path: Path) -> None:
    by_list = (600 * 1.25 + 300 * 0.125 + 100 * 1.25 + 50 * 10) / 1e6
    both = (
        written(tmp_path / "usage.json", page({0: [usage()]})),
        written(tmp_path / "costs.json", page({0: [cost(100 * by_list)]})),
    )
    said = payback("import", "usage", *both).out
    assert "The bills are 100 times the list price of the same days: are they in cents?" in said


def test_mistake_7_exports_that_overlap_are_counted_once(imported: Import, tmp_path: Path) -> None:
    # Two rows of one day are alike, and are two; the other file has that day as well.
    first = as_csv(tmp_path / "june.csv", [flat_usage(0), flat_usage(1), flat_usage(1)])
    second = as_csv(tmp_path / "more.csv", [flat_usage(1), flat_usage(1), flat_usage(2)])
    found = imported(first, second)
    assert found["calls"] == 4 * 12
    assert found["rows"] == {"read": 6, "kept": 4, "dropped": {"duplicate": 2}}


def as_json_lines(pages: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, pages))


def as_buckets(pages: list[dict[str, Any]]) -> str:
    return json.dumps([bucket for one in pages for bucket in one["data"]])


@pytest.mark.parametrize("as_text", [json.dumps, as_json_lines, as_buckets])
def test_pages_in_one_file_that_overlap_are_counted_once(
    as_text: Callable[[Any], str], imported: Import, tmp_path: Path
) -> None:
    # Two results of one bucket are alike, and are two.
    first = page({0: [usage()], 1: [usage(), usage()]}, has_more=True)
    second = page({1: [usage(), usage()], 2: [usage()]})
    path = tmp_path / "usage.json"
    path.write_text(as_text([first, second, second]), encoding="utf-8")
    found = imported(path)
    assert found["calls"] == 4 * 10
    assert found["rows"] == {"read": 9, "kept": 4, "dropped": {"duplicate": 5}}


def test_costs_in_another_currency_are_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    euros = cost(1.0, amount={"value": 1.0, "currency": "eur"})
    said = refused(written(tmp_path / "costs.json", page({0: [euros]})))
    assert "another currency than US dollars" in said


def test_usage_of_something_else_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    other = usage(object="organization.usage.embeddings.result")
    said = refused(written(tmp_path / "u.json", page({0: [other]})))
    assert "something else than completions" in said


def flat_usage(day: int, **changes: Any) -> dict[str, Any]:
    return {
        "start_time": JUNE + day * DAY,
        "end_time": JUNE + (day + 1) * DAY,
        "start_time_iso": f"2026-06-{day + 1:02d}T00:00:00+00:00",
        "end_time_iso": f"2026-06-{day + 2:02d}T00:00:00+00:00",
        "project_id": "proj_a",
        "num_model_requests": "12.0",
        "user_id": CANARY,
        "model": "gpt-5",
        "batch": "FALSE",
        "input_tokens": "61000.0",
        "output_tokens": "9000.0",
        "input_cached_tokens": "6144.0",
        "input_uncached_tokens": "54856.0",
        **changes,
    }


def empty(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell if name.endswith(("_time", "_iso")) else "" for name, cell in row.items()}


FLAT = [flat_usage(0), empty(flat_usage(1)), flat_usage(2, num_model_requests="2.0"), flat_usage(2)]


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet], ids=["csv", "jsonl", "parquet"])
def test_the_dashboard_s_export_comes_to_what_a_plain_loop_finds(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    counts = as_csv(tmp_path / "plain.csv", FLAT)
    with counts.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["num_model_requests"]]
    found = imported(write(tmp_path / "usage.bin", FLAT))
    assert found["rows"] == {"read": 4, "kept": 3, "dropped": {"an empty bucket": 1}}
    assert found["calls"] == sum(float(row["num_model_requests"]) for row in rows)
    assert found["input"] == sum(float(row["input_tokens"]) for row in rows)
    assert found["output"] == sum(float(row["output_tokens"]) for row in rows)
    assert CANARY not in json.dumps(found)


def test_a_count_that_is_not_whole_is_none(imported: Import, tmp_path: Path) -> None:
    rows = [*FLAT, flat_usage(3, output_tokens="3.7")]
    found = imported(as_csv(tmp_path / "usage.csv", rows))
    assert found["rows"]["dropped"] == {"an empty bucket": 1, "no usable count": 1}


@pytest.mark.parametrize("write", [as_csv, as_lines], ids=["csv", "jsonl"])
def test_an_end_that_is_no_time_costs_no_row_and_an_absurd_one_does(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    rows = [*FLAT, flat_usage(3, end_time="true"), flat_usage(4, end_time=JUNE)]
    found = imported(write(tmp_path / "usage.bin", rows))
    assert found["rows"]["dropped"] == {"an empty bucket": 1, "no usable time": 1}
    assert found["calls"] == 3 * 12 + 2


def test_exported_costs_have_many_decimals_and_are_told_apart_by_project(
    imported: Import, tmp_path: Path
) -> None:
    def bill(day: int, amount: str, **changes: Any) -> dict[str, Any]:
        return {
            "start_time": JUNE + day * DAY,
            "end_time": JUNE + (day + 1) * DAY,
            "amount_value": amount,
            "amount_currency": "usd" if amount else "",
            "line_item": "",
            "project_id": "proj_a",
            "user_email": f"{CANARY}@example.com",
            **changes,
        }

    bills = [
        bill(0, "0.250040000000000000000000000000"),
        bill(1, ""),
        bill(2, "0.1", line_item="gpt-5, input_tokens"),
    ]
    found = imported(as_csv(tmp_path / "usage.csv", FLAT), as_csv(tmp_path / "costs.csv", bills))
    assert (found["calls"], found["cost"]) == (26, 0.35004)
    assert proposal(found, "teacher.cost_per_1k_calls")["basis"] == "measured"
    assert CANARY not in json.dumps(found)

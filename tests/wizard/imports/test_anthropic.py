"""Anthropic's reports and its console's exports, against plain loops over them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, why_not
from tests.wizard.imports.made import CANARY, as_csv, as_lines, as_parquet


def usage(**changes: Any) -> dict[str, Any]:
    return {
        "uncached_input_tokens": 150_001,
        "cache_creation": {"ephemeral_5m_input_tokens": 5_000, "ephemeral_1h_input_tokens": 1_000},
        "cache_read_input_tokens": 900_000,
        "output_tokens": 40_000,
        "server_tool_use": {"web_search_requests": 0},
        "model": "claude-sonnet-4-5-20250929",
        "workspace_id": None,
        "api_key_id": None,
        **changes,
    }


def cost(amount: str, **changes: Any) -> dict[str, Any]:
    return {
        "currency": "USD",
        "amount": amount,
        "cost_type": "tokens",
        "model": "claude-sonnet-4-5-20250929",
        "workspace_id": None,
        **changes,
    }


def page(*days: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    buckets = [
        {
            "starting_at": f"2026-06-{day:02d}T00:00:00Z",
            "ending_at": f"2026-06-{day + 1:02d}T00:00:00Z",
            "results": results,
        }
        for day, results in enumerate(days, 1)
    ]
    return {"data": buckets, "has_more": False, "next_page": None, **changes}


def written(path: Path, contents: Any) -> Path:
    path.write_text(json.dumps(contents, indent=1), encoding="utf-8")
    return path


def test_tokens_are_those_of_a_plain_loop_and_no_calls_are_made_up(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    contents = page([usage(), usage(model="claude-haiku-4-5")], [], [usage()])
    path = written(tmp_path / "usage.json", contents)
    found = imported(path)
    results = [one for bucket in contents["data"] for one in bucket["results"]]
    expected = sum(
        one["uncached_input_tokens"]
        + one["cache_read_input_tokens"]
        + sum(one["cache_creation"].values())
        for one in results
    )
    assert found["rows"] == {"read": 4, "kept": 3, "dropped": {"an empty bucket": 1}}
    assert (found["calls"], found["input"]) == (None, expected)
    assert found["output"] == sum(one["output_tokens"] for one in results)
    assert why_not(found, "volume.calls_per_month") == "the source counts tokens and no calls"
    assert "a cost per call needs calls" in why_not(found, "teacher.cost_per_1k_calls")
    said = payback("import", "usage", path).said
    assert "85.2% read from a cache" in said
    assert "claude-sonnet-4-5-20250929 (66.7% of tokens)" in said


@pytest.mark.parametrize("write", [as_lines, written])
def test_buckets_taken_out_of_their_page_are_the_same(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    contents = page([usage()], [], [usage(), usage(model="claude-haiku-4-5")])
    whole = imported(written(tmp_path / "whole.json", contents))
    found = imported(write(tmp_path / "buckets.json", contents["data"]))
    for name in ("rows", "first", "last", "input", "output", "models"):
        assert found[name] == whole[name]


def test_mistake_2_cached_tokens_lie_beside_the_input(payback: Any, tmp_path: Path) -> None:
    said = payback("import", "usage", written(tmp_path / "u.json", page([usage()]))).said
    assert "150,001 uncached, 900,000 cached, 6,000 written" in said


def test_mistake_9_amounts_are_cents(imported: Import, tmp_path: Path) -> None:
    contents = page([cost("123.45"), cost("0.55")])
    found = imported(written(tmp_path / "costs.json", contents))
    assert found["cost"] == pytest.approx(1.24)
    assert found["calls"] is None


def test_mistake_10_written_tokens_of_both_kinds_count(payback: Any, tmp_path: Path) -> None:
    itemised = usage(
        cache_creation_input_tokens=184_457,
        cache_creation={"ephemeral_5m_input_tokens": 31_490, "ephemeral_1h_input_tokens": 0},
    )
    said = payback("import", "usage", written(tmp_path / "u.json", page([itemised]))).said
    assert "184,457 written" in said


def test_mistake_7_pages_that_overlap_are_counted_once(imported: Import, tmp_path: Path) -> None:
    found = imported(
        written(tmp_path / "a.json", page([usage()], [usage()])),
        written(tmp_path / "b.json", page([usage()], [usage(output_tokens=7)])),
    )
    assert found["rows"]["dropped"] == {"duplicate": 1}
    assert found["output"] == 2 * 40_000 + 7


def test_mistake_7_pages_in_one_file_that_overlap_are_counted_once(
    imported: Import, tmp_path: Path
) -> None:
    both = [page([usage()], [usage()]), page([usage()], [usage(output_tokens=7)])]
    found = imported(written(tmp_path / "a.json", both))
    assert found["rows"]["dropped"] == {"duplicate": 1}
    assert found["output"] == 2 * 40_000 + 7


def test_usage_and_costs_given_together_are_one_source(imported: Import, tmp_path: Path) -> None:
    found = imported(
        written(tmp_path / "usage.json", page([usage()], [usage()])),
        written(tmp_path / "costs.json", page([cost("123.45")])),
    )
    assert found["rows"]["kept"] == 3
    assert (found["input"], found["cost"]) == (2 * 1_056_001, 1.2345)


def test_an_unfinished_page_says_so(payback: Any, tmp_path: Path) -> None:
    contents = page([usage()], has_more=True, next_page="page_2")
    said = payback("import", "usage", written(tmp_path / "u.json", contents)).out
    assert "u.json ends with a page that has a next one" in said


def test_what_is_not_known_of_costs_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    other = written(tmp_path / "a.json", page([cost("1", currency="EUR")]))
    assert "another currency" in refused(other)
    overlapping = written(tmp_path / "b.json", page([cost("1", requests=5)]))
    assert "whose groups overlap" in refused(overlapping)


def console(day: int, **changes: Any) -> dict[str, Any]:
    return {
        "usage_date_utc": f"2026-06-{day:02d}",
        "model_version": "claude-sonnet-4-5-20250929",
        "api_key": "tickets",
        "workspace": "Default",
        "usage_type": "standard",
        "usage_input_tokens_no_cache": 46_981,
        "usage_input_tokens_cache_write_5m": 15_969,
        "usage_input_tokens_cache_write_1h": 31,
        "usage_input_tokens_cache_read": 700,
        "usage_output_tokens": 16_932,
        "web_search_count": 0,
        **changes,
    }


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet], ids=["csv", "jsonl", "parquet"])
def test_the_console_s_export_comes_to_what_a_plain_loop_finds(
    write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    rows = [console(1), console(2, usage_input_tokens_cache_read=0), console(2)]
    found = imported(write(tmp_path / "usage.bin", rows))
    kinds = [one for one in rows[0] if one.startswith("usage_input")]
    assert found["calls"] is None
    assert found["input"] == sum(row[kind] for row in rows for kind in kinds)
    assert found["output"] == sum(row["usage_output_tokens"] for row in rows)
    assert found["rows"]["kept"] == 3


def test_the_console_s_costs_are_dollars(imported: Import, tmp_path: Path) -> None:
    bills = [
        {
            "usage_date_utc": "2026-06-01",
            "model": "Claude Sonnet 4.5",
            "workspace": "Default",
            "api_key": "tickets",
            "token_type": kind,
            "cost_usd": amount,
            "list_price_usd": 9,
            "user": CANARY,
        }
        for kind, amount in (("input_no_cache", "0.05"), ("output", "0.02"))
    ]
    found = imported(as_csv(tmp_path / "u.csv", [console(1)]), as_csv(tmp_path / "c.csv", bills))
    assert found["cost"] == pytest.approx(0.07)
    assert CANARY not in json.dumps(found)


def test_a_column_of_tokens_that_nobody_knows_is_refused(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    said = refused(as_csv(tmp_path / "u.csv", [console(1, usage_input_tokens_cache_write_1d=5)]))
    assert "'usage_input_tokens_cache_write_1d'" in said

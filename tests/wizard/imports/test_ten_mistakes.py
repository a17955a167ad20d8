"""The mistakes that importers of usage make, each by the smallest input that shows it.

Those that other sources show stand beside the tests of these.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import as_csv, as_lines, every, spend_row

AT = every(timedelta(seconds=10), 3)


def test_1_cached_tokens_are_not_added_to_an_input_that_includes_them(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    row = spend_row(1, AT[0], prompt_tokens=17_903, cached=17_817)
    path = as_lines(tmp_path / "spend.jsonl", [row])
    found = imported(path)
    assert found["input"] == 17_903
    assert proposal(found, "teacher.tokens.cached_input")["value"] == 17_817
    assert "86 uncached, 17,817 cached" in payback("import", "usage", path).out


def test_2_cached_tokens_are_not_subtracted_from_an_input_that_excludes_them(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    row = spend_row(1, AT[0], prompt_tokens=5, cached=13_710)
    path = as_lines(tmp_path / "spend.jsonl", [row])
    found = imported(path)
    assert found["input"] == 5 + 13_710
    page = payback("import", "usage", path).out
    assert "5 uncached, 13,710 cached" in page
    assert "Rows with more cached and written tokens than input: 1." in page


def test_4_a_call_that_stands_in_several_rows_is_one_with_the_most_tokens(
    imported: Import, tmp_path: Path
) -> None:
    rows = [
        spend_row(1, AT[0], completion_tokens=12),
        spend_row(1, AT[0], completion_tokens=2_495),
    ]
    found = imported(as_csv(tmp_path / "spend.csv", rows))
    assert (found["calls"], found["output"]) == (1, 2_495)
    assert found["rows"]["dropped"] == {"duplicate": 1}


def test_5_a_hit_of_the_proxys_cache_is_no_bought_tokens(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    rows = [spend_row(1, AT[0]), spend_row(1, AT[1], cache_hit="True", spend=0.0)]
    path = as_csv(tmp_path / "spend.csv", rows)
    found = imported(path)
    assert (found["calls"], found["input"]) == (1, 1_200)
    # It is no row that was lost, either.
    assert found["rows"] == {"read": 2, "kept": 2, "dropped": {}}
    page = payback("import", "usage", path).out
    assert "Answered by the proxy's cache: 1 call, 50%" in page


@pytest.mark.parametrize("spend", [0, 0.0, "", "-", "Included", -1, "NaN"])
def test_6_a_cost_of_0_beside_tokens_is_unknown_and_priced_by_the_list(
    spend: object, imported: Import, tmp_path: Path
) -> None:
    rows = [spend_row(1, AT[0], prompt_tokens=98_805, spend=spend)]
    found = imported(as_csv(tmp_path / "spend.csv", rows))
    assert (found["calls"], found["cost"]) == (1, None)
    cost = proposal(found, "teacher.cost_per_1k_calls")
    assert cost["basis"] == "estimated"
    assert cost["value"] == pytest.approx(1000 * (98_805 * 2 + 8 * 8) / 1e6)


def test_7_an_export_that_multiplies_is_refused_and_the_right_one_named(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "daily.csv"
    heading = "Date,Team,Team ID,Model,Spend ($),Requests,Prompt Tokens,Completion Tokens\n"
    path.write_text(heading + "2026-06-01,a,a,gpt-4.1,34,10,100,10\n")
    said = refused(path)
    assert "repeats the spend of a whole day for each model" in said
    assert "/daily/activity/export" in said


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-01T00:00:00+05:30",
        "2026-01-01 00:00:00 +0530",
        "2025-12-31T18:30:00.0000000Z",
        "2025-12-31 18:30:00.000000000 UTC",
        "1767205800",
        "1767205800000",
        "1767205800000000000",
    ],
)
@pytest.mark.parametrize("write", [as_csv, as_lines], ids=["csv", "jsonl"])
def test_8_days_are_cut_in_the_zone_that_is_said(
    written: str, write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    value: object = int(written) if written.isdecimal() and write is as_lines else written
    rows = [{"timestamp": value, "ContextTokens": 5, "GeneratedTokens": 6}]
    found = imported(write(tmp_path / "trace", rows))
    assert found["first"] == "2025-12-31T18:30:00+00:00"
    there = imported(tmp_path / "trace", "--timezone", "Asia/Kolkata")
    assert there["first"] == "2026-01-01T00:00:00+05:30"


def test_8_times_that_name_no_zone_are_in_the_one_that_is_said(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    rows = [{"timestamp": "2026-01-01 00:00:00", "ContextTokens": 5, "GeneratedTokens": 6}]
    path = as_csv(tmp_path / "trace.csv", rows)
    found = imported(path, "--timezone", "Asia/Kolkata")
    assert found["first"] == "2026-01-01T00:00:00+05:30"
    said = payback("import", "usage", path, "--json").err
    assert "Times name no zone and are read as UTC" in said


def test_9_seconds_come_from_start_and_end_and_the_fields_unit_is_told(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    row = spend_row(1, AT[0], seconds=1.509, request_duration_ms=1509)
    path = as_csv(tmp_path / "spend.csv", [row])
    p95 = imported(path)["p95_latency_seconds"]
    assert p95["low"] <= 1.509 < p95["high"]
    page = payback("import", "usage", path).said
    assert "1,000 times end minus start in seconds: it is in milliseconds" in page


@pytest.mark.parametrize(
    ("factor", "unit"), [(100, "cents"), (1000, "thousandths of a dollar"), (1e9, "nano-dollars")]
)
def test_9_a_cost_that_is_off_the_list_by_a_unit_says_which(
    factor: float, unit: str, payback: Payback, tmp_path: Path
) -> None:
    by_list = (1_200 * 2 + 8 * 8) / 1e6
    rows = [spend_row(1, AT[0], spend=by_list * factor)]
    page = payback("import", "usage", as_csv(tmp_path / "spend.csv", rows)).said
    assert f"times its list price: is it in {unit}?" in page


def test_9_a_unit_that_is_wrong_for_one_model_is_told_of_that_one(
    payback: Payback, tmp_path: Path
) -> None:
    by_list = (1_200 * 2 + 8 * 8) / 1e6
    many = [spend_row(number, AT[0], spend=by_list) for number in range(1, 40)]
    in_cents = 100 * (1_200 * 0.4 + 8 * 1.6) / 1e6
    other = spend_row(40, AT[0], spend=in_cents, model="gpt-4.1-mini")
    page = payback("import", "usage", as_csv(tmp_path / "spend.csv", [*many, other])).said
    assert "The logged cost of gpt-4.1-mini is 100 times its list price: is it in cents?" in page
    assert "The logged cost of gpt-4.1 is" not in page


def test_10_written_tokens_are_all_counted_and_priced_as_written(
    imported: Import, tmp_path: Path
) -> None:
    row = spend_row(
        1,
        AT[0],
        model="claude-sonnet-4-5",
        prompt_tokens=190_000,
        written=184_457,
        completion_tokens=0,
        spend=0,
        metadata={
            "usage_object": {
                "prompt_tokens_details": {"cached_tokens": 0, "cache_creation_tokens": 184_457},
                # Only a part is itemised by how long it is kept.
                "cache_creation": {"ephemeral_1h_input_tokens": 31_490},
            }
        },
    )
    found = imported(as_lines(tmp_path / "spend.jsonl", [row]))
    assert found["input"] == 190_000
    assert proposal(found, "teacher.tokens.cache_write_input")["value"] == 184_457
    cost = proposal(found, "teacher.cost_per_1k_calls")["value"]
    assert cost == pytest.approx(1000 * (5_543 * 3 + 184_457 * 3.75) / 1e6)

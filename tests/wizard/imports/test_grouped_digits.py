"""Counts whose digits are grouped: read where the grouping is beyond doubt, and costs never so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import as_csv, every, spend_row
from wizard.imports.files.numerals import Numerals


def rows(*prompts: str, **changes: Any) -> list[dict[str, Any]]:
    times = every(timedelta(minutes=1), len(prompts))
    return [
        spend_row(at, time, prompt_tokens=prompt, **changes)
        for at, (time, prompt) in enumerate(zip(times, prompts, strict=True))
    ]


@pytest.mark.parametrize(
    ("prompts", "delimiter", "total"),
    [
        (("800", "1,234", "1,234,567"), ",", 1_236_601),
        (("1,000", "2,000"), ",", 3_000),
        (("1 234", "800"), ",", 2_034),
        (("1\N{NO-BREAK SPACE}234", "1\N{NARROW NO-BREAK SPACE}234"), ";", 2_468),
        (("1'234", "1’234", "12"), ",", 2_480),
        (("1.234", "800", "12.000"), ",", 14_034),
        (("1.234.567", "1.000"), ";", 1_235_567),
        (("1,234", "800"), ";", 2_034),
        (("1,234.00", "800.00", " 2,000.00 "), ",", 4_034),
    ],
)
def test_grouped_digits_of_counts_are_read(
    prompts: tuple[str, ...],
    delimiter: str,
    total: int,
    imported: Import,
    payback: Payback,
    tmp_path: Path,
) -> None:
    path = as_csv(tmp_path / "spend.csv", rows(*prompts), delimiter=delimiter)
    found = imported(path)
    assert (found["rows"]["dropped"], found["input"]) == ({}, total)
    assert "is read as 1200" in payback("import", "usage", path, "--json").err


def test_grouped_digits_stand_beside_costs_with_a_decimal_comma(
    imported: Import, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", rows("1.234", "2.000", spend="0,125"), delimiter=";")
    found = imported(path)
    assert (found["input"], found["cost"]) == (3_234, 0.25)


def test_a_cost_is_never_taken_to_have_grouped_digits(imported: Import, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "spend.csv", rows("1.234", "2.345", spend="1.234"))
    assert imported(path)["cost"] == pytest.approx(2.468)


@pytest.mark.parametrize(
    "prompts",
    [
        # Three decimals throughout, a number as large without a sign, decimals of another length.
        ("12.000", "1.000"),
        ("1.000", "1200.000"),
        ("1.000", "3000"),
    ],
)
def test_a_dot_that_may_be_decimal_groups_nothing(
    prompts: tuple[str, ...], imported: Import, payback: Payback, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", rows(*prompts))
    assert imported(path)["input"] == sum(map(float, prompts))
    assert "group digits" not in payback("import", "usage", path, "--json").err


@pytest.mark.parametrize("large", ["1,234", "1.234", "1 234"])
@pytest.mark.parametrize("column", ["prompt_tokens", "completion_tokens"])
def test_digits_that_are_grouped_far_down_a_file_are_read_too(
    large: str, column: str, imported: Import, tmp_path: Path
) -> None:
    calls = rows(*["5"] * 600)
    for one in calls[300:]:
        one[column] = large
    found = imported(as_csv(tmp_path / "spend.csv", calls))
    assert found["rows"]["dropped"] == {}
    inputs, outputs = (600 * 5, 600 * 8)
    if column == "prompt_tokens":
        inputs = 300 * 5 + 300 * 1_234
    else:
        outputs = 300 * 8 + 300 * 1_234
    assert (found["input"], found["output"]) == (inputs, outputs)


def test_calls_of_sums_are_counts_too(imported: Import, tmp_path: Path) -> None:
    day = {
        "date": "2026-06-01",
        "entity_id": "team-a",
        "entity_alias": "Support",
        "model": "gpt-4.1",
        "spend": "3.2",
        "prompt_tokens": "1,201,000",
        "completion_tokens": "8,001",
        "api_requests": "1,001",
        "successful_requests": "991",
        "failed_requests": "10",
    }
    found = imported(as_csv(tmp_path / "export.csv", [day, {**day, "date": "2026-06-02"}]))
    assert (found["calls"], found["input"]) == (2 * 991, 2_402_000)


def test_a_row_that_cannot_be_read_is_named_and_no_grouped_one(
    payback: Payback, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", rows("1,234", "many", "2,345", "7"))
    said = payback("import", "usage", path).out
    assert "line 3" in said
    assert "line 2" not in said
    assert "line 4" not in said


@pytest.mark.parametrize("thousands", ["", ",", ".", " \N{NO-BREAK SPACE}", "'’"])
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("is_count", [True, False])
def test_sql_reads_what_python_reads(thousands: str, decimal: str, *, is_count: bool) -> None:
    texts = [
        *("1", " 12 ", "1,5", "1.5", "1,234", "1.234", "1,234.0", "1.234,0", "1,23", "0,123", "-5"),
        *("1 234", "1\N{NO-BREAK SPACE}234", "1'234", "1’234", "1_000", "1e3", "١٢", "", "1,234,5"),
        *("12,345,678", "1234,567", "x1,234", "1,234x", "+7", "0x10", ".5", "5.", "many", "1,,000"),
    ]
    numerals = Numerals(decimal, thousands)
    sql = numerals.sql("text", is_count=is_count)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {sql} FROM (SELECT UNNEST(?) AS text)", [texts]
        ).fetchall()
    assert [one for (one,) in found] == [numerals.read(one, is_count=is_count) for one in texts]

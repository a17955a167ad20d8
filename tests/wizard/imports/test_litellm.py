"""LiteLLM's spend log: rows with every trap, against a plain loop over the same rows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports import plain
from tests.wizard.imports.conftest import Import, proposal, why_not
from tests.wizard.imports.made import (
    as_array,
    as_csv,
    as_lines,
    as_parquet,
    every,
    monthly,
    packed,
    spend_row,
    traps,
)

CONTAINERS = [("csv", as_csv), ("jsonl", as_lines), ("json", as_array), ("parquet", as_parquet)]
Writer = Callable[[Path, list[dict[str, Any]]], Path]


def check(found: Any, expected: plain.Sums) -> None:
    assert found["rows"]["read"] == expected.read
    assert found["rows"]["dropped"] == dict(expected.dropped)
    assert (found["calls"], found["input"], found["output"]) == (
        expected.calls,
        expected.input,
        expected.output,
    )
    assert found["cost"] == pytest.approx(expected.cost, rel=1e-9)


@pytest.mark.parametrize(("ending", "write"), CONTAINERS, ids=[one for one, _ in CONTAINERS])
def test_figures_are_those_of_a_plain_loop_in_every_container(
    ending: str, write: Writer, imported: Import, tmp_path: Path
) -> None:
    found = imported(write(tmp_path / f"spend.{ending}", traps()))
    expected = plain.spend_logs(traps())
    check(found, expected)
    p95 = found["p95_latency_seconds"]
    assert p95["low"] <= expected.p95 < p95["high"]
    assert p95["high"] / p95["low"] == pytest.approx(2 ** (1 / 8))
    assert found["first"] == "2026-06-01T08:00:00+00:00"
    assert found["zone"] == "UTC"
    assert found["models"] == ["gpt-4.1", "claude-sonnet-4-5"]


@pytest.mark.parametrize(("ending", "write"), CONTAINERS[:3], ids=["csv", "jsonl", "json"])
def test_gzip_changes_nothing(ending: str, write: Writer, imported: Import, tmp_path: Path) -> None:
    path = write(tmp_path / f"spend.{ending}", traps())
    assert imported(path) == imported(packed(path))


def test_several_endpoints_are_shown_and_nothing_is_proposed(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", traps())
    found = imported(path)
    assert found["proposals"] == []
    assert "2 endpoints" in why_not(found, "volume.calls_per_month")
    page = payback("import", "usage", path).out
    assert "83.3%  tickets" in page
    assert "16.7%  reports" in page


def test_of_many_endpoints_twenty_are_shown_and_the_others_counted(
    payback: Any, tmp_path: Path
) -> None:
    rows = [
        spend_row(at, one, model_group=f"ep{at % 1_030}")
        for at, one in enumerate(every(timedelta(seconds=1), 1_030))
    ]
    page = payback("import", "usage", as_csv(tmp_path / "spend.csv", rows)).out
    assert "1,030 endpoints; name one with --endpoint:" in page
    assert page.count("  ep") == 20
    assert "  and 1,010 more\n" in page


@pytest.mark.parametrize(
    ("spend", "told"), [(0.01, "$0.10"), (123_456.78, "$1,234,568"), (2e9, "$20,000,000,000")]
)
def test_what_calls_cost_is_told_as_money_is(
    payback: Payback, tmp_path: Path, spend: float, told: str
) -> None:
    days = every(timedelta(days=1), 10)
    log = as_csv(
        tmp_path / "log.csv", [spend_row(at, day, spend=spend) for at, day in enumerate(days)]
    )
    lines = payback("import", "usage", log).out.splitlines()
    assert [line.split() for line in lines if line.startswith("cost ")] == [["cost", told]]


def test_one_endpoint_is_a_case(imported: Import, tmp_path: Path) -> None:
    found = imported(as_csv(tmp_path / "spend.csv", traps()), "--endpoint", "reports")
    assert found["rows"]["dropped"] == {"another endpoint": 8}
    assert (found["calls"], found["input"], found["output"]) == (1, 80_000, 3_100)
    # The attempt that was billed is money for the same one call.
    assert proposal(found, "teacher.cost_per_1k_calls")["value"] == pytest.approx(184.0)
    assert proposal(found, "teacher.model")["value"] == "openai/gpt-4.1"


def test_an_endpoint_that_is_not_there_is_told_with_its_neighbours(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    said = refused(as_csv(tmp_path / "spend.csv", traps()), "--endpoint", "ticket")
    assert said == "--endpoint: the source has no endpoint 'ticket'; there is 'tickets'\n"


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (
            ["--since", "2026-07-02", "--until", "2026-07-01"],
            "--until: 2026-07-01 lies before 2026-07-02, the day of --since\n",
        ),
        (
            ["--since", "2030-01-01", "--endpoint", "tickets"],
            "--since: no call of the source lies within the dates that were asked for\n",
        ),
    ],
)
def test_dates_without_calls_are_no_fault_of_the_endpoint(
    refused: Callable[..., str], tmp_path: Path, dates: list[str], said: str
) -> None:
    assert refused(as_csv(tmp_path / "spend.csv", traps()), *dates) == said


def test_calls_may_be_asked_for_up_to_the_last_of_all_days(
    imported: Import, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", traps())
    ends = ("--since", "0001-01-01", "--until", "9999-12-31")
    assert imported(path, *ends)["calls"] == imported(path)["calls"]


def test_endpoints_are_told_apart_by_another_field(
    imported: Import, refused: Callable[..., str], tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "spend.jsonl", traps())
    assert imported(path, "--by", "key_alias", "--endpoint", "svc-tickets")["calls"] == 6
    assert "use model_group, key_alias, team" in refused(path, "--by", "colour")


def test_a_price_the_log_lacks_is_taken_from_the_list_and_says_so(
    imported: Import, tmp_path: Path
) -> None:
    found = imported(as_csv(tmp_path / "spend.csv", traps()), "--endpoint", "tickets")
    cost = proposal(found, "teacher.cost_per_1k_calls")
    assert cost["basis"] == "estimated"
    assert "1 call without a logged cost at genai-prices" in cost["source"]
    by_list = (98_805 * 3 + 8 * 15) / 1e6
    logged = 0.002 + 0.0017 + 0.0039 + 0.0027
    assert cost["value"] == pytest.approx(1000 * (logged + by_list) / 5)


def test_without_the_list_a_price_that_the_log_lacks_is_not_known(
    imported: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    path = as_csv(tmp_path / "spend.csv", traps())
    cost = proposal(imported(path, "--endpoint", "tickets"), "teacher.cost_per_1k_calls")
    assert "genai-prices" not in cost["source"]


def test_three_months_give_growth_and_a_range(imported: Import, tmp_path: Path) -> None:
    counts = {"2026-06": 900, "2026-07": 1023, "2026-08": 1122}
    found = imported(as_lines(tmp_path / "spend.jsonl", monthly(counts)))
    assert found["months_complete"] == 3
    volume = proposal(found, "volume.calls_per_month")
    assert (volume["value"], volume["basis"]) == (1122, "measured")
    assert (volume["low"], volume["high"]) == pytest.approx((924.6, 1122))
    # 30, 33 and 36.2 calls a day.
    growth = proposal(found, "volume.monthly_growth")["value"]
    assert growth == pytest.approx((1122 / 31 / 30) ** 0.5 - 1)


def test_a_month_that_the_log_does_not_reach_the_end_of_is_none(
    imported: Import, tmp_path: Path
) -> None:
    rows = monthly({"2026-06": 300, "2026-07": 310, "2026-08": 320})
    found = imported(as_lines(tmp_path / "spend.jsonl", rows[:-30]))
    assert found["months_complete"] == 2
    assert proposal(found, "volume.calls_per_month")["value"] == 305
    assert "2 complete months" in why_not(found, "volume.monthly_growth")


def test_a_month_asked_for_in_part_is_none(imported: Import, tmp_path: Path) -> None:
    path = as_lines(tmp_path / "spend.jsonl", monthly({"2026-06": 300, "2026-07": 310}))
    assert imported(path, "--since", "2026-06-10")["months_complete"] == 1
    july = imported(path, "--since", "2026-07-01", "--until", "2026-07-31")
    assert (july["months_complete"], july["calls"]) == (1, 310)
    assert july["rows"]["dropped"] == {"outside the dates": 300}


def test_less_than_a_month_is_assumed_and_says_how_much_it_is_of(
    imported: Import, tmp_path: Path
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(hours=1), 241))]
    volume = proposal(imported(as_lines(tmp_path / "spend.jsonl", rows)), "volume.calls_per_month")
    assert volume["basis"] == "assumed"
    assert volume["value"] == pytest.approx(241 / 10 * 365.25 / 12, rel=1e-3)
    assert "241 calls in 10 days, no complete month" in volume["source"]


def test_growth_out_of_its_bounds_is_shown_with_the_reason(
    imported: Import, tmp_path: Path
) -> None:
    counts = {"2026-06": 90, "2026-07": 186, "2026-08": 372}
    found = imported(as_lines(tmp_path / "spend.jsonl", monthly(counts)))
    assert why_not(found, "volume.monthly_growth") == (
        "100% is out of bounds: it must be at least -50% and at most 25%"
    )
    # Without growth to go on with, the mean is the fair figure.
    assert proposal(found, "volume.calls_per_month")["value"] == pytest.approx(648 / 3)


def test_the_peak_is_the_busiest_minute(imported: Import, tmp_path: Path) -> None:
    quiet = [spend_row(at, one) for at, one in enumerate(every(timedelta(seconds=30), 121))]
    busy = [spend_row(1000 + at, every(timedelta(seconds=30), 61)[60]) for at in range(10)]
    rows = [*quiet, *busy]
    found = imported(as_csv(tmp_path / "spend.csv", rows))
    assert found["peak_to_average"] == pytest.approx(plain.spend_logs(rows).peak_to_average)


def test_below_a_call_a_minute_the_peak_is_of_the_busiest_hour(
    imported: Import, tmp_path: Path
) -> None:
    times = [*every(timedelta(hours=1), 49), *every(timedelta(minutes=7), 5)]
    rows = [spend_row(at, one) for at, one in enumerate(times)]
    peak = proposal(
        imported(as_csv(tmp_path / "spend.csv", rows)), "student.hosting.peak_to_average"
    )
    assert peak["value"] == pytest.approx(6 / (54 / 48))
    assert "busiest hour, 2026-06-01 08:00" in peak["source"]


def test_what_no_row_tells_is_not_proposed_as_0(imported: Import, tmp_path: Path) -> None:
    rows = [{**spend_row(1, every(timedelta(1), 1)[0]), "metadata": ""}]
    found = imported(as_csv(tmp_path / "spend.csv", rows))
    assert "does not tell" in why_not(found, "teacher.tokens.cached_input")

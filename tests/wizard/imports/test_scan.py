"""`payback scan`: endpoints against plain loops, the first look, the rest, and a session begun."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Outcome, Payback
from tests.wizard.imports import plain
from tests.wizard.imports.conftest import proposal
from tests.wizard.imports.made import as_csv, as_lines, as_parquet, every, monthly, spend_row, traps

Scan = Callable[..., Any]


@pytest.fixture
def scanned(payback: Payback) -> Scan:
    """The object that a scan prints."""

    def scanned(*arguments: str | Path) -> Any:
        outcome = payback("scan", *arguments, "--json")
        assert outcome.status == 0, outcome.err
        found = json.loads(outcome.out)
        rows = found["rows"]
        assert rows["read"] == rows["kept"] + sum(rows["dropped"].values())
        return found

    return scanned


def named(found: Any, name: str) -> Any:
    return next(one for one in found["endpoints"] if one["name"] == name)


def days(calls: int, cost: float, **changes: Any) -> list[dict[str, Any]]:
    """A row of LiteLLM's daily table for each day from June to August.

    Args:
        calls: of a day.
        cost: of a call, in US dollars.
        changes: of each row.
    """
    return [
        {
            "date": (date(2026, 6, 1) + timedelta(day)).isoformat(),
            "model": "gpt-4.1",
            "model_group": "tickets",
            "prompt_tokens": 1200 * calls,
            "completion_tokens": 8 * calls,
            "cache_read_input_tokens": 0,
            "cache_creation_input_tokens": 0,
            "spend": cost * calls,
            "api_requests": calls,
            "successful_requests": calls,
            "failed_requests": 0,
            **changes,
        }
        for day in range(92)
    ]


FOUR = [
    *days(65_000, 0.003),
    *days(2_000, 0.003, model_group="reports"),
    *days(500, 0.0, model_group="in-house", model="own-model"),
    *days(90_000, 0.0001, model_group="cheap"),
]
"""Of four endpoints one deserves a case."""


@pytest.fixture
def four(tmp_path: Path) -> Path:
    return as_csv(tmp_path / "daily.csv", FOUR)


# --------------------------------------------------------------------------- figures


def busy() -> list[dict[str, Any]]:
    """Calls to two endpoints of different rhythm, and a third that is quiet."""
    rows = []
    for at, moment in enumerate(every(timedelta(seconds=20), 400)):
        rows.append(spend_row(at, moment, model_group="steady", cached=at % 3 * 100))
        if at % 40 < 10:
            rows += [
                spend_row(10_000 + 10 * at + more, moment, model_group="bursts", spend=0.004)
                for more in range(5)
            ]
    quiet = [*every(timedelta(minutes=35), 6), *every(timedelta(minutes=7), 5)]
    for at, moment in enumerate(quiet):
        rows.append(spend_row(90_000 + at, moment, model_group="quiet", model="gpt-4.1-mini"))
    return rows


def by_endpoint(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["model_group"]].append(row)
    return found


@pytest.mark.parametrize("rows", [busy(), traps()], ids=["busy", "traps"])
def test_each_endpoint_has_the_figures_of_a_plain_loop(
    rows: list[dict[str, Any]], scanned: Scan, tmp_path: Path
) -> None:
    found = scanned(as_csv(tmp_path / "spend.csv", rows))
    expected = {name: plain.spend_logs(those) for name, those in by_endpoint(rows).items()}
    assert {one["name"] for one in found["endpoints"]} == set(expected)
    for name, sums in expected.items():
        one = named(found, name)
        assert (one["calls"], one["input"], one["output"]) == (sums.calls, sums.input, sums.output)
    assert found["rest"] is None


def test_peaks_are_of_each_endpoint_by_itself(scanned: Scan, tmp_path: Path) -> None:
    rows = busy()
    found = scanned(as_lines(tmp_path / "spend.jsonl", rows))
    those = by_endpoint(rows)
    for name in ("steady", "bursts"):
        # The first and the last minute are no whole ones; no peak is below the average.
        expected = max(plain.spend_logs(those[name]).peak_to_average, 1.0)
        assert named(found, name)["peak_to_average"] == pytest.approx(expected)
    # Below a call a minute it is the busiest hour: 7 of 11 calls, in just under three hours.
    assert named(found, "quiet")["peak_to_average"] == pytest.approx(7 / (11 / (175 / 60)))


def test_an_endpoint_has_the_figures_of_its_import(
    scanned: Scan, imported: Scan, tmp_path: Path
) -> None:
    rows = monthly({"2026-06": 200, "2026-07": 220, "2026-08": 242})
    # One id stands for one call, whoever makes it.
    others = [{**row, "request_id": f"other-{at}"} for at, row in enumerate(rows[::3])]
    rows += [{**row, "model_group": "other"} for row in others]
    path = as_csv(tmp_path / "spend.csv", rows)
    one = named(scanned(path), "tickets")
    alone = imported(path, "--endpoint", "tickets")
    for key in ("calls", "input", "output", "peak_to_average", "models"):
        assert one[key] == alone[key], key
    assert one["spend"] == alone["cost"]
    assert one["calls_per_month"] == proposal(alone, "volume.calls_per_month")["value"]
    assert one["growth"] == proposal(alone, "volume.monthly_growth")["value"]


def test_spend_is_logged_and_by_the_list_where_it_is_not(scanned: Scan, tmp_path: Path) -> None:
    found = scanned(as_csv(tmp_path / "spend.csv", traps()))
    logged = 0.002 + 0.0017 + 0.0039 + 0.0027
    tickets, reports = named(found, "tickets"), named(found, "reports")
    assert tickets["spend"] == pytest.approx(logged + (98_805 * 3 + 8 * 15) / 1e6)
    assert reports["spend"] == pytest.approx(0.184)
    total = tickets["spend"] + reports["spend"]
    assert tickets["share_of_spend"] == pytest.approx(tickets["spend"] / total)
    assert found["endpoints"][0] == tickets


def test_dates_and_another_field_count_as_in_an_import(scanned: Scan, tmp_path: Path) -> None:
    rows = monthly({"2026-06": 30, "2026-07": 40})
    path = as_lines(tmp_path / "spend.jsonl", rows)
    found = scanned(path, "--by", "team", "--since", "2026-07-01")
    assert found["by"] == "team"
    assert [(one["name"], one["calls"]) for one in found["endpoints"]] == [("team-a", 40)]
    assert found["rows"]["dropped"] == {"outside the dates": 30}


# --------------------------------------------------------------------------- the first look


def test_the_first_look_says_which_deserves_a_case_and_why_the_others_do_not(
    four: Path, scanned: Scan
) -> None:
    found = scanned(four)
    results = {one["name"]: one["screening"]["result"] for one in found["endpoints"]}
    assert results == {
        "tickets": "case",
        "reports": "too-little",
        "cheap": "too-little",
        "in-house": "unknown-cost",
    }
    first = named(found, "tickets")["screening"]
    # By hand, with the defaults: 20,000 labels at $0.003 beside $28,000; the student's tokens at
    # $0.10 and $0.40 a million; two rounds a year at $4,000, and $300 a month.
    calls = named(found, "tickets")["calls_per_month"]
    upfront = 20_000 * 0.003 + 500 + 7_500 + 20_000
    saved = calls * (0.003 - (1200 * 0.10 + 8 * 0.40) / 1e6)
    assert first["payback_months"] == pytest.approx(upfront / saved)
    assert first["annual_net"] == pytest.approx(12 * saved - 2 * 4_000 - 12 * 300)
    assert "spend-too-small" in named(found, "reports")["screening"]["rules"]
    assert "no-unit-saving" in named(found, "cheap")["screening"]["rules"]
    assert "own-model" in named(found, "in-house")["screening"]["why"]
    assert found["default_costs"]["upfront.engineering_time"] == 20_000


def test_the_page_states_the_default_costs_and_puts_each_endpoint_under_its_result(
    four: Path, payback: Payback
) -> None:
    page = payback("scan", four).out
    assert "368 rows read = 368 kept + 0 dropped" in page
    assert page.index("Deserves a case") < page.index("  tickets") < page.index("Cost not known")
    assert page.index("Too little to save") < page.index("  reports")
    assert "upfront.engineering_time $20,000" in page
    assert max(map(len, page.splitlines())) <= 80


def test_a_reason_that_all_endpoints_of_a_result_have_is_said_once(
    payback: Payback, tmp_path: Path
) -> None:
    rows = [*days(500, 0, model="own-model", model_group="a"), *days(9, 0, model="own-model")]
    page = payback("scan", as_csv(tmp_path / "daily.csv", rows)).out
    assert page.count("the price list has none for own-model") == 1


def test_a_default_of_the_team_counts_instead(four: Path, scanned: Scan, tmp_path: Path) -> None:
    policy = tmp_path / "team.toml"
    policy.write_text(
        "[defaults]\nupfront.engineering_time = 200_000\nstudent.cost_per_1k_calls = 0.05\n"
    )
    found = scanned(four, "--policy", policy)
    assert "upfront.engineering_time" not in found["default_costs"]
    assert "student.tokens.input_price" not in found["default_costs"]
    first = named(found, "tickets")["screening"]
    saved = named(found, "tickets")["calls_per_month"] * (0.003 - 0.05 / 1000)
    assert first["payback_months"] == pytest.approx((200_000 + 8_000 + 60) / saved)
    assert first["result"] == "too-little"


def test_a_team_in_another_currency_needs_its_rate(
    four: Path, scanned: Scan, tmp_path: Path
) -> None:
    policy = tmp_path / "team.toml"
    policy.write_text('[defaults]\ncurrency = "EUR"\n')
    first = named(scanned(four, "--policy", policy), "tickets")["screening"]
    assert first["result"] == "unknown-cost"
    assert "policy.usd_rate" in first["why"]
    in_dollars = named(scanned(four), "tickets")["screening"]
    policy.write_text('[policy]\nusd_rate = 0.8\n[defaults]\ncurrency = "EUR"\n')
    first = named(scanned(four, "--policy", policy), "tickets")["screening"]
    assert first["payback_months"] == pytest.approx(in_dollars["payback_months"])
    assert first["annual_net"] == pytest.approx(0.8 * in_dollars["annual_net"])


def test_people_coding_are_no_case(scanned: Scan, tmp_path: Path) -> None:
    lines = [
        {
            "type": "assistant",
            "timestamp": f"2026-06-01T08:{at:02d}:00Z",
            "sessionId": "s",
            "cwd": "/srv/shop",
            "message": {
                "id": f"m{at}",
                "model": "claude-sonnet-4-5",
                "usage": {"input_tokens": 9, "output_tokens": 50},
            },
        }
        for at in range(9)
    ]
    found = scanned(as_lines(tmp_path / "session.jsonl", lines))
    assert [one["screening"]["result"] for one in found["endpoints"]] == ["people-coding"]


def test_tokens_without_calls_are_said_to_be_no_calls(scanned: Scan, tmp_path: Path) -> None:
    rows = [
        {
            "usage_date_utc": f"2026-06-{day:02d}",
            "model_version": "claude-sonnet-4-5",
            "api_key": "key",
            "workspace": "shop",
            "usage_type": "standard",
            "context_window": "≤ 200k",
            "usage_input_tokens_no_cache": 1000,
            "usage_input_tokens_cache_write_5m": 0,
            "usage_input_tokens_cache_write_1h": 0,
            "usage_input_tokens_cache_read": 0,
            "usage_output_tokens": 10,
            "web_search_count": 0,
        }
        for day in range(1, 31)
    ]
    found = scanned(as_csv(tmp_path / "console.csv", rows))
    one = found["endpoints"][0]
    assert (one["name"], one["calls"]) == ("shop", None)
    assert one["screening"]["result"] == "unknown-calls"


# --------------------------------------------------------------------------- many


def test_the_200_largest_are_told_apart_and_the_rest_is_summed(
    scanned: Scan, payback: Payback, tmp_path: Path
) -> None:
    rows = [
        spend_row(
            at,
            moment,
            model_group=f"endpoint-{at:03d}",
            # The first have no cost and most tokens: they may be the dearest of all.
            spend=0.0 if at < 5 else 0.001 * at,
            model="own-model" if at < 5 else "gpt-4.1",
            prompt_tokens=900_000 if at < 5 else 1200,
        )
        for at, moment in enumerate(every(timedelta(minutes=1), 230))
    ]
    path = as_csv(tmp_path / "spend.csv", rows)
    found = scanned(path)
    names = {one["name"] for one in found["endpoints"]}
    assert len(names) == 200
    assert {f"endpoint-{at:03d}" for at in (*range(5), *range(35, 230))} == names
    rest = found["rest"]
    assert (rest["endpoints"], rest["calls"], rest["input"]) == (30, 30, 30 * 1200)
    assert rest["spend"] == pytest.approx(sum(0.001 * at for at in range(5, 35)))
    shares = [one["share_of_spend"] for one in found["endpoints"]] + [rest["share_of_spend"]]
    assert sum(one or 0 for one in shares) == pytest.approx(1)
    page = payback("scan", path).out
    assert "230 endpoints by model_group" in page
    assert "The other 30 endpoints: 30 calls" in page


def test_a_name_from_a_source_is_only_made_visible(payback: Payback, tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\nDeserves a case"
    path = as_csv(tmp_path / "spend.csv", [spend_row(1, every(timedelta(1), 1)[0])])
    rows = [
        spend_row(at, one, model_group=hostile) for at, one in enumerate(every(timedelta(1), 3))
    ]
    path = as_csv(tmp_path / "spend.csv", rows)
    outcome = payback("scan", path)
    assert "\x1b" not in outcome.out + outcome.err
    assert "\x07" not in outcome.out + outcome.err
    assert "\n  Deserves a case" not in outcome.out
    assert "␛]0;owned" in outcome.out


# --------------------------------------------------------------------------- several names


def tagged() -> list[dict[str, Any]]:
    """Calls with no tag, one or two, one of them twice in the file."""
    tags: tuple[list[str], ...] = (
        [],
        ["prod"],
        ["prod", "a, b"],
        ["prod", "prod"],
        ["a, b", "x" * 300],
    )
    rows = [
        spend_row(at, moment, request_tags=json.dumps(tags[at % 5]), spend=0.01 * (at + 1))
        for at, moment in enumerate(every(timedelta(minutes=1), 10))
    ]
    return [*rows, rows[2], {**rows[0], "request_id": "bad", "prompt_tokens": -1}]


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet])
def test_a_call_with_several_tags_counts_under_each_and_shares_are_not_added_up(
    write: Callable[..., Path], scanned: Scan, tmp_path: Path
) -> None:
    found = scanned(write(tmp_path / "spend.data", tagged()), "--by", "tag")
    assert found["rows"] == {
        "read": 12,
        "kept": 10,
        "dropped": {"duplicate": 1, "no usable count": 1},
    }
    calls: dict[str, int] = defaultdict(int)
    spend: dict[str, float] = defaultdict(float)
    for row in tagged()[:10]:
        for tag in set(json.loads(row["request_tags"])) or {""}:
            calls[tag] += 1
            spend[tag] += row["spend"]
    calls["x" * 200 + "…"] = calls.pop("x" * 300)
    assert {one["name"]: one["calls"] for one in found["endpoints"]} == calls
    assert named(found, "prod")["spend"] == pytest.approx(spend["prod"])
    assert found["overlap"] is True
    assert {one["share_of_spend"] for one in found["endpoints"]} == {None}


def test_overlap_is_said_on_the_page(payback: Payback, tmp_path: Path) -> None:
    page = payback("scan", as_csv(tmp_path / "spend.csv", tagged()), "--by", "tag").out
    assert "4 endpoints by tag. A call may be counted under several of them" in page
    assert "in all" not in page
    assert "%" not in page


def test_sums_by_tag_overlap_too(scanned: Scan, tmp_path: Path) -> None:
    rows = [*days(100, 0.01, tag="prod"), *days(100, 0.01, tag="shop")]
    found = scanned(as_csv(tmp_path / "daily.csv", rows))
    assert found["overlap"] is True
    assert {one["share_of_spend"] for one in found["endpoints"]} == {None}


def test_an_import_finds_the_calls_of_a_tag_among_others(
    imported: Scan, payback: Payback, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", tagged())
    found = imported(path, "--by", "tag", "--endpoint", "a, b")
    assert found["calls"] == 4
    assert found["rows"]["read"] == 12
    begun = started(payback, path, "--by", "tag", "--start", "a, b", "-o", "-")
    assert tomllib.loads(begun.out)["task"]["endpoint"] == "a, b"


# --------------------------------------------------------------------------- a session


def started(payback: Payback, *arguments: str | Path) -> Outcome:
    outcome = payback("scan", *arguments)
    assert outcome.status == 0, outcome.err
    return outcome


def test_a_session_is_begun_with_what_the_source_tells(
    payback: Payback, imported: Scan, four: Path, tmp_path: Path
) -> None:
    session = tmp_path / "tickets.toml"
    said = started(payback, four, "--start", "tickets", "-o", session)
    assert said.out.strip() == str(session)
    written = tomllib.loads(session.read_text(encoding="utf-8"))
    alone = imported(four, "--endpoint", "tickets")
    assert written["task"] == {"endpoint": "tickets"}
    for key in ("volume.calls_per_month", "teacher.cost_per_1k_calls"):
        table, _, name = key.partition(".")
        expected = proposal(alone, key)
        assert written[table][name]["likely"] == expected["value"]
        assert written[table][name]["source"] == expected["source"]
    # What only people know is asked of them.
    assert not {"upfront", "maintenance", "student"} & set(written)
    missing = json.loads(payback("assess", session, "--json").out)["missing"]
    assert "student.cost_per_1k_calls" in missing
    assert "volume.calls_per_month" not in missing
    # It has the short form: an answer that comes later brings its question along.
    payback("set", session, "upfront.data_generation=900")
    assert "# What will it cost" in session.read_text(encoding="utf-8").split("[upfront]")[1]


@pytest.mark.parametrize("there", ["no/such/x.toml", ".", "case.toml/x.toml"])
def test_where_no_session_can_begin_is_said_before_anything_is_read(
    there: str, payback: Payback, tmp_path: Path
) -> None:
    (tmp_path / "case.toml").write_text("schema = 1\n", encoding="utf-8")
    outcome = payback("scan", "none.csv", "--start", "tickets", "-o", tmp_path / there)
    assert outcome.status == 2
    assert outcome.err.startswith("Could not save ")
    assert "none.csv" not in outcome.err
    assert "copy" not in outcome.err


def test_a_session_that_is_there_is_not_replaced(
    payback: Payback, four: Path, tmp_path: Path
) -> None:
    session = tmp_path / "tickets.toml"
    session.write_text("schema = 1\n")
    outcome = payback("scan", four, "--start", "tickets", "-o", session)
    assert outcome.status == 2
    assert outcome.err.endswith(f"{session} already exists. Name another file with -o.\n")
    assert session.read_text() == "schema = 1\n"


def test_a_session_can_be_printed(payback: Payback, four: Path) -> None:
    said = started(payback, four, "--start", "tickets", "-o", "-")
    assert tomllib.loads(said.out)["task"]["endpoint"] == "tickets"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--start", "tickts"], "--start: the source has no endpoint 'tickts'; there is 'tickets'"),
        (["-o", "x.toml"], "--start"),
        (["--start", "tickets", "--json"], "--json is for the list"),
        (["--by", "colour"], "use model_group, team or model"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: list[str], said: str, payback: Payback, four: Path, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = payback("scan", four, *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


def test_calls_scaled_from_less_than_a_month_are_marked(payback: Payback, tmp_path: Path) -> None:
    short = as_csv(tmp_path / "short.csv", days(1_000, 0.002)[:3])
    said = payback("scan", short).out
    assert "scaled from at most 3 days" in " ".join(said.split())
    assert "~" in next(line for line in said.splitlines() if line.endswith("tickets"))
    whole = as_csv(tmp_path / "whole.csv", days(1_000, 0.002))
    assert "~" not in payback("scan", whole).out


def test_calls_that_come_together_and_calls_that_have_ended_are_no_case(
    scanned: Scan, tmp_path: Path
) -> None:
    """Dear as they are, the first are two calls in weeks, and the second are over."""
    month = every(timedelta(hours=1), 20 * 24)
    rows = [spend_row(at, one, model_group="steady") for at, one in enumerate(month)]
    together = [month[100], month[100] + timedelta(seconds=1)]
    rows += [
        spend_row(9_000 + at, one, model_group="burst", spend=5.0)
        for at, one in enumerate(together)
    ]
    short = scanned(as_lines(tmp_path / "short.jsonl", rows))
    assert named(short, "burst")["calls_per_month"] == pytest.approx(3.05, abs=0.01)
    assert named(short, "burst")["screening"]["result"] == "too-little"

    over = [*days(65_000, 0.003), *days(65_000, 0.003, model_group="over")[:30]]
    long = scanned(as_csv(tmp_path / "long.csv", over))
    assert named(long, "tickets")["screening"]["result"] == "case"
    assert named(long, "over")["screening"]["result"] == "unknown-calls"
    assert "no call since 2026-06" in named(long, "over")["screening"]["why"].lower()

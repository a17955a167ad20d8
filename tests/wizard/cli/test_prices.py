"""`payback prices` and `payback assess --reprice`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.cases import written
from tests.wizard.conftest import Payback
from tests.wizard.listed import TODAY, TOKENS, no_extra, price_list

__all__ = ["no_extra", "price_list"]

INSTALL = "pip install 'distill-payback[prices]'"
DATE = ("--date", TODAY.isoformat())

listing = pytest.mark.usefixtures("price_list")


@pytest.fixture
def priced(tmp_path: Path) -> Path:
    """A case on disk whose teacher is priced by tokens."""
    path = tmp_path / "priced.toml"
    path.write_text(TOKENS, encoding="utf-8")
    return path


def fill(payback: Payback, query: str, path: Path, *more: str) -> Any:
    return payback("prices", query, "--fill", path, "--for", "teacher", *more)


# --------------------------------------------------------------------- listing


@listing
def test_a_table_of_what_is_found(payback: Payback) -> None:
    outcome = payback("prices", "small", *DATE)
    assert (outcome.status, outcome.err) == (0, "")
    first, second, _, headings, *rows = outcome.out.splitlines()
    assert first == "genai-prices 0.2.9, prices on 2026-11-24,"
    assert second == "US dollars per million tokens; - where the list has none"
    assert headings.split() == ["model", "input", "cached", "cache", "write", "output"]
    assert [row.split() for row in rows] == [
        ["acme/small", "$0.1", "-", "-", "$0.4"],
        ["other/small", "$0.2", "-", "-", "$0.5"],
    ]


@listing
def test_what_a_table_cannot_show_stands_below_its_row(payback: Payback) -> None:
    out = payback("prices", "night", *DATE).out
    assert "no single       $0.01" in out
    assert "  no single input price: $0.15 or $0.3, by the time of day\n" in out


@listing
def test_words_may_be_several_and_the_date_decides(payback: Payback) -> None:
    before = payback("prices", "acme", "large", "--json", "--date", "2026-05-31").out
    (found, *_) = json.loads(before)
    assert (found["input_price"], found["cache_write_price"]) == (10, 12.5)
    (found, *_) = json.loads(payback("prices", "acme", "large", "--json", *DATE).out)
    assert found == {
        "provider": "acme",
        "model": "large",
        "reference": "acme/large",
        "name": "The Large One",
        "currency": "USD",
        "input_price": 5,
        "cached_input_price": 0.5,
        "cache_write_price": None,
        "output_price": 15,
        "batch": {
            "input_price": 2.5,
            "cached_input_price": None,
            "cache_write_price": None,
            "output_price": 7.5,
        },
        "notes": [
            "the list has no cache-write price",
            "in batch: input $2.5; no cached-input price; output $7.5",
        ],
        "list": "genai-prices",
        "version": "0.2.9",
        "date": "2026-11-24",
    }


@listing
def test_nothing_found_is_said_and_no_failure(payback: Payback) -> None:
    outcome = payback("prices", "smal1")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.startswith("no model of genai-prices 0.2.9 matches 'smal1'; nearest: ")
    assert "acme/small" in outcome.err
    assert payback("prices", "smal1", "--json").out == "[]\n"


@listing
def test_what_is_searched_for_is_shown_and_never_obeyed(payback: Payback) -> None:
    outcome = payback("prices", "[red]\x1b[31m\nx[/]")
    assert outcome.status == 0
    assert len(outcome.err.splitlines()) == 1
    assert "\x1b" not in outcome.err
    assert "[red]␛[31m" in outcome.err


@listing
def test_a_limit_says_what_it_leaves_out(payback: Payback) -> None:
    outcome = payback("prices", "acme", "--limit", "2")
    assert len(outcome.out.splitlines()) >= 6
    assert outcome.err.startswith("2 of 8 shown; ")
    assert len(json.loads(payback("prices", "acme", "--limit", "3", "--json").out)) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["x", "--fill", "case.toml"],
        ["x", "--for", "teacher"],
        ["x", "--fill", "case.toml", "--for", "teacher", "--json"],
        ["x", "--fill", "case.toml", "--for", "both"],
        ["x", "--policy", "case.toml"],
        ["x", "--date", "tomorrow"],
        ["x", "--limit", "0"],
        [],
    ],
)
def test_wrong_usage(payback: Payback, arguments: list[str]) -> None:
    outcome = payback("prices", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "See 'payback prices --help'." in outcome.err


# --------------------------------------------------------------------- the extra


@pytest.mark.usefixtures("no_extra")
def test_a_missing_extra_is_one_line_with_the_command(payback: Payback, priced: Path) -> None:
    for arguments in (
        ["prices", "x"],
        ["prices", "x", "--json"],
        ["prices", "x", "--fill", priced, "--for", "teacher"],
        ["assess", priced, "--reprice"],
    ):
        outcome = payback(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert len(outcome.err.splitlines()) == 1
        assert INSTALL in outcome.err
    assert priced.read_text(encoding="utf-8") == TOKENS


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_everything_else_works(payback: Payback, priced: Path) -> None:
    assert payback("assess", priced).status == 0
    assert payback("set", priced, "title=Other").status == 0
    assert payback("prices", "--help").status == 0


# --------------------------------------------------------------------- filling


@listing
def test_filling_keeps_what_another_program_writes_while_it_runs(
    payback: Payback, priced: Path, meddled: Callable[[Path], None]
) -> None:
    meddled(priced)
    outcome = fill(payback, "acme/small", priced, *DATE)
    assert (outcome.status, outcome.err) == (0, "")
    assert "# theirs\n" in priced.read_text()
    assert written(priced).value("teacher.model") == "acme/small"


@listing
def test_filling_writes_model_and_prices_and_leaves_comments(
    payback: Payback, priced: Path
) -> None:
    outcome = fill(payback, "acme/small", priced)
    assert (outcome.status, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == "teacher.model = acme/small (was acme/large)"
    assert "the list has no cached-input price; still 0.5" in outcome.out
    assert lines[-1].startswith("Do not distil: ")
    text = priced.read_text(encoding="utf-8")
    source = "genai-prices 0.2.9, 2026-11-24, acme/small"
    assert 'model = "acme/small" # since May' in text
    assert (
        f'output_price = {{ likely = 0.4, basis = "quoted", source = "{source}" }} # the dear part'
        in text
    )
    assert "# Kept by the platform team." in text
    assert written(priced).value("teacher.tokens.input_price").source == source


@listing
def test_the_prices_are_those_of_the_case_s_date(payback: Payback, priced: Path) -> None:
    priced.write_text(TOKENS.replace("as_of = 2026-11-24", "as_of = 2026-05-01"))
    fill(payback, "acme/large", priced)
    assert written(priced).value("teacher.tokens.input_price").likely == 10
    fill(payback, "acme/large", priced, *DATE)
    found = written(priced).value("teacher.tokens.input_price")
    assert (found.likely, found.source) == (5, "genai-prices 0.2.9, 2026-11-24, acme/large")


@listing
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("small", "'small' is 2 models; name one of acme/small or other/small"),
        ("acme", "is 8 models; name one of "),
        ("acme/smal", "'acme/smal' is not the name of a model; did you mean acme/small?"),
        ("nobody", "no model of genai-prices 0.2.9 matches 'nobody'"),
        ("acme/listener", "acme/listener has no price to fill in"),
    ],
)
def test_what_is_not_one_model_with_prices_leaves_the_file(
    payback: Payback, priced: Path, query: str, says: str
) -> None:
    outcome = fill(payback, query, priced)
    assert (outcome.status, outcome.out) == (2, "")
    assert says in outcome.err
    assert priced.read_text(encoding="utf-8") == TOKENS


@listing
def test_candidates_keep_to_the_limit(payback: Payback, priced: Path) -> None:
    assert fill(payback, "acme", priced, "--limit", "2").err.rstrip().endswith("or 6 more")


@listing
def test_another_currency_needs_a_rate_of_session_or_team(
    payback: Payback, priced: Path, tmp_path: Path
) -> None:
    euros = TOKENS.replace('title = "Tickets"', 'title = "Tickets"\ncurrency = "EUR"')
    priced.write_text(euros)
    outcome = fill(payback, "acme/large", priced)
    assert outcome.status == 2
    assert "policy.usd_rate: is not set" in outcome.err
    assert priced.read_text(encoding="utf-8") == euros
    assert payback("assess", priced, "--reprice").status == 2

    team = tmp_path / "team.toml"
    team.write_text("usd_rate = 0.8\n")
    assert fill(payback, "acme/large", priced, "--policy", str(team)).status == 0
    price = written(priced).value("teacher.tokens.input_price")
    assert price.likely == 4
    assert price.source.endswith(", $5 at 0.8 EUR per US dollar")


# ------------------------------------------------------------------- repricing


@listing
def test_repricing_that_changes_nothing_says_so(payback: Payback, priced: Path) -> None:
    plain, repriced = payback("assess", priced), payback("assess", priced, "--reprice")
    assert (repriced.status, repriced.err) == (0, "")
    assert repriced.out.startswith(plain.out)
    assert "No price has changed, so nothing else does." in repriced.out
    assert priced.read_text(encoding="utf-8") == TOKENS


@listing
def test_repricing_says_how_payback_npv_and_verdict_change(payback: Payback, priced: Path) -> None:
    text = TOKENS.replace("1_000_000", "150_000").replace("output_price = 15", "output_price = 200")
    priced.write_text(text)
    out = payback("assess", priced, "--reprice", "--set", "teacher.tokens.input_price=50").out
    section = out.partition("\nWith the prices of ")[2]
    joined = " ".join(section.split())
    assert "USD per million tokens" in joined
    assert "Teacher input price: 50 -> 5 (genai-prices 0.2.9," in joined
    assert "Teacher output price: 200 -> 15" in joined
    for label in ("Payback", "Net present value", "Verdict"):
        assert f"- {label}: " in joined
    assert "Verdict: defensible -> reconsider" in joined
    assert all(len(line) <= 80 for line in out.splitlines())
    assert priced.read_text(encoding="utf-8") == text


@listing
def test_json_has_one_more_key_and_the_others_as_they_were(payback: Payback, priced: Path) -> None:
    priced.write_text(TOKENS.replace("output_price = 15", "output_price = 20"))
    plain = json.loads(payback("assess", priced, "--json").out)
    found = json.loads(payback("assess", priced, "--json", "--reprice").out)
    reprice = found.pop("reprice")
    assert found == plain
    assert (reprice["list"], reprice["version"]) == ("genai-prices", "0.2.9")
    assert [(one["key"], one["before"], one["after"]) for one in reprice["changes"]] == [
        ("teacher.tokens.output_price", 20, 15)
    ]
    assert reprice["before"]["verdict"] == plain["verdict"]["id"]
    assert reprice["before"]["payback_months"] < reprice["after"]["payback_months"]


@listing
def test_the_gate_stays_with_the_file_s_own_prices(payback: Payback, priced: Path) -> None:
    text = TOKENS.replace("1_000_000", "150_000").replace("output_price = 15", "output_price = 200")
    priced.write_text(text.replace("likely = 5", "likely = 50"))
    assert payback("assess", priced, "--reprice", "--fail-under", "defensible").status == 0


@listing
def test_an_unknown_model_is_said_and_no_failure(payback: Payback, priced: Path) -> None:
    priced.write_text(
        TOKENS.replace('"acme/large"', '"acme/huge"').replace(", acme/large", ", acme/gone")
    )
    outcome = payback("assess", priced, "--reprice")
    joined = " ".join(outcome.out.split())
    assert outcome.status == 0
    assert "teacher.model 'acme/huge' is not on the list" in joined
    assert "No price has changed" in joined


def test_the_bundled_list_answers_in_a_process_of_its_own(process: Payback) -> None:
    outcome = process("prices", "openai/gpt-4.1", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(outcome.out)[0]["reference"] == "openai/gpt-4.1"

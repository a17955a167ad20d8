"""A folder of sessions and one budget."""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from rules.comparing.portfolio import solver
from tests.depth import sized
from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.conftest import Payback
from wizard.disk.paths import config_file
from wizard.sessions.folder import toml_files
from wizard.settings.policies import FILE_NAME

CASE = """\
schema = 1
title = "{title}"
currency = "{currency}"

[task]
breadth = "narrow"

[volume]
calls_per_month = {calls}

[teacher]
cost_per_1k_calls = 3.0
training_terms = "permitted"

[student]
cost_per_1k_calls = 1.0

[upfront]
engineering_time = 10_000
evaluation_build = 8_000

[maintenance]
redistillations_per_year = 0

[risk]
stand_ins = false

{more}
"""


def write(
    folder: Path, name: str, more: str = "", *, calls: int = 1_000_000, currency: str = "USD"
) -> Path:
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CASE.format(title=name, calls=calls, currency=currency, more=more), "utf-8")
    return path


def chosen(payback: Payback, folder: Path, *arguments: str | Path) -> dict[str, Any]:
    outcome = payback("portfolio", folder, "--json", "--draws", "100", *arguments)
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def files(found: dict[str, Any], key: str = "chosen") -> list[str]:
    return [Path(one["file"]).name for one in found[key]]


def test_the_page(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a", '[portfolio.shared]\nevaluation_build = "harness"')
    write(tmp_path, "b", '[portfolio.shared]\nevaluation_build = "harness"')
    write(tmp_path, "dear", calls=900_000)
    outcome = payback("portfolio", tmp_path, "--budget", "30k")
    assert (outcome.status, outcome.err) == (0, "")
    parts = outcome.out.split("\n\n")
    assert parts[0].startswith("Do 2 of 3 cases, with $30,000: $28,000 upfront, worth $")
    assert parts[1].splitlines()[0] == "In this order"
    assert [line.split()[-1] for line in parts[1].splitlines()[-2:]] == ["a.toml", "b.toml"]
    assert "harness is counted once, for a.toml and b.toml" in outcome.said
    assert "The next $10,000 would buy nothing. dear.toml lacks least, $16,000." in outcome.said
    assert "dear.toml the budget is $16,000 short" in outcome.said
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_the_json_says_what_the_page_does(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path / "below", "b", calls=900_000)
    found = chosen(payback, tmp_path, "--budget", "20k")
    assert files(found) == ["a.toml"]
    (one,) = found["chosen"]
    assert one["file"] == str(tmp_path / "a.toml")
    assert one["adds"] == {"npv": found["npv"], "upfront": 18_000, "people_months": 0}
    assert (found["budget"], found["upfront"], found["proved"]) == (20_000, 18_000, True)
    (waiting,) = found["waiting"]
    assert waiting["file"] == str(tmp_path / "below" / "b.toml")
    assert waiting["reasons"] == [
        {
            "why": "budget",
            "file": None,
            "amount": 16_000,
            "rules": [],
            "message": "the budget is $16,000 short",
        }
    ]
    assert found["next_budget"] == {"money": 10_000, "npv": 0, "added": [], "dropped": []}
    # Nothing varies in these.
    assert found["risk"] is None
    assert found["without_months"] == [str(tmp_path / "a.toml"), str(tmp_path / "below/b.toml")]


def test_upfront_and_verdict_are_those_of_assess(payback: Payback) -> None:
    folder = next(iter(SAMPLES.values())).parent
    found = chosen(payback, folder, "--budget", "1M", "--currency", "usd")
    for one in (*found["chosen"], *found["waiting"]):
        whole = json.loads(payback("assess", one["file"], "--json").out)
        assert one["verdict"] == whole["verdict"]["id"]
        assert one["upfront_total"] == whole["result"]["upfront_total"]
        assert one["payback_months"] == whole["result"]["payback_months"]


def test_the_same_folder_by_another_name_has_the_same_draws(
    payback: Payback, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = next(iter(SAMPLES.values())).parent
    monkeypatch.chdir(folder.parent)
    first = chosen(payback, folder, "--budget", "1M", "--currency", "USD")
    second = chosen(payback, Path(folder.name), "--budget", "1M", "--currency", "USD")
    assert first["npv"] == second["npv"]
    assert first["risk"] == {**second["risk"], "large_held": first["risk"]["large_held"]}


def test_quarter_by_quarter(payback: Payback, tmp_path: Path) -> None:
    for name in "abc":
        write(tmp_path, name)
    arguments = ("--budget", "20k", "--per-quarter")
    found = chosen(payback, tmp_path, *arguments)
    assert [(one["quarter"], one["begins_month"]) for one in found["chosen"]] == [
        (1, 0),
        (2, 3),
        (3, 6),
    ]
    assert [one["upfront"] for one in found["quarters"][:4]] == [18_000, 18_000, 18_000, 0]
    # A budget that says so itself is the same, with months that say it too.
    for written in ("20k a quarter", "$20k/q", "20k quarterly"):
        assert chosen(payback, tmp_path, "--budget", written) == found, written
    assert chosen(payback, tmp_path, *arguments, "--people", "3 a quarter")["people_months"] == 3
    outcome = payback("portfolio", tmp_path, *arguments)
    begins = [line.split()[1] for line in outcome.out.splitlines() if line.endswith("  a.toml")]
    assert begins == ["Q1"]


@pytest.mark.parametrize("budget", ["US$ 20k", "about $20k", "20k", "20k USD"])
def test_a_budget_is_taken_as_people_write_one(
    payback: Payback, tmp_path: Path, budget: str
) -> None:
    write(tmp_path, "one")
    assert chosen(payback, tmp_path, "--budget", budget)["budget"] == 20_000


@pytest.mark.parametrize(
    ("written", "months"),
    [("3", 3), ("3 months", 3), ("3 person-months", 3), ("3 people", 9), ("1 person", 3)],
)
def test_people_of_each_quarter_are_three_months_of_it(
    payback: Payback, tmp_path: Path, written: str, months: int
) -> None:
    write(tmp_path, "one")
    arguments = ("--budget", "20k a quarter", "--people", written)
    assert chosen(payback, tmp_path, *arguments)["people_months"] == months


def test_people_without_a_time_are_asked_for_how_long(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "one")
    outcome = payback("portfolio", tmp_path, "--budget", "20k", "--people", "3 people")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--people: does not say for how long 3 people may work; write the months" in outcome.err
    found = chosen(payback, tmp_path, "--budget", "20k", "--people", "3 person-months")
    assert found["people_months"] == 3


def test_a_budget_that_names_its_currency_needs_no_option_for_it(
    payback: Payback, tmp_path: Path
) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", currency="EUR")
    for written, currency, file in (("20k EUR", "EUR", "b.toml"), ("$20k", "USD", "a.toml")):
        found = chosen(payback, tmp_path, "--budget", written)
        assert (found["currency"], files(found)) == (currency, [file])
    outcome = payback("portfolio", tmp_path, "--budget", "20k")
    assert "cases are in EUR and USD: --currency says which" in outcome.err
    outcome = payback("portfolio", tmp_path, "--budget", "20k GBP")
    assert outcome.err == f"{tmp_path}: cases are in EUR and USD: the budget is in none of these\n"


def test_a_budget_of_another_time_says_which_one_it_can_be_of(
    payback: Payback, tmp_path: Path
) -> None:
    outcome = payback("portfolio", tmp_path, "--budget", "72k a year")
    assert outcome.status == 2
    said = "--budget: One number is asked for, not one per year. Example: 100k, or 100k a quarter"
    assert said in outcome.err
    outcome = payback("portfolio", tmp_path, "--budget", "72k", "--people", "3 a quarter")
    assert outcome.status == 2
    assert "--people: these are of each quarter, and --budget is one for all" in outcome.err


def test_what_is_launched_has_paid_and_no_quarter_is_too_short_that_is_of_no_use(
    payback: Payback, tmp_path: Path
) -> None:
    harness = '[portfolio.shared]\nevaluation_build = "harness"'
    done = write(tmp_path, "done", harness)
    done.write_text(
        done.read_text("utf-8").replace("[student]", "[student]\nlaunched_on = 2026-01-02")
    )
    write(tmp_path, "b", harness)
    write(tmp_path, "c", '[portfolio]\nexcludes = ["done.toml"]\n' + harness, calls=2_000_000)
    late = write(tmp_path, "late", harness)
    late.write_text(
        late.read_text("utf-8").replace("[upfront]", "[upfront]\nmonths_to_launch = 29")
    )
    outcome = payback("portfolio", tmp_path, "--budget", "10k", "--per-quarter")
    assert outcome.status == 0, outcome.err
    assert "Launched, or to be on a day that is set, and so not chosen: done.toml." in outcome.said
    assert "Paid with these: harness." in outcome.said
    assert "c.toml done.toml is done instead" in outcome.said
    assert (
        "late.toml the budget is $10,000 short in any quarter in which it is worth doing"
        in outcome.said
    )


def test_the_next_money_may_buy_another_case_instead(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a", calls=900_000)
    write(tmp_path, "dear", calls=1_500_000)
    dear = tmp_path / "dear.toml"
    dear.write_text(dear.read_text("utf-8").replace("10_000", "12_000"))
    outcome = payback("portfolio", tmp_path, "--budget", "19k")
    assert "dear.toml as well, without a.toml." in outcome.said


def test_no_choice_within_the_time_is_not_told_as_nothing_to_do(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "SECONDS", 0.0)
    for number in range(8):
        write(tmp_path, f"{number}", calls=900_000 + 12_345 * number)
    outcome = payback("portfolio", tmp_path, "--budget", "41k", "--people", "3", "--per-quarter")
    assert (outcome.status, outcome.out) == (2, "")
    assert "the solver found no choice (none within 0 seconds); ask for another" in outcome.err


@pytest.mark.parametrize("is_nothing", [False, True])
def test_a_choice_that_is_not_proved_to_be_the_best_is_said_to_be_none(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_nothing: bool
) -> None:
    solve = solver._Model.solve

    def solved_in_part(model: solver._Model) -> tuple[tuple[int, ...], float, bool]:
        found, bound, _ = solve(model)
        return () if is_nothing else found, 2 * bound, False

    monkeypatch.setattr(solver._Model, "solve", solved_in_part)
    write(tmp_path, "a")
    said = payback("portfolio", tmp_path, "--budget", "30k").said
    assert said.startswith("Nothing to do with $30,000." if is_nothing else "Do 1 of 1 case,")
    assert "Not proved to be the best within the time there is: no choice is worth more" in said
    assert "What more budget would buy is not proved within the time there is." in said
    assert ("a.toml not proved to be worse than what is done" in said) == is_nothing
    assert not chosen(payback, tmp_path, "--budget", "30k")["proved"]


def test_problems_of_relations_have_file_line_and_key(payback: Payback, tmp_path: Path) -> None:
    path = write(tmp_path, "a", '[portfolio]\nneeds = ["b.toml", "lost.toml"]')
    write(tmp_path, "b")
    outcome = payback("portfolio", tmp_path, "--budget", "50k")
    assert outcome.status == 2
    line = path.read_text("utf-8").splitlines().index('needs = ["b.toml", "lost.toml"]') + 1
    assert outcome.err.startswith(f"{path}:{line}: portfolio.needs[1]: 'lost.toml' is no session")
    assert "Do 1 of 2 cases" in outcome.out
    found = chosen(payback, tmp_path, "--budget", "50k")
    assert [(one["line"], one["key"]) for one in found["problems"]] == [
        (line, "portfolio.needs[1]")
    ]


def test_needs_are_files_beside_the_session_that_names_them(
    payback: Payback, tmp_path: Path
) -> None:
    write(tmp_path / "below", "a", '[portfolio]\nneeds = ["../b.toml"]\nexcludes = ["c.toml"]')
    write(tmp_path, "b")
    write(tmp_path / "below", "c", calls=700_000)
    found = chosen(payback, tmp_path, "--budget", "90k")
    assert files(found) == ["b.toml", "a.toml"]
    assert [one["why"] for one in found["waiting"][0]["reasons"]] == ["excluded"]


def test_currencies_have_budgets_of_their_own(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", currency="EUR")
    outcome = payback("portfolio", tmp_path, "--budget", "50k")
    assert (outcome.status, outcome.out) == (2, "")
    assert "cases are in EUR and USD: --currency says which one" in outcome.err
    found = chosen(payback, tmp_path, "--budget", "50k", "--currency", "EUR")
    assert files(found) == ["b.toml"]
    assert files(found, "other_currencies") == ["a.toml"]
    refused = payback("portfolio", tmp_path, "--budget", "50k", "--currency", "GBP")
    assert refused.status == 2
    assert refused.err == "--currency: no case is in GBP; there are some in EUR and USD\n"
    sign = payback("portfolio", tmp_path, "--budget", "$50k", "--currency", "EUR")
    assert sign.status == 2
    assert "--budget: $" in sign.err


@pytest.mark.parametrize("budget", ["-1", "1..2", "much", "", "nan", "inf"])
def test_a_budget_is_one_number_that_is_not_negative(
    payback: Payback, tmp_path: Path, budget: str
) -> None:
    write(tmp_path, "a")
    outcome = payback("portfolio", tmp_path, f"--budget={budget}")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("--budget: ")


def test_what_is_no_budget_is_answered_by_one_that_can_be_typed(
    payback: Payback, tmp_path: Path
) -> None:
    write(tmp_path, "a")
    outcome = payback("portfolio", tmp_path, "--budget", "much", "--people", "many")
    assert outcome.err == (
        "--budget: Not a number. Example: 100k\n--people: Not a number. Example: 6\n"
    )
    assert "(the budget is in USD)" in payback("portfolio", tmp_path, "--budget", "€1k").err


def test_what_is_no_budget_is_told_before_a_folder_is_read(
    payback: Payback, tmp_path: Path
) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", currency="EUR")
    for folder in (tmp_path, tmp_path / "none"):
        outcome = payback("portfolio", folder, "--budget", "much")
        assert outcome.err == "--budget: Not a number. Example: 100k\n"


def test_a_budget_is_read_with_the_comma_of_whoever_writes_it(
    payback: Payback, tmp_path: Path
) -> None:
    write(tmp_path, "a")
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("decimal_comma = true\n", "utf-8")
    assert "with $1,500,000" in payback("portfolio", tmp_path, "--budget", "1,5M").said


def test_a_budget_of_nothing(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    outcome = payback("portfolio", tmp_path, "--budget", "0")
    assert outcome.status == 0
    assert outcome.said.startswith("Nothing to do with $0. Without a budget only a case")


def test_a_folder_without_sessions(payback: Payback, tmp_path: Path) -> None:
    outcome = payback("portfolio", tmp_path, "--budget", "5")
    assert (outcome.status, outcome.err) == (
        2,
        f"{tmp_path}: holds no session; name a folder that does\n",
    )
    missing = payback("portfolio", tmp_path / "none", "--budget", "5")
    assert missing.status == 2
    (tmp_path / "a.toml").write_text("schema = 1\n", "utf-8")
    draft = payback("portfolio", tmp_path, "--budget", "5")
    assert draft.status == 0
    assert "No complete case in USD is waiting." in draft.said
    assert "a.toml: needs Calls per month" in draft.said
    file = payback("portfolio", tmp_path / "a.toml", "--budget", "5")
    assert file.status == 2
    assert "is no folder of sessions" in file.err


def test_without_the_solver_it_says_how_to_get_it(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")
    monkeypatch.setitem(sys.modules, "highspy", None)
    outcome = payback("portfolio", tmp_path, "--budget", "50k")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("pip install 'distill-payback[portfolio]'\n")


def test_the_solver_says_nothing_itself(process: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    outcome = process("portfolio", tmp_path, "--budget", "50k", "--json")
    assert json.loads(outcome.out)["schema"] == 1
    assert outcome.err == ""


def test_one_file_under_two_names_is_one_case(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "link.toml").symlink_to("a.toml")
    (tmp_path / "gone.toml").symlink_to("nowhere.toml")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    write(tmp_path, "b", '[portfolio]\nneeds = ["link.toml"]', calls=900_000)
    found = chosen(payback, tmp_path, "--budget", "90k")
    assert files(found) == ["a.toml", "b.toml"]
    assert ["is the same file as a.toml" in one["message"] for one in found["problems"]] == [True]
    assert files(found, "unusable") == ["gone.toml"]


def test_a_copy_of_a_case_is_asked_about(payback: Payback, tmp_path: Path) -> None:
    shutil.copy(write(tmp_path, "a"), tmp_path / "copy.toml")
    outcome = payback("portfolio", tmp_path, "--budget", "90k")
    assert outcome.status == 0
    assert "copy.toml: has the same content as a.toml; is the case meant twice?" in outcome.err


def test_a_team_s_policy_bars_a_case(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    assert files(chosen(payback, tmp_path, "--budget", "90k")) == ["a.toml"]
    (tmp_path / FILE_NAME).write_text('[rules]\nno-quality-evidence = "do-not-distill"\n', "utf-8")
    found = chosen(payback, tmp_path, "--budget", "90k")
    assert files(found) == []
    assert found["waiting"][0]["reasons"][0]["rules"] == ["no-quality-evidence"]


def test_horizons_that_differ_are_said(payback: Payback, tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", "[policy]\nhorizon_months = 48")
    outcome = payback("portfolio", tmp_path, "--budget", "90k")
    assert "Cases are judged over 36 and 48 months, each over its own horizon." in outcome.said


PIECES = (
    '[portfolio]\nneeds = ["{other}"]',
    '[portfolio]\nneeds = ["{other}", "{third}"]\nexcludes = ["{other}"]',
    '[portfolio]\nexcludes = ["{third}"]',
    '[portfolio]\nneeds = ["../{other}"]',
    '[portfolio]\nneeds = ["\\u0000", "/", ".", "~"]',
    "[portfolio]\nneeds = [3]",
    '[portfolio.shared]\nevaluation_build = "x"\nhosting = "x"\nnothing = "x"',
    '[portfolio.shared]\nengineering_time = "\\n"',
    "[upfront.other]\nhuge = 1e300",
    "[policy]\nhorizon_months = 1",
    "[student.hosting]\ngpu_price_per_hour = 1",
    "",
)


@pytest.mark.parametrize("seed", range(sized(12, 400)))
def test_whatever_lies_in_a_folder_it_is_said(payback: Payback, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    names = [f"c{number}" for number in range(rng.randint(0, 7))]
    for name in names:
        others = {"other": f"{rng.choice(names)}.toml", "third": f"{rng.choice(names)}.toml"}
        where = tmp_path / "below" if rng.random() < 0.3 else tmp_path
        kind = rng.random()
        path = where / f"{name}.toml"
        where.mkdir(exist_ok=True)
        if kind < 0.7:
            more = rng.choice(PIECES).format(**others)
            currency = rng.choice(["USD", "USD", "USD", "EUR"])
            write(where, name, more, calls=rng.choice([1, 10**6, 10**7]), currency=currency)
        elif kind < 0.8:
            path.symlink_to(rng.choice([f"{rng.choice(names)}.toml", ".", "nowhere.toml"]))
        elif kind < 0.9:
            path.write_bytes(
                rng.choice([b"schema = 1\n", b"x = 1\n", b"\xff\xfe", b"", b"schema ="])
            )
        else:
            path.write_text(COMPLETE, "utf-8")
    arguments = [
        "--budget",
        rng.choice(["0", "15k", "60k", "1e9"]),
        "--draws",
        "100",
        *rng.choice([[], ["--per-quarter"], ["--people", "1"]]),
        *rng.choice([[], ["--currency", "USD"]]),
    ]
    page = payback("portfolio", tmp_path, *arguments)
    whole = payback("portfolio", tmp_path, "--json", *arguments)
    assert page.status == whole.status
    assert page.status in (0, 2)
    assert "Traceback" not in page.err
    if page.status == 2:
        assert page.err or "Not usable" in page.out
    if whole.out:
        found = json.loads(whole.out)
        told = {
            one["file"]
            for key in ("chosen", "waiting", "incomplete", "unusable", "other_currencies")
            for one in found[key]
        }
        # A link to a folder is none of them, whatever its name.
        seen = sum(1 for path in toml_files(tmp_path) if not path.is_dir())
        doubled = sum("is the same file" in one["message"] for one in found["problems"])
        assert len(told) + doubled + found["skipped"] == seen


@pytest.mark.parametrize("command", [("portfolio", "--budget", "1M"), ("calibration",), ("rank",)])
def test_a_folder_that_is_not_there_is_not_asked_for_to_be_made(
    tmp_path: Path, payback: Payback, command: tuple[str, ...]
) -> None:
    done = payback(*command, tmp_path / "none")
    assert done.status == 2
    assert "there is no such folder. Check the name." in done.err
    for other in ("sessions", ".session", "prices"):
        (tmp_path / other).mkdir()
    (tmp_path / "session.toml").write_text("schema = 1\n")
    done = payback(*command, tmp_path / "sesions")
    assert done.status == 2
    assert f"there is no such folder. Did you mean {tmp_path / 'sessions'}?" in done.err

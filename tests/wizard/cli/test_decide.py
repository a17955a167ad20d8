"""`payback decide`: what is appended to a session, what is refused, and what is said."""

from __future__ import annotations

import json
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.assess import assess
from rules.review.decisions import approvals, decided_case, decisions_of, is_as_recorded
from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.conftest import Payback
from wizard.sessions.session_file import read_session

AGAINST = COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 5.0")


def saved(payback: Payback, path: Path, text: str) -> bytes:
    """A file as a save leaves it, so that its result is of today's answers."""
    path.write_bytes(text.encode())
    assert payback("set", path, "title=Tickets today").status == 0
    return path.read_bytes()


def decided(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["decisions"]
    return found


def without_block(after: bytes, newline: bytes) -> bytes:
    """A file without what stands between the first [[decisions]] and the result behind it."""
    begin, end = after.index(newline + b"[[decisions]]"), after.rindex(newline + b"[result]")
    return after[:begin] + after[end:]


LAYOUTS = {
    "plain": COMPLETE,
    "windows": COMPLETE.replace("\n", "\r\n"),
    "with a mark": "\ufeff" + COMPLETE,
    "interrupted": COMPLETE.replace("[volume]", "[task.more]\nx = 1\n\n[volume]") + "[task.last]\n",
    "a remark at the end": COMPLETE + "# the end\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_but_the_decision_is_added(tmp_path: Path, payback: Payback, layout: str) -> None:
    path = tmp_path / "case.toml"
    before = saved(payback, path, LAYOUTS[layout])
    assert payback("decide", path, "go", "--by", "Ann").status == 0
    after = path.read_bytes()
    assert without_block(after, b"\r\n" if layout == "windows" else b"\n") == before
    assert (b"\n" in after.replace(b"\r\n", b"")) is (layout != "windows")


def test_the_record_says_what_was_decided_on_which_case(case: Path, payback: Payback) -> None:
    done = payback(
        *("decide", case, "go", "--by", "Ann", "--on", "2026-11-27"),
        *("--review", "2027-03-01", "--note", "with a pilot"),
    )
    assert (done.status, done.err) == (0, "")
    (row,) = decided(case)
    assessment = assess(read_session(case).answers)
    assert assessment.verdict is not None
    assert row["date"] == date(2026, 11, 27)
    assert row["review"] == date(2027, 3, 1)
    assert (row["decision"], row["by"], row["note"]) == ("go", "Ann", "with a pilot")
    assert row["verdict"] == assessment.verdict.id
    assert row["figures"]["payback_months"] == pytest.approx(
        assessment.figures.headline.payback_months
    )
    assert row["figures"]["cash.npv"] == pytest.approx(assessment.figures.cash.npv)
    assert row["version"]
    decision, *_ = approvals(decisions_of(tomllib.loads(case.read_text("utf-8"))))
    assert is_as_recorded(decision)
    assert decided_case(decision).assessed().figures.headline == assessment.figures.headline
    assert "Approved by Ann on 2026-11-27; review on 2027-03-01; “with a pilot”." in done.said
    assert "payback 1.7 months" in done.said
    assert "decisions" not in payback("check", case).err


def test_what_was_recorded_stays_as_it_is(case: Path, payback: Payback) -> None:
    payback("decide", case, "later", "--by", "Ann", "--on", "2026-11-01")
    text = case.read_text(encoding="utf-8")
    first = text[text.index("[[decisions]]") : text.index("[result]")].rstrip()
    payback("set", case, "volume.calls_per_month=4.1M")
    payback("decide", case, "go", "--by", "Bo", "--on", "2026-12-01")
    again = case.read_text(encoding="utf-8")
    assert first in again
    assert [(one["decision"], one["by"]) for one in decided(case)] == [
        ("later", "Ann"),
        ("go", "Bo"),
    ]
    assert decided(case)[1]["answers"]["volume.calls_per_month"]["likely"] == 4_100_000


def test_a_decision_before_the_last_one_is_refused(case: Path, payback: Payback) -> None:
    payback("decide", case, "go", "--by", "Ann", "--on", "2026-11-27")
    before = case.read_bytes()
    refused = payback("decide", case, "no", "--by", "Ann", "--on", "2026-11-26")
    assert refused.status == 2
    assert "case.toml: --on is 2026-11-26, but the decision before is of 2026-11-27" in refused.err
    assert "give that day or a later one; where that date is a slip, correct it" in refused.err
    assert case.read_bytes() == before
    assert payback("decide", case, "no", "--by", "Ann", "--on", "2026-11-27").status == 0


@pytest.mark.parametrize("review", ["2026-11-26", "2026-11-27"])
def test_a_review_that_is_not_to_come_is_refused(case: Path, payback: Payback, review: str) -> None:
    before = case.read_bytes()
    asked = ("decide", case, "go", "--by", "Ann", "--on", "2026-11-27", "--review", review)
    refused = payback(*asked)
    assert refused.status == 2
    assert f"--review is {review}, which is not after the day of the decision" in refused.err
    assert case.read_bytes() == before


def test_everything_that_is_wrong_is_said_at_once(case: Path, payback: Payback) -> None:
    refused = payback("decide", case, "go", "--by", " ", "--note", "a\nb", "--review", "2001-01-01")
    assert refused.status == 2
    assert refused.err.count("case.toml: --") == 3


@pytest.mark.parametrize("option", ["--by", "--note"])
def test_bytes_that_are_no_text_are_refused(case: Path, payback: Payback, option: str) -> None:
    before = case.read_bytes()
    refused = payback("decide", case, "go", "--by", "Ann", option, "\udcff")
    assert refused.status == 2
    assert f"case.toml: {option} is not UTF-8 text" in refused.err
    assert case.read_bytes() == before


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("tomorrow", "Not a date"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("3/4/2026", "3/4/2026 could mean 2026-03-04 or 2026-04-03"),
    ],
)
def test_what_is_no_day_says_why(case: Path, payback: Payback, day: str, why: str) -> None:
    refused = payback("decide", case, "go", "--by", "Ann", "--on", day)
    assert refused.status == 2
    form = "write year-month-day, such as 2026-11-24"
    assert f"{why}; {form} (given: '{day}')" in refused.err


@pytest.mark.parametrize("day", ["27.11.2026", "11/27/2026", "27 Nov 2026"])
def test_a_day_is_written_as_where_one_is_an_answer(case: Path, payback: Payback, day: str) -> None:
    assert payback("decide", case, "go", "--by", "Ann", "--on", day).status == 0
    assert "date = 2026-11-27" in case.read_text(encoding="utf-8")


def test_the_same_decision_over_again_is_recorded_and_said(case: Path, payback: Payback) -> None:
    once_more = "It is the decision of 2026-11-01 once more, about the same case"

    def decide(*other: str) -> str:
        done = payback("decide", case, *(other or ("go", "--by", "Ann", "--on", "2026-11-01")))
        assert done.status == 0
        return done.said

    assert once_more not in decide()
    assert once_more in decide()
    assert len(decided(case)) == 2
    for other in (
        ("go", "--by", "Bob", "--on", "2026-11-01"),
        ("later", "--by", "Bob", "--on", "2026-11-01"),
        ("later", "--by", "Bob", "--on", "2026-11-01", "--review", "2026-12-01"),
    ):
        assert "once more" not in decide(*other)
    assert payback("set", case, "volume.calls_per_month=7M").status == 0
    assert "once more" not in decide("later", "--by", "Bob", "--on", "2026-11-01")


def test_check_tells_of_a_decision_that_is_yet_to_come(case: Path, payback: Payback) -> None:
    for day in (date.today(), date.today() + timedelta(days=1)):
        assert payback("decide", case, "go", "--by", "Ann", "--on", day.isoformat()).status == 0
    checked = payback("check", case)
    assert checked.status == 0
    assert "decisions[0].date" not in checked.err
    said = f"decisions[1].date: is {day}, after today, {date.today()}; where that is a slip"
    assert said in checked.err


def test_a_decision_that_cannot_be_read_is_mended_first(case: Path, payback: Payback) -> None:
    case.write_text(COMPLETE + '[[decisions]]\ndecision = "perhaps"\n', encoding="utf-8")
    refused = payback("decide", case, "go", "--by", "Ann")
    assert refused.status == 2
    assert "decisions[0].decision: needs one of go, no, later" in refused.err
    case.write_text("decisions = 3\n" + COMPLETE, encoding="utf-8")
    assert "decisions: needs a list of tables" in payback("decide", case, "go", "--by", "A").err


def test_a_go_on_an_unfinished_case_is_taken_and_said_plainly(case: Path, payback: Payback) -> None:
    text = COMPLETE.replace("redistillations_per_year = 2\n", "")
    case.write_text(text, encoding="utf-8")
    done = payback("decide", case, "go", "--by", "Ann")
    assert done.status == 0
    assert (
        "The case is not complete, so no verdict supports this. Still missing: Redistillations"
        in done.said
    )
    (row,) = decided(case)
    assert "verdict" not in row
    assert row["figures"]["monthly_savings"] == pytest.approx(22_200)


def test_a_go_against_the_verdict_is_taken_and_said_plainly(case: Path, payback: Payback) -> None:
    case.write_text(AGAINST, encoding="utf-8")
    done = payback("decide", case, "go", "--by", "Ann")
    assert done.status == 0
    assert "This go is against the verdict: do not distil." in done.said
    assert "against" not in payback("decide", case, "no", "--by", "Ann").out


def test_json_has_the_record_and_what_was_said(case: Path, payback: Payback) -> None:
    case.write_text(AGAINST, encoding="utf-8")
    done = payback("decide", case, "go", "--by", "Ann", "--on", "2026-11-27", "--json")
    found = json.loads(done.out)
    assert (found["schema"], found["file"]) == (1, str(case))
    assert found["decision"]["date"] == "2026-11-27"
    assert found["decision"]["answers"]["as_of"] == "2026-11-24"
    assert found["remarks"] == ["This go is against the verdict: do not distil."]


def test_a_teams_policy_is_kept_as_it_was(case: Path, payback: Payback, tmp_path: Path) -> None:
    policy = tmp_path / "team.toml"
    policy.write_text("horizon_months = 24\n[rules]\nlow-volume = 'off'\n", encoding="utf-8")
    assert payback("decide", case, "go", "--by", "Ann", "--policy", policy).status == 0
    (row,) = decided(case)
    assert row["policy"]["horizon_months"] == 24
    assert row["policy"]["rules.low-volume"] == "off"


def test_two_who_decide_at_once_are_both_on_record(case: Path, process: Payback) -> None:
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(process, "decide", case, "go", "--by", name) for name in "AB"]
    assert [one.result().status for one in waiting] == [0, 0]
    assert sorted(one["by"] for one in decided(case)) == ["A", "B"]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_can_be_decided_and_is_judged_as_before(
    tmp_path: Path, payback: Payback, name: str
) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(SAMPLES[name].read_bytes())
    before = assess(read_session(path).answers)
    payback("set", path, "title=Decided")
    said = payback("assess", "--json", "--quick", path).out
    assert payback("decide", path, "later", "--by", "Ann").status == 0
    (decision,) = decisions_of(read_session(path).raw)
    again = decided_case(decision).assessed()
    assert repr(again.figures.headline) == repr(before.figures.headline)
    assert (again.verdict and again.verdict.id) == (before.verdict and before.verdict.id)
    assert payback("assess", "--json", "--quick", path).out == said

"""`payback review`, its report, and `payback check --due`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback
from tests.wizard.review.followed import DAY, FOLLOWED


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.toml"
    path.write_text(FOLLOWED, encoding="utf-8")
    return path


def object_of(payback: Payback, *arguments: str | Path) -> dict[str, Any]:
    told = payback(*arguments, "--json")
    assert told.status in (0, 3), told.err
    found: dict[str, Any] = json.loads(told.out)
    return found


# ----------------------------------------------------------------------- review


def test_a_review_says_how_it_stands_what_asks_for_attention_and_what_is_open(
    payback: Payback, case: Path
) -> None:
    told = payback("review", case, "--on", DAY)
    assert told.status == 0
    assert "[×] Another way is better from here." in told.said
    assert "Approved by Ann on 2026-07-20" in told.said
    assert "A review is due." in told.said
    assert "the best way is: change to a small model, prompted, worth" in told.said
    assert told.err == ""
    assert max(map(len, told.out.splitlines())) <= 80


def test_its_json_is_one_object_without_what_does_not_exist(payback: Payback, case: Path) -> None:
    found = object_of(payback, "review", case, "--on", DAY)
    assert found["on"] == DAY
    assert [one["id"] for one in found["findings"]] == ["go-back", "behind-plan", "review-due"]
    forecast = found["forecast"]
    assert forecast["known_months"] == 10
    assert len(forecast["planned"]) == len(forecast["balance"]) == len(forecast["band"]) == 37
    ways = found["ways"]
    assert ways["each"][ways["best"]]["name"] == "a small model, prompted"


def test_another_day_sees_less_of_the_same_record(payback: Payback, case: Path) -> None:
    earlier = object_of(payback, "review", case, "--on", "2027-02-02")
    assert earlier["months_on_record"] == 3
    assert "review-due" not in {one["id"] for one in earlier["findings"]}


def test_a_month_that_does_not_count_is_told_by_its_line(payback: Payback, case: Path) -> None:
    on = "--on", "2027-02-02"
    told = payback("review", case, *on)
    written = payback("report", case, "--format", "md", "--about", "outcome", *on)
    for err in (told.err, written.err):
        lines = err.splitlines()
        assert any("is not over on 2027-02-02" in line for line in lines)
        assert all(line.startswith("warning: ") for line in lines)
        assert all("tickets.toml:" in line for line in lines)


def test_a_case_that_nobody_approved_is_held_against_itself(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "tickets.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    told = payback("review", path)
    assert told.status == 0
    assert "No approval is on record" in told.said


def test_what_lacks_a_figure_is_refused_with_what_is_needed(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "tickets.toml"
    path.write_text("schema = 1\n", encoding="utf-8")
    told = payback("review", path)
    assert told.status == 2
    assert "volume.calls_per_month" in told.err


def test_decisions_that_cannot_be_read_are_refused(payback: Payback, case: Path) -> None:
    case.write_text(FOLLOWED.replace("date = 2026-07-20", 'date = "soon"'), encoding="utf-8")
    told = payback("review", case, "--on", DAY)
    assert told.status == 2
    assert "decisions[0].date" in told.err


def test_a_value_that_cannot_be_used_is_refused(payback: Payback, case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(f'{text}\n[[actuals]]\nmonth = "2027-09"\ncalls = -1\n', encoding="utf-8")
    report = ("report", "--about", "outcome", "--format", "md", "-o", "-")
    for command, *more in (("review",), report):
        told = payback(command, case, "--on", DAY, *more)
        assert (told.status, told.out) == (2, "")
        assert "calls: must be at least 0, but is -1" in told.err


def test_a_day_that_is_none_is_refused(payback: Payback, case: Path) -> None:
    assert payback("review", case, "--on", "2027-02-30").status == 2


# ----------------------------------------------------------------------- report


def test_the_report_lies_beside_that_of_the_case(payback: Payback, case: Path) -> None:
    told = payback("report", case, "--about", "outcome", "--on", DAY, "--format", "md")
    assert told.status == 0, told.err
    written = case.with_name("tickets.outcome.md")
    assert told.out.strip() == str(written)
    assert "What came of it, as of 2027-06-05" in written.read_text(encoding="utf-8")
    assert payback("report", case, "--about", "outcome", "--format", "md").status == 2


def test_a_day_is_for_the_outcome_alone(payback: Payback, case: Path) -> None:
    told = payback("report", case, "--on", DAY, "--format", "md", "-o", "-")
    assert told.status == 2
    assert "--on" in told.err


# -------------------------------------------------------------------------- due


def test_what_is_due_is_listed_and_the_exit_status_says_so(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (below / "other.toml").write_text(
        FOLLOWED.replace("review = 2027-03-01", "review = 2027-02-01")
    )
    (below / "undecided.toml").write_text(COMPLETE, encoding="utf-8")
    (below / "no_session.toml").write_text("x = 1\n")
    none = payback("check", tmp_path, "--due", "--on", "2027-01-31")
    assert (none.status, none.out) == (0, "")
    assert "No review is due on 2027-01-31: 3 sessions." in none.err
    lost = tmp_path / "lost"
    alone = payback("check", lost, "--due")
    assert (alone.status, alone.out) == (2, "")
    assert "No review" not in alone.err, "nothing was looked at"
    with_others = payback("check", lost, tmp_path, "--due", "--on", "2027-01-31")
    assert with_others.status == 2
    assert "No review is due on 2027-01-31: 3 sessions could be read." in with_others.err
    both = payback("check", tmp_path, "--due", "--on", "2027-03-02")
    assert both.status == 3
    assert [line.partition(":")[0] for line in both.out.splitlines()] == [
        str(below / "other.toml"),
        str(case),
    ]
    assert "review due on 2027-03-01, 1 day ago" in both.out
    found = object_of(payback, "check", tmp_path, "--due", "--on", "2027-03-02")
    assert [one["days_over"] for one in found["due"]] == [29, 1]
    assert found["sessions"] == 3


def test_deciding_again_settles_a_review(payback: Payback, case: Path) -> None:
    assert payback("check", case, "--due", "--on", DAY).status == 3
    again = payback("decide", case, "go", "--by", "Ann", "--on", DAY)
    assert again.status == 0, again.err
    assert payback("check", case, "--due", "--on", DAY).status == 0


def test_a_session_that_cannot_be_read_hides_no_review(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text("schema = 1\n[[decisions]\n")
    told = payback("check", tmp_path, "--due", "--on", DAY)
    assert told.status == 2
    assert "broken.toml" in told.err
    assert str(case) in told.out


@pytest.mark.parametrize("option", [("--on", DAY), ("--json",)])
def test_what_is_for_due_reviews_is_refused_without_them(
    payback: Payback, case: Path, option: tuple[str, ...]
) -> None:
    told = payback("check", case, *option)
    assert told.status == 2
    assert "--due" in told.err

"""`payback log`, and what the page of a case and its reports say has changed since a decision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contracts.test_import_hygiene import modules_loaded_by
from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.conftest import Payback


@pytest.fixture
def case(tmp_path: Path, payback: Payback) -> Path:
    """Put off, changed, approved, and changed again."""
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    payback("decide", path, "later", "--by", "Ann", "--on", "2026-11-01", "--note", "too few calls")
    payback("set", path, "upfront.engineering_time=20k", "volume.calls_per_month=7M")
    payback("decide", path, "go", "--by", "Bo", "--on", "2026-12-01", "--review", "2027-06-01")
    payback("set", path, "volume.calls_per_month=4.1M")
    return path


def test_the_story_is_told_in_order(case: Path, payback: Payback) -> None:
    told = payback("log", case)
    assert (told.status, told.err) == (0, "")
    parts = (
        "1. Put off by Ann on 2026-11-01 - The case: defensible, payback 1.7 months",
        "Note: too few calls",
        "What changed until decision 2",
        "Calls per month 6M",
        "Engineering time 30k (estimated) 20k (estimated)",
        "2. Approved by Bo on 2026-12-01 - The case: defensible, payback",
        "To be reviewed on 2027-06-01.",
        "What changed until now",
        "Calls per month 7M (measured) 4.1M (measured)",
        "Now - The case: defensible, payback",
    )
    places = [told.said.find(one) for one in parts]
    assert places == sorted(places), told.out
    assert places[0] >= 0


@pytest.fixture
def launched(case: Path, payback: Payback) -> Path:
    """The same, launched in December, with a month that counts and one that is known by half."""
    payback("set", case, "student.launched_on=2026-12-01", "actuals[0].month=2026-12")
    payback("set", case, "actuals[0].calls=4.3M", "actuals[0].student_calls=3.1M")
    payback("set", case, "actuals[0].teacher_cost=5,200", "actuals[0].source=gateway logs")
    payback("set", case, "actuals[1].month=2027-01", "actuals[1].coverage=50%")
    return case


def test_months_after_launch_are_listed(launched: Path, payback: Payback) -> None:
    told = payback("log", launched, "--on", "2027-02-02")
    assert "After launch - Launched on 2026-12-01. - 1 row of months does not count" in told.said
    assert "2026-12 4.3M 3.1M - $5,200 - -" in told.said
    found = json.loads(payback("log", "--json", launched, "--on", "2027-02-02").out)
    assert (found["launched_on"], found["launch_is_assumed"]) == ("2026-12-01", False)
    (month,) = found["months"]
    assert (month["month"], month["key"], month["source"]) == (
        "2026-12",
        "actuals[0]",
        "gateway logs",
    )
    assert (month["calls"], month["upkeep"], month["coverage"]) == (4_300_000, None, 1.0)


def test_a_launch_that_only_months_tell_of_is_said_to_be_told_by_them(
    launched: Path, payback: Payback
) -> None:
    payback("set", launched, "student.launched_on=")
    told = payback("log", launched, "--on", "2027-02-02").said
    assert "Launched in 2026-12, as far as the months tell (student.launched_on is open)." in told
    # Where no month has calls on the student, nothing tells of a launch.
    payback("set", launched, "actuals[0].student_calls=")
    assert "Launched" not in payback("log", launched).said


def test_a_launch_that_is_still_to_come_is_not_said_to_have_been(
    launched: Path, payback: Payback
) -> None:
    told = payback("log", launched, "--on", "2026-11-30")
    assert "After launch - To be launched on 2026-12-01. - 2 rows of months do not" in told.said
    assert json.loads(payback("log", "--json", launched, "--on", "2026-11-30").out)["months"] == []


def test_a_case_that_this_version_judges_otherwise_is_said_to_be(
    case: Path, payback: Payback
) -> None:
    recorded = case.read_text(encoding="utf-8")
    case.write_text(recorded.replace('verdict = "defensible"', 'verdict = "strong"'))
    told = payback("log", case)
    assert "The case: strong, payback 1.7 months" in told.said
    assert "By the rules of this version the same case is: defensible, payback 1.7" in told.said


def test_a_case_that_was_not_launched_has_no_months(case: Path, payback: Payback) -> None:
    assert "After launch" not in payback("log", case).out
    found = json.loads(payback("log", "--json", case).out)
    assert (found["launched_on"], found["months"]) == (None, [])


def test_json_has_each_decision_and_what_each_answer_did(case: Path, payback: Payback) -> None:
    found = json.loads(payback("log", "--json", case).out)
    assert (found["schema"], found["file"], found["title"]) == (1, str(case), "Tickets")
    first, second = found["decisions"]
    assert (first["decision"], first["date"], first["review"]) == ("later", "2026-11-01", None)
    assert (second["by"], second["edited"], second["unusable"]) == ("Bo", False, [])
    assert second["verdict_now"] == second["verdict"]
    assert {one["key"] for one in first["until_next"]["answers"]} == {
        "volume.calls_per_month",
        "upfront.engineering_time",
    }
    (volume,) = second["until_next"]["answers"]
    assert volume["npv"] < 0 < volume["payback_months"]
    assert second["until_next"]["npv"] == pytest.approx(
        found["now"]["npv"] - second["figures"]["cash.npv"]
    )
    assert found["now"]["missing"] == []


def test_a_decision_that_was_edited_by_hand_is_named(case: Path, payback: Payback) -> None:
    text = case.read_text(encoding="utf-8")
    edited = text.replace('"upfront.engineering_time" = 20_000', '"upfront.engineering_time" = 1')
    edited = edited.replace("monthly_savings =", "monthly_savings = nan #", 1)
    case.write_text(edited.replace('"task.breadth" = "narrow"', '"task.breadth" = "wide"', 1))
    told = payback("log", case)
    assert "The record was edited since: its fingerprint does not fit what it says." in told.said
    assert "Not usable in the record: task.breadth needs one of narrow" in told.said
    first, second = json.loads(payback("log", "--json", case).out)["decisions"]
    assert (first["edited"], second["edited"]) == (True, True)
    assert first["figures"]["monthly_savings"] is None
    assert [one["key"] for one in first["unusable"]] == ["task.breadth"]
    assert "The record was edited since" in payback("assess", case).said


def test_figures_that_are_not_those_of_the_answers_on_record_are_told(
    case: Path, payback: Payback
) -> None:
    text = case.read_text(encoding="utf-8")
    first = text.index("payback_months = ", text.index("[decisions.figures]"))
    end = text.index("\n", first)
    for wrong in ("0.2", '"soon"'):
        case.write_text(f"{text[:first]}payback_months = {wrong}{text[end:]}", encoding="utf-8")
        said = payback("log", case).said
        assert (
            "By the rules of this version the same case is: defensible, payback 1.7 months" in said
        )
        assert "payback never" not in said


def test_the_story_of_a_session_with_an_unusable_value_is_told_and_the_status_says_so(
    case: Path, payback: Payback
) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(f'{text}\n[[actuals]]\nmonth = "2027-01"\ncalls = -1\n', encoding="utf-8")
    for command in (("log",), ("track", "--on", "2027-03-01")):
        told = payback(command[0], case, *command[1:])
        assert told.status == 2
        assert "Approved by Bo" in told.said
        assert "actuals[0].calls: must be at least 0" in told.err


def test_a_case_that_was_never_decided_says_how_to(tmp_path: Path, payback: Payback) -> None:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", encoding="utf-8")
    told = payback("log", path)
    assert told.status == 0
    assert "No decision is on record. `payback decide` puts one there." in told.said
    assert json.loads(payback("log", "--json", path).out)["decisions"] == []


def test_the_page_of_a_case_says_what_has_changed_since(case: Path, payback: Payback) -> None:
    said = payback("assess", "--quick", case).said
    assert "Since the decision - Approved by Bo on 2026-12-01, to be reviewed on" in said
    assert "Calls per month: decided at 7M, now 4.1M." in said
    tried = payback("assess", "--quick", "--set", "volume.calls_per_month=7M", case)
    assert "No answer has changed since." in tried.said


@pytest.mark.parametrize("name", ["md", "txt", "html"])
@pytest.mark.parametrize("audience", ["one-page", "full"])
def test_a_report_says_it_on_its_first_page(
    case: Path, payback: Payback, name: str, audience: str
) -> None:
    made = payback("report", case, "--format", name, "--audience", audience, "-o", "-")
    assert "Since the decision" in made.out
    assert "Approved by Bo on 2026-12-01, to be reviewed on 2027-06-01" in made.said
    assert "now 4.1M" in made.said


def test_a_case_that_was_not_decided_loads_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    loaded = modules_loaded_by("-m", "wizard", "assess", str(path))
    assert not [one for one in loaded if one.startswith(("rules.review", "wizard.review"))]
    assert not [one for one in loaded if one.startswith("rules.comparing")]


def test_check_names_by_line_what_is_to_be_looked_at(tmp_path: Path, payback: Payback) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'schema = 1\n[[decisions]]\nby = "Ann"\n'
        "[[decisions]]\ndate = 2026-11-01\ndecision = 'go'\nreview = 2026-10-01\n"
        "fingerprint = '0'\nanswers = { 'task.breadth' = 'wide' }\n"
        "[[decisions]]\ndecision = 'no'\n",
        encoding="utf-8",
    )
    checked = payback("check", path)
    assert checked.status == 0
    for line in (
        "case.toml:2: decisions[0]: does not say what was decided",
        "case.toml:2: decisions[0]: has no date, so it is read as made before all that have one;",
        "case.toml:10: decisions[2]: has no date, so it is read as of 2026-11-01, as the one",
        "case.toml:7: decisions[1].review: is 2026-10-01, which is not after the decision of",
        "case.toml:8: decisions[1].fingerprint: does not fit the answers and the policy",
        'decisions[1].answers."task.breadth": needs one of narrow, moderate, broad',
    ):
        assert line in checked.err, line


def test_a_decision_that_is_as_it_was_recorded_is_nothing_to_look_at(
    case: Path, payback: Payback
) -> None:
    told = payback("check", case).err.splitlines()
    # Whether its days have come depends on the day of the test.
    assert not [one for one in told if "decisions" in one and "after today" not in one]


def test_one_page_stays_one_page_where_much_has_changed(tmp_path: Path, payback: Payback) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
    pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    path, made = tmp_path / "case.toml", tmp_path / "case.pdf"
    path.write_bytes(SAMPLES["support_ticket_classifier"].read_bytes())
    payback("decide", path, "go", "--by", "Head of support platform", "--review", "2099-06-01")
    payback(
        *("set", path, "volume.calls_per_month=777k", "policy.horizon_months=30"),
        *("maintenance.monitoring_per_month=1k", "teacher.annual_price_change=-30%"),
    )
    payback("report", path, "--format", "pdf", "--paper", "letter", "--audience", "one-page")
    (page,) = pypdf.PdfReader(made).pages
    assert "Since the decision" in page.extract_text()


def test_a_decision_that_keeps_no_answers_is_told_and_not_compared(
    tmp_path: Path, payback: Payback
) -> None:
    path = tmp_path / "case.toml"
    path.write_text('schema = 1\n[[decisions]]\ndecision = "go"\nby = "Ann"\n', encoding="utf-8")
    said = " ".join(payback("log", path).out.split())
    assert "No answers were kept with the decision, so nothing can be compared with it. Now" in said

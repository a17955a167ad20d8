"""Bills, labels, scores, stand-ins and records: read, kept, checked, set, compared and redacted."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.answers.case_of import case_of
from rules.assess import assess
from tests.wizard.conftest import Payback
from wizard.sessions.session_file import read_session, session_of
from wizard.support.redaction.redact import redact

SESSION = """\
schema = 1
title = "Everything that was added"
as_of = 2026-11-24
[task]
breadth = "narrow"
training_data = "available"
[volume]
calls_per_month = { likely = 3_000_000, low = 2_500_000, high = 4_000_000, basis = "measured" }
[teacher]
bill_per_month = { likely = 9_700, low = 9_000, high = 11_000, basis = "quoted" }
[student]
cost_per_1k_calls = 0.60
launched_on = 2026-10-01
[upfront]
labelled_by = "people"
engineering_time = 15_000
[maintenance]
redistillations_per_year = 2
[quality]
score_kind = "agreement"
[upside]
quality_metric = "tickets solved at first contact"
quality_value_per_month = { likely = 1_000, low = 500, high = 2_000, basis = "estimated" }
[risk]
stand_ins = false
[policy]
alternative_margin = 0.10
evaluation_max_age_days = 180
stand_in_scale = 2.0

[[decisions]]  # the board
date = 2026-09-01
decision = "go"
by = "Head of Support"
review = 2027-03-01
note = "with a review in spring"
version = "1.4"
verdict = "strong"
fingerprint = "02ca6a9cc52510382741a2b4171ed891de1f972c5e06167cd725e570d8884701"
figures = { npv = 120_000.5, payback_months = 3 }
answers = { "volume.calls_per_month" = { likely = 3_000_000 }, "task.breadth" = "narrow" }
policy = { horizon_months = 36 }

[[actuals]]
month = "2026-10"
calls = 3_100_000
student_calls = 2_000_000
fallback_calls = 90_000
teacher_cost = 3_500
student_cost = 1_200.50
upkeep = 300
errors = 12
p95_latency_seconds = 0.8
source = "gateway"
coverage = 1

[[scenarios]]
name = "half the volume"
set = { "volume.calls_per_month" = 1_500_000, "task.breadth" = "moderate" }

[portfolio]
needs = ["gateway.toml"]
excludes = ["routing.toml"]
[portfolio.shared]
engineering_time = "evaluation harness"
"""
RECORDS = SESSION[SESSION.index("[[decisions]]") :]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(SESSION, encoding="utf-8")
    return path


def test_every_key_is_known_and_every_value_usable(file: Path) -> None:
    assert read_session(file).problems == ()


def test_a_save_changes_nothing_but_the_answer_and_the_result(file: Path, payback: Payback) -> None:
    done = payback("set", file, "upfront.labelled_by=existing-labels")
    assert done.status == 0, done.err
    text, _, result = file.read_text(encoding="utf-8").partition("\n[result]\n")
    assert text == SESSION.replace('"people"', '"existing-labels"')
    assert tomllib.loads(result)["teacher_cost_per_1k"] == 3.23333333333


@pytest.mark.parametrize(
    ("setting", "key", "value"),
    [
        ("teacher.bill_per_month=10k", ("teacher", "bill_per_month", "likely"), 10_000),
        ("quality.score_kind=correctness", ("quality", "score_kind"), "correctness"),
        ("upside.quality_value_per_month=0", ("upside", "quality_value_per_month", "likely"), 0),
        ("upside.quality_metric=returns", ("upside", "quality_metric"), "returns"),
        ("risk.stand_ins=yes", ("risk", "stand_ins"), True),
        ("policy.alternative_margin=7%", ("policy", "alternative_margin"), 0.07),
        ("policy.evaluation_max_age_days=90", ("policy", "evaluation_max_age_days"), 90),
        ("policy.stand_in_scale=1.5", ("policy", "stand_in_scale"), 1.5),
        ("student.launched_on=2026-11-02", ("student", "launched_on"), date(2026, 11, 2)),
        ("actuals[0].calls=3.2M", ("actuals", 0, "calls"), 3_200_000),
        ("actuals[1].month=2026-12", ("actuals", 1, "month"), "2026-12"),
    ],
)
def test_each_answer_is_set(
    file: Path, payback: Payback, setting: str, key: tuple[str | int, ...], value: object
) -> None:
    done = payback("set", file, setting)
    assert done.status == 0, done.err
    found: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    for part in key:
        found = found[part]
    assert found == value


@pytest.mark.parametrize("key", ["decisions", "scenarios", "portfolio.needs"])
def test_a_record_is_not_set_by_hand_and_the_reason_is_said(
    file: Path, payback: Payback, key: str
) -> None:
    refused = payback("set", file, f"{key}=2026-10-01")
    assert refused.status == 2
    assert f"{key}: is not set here: " in refused.err


def test_records_change_nothing_that_is_judged(tmp_path: Path, payback: Payback) -> None:
    said = []
    for text in (SESSION, SESSION.replace(RECORDS, "").replace("launched_on = 2026-10-01\n", "")):
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        said.append(payback("assess", "--json", path).out)
    assert said[0] == said[1]


WRONG = {
    "[teacher]\nbill_per_month = 0": "teacher.bill_per_month: must be above 0, but is 0",
    '[upfront]\nlabelled_by = "interns"': "upfront.labelled_by: needs one of teacher, other-model,"
    ' people, existing-labels, not the text "interns"',
    '[quality]\nscore_kind = "both"': "quality.score_kind: needs one of correctness, agreement",
    '[risk]\nstand_ins = "no"': "risk.stand_ins: needs true or false",
    '[student]\nlaunched_on = "May"': "student.launched_on: needs a date",
    "[policy]\nalternative_margin = 2": "policy.alternative_margin: must be at least 0 and at most",
    "[policy]\nevaluation_max_age_days = 0.5": "policy.evaluation_max_age_days: needs a whole",
    "[policy]\nstand_in_scale = 0": "policy.stand_in_scale: must be above 0",
    '[[decisions]]\ndecision = "perhaps"': "decisions[0].decision: needs one of go, no, later",
    "[[decisions]]\nfigures = 3": "decisions[0].figures: needs a table",
    '[[actuals]]\nmonth = "2026-13"': "actuals[0].month: needs a month such as 2026-11",
    '[[actuals]]\nmonth = "November"': "actuals[0].month: needs a month such as 2026-11",
    '[[actuals]]\nmonth = "0000-05"': "actuals[0].month: needs a month of the years 2000 to 2199",
    "[student]\nlaunched_on = 0001-03-01": "student.launched_on: needs a day of the years 2000",
    '[[actuals]]\nmonth = "2206-05"': "actuals[0].month: needs a month of the years 2000 to 2199",
    "[[actuals]]\ncalls = -1": "actuals[0].calls: must be at least 0, but is -1",
    "[[scenarios]]\nset = 3": "scenarios[0].set: needs a table",
    '[portfolio]\nneeds = "a.toml"': "portfolio.needs: needs a list of files",
    '[portfolio]\nneeds = ["a.toml", 3]': "portfolio.needs[1]: needs a text in quotes",
    "[portfolio]\nexcludes = [{}, [], 4]": "portfolio.excludes[0]: needs a text in quotes",
    "[portfolio.shared]\nother = 3": "portfolio.shared.other: needs a text in quotes",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_value_that_cannot_be_used_is_named_by_line(
    tmp_path: Path, payback: Payback, text: str
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(f"schema = 1\n{text}\n", encoding="utf-8")
    checked = payback("check", path)
    assert checked.status == 2
    assert f"case.toml:3: {WRONG[text]}" in checked.err


def test_an_unknown_key_in_a_record_is_kept_and_named(tmp_path: Path, payback: Payback) -> None:
    path = tmp_path / "case.toml"
    path.write_text(SESSION.replace("errors = 12", "erors = 12"), encoding="utf-8")
    assert "actuals[0].erors: is not a key of a session; it is kept" in payback("check", path).err
    payback("set", path, "title=Other")
    assert "erors = 12" in path.read_text(encoding="utf-8")


def test_values_as_they_were_are_not_looked_into(file: Path, payback: Payback) -> None:
    text = SESSION.replace("npv = 120_000.5", "npv = { today = 1, then = { deep = 2 } }")
    file.write_text(text, encoding="utf-8")
    checked = payback("check", file)
    assert (checked.status, checked.err) == (0, "")


def test_what_differs_between_two_cases_is_named(file: Path, payback: Payback) -> None:
    other = file.with_name("other.toml")
    changed = SESSION.replace("likely = 9_700", "likely = 10_500").replace('"people"', '"teacher"')
    other.write_text(changed, encoding="utf-8")
    compared = payback("compare", "--json", file, other)
    (difference,) = json.loads(compared.out)["differences"]
    keys = {one["key"] for one in difference["answers"]}
    assert keys == {"teacher.bill_per_month", "upfront.labelled_by"}


def test_a_redacted_copy_scales_bill_and_value_and_has_no_record(file: Path) -> None:
    session = read_session(file)
    copy = redact(session)
    raw = tomllib.loads(copy.text)
    bill, value = raw["teacher"]["bill_per_month"], raw["upside"]["quality_value_per_month"]
    assert bill["likely"] != 9_700
    assert bill["likely"] / 9_700 == pytest.approx(value["likely"] / 1_000)
    assert raw["upside"]["quality_metric"] != "tickets solved at first contact"
    assert raw["upfront"]["labelled_by"] == "people"
    assert raw["student"] == {"cost_per_1k_calls": pytest.approx(0.6 * bill["likely"] / 9_700)}
    assert not {"decisions", "actuals", "scenarios", "portfolio"} & raw.keys()
    assert "the day of the launch" in copy.left_out
    assert {"decisions", "actual figures", "scenarios", "the portfolio"} <= set(copy.left_out)
    first, second = (assess(one.answers).verdict for one in (session, session_of(copy.text)))
    assert first is not None
    assert second is not None
    assert (first.id, first.capped_by) == (second.id, second.capped_by)


def test_a_teams_policy_file_sets_the_new_values_and_answers(file: Path, payback: Payback) -> None:
    policy = file.with_name("team.toml")
    policy.write_text(
        "alternative_margin = 0.2\nevaluation_max_age_days = 30\nstand_in_scale = 3\n"
        '[defaults]\nquality.score_kind = "correctness"\nteacher.training_terms = "permitted"\n',
        encoding="utf-8",
    )
    result = json.loads(payback("assess", "--json", "--quick", "--policy", policy, file).out)
    assert result["policy"]["alternative_margin"] == 0.2
    assert result["policy"]["evaluation_max_age_days"] == 30
    assert result["policy"]["stand_in_scale"] == 3
    origins = {one["key"]: one["origin"] for one in result["policy_overrides"]}
    assert origins["stand_in_scale"].endswith("team.toml")
    assert "defaults.teacher.training_terms" in origins
    assert "defaults.quality.score_kind" not in origins, "the session says what its scores are"


def test_the_schema_describes_them(payback: Payback) -> None:
    schema = json.loads(payback("schema").out)
    teacher = schema["properties"]["teacher"]["properties"]
    assert "title" in teacher["bill_per_month"]
    assert {"decisions", "actuals", "scenarios", "portfolio"} <= schema["properties"].keys()


def test_what_came_of_a_case_does_not_set_it_apart(file: Path, payback: Payback) -> None:
    other = file.with_name("other.toml")
    other.write_text(SESSION.replace("calls = 3_100_000", "calls = 1"), encoding="utf-8")
    compared = json.loads(payback("compare", "--json", file, other).out)
    assert compared["differences"][0]["answers"] == []


def test_the_case_reads_what_the_file_says(file: Path) -> None:
    case, problems = case_of(read_session(file).answers)
    assert problems == ()
    assert case.teacher.bill_per_month is not None
    assert case.teacher.bill_per_month.likely == 9_700
    assert (case.upfront.labelled_by, case.quality.score_kind) == ("people", "agreement")
    assert case.risk.stand_ins is False
    assert case.upside.quality_metric == "tickets solved at first contact"
    assert case.student.launched_on == date(2026, 10, 1)
    assert case.actuals[0].student_calls == 2_000_000
    assert case.decisions == (), "a decision is no answer"

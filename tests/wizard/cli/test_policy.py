"""The team's policy as commands find it, apply it and show it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback
from wizard.settings.policies import FILE_NAME, VARIABLE

POLICY = """\
horizon_months = 24

[defaults]
currency = "EUR"
"maintenance.monitoring_per_month" = 400
"upfront.engineering_worksheet.day_rate" = 900
"student.cost_per_1k_calls" = 9

[rules]
guesswork = "off"
data-generation-missing = "-"
"""


@pytest.fixture
def gate(case: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy above the folder of the case."""
    monkeypatch.delenv(VARIABLE, raising=False)
    path = case.parent / FILE_NAME
    path.write_text(POLICY)
    folder = case.parent / "cases"
    folder.mkdir()
    case.rename(folder / case.name)
    return path


@pytest.fixture
def session(gate: Path) -> Path:
    return gate.parent / "cases" / "case.toml"


def test_assess_finds_it_and_says_which_one_it_used(
    payback: Payback, gate: Path, session: Path
) -> None:
    outcome = payback("assess", session)
    assert outcome.status == 0
    assert outcome.err == f"Policy: {gate} (found beside the session or above it)\n"
    page = "".join(outcome.out.split())
    assert f"horizon_months=24(from{gate})" in page
    assert "switchedoffand1ruleiscappedanewbypayback-policy.toml." in page


def test_check_asks_for_no_answer_that_the_team_has(
    payback: Payback, gate: Path, session: Path
) -> None:
    text = "\n".join(
        line for line in COMPLETE.splitlines() if not line.startswith("cost_per_1k_calls = 0")
    )
    session.write_text(text)
    assert json.loads(payback("assess", session, "--json", "--quick").out)["complete"]
    assert payback("check", session).out == f"{session}: complete\n"
    none = gate.with_name("none.toml")
    none.write_text("horizon_months = 24\n")
    assert "a verdict needs 1 more" in payback("check", session, "--policy", none).out

    gate.write_text("[rules]\nno-such-rule = 'off'\n")
    broken = payback("check", session)
    assert (broken.status, broken.out) == (2, "")
    assert "no-such-rule: is not a rule" in broken.err

    refused = payback("check", session, "--due", "--policy", none)
    assert refused.status == 2
    assert "--policy: has no part in --due" in refused.err


def test_page_and_report_spell_values_as_the_policy_command_does(
    payback: Payback, gate: Path, session: Path
) -> None:
    gate.write_text(
        "strong_payback_months = 2\n[defaults]\nmaintenance.monitoring_per_month = 400\n"
        "risk.stand_ins = false\n"
    )
    page = " ".join(payback("assess", session, "--quick").out.split())
    assert "strong_payback_months = 2 (from" in page
    assert "defaults.maintenance.monitoring_per_month = 400 (from" in page
    assert "defaults.risk.stand_ins = false (from" in page
    report = payback("report", session, "--format", "md", "-o", "-").out
    assert "| Oldest evaluation | 365 days | default |" in report
    assert "monitoring\\_per\\_month | 400 |" in report


def test_a_session_cannot_loosen_it(payback: Payback, session: Path) -> None:
    session.write_text(f"{COMPLETE}\n[policy]\nhorizon_months = 60\n")
    found = json.loads(payback("assess", session, "--json").out)
    assert found["policy"]["horizon_months"] == 24


def test_its_default_answers_are_inputs_that_name_it(payback: Payback, session: Path) -> None:
    found = json.loads(payback("assess", session, "--json").out)
    inputs = {one["key"]: one for one in found["inputs"]}
    assert found["currency"] == "EUR"
    monitoring = inputs["maintenance.monitoring_per_month"]
    assert (monitoring["value"], monitoring["basis"]) == (400, "quoted")
    assert monitoring["source"] == FILE_NAME
    assert inputs["student.cost_per_1k_calls"]["value"] == 0.5
    assert {one["key"] for one in found["policy_overrides"]} == {
        "horizon_months",
        "rules.guesswork",
        "rules.data-generation-missing",
        "defaults.currency",
        "defaults.maintenance.monitoring_per_month",
    }


def test_defaults_are_not_written_into_the_session(payback: Payback, session: Path) -> None:
    payback("set", session, "volume.monthly_growth=1%")
    text = session.read_text()
    assert "currency" not in text
    assert "monitoring_per_month" not in text


def test_a_variable_or_an_option_goes_before_it(
    payback: Payback, session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named.toml"
    named.write_text("horizon_months = 48\n")
    monkeypatch.setenv(VARIABLE, str(named))
    outcome = payback("assess", session, "--json")
    assert json.loads(outcome.out)["policy"]["horizon_months"] == 48
    assert outcome.err == f"Policy: {named} (named by {VARIABLE})\n"
    monkeypatch.delenv(VARIABLE)
    outcome = payback("assess", session, "--json", "--policy", named)
    assert (json.loads(outcome.out)["policy"]["horizon_months"], outcome.err) == (48, "")


def test_each_session_has_the_policy_of_its_folder(
    payback: Payback, session: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / "case.toml"
    other.parent.mkdir()
    other.write_text(COMPLETE)
    (other.parent / FILE_NAME).write_text("horizon_months = 12\n")
    lines = payback("assess", session, other, "--json").out.splitlines()
    assert [json.loads(line)["policy"]["horizon_months"] for line in lines] == [24, 12]


@pytest.mark.parametrize("command", ["assess", "open", "ask", "policy"])
def test_a_broken_gate_lets_nobody_through(
    payback: Payback, gate: Path, session: Path, command: str
) -> None:
    gate.write_text('horizon_months = "x"\n')
    outcome = payback(command, session)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{gate}:1: horizon_months: needs a whole number" in outcome.err


def test_a_new_session_has_its_currency(payback: Payback, gate: Path) -> None:
    path = gate.parent / "new.toml"
    assert payback("new", path).status == 0
    assert tomllib.loads(path.read_text())["currency"] == "EUR"


def test_a_new_session_without_a_policy_states_no_currency(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "new.toml"
    assert payback("new", path).status == 0
    assert "currency" not in tomllib.loads(path.read_text())


def test_a_setting_is_read_in_the_currency_of_the_team(payback: Payback, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('[defaults]\ncurrency = "EUR"\n')
    session = tmp_path / "case.toml"
    session.write_text(COMPLETE)

    setting = ("--set", "upfront.data_generation=€9k", "--set", 'upfront.other."x"=€1')
    assert payback("assess", session, "--quick", *setting).status == 0
    refused = payback("assess", session, "--quick", "--set", "upfront.data_generation=$9k")
    assert refused.status == 2


# --------------------------------------------------------------- payback policy


def rows(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line[:1] == " "}


def test_every_value_is_printed_with_its_origin(
    payback: Payback, gate: Path, session: Path
) -> None:
    session.write_text(f"{COMPLETE}\n[policy]\nprice_cut = 0.4\nhorizon_months = 60\n")
    outcome = payback("policy", session)
    found = rows(outcome.out)
    assert outcome.status == 0
    assert found["horizon_months"] == ["24", str(gate)]
    assert found["price_cut"] == ["0.4", "session"]
    assert found["usd_rate"] == ["none", "default"]
    assert found["currency"] == ["EUR", str(gate)]
    assert found["guesswork"] == ["off", str(gate)]
    assert "not used: the session says 0.5" in outcome.out
    assert "not used: the session has not begun that worksheet" in outcome.out


def test_a_number_that_the_session_builds(payback: Payback, gate: Path, session: Path) -> None:
    gate.write_text("[defaults]\nquality.error_rate_increase = 0.1\n")
    assert "not used: the session says it in another way" in payback("policy", session).out


def test_an_amount_in_another_currency(payback: Payback, gate: Path, session: Path) -> None:
    gate.write_text('[defaults]\ncurrency = "EUR"\nmaintenance.monitoring_per_month = 400\n')
    session.write_text(f'currency = "USD"\n{COMPLETE}', encoding="utf-8")
    said = payback("policy", session).out
    assert "not used: in EUR, and the session is in USD" in said


def test_without_a_session_it_is_that_of_the_folder(
    payback: Payback, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(gate.parent)
    found = rows(payback("policy").out)
    assert found["horizon_months"] == ["24", FILE_NAME]
    assert found["upfront.engineering_worksheet.day_rate"] == ["900", FILE_NAME]


def test_without_any_policy_all_is_default(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    outcome = payback("policy")
    assert {origin[-1] for origin in rows(outcome.out).values()} == {"default"}
    assert outcome.out.splitlines()[0] == "Thresholds"


def test_a_session_with_an_unusable_threshold(payback: Payback, session: Path) -> None:
    session.write_text("schema = 1\n[policy]\nhorizon_months = 0\n")
    outcome = payback("policy", session)
    assert outcome.status == 2
    assert f"{session}:3: policy.horizon_months: must be at least 1" in outcome.err


def test_what_is_set_is_read_and_judged_by_it(payback: Payback, session: Path) -> None:
    outcome = payback("set", session, "teacher.cost_per_1k_calls=€3")
    assert outcome.status == 0, outcome.err
    said, stands = outcome.out.splitlines()
    assert said.startswith("teacher.cost_per_1k_calls = EUR 3 per 1,000 calls")
    assert stands == json.loads(payback("assess", session, "--json").out)["verdict"]["headline"]
    assert "payback-policy.toml" in stands


def test_copies_that_are_joined_are_judged_by_it(payback: Payback, session: Path) -> None:
    copy = session.with_name("copy.toml")
    copy.write_bytes(session.read_bytes())
    assert payback("set", copy, "volume.calls_per_month=5M").status == 0
    outcome = payback("workshop", "merge", session, copy, "--in-place")
    judged = json.loads(payback("assess", session, "--json").out)
    assert judged["verdict"]["headline"] in outcome.out
    assert "payback-policy.toml" in outcome.out

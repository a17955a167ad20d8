"""A remedy for the case at hand is what is shown wherever a rule that fired is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import rules.assess
from rules.answers.policy import TeamPolicy
from rules.argument.brief import brief
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.catalog import BY_ID
from rules.catalog.rule import Beside, Evidence
from rules.results import as_json
from rules.words.money import Words
from tests.rules.cases import judged
from tests.wizard.conftest import Payback, payback
from tests.wizard.reports.workbooks import read
from wizard.reports import markdown
from wizard.reports.compose import compose
from wizard.reports.material import Origin
from wizard.reports.xlsx import render

__all__ = ["payback"]

TODAY = date(2026, 1, 15)
GENERAL = BY_ID["terms-prohibited"].remedy
PROHIBITED = {"teacher.training_terms": "prohibited", "task.breadth": "broad"}


def _ask_for_it(evidence: Evidence, words: Words, beside: Beside) -> str:
    also = ", ".join(beside)
    return f"Ask whoever said {evidence['training_terms']}, for {words.money(5)} ({also})."


def _none(evidence: Evidence, words: Words, beside: Beside) -> str:
    return ""


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule that has a remedy of its own for this case."""
    rule = BY_ID["terms-prohibited"]._replace(remedy_at_hand=_ask_for_it)
    monkeypatch.setattr(rules.assess, "RULES", (BY_ID["broad-task"], rule))
    return "Ask whoever said prohibited, for $5.00 (broad-task, terms-prohibited)."


@pytest.fixture
def none_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = BY_ID["terms-prohibited"]._replace(remedy_at_hand=_none)
    monkeypatch.setattr(rules.assess, "RULES", (rule,))


def texts(found: Assessment) -> dict[str, str]:
    """All that is said of a case, by where it is said."""
    report = compose(found, Outlook(), Origin("Tickets", "tickets.toml", "1.0", TODAY))
    assert found.verdict is not None
    return {
        "page": "\n".join(line.text for part in brief(found) for line in part.lines),
        "instead": "\n".join(found.verdict.instead),
        "report": markdown.render(report).replace("\\", "").replace("\n", " "),
    }


def test_it_is_shown_on_pages_and_in_reports_in_place_of_the_general_one(at_hand: str) -> None:
    for where, text in texts(judged(PROHIBITED)).items():
        assert at_hand in text, where
        assert GENERAL not in text, where


def test_it_stands_in_json(at_hand: str) -> None:
    rule = as_json(judged(PROHIBITED), "Tickets")["rules"][-1]
    assert (rule["id"], rule["remedy"]) == ("terms-prohibited", at_hand)


def test_it_stands_in_the_first_sheet_of_the_workbook(at_hand: str, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(render(judged(PROHIBITED), Outlook(), "Tickets", TODAY, "1.0"))
    said = [str(cell) for cell in read(path).values["Summary"].values()]
    assert any(cell.endswith(at_hand) for cell in said)
    assert not any(GENERAL in cell for cell in said)


@pytest.mark.usefixtures("none_left")
def test_where_no_remedy_is_left_none_is_shown_and_there_is_advice_all_the_same() -> None:
    found = judged(PROHIBITED)
    assert as_json(found, "Tickets")["rules"][-1]["remedy"] is None
    assert found.verdict is not None
    assert all(one.endswith(".") for one in found.verdict.instead)
    (line,) = [
        line.text for part in brief(found) for line in part.lines if "terms-prohibited" in line.text
    ]
    assert line.endswith("training another model on its outputs.")


def test_rules_that_a_team_switched_off_stand_beside_none(at_hand: str) -> None:
    team = TeamPolicy({}, "team.toml", rules={"broad-task": "off"})
    (fired,) = judged(PROHIBITED, team).fired
    assert fired.remedy == at_hand.replace("broad-task, ", "")


@pytest.mark.usefixtures("at_hand")
def test_the_catalogue_tells_the_general_one(payback: Payback) -> None:
    assert GENERAL in payback("rules", "terms-prohibited").out

"""What commands answer, word for word: of a case for, of one against and of an unfinished one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.held import held_against
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of
from tests.wizard.conftest import Payback
from wizard.sessions.open_session import OpenSession
from wizard.sessions.short_form import short_session
from wizard.sessions.template import empty_session

NAMES = ("support_ticket_classifier", "low_volume_contract_review", "unfinished_draft")


def agreed(value: Any) -> Any:
    """Plain data with its numbers as far as every machine agrees: ten digits, six decimals."""
    if isinstance(value, dict):
        return {name: agreed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [agreed(one) for one in value]
    # Added, since what is left of nothing may be a negative zero.
    return round(float(f"{value:.10g}"), 6) + 0.0 if isinstance(value, float) else value


@pytest.fixture(autouse=True)
def in_the_folder_of_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a file names it as it was typed."""
    monkeypatch.chdir(SAMPLES[NAMES[0]].parent)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_reads_as_it_did(payback: Payback, name: str) -> None:
    held_against(f"{name}.page.txt", payback("assess", f"{name}.toml").out)


@pytest.mark.parametrize("name", NAMES)
def test_a_result_holds_what_it_did(payback: Payback, name: str) -> None:
    found = agreed(json.loads(payback("assess", f"{name}.toml", "--json").out))
    text = json.dumps(found, indent=1, ensure_ascii=False)
    held_against(f"{name}.json", text + "\n")


def test_an_empty_session_reads_as_it_did() -> None:
    held_against("empty_session.toml.txt", empty_session(date(2026, 11, 24)))


def test_a_short_session_reads_as_it_did() -> None:
    session = OpenSession.new(short_session(date(2026, 11, 24)))
    session.apply(answers_of(COMPLETE))
    held_against("short_session.toml.txt", session.text(date(2026, 11, 24)))

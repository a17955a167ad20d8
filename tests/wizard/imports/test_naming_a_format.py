"""A file that fits several formats, and a format that somebody names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.ask.script import Script
from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import as_csv, as_lines, every, spend_row

Refused = Callable[..., str]


def rows(number: int) -> list[dict[str, Any]]:
    """Of a spend log, one each day."""
    days = every(timedelta(days=1), number)
    return [spend_row(at, day) for at, day in enumerate(days)]


@pytest.fixture
def of_two(tmp_path: Path) -> Path:
    """Rows of LiteLLM's that have what tells Langfuse's as well."""
    of_two = [{**row, "type": "GENERATION"} for row in rows(40)]
    return as_lines(tmp_path / "of-two.jsonl", of_two)


def test_which_of_several_formats_it_is_has_to_be_said(
    refused: Refused, imported: Import, of_two: Path
) -> None:
    said = refused(of_two)
    assert "may be litellm (LiteLLM spend log) or langfuse (" in said
    assert "say which with --format" in said
    assert imported(of_two, "--format", "litellm")["rows"]["kept"] == 40


@pytest.mark.parametrize(("typed", "status"), [("1", 0), ("", 2)])
def test_at_a_terminal_it_is_asked_which_one(
    payback: Payback, of_two: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    terminal = Script([typed] if typed else [])
    monkeypatch.setattr("wizard.cli.importing.usage.has_terminal", lambda: True)
    monkeypatch.setattr("wizard.ask.signals.PlainTerminal", lambda **options: terminal)
    outcome = payback("import", "usage", of_two)
    assert "LiteLLM spend log" in terminal.text
    assert outcome.status == status, outcome
    assert ("LiteLLM spend log" in outcome.out) == (status == 0)


def test_what_is_clearly_of_another_format_than_was_named_is_refused(
    refused: Refused, tmp_path: Path
) -> None:
    log = as_csv(tmp_path / "log.csv", rows(3))
    for name in ("openai", "bedrock", "otlp", "claude-code"):
        said = refused(log, "--format", name)
        assert "is 'LiteLLM spend log' by what stands in it, and not '" in said
        assert "leave --format out, or name litellm" in said


def test_what_holds_no_call_of_the_format_that_was_named_is_refused(
    refused: Refused, tmp_path: Path
) -> None:
    log = as_csv(tmp_path / "own.csv", [{"when": "2026-07-01", "in": 3, "out": 4}] * 7)
    for name, reason in (("openai", "an empty bucket"), ("bedrock", "another kind of line")):
        said = refused(log, "--format", name)
        assert f"7 of 7 rows cannot be used (7 {reason})" in said
        assert "is it of another format?" in said


def test_of_a_period_without_calls_it_is_told_that_there_are_none(
    imported: Import, tmp_path: Path
) -> None:
    log = as_csv(tmp_path / "log.csv", rows(3))
    found = imported(log, "--format", "litellm", "--since", "2027-01-01")
    assert found["rows"]["kept"] == 0

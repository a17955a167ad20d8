"""Imports within this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Payback

Import = Callable[..., Any]


@pytest.fixture
def imported(payback: Payback) -> Import:
    """The object that an import prints."""

    def imported(*arguments: str | Path) -> Any:
        outcome = payback("import", "usage", *arguments, "--json")
        assert outcome.status == 0, outcome.err
        found = json.loads(outcome.out)
        rows = found["rows"]
        assert rows["read"] == rows["kept"] + sum(rows["dropped"].values())
        return found

    return imported


@pytest.fixture
def refused(payback: Payback) -> Callable[..., str]:
    """What an import says that is refused."""

    def refused(*arguments: str | Path) -> str:
        outcome = payback("import", "usage", *arguments, "--json")
        assert (outcome.status, outcome.out) == (2, ""), outcome
        assert "Traceback" not in outcome.err
        return outcome.err

    return refused


def proposal(found: Any, key: str) -> Any:
    """What is proposed for a key."""
    return next(one for one in found["proposals"] if one["key"] == key)


def why_not(found: Any, key: str) -> str:
    """Why nothing is proposed for a key."""
    return next(one["why"] for one in found["not_proposed"] if one["key"] == key)

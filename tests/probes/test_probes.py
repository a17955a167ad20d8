"""What the program says of small cases, beside what an experienced person says of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rules.assess import Assessment, assess
from tests.probes.probes import PROBES, Probe
from wizard.sessions.codec import decode

CLEAN = (Path(__file__).parent / "clean.toml").read_text("utf-8")


def data_of(probe: Probe) -> dict[str, Any]:
    """A probe as the data of a session."""
    data = tomllib.loads(CLEAN)
    for key in probe.without:
        *tables, name = key.split(".")
        table = data
        for one in tables:
            table = table[one]
        del table[name]
    _laid_over(data, tomllib.loads(probe.toml))
    return data


def _laid_over(data: dict[str, Any], other: dict[str, Any]) -> None:
    for name, value in other.items():
        below = data.get(name)
        if isinstance(value, dict) and isinstance(below, dict) and "likely" not in value:
            _laid_over(below, value)
        else:
            data[name] = value


def said(assessment: Assessment) -> Iterator[str]:
    """Everything that a reader is told of a case."""
    if (verdict := assessment.verdict) is not None:
        yield from (verdict.headline, *verdict.reasons, *verdict.instead)
    yield from (one.text for one in assessment.pitch)
    yield from (text for one in assessment.fired for text in (one.message, one.remedy))
    yield from (f"{one.key}: {one.message}" for one in assessment.problems)


@pytest.mark.parametrize("probe", PROBES, ids=lambda one: one.name.replace(" ", "-"))
def test_a_case_is_told_what_an_experienced_person_says(probe: Probe) -> None:
    assessment = assess(decode(data_of(probe))[0])
    text = "\n".join(said(assessment))
    caps = {one.rule.id: one.cap for one in assessment.fired}

    assert not assessment.errors
    assert (assessment.verdict and assessment.verdict.id) == probe.verdict, text
    assert {name: caps.get(name, "quiet") for name in probe.fires} == probe.fires, text
    assert not caps.keys() & set(probe.quiet), text
    for wanted in probe.says:
        assert re.search(wanted, text, re.IGNORECASE), f"{wanted} is not in\n{text}"
    for wanted in probe.headline:
        assert assessment.verdict is not None
        assert re.search(wanted, assessment.verdict.headline, re.IGNORECASE), (
            assessment.verdict.headline
        )
    for unwanted in probe.never:
        assert not re.search(unwanted, text, re.IGNORECASE), f"{unwanted} is in\n{text}"


def test_there_are_at_least_forty() -> None:
    assert len(PROBES) >= 40
    assert len({one.name for one in PROBES}) == len(PROBES)

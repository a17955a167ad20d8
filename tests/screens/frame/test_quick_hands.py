"""A thousand deeds of quick hands; hours of them are `tests/soak/monkey.py`."""

from __future__ import annotations

import pytest

from tests.soak._tally import Tally
from tests.soak._terminal import run_at_a_terminal
from tests.soak.monkey import run_on_screens

pytestmark = pytest.mark.painted

WORK_S = 15.0
"""Seconds of work within which the program answers: enough for any machine, far from for ever."""


def failures(tally: Tally) -> str:
    return "\n\n".join(tally.failures)


@pytest.mark.part(1)
@pytest.mark.parametrize("seed", [31, 32])
def test_nothing_ends_the_screens_or_keeps_them_from_answering(seed: int) -> None:
    tally = Tally()
    run_on_screens(seed, 400, tally, WORK_S)
    assert not tally.failures, failures(tally)
    assert tally.deeds >= 400
    assert tally.checks, "what is saved was never held against what is shown"


def test_nothing_ends_the_program_at_a_terminal() -> None:
    tally = Tally()
    run_at_a_terminal(33, 200, tally, WORK_S)
    assert not tally.failures, failures(tally)
    assert tally.deeds >= 200
    assert tally.checks

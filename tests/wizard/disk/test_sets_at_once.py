"""A seeded part of `tests/soak/two_at_once.py`."""

from __future__ import annotations

from pathlib import Path

from tests.soak.two_at_once import interleaved, with_the_wizard


def test_two_programs_that_set_at_the_same_time_lose_and_refuse_nothing(tmp_path: Path) -> None:
    tally = interleaved(tmp_path, sets=40, seed=7)
    assert tally.is_clean, tally
    assert tally.sets == 40
    assert tally.turns > 1, "they must have met"


def test_the_wizard_and_a_program_that_sets_lose_nothing(tmp_path: Path) -> None:
    tally = with_the_wizard(tmp_path, rounds=3, seed=7)
    assert tally.is_clean, tally

"""A seeded part of what `make soak` does to saves and to kept work: kills, and calls that fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.depth import sized
from tests.soak._fault_scenes import SCENES

pytest.importorskip("pty", reason="terminals of this kind are of POSIX")

from tests.soak import faults, kills

POINTS = sized(12, 60)
"""Calls that fail, each in a process of its own."""

TURNS = 4

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


@pytest.mark.part(1)
@pytest.mark.parametrize("seed", ["a", "b"])
def test_a_kill_while_somebody_types_costs_a_second_at_most(seed: str, tmp_path: Path) -> None:
    lost = []
    # On a machine that does much else a second goes by before the program has its turn.
    for turn in range(TURNS):
        folder = tmp_path / str(turn)
        folder.mkdir()
        killed = kills.kill_once(seed, folder, looks=True)
        assert killed.wrong == ""
        lost.append(killed.lost_s)
        if killed.lost_s <= kills.GOAL_S:
            return
    pytest.fail(f"seconds lost: {lost}")


@pytest.mark.parametrize("way", ["python", "strace"])
def test_a_call_to_the_system_that_fails_or_is_the_last_loses_nothing(way: str) -> None:
    if way == "strace" and (why := faults.why_no_strace()):
        pytest.skip(why)

    tried = faults.some_points(way, POINTS, 8, list(SCENES))

    assert tried.wrong == []
    assert tried.points >= POINTS
    assert set(tried.outcomes) == {"done", "refused", "killed"}

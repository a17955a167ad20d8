"""Whatever a file holds or somebody types, a command answers, or says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.fuzz import Fuzz


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_input_is_answered_or_refused_with_a_reason(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    fuzz = Fuzz(seed, tmp_path)
    for _ in range(200):
        fuzz.one()

    assert fuzz.found.broke == []
    for status in ("assess 0", "assess 2", "set 0", "set 2", "policy 0", "policy 2"):
        assert fuzz.found.statuses[status], f"no input led to {status}"

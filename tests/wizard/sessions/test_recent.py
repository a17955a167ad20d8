"""Sessions opened before, and how they are told apart and judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.answers.policy import TeamPolicy
from tests.wizard.cases import COMPLETE
from wizard.sessions import recent


def test_files_are_told_apart_by_ending_and_folder() -> None:
    files = [Path(one) for one in ("/a/s1.toml", "/a/s1.txt", "/b/x/s2.toml", "/c/x/s2.toml")]

    titles = [title for _, title in recent.titled(files)]

    assert titles == [
        "s1.toml",
        "s1.txt",
        str(Path("b/x/s2.toml")),
        str(Path("c/x/s2.toml")),
    ]


def test_the_teams_policy_judges_here_too(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    strict = TeamPolicy({"strong_payback_months": 0.1, "defensible_payback_months": 0.2}, "team")

    assert recent.in_short(path).startswith("Defensible")
    assert not recent.in_short(path, strict).startswith("Defensible")


def test_a_case_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    assert recent.in_short(path) == "Defensible case, payback 1.7 months"
    path.write_text(COMPLETE.replace('breadth = "narrow"', ""), "utf-8")
    assert recent.in_short(path) == "1 answer missing"
    path.write_text("schema = 1\n", "utf-8")
    assert recent.in_short(path) == "6 answers missing"


def test_the_list_is_kept_without_waiting_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    monkeypatch.setattr("os.fsync", waited.append)
    recent.remember(tmp_path / "a.toml")
    recent.remember(tmp_path / "b.toml")
    recent.remember(tmp_path / "a.toml")
    assert [one.name for one in recent.paths()] == ["a.toml", "b.toml"]
    assert waited == []


@pytest.mark.parametrize("name", ["none.toml", "\ud800.toml", "a\0b.toml", "x" * 300])
def test_a_file_that_cannot_be_opened_is_said_and_stops_nothing(name: str, tmp_path: Path) -> None:
    place = recent._list()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps([str(tmp_path / name)]), "utf-8")

    (path,) = recent.paths()
    assert recent.in_short(path)
    assert recent.titled([path])[0][1].encode()


def test_files_of_one_name_are_told_apart_by_as_little_as_does(tmp_path: Path) -> None:
    one, two = (tmp_path / "a" / name / "case.toml" for name in ("x", "y"))
    shown = [title for _, title in recent.titled([one, two])]
    assert shown == [str(Path("x/case.toml")), str(Path("y/case.toml"))]

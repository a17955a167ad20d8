"""Which policy file is in force for which session."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.answers.policy import TeamPolicy
from tests.wizard.cases import COMPLETE
from wizard.problems import InputUnusable
from wizard.settings.policies import FILE_NAME, VARIABLE, Policies


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    path = tmp_path / "team" / "cases" / "case.toml"
    path.parent.mkdir(parents=True)
    path.write_text(COMPLETE)
    return path


def write(path: Path, months: int) -> Path:
    path.write_text(f"horizon_months = {months}\n")
    return path


def policy_for(session: Path | None, named: Path | None = None) -> TeamPolicy | None:
    return Policies(named).of(session)


def horizon(session: Path | None, named: Path | None = None) -> int | None:
    team = policy_for(session, named)
    return None if team is None else team.values["horizon_months"]


def test_the_nearest_file_beside_the_session_or_above_it(session: Path) -> None:
    assert policy_for(session) is None
    write(session.parents[2] / FILE_NAME, 10)
    assert horizon(session) == 10
    write(session.parents[1] / FILE_NAME, 11)
    assert horizon(session) == 11
    write(session.parent / FILE_NAME, 12)
    assert horizon(session) == 12


def test_the_variable_wins_over_what_is_found_and_a_named_file_over_both(
    session: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(session.parent / FILE_NAME, 10)
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "variable.toml", 20)))
    assert horizon(session) == 20
    assert horizon(session, write(tmp_path / "named.toml", 30)) == 30
    monkeypatch.setenv(VARIABLE, "")
    assert horizon(session) == 10


def test_a_session_without_a_file_belongs_to_the_current_folder(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(session.parents[1] / FILE_NAME, 10)
    monkeypatch.chdir(session.parent)
    assert horizon(None) == 10
    assert horizon(Path("case.toml")) == 10


def test_a_path_with_dots_is_looked_up_where_it_leads(session: Path) -> None:
    other = session.parents[1] / "other"
    other.mkdir()
    write(other / FILE_NAME, 10)
    assert policy_for(other / ".." / "cases" / "case.toml") is None


def test_one_in_the_current_folder_is_named_from_there(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(session.parent / FILE_NAME, 10)
    monkeypatch.chdir(session.parents[1])
    team = policy_for(session)
    assert team is not None
    assert team.origin == str(Path("cases", FILE_NAME))
    assert team.name == FILE_NAME


@pytest.mark.parametrize("broken", ["link", "folder", "value"])
def test_a_broken_gate_is_no_open_gate(session: Path, broken: str) -> None:
    gate = session.parent / FILE_NAME
    match broken:
        case "link":
            gate.symlink_to("nowhere.toml")
        case "folder":
            gate.mkdir()
        case _:
            write(gate, 0)
    with pytest.raises(InputUnusable) as caught:
        policy_for(session)
    assert "found beside the session or above it" in caught.value.problems[0].message


def test_a_variable_that_names_no_file_is_blamed(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "nowhere.toml")
    with pytest.raises(InputUnusable) as caught:
        policy_for(session)
    (problem,) = caught.value.problems
    assert problem.file == "nowhere.toml"
    assert VARIABLE in problem.message
    assert "payback new" not in problem.message


def test_of_several_sessions_each_file_is_read_and_told_of_once(session: Path) -> None:
    told = []
    policies = Policies(tell=lambda found, warnings: told.append((found.path.name, warnings)))
    write(session.parent / FILE_NAME, 10)
    first = policies.of(session)
    assert policies.of(session.with_name("other.toml")) is first
    assert told == [(FILE_NAME, ())]


def test_of_several_sessions_the_second_is_reminded_only(session: Path) -> None:
    write(session.parent / FILE_NAME, 0)
    policies = Policies()
    with pytest.raises(InputUnusable, match="at least 1"):
        policies.of(session)
    with pytest.raises(InputUnusable, match="is not judged: its policy"):
        policies.of(session)


def test_a_folder_that_is_a_link_in_a_circle_has_no_policy(session: Path) -> None:
    circle = session.with_name("circle")
    circle.symlink_to(circle)
    assert policy_for(circle / "case.toml") is None


def test_a_current_folder_that_was_deleted_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert policy_for(Path("case.toml")) is None

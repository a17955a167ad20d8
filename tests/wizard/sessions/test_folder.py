"""Reading many sessions for their cases alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.policy import TeamPolicy
from rules.answers.records import NOTHING
from tests.reference.generate import generate, to_toml
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of
from wizard.problems import InputUnusable
from wizard.sessions.folder import NotASession, read_case, toml_files
from wizard.sessions.session_file import read_session

DEFAULTS = answers_of(
    'schema = 1\ncurrency = "CHF"\n[maintenance]\nmonitoring_per_month = 77\n'
    "[upfront.engineering_worksheet]\nday_rate = 901\n"
)
TEAM = TeamPolicy({}, "team.toml", dict(DEFAULTS.entries))


def same_as_read_with_care(path: Path, team: TeamPolicy | None) -> bool:
    session = read_session(path)
    case = case_of(with_defaults(session.answers, team)[0])[0]
    found, title = read_case(path, team)
    # Records are no answers, and judge nothing.
    return found.keeping(NOTHING) == case.keeping(NOTHING) and title == session.title


@pytest.mark.parametrize("team", [None, TEAM], ids=["alone", "team"])
@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_sample_is_the_case_that_other_commands_judge(
    path: Path, team: TeamPolicy | None
) -> None:
    assert same_as_read_with_care(path, team)


@pytest.mark.parametrize("team", [None, TEAM], ids=["alone", "team"])
def test_generated_sessions_are(tmp_path: Path, team: TeamPolicy | None) -> None:
    path = tmp_path / "case.toml"
    for seed in range(60):
        path.write_text(to_toml(generate(seed)))
        assert same_as_read_with_care(path, team)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("schema = 1\nvolume = 5\n", 2, "needs a table"),
        ("schema = 1\n\n[maintenance]\nmonitoring_per_month = -1\n", 4, "at least 0"),
        ("schema = 7\n", 1, "7"),
        ("schema = 1\nx = = 1\n", 2, "key = value"),
        ("schema = 1\nmaintenance = 5\n", 2, "needs a table"),
    ],
)
def test_what_is_wrong_is_said_as_elsewhere(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text)
    with pytest.raises(InputUnusable) as caught:
        read_case(path, TEAM)
    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == (str(path), line)
    assert says in problem.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputUnusable) as caught:
        read_case(tmp_path, None)
    assert [one.file for one in caught.value.problems] == [str(tmp_path)]
    assert caught.value.problems[0].message.startswith("it is a folder")


@pytest.mark.parametrize(
    "text", ["", "[project]\nname = 'x'\n", "[tool]\nschema = = 1\n", "\ufeff[a"]
)
def test_a_file_of_something_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotASession):
        read_case(path, None)


def test_files_come_in_order_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    for name in ("b/c.toml", "b/a.toml", "z.toml", ".git/x.toml", ".hidden.toml", "a.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(COMPLETE)
    found = [path.relative_to(tmp_path).as_posix() for path in toml_files(tmp_path)]
    assert found == ["z.toml", "b/a.toml", "b/c.toml"]


@pytest.mark.parametrize("name", ["nowhere", "file.toml"])
def test_what_is_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.toml").write_text(COMPLETE)
    with pytest.raises(InputUnusable) as caught:
        list(toml_files(tmp_path / name))
    assert caught.value.problems[0].file == str(tmp_path / name)

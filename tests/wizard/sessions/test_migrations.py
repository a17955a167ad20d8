"""Old sessions are lifted step by step, in place; newer ones are refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.answers.validation import Path as KeyPath
from wizard.problems import InputUnusable
from wizard.sessions import session_file
from wizard.sessions.migrations import MIGRATIONS, SCHEMA, Migration, UnknownSchema, pending
from wizard.sessions.session_file import read_session
from wizard.toml.document import REMOVE


def test_there_is_one_migration_for_each_schema_before_the_present_one() -> None:
    assert [migration.from_schema for migration in MIGRATIONS] == list(range(1, SCHEMA))


def renamed(raw: Mapping[str, Any]) -> dict[KeyPath, Any]:
    return {("title",): raw["name"], ("name",): REMOVE}


def described(raw: Mapping[str, Any]) -> dict[KeyPath, Any]:
    return {("task", "description"): f"{raw['title']}, moved"}


FABRICATED = (Migration("rename", 1, renamed), Migration("describe", 2, described))


def test_those_still_needed_come_in_order() -> None:
    assert pending({"schema": 1}, FABRICATED) == FABRICATED
    assert pending({"schema": 2}, FABRICATED) == FABRICATED[1:]
    assert list(pending({"schema": 3}, FABRICATED)) == []


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"schema": 4}, "newer than this program reads (3); upgrade"),
        ({}, "write `schema = 1`"),
        ({"schema": "1"}, "from 1 to 3"),
        ({"schema": True}, "from 1 to 3"),
        ({"schema": 0}, "from 1 to 3"),
        ({"schema": 1.0}, "from 1 to 3"),
    ],
)
def test_a_schema_that_cannot_be_read_says_what_to_do(raw: dict[str, Any], says: str) -> None:
    with pytest.raises(UnknownSchema) as caught:
        pending(raw, FABRICATED)
    assert says in str(caught.value)


def test_a_file_is_lifted_in_place_and_read_in_the_present_format(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(session_file, "pending", lambda raw: pending(raw, FABRICATED))
    path = tmp_path / "old.toml"
    path.write_text('# Ours.\nschema = 1 # first\nname = "Old" # kept\n\n[task]\nowner = "Ann"\n')

    session = read_session(path)

    assert session.raw["schema"] == 3
    assert session.answers.value("title") == "Old"
    assert session.answers.value("task.description") == "Old, moved"
    assert session.text.startswith("# Ours.\nschema = 3 # first\n")
    assert 'owner = "Ann"' in session.text
    assert "schema = 1" in path.read_text(), "reading writes nothing"


def test_a_newer_session_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    path.write_text("# from the future\nschema = 2\n")

    with pytest.raises(InputUnusable) as caught:
        read_session(path)

    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (2, "schema")
    assert "upgrade" in problem.message

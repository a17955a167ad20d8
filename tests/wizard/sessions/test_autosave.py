"""Unsaved work survives the program."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rules.answers import Answers, Entry, Row, Table
from rules.entries import parse_entry
from rules.questions import QUESTIONS
from wizard.samples import list_samples
from wizard.sessions import autosave
from wizard.sessions.session_file import read_session, session_of

KEY = "volume.calls_per_month"


def leave_behind(path: Path, answers: Answers) -> autosave.Kept:
    """What a run that ended badly leaves: kept by a process that is gone."""
    file = read_session(path)
    slot = autosave.slot_for(file)
    autosave.keep(slot, file, answers, "Case")
    state = json.loads(slot.read_text("utf-8"))
    state["process"] = 2**22 + 1
    slot.write_text(json.dumps(state), "utf-8")
    (one,) = autosave.kept()
    return one


def typed(key: str, text: str) -> Entry:
    entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")))
    assert entry is not None
    return entry


@pytest.mark.parametrize("sample", [one.path for one in list_samples()], ids=lambda path: path.stem)
def test_every_answer_comes_back(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(sample.read_bytes())
    answers = read_session(path).answers

    file, back = autosave.take_up(leave_behind(path, answers))

    assert back.entries == answers.entries
    assert file.path == path


def test_what_cannot_be_used_comes_back_as_it_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    slices = Table((Row("3", {"name": Entry("a", "a"), "examples": Entry("1.5", None, "x")}),))
    answers = Answers({KEY: typed(KEY, "1,5"), "quality.slices": Entry("", slices)})

    _, back = autosave.take_up(leave_behind(path, answers))

    assert back[KEY].text == "1,5"
    assert back[KEY].problem is not None
    row = back["quality.slices"].value.rows[0]
    assert row.id == "3"
    assert row.cells["examples"].text == "1.5"
    assert row.cells["examples"].problem is not None


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    one = leave_behind(path, Answers({KEY: typed(KEY, "6M")}))
    path.write_text("schema = 1\ntitle = 'theirs'\n", "utf-8")

    file, back = autosave.take_up(one)

    assert file.path is None
    assert back.value(KEY).likely == 6e6


def test_the_work_of_a_program_that_still_runs_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    one = leave_behind(path, Answers())
    state = json.loads(one.place.read_text("utf-8"))
    state["process"] = os.getppid()
    one.place.write_text(json.dumps(state), "utf-8")

    assert autosave.kept() == []


def test_broken_leftovers_stop_nothing(tmp_path: Path) -> None:
    slot = autosave.slot_for(session_of("schema = 1\n"))
    slot.parent.mkdir(parents=True)
    slot.write_text("{", "utf-8")

    assert autosave.kept() == []


def test_dropped_work_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    one = leave_behind(path, Answers())

    autosave.drop(one.place)

    assert autosave.kept() == []

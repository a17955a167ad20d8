"""Unsaved work survives the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import parse_entry
from rules.questions import QUESTIONS
from wizard.sessions import autosave
from wizard.sessions.kept_answers import steps_read, steps_written
from wizard.sessions.samples import list_samples
from wizard.sessions.session_file import read_session

KEY = "volume.calls_per_month"


def leave_behind(path: Path, answers: Answers) -> autosave.Kept:
    """What a run that ended badly leaves: kept by a process that is gone."""
    slot = autosave.Slot()
    slot.keep(read_session(path), answers, "Case")
    slot.release()
    return next(one for one in autosave.kept() if one.place == slot.place)


def typed(key: str, text: str) -> Entry:
    entry = parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")))
    assert entry is not None
    return entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text("schema = 1\n", "utf-8")
    return path


@pytest.mark.parametrize("sample", [one.path for one in list_samples()], ids=lambda path: path.stem)
def test_every_answer_comes_back(sample: Path, path: Path) -> None:
    path.write_bytes(sample.read_bytes())
    answers = read_session(path).answers

    work = autosave.take_up(leave_behind(path, answers))

    assert work.answers.entries == answers.entries
    assert work.file.path == path
    assert work.apart is None


def test_what_cannot_be_used_comes_back_as_it_was_typed(path: Path) -> None:
    slices = Table((Row("3", {"name": Entry("a", "a"), "examples": Entry("1.5", None, "x")}),))
    answers = Answers({KEY: typed(KEY, "1,5"), "quality.slices": Entry("", slices)})

    back = autosave.take_up(leave_behind(path, answers)).answers

    assert back[KEY].text == "1,5"
    assert back[KEY].problem is not None
    row = back["quality.slices"].value.rows[0]
    assert row.id == "3"
    assert row.cells["examples"].text == "1.5"
    assert row.cells["examples"].problem is not None


@pytest.mark.parametrize("currency", [None, "EUR"])
def test_an_amount_comes_back_as_usable_as_it_was(path: Path, currency: str | None) -> None:
    key, sign = "teacher.cost_per_1k_calls", "$" if currency is None else "\u20ac"
    entry = parse_entry(
        QUESTIONS[key],
        f"{sign}4.20",
        path=("teacher", "cost_per_1k_calls"),
        currency=currency or "",
    )
    assert entry is not None
    assert entry.problem is None
    stated = {} if currency is None else {"currency": typed("currency", currency)}
    answers = Answers({**stated, key: entry})

    assert autosave.take_up(leave_behind(path, answers)).answers[key] == entry


@pytest.mark.parametrize("sign", ["\u20ac", "$"])
def test_an_amount_of_a_history_is_as_usable_as_in_the_currency_that_stayed(sign: str) -> None:
    key = "teacher.cost_per_1k_calls"
    entry = parse_entry(QUESTIONS[key], f"{sign}4.20", path=tuple(key.split(".")), currency="EUR")
    assert entry is not None
    assert entry.usable == (sign != "$")
    now = Answers({"currency": typed("currency", "EUR")})
    before = Answers({**now.entries, key: entry})
    assert steps_read(now, steps_written(now, [before, now])) == (before, now)


def test_a_file_changed_meanwhile_is_left_alone_and_the_reason_is_told(path: Path) -> None:
    one = leave_behind(path, Answers({KEY: typed(KEY, "6M")}))
    path.write_text("schema = 1\ntitle = 'theirs'\n", "utf-8")

    work = autosave.take_up(one)

    assert work.file.path is None
    assert work.answers.value(KEY).likely == 6e6
    assert work.apart == "changed"
    path.write_text("schema = ", "utf-8")
    assert autosave.take_up(one).apart == "unreadable"
    path.unlink()
    assert autosave.take_up(one).apart == "gone"


OTHER_PROGRAM = """
import os, sys
from pathlib import Path
from rules.answers.answers import Answers
from wizard.sessions import autosave
from wizard.sessions.kept_answers import steps_read, steps_written
from wizard.sessions.session_file import read_session

slot = autosave.Slot()
slot.keep(read_session(Path(sys.argv[1])), Answers(), "Other")
print(slot.place, flush=True)
sys.stdin.read()
os._exit(1)
"""


def test_the_work_of_a_program_is_offered_once_that_has_ended_in_whatever_way(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROGRAM, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    place = Path(other.stdout.readline().strip())
    assert place.exists()
    assert autosave.kept() == []

    other.kill()
    other.communicate()

    assert [one.place for one in autosave.kept()] == [place]


def test_a_process_number_that_is_in_use_again_hides_nothing(path: Path) -> None:
    one = leave_behind(path, Answers())
    state = json.loads(one.place.read_text("utf-8"))
    for process in (os.getpid(), os.getppid()):
        state["process"] = process
        one.place.write_text(json.dumps(state), "utf-8")
        assert [each.place for each in autosave.kept()] == [one.place]


def test_where_the_disk_has_no_locks_the_process_number_decides(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    slot = autosave.Slot()
    slot.keep(read_session(path), Answers(), "Case")
    assert autosave.kept() == []

    state = json.loads(slot.place.read_text("utf-8"))
    state["process"] = 2**22 + 1
    slot.place.write_text(json.dumps(state), "utf-8")
    assert [one.place for one in autosave.kept()] == [slot.place]


def test_work_that_somebody_else_took_up_meanwhile_is_said_to_be_gone(path: Path) -> None:
    one = leave_behind(path, Answers({KEY: typed(KEY, "6M")}))
    one.place.unlink()
    with pytest.raises(autosave.Unreadable, match="it is gone, taken up or discarded in another"):
        autosave.take_up(one)


def test_two_windows_on_one_file_keep_their_work_apart(path: Path) -> None:
    first, second = autosave.Slot(), autosave.Slot()
    file = read_session(path)
    first.keep(file, Answers({KEY: typed(KEY, "6M")}), "First")
    second.keep(file, Answers({KEY: typed(KEY, "7M")}), "Second")
    second.drop()
    first.release()

    (one,) = autosave.kept_for(path)
    assert autosave.take_up(one).answers.value(KEY).likely == 6e6


def test_work_is_found_by_its_file_under_whatever_name(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("schema = 1\n", "utf-8")
    (tmp_path / "link.toml").symlink_to(path)
    one = leave_behind(path, Answers())

    assert autosave.kept_for(tmp_path / "link.toml") == [one]
    assert autosave.kept_for(tmp_path / "other.toml") == []


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.toml")
    path.write_text("schema = 1\n", "utf-8")

    one = leave_behind(path, Answers())

    assert autosave.kept_for(path) == [one]
    assert autosave.take_up(one).file.path == path


def test_broken_leftovers_stop_nothing() -> None:
    place = autosave.Slot().place
    place.parent.mkdir(parents=True)
    place.write_text("{", "utf-8")

    assert autosave.kept() == []


def test_dropped_work_is_gone_and_leaves_nothing_behind(path: Path) -> None:
    one = leave_behind(path, Answers())

    autosave.drop(one.place)

    assert autosave.kept() == []
    assert list(one.place.parent.iterdir()) == []


def test_what_was_typed_with_a_decimal_comma_is_read_back_as_it_was_meant(path: Path) -> None:
    """Whatever the setting is by then; what came from a file has the dot at the same time."""
    comma = parse_entry(QUESTIONS[KEY], "1.200,5", path=tuple(KEY.split(".")), decimal_comma=True)
    assert comma is not None
    price = typed("teacher.cost_per_1k_calls", "1.234")
    kept = leave_behind(path, Answers({KEY: comma, "teacher.cost_per_1k_calls": price}))
    answers = autosave.take_up(kept).answers
    assert answers[KEY] == comma
    assert answers["teacher.cost_per_1k_calls"] == price


def test_how_a_number_was_read_is_known_again(path: Path) -> None:
    daily = typed(KEY, "200k/day")
    kept = leave_behind(path, Answers({KEY: daily}))
    assert autosave.take_up(kept).answers[KEY].how == daily.how != ""

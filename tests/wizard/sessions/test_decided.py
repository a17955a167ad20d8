"""Decisions in an open session: taken back while unsaved, saved, kept, beside those of others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from rules.review.deciding import Choice, Wish, row_of
from tests.wizard.cases import typed
from wizard.review.recording import decisions_of_copies
from wizard.sessions import autosave
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import save
from wizard.sessions.session_file import read_session, session_of
from wizard.workshop.merge import merge

CALLS = "volume.calls_per_month"
TODAY = date(2026, 11, 27)


def decide(session: OpenSession, by: str = "Ann", day: date = TODAY, what: Choice = "go") -> None:
    wish = Wish(what, by, day)
    session.decide(row_of(wish, session.answers, session.assess(), session.team, "1.0"))


def who(path: Path) -> list[str]:
    return [row["by"] for row in read_session(path).raw.get("decisions", [])]


def test_undo_takes_back_what_is_not_saved_and_redo_brings_it_again(case: Path) -> None:
    session = OpenSession.open(case)
    decide(session)
    assert (session.dirty, session.savable) == (True, True)
    assert session.undo()
    assert (session.dirty, session.savable) == (False, False)
    assert session.redo()
    session.save(TODAY)
    assert who(case) == ["Ann"]
    assert (session.dirty, session.savable) == (False, False)


def test_what_is_saved_stays_on_record_whatever_is_undone(case: Path) -> None:
    session = OpenSession.open(case)
    session.answer(CALLS, typed(CALLS, "5M"))
    decide(session)
    session.answer(CALLS, typed(CALLS, "4M"))
    session.save(TODAY)
    assert session.undo()
    assert session.answers[CALLS].text == "5M"
    assert session.undo(), "the decision is no step any more"
    assert session.answers.value(CALLS).likely == 6_000_000
    assert not session.undo()
    session.save(TODAY)
    assert who(case) == ["Ann"]
    (row,) = read_session(case).raw["decisions"]
    assert row["answers"][CALLS] == 5_000_000


def test_an_answer_changed_afterwards_leaves_the_decision(case: Path) -> None:
    session = OpenSession.open(case)
    decide(session)
    session.answer(CALLS, typed(CALLS, "4M"))
    assert session.undo()
    assert len(session.decided) == 1


def test_reading_the_file_again_leaves_what_was_decided_to_undo(case: Path) -> None:
    session = OpenSession.open(case)
    decide(session)
    session.reload()
    assert not session.dirty
    assert session.undo()
    assert len(session.decided) == 1


def test_two_decisions_made_in_two_windows_are_both_kept(case: Path) -> None:
    here, there = OpenSession.open(case), OpenSession.open(case)
    decide(here, "here", date(2026, 11, 28))
    decide(there, "there")
    there.answer("volume.monthly_growth", typed("volume.monthly_growth", "2%"))
    there.save(TODAY)
    assert save(here, TODAY) == ("volume.monthly_growth",)
    assert who(case) == ["there", "here"]


def test_a_decision_outlives_a_crash(case: Path) -> None:
    session = OpenSession.open(case)
    decide(session)
    slot = autosave.Slot()
    slot.keep(session.file, session.answers, session.title, session.history, session.decided)
    slot.release()
    work = autosave.take_up(next(one for one in autosave.kept() if one.place == slot.place))
    again = OpenSession(work.file)
    again.go_on(work.answers, work.history, work.decided)
    assert work.apart is None
    assert again.decided == session.decided
    again.save(TODAY)
    assert who(case) == ["Ann"]


def copy_of(base: Path, name: str, *decisions: tuple[str, str]) -> Path:
    text = base.read_text(encoding="utf-8") + "".join(
        f'[[decisions]]\ndate = {day}\ndecision = "go"\nby = "{by}"\n' for day, by in decisions
    )
    path = base.with_name(f"{name}.toml")
    path.write_text(text, encoding="utf-8")
    return path


def test_copies_that_are_joined_bring_their_decisions_each_once_and_in_order(case: Path) -> None:
    both: Any = ("2026-10-02", "both")
    ada = read_session(copy_of(case, "ada", ("2026-10-03", "ada"), both))
    bo = read_session(copy_of(case, "bo", ("2026-10-01", "bo"), both))
    found = merge(read_session(case), [ada, bo], TODAY)
    assert found.warnings == ()
    assert [row["by"] for row in session_of(found.file.text).raw["decisions"]] == [
        "bo",
        "both",
        "ada",
    ]


def test_what_the_session_has_on_record_is_not_recorded_again(case: Path) -> None:
    base = read_session(copy_of(case, "base", ("2026-10-01", "Ann")))
    assert decisions_of_copies(base, [base, read_session(case)]) == []

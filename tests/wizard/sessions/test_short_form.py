"""The short form of a session: what is answered, in order, each below its question."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from rules.answers.answers import Answers
from rules.questions import SETTINGS, STEPS
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of, plain
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import session_of
from wizard.sessions.short_form import MARK, order, short_session

TODAY = date(2026, 11, 24)
EMPTY = short_session(TODAY)
ASKED = [question for step in (*STEPS, SETTINGS) for question in step.questions]


def saved(session: OpenSession, path: Path) -> str:
    """The text of a session once it is on disk, without its result."""
    session.save(TODAY, path)
    return re.split(r"\r?\n\[result]", session.file.text)[0]


def begun(path: Path, text: str = EMPTY) -> OpenSession:
    session = OpenSession.new(text)
    session.save(TODAY, path)
    return session


def one_by_one(session: OpenSession, path: Path, answers: Answers, keys: list[str]) -> str:
    for key in keys:
        session.apply(session.answers.answer(key, answers.get(key)))
        text = saved(session, path)
    return text


def test_it_begins_with_nothing_but_the_date_and_what_a_team_gives() -> None:
    assert list(session_of(EMPTY).answers) == ["as_of"]
    assert session_of(EMPTY).problems == ()
    answers = session_of(short_session(TODAY, currency="CHF")).answers
    assert (list(answers), answers.value("currency")) == (["currency", "as_of"], "CHF")
    assert len(EMPTY.splitlines()) < 12


@pytest.mark.parametrize("name", SAMPLES)
def test_it_holds_each_answer_with_one_line_of_comment(name: str, tmp_path: Path) -> None:
    answers = answers_of(SAMPLES[name].read_text())
    session = OpenSession.new(EMPTY)
    session.apply(answers)
    text = saved(session, tmp_path / "case.toml")

    assert plain(answers_of(text)) == plain(answers)
    told = [line for line in text.splitlines() if line.startswith("#")]
    known = order()
    words = {**known.words, **known.headings}
    expected = [f"# {words[tuple(q.key.split('.'))]}" for q in ASKED if q.key in answers]
    assert sorted(told[4:]) == sorted(expected)


def test_the_order_in_which_it_is_answered_makes_no_difference(tmp_path: Path) -> None:
    answers = answers_of(COMPLETE)
    at_once = OpenSession.new(EMPTY)
    at_once.apply(answers)
    whole = saved(at_once, tmp_path / "whole.toml")

    for seed in range(3):
        keys = list(answers)
        random.Random(seed).shuffle(keys)
        path = tmp_path / f"{seed}.toml"
        assert one_by_one(begun(path), path, answers, keys) == whole


def test_answers_taken_back_leave_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    session = begun(path)
    session.apply(answers_of(COMPLETE))
    session.save(TODAY)
    keys = [key for key in session.answers if key != "as_of"]
    random.Random(1).shuffle(keys)

    assert one_by_one(session, path, Answers(), keys) == EMPTY


def test_windows_line_ends_and_a_schema_line_stay(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = f"#:schema ./session.schema.json\n{EMPTY}"
    session = begun(path, text.replace("\n", "\r\n"))
    answers = answers_of(COMPLETE)
    session.apply(answers)
    whole = saved(session, path)

    assert whole.startswith("#:schema ./session.schema.json\r\nschema = 1\r\n")
    assert whole.count("\n") == whole.count("\r\n")
    assert one_by_one(session, path, Answers(), [key for key in answers if key != "as_of"]) == (
        text.replace("\n", "\r\n")
    )


def test_what_an_author_adds_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = f"""{EMPTY}# a remark of mine on the day

[volume]
# as counted by Ada
calls_per_month = 6_000_000  # peak
# see the wiki

[mine]
x = 1
"""
    session = begun(path, text)
    session.apply(
        session.answers.answer("volume.fallback_rate", answers_of(
            "schema = 1\nvolume.fallback_rate = 0.1"
        )["volume.fallback_rate"])
    )  # fmt: skip
    after = saved(session, path)

    question = "Which share of the student's calls is run again on the teacher?"
    assert (
        after
        == text.replace(
            "# see the wiki\n", f"# see the wiki\n\n# {question}\nfallback_rate = 0.1\n"
        ).removesuffix("\n")
        + "\n"
    )


@pytest.mark.parametrize(
    ("layout", "after"),
    [
        ("volume.share_moved = 0.9\n", "volume.share_moved = 0.9\nvolume.fallback_rate = 0.1\n"),
        (
            "volume = { share_moved = 0.9 }\n",
            "volume = { share_moved = 0.9, fallback_rate = 0.1 }\n",
        ),
    ],
)
def test_a_table_that_is_written_in_another_way_is_not_written_twice(
    layout: str, after: str, tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    session = begun(path, f"{EMPTY}{layout}")
    entry = answers_of("schema = 1\nvolume.fallback_rate = 0.1")["volume.fallback_rate"]
    session.apply(session.answers.answer("volume.fallback_rate", entry))
    assert saved(session, path) == f"{EMPTY}{after}"


def test_words_that_are_left_of_an_answer_are_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    question = order().words["volume", "calls_per_month"]
    text = f"{EMPTY}\n[volume]\n# {question}\nmonthly_growth = 0.02\n"
    session = begun(path, text)
    entry = answers_of(COMPLETE)["volume.calls_per_month"]
    session.apply(session.answers.answer("volume.calls_per_month", entry))
    after = saved(session, path)
    assert after.count(question) == 1
    assert after.index(question) < after.index("calls_per_month =") < after.index("monthly_growth")


def test_without_its_first_remark_it_is_a_session_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    session = begun(path, EMPTY.replace(MARK, "# Mine."))
    entry = answers_of(COMPLETE)["title"]
    session.apply(session.answers.answer("title", entry))
    assert 'as_of = 2026-11-24\ntitle = "Tickets"\n' in saved(session, path)


def test_no_line_of_words_is_wider_than_an_editor() -> None:
    known = order()
    assert max(map(len, [*known.words.values(), *known.headings.values()])) <= 118
    assert len(set(known.headings.values())) == len(known.headings)
    assert set(known.words) | set(known.headings) == {tuple(q.key.split(".")) for q in ASKED}

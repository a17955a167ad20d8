"""What is done with answers that do not go into their file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.cases import COMPLETE, plain, typed, written
from wizard.disk.errors import ChangedOnDisk
from wizard.problems import InputUnusable
from wizard.sessions import meanwhile, rewriting
from wizard.sessions.assignments import with_setting
from wizard.sessions.meanwhile import Theirs
from wizard.sessions.naming import session_path
from wizard.sessions.open_session import OpenSession
from wizard.sessions.rewriting import ChangedMeaning
from wizard.sessions.saving import save, save_or_keep, theirs
from wizard.sessions.session_file import ReadText, SessionFile
from wizard.toml.document import Unsafe
from wizard.toml.layout import Layout

TODAY = date(2026, 11, 24)


@pytest.fixture
def session(tmp_path: Path) -> OpenSession:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    session = OpenSession.open(path)
    session.answer("title", typed("title", "Renamed"))
    return session


@pytest.fixture(params=[Unsafe(("title",)), ChangedMeaning("title")], ids=["layout", "meaning"])
def refusing(
    request: pytest.FixtureRequest, session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is laid out so that it takes no answers; any other file does."""
    real: Callable[..., ReadText] = rewriting.with_answers
    laid_out = session.file

    def with_answers(file: object, *rest: object) -> ReadText:
        if file is laid_out:
            raise request.param
        return real(file, *rest)

    monkeypatch.setattr("wizard.sessions.rewriting.with_answers", with_answers)


@pytest.mark.usefixtures("refusing")
def test_a_file_that_takes_no_answers_is_named_with_the_key(session: OpenSession) -> None:
    assert session.file.path is not None
    with pytest.raises(InputUnusable) as caught:
        save(session, TODAY)

    (problem,) = caught.value.problems
    assert problem.file == str(session.file.path)
    assert "title" in str(problem)
    assert "by hand" in problem.message
    assert session.file.path.read_text(encoding="utf-8") == COMPLETE


@pytest.mark.usefixtures("refusing")
def test_and_where_nobody_can_be_asked_the_answers_are_kept_in_a_file_of_their_own(
    session: OpenSession,
) -> None:
    assert session.file.path is not None
    with pytest.raises(InputUnusable) as caught:
        save_or_keep(session, TODAY, session.file.path)

    *_, kept = caught.value.problems
    copy = Path(kept.message.partition("your answers are kept at ")[2])
    assert plain(written(copy)) == plain(session.answers)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "x = = 1\n",
            "Invalid value. Correct the line: each is `key = value`, `[table]` or a comment"
            " after #.",
        ),
        (
            "schema = 7\n",
            "schema: is 7, newer than this program reads (1); upgrade distill-payback.",
        ),
    ],
)
def test_a_file_that_others_have_made_unreadable_is_told_of_in_whole_sentences(
    session: OpenSession, text: str, why: str
) -> None:
    path = session.file.path
    assert path is not None
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ChangedOnDisk) as changed:
        session.save(TODAY)
    with pytest.raises(InputUnusable) as caught:
        theirs(session, changed.value, "Mend it.")
    assert [one.message for one in caught.value.problems] == [
        f"Not saved: {path} was changed by another program since it was read. It cannot be read"
        f" now: {path}:1: {why} Mend it."
    ]


def test_what_could_not_be_read_again_is_not_saved(session: OpenSession) -> None:
    path = session.file.path
    assert path is not None
    session.apply(with_setting(session.answers, f"upfront.other.{'N' * 500}=3")[0])
    for deed in (save, save_or_keep):
        with pytest.raises(InputUnusable, match=r"read again; the file is as it was.*Shorten it"):
            deed(session, TODAY, path)
        assert path.read_text(encoding="utf-8") == COMPLETE


def test_an_answer_and_the_result_are_one_pass(
    session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is laid out once and read again once, whatever else is looked at."""
    save(session, TODAY)
    read: list[str] = []
    laid_out: list[str] = []
    load, lay_out = tomllib.loads, Layout.__init__

    def loads(text: str) -> dict[str, Any]:
        read.append(text)
        return load(text)

    def init(layout: Layout, text: str, **options: bool) -> None:
        laid_out.append(text)
        lay_out(layout, text, **options)

    monkeypatch.setattr(tomllib, "loads", loads)
    monkeypatch.setattr(Layout, "__init__", init)
    before = session.file.text
    session.answer("student.cost_per_1k_calls", typed("student.cost_per_1k_calls", "0.6"))
    save(session, TODAY)
    assert laid_out == [before]
    assert read == [session.file.text]
    assert read != [before]


@pytest.mark.parametrize(
    ("typed_name", "words"),
    [
        ("~nosuchuser/x", "Nobody's folder is known as ~nosuchuser"),
        (".toml", "name before .toml is missing"),
        ("{}", "is a folder"),
        ("{}/none/", "is a folder"),
        ("'{}/none/'", "is a folder"),
        ("{}/.toml", "name before .toml is missing"),
    ],
)
def test_what_cannot_be_the_name_of_a_session_is_said(
    tmp_path: Path, typed_name: str, words: str
) -> None:
    with pytest.raises(InputUnusable, match=words):
        session_path(typed_name.format(tmp_path))


def test_a_name_may_leave_the_ending_out(tmp_path: Path) -> None:
    assert session_path(f"{tmp_path}/review") == tmp_path / "review.toml"
    assert session_path(f"{tmp_path}/v1.txt") == tmp_path / "v1.txt"
    assert session_path(f"{tmp_path}/gpt-4.1") == tmp_path / "gpt-4.1.toml"
    assert session_path(f"{tmp_path}/gpt-4.1-mini") == tmp_path / "gpt-4.1-mini.toml"
    assert session_path(f"{tmp_path}/{'x' * 300}").name == f"{'x' * 300}.toml"
    assert session_path("~/a").is_absolute()


def by_another(path: Path, title: str) -> None:
    """Another program, which heeds no lock, writes the file."""
    path.write_text(COMPLETE.replace('"Tickets"', f'"{title}"'), encoding="utf-8")


def test_what_clashes_is_said_of_the_file_answer_by_answer(session: OpenSession) -> None:
    path = session.file.path
    assert path is not None
    by_another(path, "Theirs")
    with pytest.raises(InputUnusable) as caught:
        save(session, TODAY)
    clash, why = caught.value.problems
    assert (clash.file, why.file) == (str(path), str(path))
    assert clash.message.startswith("Title: ")
    assert "nothing was saved" in why.message


def test_a_file_that_never_stands_still_is_left_to_the_others(
    session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, titles = session.file.path, (f"Take {number}" for number in count())
    assert path is not None
    session.answer("title", typed("title", "Tickets"))
    session.answer("task.owner", typed("task.owner", "Ada"))

    def overtaken(one: OpenSession, file: SessionFile) -> Theirs:
        found = meanwhile.compare(one, file)
        by_another(path, next(titles))
        return found

    monkeypatch.setattr("wizard.sessions.saving.compare", overtaken)
    by_another(path, "Tickets, again")
    with pytest.raises(InputUnusable) as caught:
        save(session, TODAY)
    (problem,) = caught.value.problems
    assert f"{path} was changed by another program" in str(problem)
    assert "Take" in path.read_text(encoding="utf-8")

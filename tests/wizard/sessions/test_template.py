"""The empty session: every question in the place where its answer belongs."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from rules.assess import assess
from rules.questions import NOT_JUDGED, QUESTIONS, SETTINGS, STEPS
from wizard.sessions.codec import decode
from wizard.sessions.session_file import session_of
from wizard.sessions.template import empty_session, places

TODAY = date(2026, 11, 24)
TEXT = empty_session(TODAY)
ASKED = [question for step in (*STEPS, SETTINGS) for question in step.questions]


def uncommented(text: str) -> str:
    """The template with the # taken off every line that holds a key or a header."""
    return re.sub(r"(?m)^# (?=[a-z0-9_]+ = |\"[^\"]*\" = |\[)", "", text)


def test_it_is_a_valid_session_that_answers_nothing_but_the_date() -> None:
    session = session_of(TEXT)

    assert list(session.answers) == ["as_of"]
    assert session.answers.value("as_of") == TODAY
    assert session.problems == ()


def test_every_question_of_the_steps_occurs_with_its_words() -> None:
    told = " ".join(TEXT.replace("\n# ", " ").split())
    answers, _ = decode(tomllib.loads(uncommented(TEXT)))

    assert {question.key for question in ASKED} == set(answers) == set(QUESTIONS) - NOT_JUDGED
    for question in ASKED:
        assert question.prompt in told, question.key


def test_every_column_of_a_table_occurs() -> None:
    answers, _ = decode(tomllib.loads(uncommented(TEXT)))

    for question in ASKED:
        if question.columns:
            (row,) = answers[question.key].value.rows
            assert set(row.cells) == {column.key for column in question.columns}


def test_uncommenting_all_gives_a_valid_and_complete_session() -> None:
    session = session_of(uncommented(TEXT))
    assessment = assess(session.answers)

    assert session.problems == ()
    assert assessment.errors == ()
    assert assessment.complete
    assert assessment.verdict is not None


def test_taking_one_sign_off_is_enough_to_answer() -> None:
    """The header of a table that is not a worksheet is no comment."""
    for question in ASKED:
        table, _, name = question.key.rpartition(".")
        if not question.builds and not question.columns and question.key != "as_of":
            section = TEXT.partition(f"\n[{table}]\n")[2] if table else TEXT.partition("\n[")[0]
            lines = section.partition("\n[")[0].splitlines()
            (line,) = [line for line in lines if line.startswith(f"# {name} = ")]
            header = f"[{table}]\n" if table else ""
            answers, wrong = decode(tomllib.loads(f"schema = 1\n{header}{line[2:]}"))
            assert (list(answers), wrong) == ([question.key], {})


def test_no_line_is_wider_than_an_editor() -> None:
    assert max(map(len, TEXT.splitlines())) <= 120


def test_each_question_that_is_not_answered_has_its_place() -> None:
    found = places()
    for question in ASKED:
        names = tuple(question.key.split("."))
        if question.columns:
            assert names in found.headers.values()
        elif question.key != "as_of":
            assert found.examples[names] in TEXT.splitlines()
            assert found.words[names] in TEXT.splitlines()


def test_a_currency_that_is_given_is_answered() -> None:
    answers, wrong = decode(tomllib.loads(empty_session(TODAY, currency="CHF")))
    assert (answers.value("currency"), wrong) == ("CHF", {})
    assert set(answers) == {"as_of", "currency"}

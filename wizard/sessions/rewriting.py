"""The text of a session with other answers in it: written in place, read again, and compared.

Source: docs/specification.md §1 and §5.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rules.answers.answers import Answers, Table
from rules.answers.validation import Path
from rules.assess import Assessment
from rules.questions import QUESTIONS, Question
from rules.results import is_same_result, saved_result
from wizard.sessions.changes import changes
from wizard.sessions.codec import decode
from wizard.sessions.migrations import SCHEMA
from wizard.sessions.session_file import RESULT, ReadText, SessionFile, as_saved
from wizard.sessions.short_form import is_short, order
from wizard.toml.document import REMOVE, Document, edit, edited, without_bare_header
from wizard.toml.guard import parse, refuse
from wizard.toml.in_order import placed, without_words
from wizard.toml.places import filled


class ChangedMeaning(Exception):
    """A text that was about to be saved does not hold the answers it should."""

    def __init__(self, key: str, names: Sequence[str] = ()) -> None:
        """Of one key, and the names that more than one of its rows has."""
        super().__init__(key)
        self.names = names


def edited_file(file: SessionFile, changes: Mapping[Path, Any]) -> SessionFile:
    """A session with records beside its answers written into its text, or taken out of it.

    Raises:
        Unsafe: where the file is laid out so that it cannot be changed alone.
    """
    text = edit(file.text, changes)
    return file._replace(text=text, raw=parse(text.encode())[1])


def with_answers(
    session: SessionFile, answers: Answers, assessment: Assessment, today: date
) -> ReadText:
    """The session's text with other answers in it and its result refreshed.

    Raises:
        Unsafe: where the file is laid out so that a key cannot be changed alone.
        ChangedMeaning: where reading the new text does not give the answers; nothing is lost, but
            saving it would be wrong.
        TomlProblem: where the program would not read the new text.
    """
    document = Document(session.text, session.raw)
    result: dict[Path, Any] = {(RESULT,): _refreshed(session.raw.get(RESULT), assessment, today)}
    *before, last = [*changes(session.answers, answers, session.raw)] or [{}]
    if REMOVE not in last.values():
        # With nothing to tidy up behind it, the result is written along.
        last, result = last | result, {}
    for edits in (*before, last, result):
        document = edited(document, edits, placing=_in_its_place)
        gone = [path for path, value in edits.items() if value is REMOVE]
        if gone and is_short(document.text):
            document = without_words(document, gone, order())
        for path in gone:
            for depth in range(len(path) - 1, 0, -1):
                # A row that is emptied remains a row: those after it keep their numbers.
                if not isinstance(path[depth - 1], int):
                    document = without_bare_header(document, path[:depth])
    return _verified(document, as_saved(answers, session.answers))


def _in_its_place(text: str, path: Path, value: Any) -> str | None:
    """A new answer where the file keeps a place for it, or where its question comes in order."""
    if is_short(text):
        return placed(text, path, value, order())
    # Only an answer that is not in the file yet needs the empty session.
    from wizard.sessions.template import places

    return filled(text, path, value, places())


def _refreshed(saved: Any, assessment: Assessment, today: date) -> dict[str, Any]:
    """The result of today; the one that is there where only its date and last digits differ."""
    fresh = saved_result(assessment, today)
    earlier = saved if isinstance(saved, Mapping) else {}
    same = isinstance(earlier.get("date"), date) and is_same_result(earlier, fresh)
    return dict(earlier) if same else fresh


def _verified(document: Document, answers: Answers) -> ReadText:
    """Read the text as the next start of the program will, and compare."""
    raw = document.contents
    refuse(document.text, raw)
    if raw.get("schema") != SCHEMA:
        raise ChangedMeaning("schema")
    reread, wrong = decode(raw)
    for key, entry in answers.items():
        if entry.usable and not _same_value(QUESTIONS[key], entry.value, reread.value(key)):
            names = entry.value.repeated_names if QUESTIONS[key].named_rows else []
            raise ChangedMeaning(key, names)
    for key in reread:
        if key not in answers:
            raise ChangedMeaning(key)
    return ReadText(document.text, raw, reread, wrong)


def _same_value(question: Question, value: Any, reread: Any) -> bool:
    if not isinstance(value, Table):
        return bool(value == reread)
    found = reread if isinstance(reread, Table) else Table()
    return _written(question, value) == _written(question, found)


def _written(question: Question, table: Table) -> list[dict[str, Any]]:
    """What a file can hold of the rows: not an empty one, nor half of a `name = value` pair.

    Pairs are in the order of their names: where they stand in the file says nothing.
    """
    least = len(question.columns) if question.named_rows else 1
    rows = [values for row in table.rows if len(values := row.values()) >= least]
    return sorted(rows, key=lambda row: str(row["name"])) if question.named_rows else rows

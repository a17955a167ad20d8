"""A session as it lies on disk: read with everything that is wrong with it, and after a save.

Source: docs/specification.md §1 and §5.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import half_rows
from rules.answers.keys import from_path
from rules.answers.problem import Problem, briefly
from rules.answers.validation import Path
from rules.assess import assess
from rules.questions import QUESTIONS, nearest
from rules.results import is_same_value, saved_result
from wizard.disk import piped, reading
from wizard.disk.errors import NoSuchFile, UnusableFile
from wizard.disk.file_state import FileState
from wizard.problems import InputUnusable, by_line, on_one_line
from wizard.sessions.codec import decode, with_row_ids
from wizard.sessions.migrations import UnknownSchema, pending
from wizard.toml.guard import TomlProblem, parse

RESULT = "result"


class ReadText(NamedTuple):
    """The text of a session, and what was found in reading it."""

    text: str
    raw: Mapping[str, Any]
    """Its contents as tomllib gives them."""
    answers: Answers
    wrong: Mapping[Path, str]
    """What keeps a value from counting, by its path."""


class SessionFile(NamedTuple):
    """The text of a session with the answers it holds."""

    path: FilePath | None
    """None for a session that was never saved."""
    state: FileState | None
    """What the file on disk was when it was read or saved; None where there is none yet, or where
    the text came through a pipe."""
    text: str
    raw: Mapping[str, Any]
    """The contents of the text as tomllib gives them, in the present format."""
    answers: Answers
    problems: tuple[Problem, ...]
    """Unusable values as errors; unknown keys and a stale result as warnings; each with a line."""
    tried: Mapping[str, str] = MappingProxyType({})
    """What is tried instead of the answers, as it was typed, by key: it stands in no line."""

    @property
    def title(self) -> str:
        """The title, or the name of the file where it has none."""
        stated = self.answers.value("title")
        if self.path is None or piped.descriptor_of(self.path) is not None:
            return stated or "Untitled"
        return stated or on_one_line(self.path.stem)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a value from counting."""
        return tuple(one for one in self.problems if one.severity == "error")

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems by key with the file and the line each key stands on, in this order.

        What is tried instead comes first, with what was given.
        """
        problems = tuple(problems)
        if not problems:
            return ()
        index = _lines_by_key(self.text)
        name = piped.named(self.path) if self.path is not None else ""
        return by_line(
            one.at(name, _line(one.key, index))
            if (given := self._given(one.key)) is None
            else one._replace(message=f"{one.message} (given: '{briefly(given)}')")
            for one in problems
        )

    def _given(self, key: str) -> str | None:
        """What was typed for a key or the table around it, and is tried; None where nothing is."""
        return next(
            (
                text
                for tried, text in self.tried.items()
                if key == tried or key.startswith((f"{tried}.", f"{tried}["))
            ),
            None,
        )


def _lines_by_key(text: str) -> dict[str, int]:
    # Most files are read without having to say where something stands.
    from wizard.toml.lines import line_index

    return {from_path(path): line for path, line in line_index(text).items()}


def _line(key: str, index: Mapping[str, int]) -> int | None:
    """The line of a key, or of the nearest table around it that is in the file."""
    while key and key not in index:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return index.get(key)


def read_session(path: FilePath, *, only_read: bool = False) -> SessionFile:
    """Read a session file; one that is `only_read`, and never saved to, may be a pipe.

    Values that are not usable are among its problems; the rest works.

    Raises:
        InputUnusable: where the file cannot be read, is no TOML, or has an unknown schema.
    """
    name = piped.named(path)
    read = piped.read if only_read else reading.read
    try:
        data, state = read(path)
        text, raw = parse(data)
    except NoSuchFile as missing:
        from wizard.sessions.naming import what_to_do

        message = f"{missing.reason}. {what_to_do(missing)}"
        raise InputUnusable([Problem(message, file=name)]) from None
    except UnusableFile as unusable:
        raise InputUnusable([Problem(f"{unusable.reason}. {unusable.remedy}", file=name)]) from None
    except TomlProblem as problem:
        _refuse_misplaced(data, name)
        message = f"{problem.message} {problem.remedy}"
        raise InputUnusable([Problem(message, file=name, line=problem.line)]) from None
    try:
        text, contents = _migrated(text, raw)
    except UnknownSchema as unknown:
        _refuse_misplaced(data, name)
        line = _lines_by_key(text).get("schema")
        raise InputUnusable([Problem(str(unknown), "schema", name, line)]) from None
    return _session(path, state, text, contents)


def _refuse_misplaced(data: bytes, name: str) -> None:
    # Sessions in which all is well need none of it.
    from wizard.kind_of_file import SESSION, refuse_misplaced

    refuse_misplaced(data, SESSION, name)


def session_of(text: str) -> SessionFile:
    """A session that is not on disk yet, from the text it will have."""
    return _session(None, None, text, parse(text.encode())[1])


def after_saving(
    path: FilePath, state: FileState, written: ReadText, answers: Answers
) -> SessionFile:
    """The session as it is on disk now, its rows under the ids they have in the answers saved."""
    session = _read(path, state, written)
    return session._replace(answers=with_row_ids(session.answers, answers))


def _session(
    path: FilePath | None, state: FileState | None, text: str, raw: Mapping[str, Any]
) -> SessionFile:
    return _read(path, state, ReadText(text, raw, *decode(raw)))


def _read(path: FilePath | None, state: FileState | None, read: ReadText) -> SessionFile:
    # The start page, and a case that is begun on it, read no session.
    from rules.answers.unknown_keys import unknown_keys

    session = SessionFile(path, state, read.text, read.raw, read.answers, ())
    found = [
        *(Problem(message, from_path(at)) for at, message in read.wrong.items()),
        *(_unknown(at) for at in unknown_keys(read.raw)),
        *_stale_result(read.raw, read.answers),
    ]
    return session._replace(problems=session.placed(found))


def _migrated(text: str, raw: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    for migration in pending(raw):
        following = migration.from_schema + 1
        from wizard.toml.document import edit

        text = edit(text, {("schema",): following, **migration.changes(raw)})
        raw = parse(text.encode())[1]
    return text, raw


def _unknown(path: Path) -> Problem:
    key = from_path(path)
    suggestion = nearest(key) or _beside(path)
    hint = f"; did you mean {suggestion}?" if suggestion else ""
    return Problem(f"is not a key of a session; it is kept{hint}", key, severity="warning")


def _beside(path: Path) -> str | None:
    """The key of a table, or of a member of an estimate, that an unknown one resembles."""
    from rules.answers.unknown_keys import nearest_beside

    name = nearest_beside(path)
    return None if name is None else from_path((*path[:-1], name))


def _stale_result(raw: Mapping[str, Any], answers: Answers) -> list[Problem]:
    saved = raw.get(RESULT)
    if saved is not None and not isinstance(saved, Mapping):
        message = "is no table, so that it says nothing; the next save writes the result there"
        return [Problem(message, RESULT, severity="warning")]
    if not saved:
        return []
    fresh = saved_result(assess(answers), date.min)
    # Figures that came to be since it was saved say nothing about the answers.
    compared = [name for name in fresh if name not in _WORDS and (name in saved or name == "rules")]
    differing = [
        name
        for name in ("verdict", "base", *compared)
        if not is_same_value(saved.get(name), fresh.get(name))
    ]
    if not differing:
        return []
    return [
        Problem(
            f"no longer matches the answers ({', '.join(differing[:3])}); it is refreshed on the"
            " next save",
            RESULT,
            severity="warning",
        )
    ]


_WORDS = ("verdict", "base", "headline", "date")


def is_left_out(key: str, entry: Entry) -> bool:
    """Whether something of an answer cannot be written: not usable, or half of a named row."""
    return has_problem(entry) or (
        isinstance(entry.value, Table) and bool(half_rows(QUESTIONS[key], entry.value))
    )


def has_problem(entry: Entry) -> bool:
    """Whether an entry, or a cell of its table, is not usable."""
    return entry.problem is not None or (
        isinstance(entry.value, Table) and bool(entry.value.problems)
    )


def as_saved(answers: Answers, in_file: Answers) -> Answers:
    """The answers as a save leaves them: what is not usable is as the file has it.

    Half of a named row is not there.
    """
    entries = {}
    for key, entry in answers.items():
        written = _entry_as_saved(key, entry, in_file.entries.get(key))
        if written is not None:
            entries[key] = written
    return Answers(entries)


def _entry_as_saved(key: str, entry: Entry, in_file: Entry | None) -> Entry | None:
    if not is_left_out(key, entry):
        return entry
    if entry.problem is not None:
        return in_file
    table = in_file.value if in_file is not None else None
    found = {row.id: row for row in table.rows} if isinstance(table, Table) else {}
    rows = []
    for row in entry.value.rows:
        cells = {
            name: written
            for name, cell in row.cells.items()
            if (written := _cell_as_saved(cell, found.get(row.id), name)) is not None
        }
        rows.append(Row(row.id, cells))
    halves = half_rows(QUESTIONS[key], Table(tuple(rows)))
    whole = tuple(row for row in rows if row not in halves)
    # No rows are an answer where the file says so.
    return entry._replace(value=Table(whole)) if whole or in_file is not None else None


def _cell_as_saved(cell: Entry, row: Row | None, name: str) -> Entry | None:
    if cell.problem is None:
        return cell
    return None if row is None else row.cells.get(name)

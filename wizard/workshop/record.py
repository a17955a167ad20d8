"""The record of a workshop in its session: written in place, and taken up again.

Source: docs/specification.md §1.2 and §7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from rules.answers.answers import Answers
from rules.answers.estimate import Estimate
from rules.answers.records import Workshop
from rules.answers.validation import Path, validate
from rules.assess import assess
from rules.workshop.agenda import agenda
from rules.workshop.meeting import Meeting
from rules.workshop.people import identity
from rules.workshop.recorded import agreed_estimate, record_of, resumed
from rules.workshop.state import Settlement
from wizard.problems import InputUnusable
from wizard.sessions import saving
from wizard.sessions.assignments import with_setting
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile
from wizard.workshop import ballot_box

TABLE = "workshop"
Row = Mapping[str, Any]


def workshop_of(file: SessionFile) -> Workshop:
    """The workshop that a session holds."""
    return validate({TABLE: file.raw.get(TABLE, {})})[0].workshop


def resume(session: OpenSession) -> Meeting:
    """The workshop on a session: the one that it holds and what was kept besides, or a new one.

    Raises:
        InputUnusable: where the record in the session is not usable, and would be lost in part.
    """
    refuse_unusable(session.file)
    meeting = resumed(workshop_of(session.file), agenda(session.assess()))
    path = session.file.path
    return meeting if path is None else ballot_box.with_kept(path, meeting)


def keep(session: OpenSession, meeting: Meeting) -> bool:
    """Keep answers that are not revealed yet; False where the disk does not take them."""
    if session.file.path is None:
        return False
    try:
        ballot_box.keep(session.file.path, meeting)
    except OSError:
        return False
    return True


def agreed_in(file: SessionFile) -> tuple[Settlement, ...]:
    """What the workshop that a session holds has agreed."""
    return resumed(workshop_of(file)).settlements


def put(session: OpenSession, meeting: Meeting, held: Sequence[Settlement] | None = None) -> None:
    """Take over what is revealed and agreed into an open session, to be saved with it.

    Args:
        session: the open one.
        meeting: as it is now.
        held: the agreements whose numbers it has had; those in its file where none are named. Such
            a number is left alone: somebody may have measured it since.

    Raises:
        InputUnusable: where an agreed number contradicts other answers, or the session is laid out
            so that its text cannot be changed; nothing is taken over then.
    """
    refuse_unusable(session.file)
    numbers = [*map(_number_of, agreed_in(session.file) if held is None else held)]
    answers = session.answers
    for settled in meeting.settlements:
        if _number_of(settled) not in numbers:
            answers = with_agreed(answers, settled.key, agreed_estimate(meeting, settled))
    known = {one.key for one in assess(session.answers).errors}
    wrong = [one for one in assess(answers).errors if one.key not in known]
    if wrong:
        raise InputUnusable(wrong)
    try:
        session.file = with_record(session.file, record_of(meeting))
    except saving.FAILURES as failure:
        raise InputUnusable([saving.problem_of(failure, session.file.path)]) from failure
    session.apply(answers)


def _number_of(settled: Settlement) -> tuple[object, ...]:
    """What of an agreement says which number it is."""
    return settled.key, settled.said, settled.method, settled.day


def with_agreed(answers: Answers, key: str, estimate: Estimate) -> Answers:
    """Answers with an estimate as the answer of a key, in a row too.

    Raises:
        InputUnusable: where the answers have no place for it.
    """
    # Only a number that is written needs the spelling of files.
    from wizard.toml.values import spell

    members: dict[str, Any] = {"likely": estimate.likely}
    if estimate.low is not None and estimate.high is not None:
        members |= {"low": estimate.low, "high": estimate.high}
    members |= {"basis": estimate.basis, "source": estimate.source}
    return with_setting(answers, f"{key}={spell(members)}")[0]


def with_record(file: SessionFile, record: Mapping[str, Sequence[Row]]) -> SessionFile:
    """A session with a record of a workshop in its text; what the record does not know stays.

    Raises:
        Unsafe: where the file is laid out so that it cannot be changed alone.
    """
    present = file.raw.get(TABLE, {})
    changes: dict[Path, Any] = {
        (TABLE, name): rows
        for name in ("participants", "rounds", "agreed")
        if (rows := _merged(name, present.get(name, []), record[name]))
    }
    return _edited(file, changes) if changes else file


def without_agreed(file: SessionFile, keys: Set[str]) -> SessionFile:
    """A session whose record has no agreement on some keys, which was taken back.

    Raises:
        Unsafe: as `with_record`.
    """
    from wizard.toml.document import REMOVE

    rows = file.raw.get(TABLE, {}).get("agreed", [])
    left = [row for row in rows if row.get("key") not in keys]
    return file if len(left) == len(rows) else _edited(file, {(TABLE, "agreed"): left or REMOVE})


def _edited(file: SessionFile, changes: Mapping[Path, Any]) -> SessionFile:
    # Only what is written needs the means to edit.
    from wizard.sessions.rewriting import edited_file

    return edited_file(file, changes)


_SAME: Mapping[str, Callable[[Row], Any]] = {
    "participants": lambda row: identity(str(row.get("name", ""))),
    "estimates": lambda row: identity(str(row.get("participant", ""))),
    "rounds": lambda row: (row.get("key", ""), row.get("number", 1)),
    "agreed": lambda row: row.get("key", ""),
}
"""What two rows of a list have alike that are the same one."""


def _merged(name: str, present: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Rows of a file with those of a record in their places, and further ones behind them."""
    same = _SAME[name]
    waiting = {same(row): row for row in new}
    rows = [_row(row, waiting.pop(same(row), None)) for row in present]
    return [*rows, *waiting.values()]


_OURS = frozenset(("low", "likely", "high", "dissent"))
"""What a row that is written anew has no more where the record says nothing of it."""


def _row(present: Row, new: Row | None) -> Row:
    if new is None:
        return present
    row = {name: value for name, value in present.items() if name in new or name not in _OURS}
    row |= new
    if "estimates" in new:
        row["estimates"] = _merged("estimates", present.get("estimates", []), new["estimates"])
    if "participant" in new or "name" in new:
        # The same person, as the file spells the name.
        row |= {name: present[name] for name in ("participant", "name") if name in present}
    return row


def refuse_unusable(file: SessionFile) -> None:
    """Say that the workshop in a session cannot be read in full, before it is written over.

    Raises:
        InputUnusable: with every value of it that is not usable.
    """
    wrong = [one for one in file.errors if one.key.split(".")[0] == TABLE]
    if wrong:
        raise InputUnusable(wrong)

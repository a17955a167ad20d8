"""Decisions appended to a session, and read from it before that.

Source: docs/specification.md §14.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.records import Decision
from rules.review.decisions import DECISIONS, decisions_of, order
from wizard.problems import InputUnusable
from wizard.sessions.session_file import SessionFile

if TYPE_CHECKING:
    from rules.review.drift import Drift


def with_decisions(file: SessionFile, rows: Sequence[dict[str, Any]]) -> SessionFile:
    """A session with further decisions in its text, behind those that it has.

    Raises:
        Unsafe: where the file is laid out so that it cannot be changed alone.
    """
    # Only what is written needs the means to edit.
    from wizard.sessions.rewriting import edited_file

    present = file.raw.get(DECISIONS, [])
    return edited_file(
        file, {(DECISIONS, number): row for number, row in enumerate(rows, len(present))}
    )


def readable_decisions(file: SessionFile) -> tuple[Decision, ...]:
    """The decisions of a session, in the order of the file.

    Raises:
        InputUnusable: with every value of them that cannot be read, before anything is put behind
            it: what is recorded is never rewritten, so the program cannot mend it.
    """
    wrong = [one for one in file.errors if one.key.partition(".")[0].partition("[")[0] == DECISIONS]
    if wrong:
        raise InputUnusable(wrong)
    return decisions_of(file.raw)


def decisions_of_copies(base: SessionFile, copies: Sequence[SessionFile]) -> list[dict[str, Any]]:
    """The decisions of copies that a session does not have, each once, by their dates."""
    known = _rows(base)
    found: list[dict[str, Any]] = []
    for row in (row for copy in copies for row in _rows(copy)):
        if row not in known and row not in found:
            found.append(row)
    return [found[at] for at in order(decisions_of({DECISIONS: found}))]


def _rows(file: SessionFile) -> list[dict[str, Any]]:
    rows = file.raw.get(DECISIONS, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def decisions_on(file: SessionFile, unsaved: Sequence[Mapping[str, Any]] = ()) -> list[Decision]:
    """The decisions of a session as far as they can be read, those not yet saved behind."""
    return [*decisions_of(file.raw), *decisions_of({DECISIONS: [*unsaved]})]


def drift_on(
    file: SessionFile,
    answers: Answers,
    team: TeamPolicy | None,
    unsaved: Sequence[Mapping[str, Any]] = (),
) -> Drift | None:
    """What has become of a case since it was decided last; None where it was not.

    `unsaved` are decisions that are not in the file yet.
    """
    if not (unsaved or file.raw.get(DECISIONS)):
        return None
    # Most cases are not decided.
    from rules.review.drift import since_last

    return since_last(decisions_on(file, unsaved), answers, team)


def since_decided(
    file: SessionFile,
    answers: Answers,
    team: TeamPolicy | None,
    unsaved: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The same in a few sentences, for a page that has no more room; empty for none."""
    drift = drift_on(file, answers, team, unsaved)
    if drift is None:
        return ""
    from rules.review.drift import in_a_line

    return in_a_line(drift)

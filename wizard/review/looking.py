"""A session looked at on a day, and a report of what came of it.

Source: docs/specification.md §14.5.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.review.reviewed import Reviewed, Unready, reviewed
from wizard.problems import InputUnusable
from wizard.reports.content import Audience
from wizard.reports.formats import Outcome
from wizard.reports.material import origin_of
from wizard.reports.outcome import compose_outcome
from wizard.review.recording import readable_decisions
from wizard.sessions.session_file import SessionFile


def look(session: SessionFile, team: TeamPolicy | None, on: date) -> Reviewed:
    """Look at a session on a day that counts as today.

    Raises:
        InputUnusable: where a value cannot be used, decisions cannot be read, or nothing can be
            held against anything.
    """
    decisions = readable_decisions(session)
    if session.errors:
        raise InputUnusable(session.placed(session.errors))
    try:
        return reviewed(session.answers, decisions, team, on=on)
    except Unready as unready:
        message = "is needed before anything can be held against a plan"
        wrong = [Problem(message, key=key) for key in unready.missing]
        if unready.too_large is not None:
            message = "makes figures too large to calculate with, so nothing is held against a plan"
            wrong = [Problem(message, key=unready.too_large)]
        raise InputUnusable([*session.placed(wrong)]) from None


def outcome_of(
    case: Reviewed, audience: Audience, *, title: str, session: Path | None, today: date
) -> Outcome:
    """All that a renderer is given for a report that is made today."""
    return Outcome(compose_outcome(case, origin_of(title, session, today), audience), case)

"""A session begun with what usage tells of one endpoint.

Source: docs/specification.md §13.4.
"""

from __future__ import annotations

from datetime import date

from rules.answers.entries import parse_entry
from rules.answers.policy import TeamPolicy
from rules.questions import QUESTIONS
from wizard.imports.accepting import ALL
from wizard.imports.files.names import without_addresses
from wizard.imports.importing import Imported
from wizard.imports.offering import Offer, accepted, money_of, offers, with_accepted
from wizard.problems import on_one_line
from wizard.sessions.open_session import OpenSession
from wizard.sessions.short_form import short_session

_ENDPOINT = "task.endpoint"


def started(
    imported: Imported, today: date, team: TeamPolicy | None = None
) -> tuple[OpenSession, tuple[Offer, ...], tuple[Offer, ...]]:
    """A new session with the answers that usage gives, these, and those that are left.

    What would begin a worksheet that the case does without is left, as `--accept all` leaves it.
    """
    text = short_session(today, currency=team.currency if team is not None else None)
    session = OpenSession.new(text, team=team)
    money = money_of(session.answers, team)
    offered = offers(session.answers, imported.proposals(money).made, money)
    taken = accepted(offered, [ALL])
    answers = with_accepted(session.answers, taken)
    name = parse_entry(
        QUESTIONS[_ENDPOINT],
        without_addresses(on_one_line(imported.request.endpoint or "")),
        path=("task", "endpoint"),
    )
    if name is not None and name.usable:
        answers = answers.answer(_ENDPOINT, name)
    session.apply(answers)
    left = tuple(one for one in offered if one not in taken)
    return session, taken, left

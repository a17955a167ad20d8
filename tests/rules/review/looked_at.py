"""Cases that are looked at after their decision: approved, launched, with months on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from rules.answers.validation import validate
from rules.assess import assess_case
from rules.review.decisions import decisions_of, kept
from rules.review.reviewed import Reviewed, reviewed
from tests.rules.cases import Changes, raw
from tests.rules.review.recorded import LAUNCHED, SHAPED, as_planned, plan
from wizard.sessions.codec import decode

DECIDED = date(2026, 7, 20)
"""Approved so that the launch of `recorded.py` is the planned one, three months later."""
REVIEW = date(2027, 3, 1)


@cache
def _approved() -> dict[str, Any]:
    """The decision, as a session keeps it, of the base case with everything that counts."""
    answers = decode(raw(SHAPED))[0]
    case, wrong = validate(raw(SHAPED))
    assert not wrong
    found = kept(answers, assess_case(case), None)
    return {"date": DECIDED, "decision": "go", "by": "Ann", "review": REVIEW, **found._asdict()}


def session_of(
    months: Sequence[Mapping[str, Any]] = (),
    *,
    changes: Changes | None = None,
    decision: Mapping[str, Any] | None = None,
    further: Sequence[Mapping[str, Any]] = (),
    launched_on: date | None = LAUNCHED,
) -> dict[str, Any]:
    """A session with an approval and months on record, as tomllib would give it.

    Args:
        months: as a session has them.
        changes: of answers since the approval.
        decision: what is other in the approval.
        further: decisions behind it.
        launched_on: the day of launch.
    """
    session = raw({**SHAPED, "student.launched_on": launched_on, **(changes or {})})
    session["decisions"] = [{**_approved(), **(decision or {})}, *further]
    session["actuals"] = [dict(one) for one in months]
    return session


def looked_at(
    months: Sequence[Mapping[str, Any]] = (), on: date = date(2027, 2, 10), **more: Any
) -> Reviewed:
    """The same looked at on a day."""
    session = session_of(months, **more)
    return reviewed(decode(session)[0], decisions_of(session), on=on)


def went(
    truth: Changes | None = None, count: int = 3, *, by_the_day: bool = False, **figures: float
) -> list[dict[str, Any]]:
    """Months in which everything went as a plan that differs in some answers has it.

    Args:
        truth: the answers that were others.
        count: months of service on record.
        by_the_day: as in `as_planned`.
        figures: factors on what months tell.
    """
    rows = as_planned(plan(truth), count, by_the_day=by_the_day)
    return [
        {
            name: value * figures.get(name, 1.0) if name in figures else value
            for name, value in one.items()
        }
        for one in rows
    ]

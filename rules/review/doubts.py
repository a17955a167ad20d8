"""What is to be looked at on record: decisions edited or not usable, months that do not count.

Source: docs/specification.md §14.1 and §14.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rules.answers.keys import join
from rules.answers.problem import Problem
from rules.answers.records import Decision
from rules.assess import Assessment
from rules.review.actual_months import actual_months
from rules.review.decisions import DECISIONS, decided_case, is_as_recorded


def doubts_of_decisions(decisions: Sequence[Decision], on: date) -> Iterator[Problem]:
    """As warnings by key: what is on record stays, and counts as far as it can be read.

    Args:
        decisions: those of a session, in the order of the file.
        on: today.
    """
    before: date | None = None
    for number, one in enumerate(decisions):
        at = join(DECISIONS, number)
        for key, message in _about(one, before, on):
            yield Problem(message, join(at, *key), severity="warning")
        before = one.date or before


def doubts_of_months(now: Assessment, on: date) -> tuple[Problem, ...]:
    """As warnings by key: no verdict depends on a month.

    Args:
        now: the case that has them. What is not usable in it is told of the answer itself.
        on: today.
    """
    found = actual_months(now.case.actuals, now.case.student.launched_on, on)
    unusable = set(now.unusable)
    return tuple(one for one in found.doubts if one.key not in unusable)


def _about(one: Decision, before: date | None, on: date) -> Iterator[tuple[tuple[str, ...], str]]:
    if one.decision is None:
        yield (), "does not say what was decided; write decision = go, no or later"
    if one.date is None:
        read = f"of {before}, as the one before" if before else "made before all that have one"
        yield (), f"has no date, so it is read as {read}; write the day on which it was made"
    elif one.review is not None and one.review <= one.date:
        yield ("review",), f"is {one.review}, which is not after the decision of {one.date}"
    if one.date is not None and one.date > on:
        yield ("date",), f"is {one.date}, after today, {on}; where that is a slip, correct it here"
    if one.answers and not is_as_recorded(one):
        yield (
            ("fingerprint",),
            "does not fit the answers and the policy kept beside it: they were edited since. Put"
            " them back as they were, or put a new decision on record with payback decide",
        )
    for refused in decided_case(one).refused:
        what = f"{refused.place} {refused.message}" if refused.within else refused.message
        yield (refused.table, refused.key), f"{what}; it is left out"

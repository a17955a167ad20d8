"""When a case is to be looked at again.

Source: docs/specification.md §14.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.answers.records import Decision
from rules.review.decisions import last_decision


def due_review(decisions: Sequence[Decision], on: date) -> Decision | None:
    """The decision whose review is due; None where none is.

    A review is held by deciding again: what an earlier decision asked for is settled by then.

    Args:
        decisions: of a case, in any order.
        on: the day that counts as today; a review is due on its day.
    """
    last = last_decision(decisions)
    if last is None or last.review is None or last.review > on:
        return None
    return last

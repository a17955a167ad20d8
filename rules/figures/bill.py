"""Other calls are paid by another bill: what a bill becomes where another volume is tried.

With the same bill each call would have another price, and what is tried leaves that as it is.

Source: docs/specification.md §1.2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from rules.answers.answers import Answers
from rules.answers.case import Case
from rules.answers.case_of import case_of
from rules.answers.entries import entry_of
from rules.answers.estimate import Estimate
from rules.questions import QUESTIONS

VOLUME, BILL = "volume.calls_per_month", "teacher.bill_per_month"


def as_answers(case: Case, tried: Mapping[str, float]) -> dict[str, float]:
    """The numbers to answer for a case to come to what it comes to with these in their place."""
    calls, bill = case.volume.calls_per_month, case.teacher.bill_per_month
    built = case.teacher.cost_per_1k_calls is None and not case.teacher.tokens.begun
    if VOLUME not in tried or calls is None or bill is None or not built:
        return dict(tried)
    return {**tried, BILL: tried.get(BILL, bill.likely) * tried[VOLUME] / calls.likely}


def with_bill_of(before: Answers, tried: Answers) -> Answers:
    """Answers with another volume, and with the bill that is paid for so many calls.

    Args:
        before: the answers whose bill and volume belong together.
        tried: the same, with what is tried.
    """
    calls, bill = tried.value(VOLUME), tried.value(BILL)
    if calls is None or bill is None:
        return tried
    paid = as_answers(case_of(before)[0], {VOLUME: calls.likely}).get(BILL, bill.likely)
    if paid == bill.likely or not math.isfinite(paid):
        return tried
    low, high = (end and end * paid / bill.likely for end in (bill.low, bill.high))
    other = Estimate(paid, low, high, bill.basis, bill.source)
    return tried.answer(BILL, entry_of(QUESTIONS[BILL], other))

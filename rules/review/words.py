"""Decisions in words: what was decided, by whom, and where the case stood.

Source: docs/specification.md §14.1.
"""

from __future__ import annotations

from typing import Final

from rules.answers.records import Decision
from rules.catalog.rule import VERDICTS
from rules.verdict import SPOKEN
from rules.words.money import Words
from rules.words.wording import months

DONE: Final = {"go": "Approved", "no": "Refused", "later": "Put off", None: "Decided"}
"""What a decision did to the case."""


def in_words(decision: Decision) -> str:
    """`Approved by Ann on 2026-11-27; review on 2027-03-01; "with a pilot"`."""
    parts = [made_in_words(decision)]
    if decision.review is not None:
        parts.append(f"review on {decision.review.isoformat()}")
    if decision.note:
        parts.append(f"“{decision.note}”")
    return "; ".join(parts)


def made_in_words(decision: Decision) -> str:
    """`Approved by Ann on 2026-11-27`."""
    said = DONE[decision.decision]
    by = f" by {decision.by}" if decision.by else ""
    day = f" on {decision.date.isoformat()}" if decision.date is not None else ""
    return f"{said}{by}{day}"


def standing(decision: Decision, words: Words) -> str:
    """Where the case stood then: `strong, payback 2.6 months, net present value $123,456`."""
    parts = [verdict_in_words(decision.verdict)]
    payback = _figure(decision, "payback_months")
    if payback is not None:
        parts.append(f"payback {months(payback)}")
    elif decision.verdict in VERDICTS and "payback_months" not in decision.figures:
        parts.append("payback never")
    npv = _figure(decision, "cash.npv")
    if npv is not None:
        parts.append(f"net present value {words.money(npv)}")
    return ", ".join(parts)


def verdict_in_words(verdict: str | None) -> str:
    """A verdict as it is said within a sentence, also one of another version of the program."""
    known = next((one for one in VERDICTS if one == verdict), None)
    if known is not None:
        return SPOKEN[known].within
    return f"“{verdict}”" if verdict else "no verdict"


def _figure(decision: Decision, name: str) -> float | None:
    value = decision.figures.get(name)
    return float(value) if isinstance(value, int | float) else None

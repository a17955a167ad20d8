"""Turns of phrase that several rules share."""

from __future__ import annotations

import math

from rules.answers.slack import above
from rules.words.wording import count, months, percent

PALTRY = 1e-6
"""The part of an amount that nobody would miss."""


def calls_a_month(number: float) -> str:
    """`1 call a month`, `800k calls a month`."""
    shown = count(number)
    return f"{shown} {'call' if shown == '1' else 'calls'} a month"


def recovered_in(payback: float, *limits: float) -> str:
    """`payback takes 13 months`; limits as those of `months`."""
    if payback == math.inf:
        return "nothing is saved"
    if payback == 0:
        return "there is nothing to pay back"
    return f"payback takes {months(payback, *limits)}"


def part_of(amount: float, whole: float, spelled: str) -> str:
    """`60% of the $1,200`, or `more than the $1,200`, as the whole is spelled."""
    if above(amount, whole):
        return f"more than the {spelled}"
    if not above(whole, amount):
        return f"all of the {spelled}"
    return f"{percent(amount / whole)} of the {spelled}"


def settled(amount: float, size: float) -> float:
    """An amount, or 0 where it is nothing worth a word beside amounts of some size."""
    return 0.0 if abs(amount) <= PALTRY * size else amount

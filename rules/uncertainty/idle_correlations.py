"""Correlations that somebody stated and that change no draw.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.keys import join
from rules.answers.policy import Policy
from rules.answers.problem import Problem
from rules.figures.inputs import resolve
from rules.uncertainty.ranges import drawn_ranges


def idle_correlations(case: Case, policy: Policy) -> tuple[Problem, ...]:
    """What there is to warn about them; known once nothing is missing."""
    inputs = resolve(case)
    if inputs.missing:
        return ()
    used = inputs.read.used
    drawn = drawn_ranges(case, policy, used)
    found = []
    for index, one in enumerate(case.risk.correlations):
        if one.absent:
            continue
        reasons = {
            key: "does not vary" if key in used else "is none of the numbers drawn"
            for key in (one.a, one.b)
            if key not in drawn
        }
        if reasons:
            why = " and ".join(f"{key} {reason}" for key, reason in reasons.items())
            message = f"the correlation of {one.a} and {one.b} has no effect: {why}"
            place = join("risk.correlations", index)
            found.append(Problem(message, key=place, severity="warning"))
    return tuple(found)

"""What a workshop talks about, and in which order: what a verdict waits for, then what swings.

An agenda is plain data: a tuple of items, which may be moved, taken out and added to.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.assess import Assessment
from rules.questions import is_estimate
from rules.uncertainty.sensitivity import sensitivity


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an agenda."""

    key: str
    is_missing: bool = False
    """Whether a verdict waits for it."""
    npv_swing: float = 0.0
    """How far the npv goes over the number's range, in money of today; 0 where not known."""


Agenda = tuple[Item, ...]


def agenda(assessment: Assessment) -> Agenda:
    """The estimates of a case in the order in which they matter.

    While something is missing there is no npv to swing, so that only what is missing stands in it;
    what is no estimate, such as the breadth of the task, is not for a vote by ranges.
    """
    missing = tuple(Item(key, is_missing=True) for key in assessment.missing if is_estimate(key))
    found = None
    if assessment.verdict is not None:
        found = sensitivity(assessment.case, assessment.policy)
    swings = found.tornado if found is not None else ()
    return missing + tuple(
        Item(one.key, npv_swing=one.npv_swing)
        for one in swings
        if one.npv_swing > 0 and is_estimate(one.key)
    )


def moved(items: Agenda, key: str, by: int) -> Agenda:
    """The agenda with a question further up (below 0) or down, at most to an end.

    Raises:
        KeyError: where it does not stand in it.
    """
    at = _place(items, key)
    rest = [*items[:at], *items[at + 1 :]]
    rest.insert(max(at + by, 0), items[at])
    return tuple(rest)


def removed(items: Agenda, key: str) -> Agenda:
    """The agenda without a question; KeyError where it does not stand in it."""
    at = _place(items, key)
    return (*items[:at], *items[at + 1 :])


def added(items: Agenda, key: str) -> Agenda:
    """The agenda with a question at its end; as it is where that stands in it already.

    Raises:
        ValueError: where the key is not of an estimate.
    """
    if not is_estimate(key):
        raise ValueError(f"{key} is not the key of an estimate")
    return items if any(one.key == key for one in items) else (*items, Item(key))


def _place(items: Agenda, key: str) -> int:
    for at, one in enumerate(items):
        if one.key == key:
            return at
    raise KeyError(key)

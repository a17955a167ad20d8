"""What in a slice's scores is more likely a broken parser than a result."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rules.catalog.scores import SUSPECT_GAP
from wizard.imports.evaluation.gathering import ROLES, Role
from wizard.imports.evaluation.pairing import Item

MANY_ERRORS = 0.1
"""Share of a system's answers from which on what failed may have been the hard items."""
ENOUGH = 20
"""Items from which on it is no chance that two systems answer all of them alike."""


def suspicions(
    teacher: float,
    student: float,
    items: Sequence[Item],
    errors: dict[Role, int],
    *,
    are_means: bool,
) -> Iterator[str]:
    """Why a slice's scores may be wrong, each a sentence without a full stop."""
    if student - teacher > SUSPECT_GAP:
        yield (
            f"the teacher is {100 * (student - teacher):.1f} points below the student: more likely"
            " its answers were not understood than that it is worse"
        )
    chances = [one.chance for one in items if one.chance is not None]
    chance = math.fsum(chances) / len(chances) if len(chances) == len(items) > 0 else None
    if chance is not None and teacher < chance:
        yield f"the teacher is below blind guessing ({100 * chance:.1f} %): look at its answers"
    elif teacher == 0:
        yield "the teacher has nothing right: look at its answers"
    if are_means:
        return
    for role in ROLES:
        answered = sum(len(one.scores[role]) for one in items)
        share = errors[role] / (errors[role] + answered)
        if share > MANY_ERRORS:
            yield (
                f"{100 * share:.1f} % of the {role}'s answers are errors, and what failed may be"
                " what is hard"
            )
    varies = len({one.mean("teacher") for one in items}) > 1
    if (
        len(items) >= ENOUGH
        and varies
        and all(one.scores["teacher"] == one.scores["student"] for one in items)
    ):
        yield "both are right and wrong on the very same items: is it the same system twice"

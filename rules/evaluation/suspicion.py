"""What in a slice's scores is more likely a broken parser than a result.

Source: docs/specification.md §12.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rules.catalog.scores import SUSPECT_GAP
from rules.evaluation.scores import ROLES, Means, Role, Scored

MANY_ERRORS: Final = 0.1
"""Share of a system's answers from which on what failed may have been the hard items."""
ENOUGH: Final = 20
"""Items from which on it is no chance that two systems answer all of them alike."""


def suspicions(
    means: Means, items: Sequence[Scored], errors: Mapping[Role, int], *, are_tasks: bool
) -> Iterator[str]:
    """Why a slice's scores may be wrong, each a sentence without a full stop.

    `errors` are answers that failed in the machinery. Of whole tasks no items are known.
    """
    teacher, student = means.teacher, means.student
    if student - teacher > SUSPECT_GAP:
        yield (
            f"the teacher is {100 * (student - teacher):.1f} points below the student: more likely"
            " its answers were not understood than that it is worse"
        )
    chances = [one.chance for one in items if one.chance is not None]
    chance = math.fsum(chances) / len(chances) if len(chances) == len(items) > 0 else None
    if chance is not None and teacher < chance:
        yield f"the teacher is below blind guessing ({100 * chance:.1f}%): look at its answers"
    elif teacher == 0:
        yield "the teacher has nothing right: look at its answers"
    if are_tasks:
        return
    for role in ROLES:
        answered = sum(len(one.of(role)) for one in items)
        share = errors[role] / (errors[role] + answered)
        if share > MANY_ERRORS:
            yield (
                f"{100 * share:.1f}% of the {role}'s answers are errors, and what failed may be"
                " what is hard"
            )
    varies = len({one.mean("teacher") for one in items}) > 1
    if len(items) >= ENOUGH and varies and all(one.teacher == one.student for one in items):
        yield "both are right and wrong on the very same items: is it the same system twice"


def is_always_right(items: Sequence[Scored]) -> bool:
    """Whether the teacher may be its own judge: right on each of more items than by luck."""
    return len(items) >= ENOUGH and all(one.mean("teacher") == 1 for one in items)

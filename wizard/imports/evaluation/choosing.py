"""Which metric counts, and which filter, where nobody says and there is only one to mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.imports.evaluation.content import Answer, Content, Wish
from wizard.imports.evaluation.refusing import clipped, leaves_open, named, refused


def chosen_filter(answers: Iterable[Answer], wish: Wish) -> str | None:
    """The filter whose answers count; None where the harness has none.

    Raises:
        InputUnusable: where there are several and none is named, or the one that is named is not
            there.
    """
    there = list(dict.fromkeys(one.filter for one in answers if one.filter))
    if wish.filter is not None:
        if wish.filter not in there:
            raise refused(f"--filter {clipped(wish.filter)}: not there; there are {named(there)}")
        return wish.filter
    if len(there) > 1:
        raise leaves_open(
            f"each answer was scored by several filters; choose one with --filter: {named(there)}",
            "--filter",
            there,
        )
    return there[0] if there else None


def chosen_metric(answers: Iterable[Answer], contents: Sequence[Content], wish: Wish) -> str:
    """The metric that counts.

    Raises:
        InputUnusable: where several could be meant and none is named, where the one that is named
            is not there, or where less of it is better.
    """
    there = list(dict.fromkeys(name for one in answers for name in one.scores))
    worse = {name for one in contents for name in one.lower_is_better}
    preferred = next((one.preferred for one in contents if one.preferred in there), None)
    if wish.metric is not None:
        if wish.metric not in there:
            raise refused(f"--metric {clipped(wish.metric)}: not there; there are {named(there)}")
        metric = wish.metric
    elif preferred is not None:
        metric = preferred
    elif len(there) == 1:
        metric = there[0]
    elif there:
        raise leaves_open(
            "there are scores by several metrics; choose with --metric the one that says how often"
            f" an answer is right: {named(there)}",
            "--metric",
            there,
        )
    else:
        raise refused("there are no scores of these two systems, only errors or empty answers")
    if metric in worse:
        raise refused(
            f"--metric {clipped(metric)}: less of it is better, so that it is no share of right"
            f" answers; there are {named(there)}"
        )
    return metric

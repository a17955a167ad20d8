"""The answers of the two systems that count: by one filter, scored by one metric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rules.evaluation.scores import ROLES, Role
from wizard.imports.evaluation.content import Answer, Content, Wish
from wizard.imports.evaluation.fates import Fate, Fates, Row
from wizard.imports.evaluation.refusing import LeavesOpen, clipped, named, refused
from wizard.imports.evaluation.systems import Source, System

_PERCENT: Final = 100


class Given(NamedTuple):
    """One answer of one of the two."""

    at: Row
    role: Role
    answer: Answer


class Gathered(NamedTuple):
    """What counts, and how it was chosen."""

    scored: tuple[tuple[Given, float], ...]
    failed: tuple[Given, ...]
    """Errors of the machinery."""
    metric: str
    filter: str | None
    are_means: bool
    """Whether there are whole tasks instead of items."""
    above: Mapping[Role, int]
    """How many scores of each lie above 1 and up to 100, as percent do; they do not count."""


def gathered(
    sources: Sequence[Source], systems: Mapping[Role, System], wish: Wish, fates: Fates
) -> Gathered:
    """The answers of both that count.

    Raises:
        InputUnusable: where metric or filter leave a choice, one of the two has nothing, or its
            scores are no shares of right answers.
    """
    given, are_means = _items_or_means(list(_of_both(sources, systems, fates)), fates)
    picked_by = _chosen_filter((one.answer for one in given), wish)
    filtered = []
    for one in given:
        if picked_by is not None and one.answer.filter not in ("", picked_by):
            fates.settle(one.at, Fate.OTHER_FILTER)
        else:
            filtered.append(one)
    contents = [source.content for source in sources]
    metric = _chosen_metric((one.answer for one in filtered), contents, wish)
    failed = tuple(one for one in filtered if one.answer.outcome == "error")
    for one in failed:
        fates.settle(one.at, Fate.ERROR)
    scored = tuple(_scored(filtered, metric, fates))
    above = Counter(
        one.role for one in filtered if 1 < one.answer.scores.get(metric, 0) <= _PERCENT
    )
    return Gathered(scored, failed, metric, picked_by, are_means, above)


def _of_both(
    sources: Sequence[Source], systems: Mapping[Role, System], fates: Fates
) -> Iterator[Given]:
    """The answers of the two; the same repetition from two sources counts once."""
    seen: dict[tuple[Role, str, str, int], int] = {}
    for number, source in enumerate(sources):
        for answer in source.content.answers:
            at = (number, answer.row)
            by_name = (number, answer.system)
            role = next((one for one in ROLES if by_name in systems[one].members), None)
            if role is None:
                fates.settle(at, Fate.OTHER_SYSTEM)
                continue
            if answer.epoch is not None:
                repetition = (role, answer.task, answer.item, answer.epoch)
                if seen.setdefault(repetition, number) != number:
                    fates.settle(at, Fate.AGAIN)
                    continue
            yield Given(at, role, answer)


def _items_or_means(given: Sequence[Given], fates: Fates) -> tuple[list[Given], bool]:
    """The items, where both have some; else means."""
    with_items = {one.role for one in given if not one.answer.is_mean}
    with_means = {one.role for one in given if one.answer.is_mean}
    are_means = len(with_items) < len(ROLES)
    if are_means and len(with_means) < len(ROLES):
        lacking = next(one for one in ROLES if one not in with_items)
        raise refused(
            f"the {lacking} has only means in these sources, and the other only items: name the"
            " items of both, or the results of both"
        )
    for one in given:
        if one.answer.is_mean != are_means:
            fates.settle(one.at, Fate.UNPAIRED if are_means else Fate.MEAN)
    return [one for one in given if one.answer.is_mean == are_means], are_means


def _chosen_filter(answers: Iterable[Answer], wish: Wish) -> str | None:
    """The filter whose answers count; None where the harness has none."""
    there = list(dict.fromkeys(one.filter for one in answers if one.filter))
    if wish.filter is not None:
        _refuse_absent("--filter", wish.filter, there)
        return wish.filter
    if len(there) > 1:
        raise LeavesOpen(
            f"each answer was scored by several filters; choose one with --filter: {named(there)}",
            "--filter",
            there,
        )
    return there[0] if there else None


def _chosen_metric(answers: Iterable[Answer], contents: Sequence[Content], wish: Wish) -> str:
    """The metric that counts; one of which less is better is refused."""
    there = list(dict.fromkeys(name for one in answers for name in one.scores))
    preferred = next((one.preferred for one in contents if one.preferred in there), None)
    if wish.metric is not None:
        _refuse_absent("--metric", wish.metric, there)
    elif preferred is None and len(there) > 1:
        raise LeavesOpen(
            "there are scores by several metrics; choose with --metric the one that says how often"
            f" an answer is right: {named(there)}",
            "--metric",
            there,
        )
    elif not there:
        raise refused("there are no scores of these two systems, only errors or empty answers")
    metric = next(one for one in (wish.metric, preferred, *there) if one is not None)
    if any(metric in one.lower_is_better for one in contents):
        raise refused(
            f"--metric {clipped(metric)}: less of it is better, so that it is no share of right"
            f" answers; there are {named(there)}"
        )
    return metric


def _refuse_absent(option: str, wanted: str, there: Sequence[str]) -> None:
    if wanted not in there:
        raise refused(f"{option} {clipped(wanted)}: not there; there are {named(there)}")


def _scored(given: Iterable[Given], metric: str, fates: Fates) -> Iterator[tuple[Given, float]]:
    """Answers with a score from 0 to 1."""
    outside: Counter[Role] = Counter()
    inside: Counter[Role] = Counter()
    for one in given:
        score = one.answer.scores.get(metric)
        if one.answer.outcome == "error":
            continue
        if one.answer.outcome == "no answer":
            fates.settle(one.at, Fate.SILENT)
        elif score is None:
            fates.settle(one.at, Fate.UNSCORED)
        elif not 0 <= score <= 1:
            outside[one.role] += 1
            fates.settle(one.at, Fate.OUT_OF_RANGE)
        else:
            inside[one.role] += 1
            yield one, score
    for role in ROLES:
        if outside[role] > inside[role]:
            raise refused(
                f"{outside[role]:,} of {outside[role] + inside[role]:,} scores of the {role} by"
                f" {clipped(metric)} are below 0 or above 1, so that they are no shares of right"
                " answers; bring them to 0 to 1, or choose another metric with --metric"
            )

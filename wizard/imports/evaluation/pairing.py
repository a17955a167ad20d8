"""Answers of teacher and student to the same items, repetitions averaged, in slices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.evaluation.scores import ROLES, Role, Scored
from wizard.imports.evaluation.content import Answer
from wizard.imports.evaluation.evaluation import Missing
from wizard.imports.evaluation.fates import Fate, Fates, Row
from wizard.imports.evaluation.gathering import Gathered
from wizard.imports.evaluation.refusing import clipped, named, refused
from wizard.imports.files.names import is_name

WHOLE = "all"
"""The slice of everything, where nothing says what it is."""
_SHOWN = 10
_FEW_SLICES = 20
"""Up to here it is for the reader to see that slices are too small."""


@dataclass(slots=True)
class Item:
    """What both systems came to on one item."""

    shown: str
    scores: dict[Role, list[float]] = field(default_factory=lambda: {one: [] for one in ROLES})
    rows: list[Row] = field(default_factory=list)
    slices: set[str] = field(default_factory=set)
    chance: float | None = None
    mean_of: list[int | None] = field(default_factory=list)

    @property
    def scored(self) -> Scored:
        """What both came to, where both were scored on it."""
        return Scored(tuple(self.scores["teacher"]), tuple(self.scores["student"]), self.chance)

    @property
    def is_paired(self) -> bool:
        """Whether both were scored on it."""
        return all(self.scores.values())


class Paired(NamedTuple):
    """Items by slice, and what stands beside them."""

    by_slice: Mapping[str, list[Item]]
    errors: Mapping[Role, Counter[str]]
    """Failures of the machinery, by slice."""
    only: Mapping[Role, Missing]
    """Items that only this one was scored on."""


def paired(found: Gathered, slice_by: str | None, fields: Iterable[str], fates: Fates) -> Paired:
    """The items of both systems, joined, in slices by a field; without one these are the tasks.

    Raises:
        InputUnusable: where nothing is paired, or the field makes no slices.
    """
    tasks = {(one.role, one.answer.task) for one, _ in found.scored}
    # Only where one of them has several an item needs its task to be told from others.
    by_task = len(tasks) > len({role for role, _ in tasks})
    named_tasks = {task for _, task in tasks}
    whole = named_tasks.pop() if len(named_tasks) == 1 and "" not in named_tasks else WHOLE

    def slices_of(answer: Answer) -> tuple[str, ...]:
        """The slice of an answer; none where its field has no value that can be a name."""
        if answer.is_mean:
            name = answer.slice or whole
        elif slice_by is None:
            name = answer.task if by_task else whole
        else:
            name = answer.slice or ""
        return (name,) if is_name(name) else ()

    items: dict[tuple[str, str], Item] = {}
    for one, score in found.scored:
        answer = one.answer
        key = (answer.task if by_task else "", answer.item)
        item = items.get(key)
        if item is None:
            item = items[key] = Item(answer.shown, chance=answer.chance)
        item.scores[one.role].append(score)
        item.rows.append(one.at)
        item.slices.update(slices_of(answer))
        item.mean_of.append(answer.mean_of)
    errors: dict[Role, Counter[str]] = {role: Counter() for role in ROLES}
    for one in found.failed:
        errors[one.role].update(slices_of(one.answer))
    only = {role: _only(role, items.values(), fates) for role in ROLES}
    both = [one for one in items.values() if one.is_paired]
    if not both:
        raise refused(
            f"no item was scored for both: {only['teacher'].items:,} for the teacher alone,"
            f" {only['student'].items:,} for the student. Name files of one evaluation, of the same"
            " items"
        )
    by_slice = _by_slice(both, fates)
    _refuse_no_slices(by_slice, len(both), slice_by, fields)
    return Paired(by_slice, errors, only)


def _only(role: Role, items: Iterable[Item], fates: Fates) -> Missing:
    """The items that the other was not scored on."""
    lone = [one for one in items if one.scores[role] and not one.is_paired]
    for one in lone:
        fates.settle_all(one.rows, Fate.UNPAIRED)
    return Missing(len(lone), tuple(one.shown for one in lone[:_SHOWN]))


def _by_slice(items: Iterable[Item], fates: Fates) -> dict[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for one in items:
        if not one.slices:
            fates.settle_all(one.rows, Fate.NO_SLICE)
        elif len(one.slices) > 1:
            fates.settle_all(one.rows, Fate.TWO_SLICES)
        else:
            fates.settle_all(one.rows, Fate.KEPT)
            found[next(iter(one.slices))].append(one)
    return dict(sorted(found.items()))


def _refuse_no_slices(
    by_slice: Mapping[str, list[Item]], items: int, slice_by: str | None, fields: Iterable[str]
) -> None:
    if slice_by is None:
        return
    if not by_slice:
        raise refused(
            f"--slice {clipped(slice_by)}: no item has a value there that could be the name of a"
            f" slice; there are the fields {named(list(fields))}"
        )
    lone = sum(len(one) == 1 for one in by_slice.values())
    if len(by_slice) > _FEW_SLICES and 2 * lone > len(by_slice):
        raise refused(
            f"--slice {clipped(slice_by)}: {len(by_slice):,} values for {items:,} items, so that"
            f" most slices would be one item; there are the fields {named(list(fields))}"
        )

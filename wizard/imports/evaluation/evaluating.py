"""Sources read, systems told apart, items paired: from files to an `Evaluation`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rules.evaluation.scores import ROLES, Role, means_of
from rules.evaluation.suspicion import is_always_right, suspicions
from wizard.disk.errors import shown
from wizard.imports.evaluation.content import Wish
from wizard.imports.evaluation.evaluation import BadRow, Evaluation, Scores
from wizard.imports.evaluation.fates import Fates
from wizard.imports.evaluation.formats import read_source
from wizard.imports.evaluation.gathering import Gathered, gathered
from wizard.imports.evaluation.pairing import Item, Paired, paired
from wizard.imports.evaluation.refusing import clipped, counted, named, refused
from wizard.imports.evaluation.systems import Source, System, system_of

_WHOLE = "all slices"


def evaluate(paths: Sequence[Path], wish: Wish, notes: tuple[str, ...] = ()) -> Evaluation:
    """What these files, each named once, say of teacher and student.

    `notes` are what has to be said of how they were found.

    Raises:
        InputUnusable: where one of them cannot be used, they do not belong together, or the wish
            leaves a choice.
    """
    sources = [Source(path, read_source(path, wish)) for path in paths]
    _refuse_mixture(sources)
    systems: dict[Role, System] = {
        "teacher": system_of(sources, wish.teacher, "--teacher"),
        "student": system_of(sources, wish.student, "--student"),
    }
    if systems["teacher"].members & systems["student"].members:
        raise refused(
            f"--teacher and --student are both {clipped(systems['teacher'].name)}; name two systems"
        )
    fates = Fates()
    found = gathered(sources, systems, wish, fates)
    fields = list(dict.fromkeys(one for source in sources for one in source.content.fields))
    joined = paired(found, wish.slice, fields, fates)
    slices = tuple(
        _scores(name, items, joined, found, (name,)) for name, items in joined.by_slice.items()
    )
    return Evaluation(
        formats=tuple(dict.fromkeys(one.content.format for one in sources)),
        files=tuple(clipped(shown(Path(one.path.name))) for one in sources),
        rows=fates.counted(sources),
        bad=tuple(
            BadRow(clipped(shown(Path(one.path.name))), row, reason)
            for one in sources
            for row, reason in one.content.sampled
        ),
        teacher=systems["teacher"].name,
        student=systems["student"].name,
        metric=found.metric,
        filter=found.filter,
        slice_field=wish.slice,
        fields=() if found.are_means else tuple(fields),
        teacher_only=joined.only["teacher"],
        student_only=joined.only["student"],
        slices=slices,
        overall=_overall(joined, found, len(slices)),
        day=min((day for one in sources if (day := one.content.day) is not None), default=None),
        notes=(*notes, *_notes(sources, found, joined, wish)),
    )


def _refuse_mixture(sources: Sequence[Source]) -> None:
    families = dict.fromkeys(one.content.family for one in sources)
    if len(families) > 1:
        kinds = [f"{one.content.format} ({shown(Path(one.path.name))})" for one in sources]
        raise refused(
            f"items of different harnesses cannot be paired: {named(kinds)}; name files of one"
        )


def _scores(
    name: str, items: Sequence[Item], joined: Paired, found: Gathered, slices: Sequence[str]
) -> Scores:
    errors: dict[Role, int] = {
        role: sum(joined.errors[role][one] for one in slices) for role in ROLES
    }
    scored = [one.scored for one in items]
    means = means_of(scored, are_tasks=found.are_means)
    return Scores(
        name,
        _least(items) if found.are_means else len(items),
        *means,
        errors["teacher"],
        errors["student"],
        tuple(suspicions(means, scored, errors, are_tasks=found.are_means)),
    )


def _least(items: Sequence[Item]) -> int | None:
    """How many items the means of a task are over, the fewer of both; None where one is silent."""
    counts = [count for item in items for count in item.mean_of]
    known = [count for count in counts if count is not None]
    return min(known) if known and len(known) == len(counts) else None


def _overall(joined: Paired, found: Gathered, slices: int) -> Scores | None:
    if found.are_means or slices < 2:
        return None
    names = list(joined.by_slice)
    every = [one for items in joined.by_slice.values() for one in items]
    return _scores(_WHOLE, every, joined, found, names)


def _notes(sources: Sequence[Source], found: Gathered, joined: Paired, wish: Wish) -> list[str]:
    notes = [f"{shown(one.path)}: {note}" for one in sources for note in one.content.notes]
    lost = {name for role in ROLES for name in joined.errors[role]} - joined.by_slice.keys()
    if lost:
        notes.append(f"nothing is left but errors in {named(sorted(lost))}")
    broken = [name for name in joined.by_slice if "\N{REPLACEMENT CHARACTER}" in name]
    if broken:
        notes.append(
            f"{named(broken)}: signs of the name are lost, as where a file is not UTF-8; save it"
            " as UTF-8 before slices are taken from it"
        )
    above = sum(found.above.values())
    if above:
        notes.append(
            f"{counted(above, 'score')} of more than 1 and up to 100 {'are' if above > 1 else 'is'}"
            f" left out beside {len(found.scored):,} from 0 to 1: where these are percent, so may"
            " be the others; write all of them as shares from 0 to 1"
        )
    if found.are_means:
        notes.append(
            "these are means without their items: they cannot be paired, and there is no interval"
            " of the difference"
        )
        if wish.slice is not None:
            notes.append(f"means have no {clipped(wish.slice)}: their slices are the tasks")
    elif is_always_right([one.scored for each in joined.by_slice.values() for one in each]):
        notes.append(
            "the teacher is right on every item: where answers were compared with its own, the"
            " scores say how often both agree, and quality.score_kind is agreement"
        )
    counts = _means_over(found)
    if counts:
        notes.append(
            "the two are means over different numbers of items in"
            f" {named(counts)}: examples are the fewer"
        )
    return notes


def _means_over(found: Gathered) -> list[str]:
    """The tasks of which both say over how many items, and not the same."""
    by_task: dict[str, set[int]] = {}
    for one, _ in found.scored:
        if one.answer.is_mean and one.answer.mean_of is not None:
            by_task.setdefault(one.answer.task, set()).add(one.answer.mean_of)
    return [task for task, numbers in by_task.items() if len(numbers) > 1]

"""An evaluation for the screen of imports: what it leaves open, and what it says beside a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rules.answers.answers import Answers
from rules.argument.lines import name_of
from rules.words.wording import listed, visible
from screens.import_ports import ImportChoice, ImportOffer, ImportOption, ImportReview
from wizard.imports.evaluation.content import Wish
from wizard.imports.evaluation.evaluating import evaluate
from wizard.imports.evaluation.evaluation import Evaluation
from wizard.imports.evaluation.proposing import SLICES, Proposal, proposals
from wizard.imports.evaluation.refusing import LeavesOpen, clipped, named
from wizard.imports.evaluation.telling import missing_told, rows_told, scores_told
from wizard.imports.files.gathering import OF_EVALUATIONS, gathered
from wizard.problems import InputUnusable, on_one_line

_ASKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "--teacher": "Which system is the teacher?",
        "--student": "Which system is the student?",
        "--metric": "Which metric says how often an answer is right?",
        "--filter": "Each answer was scored by several filters. Which one counts?",
        "--item": "Which column tells items apart?",
    }
)
_SLICE: Final = "slice"
_NONE: Final = "\0"
"""Chosen for no field; no field is called so."""


def read_evaluation(
    sources: Sequence[str], chosen: Mapping[str, str]
) -> EvaluationFound | ImportChoice:
    """Read as far as nothing is left open.

    Args:
        sources: files, patterns and folders.
        chosen: what was chosen where it was asked.

    Raises:
        InputUnusable: where they cannot be read, or not together.
    """
    field = chosen.get(_SLICE, _NONE)
    wish = Wish(
        teacher=chosen.get("--teacher", ""),
        student=chosen.get("--student", ""),
        slice=None if field == _NONE else field,
        metric=chosen.get("--metric"),
        filter=chosen.get("--filter"),
        item=chosen.get("--item"),
    )
    try:
        files = gathered(sources, also=OF_EVALUATIONS)
        found = evaluate(files.paths, wish, files.notes)
    except LeavesOpen as choice:
        # What was chosen as the other one is none to choose from.
        taken = chosen.get("--teacher") if choice.option == "--student" else None
        names = [one for one in choice.names if one != taken]
        if choice.option in chosen or not names:
            raise
        options = tuple(ImportOption(one, clipped(one)) for one in names)
        return ImportChoice(choice.option, _ASKS[choice.option], options)
    if found.fields and _SLICE not in chosen:
        options = (
            ImportOption(_NONE, "no field", "all items, or the tasks of the harness"),
            *(ImportOption(one, visible(one)) for one in found.fields),
        )
        return ImportChoice(_SLICE, "By which field are items put into slices?", options)
    return EvaluationFound(found)


@dataclass(frozen=True, slots=True)
class EvaluationFound:
    """An evaluation that was read."""

    found: Evaluation

    def beside(self, answers: Answers) -> ImportReview:
        """What it says, beside answers."""
        found = self.found
        offers: tuple[ImportOffer, ...] = ()
        try:
            offered, not_made = proposals(found, answers)
        except InputUnusable as unusable:
            left = [(name_of(SLICES), f"{unusable.problems[0].message}.")]
        else:
            offers = tuple(_offer_of(one, answers) for one in offered)
            left = [(name_of(one.key), f"{one.why}.") for one in not_made]
        return ImportReview(
            read=f"{rows_told(found)}\nteacher {found.teacher}, student {found.student}",
            offers=offers,
            left=tuple((name, on_one_line(why)) for name, why in left),
            seen=tuple(map(on_one_line, _seen(found))),
            source=on_one_line(f"{listed([*found.formats])}: {named(found.files)}"),
        )


def _seen(found: Evaluation) -> Iterator[str]:
    for one in (*found.slices, *([found.overall] if found.overall is not None else [])):
        yield scores_told(one)
        yield from (f"{one.name}: {doubt}." for doubt in one.suspicions)
    yield from (f"{one}." for one in missing_told(found))
    yield from (f"{note}." for note in found.notes)


def _offer_of(one: Proposal, answers: Answers) -> ImportOffer:
    question = one.question
    said = [f"new {question.new}"]
    if question.now:
        said.append(f"now {question.now}")
    if question.doubt:
        said.append(f"{question.doubt}.")
    said.append(f"from {one.source}")
    return ImportOffer(
        key=question.key,
        label=name_of(question.key),
        new=on_one_line(question.new),
        now=on_one_line(question.now),
        said=tuple(map(on_one_line, said)),
        is_same=all(answers.get(key) == entry for key, entry in one.answers.items()),
        is_doubted=bool(question.doubt),
        entries=one.answers,
    )

"""What a report says of the evaluation: the bound on quality lost, and each slice's scores.

Source: docs/specification.md §3.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.answers.case import Slice
from rules.argument.quality_evidence import quality_in_words
from rules.figures.intervals import Interval
from rules.words.wording import percent
from wizard.reports.content import Block, Paragraph, Table, clean
from wizard.reports.material import Material


def evaluation(given: Material) -> Iterator[Block]:
    """The blocks of the section."""
    yield Paragraph(quality_in_words(given.case, given.assessment.figures))
    rows = tuple(
        (
            f"{_name(one.slice)} (critical)" if one.slice.critical else _name(one.slice),
            percent(one.weight),
            f"{one.slice.examples:,}" if one.slice.examples is not None else "not known",
            _with_ends(one.teacher, percent),
            _with_ends(one.student, percent),
            _with_ends(one.loss, _bare),
        )
        for one in given.evidence.slices
    )
    if rows:
        quality = given.case.quality
        when = quality.evaluated_on
        told = (
            quality.source and f"Source: {clean(quality.source)} ({quality.basis}).",
            when and f"Evaluated on {when.isoformat()}.",
            "The evaluation set is frozen." if quality.frozen else "The set is not frozen.",
            "In brackets: intervals of 95% (Wilson); a loss below zero is a gain.",
        )
        yield Table(
            caption="Scores by slice, critical slices first",
            header=("Slice", "Share", "Examples", "Teacher", "Student", "Loss in points"),
            align=("left", "right", "right", "right", "right", "right"),
            rows=rows,
            note=" ".join(one for one in told if one),
        )
    unscored = [_name(one) for one in given.evidence.unscored]
    if unscored:
        yield Paragraph(f"Without a score for both models: {', '.join(unscored)}.")


def _name(one: Slice) -> str:
    return clean(one.name) or "a slice without a name"


def _with_ends(one: Interval, spell: Callable[[float], str]) -> str:
    ends = f" ({_bare(one.low)} to {_bare(one.high)})" if one.known else ""
    return f"{spell(one.value)}{ends}"


def _bare(share: float) -> str:
    """A share in percent, without the sign."""
    return percent(share).removesuffix("%")

"""The evaluation as an answer to "cheaper means worse": each slice with its intervals, and a bound.

Source: docs/specification.md §3.7.
"""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.case import Case, Slice
from rules.figures.figures import Figures
from rules.figures.intervals import Interval, difference, wilson
from rules.figures.slices import is_measured, loss_over_slices, scored_slices
from rules.figures.worksheets import slice_weights
from rules.words.wording import plural, points


class SliceEvidence(NamedTuple):
    """What is known of one slice that both models were scored on."""

    slice: Slice
    weight: float
    """Its share of the traffic, of 1."""
    teacher: Interval
    student: Interval
    loss: Interval
    """Teacher less student: below 0 where the student is better."""


class Evidence(NamedTuple):
    """All scored slices, and what they say together."""

    slices: tuple[SliceEvidence, ...]
    """Critical ones first, then by how much may be lost."""
    loss: Interval
    """Over all slices, gains not counted; not known where there is no slice."""
    unscored: tuple[Slice, ...]
    measured: bool
    lost: str
    """What there is more of overall where the student scores lower, in words."""


def evidence_of(case: Case) -> Evidence:
    """The evidence of a case; without slices where there is none."""
    scored, overall = scored_slices(case), loss_over_slices(case)
    shares = slice_weights([one for one, _, _ in scored])
    total = sum(shares)
    found = []
    for share, (one, teacher, student) in zip(shares, scored, strict=True):
        a, b = wilson(teacher, one.examples), wilson(student, one.examples)
        found.append(SliceEvidence(one, share / total, a, b, difference(a, b)))
    found.sort(key=_most_pressing_first)
    return Evidence(
        slices=tuple(found),
        loss=overall,
        unscored=tuple(one for one in case.quality.slices if not one.scored),
        measured=is_measured(case),
        lost=lost_answers(case, " overall", any_found=overall.value > 0),
    )


def lost_answers(case: Case, where: str = "", *, any_found: bool = True) -> str:
    """What the slices count as errors: wrong answers, or any that are not the teacher's."""
    if case.quality.score_kind != "agreement":
        return f"wrong answers{where}"
    return f"answers unlike the teacher's{where}{', each counted as wrong' if any_found else ''}"


def _most_pressing_first(one: SliceEvidence) -> tuple[bool, float]:
    most = one.loss.high if one.loss.known else one.loss.value
    return not one.slice.critical, -most


def bound_in_words(evidence: Evidence) -> str:
    """How much quality may be lost, or that nothing bounds it, in a sentence or two."""
    if not evidence.slices:
        waiting = len(evidence.unscored)
        begun = (
            f" {plural(waiting, 'slice waits', 'slices wait')} for its scores." if waiting else ""
        )
        return (
            "No evaluation compares the two models yet, so nothing bounds the quality that may be"
            f" lost.{begun}"
        )
    said = f"The evaluation of {plural(len(evidence.slices), 'slice', 'slices')} finds"
    loss = evidence.loss
    more = f"{points(loss.value)} more" if loss.value > 0 else "no more"
    found = f"{said} {more} {evidence.lost}"
    if not loss.known:
        text = f"{found}; how far chance may reach is open, since not every slice says how many"
        text += " examples it has."
    elif loss.high > 0:
        text = f"{found}, and with 95% confidence no more than {points(loss.high)}."
    else:
        text = f"{found}, and with 95% confidence there are none."
    worst = next((one for one in evidence.slices if one.slice.critical), None)
    if worst is not None and worst.loss.known:
        text += (
            f" On the critical slice at most risk the student may lose up to"
            f" {points(max(0.0, worst.loss.high))}."
        )
    if not evidence.measured:
        text += " The scores are not measured, so this is an expectation and no bound."
    return text


def quality_in_words(case: Case, figures: Figures) -> str:
    """How much quality may be lost, and what the figures count where that was answered."""
    evidence, answered = evidence_of(case), case.quality.error_rate_increase
    said = bound_in_words(evidence)
    if answered is None or not evidence.slices:
        return said
    bound = figures.quality.upper_95
    counted, at_most = points(answered.likely), points(bound)
    is_bounded = evidence.loss.known and at_most not in (points(evidence.loss.high), counted)
    if counted == points(evidence.loss.value) and not is_bounded:
        return said
    said += f" The figures count {counted}, which was answered beside the slices"
    if is_bounded:
        # Where the bound is not the answer itself, fallback is all that lowers it.
        said += f", and no more than {at_most} after fallback"
    return f"{said}."

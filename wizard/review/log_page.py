"""The story of a case on a page: each decision, what changed after it, and the months after launch.

Source: docs/specification.md §14.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rules.argument.brief import headline
from rules.review.actual_months import Month
from rules.review.drift import EDITED, stands
from rules.review.gap_in_words import day_in_words
from rules.review.story import Chapter, Story
from rules.review.words import made_in_words, standing
from rules.words.money import Words
from rules.words.wording import count, plural
from wizard.reports.difference import difference_lines
from wizard.reports.text import INDENT, WIDTH, apart, columns, points, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

NOW = "now"
NONE_YET = "No decision is on record. `payback decide` puts one there."


def log_page(
    story: Story, width: int = WIDTH, *, title: str = "", hint: str = NONE_YET
) -> Sequence[ReportLine]:
    """Every line of it, none wider than so many columns.

    `title` is told where it is not said beside the page, `hint` where nothing is decided yet.
    """
    heading = [words(title, width, "heading")] if title else []
    return [*apart((*heading, *_parts(story, width, hint)))]


def _parts(story: Story, width: int, hint: str) -> Iterator[Iterable[ReportLine]]:
    if not story.chapters:
        yield words(hint, width)
    for number, chapter in enumerate(story.chapters):
        heading = f"{number + 1}. {made_in_words(chapter.decision)}"
        yield under(heading, [points(_said(chapter), width - INDENT)], width)
        yield _changes(story, number, width)
    now = story.now.assessment
    if now.case.actuals or now.case.student.launched_on is not None:
        parts = _after_launch(story, width - INDENT)
        yield under("After launch", parts, width)
    said = [f"The case: {stands(now)}.", headline(now)]
    yield under("Now", [points(said, width - INDENT)], width)


def _said(chapter: Chapter) -> Iterator[str]:
    decision, assessment = chapter.decision, chapter.state.assessment
    yield f"The case: {standing(decision, assessment.words)}."
    if decision.note:
        yield f"Note: {decision.note}"
    if decision.review is not None:
        yield f"To be reviewed on {decision.review.isoformat()}."
    if decision.answers:
        kept = plural(len(decision.answers), "answer", "answers")
        yield f"Kept with it: {kept}, fingerprint {decision.fingerprint[:12] or 'none'}."
    if chapter.state.is_edited:
        yield f"{EDITED} What it says below may not be what was decided."
    for one in chapter.refused:
        yield f"Not usable in the record: {one.place} {one.message}."
    if chapter.judged_otherwise is not None:
        said = standing(chapter.judged_otherwise, assessment.words)
        yield f"By the rules of this version the same case is: {said}."


def _changes(story: Story, number: int, width: int) -> Iterator[ReportLine]:
    chapter, following = story.chapters[number], story.follows(number)
    ends = chapter.state.assessment, following.assessment
    until = NOW if following.decision is None else f"decision {number + 2}"
    names = f"decision {number + 1}", until
    parts = difference_lines(chapter.then, *ends, names, width - INDENT)
    return under(f"What changed until {until}", parts, width)


def _after_launch(story: Story, width: int) -> Iterator[Iterable[ReportLine]]:
    """The months that count; what they came to against the plan `payback track` tells."""
    launched, now = story.launched, story.now.assessment
    day = day_in_words(launched, story.on)
    told = [f"{day}."] if day else []
    if left_out := len(now.case.actuals) - len(launched.months):
        does = "does" if left_out == 1 else "do"
        many = plural(left_out, "row", "rows")
        told.append(f"{many} of months {does} not count; payback track says why.")
    yield points(told, width)
    if launched.months:
        header = ("Month", "Calls", "On the student", "Fell back", "Teacher", "Student", "Upkeep")
        cells = (_cells(one, now.words) for one in launched.months)
        yield columns(cells, ("whole", *("right",) * (len(header) - 1)), width, header)


def _cells(one: Month, spell: Words) -> Sequence[str]:
    counts = one.calls, one.student_calls, one.fallback_calls
    amounts = one.teacher_cost, one.student_cost, one.upkeep
    return (
        f"{one.month:%Y-%m}",
        *("-" if math.isnan(number) else count(number) for number in counts),
        *("-" if math.isnan(amount) else spell.money(amount) for amount in amounts),
    )

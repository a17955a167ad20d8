"""The verdict beside every answer: one line where it is narrow, a panel where it is wide.

One widget with a fixed size and one `render`: several small ones cost a layout for every key.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive

from rules.assess import Assessment
from rules.catalog.rule import VerdictId
from rules.questions import locate
from rules.verdict import IN_WORDS
from rules.wording import Words, count, months
from screens.widgets.by_line import ByLine

SIGNS: dict[VerdictId, str] = {
    "strong": "✓✓",
    "defensible": "✓",
    "reconsider": "?",
    "do-not-distill": "✗",
}
"""A sign for each verdict, so that colour never stands alone."""

COMPONENTS: dict[VerdictId, str] = {
    "strong": "panel--good",
    "defensible": "panel--good",
    "reconsider": "panel--fair",
    "do-not-distill": "panel--bad",
}


class VerdictPanel(ByLine, can_focus=True):
    """What the answers come to so far; enter goes to the next answer a verdict needs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--good",
        "panel--fair",
        "panel--bad",
        "panel--quiet",
    }

    assessment: reactive[Assessment | None] = reactive(None, init=False, repaint=False)

    def __init__(self, id: str | None = None, *, can_focus: bool = True) -> None:
        super().__init__(id=id)
        self.can_focus = can_focus

    def watch_assessment(self) -> None:
        self.follow()

    def lines(self) -> list[Content]:
        assessment = self.assessment
        if assessment is None:
            return []
        if self.size.height <= 2:
            return [self._line(assessment)]
        return list(self._lines(assessment, max(16, self.size.width)))

    def _head(self, assessment: Assessment) -> Content:
        verdict = assessment.verdict
        if verdict is None:
            waiting = len(assessment.missing)
            answers = "answer" if waiting == 1 else "answers"
            text = f"○ no verdict yet: {waiting} {answers} missing"
            if self.size.height > 2:
                text = f"○ no verdict yet: {waiting} missing"
            if not waiting:
                text = "✗ no verdict: a number is too large"
            return Content.styled(text, self.get_visual_style("panel--quiet"))
        text = f"{SIGNS[verdict.id]} {IN_WORDS[verdict.id]}"
        return Content.styled(text, self.get_visual_style(COMPONENTS[verdict.id]))

    def _line(self, assessment: Assessment) -> Content:
        parts = [self._head(assessment)]
        parts += [Content(text) for text in short_figures(assessment)]
        verdict = assessment.verdict
        if verdict is not None and verdict.id != verdict.base:
            parts.append(Content(f"held back by {', '.join(verdict.capped_by)}"))
        return Content.assemble(" ", Content(" · ").join(parts)).truncate(
            self.size.width * max(1, self.size.height), ellipsis=True
        )

    def _lines(self, assessment: Assessment, width: int) -> Iterator[Content]:
        yield self._head(assessment)
        yield Content("")
        for label, value in figure_rows(assessment):
            yield Content(f"{label:<18}{value:>{max(8, width - 18)}}")
        quiet = self.get_visual_style("panel--quiet")
        if assessment.missing:
            yield Content("")
            yield Content("Still needed, enter goes there")
            for key in assessment.missing:
                place = locate(key)
                yield Content.styled(f"  {place[0].label if place else key}", quiet)
        verdict = assessment.verdict
        if verdict is not None and verdict.id != verdict.base:
            yield Content("")
            for line in textwrap.wrap(f"Arithmetic alone would say {verdict.base}.", width):
                yield Content(line)
        if assessment.fired:
            yield Content("")
        for one in sorted(assessment.fired, key=lambda one: one.cap is None):
            mark = "▸" if one.cap is not None else "·"
            for line in textwrap.wrap(f"{mark} {one.rule.title}", width, subsequent_indent="  "):
                yield Content.styled(line, quiet)


def short_figures(assessment: Assessment) -> Iterator[str]:
    """Payback and monthly savings, as far as they are known, for one line."""
    figures, words = assessment.figures, Words(assessment.case.currency)
    payback = figures.headline.payback_months
    if not math.isnan(payback):
        yield f"payback {months(payback)}"
    if not math.isnan(figures.headline.monthly_savings):
        yield f"saves {words.money(figures.headline.monthly_savings)} a month"


def figure_rows(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The figures of the panel, as far as they are known."""
    figures, words = assessment.figures, Words(assessment.case.currency)
    head = figures.headline
    rows = (
        ("Payback", head.payback_months, months(head.payback_months)),
        ("Cash payback", figures.cash.payback_months, months(figures.cash.payback_months)),
        (
            "Half the volume",
            figures.half_volume.payback_months,
            months(figures.half_volume.payback_months),
        ),
        ("Upfront", head.upfront_total, words.money(head.upfront_total)),
        ("Savings a month", head.monthly_savings, words.money(head.monthly_savings)),
        ("Net a year", head.annual_net_after_errors, words.money(head.annual_net_after_errors)),
        ("NPV", figures.cash.npv, words.money(figures.cash.npv)),
        (
            "Break-even calls",
            figures.break_even_calls_per_month,
            count(figures.break_even_calls_per_month),
        ),
        ("Teacher per 1k", head.teacher_cost_per_1k, words.money(head.teacher_cost_per_1k)),
        ("Student per 1k", head.student_cost_per_1k, words.money(head.student_cost_per_1k)),
    )
    for label, value, text in rows:
        if not math.isnan(value):
            yield label, text

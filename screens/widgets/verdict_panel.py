"""The verdict beside every answer: one line where it is narrow, a panel where it is wide.

One widget with a fixed size and one `render`: several small ones cost a layout for every key.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from rules.argument.brief import left_out
from rules.argument.headline import paybacks_in_short
from rules.argument.lines import name_of
from rules.assess import Assessment
from rules.catalog.rule import VerdictId
from rules.figures.catalogue import shown_in
from rules.verdict import SPOKEN, tone_of
from rules.words.wording import plural
from screens.charts.payback_curve import payback_curve
from screens.fields.cut import cut
from screens.frame.textual_private import keymap_of
from screens.keymap import shown_key, with_keys
from screens.keys import action
from screens.widgets.by_line import ByLine

VERDICT_CLASSES = frozenset({"panel--good", "panel--fair", "panel--bad", "panel--quiet"})
"""Component classes of a widget that shows verdicts."""
CURVE_LINES = 8
NO_VERDICT = "○"
NOT_USABLE = "not usable"
DOUBTED = ("the draws do not support it", "draws against it")
"""What a line says of a verdict that most draws contradict, in full and in short."""


class VerdictPanel(ByLine, can_focus=True):
    """What the answers come to so far.

    Enter or a click leads on: to what is missing or not usable, or to the verdict in full.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*VERDICT_CLASSES, "panel--curve"}

    assessment: reactive[Assessment | None] = reactive(None, init=False, repaint=False)
    doubt: reactive[str] = reactive("", init=False, repaint=False)
    """That the draws do not support the verdict, in full; empty as long as nothing is known."""
    watch_assessment = watch_doubt = ByLine.follow

    def __init__(
        self, assessment: Assessment, *, id: str | None = None, can_focus: bool = True
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(VerdictPanel.assessment, assessment)
        self.can_focus = can_focus

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.follow()

    async def on_click(self) -> None:
        await self.run_action("screen.next_missing")

    def lines(self) -> list[Content]:
        assessment = self.assessment
        if assessment is None:
            return []
        if self.size.height <= 2:
            return [self._line(assessment)]
        return self._lines(assessment, max(16, self.size.width), self.size.height)

    def _head(self, assessment: Assessment) -> Content:
        verdict = assessment.verdict
        if verdict is None:
            waiting = len(assessment.unanswered)
            text = f"{NO_VERDICT} no verdict yet"
            if waiting and self.size.height > 2:
                text = f"{text}: {waiting} missing"
            elif waiting:
                text = f"{text}: {plural(waiting, 'answer', 'answers')} missing"
            if not assessment.missing:
                text = "✗ no verdict: a number is too large"
            return Content.styled(text, self.get_visual_style("panel--quiet"))
        sign, look = marks(verdict.id, doubted=bool(self.doubt))
        return Content.styled(f"{sign} {SPOKEN[verdict.id].words}", self.get_visual_style(look))

    def _line(self, assessment: Assessment) -> Content:
        """As much as there is room for, in whole words."""
        head = self._head(assessment)
        leads = [self._leads(assessment)] if self.has_focus else []
        parts: list[str] = []
        for phrases in phrasings(assessment, self._key, doubted=bool(self.doubt)):
            parts = [one for one in (*phrases, *leads) if one]
            if 1 + head.cell_length + sum(len(one) + 3 for one in parts) <= self.size.width:
                break
        bad = self.get_visual_style("panel--bad")
        said = [
            Content.styled(one, bad) if NOT_USABLE in one or one in DOUBTED else Content(one)
            for one in parts
        ]
        return Content.assemble(" ", Content(" · ").join([head, *said])).truncate(
            self.size.width, ellipsis=True
        )

    @property
    def _key(self) -> str:
        """The key that leads to what is missing or not usable."""
        return shown_key(action("missing"), keymap_of(self.app))

    def _leads(self, assessment: Assessment) -> str:
        """What the key for going on and a click do."""
        said = "{go-on} goes there" if assessment.to_mend else "{go-on}: in full"
        return with_keys(said, keymap_of(self.app))

    def _lines(self, assessment: Assessment, width: int, height: int) -> list[Content]:
        """Everything there is room for; figures and what holds the verdict back come first."""
        told = [*self._figures(assessment, width), *self._open(assessment, width)]
        reasons = list(self._reasons(assessment, width))
        last = [Content(""), self._quiet(self._leads(assessment))] if self.has_focus else []
        free = height - len(told) - len(last) - sum(len(title) for title, _ in reasons)
        curve = self._curve(assessment, width) if free > CURVE_LINES else []
        free -= len(curve)
        for title, remedy in reasons:
            told += title
            # What to do about it has the lines that are left.
            if remedy and len(remedy) <= free:
                told += map(self._quiet, remedy)
                free -= len(remedy)
        return [*told, *last, *([Content("")] * free if curve else []), *curve]

    def _quiet(self, text: str) -> Content:
        return Content.styled(text, self.get_visual_style("panel--quiet"))

    def _figures(self, assessment: Assessment, width: int) -> Iterator[Content]:
        """The verdict, what it leaves out, and its figures."""
        yield self._head(assessment)
        bad = self.get_visual_style("panel--bad")
        for said in (left_out(assessment), self.doubt):
            for line in textwrap.wrap(said, width):
                yield Content.styled(line, bad)
        yield Content("")
        for label, value in figure_rows(assessment):
            yield from _figure(label, value, width)

    def _open(self, assessment: Assessment, width: int) -> Iterator[Content]:
        """The answers that are missing or not usable, and what the arithmetic alone would say."""
        for heading, keys in (
            ("Still needed", assessment.unanswered),
            ("Not usable", assessment.unusable),
        ):
            if keys:
                yield Content("")
                yield from map(Content, textwrap.wrap(f"{heading}, {self._key} goes there", width))
            for key in keys:
                yield self._quiet(cut(f"  {name_of(key)}", width))
        verdict = assessment.verdict
        if verdict is not None and verdict.id != verdict.base:
            yield Content("")
            yield from map(
                Content, textwrap.wrap(f"Arithmetic alone would say {verdict.base}.", width)
            )

    def _reasons(
        self, assessment: Assessment, width: int
    ) -> Iterator[tuple[list[Content], list[str]]]:
        """What holds the verdict back, each with what to do about it; then what is worth knowing.

        Without what to do about the latter, of which the verdict says more.
        """
        if assessment.fired:
            yield [Content("")], []
        for one in sorted(assessment.fired, key=lambda one: one.cap is None):
            holds = one.cap is not None
            wrapped = _hanging(f"{'▸' if holds else '·'} {one.title}", width)
            title = list(map(Content if holds else self._quiet, wrapped))
            remedy = _hanging(f"  {one.remedy}", width) if holds and one.remedy else ()
            yield title, list(remedy)

    def _curve(self, assessment: Assessment, width: int) -> list[Content]:
        """What is left of the investment, month by month, below a free line."""
        cash = assessment.figures.cash
        drawn = payback_curve(
            cash.balance,
            cash.payback_months,
            width,
            CURVE_LINES,
            assessment.words,
            titled=True,
        )
        if not drawn:
            return []
        # Only its colour: the panel has a background of its own.
        look = Style(foreground=self.get_visual_style("panel--curve").foreground)
        return [Content(""), *(Content.styled(line, look) for line in drawn)]


@lru_cache(maxsize=64)
def _hanging(text: str, width: int) -> tuple[str, ...]:
    """A text in lines, all but the first below its words; the same for most keys."""
    return tuple(textwrap.wrap(text, width, subsequent_indent="  "))


def _figure(label: str, value: str, width: int) -> Iterator[Content]:
    """A figure at the right of its label, and below it where there is no room beside it."""
    if len(label) + 1 + len(value) <= width:
        yield Content(f"{label}{value:>{width - len(label)}}")
    else:
        yield Content(label)
        yield Content(f"{value:>{width}}")


def marks(verdict: VerdictId | None, *, doubted: bool = False) -> tuple[str, str]:
    """The sign of a verdict, and the component class that colours it.

    Args:
        verdict: None where there is none.
        doubted: whether the draws do not support it.
    """
    if verdict is None:
        return NO_VERDICT, "panel--quiet"
    return SPOKEN[verdict].sign, f"panel--{tone_of(verdict, doubted=doubted)}"


def phrasings(
    assessment: Assessment, key: str, *, doubted: bool = False
) -> Iterator[tuple[str, ...]]:
    """What one line says beside the verdict, from everything to what matters most.

    Args:
        assessment: of the case.
        key: the one that leads to what is not usable.
        doubted: whether the draws do not support the verdict.
    """
    head, words = assessment.figures.headline, assessment.words
    payback = paybacks_in_short(assessment.figures)
    alone = payback.partition(", cash ")[0]
    savings = held = by_name = ""
    if not math.isnan(head.monthly_savings):
        savings = f"saves {words.money(head.monthly_savings)} a month"
    verdict = assessment.verdict
    if verdict is not None and verdict.id != verdict.base:
        titles = (one.title_within for one in assessment.fired if one.rule.id in verdict.capped_by)
        by_name = f"held back by: {', '.join(titles)}"
        held = f"held back by {plural(len(verdict.capped_by), 'rule', 'rules')}"
    wrong = left_out(assessment)
    few = f"{len(assessment.unusable)} {NOT_USABLE}" if wrong else ""
    led = f"{wrong}: {key}" if wrong else ""
    in_full, in_short = DOUBTED if doubted else ("", "")
    yield led, in_full, payback, savings, by_name
    yield led, in_full, payback, savings, held
    yield led, in_full, payback, held
    yield led, in_full, alone, held
    yield wrong, in_full, alone, held
    yield few, in_full, alone, held
    yield few, in_short, alone, held
    yield few, in_short, alone
    yield few, in_short


def figure_rows(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The figures of the panel, as far as they are known."""
    figures, words = assessment.figures, assessment.words
    for one in shown_in("panel"):
        if not math.isnan(one.read(figures)):
            yield one.narrow_label or one.label, one.cell(figures, words)

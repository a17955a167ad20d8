"""The help strip: what the question at hand asks, how its answer was understood, where to look.

Its height is fixed, so that an error appears in room that was always there: toggling a line would
lay the whole screen out anew.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive

from rules.answers.answers import Entry
from rules.answers.entries import example_of, heard
from rules.assess import Assessment
from rules.questions import Question
from screens.fields.choice_row import options
from screens.widgets.by_line import ByLine

LONGEST = 2000
"""Signs of a text that are looked at: nobody reads more of it here."""


def how_to_choose(question: Question, *, arrows: bool = True) -> str:
    """The keys that pick one of a few answers; empty where an answer is typed."""
    offered, keys = len(options(question)), "Arrows" if arrows else "Space"
    return f"{keys}, 1-{offered} or first letters choose, delete clears." if offered else ""


def judged(assessment: Assessment, key: str, entry: Entry | None) -> Entry | None:
    """An answer with the problem that it has beside others, where it has none alone."""
    if entry is None or entry.problem is not None:
        return entry
    problem = assessment.problem_of(key)
    return entry if problem is None else replace(entry, problem=problem)


class HelpStrip(ByLine):
    """Help on one question."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"strip--problem", "strip--value", "strip--quiet"}

    question: reactive[Question | None] = reactive(None, init=False, repaint=False)
    entry: reactive[Entry | None] = reactive(None, init=False, repaint=False)
    currency: reactive[str] = reactive("USD", init=False, repaint=False)
    hint: reactive[str] = reactive("", init=False, repaint=False)
    """What else there is to say, such as that a worksheet builds the number."""
    doubt: reactive[str] = reactive("", init=False, repaint=False)
    """Why an answer that counts is probably not meant."""
    arrows_choose: bool = True
    """Whether arrows pick one of a few answers, and go nowhere else."""
    decimal_comma: bool = False
    """Whether numbers are typed with the comma as the decimal sign."""

    def watch_question(self) -> None:
        self.follow()

    def watch_entry(self) -> None:
        self.follow()

    def watch_currency(self) -> None:
        self.follow()

    def watch_hint(self) -> None:
        self.follow()

    def watch_doubt(self) -> None:
        self.follow()

    def lines(self) -> list[Content]:
        question = self.question
        if question is None:
            return []
        width, height = max(20, self.size.width), max(2, self.size.height)
        lines = self._status(question, width, height)
        lines += [Content(line) for line in textwrap.wrap(question.prompt, width)]
        quiet = self.get_visual_style("strip--quiet")
        about = f"{question.why} Look in: {question.where_to_find}".strip()
        if not question.where_to_find:
            about = question.why
        room = height - len(lines) - 1
        wrapped = textwrap.wrap(about, width, max_lines=max(1, room), placeholder=" …")
        lines += [Content.styled(line, quiet) for line in wrapped]
        lines = lines[: height - 1]
        lines += [Content("")] * (height - 1 - len(lines))
        return [*lines, self._last(question, width)]

    def _status(self, question: Question, width: int, height: int) -> list[Content]:
        """The problem, in full; or the value as it was understood, or an example."""
        entry = self.entry
        lines = 1 if height < 5 else 2
        if entry is not None and entry.problem is not None:
            text, style = f"✗ {entry.problem}", "strip--problem"
            lines = height - 1
        elif self.doubt:
            text, style = f"! Please check: {self.doubt}.", "strip--value"
            if entry is not None and entry.value is not None and not question.columns:
                text = f"{heard(question, entry, self.currency)}. {text}"
            lines = height - 2
        elif entry is not None and entry.value is not None and not question.columns:
            text, style = heard(question, entry, self.currency), "strip--value"
            if entry.how:
                # What was made of a number is read to its end; why it is asked can wait.
                lines = height - 2
            if how := how_to_choose(question, arrows=self.arrows_choose):
                text = f"{text}. {how}"
        else:
            default = f" Without an answer: {question.default}." if question.default else ""
            how = how_to_choose(question, arrows=self.arrows_choose)
            how = how or f"Example: {self._example(question)}."
            text, style = f"{how}{default}", "strip--quiet"
        look = self.get_visual_style(style)
        wrapped = textwrap.wrap(text[:LONGEST], width, max_lines=lines, placeholder=" …")
        return [Content.styled(line, look).truncate(width, ellipsis=True) for line in wrapped]

    def _example(self, question: Question) -> str:
        return example_of(question, decimal_comma=self.decimal_comma)

    def _last(self, question: Question, width: int) -> Content:
        """Basis and source of a number, and what else there is to say."""
        quiet = self.get_visual_style("strip--quiet")
        entry = self.entry
        if question.is_estimate and entry is not None and (entry.value or entry.source):
            source = entry.source or "none"
            text = f"basis ▸ {entry.basis or 'estimated'}   source ▸ {source}   {self.hint}"
        else:
            text = self.hint
        return Content.styled(text.strip(), quiet).truncate(width, ellipsis=True)

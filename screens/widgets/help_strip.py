"""The help strip: what the question at hand asks, how its answer was understood, where to look.

Its height is fixed, so that an error appears in room that was always there: toggling a line would
lay the whole screen out anew.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from rules.answers.answers import Entry
from rules.answers.defaults import without_an_answer
from rules.answers.entries import example_of, heard
from rules.argument.lines import name_of
from rules.assess import Assessment
from rules.questions import Question, locate
from screens.fields.choice_row import options
from screens.fields.cut import cut
from screens.widgets.below import LOOKS, Below, laid_out
from screens.widgets.by_line import ByLine

ALL = -1
"""Lines that an answer as it was understood leaves to the rest: all but two."""
LONGEST = 2000
"""Signs of a text that are looked at: nobody reads more of it here."""


def how_to_choose(question: Question, *, arrows: bool = True) -> str:
    """The keys that pick one of a few answers; empty where an answer is typed."""
    offered, keys = len(options(question)), "Arrows" if arrows else "Space"
    return f"{keys}, 1-{offered} or first letters choose, delete clears." if offered else ""


def judged(assessment: Assessment, key: str, entry: Entry | None) -> Entry | None:
    """An answer with the problem that it has beside others or in a row, if it has none alone."""
    if entry is None or entry.problem is not None:
        return entry
    problem = assessment.problem_of(key) or _problem_in_a_row(assessment, key)
    return entry if problem is None else entry._replace(problem=problem)


def _problem_in_a_row(assessment: Assessment, table: str) -> str | None:
    """The first thing that is wrong in the rows of a table, and where."""
    for key in assessment.unusable:
        place = locate(key)
        if place is not None and place[0].key == table and place[1] is not None:
            return f"{name_of(key)}. {assessment.problem_of(key)}"
    return None


MESSAGES_SHARE = 0.45
"""Of the screen's lines, for messages at the most; as the style sheet has it."""


class HelpStrip(ByLine):
    """Help on one question."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "strip--problem",
        "strip--value",
        "strip--quiet",
        *LOOKS,
    }

    question: reactive[Question | None] = reactive(None, init=False, repaint=False)
    entry: reactive[Entry | None] = reactive(None, init=False, repaint=False)
    currency: reactive[str] = reactive("USD", init=False, repaint=False)
    hint: reactive[str] = reactive("", init=False, repaint=False)
    """What else there is to say, such as that a worksheet builds the number."""
    built: reactive[str] = reactive("", init=False, repaint=False)
    """What a worksheet makes of the question: beside an answer it does not count."""
    doubt: reactive[str] = reactive("", init=False, repaint=False)
    """Why an answer that counts is probably not meant."""
    watch_question = watch_entry = watch_currency = ByLine.follow
    watch_hint = watch_built = watch_doubt = ByLine.follow

    spare_lines: int = 0
    """Lines that are left free for what stands at the bottom before rows stand apart."""
    below: Below | None = None
    """What stands at the bottom where there is room: shown with whatever is said next."""
    arrows_choose: bool = True
    """Whether arrows pick one of a few answers, and go nowhere else."""
    standing: Mapping[str, str] = MappingProxyType({})
    """A team's defaults that count, by key."""

    def __init__(self, currency: str = "USD", *, decimal_comma: bool = False) -> None:
        super().__init__(id="strip")
        self.set_reactive(HelpStrip.currency, currency)
        self._decimal_comma = decimal_comma

    def on_resize(self) -> None:
        """Let messages end above the help, wherever it begins."""
        most = int(MESSAGES_SHARE * self.screen.size.height)
        lines = max(1, min(self.region.y, most))
        for rack in self.screen.query("ToastRack"):
            rack.styles.max_height = lines

    def tell(
        self,
        question: Question,
        entry: Entry | None,
        doubt: str,
        hint: str,
        below: Below | None,
        built: str = "",
    ) -> None:
        """Say all of it at once: a key in a field changes most of it, and one look is enough."""
        self.set_reactive(HelpStrip.question, question)
        self.set_reactive(HelpStrip.entry, entry)
        self.set_reactive(HelpStrip.doubt, doubt)
        self.set_reactive(HelpStrip.hint, hint)
        self.set_reactive(HelpStrip.built, built)
        self.below = below
        self.follow()

    @property
    def least_lines(self) -> int:
        """Lines that it has also where questions have to scroll for it, its edge included."""
        height = self.styles.height
        return int(height.value) if height is not None else 1

    def lines_for(self, questions: Sequence[Question], width: int) -> int:
        """In how many lines the help on any of some questions is whole, its edge included."""
        beside = self.gutter
        return max(self._wanted(one, width - beside.width) for one in questions) + beside.height

    def _wanted(self, question: Question, width: int) -> int:
        texts = (question.prompt, _about(question))
        # An answer as it was understood seldom takes more than two; what stands last takes one.
        return 3 + sum(len(_wrapped(text, max(20, width))) for text in texts)

    def lines(self) -> list[Content]:
        question = self.question
        if question is None:
            return []
        width, height = max(20, self.size.width), max(2, self.size.height)
        text, look, most = self._status(question)
        texts = (text[:LONGEST], question.prompt, _about(question), self._last(question))
        quiet = self.get_visual_style("strip--quiet")
        looks = (self.get_visual_style(look), Style(), quiet, quiet)
        wrapped = [_wrapped(one, width) for one in texts]
        rooms = _shared([len(one) for one in wrapped], height, most)
        lines = [
            Content.styled(line, style).truncate(width, ellipsis=True)
            for whole, style, room in zip(wrapped, looks, rooms, strict=True)
            for line in _as_far(whole, room, width)
        ]
        return [*lines, *self._at_the_bottom(width, height - len(lines))]

    def _at_the_bottom(self, width: int, room: int) -> list[Content]:
        """What the answers make, below a free line, where there is room for it."""
        found = laid_out(self.below, width, room - 1) if self.below is not None else []
        if not found:
            return []
        free = [Content("")] * (room - len(found))
        return [*free, *(Content.styled(text, self.get_visual_style(on)) for text, on in found)]

    def _status(self, question: Question) -> tuple[str, str, int]:
        """The problem, or the value as it was understood, or an example.

        Returns:
            The text; the class it is drawn in; how many lines it leaves to the others where there
            are too few.
        """
        entry = self.entry
        if entry is not None and entry.problem is not None:
            return f"✗ {entry.problem}", "strip--problem", 1
        if self.doubt:
            text = f"! Please check: {self.doubt}."
            if entry is not None and entry.value is not None and not question.columns:
                text = f"{heard(question, entry, self.currency)}. {text}"
            return text, "strip--value", 2
        how = how_to_choose(question, arrows=self.arrows_choose)
        if entry is not None and entry.value is not None and not question.columns:
            text = heard(question, entry, self.currency)
            if self.built:
                unused = f"Its worksheet does not count beside it: {self.built}."
                return f"{text}. {unused}", "strip--value", 2
            # What was made of a number is read to its end; why it is asked can wait.
            return f"{text}. {how}" if how else text, "strip--value", 2 if entry.how else ALL
        if self.built:
            return self.built, "strip--value", ALL
        counts = without_an_answer(question, self.standing)
        default = f" Without an answer: {counts}." if counts else ""
        how = how or f"Example: {self._example(question)}."
        return f"{how}{default}", "strip--quiet", ALL

    def _example(self, question: Question) -> str:
        return example_of(question, decimal_comma=self._decimal_comma)

    def _last(self, question: Question) -> str:
        """Basis and source of a number, and what else there is to say."""
        entry = self.entry
        if question.is_estimate and entry is not None and (entry.value or entry.source):
            source = entry.source or "none"
            text = f"basis ▸ {entry.basis or 'estimated'}   source ▸ {source}   {self.hint}"
            return text.strip()
        return self.hint


def _about(question: Question) -> str:
    """Why it is asked and where the answer is found."""
    if not question.where_to_find:
        return question.why
    return f"{question.why} Look in: {question.where_to_find}".strip()


@lru_cache(maxsize=256)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """A text in lines; most are those of the catalogue, the same for every key."""
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _as_far(lines: tuple[str, ...], room: int, width: int) -> Sequence[str]:
    """So many lines, the last with a sign where there are more."""
    if room >= len(lines):
        return lines
    return [*lines[: room - 1], cut(" ".join(lines[room - 1 :]), width)] if room else []


def _shared(wanted: Sequence[int], height: int, others: int) -> list[int]:
    """How many lines each text gets, where there may be too few for all of them.

    Args:
        wanted: lines of status, prompt, reasons and what stands last.
        height: lines there are.
        others: how many of them a long status leaves to the others; ALL but two of them if so.
    """
    status, prompt, about, last = wanted
    least = (2 if height > 4 else 1) if others == ALL else max(1, height - others)
    rooms = [0, 0, 0, 0]
    # Whoever comes first takes what it needs; what is left goes round once more.
    for place, most in (
        (0, min(status, least)),
        (3, min(last, 1)),
        (1, prompt),
        (2, about),
        (3, last),
        (0, status),
    ):
        rooms[place] += min(most - rooms[place], height - sum(rooms))
    return rooms

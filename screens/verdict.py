"""The verdict screen: what a budget holder needs first, then everything it rests on.

From any line, enter leads to the answer behind it; ^L leads back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual.widgets.option_list import Option

from rules.answers import Answers
from rules.assess import Assessment, assess
from rules.brief import Line, Section, brief, headline
from rules.wording import Words, visible
from screens import messages
from screens.base import COMMON, CaseScreen, ViewScreen
from screens.charts.payback_curve import payback_curve
from screens.keys import bindings
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from screens.widgets.verdict_panel import COMPONENTS, SIGNS, VerdictPanel

CURVE_LINES = 8
LABEL = 28
"""Columns of the labels."""


class Headline(Static):
    """The verdict in a sentence, with its sign."""

    COMPONENT_CLASSES: ClassVar[set[str]] = VerdictPanel.COMPONENT_CLASSES

    assessment: reactive[Assessment | None] = reactive(None, layout=True)

    def render(self) -> Content:
        assessment = self.assessment
        if assessment is None:
            return Content("")
        verdict = assessment.verdict
        sign = SIGNS[verdict.id] if verdict is not None else "○"
        component = COMPONENTS[verdict.id] if verdict is not None else "panel--quiet"
        return Content.styled(f"{sign} {headline(assessment)}", self.get_visual_style(component))


class Lines(Menu):
    """The lines of a judgement; each knows the answer behind it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--heading", "lines--quiet"}

    _sections: tuple[Section, ...] = ()
    _laid_out_for = 0

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show other lines, keeping the place."""
        self._sections = sections
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap the lines anew, where the width is another."""
        if self._laid_out_for != self.size.width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        place = self.highlighted
        self._keys: list[str | None] = []
        self.clear_options()
        self.add_options(list(self._lines_of(self._sections)))
        self.highlighted = place if place is not None and place < self.option_count else 1

    def key_at(self, index: int) -> str | None:
        """The key of the answer behind a line."""
        return self._keys[index] if index < len(self._keys) else None

    def _lines_of(self, sections: tuple[Section, ...]) -> Iterator[Option]:
        for section in sections:
            self._keys.append(None)
            yield Option(
                Content.styled(section.heading, self.get_visual_style("lines--heading")),
                disabled=True,
            )
            for line in section.lines:
                self._keys.append(line.key)
                yield Option(self._content(line))

    def _content(self, line: Line) -> Content:
        width = max(20, self.size.width - 2)
        if not line.label:
            return Content("\n").join(_hanging(line.text, "  ", width))
        label, *under = textwrap.wrap(line.label, LABEL) or [""]
        start = f"  {label:<{LABEL}} "
        value, *more = _hanging(line.text, "", max(20, width - len(start)))
        quiet = self.get_visual_style("lines--quiet")
        parts = [Content(start), value]
        room = width - len(start) - 21
        if line.remark and not more and value.cell_length <= 20 and room >= 20:
            first, *rest = _hanging(line.remark, "", room)
            parts += [Content(" " * (21 - value.cell_length)), first.stylize(quiet)]
            more = [Content.assemble(" " * 21, one.stylize(quiet)) for one in rest]
        elif line.remark:
            more += [one.stylize(quiet) for one in _hanging(line.remark, "", width - len(start))]
        lines = [Content.assemble(*parts)]
        # What is left of a label stands under its beginning, out of the way of the values.
        for left, right in zip_longest(under, more, fillvalue=""):
            lines.append(Content.assemble(f"    {left}".ljust(len(start)), right))
        return Content("\n").join(lines)


def _hanging(text: str, indent: str, width: int) -> list[Content]:
    """A text in lines of a width, all of them indented."""
    wrapped = textwrap.wrap(text, max(10, width - len(indent)), break_on_hyphens=False)
    return [Content(f"{indent}{line}") for line in wrapped] or [Content("")]


class VerdictScreen(ViewScreen):
    """The judgement on the open case."""

    AUTO_FOCUS = "#lines"
    CSS_PATH = STYLES / "verdict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("follow", "close", "copy", "full-case", "to-sensitivity", "to-risk", "compare"),
    ]

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="judgement"):
            yield Headline(id="headline")
            yield Static(id="curve", markup=False)
            yield Lines(id="lines")
        yield KeyBar(
            "follow",
            "to-sensitivity",
            "to-risk",
            "verdict",
            "save",
            "help",
            "palette",
            id="key-bar",
        )
        yield self.cover()

    def on_mount(self) -> None:
        self.show_answers(self.answers)
        steps = self._steps
        if steps is not None and steps.verdict_place is not None:
            self.query_one(Lines).return_to(steps.verdict_place)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw_curve)

    @property
    def _steps(self) -> CaseScreen | None:
        """The screen it was opened from, which outlives it."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        return below if isinstance(below, CaseScreen) else None

    def _keep_place(self) -> None:
        if self._steps is not None:
            self._steps.verdict_place = self.query_one(Lines).place

    def show_answers(self, answers: Answers) -> None:
        """Judge other answers, as after undo."""
        self.answers = answers
        self.assessment = assess(answers, self.team)
        if not self.query(Lines):
            # It shows them once it is there.
            return
        self.query_one(Headline).assessment = self.assessment
        self.query_one(Lines).show(brief(self.assessment))
        self._draw_curve()

    def _draw_curve(self) -> None:
        cash = self.assessment.figures.cash
        lines = payback_curve(
            cash.balance,
            cash.payback_months,
            max(0, self.size.width - 4),
            CURVE_LINES if self.size.height >= 30 else 5,
            Words(self.assessment.case.currency),
        )
        curve = self.query_one("#curve", Static)
        curve.update(Content("\n".join(lines)))
        curve.display = bool(lines)

    @on(Menu.OptionSelected, "#lines")
    def _follow(self, event: Menu.OptionSelected) -> None:
        key = self.query_one(Lines).key_at(event.option_index)
        if key is not None:
            self._keep_place()
            self.post_message(messages.AnswerRequested(key))

    def action_follow(self) -> None:
        self.query_one(Lines).action_select()

    async def action_verdict(self) -> None:
        self._keep_place()
        await super().action_verdict()

    async def action_close(self) -> None:
        await self.action_verdict()

    async def action_full_case(self) -> None:
        """Close, and have the steps ask all of their questions."""
        steps = self._steps
        self.dismiss()
        if steps is not None:
            with steps._context():
                await steps.run_action("full_case")

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The judgement as plain text, for the clipboard, which a terminal may be pasted from."""
        parts = [self.case_title, headline(self.assessment)]
        for section in brief(self.assessment):
            rows = [
                f"- {line.label}: {line.text} {line.remark}".rstrip()
                if line.label
                else f"- {line.text}"
                for line in section.lines
            ]
            parts += ["", section.heading, *rows]
        return visible("\n".join(parts))

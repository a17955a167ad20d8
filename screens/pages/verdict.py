"""The verdict screen: what a budget holder needs first, then everything it rests on.

From any line, enter leads to the answer behind it; ^L leads back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.argument.brief import brief, headline
from rules.argument.lines import Line, Section
from rules.argument.what_it_hangs_on import Outlook, outlook_of, with_outlook
from rules.argument.what_it_hangs_on import sections as outlook_sections
from rules.assess import Assessment, assess
from rules.words.wording import Words, visible
from screens import messages
from screens.charts.payback_curve import payback_curve
from screens.frame.case_screen import COMMON, CaseScreen, ViewScreen
from screens.frame.overlay import cover
from screens.keys import bindings
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from screens.widgets.verdict_panel import VERDICT_CLASSES, marks

CURVE_LINES, FEWEST_CURVE_LINES = 12, 5
LABEL = 28
"""Columns of the labels."""
NARROWEST_CURVE = 32
"""Columns that a curve beside the figures takes at least; where there are fewer, it stands below
them."""
FEWEST_COLUMNS = 62
"""Columns that figures beside a curve take at least."""
_WHOLE = 1_000
"""Columns in which no line is broken."""

Drawn = Callable[[int, int], Sequence[str]]
"""A chart in so many columns and lines; none where there is nothing to draw."""


class Headline(Static):
    """The verdict in a sentence, with its sign."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*VERDICT_CLASSES}

    assessment: reactive[Assessment | None] = reactive(None, layout=True)

    def render(self) -> Content:
        assessment = self.assessment
        if assessment is None:
            return Content("")
        verdict = assessment.verdict
        sign, look = marks(verdict.id if verdict is not None else None)
        return Content.styled(f"{sign} {headline(assessment)}", self.get_visual_style(look))


class Lines(Menu):
    """The lines of a judgement; each knows the answer behind it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--heading",
        "lines--quiet",
        "lines--lead",
        "lines--curve",
    }

    _sections: tuple[Section, ...] = ()
    _curve: Drawn | None = None
    _laid_out_for = 0

    def show(self, sections: tuple[Section, ...], curve: Drawn | None = None) -> None:
        """Show other lines, keeping the place; a line that is still there keeps the highlight.

        Args:
            sections: all there is to read.
            curve: stands beside the figures, and below them where there is no room.
        """
        at_hand = self._at_hand
        self._sections, self._curve = sections, curve
        self._lay_out()
        rows = self._rows
        if at_hand in rows:
            self.highlighted = rows.index(at_hand)

    @property
    def _rows(self) -> list[tuple[str, Line | None]]:
        """What stands in each option: a heading alone, or a line under it."""
        return [
            (section.heading, line) for section in self._sections for line in (None, *section.lines)
        ]

    @property
    def _at_hand(self) -> tuple[str, Line | None] | None:
        rows = self._rows
        place = self.highlighted
        return rows[place] if place is not None and place < len(rows) else None

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
            self._keys += [line.key for line in section.lines]
            if section.name == "figures":
                yield from map(Option, self._with_the_curve(section.lines))
            else:
                yield from (Option(self._content(line)) for line in section.lines)

    @property
    def _width(self) -> int:
        return max(20, self.size.width - 2)

    def _with_the_curve(self, lines: Sequence[Line]) -> Iterator[Content]:
        """The figures, and the curve beside them where there is room, else below the last."""
        label = min(max(len(line.label) for line in lines), LABEL)
        whole = max(self._content(line, _WHOLE, label).cell_length for line in lines)
        beside = self._width - FEWEST_COLUMNS >= NARROWEST_CURVE
        left = min(whole, self._width - (NARROWEST_CURVE + 2 if beside else 0))
        contents = [self._content(line, left, label).split("\n") for line in lines]
        height = sum(map(len, contents))
        look = self.get_visual_style("lines--curve")
        if beside:
            at = left + 2
            drawn = self._drawn(self._width - at, min(height, CURVE_LINES))
        else:
            at, drawn = 2, self._drawn(self._width - 2, FEWEST_CURVE_LINES)
            contents[-1] = [*contents[-1], *[Content("")] * len(drawn)]
        further = iter(drawn) if beside else iter([*[""] * height, *drawn])
        for content in contents:
            parts = ((one, next(further, "")) for one in content)
            yield Content("\n").join(
                Content.assemble(one, " " * (at - one.cell_length), Content.styled(chart, look))
                if chart
                else one
                for one, chart in parts
            )

    def _drawn(self, width: int, height: int) -> Sequence[str]:
        return self._curve(width, height) if self._curve is not None else ()

    def _content(self, line: Line, width: int = 0, room_of_label: int = LABEL) -> Content:
        """A line, broken where it is wider than so many columns, or than the list."""
        width = width or self._width
        if not line.label:
            return self._sentence(line, width)
        label, *under = textwrap.wrap(line.label, room_of_label) or [""]
        start = f"  {label:<{room_of_label}} "
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

    def _sentence(self, line: Line, width: int) -> Content:
        """A sentence behind what it is about, which stands out."""
        lead = f"{line.lead}." if line.lead else ""
        first, *rest = _hanging(f"{lead} {line.text}".strip(), "  ", width)
        if first.plain.strip().startswith(lead):
            first = first.stylize(self.get_visual_style("lines--lead"), 2, 2 + len(lead))
        return Content("\n").join([first, *rest])


def _hanging(text: str, indent: str, width: int) -> list[Content]:
    """A text in lines of a width, all of them indented."""
    wrapped = textwrap.wrap(text, max(10, width - len(indent)), break_on_hyphens=False)
    return [Content(f"{indent}{line}") for line in wrapped] or [Content("")]


class VerdictScreen(ViewScreen):
    """The judgement on the open case.

    What it hangs on and how likely it is take longer: they are found out in a worker, and join
    the other lines once they are known.
    """

    AUTO_FOCUS = "#lines"
    CSS_PATH = STYLES / "verdict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("follow", "close", "copy", "full-case", "to-sensitivity", "to-risk", "compare"),
    ]

    def __init__(
        self, answers: Answers, *, title: str, file_state: str, team: TeamPolicy | None = None
    ) -> None:
        super().__init__(answers, title=title, file_state=file_state, team=team)
        self.outlook: Outlook | None = None
        """None while it is being found out."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        with Vertical(id="judgement"):
            yield Headline(id="headline")
            yield Lines(id="lines")
        yield KeyBar(
            "follow",
            "to-sensitivity",
            "to-risk",
            "report",
            "verdict",
            "save",
            "help",
            "palette",
            id="key-bar",
        )
        yield cover()

    def on_mount(self) -> None:
        steps = self._steps
        if steps is not None and steps.verdict_outlook is not None:
            earlier, outlook = steps.verdict_outlook
            now = self.assessment
            if (earlier.case, earlier.policy) == (now.case, now.policy):
                self.outlook = outlook
        self._show()
        if steps is not None and steps.verdict_place is not None:
            self.query_one(Lines).return_to(steps.verdict_place)

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
        self.outlook = None
        # It shows them once it is there.
        if self.query(Lines):
            self._show()

    def _show(self) -> None:
        self._tell()
        if self.outlook is None:
            self._find_out()

    @property
    def sections(self) -> tuple[Section, ...]:
        """All that there is to read, as far as it is known."""
        further = outlook_sections(self.assessment, self.outlook) if self.outlook else ()
        return brief(self._said, further)

    @property
    def _said(self) -> Assessment:
        """The judgement, as it reads with the outlook known once it is."""
        return with_outlook(self.assessment, self.outlook)

    @work(thread=True, exclusive=True)
    def _find_out(self) -> None:
        worker, assessment = get_current_worker(), self.assessment
        found = outlook_of(assessment, lambda: not worker.is_cancelled)
        if not worker.is_cancelled:
            self.hand_over(self._take_in, assessment, found)

    def _take_in(self, assessment: Assessment, found: Outlook) -> None:
        # The program may be on its way out, or the answers other ones by now.
        if not self.is_attached or assessment is not self.assessment:
            return
        self.outlook = found
        if self._steps is not None:
            self._steps.verdict_outlook = (assessment, found)
        self._tell()

    def _tell(self) -> None:
        """Say all that is known by now."""
        self.query_one(Headline).assessment = self._said
        self.query_one(Lines).show(self.sections, self._curve)

    def _curve(self, width: int, height: int) -> Sequence[str]:
        """What is left of the investment, month by month."""
        cash, words = self.assessment.figures.cash, Words(self.assessment.case.currency)
        return payback_curve(cash.balance, cash.payback_months, width, height, words)

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
        if steps is not None and steps.is_active:
            await steps.run_action("full_case")

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """The judgement as plain text, for the clipboard, which a terminal may be pasted from."""
        parts = [self.case_title, headline(self._said)]
        for section in self.sections:
            rows = [
                f"- {line.label}: {line.text} {line.remark}".rstrip()
                if line.label
                else f"- {line.text}"
                for line in section.lines
            ]
            parts += ["", section.heading, *rows]
        return visible("\n".join(parts))

"""What was said, once it is revealed: the ranges, what each would mean, the reasons, the advice."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rules.answers.case import Case
from rules.argument.what_it_hangs_on import amount
from rules.verdict import SPOKEN
from rules.words.money import Words
from rules.words.wording import listed
from rules.workshop.discussion import Discussion, payback_in_words
from rules.workshop.meeting import Meeting
from rules.workshop.pooling import Range, Stand, outliers, pooled, spread
from rules.workshop.views import shown_names, shown_ranges
from screens.charts.ranges import Bar, ranges
from screens.fields.cut import cut
from screens.widgets.verdict_panel import VERDICT_CLASSES, marks

POOL = "pool"


class Talk(VerticalScroll, can_focus=True):
    """All there is to talk about; it scrolls where the room is small."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*VERDICT_CLASSES, "talk--heading"}

    _shown: tuple[Meeting, Discussion | None, Case, bool] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="talk-text", markup=False)

    def show(self, meeting: Meeting, talk: Discussion | None, case: Case, in_short: bool) -> None:
        """Show what was said.

        Args:
            meeting: whose answers are revealed.
            talk: what they mean; None until that is found.
            case: whose currency amounts are in.
            in_short: leave out the reasons, where all of it would not be in sight with them.
        """
        before, self._shown = self._shown, (meeting, talk, case, in_short)
        if before is None or before[0].key != meeting.key:
            self.scroll_home(animate=False)
        self._draw()

    def on_resize(self) -> None:
        """Draw the chart anew for another width."""
        self._draw()

    def _draw(self) -> None:
        # A bar to scroll by may come with the very lines that are made now.
        width = self.content_size.width - 1
        if self._shown is not None and width > 0:
            meeting, talk, case, in_short = self._shown
            lines = list(self._lines(meeting, talk, case, in_short, width))
            reasons = list(self._reasons(meeting, width))
            if not in_short or len(lines) + len(reasons) <= self.content_size.height:
                lines += reasons
            self.query_one("#talk-text", Static).update(Content("\n").join(lines))

    # ----------------------------------------------------------------- the lines

    def _lines(
        self, meeting: Meeting, talk: Discussion | None, case: Case, in_short: bool, width: int
    ) -> Iterator[Content]:
        names = [*shown_ranges(meeting), POOL]
        chart = chart_of(meeting, case, width)
        stands: dict[str, Stand] = {}
        if talk is not None and (not in_short or self._has_room_for(len(names))):
            stands = {one.name: one for one in talk.weighed.people} | {POOL: talk.weighed.pool}
        words = Words(case.currency)
        # The axis stands below all of them, and below nothing else.
        for name, line in zip(names, chart, strict=False):
            yield Content.styled(line, "bold")
            if name in stands:
                yield from self._meaning(stands[name], words, width)
        yield from (Content(line) for line in chart[len(names) :])
        yield from self._conclusion(meeting, talk, width)

    def _has_room_for(self, bars: int) -> bool:
        """Whether each bar can have a line of its own below it, with axis and advice at the end."""
        return 2 * bars + 4 <= self.content_size.height

    def _meaning(self, one: Stand, words: Words, width: int) -> Iterator[Content]:
        sign, look = marks(one.verdict)
        text = cut(f"{sign} {outcome_of(one, words, in_short=width < 70)}", width - 2)
        yield Content.styled(f"  {text}", self.get_visual_style(look))

    def _conclusion(
        self, meeting: Meeting, talk: Discussion | None, width: int
    ) -> Iterator[Content]:
        heading = self.get_visual_style("talk--heading")
        if talk is None:
            yield Content("Weighing what each number would mean …")
            return
        said = " ".join(filter(None, (talk.spread, talk.apart)))
        yield from map(Content, textwrap.wrap(said, width))
        yield from (Content.styled(line, heading) for line in textwrap.wrap(talk.advice, width))

    def _reasons(self, meeting: Meeting, width: int) -> Iterator[Content]:
        names = shown_names(meeting)
        given = {
            names[name]: one.vote.reason
            for name, one in meeting.standing.items()
            if one.vote.reason
        }
        if given:
            yield Content("")
            yield Content.styled("Reasons", self.get_visual_style("talk--heading"))
        for name in sorted(given, key=list(shown_ranges(meeting)).index):
            yield from map(
                Content, textwrap.wrap(f"{name}: {given[name]}", width, subsequent_indent="  ")
            )


def outcome_of(one: Stand, words: Words, *, in_short: bool) -> str:
    """What the case comes to with somebody's number."""
    if not one.is_possible:
        return "this number contradicts the rest of the case"
    said = payback_in_words(one)
    if not math.isnan(one.npv) and not in_short:
        said = f"{said}, net present value {words.money(one.npv)}"
    return said if one.verdict is None else f"{said}: {SPOKEN[one.verdict].words}"


def chart_of(meeting: Meeting, case: Case, width: int) -> list[str]:
    """The ranges that are revealed, the pool below them, and the axis."""
    said, key = shown_ranges(meeting), meeting.key
    if not said or key is None:
        return []

    def spelt(value: float) -> str:
        return amount(key, value, case.currency)

    def text(one: Range) -> str:
        if one.low == one.high or width < 70:
            return spelt(one.likely)
        return f"{spelt(one.likely)} ({spelt(one.low)}..{spelt(one.high)})"

    apart = outliers(said)
    bars = [
        Bar(name, one.low, one.likely, one.high, text(one), is_apart=name in apart)
        for name, one in said.items()
    ]
    pool = pooled(list(said.values()))
    bars.append(Bar(POOL, pool.low, pool.likely, pool.high, text(pool), is_pool=True))
    middle = spread(list(said.values())).median
    return ranges(bars, (middle, spelt(middle)), width)


def agreed_in_words(meeting: Meeting, case: Case) -> str:
    """What was agreed, who does not share it, and whom one may ask; empty where nothing was."""
    key = meeting.key
    settled = meeting.agreement(key) if key is not None else None
    if key is None or settled is None or meeting.phase != "settled":
        return ""
    low, likely, high = (
        amount(key, one, case.currency)
        for one in (settled.said.low, settled.said.likely, settled.said.high)
    )
    number = likely if low == high else f"{likely} ({low}..{high})"
    parts = [f"Agreed: {number}, {settled.method}."]
    parts += [
        f"{name} does not share it{f': {_ended(why)}' if why else '.'}"
        for name, why in settled.dissent.items()
    ]
    asked = [name for name in meeting.outside(settled.said) if name not in settled.dissent]
    if asked and not meeting.hides_names:
        parts.append(f"Outside it: {listed(asked)}.")
    return " ".join(parts)


def _ended(text: str) -> str:
    """What somebody typed, with an end that tells it from the sentence behind it."""
    return text if text.endswith((".", "!", "?")) else f"{text}."

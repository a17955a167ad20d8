"""The question at hand in words, and the clock beside it."""

from __future__ import annotations

import textwrap
from time import monotonic
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Digits

from rules.answers.case import Case
from rules.questions import question_of
from rules.results import label_of
from rules.workshop.meeting import Meeting
from rules.workshop.views import answers_shown
from screens.workshop.agenda import weight_of
from screens.workshop.people import answered


class Head(Widget):
    """The question: its round and name, its prompt, why it matters."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--name", "head--prompt", "head--quiet"}

    _parts: tuple[str, str, str] = ("", "", "")
    _room = 0

    def show(self, meeting: Meeting, key: str | None, case: Case, *, room: int) -> None:
        """Show the question of a key.

        Args:
            meeting: as it is now.
            key: of the question that is open, or at hand on the agenda.
            case: whose rows have names.
            room: lines that it may take where there is more to say than the question.
        """
        question = None if key is None else question_of(key)
        if key is None or question is None:
            parts = ("", "The agenda is empty.", "")
        else:
            state = _state(meeting, key, case.currency)
            name = " · ".join(filter(None, (label_of(key, case), state)))
            parts = (name, question.prompt, f"{_earlier(meeting)} {question.why}".strip())
        if (parts, room) != (self._parts, self._room):
            self._parts, self._room = parts, room
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are in a width."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        name, prompt, why = self._parts
        lines: list[Content] = []
        for text, style in ((name, "head--name"), (prompt, "head--prompt")):
            look = self.get_visual_style(style)
            lines += [Content.styled(one, look) for one in textwrap.wrap(text, max(10, width))]
        left = self._room - len(lines)
        if left > 0:
            look = self.get_visual_style("head--quiet")
            wrapped = textwrap.wrap(why, max(10, width), max_lines=left, placeholder=" …")
            lines += [Content.styled(one, look) for one in wrapped]
        return lines


def _state(meeting: Meeting, key: str, currency: str) -> str:
    """How far the open question has come; of another one, what hangs on it."""
    ballot = meeting.ballot
    if key != meeting.key or ballot is None:
        item = next(one for one in meeting.agenda if one.key == key)
        return weight_of(item, currency, is_wide=True)
    said = {
        "voting": answered(meeting),
        "revealed": "answers shown",
        "settled": "agreed",
    }.get(meeting.phase, "")
    hidden = "without names" if meeting.hides_names else ""
    return " · ".join(filter(None, (f"round {ballot.number}", hidden, said)))


def _earlier(meeting: Meeting) -> str:
    """What an earlier round came to, while another one is held."""
    shown = answers_shown(meeting) if meeting.phase == "voting" else None
    if shown is None:
        return ""
    low, median, high = (shown[name] for name in ("lowest", "median", "highest"))
    return f"Last round: from {low} to {high}, median {median}."


class Clock(Digits):
    """How long a round has taken, in big figures; it is shown and ends nothing."""

    _began: float | None = None
    """When it was started; None while it stands."""
    _before = 0.0
    """Seconds that it ran before."""

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self._tick()

    @property
    def seconds(self) -> int:
        """How long it has run."""
        since = 0.0 if self._began is None else monotonic() - self._began
        return int(self._before + since)

    @property
    def runs(self) -> bool:
        """Whether it has been started."""
        return self._began is not None

    def _tick(self) -> None:
        minutes, seconds = divmod(self.seconds, 60)
        shown = f"{minutes}:{seconds:02}"
        if shown != self.value:
            self.update(shown)

    def start_anew(self) -> None:
        """Run from zero."""
        self._before, self._began = 0.0, monotonic()
        self._tick()

    def start(self) -> None:
        """Run on."""
        if self._began is None:
            self._began = monotonic()

    def stop(self) -> None:
        """Stand."""
        if self._began is not None:
            self._before += monotonic() - self._began
            self._began = None

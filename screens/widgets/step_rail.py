"""The steps with their state: one line where it is narrow, a column with names where it is wide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from rules.answers.answers import Answers
from rules.assess import Assessment
from rules.questions import Step, locate
from screens.frame.room import BARE_RAIL
from screens.frame.textual_private import keymap_of
from screens.keymap import with_keys
from screens.widgets.by_line import ByLine

State = Literal["untouched", "begun", "done", "problem"]
SIGNS: dict[State, str] = {"untouched": "○", "begun": "◐", "done": "✓", "problem": "!"}


def state_of(step: Step, answers: Answers, assessment: Assessment) -> State:
    """How far a step is: a problem in it, answers missing, done, or nothing answered."""
    keys = {question.key for question in step.questions}

    def any_of(paths: Sequence[str]) -> bool:
        return any((place := locate(path)) and place[0].key in keys for path in paths)

    if any_of(assessment.unusable):
        return "problem"
    if keys.isdisjoint(answers):
        return "untouched"
    return "begun" if any_of(assessment.missing) else "done"


class StepRail(ByLine):
    """All steps; a click goes to one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rail--current", "rail--problem", "rail--step"}

    states: reactive[tuple[State, ...]] = reactive((), init=False, repaint=False)
    current: reactive[int] = reactive(0, init=False, repaint=False)
    watch_states = watch_current = ByLine.follow

    def __init__(self, steps: Sequence[Step], id: str | None = None) -> None:
        super().__init__(id=id)
        # Textual would give all links one colour; these have that of their state.
        self.auto_links = False
        self.steps = steps

    def lines(self) -> list[Content]:
        wide = self.size.height > 1
        parts = [self._part(number, step, wide=wide) for number, step in enumerate(self.steps)]
        # The quick look alone is one step: what else there is has to be said.
        place = f"step {self.current + 1} of {len(self.steps)}"
        if len(self.steps) == 1:
            said = "{full-case}: all questions" if self._is_named or not wide else "{full-case} all"
            place = with_keys(said, keymap_of(self.app))
        if wide:
            lines = [line for part in parts for line in (part, Content(""))]
            further = textwrap.wrap(place, self.size.width - 1) if len(self.steps) == 1 else []
            return [*lines, *(Content(f" {one}") for one in further)]
        line = Content.assemble(" ", Content(" ").join(parts))
        gap = self.size.width - line.cell_length - len(place) - 1
        return [Content.assemble(line, " " * gap, place) if gap > 1 else line]

    @property
    def _is_named(self) -> bool:
        """Whether a column has room for the names of the steps."""
        return self.size.width > BARE_RAIL

    def _part(self, number: int, step: Step, *, wide: bool) -> Content:
        state = self.states[number] if number < len(self.states) else "untouched"
        is_current = number == self.current
        component = "rail--step"
        if state == "problem":
            component = "rail--problem"
        if is_current:
            component = "rail--current"
        style = self.get_visual_style(component) + Style.from_meta(
            {"@click": f"screen.go_to_step({number})"}
        )
        sign = SIGNS[state]
        if wide:
            mark = "▌" if is_current else " "
            named = f"{mark}{sign} {number + 1} {step.title}"
            return Content.styled(named if self._is_named else named[: len("▌✓ 1")], style)
        if is_current:
            return Content.styled(f"[{number + 1}{sign} {step.title}]", style)
        return Content.styled(f"{number + 1}{sign}", style)

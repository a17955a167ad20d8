"""From question to question and from step to step, and to what a verdict still needs."""

from __future__ import annotations

from collections.abc import Sequence

from rules.questions import (
    AFTER_LAUNCH,
    QUESTIONS,
    SETTINGS,
    STEPS,
    Question,
    Step,
    locate,
    question_beside,
)
from screens.fields.settled import settled
from screens.frame.asking import AskingScreen
from screens.widgets.help_strip import HelpStrip
from screens.widgets.step_rail import StepRail


class MovingScreen(AskingScreen):
    """Goes to other questions, whatever step or worksheet asks them."""

    _sought: str | None = None
    """Where the last search for what is missing led."""

    async def open_details(self, question: Question, at: str | None = None) -> None:
        """Open what lies behind a question.

        Args:
            question: on a step, or a setting.
            at: the key of a question in there to begin with.
        """
        # Textual's screens cannot be abstract classes.
        raise NotImplementedError

    async def show_step(self, number: int, key: str | None = None) -> None:
        """Go to a step.

        It is done when this returns: a key typed meanwhile waits, and then goes to the new step.

        Args:
            number: of the step, from 0.
            key: of the question that takes the focus; the first where None.
        """
        await settled(self)
        if not self.is_attached:
            # The program is on its way out.
            return
        self.current = number
        old, self.form = self.form, self._form(key)
        self.query_one(HelpStrip).spare_lines = self._spare_lines
        # No field has the focus while none of the new ones can take it.
        self.set_focus(None)
        with self.app.batch_update():
            await self.query_one("#middle").mount(self.form, before=old)
            old.remove()
            await self._focus_on(key)

    async def go_to(self, key: str) -> bool:
        """Show the question of a key, in its step; a worksheet's in the worksheet.

        Returns:
            Whether there is such a question.
        """
        place = locate(key)
        if place is None:
            return False
        question = place[0]
        if question in (*SETTINGS.questions, *AFTER_LAUNCH.questions):
            await self.open_details(question)
            return True
        target = _asked_by(key)
        if self._step_with(target) is None:
            # The quick path does not ask for it; the full one does.
            self._show_steps(STEPS)
        number = self._step_with(target)
        if number is None:
            return False
        if number != self.current:
            await self.show_step(number, target)
        else:
            await self._focus_on(target)
        if question.builds:
            await self.open_details(QUESTIONS[target], question.key)
        return True

    def _show_steps(self, steps: Sequence[Step]) -> None:
        """Ask other steps from here on."""
        self.steps = steps
        rail = self.query_one(StepRail)
        rail.steps = steps
        rail.states = self._states()
        # None of them is shown yet.
        self.set_reactive(AskingScreen.current, -1)

    def why_not(self, call: str) -> str:
        if call == "full_case" and self.steps is STEPS:
            return "All questions are asked already: this is the full case."
        if call == "previous_step" and self.current <= 0:
            return "There is no step before this one."
        return super().why_not(call)

    async def action_full_case(self) -> None:
        """From the quick path to all nine steps, keeping every answer."""
        present = self.form.present
        self._show_steps(STEPS)
        key = present.question.key if present is not None else STEPS[0].questions[0].key
        await self.go_to(key)

    async def action_next_question(self) -> None:
        await self.form.step(1)

    async def action_previous_question(self) -> None:
        await self.form.step(-1)

    async def action_next_step(self) -> None:
        if self.current + 1 < len(self.steps):
            await self.show_step(self.current + 1)
        else:
            await self.action_verdict()

    async def action_previous_step(self) -> None:
        if self.current > 0:
            await self.show_step(self.current - 1)

    async def action_go_to_step(self, number: int) -> None:
        await self.show_step(number)

    async def action_next_missing(self, here: str | None = None) -> None:
        """Go to the next answer that a verdict needs or that is not usable, and round again.

        Args:
            here: the key to go on from; that of the question at hand where None.
        """
        await settled(self)
        keys = [key for key in self.assessment.to_mend if locate(key) is not None]
        if not keys:
            await self.action_verdict()
            return
        if here is None and self.form.present is not None:
            here = self.form.present.question.key
        if here not in keys and self._sought is not None and here is not None:
            # A worksheet's question, or one in a row, is not at hand by its own name.
            here = self._sought if _asked_by(self._sought) == _asked_by(here) else here
        place = keys.index(here) + 1 if here in keys else 0
        self._sought = keys[place % len(keys)]
        await self.go_to(self._sought)


def _asked_by(key: str) -> str:
    """The key of the question on a step under which an answer is found."""
    place = locate(key)
    return key if place is None else question_beside(place[0].builds or place[0].key)

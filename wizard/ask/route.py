"""The way through the questions: which are asked, in which order, and where somebody has been."""

from __future__ import annotations

from rules.answers.answers import Answers
from rules.questions import (
    QUESTIONS,
    STEPS,
    Question,
    quick_questions,
    sheets_offered,
    worksheet,
)


class Route:
    """The questions of one interview.

    Worksheets are asked only where they were opened, or had an answer from the beginning.
    """

    def __init__(self, answers: Answers, *, quick: bool) -> None:
        """Begin with the answers as they are; `quick` asks only for what a first answer needs."""
        self._quick = quick
        self._open_sheets = {
            question.builds
            for question in QUESTIONS.values()
            if question.builds and question.key in answers
        }
        self._visited: list[str] = []

    def keys(self, answers: Answers) -> list[str]:
        """The keys to ask for, in order."""
        questions = (
            quick_questions()
            if self._quick
            else [question for step in STEPS for question in step.questions]
        )
        asked = [question.key for question in questions if self._is_asked(question, answers)]
        if not self._quick:
            return asked
        # A worksheet opened on the quick path is asked right after the number it builds.
        result = []
        for key in asked:
            result.append(key)
            for sheet in sheets_offered(key):
                if sheet in self._open_sheets:
                    result += [question.key for question in worksheet(sheet)]
        return result

    def _is_asked(self, question: Question, answers: Answers) -> bool:
        return (question.builds is None or question.builds in self._open_sheets) and (
            question.visible_when is None or question.visible_when(answers)
        )

    def after(self, key: str, answers: Answers) -> str | None:
        """The key that follows; None behind the last."""
        keys = self.keys(answers)
        if key not in keys:
            # A question off the path, such as a setting: back to where the path was left.
            return next((one for one in reversed(self._visited) if one in keys), keys[0])
        position = keys.index(key) + 1
        return keys[position] if position < len(keys) else None

    def open_sheet(self, sheet: str) -> None:
        """Ask the questions of a worksheet from now on."""
        self._open_sheets.add(sheet)

    def is_open(self, sheet: str) -> bool:
        """Whether the questions of a worksheet are asked."""
        return sheet in self._open_sheets

    def visit(self, key: str) -> None:
        """Be at a question."""
        if not self._visited or self._visited[-1] != key:
            self._visited.append(key)

    @property
    def at_hand(self) -> str:
        """The question that was asked last."""
        return self._visited[-1]

    def back(self) -> str | None:
        """The question before, to be visited again; None at the first."""
        if len(self._visited) < 2:
            return None
        self._visited.pop()
        return self._visited.pop()

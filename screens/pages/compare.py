"""The open case beside another session, in columns: figures, chances, answers that differ, tables.

The chances are drawn in a worker and join the rest once they are known.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Unpack

from textual.binding import BindingType

from rules.answers.answers import Answers
from screens.frame.case_screen import COMMON
from screens.frame.page_screen import PageScreen
from screens.keys import bindings
from screens.ports import Beside, OfCase, SetBeside


class CompareScreen(PageScreen):
    """What sets another session apart from the open case."""

    LEADS_HERE = frozenset({"compare"})
    AUTO_FOCUS = "#comparison"
    PAGE = "comparison"
    BAR = ("report", "copy", "close", "palette")
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("compare", "to-sensitivity", "to-risk", "close", "copy"),
    ]

    def __init__(self, answers: Answers, beside: Beside, **of_case: Unpack[OfCase]) -> None:
        """Compare.

        Args:
            answers: of the open case.
            beside: lays out what sets the other session apart from answers.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.beside = beside
        self._set = beside(answers)
        self.shown = self._set.lines

    def on_mount(self) -> None:
        self._draw_chances()

    def show_answers(self, answers: Answers) -> None:
        """Compare other answers, as after undo."""
        self.answers = answers
        self._set = self.beside(answers)
        self.show(self._set.lines)
        self._draw_chances()

    def _draw_chances(self) -> None:
        self.find_aside(self._set.with_chances, partial(self._take_in, self._set))

    def _take_in(self, before: SetBeside, found: SetBeside) -> None:
        if before is self._set:
            self._set = found
            self.show(found.lines)

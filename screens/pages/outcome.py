"""What came of the open case: as approved, as it was, as it is expected by now, and what is open.

It is judged again in a worker, and anew when an answer changes; the screen never waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Unpack

from textual.binding import BindingType

from rules.answers.answers import Answers
from screens.frame.case_screen import COMMON
from screens.frame.page_screen import JudgedPageScreen
from screens.keys import bindings
from screens.ports import LaidOut, OfCase, Outcomes


class OutcomeScreen(JudgedPageScreen):
    """Plan, actual and forecast as a chart, what asks for attention, and the ways that are open."""

    LEADS_HERE = frozenset({"outcome"})
    AUTO_FOCUS = "#outcome"
    PAGE = "outcome"
    BAR = ("track", "decisions", "copy", "close", "palette")
    JUDGING = "The case is being judged again …"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("outcome", "track", "decisions", "close", "copy"),
    ]

    def __init__(self, answers: Answers, judge: Outcomes, **of_case: Unpack[OfCase]) -> None:
        """Show it.

        Args:
            answers: of the open case.
            judge: judges them again from their months after launch.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.judge = judge

    def on_screen_resume(self) -> None:
        """Something may have been decided on a screen that lay on this one."""
        if self.shown is not None:
            self.judge_again()

    def find_out(self, still_wanted: Callable[[], bool]) -> LaidOut:
        return self.judge(self.answers)

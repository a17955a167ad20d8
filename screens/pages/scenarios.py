"""The open case in other states of the world, and the picture of where its verdict changes.

They are judged in a worker, and anew when an answer changes; the screen never waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Unpack

from textual.binding import BindingType

from rules.answers.answers import Answers
from screens.frame.case_screen import COMMON
from screens.frame.page_screen import JudgedPageScreen
from screens.keys import bindings
from screens.ports import InScenarios, LaidOut, OfCase


class ScenariosScreen(JudgedPageScreen):
    """A table of scenarios, and the frontier."""

    LEADS_HERE = frozenset({"to-scenarios"})
    AUTO_FOCUS = "#scenarios"
    PAGE = "scenarios"
    BAR = ("to-sensitivity", "to-risk", "report", "copy", "close", "palette")
    JUDGING = "The scenarios are being judged …"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings("to-scenarios", "to-sensitivity", "to-risk", "close", "copy"),
    ]

    def __init__(self, answers: Answers, judge: InScenarios, **of_case: Unpack[OfCase]) -> None:
        """Show scenarios.

        Args:
            answers: of the open case.
            judge: judges answers in all scenarios of the case.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.judge = judge

    def find_out(self, still_wanted: Callable[[], bool]) -> LaidOut:
        return self.judge(self.answers, still_wanted)

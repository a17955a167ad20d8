"""What was decided on the open case, and what has changed since; and a decision put on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Unpack

from textual.binding import BindingType

from rules.answers.answers import Answers, Entry
from rules.assess import assess
from rules.review.deciding import Wish
from screens import messages
from screens.frame.case_screen import COMMON
from screens.frame.page_screen import JudgedPageScreen
from screens.keys import bindings
from screens.overlays.deciding import DecideScreen
from screens.ports import Decisions, LaidOut, OfCase


class DecisionsScreen(JudgedPageScreen):
    """The story of the case, from decision to decision up to now."""

    LEADS_HERE = frozenset({"decisions"})
    AUTO_FOCUS = "#story"
    PAGE = "story"
    JUDGING = "What was decided is being judged again …"
    BAR = ("decide", "save", "undo", "copy", "close", "palette")
    BINDINGS: ClassVar[list[BindingType]] = [*COMMON, *bindings("decide", "close", "copy")]

    def __init__(self, answers: Answers, decisions: Decisions, **of_case: Unpack[OfCase]) -> None:
        """Show them.

        Args:
            answers: of the open case.
            decisions: those on record, saved or not.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.decisions = decisions
        self._typed: dict[str, Entry] = {}
        """What was typed of a decision that is not recorded yet."""

    def find_out(self, still_wanted: Callable[[], bool]) -> LaidOut:
        return self.decisions.told(self.answers)

    def show_answers(self, answers: Answers) -> None:
        """Tell it of other answers or decisions, as after undo."""
        self.assessment = assess(answers, self.team)
        super().show_answers(answers)

    def why_not(self, call: str) -> str:
        return (self.decisions.unreadable if call == "decide" else "") or super().why_not(call)

    async def action_decide(self) -> None:
        asked = DecideScreen(
            self.assessment, self.decisions.today(), self.decisions.refusals, self._typed
        )
        await self.open(asked, self._decided)

    def _decided(self, wish: Wish | None) -> None:
        if wish is not None:
            self._typed = {}
            self.post_message(messages.DecisionMade(wish))

"""What screens tell the program: messages named for what happened. Nothing else leaves a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from textual.message import Message
from textual.screen import Screen

from rules.answers.answers import Entry

if TYPE_CHECKING:
    from rules.review.deciding import Wish


class Told(Message):
    """Something that a screen tells the program."""

    beneath: Screen[Any] | None = None
    """What everything lay on when it was told; by the time it is heard another case may be open."""


class Asked(Told):
    """Something that is to happen before the next key is heard, which may be meant for it."""


class AskedOfName(Asked):
    """Something that is to happen with what has this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class AnswerChanged(Told):
    """A question was answered anew, or its answer taken back (None)."""

    def __init__(self, key: str, entry: Entry | None, visit: str) -> None:
        super().__init__()
        self.key = key
        self.entry = entry
        self.visit = visit
        """Names one stay in one field: its changes are one step of history."""


class SaveRequested(Asked):
    """Save the session."""


class DifferencesRequested(Asked):
    """Show what differs between the case and its file."""


class SaveAsRequested(Asked):
    """Save the session under another name, which is asked for."""


class UndoRequested(Asked):
    """Take the last change back."""


class RedoRequested(Asked):
    """Make the change taken back again."""


class HelpRequested(Asked):
    """Show what can be done, first of all where it is asked for."""

    def __init__(self, asking: Screen[Any]) -> None:
        super().__init__()
        self.asking = asking


class TourRequested(Asked):
    """Show somebody round, on a sample."""


class PricesRequested(Asked):
    """Look a model's prices up and fill them in."""

    def __init__(self, at_hand: str) -> None:
        """For the model that the answer at hand is about; for the teacher where it is about none.

        Args:
            at_hand: the key of that answer; empty where none is.
        """
        super().__init__()
        about_student = at_hand.startswith("student.")
        self.side: Literal["teacher", "student"] = "student" if about_student else "teacher"


class ImportRequested(Asked):
    """Choose logs or an evaluation, and take figures from them, into a new case if none is open."""


class AnswersTaken(Asked):
    """Several answers were taken at once, which is one step of history."""

    def __init__(self, entries: Mapping[str, Entry], said: str) -> None:
        super().__init__()
        self.entries = entries
        self.said = said
        """What came of it, in a sentence."""


class CompareRequested(Asked):
    """Choose another session and show what sets it apart."""


class SensitivityRequested(Asked):
    """Show what the case hangs on."""


class RiskRequested(Asked):
    """Show how likely the case pays back."""


class ScenariosRequested(Asked):
    """Show the case in other states of the world."""


class PortfolioRequested(Asked):
    """Choose among the cases of a folder."""


class ReportRequested(Asked):
    """Show the case as a report, to be written to a file."""


class TrackRequested(Asked):
    """Show what came of the case beside its plan."""


class OutcomeRequested(Asked):
    """Show what came of the case as it is expected by now, and what is open."""


class DecisionsRequested(Asked):
    """Show what was decided on the case."""


class DecisionMade(Asked):
    """Put a decision on record."""

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self.wish = wish


class BringRequested(AskedOfName):
    """Choose a copy of the session, and count its answers as somebody's in the workshop."""


class ViewClosed(Asked):
    """Go back to the steps."""


class FullCaseRequested(Asked):
    """Go from the quick look to the full case."""


class VerdictRequested(Asked):
    """Show the verdict."""


class AnswerRequested(Asked):
    """Show the question of a key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class HomeRequested(Asked):
    """Go to the start page."""


class CopyRequested(Asked):
    """Put a text on the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class QuitRequested(Asked):
    """Leave the program."""


class NewRequested(Asked):
    """Begin a case."""

    def __init__(self, *, quick: bool) -> None:
        super().__init__()
        self.quick = quick


class OpenRequested(Asked):
    """Open a session file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class BrowseRequested(Asked):
    """Choose a session file by walking folders."""


class TakeUpRequested(AskedOfName):
    """Go on with work that an earlier run could not save."""


class DiscardRequested(AskedOfName):
    """Forget work that an earlier run could not save."""


class SampleRequested(AskedOfName):
    """Open a sample session as a new, unsaved case."""

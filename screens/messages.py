"""What screens tell the program: messages named for what happened. Nothing else leaves a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from textual.message import Message

from rules.answers import Entry


class AnswerChanged(Message):
    """A question was answered anew, or its answer taken back (None)."""

    def __init__(self, key: str, entry: Entry | None, visit: str) -> None:
        super().__init__()
        self.key = key
        self.entry = entry
        self.visit = visit
        """Names one stay in one field: its changes are one step of history."""


class SaveRequested(Message):
    """Save the session."""


class SaveAsRequested(Message):
    """Save the session under another name, which is asked for."""


class UndoRequested(Message):
    """Take the last change back."""


class RedoRequested(Message):
    """Make the change taken back again."""


class PricesRequested(Message):
    """Look a model's prices up and fill them in."""

    def __init__(self, side: Literal["teacher", "student"]) -> None:
        super().__init__()
        self.side: Literal["teacher", "student"] = side


class CompareRequested(Message):
    """Choose another session and show what sets it apart."""


class SensitivityRequested(Message):
    """Show what the case hangs on."""


class RiskRequested(Message):
    """Show how likely the case pays back."""


class ReportRequested(Message):
    """Show the case as a report, to be written to a file."""


class BringRequested(Message):
    """Choose a copy of the session, and count its answers as somebody's in the workshop."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class ViewClosed(Message):
    """Go back to the steps."""


class VerdictRequested(Message):
    """Show the verdict."""


class AnswerRequested(Message):
    """Show the question of a key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class HomeRequested(Message):
    """Go to the start page."""


class CopyRequested(Message):
    """Put a text on the clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class QuitRequested(Message):
    """Leave the program."""


class NewRequested(Message):
    """Begin a case."""

    def __init__(self, *, quick: bool) -> None:
        super().__init__()
        self.quick = quick


class OpenRequested(Message):
    """Open a session file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class BrowseRequested(Message):
    """Choose a session file by walking folders."""


class TakeUpRequested(Message):
    """Go on with work that an earlier run could not save."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class DiscardRequested(Message):
    """Forget work that an earlier run could not save."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class SampleRequested(Message):
    """Open a sample session as a new, unsaved case."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

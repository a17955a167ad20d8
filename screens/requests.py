"""What can be asked of the program wherever answers are typed."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

from screens import messages
from screens.fields.settled import settled

Result = TypeVar("Result")


class Requests(Screen[Result]):
    """Save, undo and redo, once the last key typed has been taken in."""

    async def action_save(self) -> None:
        await settled(self)
        self.post_message(messages.SaveRequested())

    async def action_undo(self) -> None:
        await settled(self)
        self.post_message(messages.UndoRequested())

    async def action_redo(self) -> None:
        await settled(self)
        self.post_message(messages.RedoRequested())

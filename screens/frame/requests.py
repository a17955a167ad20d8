"""What can be asked of the program wherever answers are typed."""

from __future__ import annotations

from typing import TypeVar

from screens import messages
from screens.fields.settled import settled
from screens.frame.layers import Layer

Result = TypeVar("Result")


class Requests(Layer[Result]):
    """What leads nowhere else in the case, once the last key typed has been taken in."""

    async def action_save(self) -> None:
        await settled(self)
        self.post_message(messages.SaveRequested())

    async def action_save_as(self) -> None:
        await settled(self)
        self.post_message(messages.SaveAsRequested())

    async def action_differences(self) -> None:
        await settled(self)
        self.post_message(messages.DifferencesRequested())

    async def action_undo(self) -> None:
        await settled(self)
        self.post_message(messages.UndoRequested())

    async def action_redo(self) -> None:
        await settled(self)
        self.post_message(messages.RedoRequested())

    async def action_home(self) -> None:
        await settled(self)
        self.post_message(messages.HomeRequested())

    async def action_quit_program(self) -> None:
        await settled(self)
        self.post_message(messages.QuitRequested())

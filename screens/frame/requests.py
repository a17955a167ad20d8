"""What can be asked of the program wherever answers are typed."""

from __future__ import annotations

from typing import TypeVar

from screens import messages
from screens.fields.settled import settled
from screens.frame.layers import Layer

Result = TypeVar("Result")


class Requests(Layer[Result]):
    """What leads nowhere else in the case."""

    async def request(self, message: messages.Told) -> None:
        """Tell the program, once the last key typed has been taken in."""
        await settled(self)
        self.post_message(message)

    async def action_save(self) -> None:
        await self.request(messages.SaveRequested())

    async def action_save_as(self) -> None:
        await self.request(messages.SaveAsRequested())

    async def action_differences(self) -> None:
        await self.request(messages.DifferencesRequested())

    async def action_undo(self) -> None:
        await self.request(messages.UndoRequested())

    async def action_redo(self) -> None:
        await self.request(messages.RedoRequested())

    async def action_home(self) -> None:
        await self.request(messages.HomeRequested())

    async def action_quit_program(self) -> None:
        await self.request(messages.QuitRequested())

"""What is used of Textual beyond what it promises. Tried on 8.2.8.

Its tests are in tests/screens/frame/test_layers.py.
A new version of Textual is tried by that module before anything else.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from textual._context import active_message_pump
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen


class Choosy(MessagePump):
    """A screen, or the program, that can refuse to hear a message and knows when it has heard one.

    `_dispatch_message` is what every message passes through: refused there, a message reaches no
    handler, Textual's own neither, and goes no further up.
    """

    def hears(self, message: Message) -> bool:
        """Whether a message is to be heard."""
        return True

    async def heard(self, message: Message) -> None:
        """Called with a message that all handlers here are done with, or that was refused."""

    async def _dispatch_message(self, message: Message) -> None:
        if self.hears(message):
            await super()._dispatch_message(message)
        await self.heard(message)


async def mounted(screen: Screen[Any]) -> None:
    """Wait until a screen that opens is there, or has come to nothing.

    `_mounted_event` is set after compose and mount, also where those were never begun.
    """
    await screen._mounted_event.wait()


async def done_next(pump: MessagePump) -> None:
    """Have done what is to be done next, as after each message: `_flush_next_callbacks`."""
    await pump._flush_next_callbacks()


def acting() -> MessagePump | None:
    """Whose message is being answered: what runs here keeps that one from answering another."""
    return active_message_pump.get(None)


def speaking_for(pump: MessagePump) -> AbstractContextManager[None]:
    """Whoever opens a screen in this context is told how it ended: `_context` says who acts."""
    return pump._context()

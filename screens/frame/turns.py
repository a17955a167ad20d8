"""Keys, clicks and pastes in their turn: each once what the one before led to is there.

A letter behind the key that opens a dialog is meant for the dialog, however quick both came, and
whether the key is heard before the field that has the focus, by it, or by a button or a list.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.errors import NoWidget
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from screens.fields.settled import taken_in
from screens.frame.textual_private import Choosy, Resizable, done_next, mounted
from screens.frame.textual_widgets import own_bindings
from screens.messages import Asked

HANDED_ON = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
"""What is given to a widget that may do anything with it, or leave it to those around it."""

EDITS = ("cursor_", "delete_", "home", "end")
"""How the actions begin with which a field changes what is typed into it, and nothing else."""

Deed = str | tuple[int, int]
"""What comes twice where it was meant once: enter, or a click, told by its place."""
Aim = tuple[Screen[Any], Option | None]
"""What it is done to: a screen, and the line of a list."""


class Turns(Choosy, Resizable):
    """A program that does what a person does one thing after the other."""

    def __init__(self, css_path: Sequence[Path]) -> None:
        super().__init__(css_path=[*css_path])
        self.is_over = False
        """Whether it ends: nothing is done any more."""
        self._asked: set[Asked] = set()
        """What was asked for and has not been heard yet."""
        self._held: deque[tuple[events.Event, bool]] = deque()
        """Keys, clicks and pastes whose turn has not come, and whether they had to wait."""
        self._handed_on: asyncio.Task[None] | None = None
        """Sees through what was given to a widget last."""
        self._typed_into: Widget | None = None
        """The field that was given letters which nobody has seen through."""
        self._told_size: asyncio.Task[None] | None = None
        """Sees through what the screens do with another size."""
        self._last_done: tuple[Deed | None, Aim | None] = None, None

    def on_load(self) -> None:
        """Have every task begin in its turn, on all versions of Python.

        From 3.12 on Textual has tasks begin within whatever makes them: a screen would be told to
        fill itself before it lies on the others.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def post_message(self, message: Message) -> bool:
        """Post a message; what is asked for comes before the next key, whoever asks."""
        is_taken = super().post_message(message)
        if is_taken and isinstance(message, Asked):
            self._asked.add(message)
        return is_taken

    @property
    def is_awaited(self) -> bool:
        """Whether something was asked for that has not happened yet."""
        is_resized = self.is_resizing or self._told_size is not None
        return bool(self._asked) or self._handed_on is not None or is_resized

    async def heard(self, message: Message) -> None:
        """What was asked for has been taken in hand."""
        if isinstance(message, Asked):
            self._asked.discard(message)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Have what was done meanwhile done to what is there now."""
        while self._held and not self.is_awaited:
            field = self._typed_into
            if field is not None and not _is_typed(self._held[0][0], self.focused, field):
                self._see_through(field)
                return
            await self._take(*self._held.popleft())
            # What the one before has closed is told of before the next is done.
            await done_next(self)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.InputEvent | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            await self.opened()
            if self._is_open:
                await super().on_event(event)
        else:
            self._held.append((event, self.is_awaited or bool(self._held)))
            await self.catch_up()

    @property
    def _is_open(self) -> bool:
        return bool(self.screen_stack) and not self.is_over

    async def _take(self, event: events.Event, has_waited: bool) -> None:
        """Give a key, a click or a paste to the screen on top, once it is there."""
        await self.opened()
        if not self._is_open:
            return
        widget = self._meant_by(event)
        if isinstance(event, HANDED_ON):
            deed, aim = _deed(event), (self.screen, self._line_meant_by(event, widget))
            last_deed, last_aim = self._last_done
            if has_waited and deed is not None and deed == last_deed and aim != last_aim:
                # The second of two enters, or of a double click: meant for what the first has
                # closed, covered or replaced.
                return
            self._last_done = deed, aim
        await super().on_event(event)
        if event.is_forwarded and isinstance(event, HANDED_ON):
            if _is_typed(event, widget, widget):
                # It opens nothing, and text that comes in one write should not come slowly.
                self._typed_into = widget
            else:
                self._see_through(widget)

    def _meant_by(self, event: events.Event) -> Widget:
        """What a key, a click or a paste is given to where the program does not hear it first."""
        if isinstance(event, events.MouseEvent):
            with suppress(NoWidget):
                return self.mouse_captured or self.get_widget_at(event.x, event.y)[0]
            return self.screen
        return self.focused or self.screen

    def _line_meant_by(self, event: events.Event, widget: Widget) -> Option | None:
        """The line of a list that a key or a click is for."""
        if not isinstance(widget, OptionList):
            return None
        if not isinstance(event, events.MouseEvent):
            return widget.highlighted_option
        index = self.screen.get_style_at(event.x, event.y).meta.get("option", -1)
        return widget.options[index] if 0 <= index < widget.option_count else None

    def _see_through(self, widget: Widget) -> None:
        """Have the next wait for what a widget, or those around it, do with what it was given."""
        way = widget.ancestors_with_self
        self._typed_into = None

        async def see_through() -> None:
            try:
                # Once for that itself, and once for what it led to: a button says it was pressed.
                for one in (*way, *way):
                    await taken_in(one)
            finally:
                self._handed_on = None
                self.call_later(self.catch_up)

        self._handed_on = asyncio.create_task(see_through())

    def resized(self) -> None:
        """Have the next wait until the screen on top has the size that it was told.

        A terminal that was too small has no field in focus, and hears no key but the one that
        quits: what is typed once it is large enough is not meant for that.
        """
        if not self.screen_stack:
            return
        screen = self.screen

        async def see_through() -> None:
            try:
                await taken_in(screen)
            finally:
                self._told_size = None
                self.call_later(self.catch_up)

        self._told_size = asyncio.create_task(see_through())

    async def opened(self) -> None:
        """Wait until the screen on top is there: what comes now is meant for it."""
        while self.screen_stack:
            top = self.screen
            await mounted(top)
            if self.screen_stack and top is self.screen:
                return


def _is_typed(event: events.Event, widget: Widget | None, field: Widget) -> bool:
    """Whether something is one more letter for a field, or a step of its editing."""
    if not isinstance(event, events.Key) or widget is not field or not isinstance(field, Input):
        return False
    return event.is_printable or any(
        binding.action.startswith(EDITS) for binding in own_bindings(field, event.key)
    )


def _deed(event: events.Event) -> Deed | None:
    """What somebody may do twice for once; letters are meant as often as they are typed."""
    if isinstance(event, events.Key):
        return "enter" if event.key == "enter" else None
    if isinstance(event, events.MouseDown | events.MouseUp):
        return event.x, event.y
    return None

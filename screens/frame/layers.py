"""Screens that lie on each other: what may open, what may close, and what is heard meanwhile.

However fast somebody types and clicks, and however late an answer comes:

- only the screen on top closes, and once; a second request to close finds it gone;
- only the screen on top opens another one;
- what a person does is done one thing after the other, keys and clicks alike;
- what is typed while something that was asked for has not happened yet waits, and is meant for
  what is there then: see `screens.frame.turns`;
- a screen that is gone hears nothing more, and what was put off or found out for it is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, TypeVar

from rich.console import RenderableType
from textual import events
from textual import messages as textual_messages
from textual.actions import ActionParseResult
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.geometry import Offset
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList
from textual.worker import get_current_worker

from screens.frame.textual_painting import Spared
from screens.frame.textual_private import Choosy, KeysArrive, acting, keymap_of, speaking_for
from screens.frame.textual_styles import StyledOnce
from screens.frame.turns import Turns
from screens.keymap import with_keys
from screens.messages import Told

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Found = TypeVar("Found")


class Gesture(Message):
    """Something that a person did to a widget of a screen."""


GESTURES = (Gesture, events.Click, Button.Pressed, Input.Submitted, OptionList.OptionSelected)
"""What a person does to a screen on purpose; one that is covered was not meant by it."""

PASSES = (
    # What takes a screen down, and what somebody else waits for.
    events.Unmount,
    events.Callback,
    events.ScreenSuspend,
    textual_messages.Prune,
    textual_messages.CloseMessages,
    # On their way to the program.
    events.Key,
    events.Paste,
)
"""What goes through a screen that is gone."""


class Layer(Choosy, KeysArrive[Result], StyledOnce[Result], Spared[Result]):
    """A screen among others; see above for what it may do and hears."""

    LEADS_HERE: ClassVar[frozenset[str]] = frozenset()
    """Ids of the actions that lead to this screen, and from it back: esc says that."""

    @property
    def is_here(self) -> bool:
        """Whether it is open, covered or not."""
        return any(self is one for one in self.app.screen_stack)

    async def dispatch(self, message: Message) -> None:
        if isinstance(message, GESTURES) and acting() is not self.app:
            # Keys are answered by the program: beside it, a click would meet a form half made.
            self.app.call_later(self.dispatch, message)
        else:
            await super().dispatch(message)

    def say(self, text: str) -> None:
        """Say something, instead of what was said before."""
        self.app.clear_notifications()
        self.notify(text, markup=False)

    def keyed(self, text: str) -> str:
        """A sentence with the key in force of each action in braces; see `with_keys`."""
        return with_keys(text, keymap_of(self.app))

    def why_not(self, call: str) -> str:
        """Why an action cannot be done here now, in a sentence; empty where it can.

        Args:
            call: the name of the action, as Textual runs it.
        """
        return ""

    def hears(self, message: Message) -> bool:
        """Whether a message still means this screen."""
        if isinstance(message, GESTURES):
            return self.is_active and _means_what_is_there(message)
        return self.is_here or isinstance(message, PASSES)

    def post_message(self, message: Message) -> bool:
        """Post a message; what is for the program goes there, in the order in which it is said."""
        if isinstance(message, Told) and isinstance(self.app, Layers):
            return self.is_here and self.app.hear_of(message)
        return super().post_message(message)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, if this is the screen on top: not twice, and nothing else instead."""
        if not self.is_active:
            return AwaitComplete()
        self.workers.cancel_node(self)
        return super().dismiss(result)

    async def open(
        self,
        screen: Screen[Answer],
        then: Callable[[Answer | None], Awaitable[None] | None] | None = None,
    ) -> None:
        """Open a screen on this one, if this is on top. It is there when this returns.

        Args:
            screen: the one to open.
            then: called with what it returns, as long as this one is here.
        """
        if not self.is_active:
            return

        async def returned(answer: Answer | None) -> None:
            going_on = then(answer) if then is not None and self.is_here else None
            if going_on is not None:
                await going_on

        # The program tells what it returned, before it hears the next key: told by this screen, it
        # could come after an undo, and bring back what that took away.
        with speaking_for(self.app):
            await self.app.push_screen(screen, returned)

    async def get_answer(self, dialog: Screen[Answer | None]) -> Answer | None:
        """Open a dialog on this screen and wait for its answer; from a worker.

        Returns:
            None also where another screen is on top, which hides this one.
        """
        if not self.is_active:
            return None
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            # Nobody waits for its answer any more.
            dialog.dismiss(None)
            raise

    def find_aside(
        self,
        find: Callable[[Callable[[], bool]], Found],
        take: Callable[[Found], None],
        group: str = "default",
    ) -> None:
        """Find something out in a thread, and give it to this screen, unless that is gone by then.

        Args:
            find: is given what says whether somebody still waits for it.
            take: called with what was found.
            group: what was begun in it before is not waited for any more.
        """

        def run() -> None:
            worker = get_current_worker()
            found = find(lambda: not worker.is_cancelled)
            if not worker.is_cancelled:
                self.hand_over(take, found)

        self.run_worker(run, thread=True, exclusive=True, group=group)

    def hand_over(self, take: Callable[..., None], *found: object) -> None:
        """Give what a worker's thread found out to this screen; dropped where that is gone."""

        def give() -> None:
            if self.is_here:
                take(*found)

        self.app.call_from_thread(give)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What a press of the mouse begins to select; nothing where it is only still painted."""
        found, offset = super().get_widget_and_offset_at(x, y)
        if found is not None and found.parent is None:
            return None, None
        return found, offset

    def call_later(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        return super().call_later(self._if_here(callback), *args, **kwargs)

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        return super().call_after_refresh(self._if_here(callback), *args, **kwargs)

    def _if_here(self, callback: Callable[..., Any]) -> Callable[..., Any]:
        """Have what a screen puts off for itself dropped once it is gone."""
        if getattr(callback, "__self__", None) is not self:
            return callback

        def call(*args: Any, **kwargs: Any) -> Any:
            return callback(*args, **kwargs) if self.is_here else None

        return call


def _means_what_is_there(message: Message) -> bool:
    """Whether what was chosen from a list is still where it was: lists may be filled anew."""
    if not isinstance(message, OptionList.OptionSelected):
        return True
    options, at = message.option_list.options, message.option_index
    return at < len(options) and options[at] is message.option


class Layers(Turns):
    """A program whose screens are layers."""

    def nothing_for(self, call: str) -> bool:
        """Whether an action would find nothing to be done, and so has no place in the last line.

        Unlike what `why_not` says it is no reason to leave the action be: what was typed right
        before it may not be taken in yet.

        Args:
            call: the name of the action, as Textual runs it.
        """
        return False

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the program: nothing opens any more, and what is found out has nowhere to go."""
        super().exit(result, return_code, message)
        self.is_over = True
        self.workers.cancel_all()

    def hear_of(self, message: Told) -> bool:
        """Take in what a screen has to say."""
        message.beneath = self.screen_stack[0]
        return self.post_message(message)

    def hears(self, message: Message) -> bool:
        """Whether a message still means what is open: not what was said of another case."""
        beneath = message.beneath if isinstance(message, Told) else None
        return beneath is None or beneath in self.screen_stack[:1]

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; one that was clicked on in its turn, if its screen is on top then."""
        is_clicked = isinstance(action, str) and action.startswith("screen.")
        if not is_clicked or acting() is self:
            return await super().run_action(action, default_namespace, namespaces)

        async def run() -> None:
            if default_namespace is None or self.screen in default_namespace.ancestors_with_self:
                await self.run_action(action, default_namespace, namespaces)

        return self.call_later(run)

    async def close_all(self) -> None:
        """Close whatever lies on the first screen; whoever waits for an answer gets none."""
        while len(self.screen_stack) > 1:
            await self.screen.dismiss(None)

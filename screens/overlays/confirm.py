"""A question that must be answered before going on, with a button for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.key_bar import KeyBar


class ConfirmScreen(Overlay[str | None]):
    """Returns the name of the answer chosen; None where it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding(
            "left,up", "app.focus_previous", "Previous answer", id="previous-answer", show=False
        ),
        Binding("right,down", "app.focus_next", "Next answer", id="next-answer", show=False),
    ]

    DECIDES = True

    def __init__(self, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """Ask.

        Args:
            text: what is to be decided, and what hangs on it.
            answers: name and label of each, the safe one first.
        """
        super().__init__()
        self._text = text
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            yield Static(Content(self._text), id="confirm-text")
            yield from self.beside()
            with Vertical(id="confirm-buttons"):
                for name, label in self._answers:
                    yield Button(Content(label), id=name, compact=True)
            yield KeyBar("close")
        yield cover()

    def beside(self) -> Iterable[Widget]:
        """What stands between the question and its answers."""
        return ()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)


def asks_to_drop(drop: str) -> ConfirmScreen:
    """Asks what becomes of a text that nothing has taken over: "stay" or "drop".

    Args:
        drop: what the answer says by which it is lost.
    """
    answers = [("stay", "Go back to it"), ("drop", drop)]
    return ConfirmScreen("What you typed here is not taken over yet.", answers)

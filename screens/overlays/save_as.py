"""Under which name to save."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screens.fields.one_line import OneLine
from screens.fields.settled import settled
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.key_bar import KeyBar


class SaveAsScreen(Overlay[str | None]):
    """Returns the path typed; None where it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("save", "close")]

    DECIDES = True

    def __init__(self, suggestion: str, remark: str = "") -> None:
        super().__init__()
        self._suggestion = suggestion
        self._remark = remark
        self._is_seen = False

    def compose(self) -> ComposeResult:
        with Vertical(id="save-as"):
            yield Static(Content(self._remark or "Save this case as a file:"))
            yield OneLine(self._suggestion)
            yield Static(Content("enter saves"), classes="quiet")
            yield KeyBar("save", "close")
        yield cover()

    def on_mount(self) -> None:
        self.call_after_refresh(self._seen)

    def _seen(self) -> None:
        self._is_seen = True

    async def action_save(self) -> None:
        """Close with the path, unless the key was pressed before there was a name to read."""
        if self._is_seen:
            await self._take()

    @on(Input.Submitted)
    async def _take(self) -> None:
        """Close with the path; where there is none, say so and go on asking."""
        await settled(self)
        if path := self.query_one(OneLine).value.strip():
            self.dismiss(path)
        else:
            self.notify("Type a name to save it under.", severity="warning", markup=False)

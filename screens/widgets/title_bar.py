"""The top line: what is open, and whether it is saved."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TitleBar(Widget):
    """Title at the left, state of the file at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--state"}

    text: reactive[str] = reactive("")
    state: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        state = Content.styled(self.state, self.get_visual_style("title--state"))
        room = max(10, self.size.width - state.cell_length - 3)
        title = Content(self.text).truncate(room, ellipsis=True)
        gap = max(1, self.size.width - title.cell_length - state.cell_length - 2)
        return Content.assemble(" ", title, " " * gap, state)

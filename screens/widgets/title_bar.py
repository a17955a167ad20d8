"""The top line: what is open, and whether it is saved."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from screens.fields.cut import cut
from screens.frame.text_filter import each_seen

LEAST_OF_TITLE = 12
"""Columns that a title keeps beside the name of a file; beyond that the title gives way first."""


class TitleBar(Widget):
    """Title at the left, state of the file at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--state"}

    text: reactive[str] = reactive("")
    state: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        width = self.size.width
        said = each_seen(self.state)
        if cell_len(said) > width - LEAST_OF_TITLE - 3:
            # Whether it is saved matters more than under which name.
            word, _, name = said.partition(": ")
            said = cut(f"{word}: {name}", width - LEAST_OF_TITLE - 3) if name else word
            if cell_len(said) < cell_len(word) + 5:
                said = word
        state = Content.styled(said, self.get_visual_style("title--state"))
        room = max(1, width - state.cell_length - 3)
        title = Content(cut(each_seen(self.text), room))
        gap = max(1, self.size.width - title.cell_length - state.cell_length - 2)
        return Content.assemble(" ", title, " " * gap, state)

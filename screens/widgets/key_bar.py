"""The bottom line: the most useful keys, each of which can be clicked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from screens.frame.textual_private import keymap_of
from screens.keymap import shown_key
from screens.keys import Action, action


class KeyBar(Widget):
    """Keys with a word each; a click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key"}

    def __init__(self, *names: str, id: str | None = None) -> None:
        super().__init__(id=id)
        # Textual would give all links one colour.
        self.auto_links = False
        self.actions = [action(name) for name in names]

    def render(self) -> RenderResult:
        parts = [self._part(one) for one in self.actions]
        # The last stays: it is the palette, which has all the others.
        while len(parts) > 1 and sum(one.cell_length + 2 for one in parts) - 2 > self.size.width:
            del parts[-2]
        return Content("  ").join(parts)

    def _part(self, one: Action) -> Content:
        click = Style.from_meta({"@click": f"screen.{one.call}"})
        key = self.get_visual_style("bar--key")
        return Content.assemble(
            Content.styled(shown_key(one, keymap_of(self.app)), key + click),
            " ",
            Content.styled(one.hint, click),
        )

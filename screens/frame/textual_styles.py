"""What is spared of Textual's styling: widgets are styled as they are mounted, and once.

Each of it has a test in tests/screens/frame/test_textual_styles.py, which a new version of Textual
has to pass before anything else is looked at.
"""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import App
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.screen import Screen

Result = TypeVar("Result")


class StylesMounted(App[None]):
    """A program that styles no widget before it is mounted, which styles it anyhow.

    Textual's fields set classes of their own while they are built, and have all rules applied to
    them each time.
    """

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        if node.parent is not None or node is self:
            super().update_styles(node, animate)


class StyledOnce(Screen[Result]):
    """A screen whose widgets, styled as they were mounted, are not styled again as it opens.

    Textual applies all rules to all of them a second time before it paints a screen that opens.
    """

    @on(ScreenResume)
    def spare_styling(self, event: ScreenResume) -> None:
        """Say that it opens styled."""
        # Heard before Textual's own handler, which counts these.
        if not self.stack_updates:
            event.refresh_styles = False

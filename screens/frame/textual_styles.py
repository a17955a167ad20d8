"""What is spared of Textual's styling.

Widgets are styled as they are mounted, and once; their components as they are painted; and sheets
are parsed once for each set of colours.

Each of it has a test in tests/screens/frame/test_textual_styles.py, which a new version of Textual
has to pass before anything else is looked at.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TypeVar

from textual import on
from textual.app import App
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
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


class Sheets(Stylesheet):
    """Style sheets that are parsed once for each set of colours, and style no component unasked.

    Textual parses all of them again whenever a theme is set, and one is set as it starts. With each
    widget it styles all of its components, such as the cursor of a field without the focus, which
    is two thirds of all there is to style.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours = variables or {}
        self._parsed_for: dict[str, str] | None = None
        """The colours that all sheets were parsed for; None where some are not yet."""

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._colours:
            self._colours = variables
            super().set_variables(variables)

    def read(self, filename: str | PurePath) -> None:
        super().read(filename)
        self._parsed_for = None

    def parse(self) -> None:
        super().parse()
        self._parsed_for = self._colours

    def reparse(self) -> None:
        if self._parsed_for is not self._colours:
            self.parse()

    def _process_component_classes(self, node: DOMNode) -> None:
        names = node._get_component_classes()
        if not names:
            return
        before = node._component_styles
        node._component_styles = now = Components(self, node, names)
        # Of those that nobody asked for nothing is to be seen.
        if not isinstance(before, Components) or any(
            now[name] != styles for name, styles in before.items()
        ):
            node.refresh()


class Components(dict[str, RenderStyles]):
    """The styles of a widget's components, by name, each found when it is first asked for."""

    def __init__(self, sheets: Stylesheet, node: DOMNode, names: frozenset[str]) -> None:
        super().__init__()
        self._sheets = sheets
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        component = DOMNode(classes=name)
        component._attach(self._node)
        self._sheets.apply(component)
        self[name] = component.styles
        return component.styles

"""Lines whose pieces have looks: a report, a comparison, as a page that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from screens.ports import LaidOut, ReportLine

NARROWEST = 40
"""Columns for which lines are laid out at least."""


class Page(Widget):
    """Lines as the theme has them, laid out in the width that there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--strong", "page--heading", "page--quiet"}

    laid_out: reactive[LaidOut | None] = reactive(None, layout=True, init=False)

    _for: tuple[LaidOut | None, int] = (None, 0)
    _lines: Sequence[ReportLine] = ()

    @property
    def shown(self) -> Sequence[ReportLine]:
        """The lines as they are on the screen."""
        return self._at(self.size.width)

    def _at(self, width: int) -> Sequence[ReportLine]:
        width = max(width, NARROWEST)
        if (self.laid_out, width) != self._for:
            self._for = self.laid_out, width
            self._lines = self.laid_out(width) if self.laid_out is not None else ()
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._at(width))

    def render(self) -> RenderResult:
        return Content("\n").join(
            Content.assemble(
                *(
                    text
                    if look == "plain"
                    else Content.styled(text, self.get_visual_style(f"page--{look}"))
                    for text, look in line
                )
            )
            for line in self.shown
        )


def as_text(lines: Iterable[ReportLine]) -> str:
    """Lines without their looks, for the clipboard."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)

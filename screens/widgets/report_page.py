"""Lines whose pieces have looks: a report, a comparison, as a page that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from screens.ports import ReportLine


class Page(Widget):
    """The lines of a report, each piece as the theme has it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--strong", "page--heading", "page--quiet"}

    shown: reactive[Sequence[ReportLine]] = reactive((), layout=True, init=False)

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

"""What holds the parts of the step screen, each where there is room for it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Container, Vertical
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from screens.frame.room import heights, widths
from screens.widgets.form import QuestionForm
from screens.widgets.help_strip import HelpStrip


def _placed(regions: Sequence[tuple[Region, Widget]]) -> ArrangeResult:
    return [WidgetPlacement(place, NULL_OFFSET, NULL_SPACING, one) for place, one in regions]


class _Beside(Layout):
    """Rail, form and panel: beside each other, or one above the other."""

    name = "beside"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        rail, middle, panel = children
        width, height = size
        shared = widths(width)
        if shared is None:
            places = (
                Region(0, 0, width, 1),
                Region(0, 1, width, max(1, height - 2)),
                Region(0, height - 1, width, 1),
            )
        else:
            right = width - shared.panel
            # A line stays free above rail and form.
            places = (
                Region(0, 1, shared.rail, height - 1),
                Region(shared.rail, 1, right - shared.rail, height - 1),
                Region(right, 0, shared.panel, height),
            )
        return _placed(list(zip(places, (rail, middle, panel), strict=True)))


class StepBody(Container):
    """Rail, form with help, and panel, in this order."""

    _arranged = _Beside()

    @property
    def layout(self) -> Layout:
        """Who stands where depends on what each needs, which no style sheet knows."""
        return self._arranged


class _FormAboveHelp(Layout):
    """A form as high as its rows, and the help in all that is left."""

    name = "form-above-help"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        strip = next(one for one in children if isinstance(one, HelpStrip))
        places: list[tuple[Region, Widget]] = []
        top = size.height
        for form in children:
            if not isinstance(form, QuestionForm):
                continue
            # Two of them only while one takes the place of the other.
            questions = [row.question for row in form.rows]
            shared = heights(
                size.height,
                rows=form.lines_needed,
                count=len(form.rows),
                opened=max(row.most_lines(size.width) - 1 for row in form.rows),
                wanted=strip.lines_for(questions, size.width),
                least=strip.least_lines,
                spare=strip.spare_lines,
            )
            form.apart = shared.apart
            top = min(top, shared.form)
            places.append((Region(0, 0, size.width, shared.form), form))
        places.append((Region(0, top, size.width, max(1, size.height - top)), strip))
        return _placed(places)


class FormAndHelp(Vertical):
    """A form with its help below."""

    _arranged = _FormAboveHelp()

    @property
    def layout(self) -> Layout:
        """How much the help needs depends on the questions, which no style sheet knows."""
        return self._arranged

"""A row: label, field and a word about it, on one line.

Label and note are drawn by the row itself and only the field is a widget of its own: a step of
twelve questions is then twenty-four widgets and not forty-eight, which a first paint feels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers.answers import Entry
from rules.questions import Question
from rules.questions.labelled import shortest_with_unit, with_unit
from screens.fields.columns import BESIDE, GAP, Columns, columns, of_row
from screens.fields.cut import cut

Typed = Callable[["QuestionRow", str], None]
"""Called in the same repaint with every text typed."""


class FieldInRow(Layout):
    """Places the field of a row between the columns of its label and its note."""

    name = "field-in-row"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Where the field stands; a row has no other children."""
        if not isinstance(parent, QuestionRow):
            return []
        left, right = parent.shared(size.width)
        place = Region(left, 0, max(1, size.width - left - right), 1)
        return [WidgetPlacement(place, NULL_OFFSET, NULL_SPACING, one) for one in children]


class QuestionRow(Widget):
    """The answer to one question."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"row--label", "row--note", "row--problem"}
    NOTE_IN_FIELD: ClassVar[bool] = False
    """Whether the note stands in the empty field, where there is more room for it."""

    # Its size follows from how it was laid out, and neither lays out nor paints anything anew.
    virtual_size: reactive[Size] = reactive(Size(0, 0), layout=False, repaint=False)

    # Most keys change neither note nor label: `share` has the row painted where one does.
    entry: reactive[Entry | None] = reactive(None, init=False, repaint=False)
    """The answer as it stands."""
    note: reactive[str] = reactive("", init=False, repaint=False)
    """What there is to say where the entry says nothing: a default, a sum."""
    shorter_note: reactive[str] = reactive("", init=False, repaint=False)
    """The same where that has no room."""
    needed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether a verdict waits for this answer."""
    currency: reactive[str] = reactive("", init=False)
    """What amounts are in, for the label."""
    standing: reactive[str] = reactive("", init=False)
    """What counts as long as there is no answer, in words; empty where nothing does."""
    sheets: reactive[tuple[str, ...]] = reactive((), init=False)
    """The worksheets that can be opened from here."""
    wrong: reactive[int] = reactive(0, init=False, repaint=False)
    """How much of the answer is left out, also where nothing is wrong with it alone."""

    def __init__(self, question: Question, entry: Entry | None, typed: Typed) -> None:
        super().__init__()
        self.question = question
        self.typed = typed
        self.longest_label = 0
        """Cells of the longest label of its form, with the unit; its own alone where 0."""
        self._arranged = FieldInRow()
        self._said: tuple[str, str] | None = None
        """The note as last painted; None before."""
        self._measured: tuple[str, int, int] | None = None
        """A currency, and how long the label is in it: with its unit, and with the shortest."""
        self._shared: tuple[int, Columns] | None = None
        """Its width and the columns in it; None before it was laid out."""
        self.set_reactive(QuestionRow.entry, entry)
        self.set_reactive(QuestionRow.standing, question.default)

    @property
    def lines(self) -> int:
        """How many lines of the form it takes now."""
        height = self.styles.height
        return int(height.value) if height is not None else 1

    def most_lines(self, width: int) -> int:
        """How many lines it takes at most, in so many cells."""
        return 1

    @property
    def layout(self) -> Layout:
        """Label, field and note share the row by what they need, which no style sheet knows."""
        return self._arranged

    def columns_in(self, width: int) -> Columns:
        """Cells at the left and at the right of the field, in a row of so many."""
        if self._measured is None or self._measured[0] != self.currency:
            # Each key asks for it.
            whole = len(with_unit(self.question, self.currency))
            least = len(shortest_with_unit(self.question, self.currency))
            self._measured = self.currency, whole, least
        _, whole, least = self._measured
        common = columns(width, max(whole, self.longest_label) + BESIDE)
        label = least + BESIDE
        note, padding = cell_len(self.word()[0]), self.field.gutter.width
        room = width - common.label - (note + GAP if note else 0) - padding
        return of_row(common, width, label=label, text=self.wanted(room) + padding, note=note)

    def shared(self, width: int) -> Columns:
        """The columns in a width, as they count from now on."""
        found = self.columns_in(width)
        self._shared = width, found
        return found

    def wanted(self, room: int) -> int:
        """Cells in which the field shows the answer whole.

        Args:
            room: cells there are at most in the columns of the form, where less can be shown.
        """
        raise NotImplementedError

    def share(self) -> None:
        """Share the row anew where the answer or the note need other columns."""
        if self._shared is not None:
            width, before = self._shared
            if self.shared(width) != before:
                # A widget has those above it laid out anew, and not itself.
                self.field.refresh(layout=True)
                self.refresh()
        if self._said != self.word():
            self.refresh()

    @property
    def opens(self) -> bool:
        """Whether something opens from here that makes the answer: a worksheet, or rows."""
        return bool(self.sheets or self.question.columns)

    @property
    def field(self) -> Widget:
        """The widget that takes the focus."""
        # Each kind of row has its own; Textual's widgets cannot be abstract classes.
        raise NotImplementedError

    def show(self, entry: Entry | None) -> None:
        """Put another answer into the field, as undo does."""
        raise NotImplementedError

    def watch_entry(self, entry: Entry | None) -> None:
        """A field with a problem is marked by a class as well as by the note beside it."""
        self.field.set_class(entry is not None and entry.problem is not None, "-problem")
        self.share()

    watch_note = watch_needed = watch_wrong = watch_currency = share

    def word(self) -> tuple[str, str]:
        """The note at the right, and the component class it is drawn in."""
        entry = self.entry
        if entry is not None and entry.problem is not None:
            return f"✗ {entry.word or 'not usable'}", "row--problem"
        if self.wrong:
            said = f"{self.wrong} wrong" if self.question.columns else "conflict"
            return f"✗ {said}", "row--problem"
        if self.needed:
            return "○ needed", "row--note"
        if entry is not None and entry.rests_on is not None and entry.value is not None:
            return entry.rests_on, "row--note"
        return "" if self.NOTE_IN_FIELD else self.note, "row--note"

    def render(self) -> RenderResult:
        return self.first_line()

    def first_line(self) -> Content:
        """Label at the left, note at the right; the field covers the middle."""
        place, right = self.columns_in(self.size.width)
        room = max(4, right - GAP)
        marker = "▌" if self.field.has_focus else "▸" if self.opens else " "
        self._said = word, component = self.word()
        named = self.get_visual_style("row--label")
        words = with_unit(self.question, self.currency, place - BESIDE)
        label = Content.styled(f"{marker}{cut(words, place - BESIDE)}", named)
        note = Content.styled(word, self.get_visual_style(component)).truncate(room, ellipsis=True)
        gap = max(1, self.size.width - label.cell_length - note.cell_length - 1)
        return Content.assemble(label, " " * gap, note)

    def on_descendant_focus(self) -> None:
        """Show the marker of the row at hand, or hide it."""
        self.refresh()

    on_descendant_blur = on_descendant_focus

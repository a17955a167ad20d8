"""A form: questions as rows, one under the other, in a list that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.lazy import Lazy
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from rules.answers import Entry
from rules.entries import parse_entry
from rules.questions import Kind, Question
from rules.validation import Path
from screens.fields.choice_row import ChoiceRow
from screens.fields.row import QuestionRow, Typed
from screens.fields.table_row import TableRow
from screens.fields.text_row import TextRow

ROWS: Mapping[Kind, type[QuestionRow]] = {
    Kind.CHOICE: ChoiceRow,
    Kind.YES_NO: ChoiceRow,
    Kind.TABLE: TableRow,
}
"""The row of a kind; every other kind is typed."""


def row_for(question: Question, entry: Entry | None, typed: Typed) -> QuestionRow:
    """The row widget of a question."""
    return ROWS.get(question.kind, TextRow)(question, entry, typed)


class QuestionFocused(Message):
    """Another question has the focus."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question


class Finished(Message):
    """Enter was pressed on the last question."""


Answered = Callable[[Question, Entry | None, str], None]
"""Called in the repaint of a key press with question, new entry, and the visit it belongs to."""


class QuestionForm(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Asks several questions. It holds no answers: they come in by `show` and go out by `answered`.

    The bindings of a scrolling list are left out, since it would swallow PgUp and PgDn once it
    overflows.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        entries: Mapping[str, Entry],
        answered: Answered,
        *,
        paths: Callable[[Question], Path],
        currency: str,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._answered = answered
        self._paths = paths
        self._currency = currency
        self._visits = 0
        self.rows = [row_for(one, entries.get(one.key), self._typed) for one in questions]

    def compose(self) -> ComposeResult:
        # The first row is there with the first paint; the others follow right after it.
        for number, row in enumerate(self.rows):
            yield row if number == 0 else Lazy(row)

    def _typed(self, row: QuestionRow, text: str) -> None:
        entry = parse_entry(
            row.question,
            text,
            path=self._paths(row.question),
            currency=self._currency,
            previous=row.entry,
        )
        row.entry = entry
        self._answered(row.question, entry, self.visit_of(row.question))

    def visit_of(self, question: Question) -> str:
        """Names the present stay in a field."""
        return f"{question.key} {self._visits}"

    def row(self, key: str) -> QuestionRow | None:
        """The row of a question."""
        return next((row for row in self.rows if row.question.key == key), None)

    @property
    def present(self) -> QuestionRow | None:
        """The row whose field has the focus."""
        focused: Widget | None = self.screen.focused
        return next((row for row in self.rows if row.field is focused), None)

    def show(self, answers: Mapping[str, Entry]) -> None:
        """Show other answers, as after undo."""
        for row in self.rows:
            row.show(answers.get(row.question.key))

    def show_currency(self, currency: str) -> None:
        """The currency amounts are read in from now on."""
        self._currency = currency

    def focus_question(self, key: str) -> bool:
        """Put the focus on a question; False where it is not in this form."""
        row = self.row(key)
        if row is None:
            return False
        if row.is_mounted:
            row.field.focus()
        else:
            # A row that is still on its way takes the focus once it is there.
            self.call_after_refresh(self.focus_question, key)
        return True

    def step(self, by: int) -> None:
        """Move the focus by so many questions, staying within the form."""
        present = self.present
        position = self.rows.index(present) if present is not None else -by
        target = self.rows[max(0, min(len(self.rows) - 1, position + by))]
        if target.is_mounted:
            target.field.focus()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter goes on, from the last question too."""
        event.stop()
        if self.present is self.rows[-1]:
            self.post_message(Finished())
        else:
            self.step(1)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say which question is at hand, and start a new visit of it."""
        row = self.present
        if row is not None:
            self._visits += 1
            self.scroll_to_widget(row, animate=False)
            self.post_message(QuestionFocused(row.question))


def answers_path(question: Question) -> Path:
    """Where in a session the answer to a question of the catalogue stands."""
    return tuple(question.key.split("."))

"""A form: questions as rows, one under the other, in a list that scrolls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.geometry import Offset, Size
from textual.layout import ArrangeResult, Layout
from textual.layouts.vertical import VerticalLayout
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rules.answers.answers import Entry
from rules.answers.entries import parse_entry
from rules.answers.validation import Path
from rules.questions import Kind, Question
from rules.questions.labelled import with_unit
from screens.fields.choice_row import ChoiceRow
from screens.fields.row import QuestionRow, Typed
from screens.fields.settled import focus_at_once, settled
from screens.fields.table_row import TableRow
from screens.fields.text_row import TextRow
from screens.frame.layers import Layer

Result = TypeVar("Result")

OWN = "details."
"""Begins the keys of questions about an answer, which no session has."""

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


class FormComplete(Message):
    """All rows of a form are there."""


Answered = Callable[[Question, Entry | None, str], None]
"""Called in the repaint of a key press with question, new entry, and the visit it belongs to."""


class _RowsApart(VerticalLayout):
    """Rows one under the other, with a free line below each where the form says so."""

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        placed = super().arrange(parent, children, size, greedy)
        if not isinstance(parent, QuestionForm) or not parent.apart:
            return placed
        return [
            one._replace(region=one.region.translate(Offset(0, number)))
            for number, one in enumerate(placed)
        ]


class QuestionForm(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Asks several questions. It holds no answers: they come in by `show` and go out by `answered`.

    The bindings of a scrolling list are left out, since it would swallow PgUp and PgDn once it
    overflows.
    """

    # Whoever changes the height of a row has all placed anew: once is enough.
    virtual_size: reactive[Size] = reactive(Size(0, 0), layout=False, repaint=False)

    def __init__(
        self,
        questions: Iterable[Question],
        entries: Mapping[str, Entry],
        answered: Answered,
        *,
        paths: Callable[[Question], Path],
        currency: str,
        start: str | None = None,
        decimal_comma: bool = False,
    ) -> None:
        """Ask.

        Args:
            questions: one row each.
            entries: the answers there are.
            answered: called with every change.
            paths: where in a session the answer to a question stands.
            currency: of the case.
            start: the question to begin with; the first where None.
            decimal_comma: whether numbers are typed with the comma as the decimal sign.
        """
        super().__init__()
        self._answered = answered
        self._paths = paths
        self._currency = currency
        self._decimal_comma = decimal_comma
        self.apart = False
        """Whether a line stays free below each row; set by whoever lays the form out."""
        self._arranged = _RowsApart()
        self._visits = 0
        self._before: dict[str, Entry] = {}
        self.rows = [self._row(one, entries) for one in questions]
        self._measure()
        self._first = (self.row(start) if start is not None else None) or self.rows[0]

    @property
    def layout(self) -> Layout:
        """Rows stand apart where there is room, which no style sheet knows."""
        return self._arranged

    @property
    def lines_needed(self) -> int:
        """Lines that its rows take now."""
        return sum(row.lines for row in self.rows)

    def compose(self) -> ComposeResult:
        # What takes the focus is there with the first paint; the others follow right after it.
        yield self._first

    def on_mount(self) -> None:
        self.call_after_refresh(self._mount_others)

    def _mount_others(self) -> None:
        # The program may be on its way out already.
        if self.is_attached:
            at = self.rows.index(self._first)
            self.mount(*self.rows[:at], before=0)
            self.mount(*self.rows[at + 1 :])
            self.post_message(FormComplete())

    def _row(self, question: Question, entries: Mapping[str, Entry]) -> QuestionRow:
        row = row_for(question, entries.get(question.key), self._typed)
        row.set_reactive(QuestionRow.currency, self._currency)
        return row

    def _typed(self, row: QuestionRow, text: str) -> None:
        entry = parse_entry(
            row.question,
            text,
            path=self._paths(row.question),
            currency=self._currency,
            previous=row.entry or self._before.get(row.question.key),
            decimal_comma=self._decimal_comma,
        )
        if row.entry is not None:
            # Basis and source outlive a number that is deleted to type another one.
            self._before[row.question.key] = row.entry
        row.entry = entry
        self._answered(row.question, entry, self.visit_of(row.question))

    def _measure(self) -> None:
        """Tell the rows how long the longest label is, so that their fields stand in a column."""
        longest = max(len(with_unit(row.question, self._currency)) for row in self.rows)
        for row in self.rows:
            if row.longest_label != longest:
                row.longest_label = longest
                row.share()

    def visit_of(self, question: Question) -> str:
        """Names the present stay in a field."""
        return f"{question.key} {self._visits}"

    def row(self, key: str) -> QuestionRow | None:
        """The row of a question."""
        return next((row for row in self.rows if row.question.key == key), None)

    @property
    def present(self) -> QuestionRow | None:
        """The row whose field has the focus."""
        # Another form may have taken its place.
        focused: Widget | None = self.screen.focused if self.is_attached else None
        return next((row for row in self.rows if row.field is focused), None)

    def show(self, answers: Mapping[str, Entry]) -> None:
        self._before.clear()
        for row in self.rows:
            row.show(answers.get(row.question.key))

    def ask(self, questions: Iterable[Question], entries: Mapping[str, Entry]) -> None:
        """Ask other questions, keeping the rows of those that stay."""
        old = {row.question.key: row for row in self.rows}
        self.rows = [
            old.pop(one.key) if one.key in old else self._row(one, entries) for one in questions
        ]
        self._measure()
        for row in old.values():
            row.remove()
        for before, row in zip([None, *self.rows], self.rows, strict=False):
            if not row.is_attached:
                self.mount(row, before=0 if before is None else None, after=before)

    def show_currency(self, currency: str) -> None:
        """The currency amounts are read in from now on."""
        self._currency = currency
        self._measure()
        for row in self.rows:
            row.currency = currency

    def show_standing(self, texts: Mapping[str, str]) -> None:
        """Say what counts without an answer: what is given by key, else what always does."""
        for row in self.rows:
            row.standing = texts.get(row.question.key, row.question.default)

    async def focus_question(self, key: str) -> bool:
        """Put the focus on a question; False where it is not in this form."""
        row = self.row(key)
        return row is not None and await self._focus(row)

    async def focus_first(self) -> None:
        """Put the focus on the first question."""
        await self._focus(self.rows[0])

    async def step(self, by: int) -> bool:
        """Move the focus by so many questions; False where the form ends."""
        present = self.present
        position = self.rows.index(present) + by if present is not None else 0 if by > 0 else -1
        if position >= len(self.rows) or (present is not None and position < 0):
            return False
        return await self._focus(self.rows[position])

    async def _focus(self, row: QuestionRow) -> bool:
        """Move the focus now: a key typed meanwhile must not go into the field before.

        A row that is still on its way is waited for.
        """
        screen = self.screen if self.is_attached else None
        if screen is None:
            return False
        await settled(screen)
        if not row.field.is_mounted:
            screen.set_focus(None)
        for _ in range(200):
            if not self.is_attached:
                # The case, and with it the form, was left meanwhile.
                break
            if row.field.is_mounted:
                if screen.focused is not row.field:
                    await focus_at_once(screen, row.field)
                return True
            await asyncio.sleep(0.005)
        return False

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say which question is at hand, and start a new visit of it."""
        row = self.present
        if row is not None:
            self._visits += 1
            self.scroll_to_widget(row, animate=False)
            self.post_message(QuestionFocused(row.question))


class WalksForm(Layer[Result]):
    """A screen whose keys go through its one form. It stands behind other bases."""

    @property
    def form(self) -> QuestionForm:
        """What is asked."""
        return self.query_one(QuestionForm)

    async def finish(self) -> None:
        """Go on behind the last question."""
        # Textual's screens cannot be abstract classes.
        raise NotImplementedError

    async def action_go_on(self) -> None:
        if self.form.present is self.form.rows[-1]:
            await self.finish()
        else:
            await self.form.step(1)

    async def action_next_question(self) -> None:
        await self.form.step(1)

    async def action_previous_question(self) -> None:
        await self.form.step(-1)


def answers_path(question: Question) -> Path:
    """Where in a session the answer to a question of the catalogue stands."""
    return tuple(question.key.split("."))

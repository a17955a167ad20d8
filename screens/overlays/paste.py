"""What becomes of a table by a paste, shown before it is taken; how it is read can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from rules.answers.answers import Entry, Table
from rules.tables.plan import Plan
from rules.tables.saying import in_short, not_usable, where_it_goes
from rules.tables.sheet import Sheet
from rules.tables.taking import Taken, taken
from rules.words.wording import visible
from screens.frame.layers import Gesture
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.cell_text import plain
from screens.widgets.drawer import Drawer
from screens.widgets.grid import CellChosen, Column, Grid, GridRow, Shown
from screens.widgets.key_bar import KeyBar
from screens.widgets.table_grid import NEW, WORDS


class SheetPasted(Gesture):
    """Somebody pasted rows and columns."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet


class PasteScreen(Overlay[Taken | None]):
    """Returns what becomes of the table; None where it stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "close",
            "take-paste",
            "column-left",
            "column-right",
            "read-as",
            "read-as-before",
            "paste-fractions",
            "paste-headings",
            "paste-commas",
            "paste-replaces",
            "row-below",
            "row-above",
            "page-down",
            "page-up",
            "palette",
        )
    ]

    def __init__(self, plan: Plan, table: Table, row_id: str, currency: str) -> None:
        """Show a paste.

        Args:
            plan: how it is read at first.
            table: as it is.
            row_id: of the row at hand.
            currency: of the case.
        """
        super().__init__()
        self.plan = plan
        self._table = table
        self._row_id = row_id
        self._currency = currency
        self._at = (0, 0)
        self._taken = taken(plan, table, row_id, currency)

    def compose(self) -> ComposeResult:
        with Drawer(id="paste"):
            yield Static(id="paste-title")
            yield Grid(can_focus=True, id="paste-rows")
            yield Static(id="paste-said")
            with Horizontal(id="paste-buttons"):
                yield Button("Take it", id="take", compact=True)
                yield Button("Leave it", id="leave", compact=True)
            yield KeyBar(
                "take-paste",
                "column-right",
                "read-as",
                "paste-fractions",
                "paste-headings",
                "paste-commas",
                "paste-replaces",
                "close",
                "palette",
            )
        yield cover()

    def on_mount(self) -> None:
        self.set_focus(self._grid)
        self._show()

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    # ------------------------------------------------------------------ what is shown

    def _read(self, plan: Plan) -> None:
        """Read the paste otherwise, and show what becomes of it then."""
        self.plan = plan
        self._taken = taken(plan, self._table, self._row_id, self._currency)
        self._show()

    def _show(self) -> None:
        plan, found = self.plan, self._taken
        numbers = {row.id: str(number) for number, row in enumerate(self._table.rows, start=1)}
        rows = [
            # Where it goes: by the number that its row has in the table.
            GridRow(
                "" if at is None else numbers.get(at, NEW),
                tuple(self._cells(texts, entries, is_left_out=at is None)),
            )
            for texts, entries, at in zip(plan.rows, found.read, found.into, strict=True)
        ]
        self._at = (min(self._at[0], max(0, len(rows) - 1)), self._at[1])
        columns = [self._column(at) for at in range(plan.sheet.width)]
        self._grid.show(columns, rows, self._at)
        self.query_one("#paste-title", Static).update(Content(in_short(plan, found)))
        self.query_one("#paste-said", Static).update(Content("\n".join(self._said())))
        self.query_one(KeyBar).look_again()

    def _column(self, at: int) -> Column:
        key = self.plan.columns[at]
        question = None if key is None else self.plan.question.column(key)
        if question is None:
            return Column(f"{plain(self.plan.heads[at])} (left out)".strip())
        return Column(question.label, question.kind not in WORDS)

    def _cells(
        self, texts: tuple[str, ...], entries: tuple[Entry | None, ...], *, is_left_out: bool
    ) -> Iterator[Shown]:
        for text, entry, key in zip(texts, entries, self.plan.columns, strict=True):
            if entry is not None:
                yield Shown(plain(entry.text), is_wrong=entry.problem is not None)
            else:
                yield Shown(plain(text) if key is None or is_left_out else "", is_quiet=True)

    def _said(self) -> Iterator[str]:
        plan, at = self.plan, self._at[1]
        is_percent = plan.is_percent(at)
        otherwise = self.keyed(
            "{paste-fractions} reads them the other way"
            if is_percent
            else "{read-as} has it go elsewhere"
        )
        # What a key reads otherwise comes first: it may be why cells are not usable.
        yield f"{where_it_goes(plan, at)}; {otherwise}."
        if plan.decimal_commas:
            yield self.keyed("Commas are decimal signs; {paste-commas} has them group digits.")
        elif plan.asks_about_commas:
            asks = "Commas group digits; are they decimal signs? {paste-commas} reads them so."
            yield self.keyed(asks)
        elif plan.asks_about_dots is not None:
            dotted = visible(plan.asks_about_dots)
            reads = self.keyed("{paste-commas} reads it so.")
            yield f"The dot of {dotted} is a decimal sign; does it group digits? {reads}"
        if self._table.rows:
            stay = "go" if plan.replaces else "stay"
            otherwise = self.keyed("{paste-replaces} has it otherwise.")
            yield f"Rows of the table that are not in the paste {stay}; {otherwise}"
        yield from not_usable(self._taken)

    # ------------------------------------------------------------------ what is done

    def why_not(self, call: str) -> str:
        plan = self.plan
        if call == "paste_fractions" and not plan.is_percent(self._at[1]):
            return "Only a column that goes into percentages can be read as fractions."
        if call == "paste_commas" and not (plan.asks_about_commas or plan.asks_about_dots):
            return "No number here reads otherwise with commas as decimal signs."
        if call == "paste_replaces" and not self._table.rows:
            return "The table has no rows that could go or stay."
        return super().why_not(call)

    def _move(self, rows: int = 0, columns: int = 0) -> None:
        row = min(max(self._at[0] + rows, 0), max(0, len(self.plan.rows) - 1))
        column = min(max(self._at[1] + columns, 0), self.plan.sheet.width - 1)
        self._at = row, column
        self._show()

    def action_column_left(self) -> None:
        self._move(columns=-1)

    def action_column_right(self) -> None:
        self._move(columns=1)

    def action_row_below(self) -> None:
        self._move(rows=1)

    def action_row_above(self) -> None:
        self._move(rows=-1)

    def action_rows_down(self) -> None:
        self._move(rows=self._grid.page)

    def action_rows_up(self) -> None:
        self._move(rows=-self._grid.page)

    def action_read_as(self, by: int) -> None:
        """Have the column at hand go into the next column of the table, or be left out."""
        self._read(self.plan.read_as_next(self._at[1], by))

    def action_paste_fractions(self) -> None:
        self._read(self.plan.turned(self._at[1]))

    def action_paste_headings(self) -> None:
        self._read(self.plan.other_headings())

    def action_paste_commas(self) -> None:
        self._read(self.plan.with_commas())

    def action_paste_replaces(self) -> None:
        self._read(self.plan.replacing())

    @on(CellChosen)
    def _cell_chosen(self, event: CellChosen) -> None:
        self._move(event.row - self._at[0], event.column - self._at[1])

    @on(Button.Pressed, "#take")
    def action_take_paste(self) -> None:
        self.dismiss(self._taken)

    @on(Button.Pressed, "#leave")
    async def action_close(self) -> None:
        self.dismiss(None)

"""Figures from logs and evaluations: what to read, what that leaves open, and what of it to take.

One thing after the other: what to read is typed; it is read, and can be called off meanwhile; what
it leaves open is chosen; then each answer that it gives stands beside the one in the case. esc goes
one of these back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Unpack

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from rules.answers.answers import Answers, Entry
from rules.words.wording import count, percent, visible
from screens import messages
from screens.frame.case_screen import COMMON, ViewScreen
from screens.frame.overlay import cover
from screens.import_ports import (
    ImportChoice,
    ImportFound,
    ImportOffer,
    ImportProgress,
    ImportReview,
    Imports,
    ImportWish,
)
from screens.keys import bindings
from screens.pages.import_question import ImportQuestion
from screens.pages.import_review import as_text, may_be_marked, sections, taken_in_words
from screens.pages.import_source import ImportSource
from screens.ports import OfCase
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import LineChosen, Lines

Stage = Literal["choosing", "reading", "asking", "reviewing"]
FOCUS: Mapping[Stage, str] = {
    "choosing": "#sources",
    "reading": "#call-off",
    "asking": "#options",
    "reviewing": "#figures",
}
"""What has the focus in each."""

READING = "Reading …"


class ImportScreen(ViewScreen):
    """Reads figures and puts them beside those of the open case."""

    LEADS_HERE = frozenset({"import"})
    AUTO_FOCUS = "#sources"
    CSS_PATH = STYLES / "importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        # Where the field at hand has no use for them.
        Binding("down", "app.focus_next", "Field below", id="field-below", show=False),
        Binding("up", "app.focus_previous", "Field above", id="field-above", show=False),
        *bindings("take-figures", "mark", "mark-all", "mark-none", "close", "copy"),
    ]

    def __init__(
        self, answers: Answers, imports: Imports, *, begins: bool = False, **of_case: Unpack[OfCase]
    ) -> None:
        """Import into a case.

        Args:
            answers: of the open case.
            imports: reads sources.
            begins: whether the case was begun for it, so that leaving leads to the start page.
            of_case: its title and its file's state, and by whose policy it is judged.
        """
        super().__init__(answers, **of_case)
        self.imports = imports
        self.begins = begins
        self.stage: Stage = "choosing"
        self.review: ImportReview | None = None
        """None until something is read."""
        self.marked: frozenset[str] = frozenset()
        """The keys of the answers that are to be taken."""
        self._found: ImportFound | None = None
        self._way: tuple[tuple[ImportWish, ImportChoice], ...] = ()
        """What was asked so far, and of which wish."""

    def compose(self) -> ComposeResult:
        yield self.title_bar()
        yield ImportSource(self.imports, id="choosing")
        with Vertical(id="reading"):
            yield Static(READING, id="progress", markup=False)
            yield Button("Call it off", id="call-off", compact=True)
        yield ImportQuestion(id="asking")
        with Vertical(id="reviewing"):
            yield Static("", id="read", markup=False)
            yield Lines(id="figures")
            yield Static("", id="at-hand", markup=False)
        yield KeyBar(
            "take-figures", "mark", "mark-all", "mark-none", "close", "palette", id="key-bar"
        )
        yield cover()

    def on_mount(self) -> None:
        self._go("choosing")

    @property
    def _source(self) -> ImportSource:
        return self.query_one(ImportSource)

    def _go(self, stage: Stage) -> None:
        """Show one part, and nothing of the others."""
        self.stage = stage
        for one in FOCUS:
            self.query_one(f"#{one}").display = one == stage
        self.set_focus(self.query_one(FOCUS[stage], Widget))
        self.query_one(KeyBar).look_again()

    # ------------------------------------------------------------------ reading

    @on(ImportSource.Named)
    def _begin(self, event: ImportSource.Named) -> None:
        self._way = ()
        self._read(event.wish)

    def _read(self, wish: ImportWish) -> None:
        self.query_one("#progress", Static).update(READING)
        self._go("reading")
        self._fetch(wish)

    @work(exclusive=True, group="reading")
    async def _fetch(self, wish: ImportWish) -> None:
        found = await self.imports.read(wish, self._show_progress)
        # The program may be on its way out.
        if self.is_attached and self.stage == "reading":
            self._take_in(wish, found)

    def _show_progress(self, progress: ImportProgress) -> None:
        if self.is_here and self.stage == "reading":
            self.query_one("#progress", Static).update(Content(in_words(progress)))

    def _take_in(self, wish: ImportWish, found: ImportFound | ImportChoice | str) -> None:
        if isinstance(found, str):
            self._way = ()
            self._source.say(found, failed=True)
            self._go("choosing")
        elif isinstance(found, ImportChoice):
            self._way = (*self._way, (wish, found))
            self._ask(found)
        else:
            self._found = found
            self.review = found.beside(self.answers)
            self.marked = may_be_marked(self.review)
            self._source.list_places()
            self._show_review()
            self._go("reviewing")

    @on(Button.Pressed, "#call-off")
    async def _call_off(self) -> None:
        await self.action_close()

    # ------------------------------------------------------------ what is left open

    def _ask(self, choice: ImportChoice) -> None:
        self.query_one(ImportQuestion).ask(choice)
        self._go("asking")

    @on(ImportQuestion.Answered)
    def _answered(self, event: ImportQuestion.Answered) -> None:
        wish, choice = self._way[-1]
        self._read(wish._replace(chosen={**wish.chosen, choice.what: event.name}))

    # ---------------------------------------------------------------------- review

    def _show_review(self) -> None:
        if self.review is not None:
            self.query_one("#read", Static).update(Content(self.review.read))
            self.query_one(Lines).show(sections(self.review, self.marked))
            self._say_at_hand()

    def show_answers(self, answers: Answers) -> None:
        """Put what was read beside other answers, as after undo."""
        self.answers = answers
        if self._found is not None:
            self.review = self._found.beside(answers)
            self.marked &= {one.key for one in self.review.offers if not one.is_same}
            if self.query(Lines):
                self._show_review()

    @property
    def offer(self) -> ImportOffer | None:
        """The answer at hand."""
        if self.review is None or self.stage != "reviewing":
            return None
        lines = self.query_one(Lines)
        key = None if lines.highlighted is None else lines.answer_at(lines.highlighted)
        return next((one for one in self.review.offers if one.key == key), None)

    @on(Lines.OptionHighlighted, "#figures")
    def _say_at_hand(self) -> None:
        offer = self.offer
        text = "\n".join(offer.said) if offer is not None else ""
        self.query_one("#at-hand", Static).update(Content(text))
        self.query_one(KeyBar).look_again()

    def _mark(self, keys: frozenset[str]) -> None:
        self.marked = keys
        self._show_review()

    @on(LineChosen)
    def action_mark(self) -> None:
        """Have the answer at hand be taken, or not."""
        if why := self.why_not("mark"):
            self.say(why)
        elif (offer := self.offer) is not None:
            self._mark(self.marked ^ {offer.key})

    def action_mark_all(self) -> None:
        if self.review is not None:
            self._mark(self.marked | may_be_marked(self.review))

    def action_mark_none(self) -> None:
        self._mark(frozenset())

    def action_take_figures(self) -> None:
        """Have what is marked become answers of the case."""
        if self.review is None:
            return
        taken = [one for one in self.review.offers if one.key in self.marked]
        entries: dict[str, Entry] = {}
        for one in taken:
            entries.update(one.entries)
        said = taken_in_words(self.review, len(taken))
        self.post_message(messages.AnswersTaken(entries, said))

    def why_not(self, call: str) -> str:
        if call == "copy" and self.review is None:
            return "There is nothing to copy yet."
        if call not in ("take_figures", "mark", "mark_all", "mark_none"):
            return super().why_not(call)
        if self.stage != "reviewing" or self.review is None:
            return "Nothing is read yet: type what to read, and press enter."
        if not self.review.offers:
            return "Nothing is proposed that could be taken."
        offer = self.offer
        if call == "mark" and offer is None:
            return "This line is no answer that could be taken."
        if call == "mark" and offer is not None and offer.is_same:
            return "The case says so already."
        if call == "mark_all" and may_be_marked(self.review) <= self.marked:
            return "Nothing more can be marked at once: what is better already is marked by itself."
        if call in ("take_figures", "mark_none") and not self.marked:
            return self.keyed("Nothing is marked: {mark} marks the answer at hand.")
        return super().why_not(call)

    # ---------------------------------------------------------------------- leaving

    async def action_close(self) -> None:
        """Go back by one, and out from the first."""
        match self.stage:
            case "reading":
                self.workers.cancel_group(self, "reading")
                self._back("It was called off; nothing is kept of it.")
            case "asking":
                self._way = self._way[:-1]
                self._back()
            case "reviewing":
                self._back()
            case "choosing" if self.begins:
                self.post_message(messages.HomeRequested())
            case _:
                await super().action_close()

    def _back(self, said: str = "") -> None:
        """To what was asked last, or to what to read."""
        if self._way:
            self._ask(self._way[-1][1])
            if said:
                self.say(said)
            return
        if said:
            self._source.say(said)
        else:
            self._source.describe()
        self._go("choosing")

    def action_copy(self) -> None:
        self.post_message(messages.CopyRequested(self.as_text()))

    def as_text(self) -> str:
        """What is read, as plain text; empty until something is."""
        return "" if self.review is None else visible(as_text(self.review, self.marked))


def in_words(progress: ImportProgress) -> str:
    """How far reading has come: percent, bytes, rows."""
    parts = []
    if progress.size:
        total = progress.size / 1e6
        parts.append(f"{progress.share * total:,.0f} of {total:,.0f} MB")
    if progress.rows:
        parts.append(f"about {count(progress.rows * progress.share)} rows")
    told = f": {', '.join(parts)}" if parts else ""
    return f"{READING} {percent(progress.share)}{told}"

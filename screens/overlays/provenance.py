"""Basis and source of one number: how sure it is, and where somebody can look it up."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from rules.answers.answers import Entry
from rules.answers.entries import with_details
from rules.answers.estimate import BASES
from rules.questions import Choice, Kind, Question
from screens.fields.settled import settled
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.form import OWN, QuestionFocused, QuestionForm, WalksForm
from screens.widgets.help_strip import HelpStrip
from screens.widgets.key_bar import KeyBar

BASIS = Question(
    key=f"{OWN}basis",
    label="Basis",
    kind=Kind.CHOICE,
    prompt="How sure is this number?",
    why="Guesses hold the verdict back; a measured number settles an argument.",
    example="measured",
    choices=tuple(
        Choice(basis, meaning)
        for basis, meaning in zip(
            BASES,
            (
                "counted or timed in reality",
                "from a price list or a contract",
                "reasoned from what is known",
                "a guess",
            ),
            strict=True,
        )
    ),
    default="estimated",
)
SOURCE = Question(
    key=f"{OWN}source",
    label="Source",
    kind=Kind.TEXT,
    prompt="Where is this number from?",
    why="Whoever doubts it can look it up.",
    example="gateway logs, Aug-Oct",
)
RANGE = "A range means one chance in ten of being lower and one of being higher: not the extremes."
WAITS = "Kept once the number itself is typed, or one in its worksheet."
"""Of a basis and a source without a number."""
OF_THE_SHEET = {
    BASIS.key: "The weakest of the worksheet's numbers; another one goes to those that have it.",
    SOURCE.key: "Goes to the numbers of the worksheet that have none of their own.",
}
"""Of those of a number that is built."""


def detail_questions(question: Question) -> tuple[Question, ...]:
    """The questions about one answer: the number with its range, its basis, its source."""
    if not question.is_estimate:
        return (question,)
    return (question._replace(why=RANGE), BASIS, SOURCE)


def provenance(entry: Entry) -> dict[str, Entry]:
    """Basis and source of a number as answers of their own."""
    found = {}
    if entry.rests_on is not None:
        found[BASIS.key] = Entry(entry.rests_on, entry.rests_on)
    if entry.source:
        found[SOURCE.key] = Entry(entry.source, entry.source)
    return found


def with_detail(entry: Entry, of: Question, said: str | None) -> Entry:
    """A number with another basis, or another source."""
    if of.key == BASIS.key:
        return with_details(entry, said or "estimated", entry.source)
    return with_details(entry, entry.basis, said or "")


class ProvenanceScreen(Overlay[Entry | None], WalksForm[Entry | None]):
    """For a number that stands in a worksheet or a row; returns it with what was said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "details", "go-on", "next-question", "previous-question", "palette"),
    ]

    LEADS_HERE = frozenset({"details"})

    def __init__(self, question: Question, entry: Entry) -> None:
        super().__init__()
        self.question = question
        self.entry = self._before = entry

    def compose(self) -> ComposeResult:
        with Vertical(id="provenance"):
            yield Static(Content(f"{self.question.label}: {self.entry.text}"))
            yield QuestionForm(
                (BASIS, SOURCE),
                provenance(self.entry),
                self._answered,
                paths=lambda question: ("details",),
                currency="",
            )
            yield HelpStrip()
            yield KeyBar("close", "palette")
        yield cover()

    @property
    def has_typed(self) -> bool:
        return self.entry != self._before

    async def on_mount(self) -> None:
        await self.form.focus_first()

    def _answered(self, question: Question, detail: Entry | None, visit: str) -> None:
        self.query_one(HelpStrip).entry = detail
        if detail is not None and detail.problem is not None:
            return
        said = detail.value if detail is not None else None
        self.entry = with_detail(self.entry, question, said)

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = event.question
        strip.entry = provenance(self.entry).get(event.question.key)

    async def action_close(self) -> None:
        await settled(self)
        self.dismiss(self.entry)

    finish = action_details = action_close
